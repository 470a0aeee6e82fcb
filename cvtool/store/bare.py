"""Pictures without what is no picture: what cameras and programs wrote into them, where they were
taken and by whom. No pixel of them changes, but where only Exif says which side is up.

Of a drawing (SVG) what is drawn stays: no script, nothing that moves, and nothing from elsewhere.

Source: ITU-T T.81 and T.871 (JPEG), PNG 3, RFC 9649 (WebP), GIF89a, SVG 2.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings

from ..model.later import NamedTuple, pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DAMAGED = "is damaged: no program can show it as a picture"
_TELLING = (
    "is of a kind that may say where it was taken, which cvtool cannot take out: save it as JPEG, "
    "PNG or WebP"
)
_PNG = b"\x89PNG\r\n\x1a\n"
_OF_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs cICP mDCV cLLI "
    b"acTL fcTL fdAT".split()
)
_COLOURS = frozenset(b"cHRM gAMA iCCP sRGB cICP".split())
_OF_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM"))
_TELLING_FLAGS = 0b1100
_OF_GIF = pattern(rb"!(?:\xf9\x04....|\xff\x0b(?:NETSCAPE2.0|ANIMEXTS1.0)\x03\x01..)", re.DOTALL)
"""Extensions that say how a picture follows another, and how often."""
_OF_JPEG = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD)) - {0xC8}
_TIFF = pattern(rb"II[*+]\0|MM\0[*+]")
_BOXED = pattern(rb"....(?:ftyp(?:avi|hei|hev|mi|ms)|JXL |jP  )", re.DOTALL)
_TOLD = pattern(rb"[Ee]xif|rdf\+xml|xmpmeta|xml ")
_AFTER_SCAN = pattern(rb"\xff+[^\0\xd0-\xd7\xff]")
_ORIENTATION = 0x0112
_QUALITY = 95
_MOST_PIXELS = 100_000_000


def bare(data: bytes) -> bytes:
    """The file, of which no more is left than what is shown where it is a picture.

    Raises ``ValueError`` that goes on behind its name: where it cannot be told apart.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return b"".join(_of_gif(data))
    if _TIFF.match(data) or (_BOXED.match(data) and _TOLD.search(data)):
        raise ValueError(_TELLING)
    if data.startswith(_GZIP) and is_drawing(_unpacked(data)):
        raise ValueError("is a drawing that is packed: save it as plain SVG")
    return drawing(data).data if is_drawing(data) else data


def _jpeg(data: bytes) -> bytes:
    """The segments that say how to draw it; upright, where one of the others says how."""
    found, at, telling, is_drawn = [data[:2]], 2, False, False
    while at < len(data) - 1:
        marker, size = data[at + 1], 2 + int.from_bytes(data[at + 2 : at + 4])
        if data[at] != 0xFF or marker == 0xD9:
            break
        if marker == 0xFF:
            at += 1
            continue
        segment = data[at : at + size]
        telling = telling or segment[4:8] == b"Exif"
        found += [segment] if _is_of_jpeg(marker, segment[4:16], size) else []
        at += size
        if marker == 0xDA:
            is_drawn = True
            behind = _AFTER_SCAN.search(data, at)
            end = behind.start() if behind else len(data)
            found.append(data[at:end])
            at = end
    if not is_drawn:
        raise ValueError(_DAMAGED)
    whole = b"".join([*found, b"\xff\xd9"])
    return (_upright(data, "JPEG", optimize=True) if telling else b"") or whole


def _is_of_jpeg(marker: int, begins: bytes, size: int) -> bool:
    if marker == 0xE0:
        return begins.startswith(b"JFIF\0") and size == 18  # a longer one has a small picture
    if marker == 0xE2:
        return begins.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return begins.startswith(b"Adobe") and size == 16
    return marker in _OF_JPEG


def _upright(data: bytes, kind: str, **how: bool) -> bytes:
    """The picture turned as its Exif says; nothing where that says nothing, or it moves."""
    from PIL import Image, ImageOps

    try:
        with catch_warnings(action="ignore"):
            picture = Image.open(BytesIO(data), formats=(kind,))
            is_upright = picture.getexif().get(_ORIENTATION, 1) not in range(2, 9)
        if is_upright or getattr(picture, "n_frames", 1) > 1:
            return b""
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError
        turned, out = ImageOps.exif_transpose(picture), BytesIO()
        profile = picture.info.get("icc_profile")
        turned.save(out, kind, quality=_QUALITY, icc_profile=profile, exif=b"", **how)
    except Exception:  # Pillow raises whatever it stumbles over
        raise ValueError(_DAMAGED) from None
    return out.getvalue()


