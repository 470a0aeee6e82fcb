"""Files that cv.yaml names: read from beside it, checked, and never from anywhere else."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

from ..model.document import Image
from ..model.problems import quoted
from .metadata import without_metadata

_LARGEST = 10_000_000
_MOST_PIXELS = 50_000_000
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def read_image(text: str, folder: Path) -> Image:
    """The portrait named ``text``: a path under ``folder``, a ``data:`` URI (RFC 2397) that holds
    it in base64, or a web address that stays one.

    Raises ``ValueError`` with a message for the user when it is none of them.
    """
    if text.startswith(("http://", "https://")):
        return Image(url=text)
    name = quoted(text)
    data = _embedded(text) if text.startswith("data:") else _beside(text, name, folder)
    media_type = _media_type(data)
    if not media_type:
        raise ValueError(f"{name} is not a JPEG, PNG or WebP picture")
    _check_picture(data, name)
    data = without_metadata(data, media_type)
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
        raise ValueError(f"there is no file {name} beside cv.yaml")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{name} is larger than {_LARGEST // 1_000_000} MB: make it smaller")
    return path.read_bytes()


def _check_picture(data: bytes, name: str) -> None:
    """Raises ``ValueError`` for a picture that is damaged, or too large to unpack each time."""
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


def _media_type(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
