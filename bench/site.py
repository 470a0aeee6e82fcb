"""Shows Lighthouse's marks, on a simulated phone, of the sample's homepage and its first paper, and
of the homepages of five people, of which one has a portrait and eighty papers.

    .venv/bin/python bench/site.py

The best of three tries: a busy machine takes points from the mark for speed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main() -> None:
    import persons
    from audits import lighthouse
    from golden import outputs
    from sites import served, write, written

    import cvtool

    with tempfile.TemporaryDirectory() as folder:
        pages = write(outputs("sample"), Path(folder))[:2]
        for name in persons.PEOPLE:
            (own := Path(folder) / name).mkdir()
            pages += written(cvtool.load(persons.written(name, own)), own)[:1]
        with served(Path(folder)) as host:
            urls = [f"{host}/{page.relative_to(folder).as_posix()}" for page in pages]
            marks = lighthouse(urls, "performance", "accessibility", "best-practices", "seo")
    for url, of_page in zip(urls, marks, strict=True):
        print(url.removeprefix(host))
        for name, mark in of_page.items():
            print(f"  {name:<16} {round(100 * mark['score']):>3}  {'; '.join(mark['costly'])}")


if __name__ == "__main__":
    main()
