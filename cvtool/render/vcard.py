"""contact.vcf: the person as a card for address books, vCard 3.0 or, where that is set, 4.0; and a
code that phones read, contact.svg, which cv.pdf shows, too.

Sources: RFC 2425 and 2426 (3.0), RFC 6350 (4.0), RFC 9554 (SOCIALPROFILE); and, for the labels of
addresses in 3.0, what Apple and Google write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

from ..bib.owner import bare_name
from ..model.inline import to_plain
from ..model.later import pattern
from ..model.url import host_of, telephone
from ..words import Language
from . import Output

if TYPE_CHECKING:
    from ..model.document import Document, Person
    from .theme import Theme

_OCTETS = 75
_EASY = 400
"""The octets of a code that a phone reads from paper."""

_SPECIAL = pattern(r"[\\,;]")
_FULL_DATE = pattern(r"\d{4}-\d\d-\d\d")

_Lines = Iterator[str]


def render(document: Document, theme: Theme) -> Iterable[Output]:
    is_newer = document.settings("vcard").get("version") == "4.0"
    lines = ["BEGIN:VCARD", *_lines(document, is_newer), "END:VCARD"]
    text = "".join(f"{_folded(line)}\r\n" for line in lines)
    yield Output("contact.vcf", text.encode())
    if said := coded(document):
        yield Output("contact.svg", drawn(said))


def coded(document: Document) -> str:
    """What the code says: an address, or as much of the card as is still easy to read. Nothing
    where cv.yaml asks for none."""
    wanted = document.settings("vcard").get("qr")
    home = document.person.url or document.home_url or ""
    if wanted == "homepage":
        return home if len(home.encode()) <= _EASY else ""
    if not wanted:
        return ""
    person = document.person
    reached = {line.partition(";")[0]: line for line in reversed([*_reached(person, False)])}
    lines = [*_names(person), *reached.values(), *_said("URL", home)]
    lines += [*_said("TITLE", to_plain(person.label)), *_said("ORG", _employer(document))]
    sizes = accumulate(len(line.encode()) for line in lines)
    kept = [line for line, size in zip(lines, sizes, strict=True) if size <= _EASY]
    card = ["BEGIN:VCARD", "VERSION:3.0", *kept, "END:VCARD"]
    return "\r\n".join(card) if len(kept) > 1 else ""


def drawn(said: str) -> bytes:
    """The code as SVG, with the white around it that phones want."""
    import segno

    made = BytesIO()
    segno.make(said, error="m", micro=False, boost_error=False).save(
        made, kind="svg", xmldecl=False, omitsize=True, border=4, light="#fff"
    )
    return made.getvalue()


def _lines(document: Document, is_newer: bool) -> _Lines:
    person = document.person
    yield f"VERSION:{'4.0' if is_newer else '3.0'}"
    if is_newer:
        yield "KIND:individual"
        yield f"LANG:{document.locale}"
    yield from _names(person)
    yield from _said("TITLE", to_plain(person.label))
    yield from _said("ORG", _employer(document))
    yield from _reached(person, is_newer)
    yield from _address(document)
    yield from _on_the_web(person, is_newer)
    yield from _said("NOTE", to_plain(person.description))
    yield from _dates(document, is_newer)


def _names(person: Person) -> _Lines:
    """The name as it is shown, and in five parts: surname, others, more, titles, degrees."""
    bare = bare_name(person.name)
    start = person.name.find(bare)
    titles, degrees = person.name[:start], person.name[start + len(bare) :]
    cut = len(person.given) - start if person.family else 0
    parts = (bare[max(cut, 0) :], bare[: max(cut, 0)], "", titles, degrees.lstrip(", "))
    yield f"N:{';'.join(_text(each.strip()) for each in parts)}"
    yield f"FN:{_text(person.name)}"


def _employer(document: Document) -> str:
    """Where the person works now, by its name alone."""
    for each in document.entries():
        jobs = (each, *each.parts_of("position")) if each.kind == "work" else ()
        if any(job.span and job.span.running for job in jobs):
            return str(each.facts.get("name", ""))
    return ""


def _reached(person: Person, is_newer: bool) -> _Lines:
    """E-mail and phone, the main one of each first."""
    main = ";PREF=1" if is_newer else ",PREF"
    for index, each in enumerate(mail.address for mail in person.emails if mail.address):
        kind = "" if is_newer else ";TYPE=INTERNET"
        yield f"EMAIL{kind}{'' if index else main}:{_text(each)}"
    for index, each in enumerate(person.private.phones):
        number = telephone(each) if is_newer else None
        kind = ";VALUE=uri;TYPE=voice" if number else ";TYPE=VOICE"
        yield f"TEL{kind}{'' if index else main}:{number or _text(each)}"


def _address(document: Document) -> _Lines:
    person, own = document.person, document.person.private
    country = Language(document.locale).country(person.country_code)
    street = "\n".join(own.address)
    parts = ("", "", street, person.city, person.region, own.postal_code, country)
    if any(parts):
        yield f"ADR:{';'.join(map(_text, parts))}"


def _on_the_web(person: Person, is_newer: bool) -> _Lines:
    """The person's own pages, then those at networks, each with its name."""
    if person.url:
        yield f"URL:{person.url}"
    for index, each in enumerate(person.profiles, 1):
        if not each.url:
            continue
        if is_newer:
            network = (each.network or host_of(each.url)).replace('"', "'")  # which none can escape
            yield f'SOCIALPROFILE;SERVICE-TYPE="{network}":{each.url}'
        else:
            yield f"item{index}.URL:{each.url}"
            yield f"item{index}.X-ABLabel:{_text(each.network or host_of(each.url))}"


def _dates(document: Document, is_newer: bool) -> _Lines:
    """3.0 has room for whole days alone. By the UID a card is known again."""
    born, updated = str(document.person.facts.get("birthDate", "")), str(document.updated or "")
    is_day = _FULL_DATE.fullmatch(born)
    if is_newer or is_day:
        yield from _said("BDAY", born.replace("-", "") if is_newer and is_day else born)
    if home := document.person.url or document.home_url:
        yield f"UID:{home}"
    if _FULL_DATE.fullmatch(updated):
        yield f"REV:{updated.replace('-', '')}T000000Z" if is_newer else f"REV:{updated}"


def _said(name: str, value: str) -> _Lines:
    if value:
        yield f"{name}:{_text(value)}"


def _text(value: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", value).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which ends inside a character."""
    pieces, piece, size = list[str](), "", 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return "\r\n".join([*pieces, piece])
