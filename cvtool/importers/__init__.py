"""CVs of other programs -> cv.yaml and publications.bib: the table of the formats that are read.

A format is a row: how it is known, and the module that maps it. Other packages bring theirs by
entry points of the group ``cvtool.importers``, each of which names an ``Importer``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from ..model.later import dataclass
from ..model.problems import Problem, ProblemError, printable, quoted, shortened, suggestion

if TYPE_CHECKING:
    from .bundle import Bundle
    from .taking import Imported, Ledger

GROUP = "cvtool.importers"
_SECTIONS = ("work", "education", "volunteer", "projects", "skills", "publications", "awards",
             "certificates", "languages", "references", "interests")  # fmt: skip
_ORDERS = ("order", "order_md", "order_latex")


@dataclass(frozen=True)
class Importer:
    """A format that is read.

    ``read`` is a function, or where it is, as in ``module:function``. It takes values out of the
    bundle by the ledger, and gives the data of cv.yaml; ``style`` says what its texts are:
    ``plain``, ``html``, ``markdown``, ``latex``, or nothing where they are as cv.yaml has them.
    ``knows`` says whether
    keys and values, or a list, are of the format; ``holds`` whether a bundle of files is.
    """

    name: str
    title: str
    style: str = ""
    knows: Callable[[Any], bool] = lambda data: False
    holds: Callable[[Bundle], bool] = lambda bundle: False
    read: Callable[[Bundle, Ledger], Imported] | str = ""

    def found(self, bundle: Bundle, ledger: Ledger) -> Imported:
        """What the bundle says. Raises ``ProblemError`` where it says nothing."""
        read = self.read or f"{__package__}.{self.name}"
        if isinstance(read, str):
            module, _, name = read.partition(":")
            read = getattr(import_module(module), name or "read")
        try:
            found: Imported = read(bundle, ledger)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            what = f"this is {self.title}, but not all in it has the form that belongs there"
            raise ProblemError([Problem((), what, file=bundle.name)]) from error
        return found

    def is_in(self, bundle: Bundle) -> bool:
        """Whether the bundle is of the format."""
        return (bundle.data is not None and self.knows(bundle.data)) or self.holds(bundle)


def _is(value: Any, **kinds: type) -> bool:
    """Whether a mapping has these keys, of these kinds."""
    return isinstance(value, dict) and all(
        isinstance(value.get(key), kind) for key, kind in kinds.items()
    )


def _is_rendercv(data: Any) -> bool:
    return _is(data, cv=dict) and (
        isinstance(data["cv"].get("sections"), dict) or _is(data["cv"], name=str)
    )


def _is_loose(data: Any) -> bool:
    """Whether it is what al-folio makes of RenderCV's form: with words of JSON Resume in it."""
    if not _is_rendercv(data):
        return False
    from .rendercv import is_loose

    return is_loose(data["cv"])


def is_bamos(data: Any) -> bool:
    """Whether the keys are those of bamos/cv: a list of its sections with their titles."""
    orders = [data.get(key) for key in _ORDERS] if isinstance(data, dict) else []
    return any(
        isinstance(order, list) and all(isinstance(it, list) and len(it) == 2 for it in order)
        for order in orders
    )


def _is_list(data: Any) -> bool:
    rows = data if isinstance(data, list) else []
    is_one = (_is(row, title=str, type=str) and "contents" in row for row in rows)
    return bool(rows) and all(is_one)


def _is_fresh(data: Any) -> bool:
    meta = data.get("meta") if isinstance(data, dict) else None
    form = meta.get("format") if isinstance(meta, dict) else None
    is_said = isinstance(form, str) and form.upper().startswith("FRESH")
    return is_said or (_is(data, employment=dict) and "history" in data["employment"])


def _is_resume(data: Any) -> bool:
    if not isinstance(data, dict) or _is(data, basics=dict):
        return isinstance(data, dict)
    from ..read.jsonresume import other_name

    lists = (key for key, each in data.items() if isinstance(each, list))
    return any(other_name(key, ()) in _SECTIONS for key in lists)


def _is_reactive(data: Any) -> bool:
    if _is(data, slug=str, data=dict):  # as its API gives it
        return _is_reactive(data["data"])
    if not _is(data, basics=dict, sections=dict):
        return False
    return any("items" in each for each in data["sections"].values() if isinstance(each, dict))


def _has_root(bundle: Bundle, *roots: bytes) -> bool:
    head = bundle.files[bundle.alone][:8000].replace(b"\0", b"")  # of UTF-16
    return any(root in head for root in roots)


def _has_tables(bundle: Bundle) -> bool:
    from .linkedin import table_of

    return any(table_of(bundle, name) for name in bundle.named(r".*\.csv"))