def _turned(data: bytes, kind: str, **how: bool) -> bytes:
    """The same, and nothing as well where nobody can read it."""
    with suppress(ValueError):
        return _upright(data, kind, **how)
    return b""


def _png(data: bytes) -> bytes:
    found = [*_chunks(data)]
    drawn = [each for kind, each in found if kind in _OF_PNG]
    is_told = any(kind == b"eXIf" for kind, _ in found)
    if turned := _turned(data, "PNG", optimize=True) if is_told else b"":
        colours = (each for kind, each in found if kind in _COLOURS)
        (_, head), *rest = _chunks(turned)
        drawn = [head, *colours, *(each for kind, each in rest if kind in _OF_PNG - _COLOURS)]
    return _PNG + b"".join(drawn)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Those of a PNG, each with its kind."""
    at = len(_PNG)
    if data[at + 4 : at + 8] != b"IHDR":
        raise ValueError(_DAMAGED)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        yield kind, data[at:end]
        at = len(data) if kind == b"IEND" else end


def _webp(data: bytes) -> bytes:
    is_lossless = any(each.startswith(b"VP8L") for each in _of_webp(data))
    how = {"lossless": is_lossless, "exact": is_lossless}
    data = (_turned(data, "WEBP", **how) if b"EXIF" in data else b"") or data
    chunks = b"WEBP" + b"".join(_of_webp(data))
    return b"RIFF" + len(chunks).to_bytes(4, "little") + chunks


def _of_webp(data: bytes, at: int = 12) -> Iterator[bytes]:
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if kind == b"ANMF":
            inside = b"".join(_of_webp(data[at + 8 : end], 16))
            yield kind + (16 + len(inside)).to_bytes(4, "little") + data[at + 8 : at + 24] + inside
        elif kind == b"VP8X" and at + 8 < len(data):
            yield data[at : at + 8] + bytes([data[at + 8] & ~_TELLING_FLAGS]) + data[at + 9 : end]
        elif kind in _OF_WEBP:
            yield data[at:end]
        at = end


def _of_gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _colours(data[10:11])
    yield data[:at]
    while data[at : at + 1] in (b"!", b","):
        is_picture = data[at : at + 1] == b","
        begin = at + (10 + _colours(data[at + 9 : at + 10]) + 1 if is_picture else 2)
        end = begin
        while end < len(data) and data[end]:
            end += 1 + data[end]
        if is_picture:
            yield data[at : end + 1]
        elif known := _OF_GIF.match(data, at):
            yield known[0] + b"\0"
        at = end + 1
    yield b";"


def _colours(flags: bytes) -> int:
    """The length of the table that these flags say."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


# Drawings


class Drawing(NamedTuple):
    """A drawing, its size, and the names of what was in it that is no part of one."""

    data: bytes
    width: float
    height: float
    left: tuple[str, ...]


