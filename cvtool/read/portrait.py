"""The portrait: read from beside cv.yaml and nowhere else, checked, bared of what stands beside its
pixels, and scaled to what outputs can show.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from ..model.document import Image
from ..model.problems import quoted, slashed

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

_LARGEST = 30_000_000
_LONGEST_SIDE = 1024
_QUALITY = 85
_MOST_PIXELS = 50_000_000
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}

_JPEG_BESIDE = (b"\xff\xe1", b"\xff\xed", b"\xff\xfe")  # Exif and XMP, IPTC, comments
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_PNG_BESIDE = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_BESIDE = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0b1100  # of VP8X: that there are such
_ORIENTATION = 0x0112


def read_image(text: str, folder: Path) -> Image:
    """The portrait named ``text``: a path under ``folder``, a ``data:`` URI (RFC 2397) that holds
    it in base64, or a web address that stays one.

    Raises ``ValueError`` with a message for the user when it is none of them.
    """
    if text.startswith(("http://", "https://")):
        return Image(url=text)
    name = quoted(text)
    data = _embedded(text) if text.startswith("data:") else _beside(text, name, folder)
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    found = (kind for magic, kind in _MAGIC.items() if data.startswith(magic))
    media_type = "image/webp" if is_webp else next(found, "")
    if not media_type:
        raise ValueError(f"{name} is not a JPEG, PNG or WebP picture")
    if max(_check_picture(data, name)) > _LONGEST_SIDE:
        data, media_type = _scaled(data)
    else:
        data = _BARE[media_type](data)
    return Image(
        "portrait" + _SUFFIX[media_type], media_type, data, hashlib.sha256(data).hexdigest()
    )


def _embedded(text: str) -> bytes:
    try:
        return b64decode("".join(text.partition(",")[2].split()))
    except ValueError:
        return b""


def _beside(text: str, name: str, folder: Path) -> bytes:
    path = (folder / text).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{name} lies outside the folder of cv.yaml: copy it beside cv.yaml")
    if not path.is_file():
        raise ValueError(f"there is no file {name} beside cv.yaml{slashed(text)}")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{name} is larger than {_LARGEST // 1_000_000} MB: make it smaller")
    return path.read_bytes()


def _check_picture(data: bytes, name: str) -> tuple[int, int]:
    """Its width and height. Raises ``ValueError`` for what is damaged, or too large to unpack."""
    from PIL import Image as Picture

    damaged = f"{name} is damaged: no program can show it as a picture"
    try:
        with catch_warnings():
            simplefilter("ignore", Picture.DecompressionBombWarning)
            picture = Picture.open(BytesIO(data))
            picture.verify()
    except Picture.DecompressionBombError:
        raise ValueError(f"{name} has far too many pixels: make it smaller") from None
    except Exception:
        raise ValueError(damaged) from None
    width, height = picture.size
    if width * height > _MOST_PIXELS:
        most = _MOST_PIXELS // 1_000_000
        message = f"{name} is {width} × {height} pixels: make it smaller, {most} million at most"
        raise ValueError(message)
    if picture.mode == "CMYK":
        raise ValueError(f"{name} is in the colours of print (CMYK): save it as RGB")
    if not _is_whole(data):
        raise ValueError(damaged)
    return width, height


def _is_whole(data: bytes) -> bool:
    from PIL import Image as Picture
    from PIL import ImageFile

    tolerates = ImageFile.LOAD_TRUNCATED_IMAGES  # as WeasyPrint sets it, once it is loaded
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = Picture.open(BytesIO(data))
        picture.draft("RGB", (1, 1))  # a JPEG is unpacked as small as can be, thus sooner
        picture.load()
    except Exception:
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerates
    return True


def _scaled(data: bytes) -> tuple[bytes, str]:
    """The picture the right way up and no longer than outputs need, and its type: PNG where some of
    it is transparent, else JPEG.
    """
    from PIL import Image as Picture
    from PIL import ImageOps

    found = Picture.open(BytesIO(data))
    found.draft(None, (2 * _LONGEST_SIDE, 2 * _LONGEST_SIDE))
    picture = _drawn(ImageOps.exif_transpose(found))
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Picture.Resampling.LANCZOS)
    is_kept = (found.mode == "L") == (picture.mode == "L")
    profile = found.info.get("icc_profile") if is_kept else None
    kind = "PNG" if picture.mode == "RGBA" else "JPEG"
    picture.info, out = {}, BytesIO()
    picture.save(out, kind, quality=_QUALITY, optimize=True, icc_profile=profile)
    return out.getvalue(), f"image/{kind.lower()}"


def _drawn(picture: Raster) -> Raster:
    """The picture in grey or in red, green and blue; with transparency if any of it is."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        if clear.getchannel("A").getextrema() != (255, 255):
            return clear
    return picture if picture.mode == "L" else picture.convert("RGB")


def _jpeg(data: bytes) -> bytes:
    """Segments up to the first scan, which may say the way up, and no picture behind its end."""
    kept, place = [data[:2], _orientation(data)], 2
    while place < len(data) and (marker := data[place : place + 2]) != _JPEG_SCAN:
        if marker[:1] != b"\xff" or marker == b"\xff\xff":  # filling, which readers skip
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker not in _JPEG_BESIDE and b"MPF\0" not in data[place : place + 8]:
            kept.append(data[place:end])
        place = end
    pixels, _, behind = data[place:].partition(_JPEG_END)
    is_other = behind.startswith(b"\xff\xd8")
    return b"".join([*kept, pixels + _JPEG_END if is_other else data[place:]])


def _orientation(data: bytes) -> bytes:
    from PIL import Image as Picture

    found = Picture.open(BytesIO(data)).getexif().get(_ORIENTATION, 1)
    if found == 1:
        return b""
    exif = Picture.Exif()
    exif[_ORIENTATION] = found
    written = exif.tobytes()
    return b"\xff\xe1" + (len(written) + 2).to_bytes(2) + written


def _png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4])
        kind = data[place + 4 : place + 8]
        if kind not in _PNG_BESIDE:
            kept.append(data[place:end])
        place = len(data) if kind == b"IEND" else end
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    chunks = b"".join(_webp_chunks(data))
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    place = 12
    while place < len(data):
        kind = data[place : place + 4]
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        if kind == b"VP8X":
            yield data[place : place + 8] + bytes([data[place + 8] & ~_WEBP_FLAGS])
            yield data[place + 9 : end]
        elif kind not in _WEBP_BESIDE:
            yield data[place:end]
        place = end


_BARE = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
"""What takes out of a picture when, where, with what and by whom it was made, and no pixel."""
