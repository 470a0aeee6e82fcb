"""Files that cv.yaml names: pictures that can be shown, from beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, check, png
from PIL import Image, ImageFile


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("../me.png", "'../me.png' lies outside the folder of cv.yaml: copy it beside cv.yaml"),
        ("me.png", "there is no file 'me.png' beside cv.yaml"),
        ("cv.yaml", "'cv.yaml' is not a JPEG, PNG or WebP picture: save it as one"),
        ("a" * 300, f"'{'a' * 199}…' cannot be read: File name too long"),
    ],
)
def test_a_portrait_that_cannot_be_used(tmp_path: Path, image: str, said: str) -> None:
    assert check(tmp_path, f"{NAME}  image: {image}\n") == [
        f"cv.yaml:3:3: error: basics.image: {said}"
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png(7_000, 8_000), "'me.png' is 7000 × 8000 pixels: make it smaller, 50 million at most"),
        (png(30_000, 30_000), "'me.png' has far too many pixels: make it smaller"),
        (png(30, 30)[:-30], "'me.png' is damaged: no program can show it as a picture"),
        (b"\x89PNG\r\n\x1a\n", "'me.png' is damaged: no program can show it as a picture"),
    ],
)
def test_a_picture_that_would_break_the_outputs(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "me.png").write_bytes(data)
    assert check(tmp_path, f"{NAME}  image: me.png\n") == [
        f"cv.yaml:3:3: error: basics.image: {said}"
    ]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP"])
@pytest.mark.parametrize("tolerates", [False, True])
def test_a_picture_that_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, tolerates: bool
) -> None:
    """Also after WeasyPrint has told Pillow to put up with such."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerates)
    path, text = tmp_path / "me", f"{NAME}  image: me\n"
    Image.effect_noise((300, 400), 50).convert("RGB").save(path, kind)
    assert check(tmp_path, text) == []
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    (line,) = check(tmp_path, text)
    assert "'me' is damaged" in line
    assert ImageFile.LOAD_TRUNCATED_IMAGES is tolerates


def test_a_picture_in_the_colours_of_print(tmp_path: Path) -> None:
    """PDF/A allows but one space of colour (ISO 19005-3, 6.2.4.3)."""
    Image.new("CMYK", (30, 30)).save(tmp_path / "me.jpg")
    (line,) = check(tmp_path, f"{NAME}  image: me.jpg\n")
    assert line.endswith("'me.jpg' is in the colours of print (CMYK): save it as RGB")


def test_a_picture_elsewhere_is_said_not_to_show(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}  image: https://e.org/me.png\n")
    assert line.startswith("cv.yaml:3:3: warning: basics.image: a picture elsewhere is never")
