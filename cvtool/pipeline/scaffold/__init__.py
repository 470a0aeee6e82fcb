"""What a new CV begins with: its source and what stands around it, from the files beside this."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...model.later import dataclass, pattern
from ...model.problems import Problem, ProblemError, quoted
from ...store.files import replace_files
from ...words.data import nearest

if TYPE_CHECKING:
    from ...importers.assembling import Result

_SITE, _WITH_PAPERS = "site", ("academic", "site")
_NAMES = {"en": "Jane Example", "de": "Erika Muster"}
_EMAIL = "name@example.org"
_AROUND = {".gitignore": "gitignore", ".vscode/extensions.json": "extensions.json"}
_AROUND[".vscode/settings.json"] = "settings.json"
_RENDERING = {".github/workflows/cv.yml": "render.yml"}
_PUBLISHING = {
    ".github/workflows/homepage.yml": "pages.yml",
    ".github/workflows/cloudflare.yml": "cloudflare.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
_SPECIAL = pattern(r"[\\{}%$&#\"~^_]")
"""What has a meaning in a name in BibTeX."""
_THERE = "it is there already, and nothing is written over: choose another folder, or move it"


@dataclass(frozen=True)
class Asking:
    """What a new CV is to be: of which kind, or of which files of other programs; of whom.

    ``today`` is the day on which it is brought up to date. Where there is no name it is invented.
    """

    kind: str = "industry"
    files: Sequence[Path] = ()
    language: str = ""
    theme: str = ""
    publishes: bool = False
    today: str = ""
    name: str = ""
    email: str = ""


def begin(
    folder: Path, wish: Asking, schema: Callable[[], str]
) -> tuple[list[Path], Result | None]:
    """Writes the files; which these are, and what was imported, if anything was.

    Raises ``ProblemError`` where one of them is there, and then writes none.
    """
    from ...source.schema import SCHEMA_NAME

    result = _imported(wish) if wish.files else None
    own = result.files if result else _own(wish)
    files = {**_around(wish), **own}
    _refuse(folder, [*files, SCHEMA_NAME])
    files[SCHEMA_NAME] = schema().encode()
    replace_files(folder, files)
    return [folder / name for name in own] + [folder / it for it in files if it not in own], result


def _refuse(folder: Path, files: Iterable[str]) -> None:
    if os.path.lexists(folder) and not folder.is_dir():
        raise ProblemError([Problem((), f"{quoted(str(folder))} is no folder")])
    there = [folder / name for name in files if os.path.lexists(folder / name)]
    if there:
        raise ProblemError([Problem((), _THERE, file=str(path)) for path in there])


def _imported(wish: Asking) -> Result:
    from ...importers.assembling import imported

    more: dict[str, Any] = {"locale": wish.language} if wish.language else {}
    more |= {"look": {"theme": wish.theme}} if wish.theme else {}
    result = imported(wish.files, more=more)
    result.files.setdefault("publications.bib", _read("no-papers.bib").encode())
    return result


def _own(wish: Asking) -> dict[str, bytes]:
    spoken = wish.language or "en"
    told = language if (language := str(nearest(spoken))) in _NAMES else "en"
    name = " ".join(wish.name.split()) or _NAMES[told]
    values = {
        "name": _quoted(name),
        "email": _quoted(wish.email or _EMAIL),
        "author": _SPECIAL.sub("", name),
    }
    body = Template(_read(f"{told}/{wish.kind}.yaml")).substitute(values)
    lines = [*_head(told, spoken, wish), "", body.rstrip(), "", "meta:"]
    source = "\n".join([*lines, f"  lastModified: {wish.today}", ""])
    bib = "papers.bib" if wish.kind in _WITH_PAPERS else "no-papers.bib"
    papers = Template(_read(bib)).substitute(values)
    return {"cv.yaml": source.encode(), "publications.bib": papers.encode()}


def _head(told: str, spoken: str, wish: Asking) -> Iterator[str]:
    """The first lines: comments, the language, the theme."""
    from ...source.schema import SCHEMA_NAME

    yield f"# yaml-language-server: $schema={SCHEMA_NAME}"
    yield from _read(f"{told}/head.yaml").splitlines()
    yield ""
    yield f"locale: {spoken}"
    yield f"look: {{theme: {wish.theme}}}" if wish.theme else "# look: {theme: classic}"


def _around(wish: Asking) -> dict[str, bytes]:
    """What is the same for all."""
    publishes = wish.publishes or (wish.kind == _SITE and not wish.files)
    names = _AROUND | (_PUBLISHING if publishes else _RENDERING)
    values = {"cvtool": requirement()}
    return {to: Template(_read(name)).substitute(values).encode() for to, name in names.items()}


def requirement() -> str:
    """What installs this very cvtool: the commit that it was installed from, else its version."""
    try:
        source = json.loads(distribution("cvtool").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        source = {}
    vcs, archive = source.get("vcs_info"), source.get("archive_info")
    url = str(source.get("url", ""))
    if "'" in url or not url.startswith("https://"):
        return f"cvtool=={__version__}"
    if vcs:
        return f"cvtool @ {vcs['vcs']}+{url}@{vcs['commit_id']}"
    digest = (archive or {}).get("hashes", {}).get("sha256", "")
    return f"cvtool @ {url}#sha256={digest}" if digest else f"cvtool=={__version__}"


def _quoted(text: str) -> str:
    """A text as YAML: in quotes where it needs them."""
    is_plain = re.fullmatch(r"(?!(?:true|false|null|yes|no|on|off)$)[^\W\d_][\w.@ -]*", text, re.I)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
