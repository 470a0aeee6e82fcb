"""A picture goes out as pixels: nothing that stands beside them in the file is in any output."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import NAME, check, run
from PIL import Image, ImageChops, ImageCms, ImageStat
from PIL.PngImagePlugin import PngInfo

from cvtool.read.portrait import read_image

SENTINEL = b"Hidden Lane 7"
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825
JPEG_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDA, 0xE0}
"""Frame, tables, scan and JFIF's mark (ITU-T T.81, table B.1): what the pixels need."""


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found[DESCRIPTION] = SENTINEL.decode()
    found.get_ifd(GPS)[29] = "2024:01:01"
    return found


def photo(width: int = 60, height: int = 40) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def profile(description: str = "", swaps: bool = False) -> bytes:
    """An ICC profile of sRGB; one that ``swaps`` takes what is red for green."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132])
    tags = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    if swaps:
        red, green = tags[b"rXYZ"], tags[b"gXYZ"]
        data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    if description:
        place = int.from_bytes(data[tags[b"desc"] + 4 : tags[b"desc"] + 8])
        size = int.from_bytes(data[tags[b"desc"] + 8 : tags[b"desc"] + 12])
        text = description.encode().ljust(size - 12)[: size - 12]
        data[place : place + size] = b"text" + bytes(4) + text + bytes(4)
    return bytes(data)


def saved(kind: str, picture: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (picture or photo()).save(out, kind, **options)
    return out.getvalue()


def with_segments(data: bytes) -> bytes:
    """A JPEG with the sentinel in each kind of segment that may hold anything, and behind it."""
    heads = {1: b"Exif\0\0", 2: b"ICC_PROFILE\0\1\1", 11: b"JP\0\0\0\0\0\1", 13: b"Photoshop 3.0\0"}
    segments = b""
    for number in [*range(0xE1, 0xF0), 0xFE]:
        body = heads.get(number - 0xE0, b"") + SENTINEL
        segments += bytes([0xFF, 0xFF, number]) + struct.pack(">H", len(body) + 2) + body
    return data[:2] + segments + data[2:] + SENTINEL + data


def chunk(name: bytes, body: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checksum


def with_chunks(data: bytes) -> bytes:
    """A PNG with the sentinel in each kind of chunk that may hold a text, and behind it."""
    packed = zlib.compress(SENTINEL)
    before = [
        chunk(b"iCCP", SENTINEL + b"\0\0" + zlib.compress(profile())),
        chunk(b"tEXt", b"Comment\0" + SENTINEL),
        chunk(b"zTXt", b"Comment\0\0" + packed),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SENTINEL),
        chunk(b"eXIf", exif().tobytes()[6:]),
        chunk(b"caBX", SENTINEL),
        chunk(b"prVt", SENTINEL),
        chunk(b"tIME", b"\7\xe8\1\1\0\0\0"),
    ]
    return data[:33] + b"".join(before) + data[33:] + SENTINEL


def texts() -> PngInfo:
    found = PngInfo()
    found.add_text("Comment", SENTINEL.decode())
    return found


def frames(size: int = 40) -> list[Image.Image]:
    return [photo(size, size).rotate(90)]


FILES = {
    "segments": with_segments(saved("JPEG")),
    "what cameras write": saved("JPEG", exif=exif(), xmp=SENTINEL, comment=SENTINEL),
    "progressive": saved("JPEG", progressive=True, exif=exif()),
    "large": with_segments(saved("JPEG", photo(1500, 1500))),
    "a second picture": saved("MPO", save_all=True, append_images=[photo(9, 9)], exif=exif()),
    "a profile": saved("JPEG", icc_profile=profile(SENTINEL.decode()), exif=exif()),
    "chunks": with_chunks(saved("PNG")),
    "chunks around what is transparent": with_chunks(saved("PNG", photo().convert("RGBA"))),
    "PNG with a profile": saved("PNG", icc_profile=profile(SENTINEL.decode()), pnginfo=texts()),
    "animated": saved("PNG", save_all=True, append_images=frames(), pnginfo=texts()),
    "WebP": saved("WebP", exif=exif(), xmp=SENTINEL, icc_profile=profile(SENTINEL.decode())),
}


def rendered(folder: Path, data: bytes) -> dict[str, bytes]:
    """Every output of a CV with this portrait, by its path."""
    (folder / "me").write_bytes(data)
    (folder / "cv.yaml").write_text(f"{NAME}  image: me\n  url: https://ada.example/\n")
    done = run("render", "--all", "-i", folder / "cv.yaml", "-o", folder / "output")
    assert (done.status, done.err) == (0, "")
    made = (path for path in (folder / "output").rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in made}


def streams(data: bytes) -> Iterator[bytes]:
    """The bytes, and all that stands packed in them."""
    yield data
    for found in re.finditer(rb"stream\r?\n|IDAT|iCCP[^\0]*\0\0|zTXt[^\0]*\0\0", data):
        try:
            yield zlib.decompressobj().decompress(data[found.end() :])
        except zlib.error:
            continue


def parts(data: bytes) -> set[object]:
    """The kinds of segments or chunks, with what stands behind the last."""
    found: set[object] = set()
    place, end, is_png = 2, 2, data.startswith(b"\x89PNG")
    if is_png:
        place = 8
        while place < len(data):
            found.add(data[place + 4 : place + 8])
            place += 12 + int.from_bytes(data[place : place + 4])
        return found
    for marker in re.finditer(rb"\xff([^\0\xd0-\xd7\xff])", data[2:]):
        if (place := marker.start() + 2) >= end and data[place + 1] != 0xD9:
            found.add(data[place + 1])
            end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
    return found if data.find(b"\xff\xd9", end) == len(data) - 2 else found | {"behind"}


def bare(folder: Path, data: bytes) -> Image.Image:
    """What goes out of this picture."""
    (folder / "me").write_bytes(data)
    return Image.open(io.BytesIO(read_image("me", folder).data))


def difference(one: Image.Image, other: Image.Image) -> float:
    """By how much the channels of their pixels differ, on average."""
    assert one.size == other.size
    found = ImageStat.Stat(ImageChops.difference(one.convert("RGBA"), other.convert("RGBA")))
    return max(found.mean)


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_pixels_go_out_alone(tmp_path: Path, data: bytes) -> None:
    assert SENTINEL in b"".join(streams(data))
    made = rendered(tmp_path, data)
    name = next(name for name in made if name.startswith("portrait."))
    assert {name, "cv.pdf", "card.png"} <= made.keys()
    for output in made.values():
        assert not any(SENTINEL in each for each in streams(output))
    allowed = {b"IHDR", b"IDAT", b"IEND"} if name.endswith(".png") else JPEG_PARTS
    assert parts(made[name]) <= allowed
    before = Image.open(io.BytesIO(data))
    before.thumbnail((1024, 1024))
    assert difference(Image.open(io.BytesIO(made[name])), before) < 3


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP"])
def test_a_photo_goes_out_upright(tmp_path: Path, kind: str, orientation: int) -> None:
    """Whatever way the camera was held: the numbers undo what is done here."""
    corner = Image.new("RGB", (60, 40), "white")
    corner.paste("black", (0, 0, 20, 10))
    held = [None, None, 0, 3, 1, 5, 2, 6, 4][orientation]
    turned = corner if held is None else corner.transpose(Image.Transpose(held))
    found = bare(tmp_path, saved(kind, turned, exif=exif(orientation)))
    assert difference(found, corner) < 5
    assert not found.getexif()


@pytest.mark.parametrize(
    ("mode", "kind", "goes_out_as"),
    [
        ("RGB", "JPEG", ("JPEG", "RGB")),
        ("L", "JPEG", ("JPEG", "L")),
        ("RGB", "PNG", ("JPEG", "RGB")),
        ("P", "PNG", ("JPEG", "RGB")),
        ("LA", "PNG", ("JPEG", "RGB")),
        ("RGBA", "PNG", ("JPEG", "RGB")),
        ("RGB", "WebP", ("JPEG", "RGB")),
        ("I;16", "PNG", ("JPEG", "L")),
    ],
)
@pytest.mark.parametrize("size", [(3000, 2000), (300, 200)])
def test_what_a_picture_goes_out_as(
    tmp_path: Path, size: tuple[int, int], mode: str, kind: str, goes_out_as: tuple[str, str]
) -> None:
    """A large one is scaled, and a photo then; a PNG that fits stays as it is."""
    picture = Image.new("L", size, 200).convert(mode)
    if mode == "I;16":
        picture = Image.new("I;16", size, 200 << 8)
    data = saved(kind, picture)
    found, is_large = bare(tmp_path, data), size[0] > 1024
    assert found.format == (goes_out_as[0] if is_large or kind != "PNG" else "PNG")
    assert found.mode == goes_out_as[1]
    assert found.size == ((1024, 683) if is_large else size)
    image = read_image("me", tmp_path)
    assert image == read_image("me", tmp_path)
    assert (image.media_type, image.name[8:]) in (("image/jpeg", ".jpg"), ("image/png", ".png"))
    assert image.media_type == Image.MIME[str(found.format)]
    assert set(found.convert("L").tobytes()) <= set(range(195, 206))


@pytest.mark.parametrize("kind", ["PNG", "WebP"])
@pytest.mark.parametrize("size", [(2000, 1000), (200, 100)])
def test_what_is_transparent_stays_so(tmp_path: Path, size: tuple[int, int], kind: str) -> None:
    """And what was cut out of a picture does not go out unseen."""
    picture = Image.new("RGBA", size, (255, 0, 0, 40))
    picture.paste((0, 0, 255, 0), (size[0] // 2, 0, *size))
    found = bare(tmp_path, saved(kind, picture, lossless=True, exact=True))
    assert (found.format, found.width) == ("PNG", min(size[0], 1024))
    assert found.getpixel((9, 9)) == (255, 0, 0, 40)
    assert found.getpixel((found.width - 9, 9)) == (0, 0, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP"])
def test_colours_stay_those_that_the_profile_means(tmp_path: Path, kind: str) -> None:
    """They are turned to sRGB, which all outputs have, so that no profile goes out."""
    red = Image.new("RGB", (60, 40), "red")
    found = bare(tmp_path, saved(kind, red, icc_profile=profile(swaps=True)))
    assert difference(found, Image.new("RGB", (60, 40), "lime")) < 5
    assert difference(bare(tmp_path, saved(kind, red, icc_profile=profile())), red) < 5
    assert difference(bare(tmp_path, saved(kind, red, icc_profile=b"broken")), red) < 5


def inks() -> bytes:
    """An ICC profile of CMYK: the darkness and the hue of each mixture of full inks, in Lab."""
    ramp = bytes(range(256))
    mixtures = bytearray()
    for mixed in range(16):
        cyan, magenta, yellow, black = (mixed >> bit & 1 for bit in (3, 2, 1, 0))
        light = 0 if black else 255 - 60 * (cyan + magenta) - 15 * yellow
        mixtures += bytes([light, 128 + 90 * (magenta - cyan), 128 + 90 * yellow - 45 * cyan])
    matrix = struct.pack(">9I", *(0x10000 * (place % 4 == 0) for place in range(9)))
    table = b"mft1" + bytes(4) + b"\4\3\2\0" + matrix + ramp * 4 + mixtures + ramp * 3
    head = bytearray(128)
    head[8:12], head[12:24] = b"\2\x40\0\0", b"prtrCMYKLab "
    head[36:40], head[68:80] = b"acsp", bytes.fromhex("0000f6d6000100000000d32d")
    tags = struct.pack(">I4sII", 1, b"A2B0", 144, len(table))
    head[0:4] = struct.pack(">I", 144 + len(table))
    return bytes(head) + tags + table


def test_colours_of_print_are_those_that_the_profile_means(tmp_path: Path) -> None:
    """Without one they are refused: nobody knows which are meant."""
    yellow = Image.new("CMYK", (60, 40), (0, 0, 255, 0))
    found = bare(tmp_path, saved("JPEG", yellow, icc_profile=inks()))
    red, green, blue = found.tobytes()[:3]
    assert found.mode == "RGB"
    assert min(red, green) > 200 > 120 > blue
    for broken in (b"broken", profile()):
        with pytest.raises(ValueError, match="colours of print"):
            bare(tmp_path, saved("JPEG", yellow, icc_profile=broken))


def test_fine_colours_of_a_photo_stay_fine(tmp_path: Path) -> None:
    """Lines of red and blue, a pixel each, are purple where colours are written half as fine."""
    lines = Image.new("RGB", (64, 64), "red")
    for left in range(0, 64, 2):
        lines.paste("blue", (left, 0, left + 1, 64))
    fine = bare(tmp_path, saved("JPEG", lines, subsampling=0, quality=95))
    assert difference(fine, lines) < 8


def test_an_orientation_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    data = saved("PNG")
    (tmp_path / "me").write_bytes(data[:33] + chunk(b"eXIf", b"no TIFF") + data[33:])
    assert check(tmp_path, f"{NAME}  image: me\n") == []