_WRITTEN = (".odt", ".rtf", ".pages", ".txt", ".html", ".htm")
_ROWS = (
    Importer("alfolio", "a site of al-folio", "markdown",
             lambda data: _is_list(data) or _is_loose(data),
             lambda it: bool(it.named(r"_data/(?:cv|socials)\.yml|_(?:news|projects)/.*\.md"))),
    Importer("academicpages", "a site of academicpages", "markdown",
             holds=lambda it: bool(it.named(r"_(?:publications|talks|teaching)/.*\.md"
                                            r"|_pages/cv\.md")),
             read=f"{__package__}.pages:read_academicpages"),
    Importer("hugoblox", "a site of Hugo Blox", "markdown",
             lambda data: isinstance(data, dict) and "hugoblox/" in str(data.get("schema")),
             lambda it: bool(it.named(r"(?:content|data)/authors/.+\.(?:ya?ml|md)")),
             read=f"{__package__}.pages:read_hugoblox"),
    Importer("bamos", "a CV of bamos/cv", "latex", is_bamos,
             lambda it: any(map(is_bamos, map(it.known, it.named(r"cv\.ya?ml"))))),
    Importer("rendercv", "a CV of RenderCV", "latex", _is_rendercv),
    Importer("yamlresume", "a CV of YAMLResume", "markdown",
             lambda data: _is(data, content=dict) and _is(data["content"], basics=dict),
             read=f"{__package__}.relatives:read_yaml"),
    Importer("orcid", "an ORCID record", "plain",
             lambda data: _is(data, **{"orcid-identifier": dict}),
             lambda it: it.alone.endswith(".xml") and _has_root(it, b"orcid.org/ns/record")),
    Importer("reactiveresume", "a CV of Reactive Resume", "html", _is_reactive,
             read=f"{__package__}.relatives:read_reactive"),
    Importer("fresh", "a FRESH CV", "markdown", _is_fresh,
             read=f"{__package__}.relatives:read_fresh"),
    Importer("docx", "a file of Word", "",
             holds=lambda it: "word/document.xml" in it.files),
    Importer("europass", "a Europass CV", "html",
             holds=lambda it: it.alone.endswith(".xml")
             and _has_root(it, b"<SkillsPassport", b"<Candidate")),
    Importer("linkedin", "LinkedIn's export", "plain", holds=_has_tables),
    Importer("jsonresume", "a JSON Resume", "", _is_resume),
    Importer("bibtex", "a bibliography", "",
             holds=lambda it: bool(it.named(r".*\.bib")), read=f"{__package__}.papers"),
)  # fmt: skip
"""The first that knows a bundle reads it."""


@cache
def importers() -> Mapping[str, Importer]:
    """Every format by its name: cvtool's own, then those of plugins, as far as they can be used."""
    return {row.name: row for row in (*_ROWS, *_plugins())}


def _plugins() -> Iterable[Importer]:
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            row = point.load()
            if not isinstance(row, Importer) or row.name != point.name:
                raise TypeError(f"it is no Importer called {point.name!r}")
        except (Exception, SystemExit) as error:
            why = shortened(printable(f"the plugin {point.value} cannot be used: {error}"))
            row = Importer(point.name, why, read=partial(_refuse, why))
        yield row


def _refuse(why: str, *_: object) -> NoReturn:
    raise ProblemError([Problem((), why)])


def importer_for(bundle: Bundle, kind: str = "") -> Importer:
    """The row of that name, or that of what is in the bundle.

    Raises ``ProblemError`` where there is none.
    """
    rows = importers()
    if kind in rows:
        return rows[kind]
    found = None if kind else next((row for row in rows.values() if row.is_in(bundle)), None)
    if found:
        return found
    if bundle.alone and bundle.files[bundle.alone].startswith(b"\xd0\xcf\x11\xe0"):
        what = "this is a file of an old Word: save it as .docx in Word or LibreOffice"
        raise ProblemError([Problem((), what, file=bundle.name)])
    if not kind and bundle.name.lower().endswith(_WRITTEN):
        what = "files of this kind are not read: save it as .docx in Word, Pages or LibreOffice"
        raise ProblemError([Problem((), what, file=bundle.name)])
    if bundle.alone and not bundle.files[bundle.alone].strip():
        raise ProblemError([Problem((), "it is empty", file=bundle.name)])
    inner = [name for name, each in bundle.files.items() if each.startswith(b"PK\x03\x04")]
    if inner and not kind:
        what = f"in it is another zip: unpack it, and give {quoted(inner[0])}"
        raise ProblemError([Problem((), what, file=bundle.name)])
    if bundle.alone and not kind and bundle.alone.lower().endswith((".json", ".yaml", ".yml")):
        bundle.plain(bundle.alone)  # which says why it cannot be read
    what = (
        f"there is no kind {quoted(kind)}{suggestion(kind, rows)}"
        if kind
        else (
            "nothing that is known is in it: --from KIND says what it is; known are "
            + ", ".join(rows)
        )
    )
    raise ProblemError([Problem((), what, file="" if kind else bundle.name)])


def foreign(data: Any, name: str, text: str = "") -> str:
    """What to say of a CV of another program that is given as cv.yaml; empty of any other.

    ``text`` is that of a file without data, which may have some for whom it is meant.
    """
    if data is None and f"\n{text}".find("\ncv:") >= 0:
        from .bundle import parsed

        with suppress(ProblemError):
            data = parsed(text, name).data
    rows = (row for row in _ROWS if row.name != "jsonresume" and row.knows(data))
    row = next(rows, None)
    return f"this is {row.title}: {_advice(name)}" if row else ""


def foreign_file(data: bytes, name: str) -> str:
    """The same of the bytes of a file that is no text of keys and values."""
    starts = {b"PK\x03\x04": "a zip", b"%PDF": "a PDF", b"<?xml": "XML"}
    starts |= {b"\xd0\xcf\x11\xe0": "a file of Word"}
    what = next((each for start, each in starts.items() if data.startswith(start)), "")
    if name.lower().endswith(".docx"):
        what = "a file of Word"
    is_entry = data.lstrip()[:1] == b"@" and re.match(rb"\s*@\w+\s*\{", data)
    if name.lower().endswith(".bib") or is_entry:
        what = "a bibliography"
    return f"this is {what}, no cv.yaml: {_advice(name)}" if what else ""


def _advice(name: str) -> str:
    from shlex import quote

    return f"'cvtool import {quote(name)} -o NEW' makes a cv.yaml of it in the folder NEW"
