"""Citation forms by CSL styles: the extra, and what there is without it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import cvtool
from cvtool.document import Document
from cvtool.folds import markdown
from cvtool.loading import load_all
from cvtool.styles import STYLES

BIB = """
@article{a, author={Roe, Jo and Lovelace*, Ada and Li, X.}, title={On {Engines} and 5\\% More},
  journal={Journal of Looms}, volume=3, number=2, pages={10--19}, year=2020, selected={true},
  doi={10.5555/1}, note={A note}}
@phdthesis{b, author={Ada Lovelace}, title={A Thesis}, school={University of X}, year=1843}
"""


def source(tmp_path: Path, style: str) -> Path:
    (tmp_path / "publications.bib").write_text(BIB, encoding="utf-8")
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: Ada Lovelace}}\nbibliography: {{style: {style}}}\n")
    return path


def styled(tmp_path: Path, style: str) -> Document:
    return cvtool.load(source(tmp_path, style))


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        (
            "ieee",
            "J. Roe, **A. Lovelace**, and X. Li, “On Engines and 5% More”, *Journal of Looms*",
        ),
        ("acm", "Jo Roe, **Ada Lovelace**, and X. Li. 2020. On Engines and 5% More."),
        ("apa", "Roe, J., **Lovelace, A.**, & Li, X. (2020). On Engines and 5% More."),
        ("nature", "Roe, J., **Lovelace, A.** & Li, X. On Engines and 5% More."),
        ("vancouver", "Roe J, **Lovelace A**, Li X. On Engines and 5% More."),
    ],
)
def test_a_citation_has_the_form_of_its_style(tmp_path: Path, style: str, beginning: str) -> None:
    (section, _) = styled(tmp_path, style).sections
    assert markdown(section.publications[0].citation).startswith(beginning)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_cites_everything(tmp_path: Path, style: str) -> None:
    found = styled(tmp_path, style)
    for section in found.sections:
        for each in section.publications:
            cited = markdown(each.citation)
            assert "Lovelace" in cited or "et al" in cited
            assert ".." not in cited.replace("\\", "")
    for name in ("html", "markdown", "text"):
        page = " ".join(cvtool.render(found, name)[0].data.decode().split())
        assert "Journal of Looms" in page
        assert "A note" in page
        assert "co-first author" not in page


def test_an_unknown_style_gets_the_list(tmp_path: Path) -> None:
    (problem,) = load_all(source(tmp_path, "harvard")).problems
    assert problem.what == (
        "bibliography.style: unknown style 'harvard'; known are ieee, acm, apa, mla, chicago, "
        "nature, vancouver"
    )


def test_without_the_extra_a_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)
    (problem,) = load_all(source(tmp_path, "ieee")).problems
    assert problem.what.startswith("bibliography.style: this needs two packages more")
    assert "pip install 'cvtool[styles]'" in problem.what
    assert problem.line == 2
