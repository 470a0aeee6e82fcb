"""A picture without what camera or program wrote beside it: when and where, with what, by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

_JPEG_BESIDE = (b"\xff\xe1", b"\xff\xed", b"\xff\xfe")  # Exif and XMP, IPTC, comments
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_PNG_BESIDE = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_BESIDE = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0b1100  # of VP8X: that there are such
_ORIENTATION = 0x0112


def without_metadata(data: bytes, media_type: str) -> bytes:
    """The same picture, no pixel changed; a JPEG keeps the way up that its Exif data say."""
    return _BARE[media_type](data)


def _jpeg(data: bytes) -> bytes:
    """Segments up to the first scan; behind its end some cameras put another picture."""
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
    from io import BytesIO

    from PIL import Image

    found = Image.open(BytesIO(data)).getexif().get(_ORIENTATION, 1)
    if found == 1:
        return b""
    exif = Image.Exif()
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


_BARE: Mapping[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
}