_SVG, _XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_AS_DRAWING = pattern(rb"(?:\xef\xbb\xbf)?\s*+<(?:\?xml|!DOCTYPE\s+svg|svg)\b")
_MARKUP = pattern(rb"(?:\xef\xbb\xbf)?\s*+<|\xff\xfe|\xfe\xff|\0<")
_GZIP = b"\x1f\x8b"
_ELEMENTS = (
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath "
    "linearGradient radialGradient stop pattern clipPath mask marker image style switch filter "
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence"
)
_DRAWN = frozenset(_ELEMENTS.split())
_UNSEEN = frozenset(("title", "desc", "metadata"))
_LOADS = pattern(
    r"\\|@(?!media\b)|\b(?:(?:src|image|image-set|cross-fade)\s*+\(|url\s*+\((?!\s*+[\"']?#))",
    re.IGNORECASE,
)
"""What in a style may lead elsewhere, or hide that."""
_INLINE = pattern(r"data:image/(png|jpeg|jpg|webp|gif);base64,", re.IGNORECASE)
_LENGTH = pattern(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_UNITS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_LED = pattern(r"(?:^|url\(\s*[\"']?)#([^\s\"')]+)")
"""What leads to another part of the drawing."""
_DEEPEST, _MOST_REPEATED = 200, 100_000
_TOO_DEEP = "has elements too deep in one another: save it as PNG"
_LARGEST = 10_000_000


def is_drawing(data: bytes) -> bool:
    """Whether it is an SVG file, in whatever encoding, or was to be one."""
    if not _MARKUP.match(data):
        return False
    from xml.etree import ElementTree

    with suppress(ElementTree.ParseError, ValueError, LookupError):
        for _, root in ElementTree.iterparse(BytesIO(data), ("start",)):
            return bool(root.tag.rpartition("}")[2] == "svg")
    return _AS_DRAWING.match(data) is not None and b"svg" in data


def _unpacked(data: bytes) -> bytes:
    """How that begins which is packed."""
    with suppress(zlib.error):
        return zlib.decompressobj(31).decompress(data, 100_000)
    return b""


def drawing(data: bytes) -> Drawing:
    """The drawing without all else. Raises ``ValueError`` as ``bare`` does."""
    from xml.etree import ElementTree

    if len(data) > _LARGEST:
        raise ValueError(f"is larger than {_LARGEST // 1_000_000} MB: save it as PNG")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ValueError("is no drawing that browsers show: save it anew, as plain SVG") from None
    left = dict[str, None]()
    found = _drawn(root, left.setdefault, _DEEPEST)
    if found is None:
        raise ValueError("is no drawing that browsers show: save it anew, as plain SVG")
    own = [*found.iter()]
    named = {each.get("id", ""): each for each in reversed(own)}
    if _drawn_by(found, named, {}, 2 * _DEEPEST) - len(own) > _MOST_REPEATED:
        raise ValueError("repeats its parts so often that no browser can show it: save it as PNG")
    width, height = _size(found)
    found.set("xmlns", _SVG)
    found.set("viewBox", found.get("viewBox") or f"0 0 {width:g} {height:g}")
    return Drawing(ElementTree.tostring(found), width, height, tuple(left))


def _drawn(node: Element, leave: Callable[[str], object], depth: int) -> Element | None:
    """The element with what is drawn of it, if it is any of the drawing's."""
    space, _, name = node.tag.rpartition("}") if isinstance(node.tag, str) else ("?", "", "")
    if space not in ("", f"{{{_SVG}") or name in _UNSEEN:
        return None
    if name not in _DRAWN and name != "a":
        leave(f"<{name}>")
        return None
    if not depth:
        raise ValueError(_TOO_DEEP)
    if name == "style" and _LOADS.search("".join(node.itertext())):
        leave("a style that leads elsewhere")
        return None
    kept = node.makeelement("g" if name == "a" else name, _attributes(node, name, leave))
    kept.text, kept.tail = node.text, node.tail
    for each in node:
        if (inside := _drawn(each, leave, depth - 1)) is not None:
            kept.append(inside)
    return kept


def _drawn_by(
    node: Element, named: dict[str, Element], known: dict[Element, int], depth: int
) -> int:
    """How many elements are drawn where this one is, with those that it leads to."""
    if not depth:
        raise ValueError(_TOO_DEEP)
    if node not in known:
        known[node] = 0  # where it leads back to itself
        led = [name for value in node.attrib.values() for name in _LED.findall(value)]
        count = 1
        for each in (*node, *(named[name] for name in led if name in named)):
            count += _drawn_by(each, named, known, depth - 1)
        known[node] = count
    return known[node]


def _attributes(node: Element, name: str, leave: Callable[[str], object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in node.attrib.items():
        if key in ("href", _XLINK):
            if to := "" if name == "a" else _within(value, name):
                found["href"] = to
            elif name != "a":
                leave(f"what <{name}> is to show from elsewhere")
        elif key.lower().startswith("on"):
            leave("a script")
        elif _LOADS.search(value) and not key.startswith("data-"):
            leave("a style that leads elsewhere")
        elif not key.startswith(("{", "data-")) or key.endswith("}space"):
            found[key] = value
    return found


def _within(url: str, name: str) -> str:
    """The address where it leads nowhere else: to a part of the drawing, or to pixels in it."""
    if url.startswith("#"):
        return url
    head = _INLINE.match(url) if name == "image" else None
    if not head:
        return ""
    try:
        data = bare(b64decode("".join(url[head.end() :].split())))
    except ValueError:
        return ""
    return head[0] + b64encode(data).decode()


def _size(root: Element) -> tuple[float, float]:
    """In pixels: as it says itself, else that of what it shows."""
    said = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    box = [_LENGTH.fullmatch(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    for pair in (said, box[2:]):
        sides = [float(each[1]) * _UNITS.get(each[2] or "", 1) for each in pair if each]
        if len(sides) == 2 and all(0 < side < 100_000 for side in sides):
            return sides[0], sides[1]
    raise ValueError("says no size: write 'viewBox=\"0 0 WIDTH HEIGHT\"' into its first element")
