"""Five invented people of different kinds, with papers and portraits where they have such."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from helpers import ROOT
from PIL import Image

DATA = ROOT / "tests" / "data"

_TEXT = (
    "robust fast sparse learning of large models under load for networks with few labels and "
    "provable bounds on streams graphs memory kernels noise transport planning"
)
_WORDS = _TEXT.split()
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><rect width="9" height="6"/></svg>'
)
_NAMES = ("Ana Núñez", "Bo Chen", "Chiara De Luca", "Daniel Rolínek", "Łukasz Wójcik", "Fritz Weiß")


def _papers(count: int, owner: str) -> str:
    return "".join(_paper(number, owner) for number in range(count))


def _paper(at: int, owner: str) -> str:
    """With people, an award now and then, links, and an abstract of 220 words."""

    def words(number: int) -> str:
        return " ".join(
            _WORDS[(at * 7 + each * (3 + at % 5)) % len(_WORDS)] for each in range(number)
        )

    others = [_NAMES[(at + each) % len(_NAMES)] for each in range(1 + at % 5)]
    people = " and ".join([*others, owner])
    preview = "preview = {portrait.jpg}, " if at % 4 == 0 and "Maria" in owner else ""
    award = "award = {Best Paper Award}, " if at % 9 == 0 else ""
    return (
        f"@inproceedings{{paper{at}, title={{{words(7).capitalize()} of $O(n^{{{at}}})$}}, "
        f"author={{{people}}}, booktitle={{Proceedings of the Conference on {words(3).title()}}}, "
        f"year={2026 - at // 5}, pages={{{at + 1}--{at + 12}}}, doi={{10.1234/conf.{at}}}, {award}"
        f"pdf={{https://papers.example/{at}.pdf}}, code={{https://code.example/{at}}}, "
        f"arxiv={{21{at:02}.0{at:04}}}, {preview}slides={{https://slides.example/{at}}}, "
        f"abstract={{{words(220).capitalize()}.}}}}\n"
    )


def _portrait(path: Path) -> None:
    """A picture as cameras make them: large, and of many colours."""
    coarse = Image.frombytes("RGB", (90, 120), Random(1).randbytes(90 * 120 * 3))
    coarse.resize((1800, 2400)).save(path)


_PAPERS: Mapping[str, tuple[int, str]] = {
    "professor": (80, "Maria Lindqvist"),
    "researcher": (12, "Wang, Xiaoming"),
}
PEOPLE = ("engineer", "professor", "teacher", "researcher", "artist")


def written(name: str, folder: Path) -> Path:
    """The cv.yaml of that person in the folder, with what it needs beside it."""
    text = (DATA / "people" / f"{name}.yaml").read_text(encoding="utf-8")
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    if name in _PAPERS:
        (folder / "publications.bib").write_text(_papers(*_PAPERS[name]), encoding="utf-8")
    if "portrait.jpg" in text:
        _portrait(folder / "portrait.jpg")
    (folder / "logo.svg").write_text(_LOGO, encoding="utf-8")
    return folder / "cv.yaml"
