"""cv.docx: the CV for Word, by Word's own styles; a fold over blocks.

python-docx, of the extra ``docx``, is imported only when it is made. Source: ECMA-376, part 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...model.inline import to_plain
from .. import Output, RenderError
from ..contacts import in_line

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

    from ...model.document import Document
    from ..theme import Theme


def render(document: Document, theme: Theme) -> Iterable[Output]:
    try:
        from .body import Writer
        from .package import Package
    except ImportError as error:
        advice = "pip install 'cvtool[docx]' makes it work"
        raise RenderError(f"it needs python-docx, which is not installed: {advice}") from error
    package = Package(document, theme)
    writer = Writer(document, package)
    package.fill(writer.paragraphs(in_line(document, "docx")))
    _describe(package.properties(), document)
    yield Output("cv.docx", package.saved())


def _describe(found: CoreProperties, document: Document) -> None:
    """What programs show of a file: whose CV it is, and nothing of who made the file, or when."""
    person = document.person
    label = to_plain(person.label)
    found.title = " — ".join(filter(None, (person.name, label)))[:255]
    found.author = found.last_modified_by = person.name[:255]
    found.subject = label[:255]
    found.keywords = ", ".join(map(to_plain, person.keywords))[:255]
    found.language = document.locale
    found.revision = 1
    if it := document.updated:
        found.created = found.modified = datetime(it.year, it.month or 1, it.day or 1, tzinfo=UTC)
