"""The record of an application: when it was made, of which edition, of what, and by what."""

from __future__ import annotations

import json
import sys
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import __version__
from ..render.theme import shipped
from ..store.digests import digest, digest_of, program, versions
from ..store.files import read_file

if TYPE_CHECKING:
    from ..model.document import Document

RECORD = "application.json"

_WORDS = ("name", "date", "variant", "language", "edition", "source", "built")

CODE = "the code of cvtool"
"""The tool whose digest is of the libraries, too."""


class Kept(NamedTuple):
    """Where a source was, as seen from cv.yaml's folder, and the SHA-256 of what is kept of it."""

    origin: str
    digest: str


@dataclass(frozen=True)
class Application:
    """What is known of an application.

    ``edition`` is the digest of the CV, and ``facts`` has that of each part of its pages. ``files``
    are those that were sent, with their digests; ``sources`` those that they were made of, by their
    paths in the folder of the application, and ``source`` is the cv.yaml among them. ``built`` is
    the SOURCE_DATE_EPOCH of then, ``tools`` are the versions of what made it, and ``borrows`` says
    that fonts of the machine may have a part in it.
    """

    name: str
    date: str
    variant: str
    language: str
    edition: str
    source: str
    built: str
    borrows: bool
    facts: Mapping[str, str]
    files: Mapping[str, str]
    sources: Mapping[str, Kept]
    tools: Mapping[str, str]


def dumped(record: Application) -> bytes:
    """The record as JSON."""
    sources = {name: kept._asdict() for name, kept in record.sources.items()}
    data = asdict(record) | {"sources": sources}
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def facts_of(document: Document) -> dict[str, str]:
    """A digest of each part that the pages have, under the name that it has in cv.yaml."""
    sections = document.outline("pdf")
    parts = {"basics": document.person, "pdf": document.pages, "locale": document.locale}
    parts |= {"meta.lastModified": document.updated_text}
    parts |= {"sections": [each.id for each in sections]}
    parts |= {each.id: each for each in sections}
    return {name: digest([repr(part)]) for name, part in parts.items()}


def tools() -> dict[str, str]:
    """The versions of all that the bytes depend on, beside what is kept."""
    from ..render.pdf.patches import pango_version

    files = sorted(path for path in shipped().rglob("*") if path.is_file())
    fonts = [path for path in files if path.parent.name == "fonts"]
    others = [path for path in files if path not in fonts]
    named = {name: version for name, _, version in (each.partition("-") for each in versions())}
    return {
        "cvtool": __version__,
        CODE: program(),
        "the templates of cvtool": digest(map(digest_of, others)),
        "the fonts of cvtool": digest(map(digest_of, fonts)),
        "python": sys.version.split()[0],
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": pango_version(),
        **dict(sorted(named.items())),
    }


def read_record(folder: Path) -> Application:
    """The record of an application; raises ``ValueError`` that says why there is none."""
    try:
        data = json.loads(read_file(folder / RECORD))
        sources = {str(name): _kept(each) for name, each in data["sources"].items()}
        known: dict[str, Any] = {key: str(data[key]) for key in _WORDS}
        known |= {key: _texts(data[key]) for key in ("facts", "files", "tools")}
        record = Application(**known, sources=sources, borrows=bool(data["borrows"]))
        date.fromisoformat(record.date)
    except FileNotFoundError:
        raise ValueError(f"no application that cvtool made: it has no {RECORD}") from None
    except OSError as error:
        raise ValueError(f"{RECORD} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(f"{RECORD} is broken") from None
    if record.source not in record.sources or any(map(_leads_out, [*record.files, *sources])):
        raise ValueError(f"{RECORD} is broken")
    return record


def _kept(data: Any) -> Kept:
    return Kept(str(data["origin"]), str(data["digest"]))


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()}


def _leads_out(name: str) -> bool:
    return Path(name).is_absolute() or ".." in Path(name).parts
