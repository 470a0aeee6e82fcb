"""Pictures: read from beside cv.yaml and nowhere else, checked, and written anew from their pixels,
so that nothing else of a file goes out.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

from ..model.files import Image, Picture
from ..model.later import pattern
from ..model.plain import file_words
from ..model.problems import disguised, quoted, slashed
from ..model.url import WEB, for_machines, url_problem
from ..store.bare import drawing, is_drawing
from ..store.cache import keep, kept
from ..store.digests import digest as digest_of_texts
from ..store.digests import digest_of_bytes
from ..store.files import read_file, real_path
from ..store.program import program

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

FOLDER = "pictures"
"""Where pictures of entries and papers are on the site."""

TEASER = 640
"""The width of the picture of a paper: twice what is seen of it."""
LEFT_OUT = "no part of a drawing, and so left out"
MOVES = "this picture moves: the first one in it is shown"
_LARGEST = 30_000_000
_PORTRAIT = 360
"""The shorter side of that on the homepage: twice what is seen of it, or more."""
_WEB_QUALITY = 82
_GIF = (b"GIF87a", b"GIF89a")
_LONGEST_STEM = 40
_MOST_KEPT = 1000
_LONGEST_SIDE = 1024
_QUALITY = 88
_MOST_PIXELS = 50_000_000
_MOST_SCANS = 100
"""Each goes over all pixels and takes but a few bytes; a photo has ten."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_MAGIC = pattern(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP", re.DOTALL)
_SUFFIX = {"JPEG": ".jpg", "PNG": ".png"}

