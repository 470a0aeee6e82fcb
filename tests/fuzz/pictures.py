"""Pictures as Pillow writes them, in every way that it has, with some of their bytes changed."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from hostile import rarely
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from PIL import Image, ImageCms, PngImagePlugin

_SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
_MODES = {
    "PNG": ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"],
    "JPEG": ["L", "RGB", "CMYK"],
    "WEBP": ["RGB", "RGBA"],
}
_KINDS = [(name, mode) for name, modes in _MODES.items() for mode in modes]
_WAYS = ["plain", "exif", "icc", "progressive", "frames", "text"]
_SIZES = [(1, 1), (3, 5), (40, 30), (1, 2000)]
SECRET = b"a secret beside the pixels"
"""Stands in the metadata of some."""


@cache
def _made(
    name: str, mode: str = "RGB", way: str = "plain", size: tuple[int, int] = (3, 5)
) -> bytes:
    out, first = BytesIO(), Image.linear_gradient("L").resize(size).convert(_drawable(mode))
    picture = first.convert(mode) if _drawable(mode) != mode else first
    picture.save(out, name, **_options(name, way, picture))
    return out.getvalue()


def _drawable(mode: str) -> str:
    return "I" if mode == "I;16" else "L" if mode in ("I", "LA", "1") else mode


def _options(name: str, way: str, picture: Image.Image) -> dict[str, Any]:
    if way == "exif":
        exif = Image.Exif()
        exif[0x0112], exif[0x010E] = 6, SECRET.decode()
        return {"exif": exif} if name in ("PNG", "JPEG", "WEBP") else {}
    if way == "icc":
        return {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()}
    if way == "frames" and name in ("WEBP", "PNG"):
        return {"save_all": True, "append_images": [picture.copy()]}
    if way == "text" and name == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("Comment", SECRET.decode())
        return {"pnginfo": info}
    return {"progressive": True} if way == "progressive" and name == "JPEG" else {}


@st.composite
def _picture(draw: st.DrawFn) -> bytes:
    if draw(rarely(20)):
        return draw(
            st.one_of(st.just(_SVG), st.builds(_made, st.sampled_from(["GIF", "TIFF", "BMP"])))
        )
    return _made(
        *draw(st.sampled_from(_KINDS)), draw(st.sampled_from(_WAYS)), draw(st.sampled_from(_SIZES))
    )


@st.composite
def _changed(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(_picture()))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 4]))):
        at = draw(st.integers(0, min(len(data) - 1, 600) if draw(st.booleans()) else len(data) - 1))
        match draw(st.sampled_from(["flip", "add", "size", "twice", "flip", "end", "cut"])):
            case "flip":
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "end":
                data += data[at:]
            case "cut":
                del data[at : at + draw(st.sampled_from([1, 4, 100, 10**6]))]
            case "add":
                data[at:at] = draw(st.binary(min_size=1, max_size=8) | st.just(SECRET))
            case "size":
                data[at : at + 4] = draw(
                    st.sampled_from([b"\xff" * 4, b"\0" * 4, b"\x7f" * 4, b"\0\0\0\1"])
                )
            case "twice":
                data[at:at] = data[at : at + 200]
        if not data:
            return b""
    return bytes(data) + draw(st.sampled_from([b"", b"", SECRET, b"PK\3\4"]))


pictures: SearchStrategy[bytes] = _changed()
