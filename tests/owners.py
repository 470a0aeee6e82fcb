"""A CV with pages of its own, as its owner keeps it in a folder."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

import cvtool
from cvtool.model.document import Document
from cvtool.pipeline.load import load_all

CV = """
languages: [en, de]
basics: {name: Ada Quill, label: Professor}
site:
  url: https://ada.example.org/
  pages: [publications, teaching, group, news, about]
html: {bibliography: {limit: 2}}
teaching: [{name: Databases, startDate: 2020}]
supervision: [{name: Ben Brook, startDate: 2022}, {name: Dan Field, startDate: 2017, endDate: 2021}]
news:
"""
NEWS = "".join(f"  - {{date: 2025-0{month}-10, text: News {month}.}}\n" for month in range(1, 9))
BIB = "\n".join(
    f"@misc{{q{year}, author={{Quill, Ada}}, title={{Of {year}}}, year={{{year}}}}}"
    for year in range(2000, 2020)
)
ABOUT = """---
description: Who I am.
---
# About me

I know $x_1^2$ and [post](../posts/2026-03-15-first.md), [data](data.csv), [the CV](cv.pdf).[^n]

## Code

```python
def f(): return "s"
```

![A picture](pic.png)

| a | b |
|---|--:|
| 1 | 2 |

[^n]: A note.
"""


def folder_of(place: Path, **files: str) -> Path:
    """The folder, with ``files`` by names in which ``__`` is a slash and ``_dot_`` a dot."""
    texts = {
        "cv.yaml": CV + NEWS,
        "publications.bib": BIB,
        "pages/about.md": ABOUT,
        "pages/about.de.md": "# Über mich\n\nHallo.\n",
        "pages/teaching.md": "I teach *databases*.\n",
        "pages/data.csv": "a,b\n",
        "posts/2026-03-15-first.md": "# First\n\nIt says $x$, see ![it](../pages/pic.png).\n",
        "posts/2026-01-02-older.md": "---\ntitle: Older\n---\nWords.\n",
    }
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    for name, text in (texts | named).items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "#1f4e79").save(picture, "PNG")
    (place / "pages/pic.png").write_bytes(picture.getvalue())
    return place


def document_in(folder: Path, theme: str = "") -> Document:
    """The CV in its first language, its site in another theme if one is named."""
    loaded = load_all(folder / "cv.yaml")
    assert loaded.document, loaded.problems
    own = loaded.document
    return replace(own, web=replace(own.web, theme=theme or own.web.theme))


def site_in(folder: Path, *formats: str) -> dict[str, str]:
    """The text of each file of the site, and of these formats."""
    document = document_in(folder)
    made = (each for name in ("html", *formats) for each in cvtool.render(document, name))
    return {each.path: each.data.decode("utf-8", "replace") for each in made}