_SCAN = pattern(rb"\xff\xda\0[\x08\x0a\x0c\x0e][\1-\4]")
"""The start of one in a JPEG, as libjpeg takes it (ITU-T T.81, B.2.3)."""
_ORIENTATION = 0x0112
_TURNED = {
    **{2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE"},
    **{6: "ROTATE_270", 7: "TRANSVERSE", 8: "ROTATE_90"},
}
"""Orientation (Exif 3.0, 4.6.5.1.6) -> what sets the picture upright."""


def read_image(text: str, folder: Path) -> Image:
    """The portrait named ``text``: a path under ``folder``, a ``data:`` URI (RFC 2397) that holds
    it in base64, or a web address that stays one.

    What stands in the file beside its pixels is gone. Raises ``ValueError`` with a message for the
    user when it is none of them, and ``OSError`` where the file cannot be read.
    """
    if text.lower().startswith(WEB) and ":" in text:
        if problem := url_problem(text):
            raise ValueError(problem)
        return Image(url=for_machines(text))
    name = quoted(text)
    data = _embedded(text) if text.startswith("data:") else _beside(text, name, folder)
    if not _MAGIC.match(data):
        raise ValueError(f"{name} is not a JPEG, PNG or WebP picture: save it as one")
    with catch_warnings():
        simplefilter("ignore")
        kind, data = _anew(_unpacked(data, name), name)
    digest = hashlib.sha256(data).hexdigest()
    web = _shown(_small(data), "portrait", digest)
    return Image("portrait" + _SUFFIX[kind], f"image/{kind.lower()}", data, digest, web=web)


def read_picture(
    text: str, folder: Path, widest: int, is_enlarged: bool = True
) -> tuple[Picture, tuple[str, ...]]:
    """The picture named ``text``, a path under ``folder``, no wider than the pages need, and what
    of the file is not in it; a drawing ``is_enlarged`` to that. Raises as ``read_image`` does.
    """
    name = quoted(text)
    if text.lower().startswith(WEB) and ":" in text:
        raise ValueError("a picture elsewhere is never fetched: save it beside cv.yaml")
    data = _beside(text, name, folder)
    words = "-".join(file_words(PurePosixPath(text).stem, "en")).lower() or "picture"
    stem = words[:_LONGEST_STEM]
    own = digest_of_texts([digest_of_bytes(data), str(widest)])
    if is_drawing(data):
        return _drawing(data, name, f"{FOLDER}/{stem}-{own[:8]}.svg", own, widest, is_enlarged)
    if not (_MAGIC.match(data) or data.startswith(_GIF)):
        raise ValueError(f"{name} is not a JPEG, PNG, WebP, GIF or SVG picture: save it as one")
    known = f"{digest_of_texts([program(), stem, own])}.picture"
    if found := _kept(known):
        return found
    with catch_warnings():
        simplefilter("ignore")
        there = _unpacked(data, name, (*_FORMATS, "GIF"))
        told = (MOVES,) if getattr(there, "n_frames", 1) > 1 else ()
        bare = _bare(there, name, (widest, 3 * widest))
    suffix = ".png" if there.format in ("PNG", "GIF") or bare.mode == "RGBA" else ".jpg"
    shown = _shown(bare, f"{FOLDER}/{stem}-{own[:8]}", own, suffix)
    _keep(known, shown, told)
    return shown, told


def _drawing(
    data: bytes, name: str, path: str, digest: str, widest: int, is_enlarged: bool
) -> tuple[Picture, tuple[str, ...]]:
    """The drawing, which stays sharp however large."""
    try:
        found = drawing(data)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None
    scale = min(widest / found.width, 3 * widest / found.height)
    scale = scale if is_enlarged else min(1, scale)
    width, height = (max(1, round(side * scale)) for side in (found.width, found.height))
    told = (f"{LEFT_OUT}: {', '.join(found.left)}",) if found.left else ()
    return Picture("", path, width, height, digest, b"", found.data), told


def _kept(name: str) -> tuple[Picture, tuple[str, ...]] | None:
    """A picture that was made before, and what was told of it; making it takes long."""
    head, _, rest = kept(name).partition(b"\n")
    try:
        said = json.loads(head)
        size = int(said.pop("size"))
        told = tuple(map(str, said.pop("told")))
        return Picture(**said, webp=rest[:size], data=rest[size:]), told
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(name: str, it: Picture, told: tuple[str, ...]) -> None:
    names = ("name", "usual", "width", "height", "digest", "alt")
    said = {each: getattr(it, each) for each in names} | {"size": len(it.webp), "told": told}
    keep(name, json.dumps(said).encode() + b"\n" + it.webp + it.data, _MOST_KEPT)


def _small(data: bytes) -> Raster:
    """The portrait, written anew, in the size of the homepage."""
    from PIL import Image as Pil

    picture = Pil.open(BytesIO(data))
    scale = min(1, _PORTRAIT / min(picture.size))
    width, height = (round(each * scale) for each in picture.size)
    return picture.resize((width, height), Pil.Resampling.LANCZOS)


def _shown(picture: Raster, name: str, digest: str, suffix: str = "") -> Picture:
    """As WebP, and with that suffix, without which it stands in the usual form elsewhere."""
    webp, usual = BytesIO(), BytesIO()
    picture = picture.convert("RGB") if picture.mode == "L" else picture
    picture.save(webp, "WEBP", quality=_WEB_QUALITY)
    if suffix == ".png":
        picture.save(usual, "PNG", optimize=True)
        whole = BytesIO()
        picture.save(whole, "WEBP", lossless=True, quality=_WEB_QUALITY)
        webp = min(webp, whole, key=lambda each: len(each.getvalue()))
    elif suffix:
        picture.save(usual, "JPEG", quality=_WEB_QUALITY, optimize=True)
    names = f"{name}.webp", f"{name}{suffix}" if suffix else ""
    return Picture(*names, *picture.size, digest, webp.getvalue(), usual.getvalue())


def _embedded(text: str) -> bytes:
    try:
        return b64decode("".join(text.partition(",")[2].split()))
    except ValueError:
        return b""


def _beside(text: str, name: str, folder: Path) -> bytes:
    if wrong := disguised(text):
        raise ValueError(wrong)
    if not real_path(folder / text).is_relative_to(real_path(folder)):
        raise ValueError(f"{name} lies outside the folder of cv.yaml: copy it beside cv.yaml")
    try:
        return read_file(folder / text, _LARGEST)
    except FileNotFoundError:
        message = f"there is no file {name} beside cv.yaml{slashed(text)}"
        raise ValueError(message) from None


def _unpacked(data: bytes, name: str, formats: tuple[str, ...] = _FORMATS) -> Raster:
    """The first picture of the file, about as large as outputs need it where that is sooner.

    Raises ``ValueError`` for what is damaged, or too large to unpack.
    """
    from PIL import Image as Pil

    with _strict(name):
        picture = Pil.open(BytesIO(data), formats=formats)
    width, height = picture.size
    if width * height > _MOST_PIXELS:
        most = _MOST_PIXELS // 1_000_000
        message = f"{name} is {width} × {height} pixels: make it smaller, {most} million at most"
        raise ValueError(message)
    with _strict(name):
        if picture.format != "PNG" and len(_SCAN.findall(data)) > _MOST_SCANS:
            raise ValueError
        picture.draft(None, (2 * _LONGEST_SIDE, 2 * _LONGEST_SIDE))
        picture.load()
    return picture


@contextmanager
def _strict(name: str) -> Iterator[None]:
    """Makes one message of what Pillow raises, which puts up with no file that was cut off."""
    from PIL import Image as Pil
    from PIL import ImageFile

    tolerates = ImageFile.LOAD_TRUNCATED_IMAGES  # as WeasyPrint sets it, once it is loaded
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    except Pil.DecompressionBombError:
        raise ValueError(f"{name} has far too many pixels: make it smaller") from None
    except Exception:
        message = f"{name} is damaged: no program can show it as a picture"
        raise ValueError(message) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerates


def _anew(found: Raster, name: str) -> tuple[str, bytes]:
    """The format and the file of the same pixels, upright and no longer than outputs need.

    PNG where some of it is transparent, or where it was one that fits; else JPEG.
    """
    from PIL.JpegImagePlugin import get_sampling

    is_kept = found.format == "PNG" and max(found.size) <= _LONGEST_SIDE
    bare = _bare(found, name, (_LONGEST_SIDE, _LONGEST_SIDE))
    kind, out = "PNG" if is_kept or bare.mode == "RGBA" else "JPEG", BytesIO()
    if kind == "PNG":
        bare.save(out, kind, optimize=True)
    else:
        sampling = get_sampling(found)
        bare.save(out, kind, quality=_QUALITY, subsampling=sampling, optimize=True)
    return kind, out.getvalue()


def _bare(found: Raster, name: str, most: tuple[int, int]) -> Raster:
    """The pixels alone, upright and in the colours of the web, in a picture no larger than that."""
    from PIL import Image as Pil

    picture = _upright(_drawn(found), found)
    picture.thumbnail(most, Pil.Resampling.LANCZOS)
    picture = _in_srgb(picture, found.info.get("icc_profile"))
    if picture.mode == "CMYK":
        raise ValueError(f"{name} is in the colours of print (CMYK): save it as RGB")
    return Pil.frombytes(picture.mode, picture.size, picture.tobytes())


def _drawn(picture: Raster) -> Raster:
    """A picture of its own in grey, in red, green and blue, or in the colours of print; with
    transparency if any of it is.
    """
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        if clear.getchannel("A").getextrema() != (255, 255):
            return _cleared(clear)
    return picture.copy() if picture.mode in ("L", "CMYK") else picture.convert("RGB")


def _cleared(picture: Raster) -> Raster:
    """Without the colours of what nobody sees: there a background stands that was taken out."""
    from PIL import Image as Pil

    seen = picture.getchannel("A").point(lambda value: 255 if value else 0)
    return Pil.composite(picture, Pil.new("RGBA", picture.size), seen)


def _upright(picture: Raster, found: Raster) -> Raster:
    from PIL import Image as Pil

    try:
        turned = _TURNED.get(found.getexif().get(_ORIENTATION, 1))
    except Exception:  # Pillow raises whatever it stumbles over: then nothing says its way up
        turned = None
    return picture.transpose(Pil.Transpose[turned]) if turned else picture


def _in_srgb(picture: Raster, profile: bytes | None) -> Raster:
    """In the colours that all outputs have, with which no profile need go out.

    A profile that cannot be read, or that is for other colours, counts as none, as in browsers.
    """
    if not profile:
        return picture
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
    except Exception:
        return picture
    assert made is not None
    return made.convert("L") if picture.mode == "L" else made
