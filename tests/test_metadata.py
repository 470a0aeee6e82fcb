"""What stands in a picture beside the picture goes out with no output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from cvtool.read.portrait import read_image

_SECRET = b"Hidden Lane"
_ORIENTATION, _DESCRIPTION, _GPS = 0x0112, 0x010E, 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[_ORIENTATION] = orientation
    found[_DESCRIPTION] = _SECRET.decode()
    found.get_ifd(_GPS)[29] = "2024:01:01"
    return found


def texts() -> PngInfo:
    found = PngInfo()
    found.add_text("Comment", _SECRET.decode())
    found.add_itxt("XML:com.adobe.xmp", _SECRET.decode())
    return found


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"xmp": _SECRET, "comment": _SECRET}),
        ("JPEG", {"progressive": True}),
        ("MPO", {"save_all": True, "append_images": [Image.new("RGB", (9, 9))]}),
        ("PNG", {"pnginfo": texts()}),
        ("WebP", {"xmp": _SECRET}),
    ],
)
def test_the_picture_goes_out_alone(tmp_path: Path, kind: str, options: dict[str, Any]) -> None:
    path = tmp_path / "me"
    Image.effect_noise((60, 40), 50).convert("RGB").save(path, kind, exif=exif(), **options)
    assert _SECRET in path.read_bytes()
    path.write_bytes(path.read_bytes() + (b"" if kind == "WebP" else b"\n"))
    (tmp_path / "bare").write_bytes(read_image("me", tmp_path).data)
    assert _SECRET not in (tmp_path / "bare").read_bytes()
    with Image.open(path) as before, Image.open(tmp_path / "bare") as bare:
        assert bare.convert("RGB").tobytes() == before.convert("RGB").tobytes()
        assert not bare.getexif()


def test_a_photo_keeps_its_way_up(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40)).save(tmp_path / "me", "JPEG", exif=exif(6))
    (tmp_path / "bare").write_bytes(read_image("me", tmp_path).data)
    with Image.open(tmp_path / "bare") as bare:
        assert dict(bare.getexif()) == {_ORIENTATION: 6}


def test_filling_between_the_parts_of_a_photo_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "me"
    Image.new("RGB", (60, 40)).save(path, "JPEG", exif=exif())
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff" * 3 + data[2:])
    assert _SECRET not in read_image("me", tmp_path).data


@pytest.mark.parametrize(
    ("mode", "kind", "goes_out_as"),
    [
        ("RGB", "JPEG", ("JPEG", "RGB")),
        ("L", "JPEG", ("JPEG", "L")),
        ("RGB", "PNG", ("JPEG", "RGB")),
        ("P", "PNG", ("JPEG", "RGB")),
        ("RGBA", "PNG", ("JPEG", "RGB")),
        ("RGB", "WebP", ("JPEG", "RGB")),
        ("I;16", "PNG", ("JPEG", "L")),
    ],
)
def test_a_large_picture_is_scaled(
    tmp_path: Path, mode: str, kind: str, goes_out_as: tuple[str, str]
) -> None:
    picture = Image.new("L", (3000, 2000), 200).convert(mode)
    if mode == "I;16":
        picture = Image.new("I;16", (3000, 2000), 200 << 8)
    found = exif(6) if mode != "I;16" else None
    picture.save(tmp_path / "me", kind, exif=found or b"", **({"quality": 99} if found else {}))
    image = read_image("me", tmp_path)
    assert image == read_image("me", tmp_path)
    assert _SECRET not in image.data
    (tmp_path / "bare").write_bytes(image.data)
    with Image.open(tmp_path / "bare") as bare:
        assert (bare.format, bare.mode) == goes_out_as
        assert image.media_type == Image.MIME[goes_out_as[0]]
        assert bare.size == ((683, 1024) if found else (1024, 683))
        assert not bare.getexif()
        assert set(bare.convert("L").tobytes()) <= set(range(195, 206))


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    Image.new("RGBA", (2000, 1000), (255, 0, 0, 40)).save(tmp_path / "me", "PNG")
    (tmp_path / "bare").write_bytes(read_image("me", tmp_path).data)
    with Image.open(tmp_path / "bare") as bare:
        assert (bare.format, bare.size) == ("PNG", (1024, 512))
        assert bare.getpixel((9, 9)) == (255, 0, 0, 40)


def test_a_profile_of_colours_is_kept(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (2000, 1000)).save(tmp_path / "me", "JPEG", icc_profile=profile)
    (tmp_path / "bare").write_bytes(read_image("me", tmp_path).data)
    with Image.open(tmp_path / "bare") as bare:
        assert bare.info["icc_profile"] == profile
