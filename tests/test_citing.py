"""Citation forms by CSL styles: the extra, and what there is without it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import cvtool
from cvtool.bib.fields import STYLES
from cvtool.model.document import Document
from cvtool.model.inline import Link, Strong
from cvtool.model.publication import Publication
from cvtool.pipeline.load import load_all
from cvtool.render.folds import html, markdown, text, unmarked

BIB = """
@article{a, author={Roe, Jo and Lovelace*, Ada and Li*, X. and van der Berg, Jr., Jan-Kees},
  title={On \\emph{Engines} and 5\\% More}, students={3}, equal={2, 3},
  journal={Journal of Looms}, volume=3, number=2, pages={10--19}, year=2020, selected={true},
  doi={10.5555/1.(x)}, eprint={2001.00001}, note={A note}}
@proceedings{b, editor={Ada Lovelace}, title={All of It}, publisher={House}, year=1843}
@online{c, author={Lovelace, Ada and others}, title={Why?}, organization={Site}, year=1844,
  url={https://example.org/why.}}
"""

FORMS = {
    "ieee": (
        "J. Roe, **A. Lovelace\\***, X. Li\\*‡, and J.-K. van der Berg Jr., “On *Engines* and 5% "
        "More,” *Journal of Looms*, vol. 3, no. 2, pp. 10–19, 2020, doi: 10.5555/1.(x).",
        "**A. Lovelace**, Ed., *All of It*. House, 1843.",
    ),
    "acm": (
        "Jo Roe, **Ada Lovelace\\***, X. Li\\*‡, and Jan-Kees van der Berg Jr. 2020. On *Engines* "
        "and 5% More. *Journal of Looms* 3, 2 (2020), 10–19. LINK",
        "**Ada Lovelace** (Ed.). 1843. *All of It*. House.",
    ),
    "apa": (
        "Roe, J., **Lovelace\\*, A.**, Li\\*‡, X., & van der Berg, J.-K., Jr. (2020). On *Engines* "
        "and 5% More. *Journal of Looms*, *3*(2), 10–19. LINK",
        "**Lovelace, A.** (ed.). (1843). *All of It*. House.",
    ),
    "mla": (
        "Roe, Jo, **Ada Lovelace\\***, et al. “On *Engines* and 5% More.” *Journal of Looms*, "
        "vol. 3, no. 2, 2020, pp. 10–19, LINK.",
        "**Lovelace, Ada**, editor. *All of It*. House, 1843.",
    ),
    "chicago": (
        "Roe, Jo, **Ada Lovelace\\***, X. Li\\*‡, and Jan-Kees van der Berg Jr. 2020. “On "
        "*Engines* and 5% More.” *Journal of Looms* 3 (2): 10–19. LINK.",
        "**Lovelace, Ada**, ed. 1843. *All of It*. House.",
    ),
    "nature": (
        "Roe, J., **Lovelace\\*, A.**, Li\\*‡, X. & van der Berg, J.-K., Jr. On *Engines* and 5% "
        "More. *Journal of Looms* **3**, 10–19 (2020).",
        "*All of It*. (House, 1843).",
    ),
    "vancouver": (
        "Roe J, **Lovelace\\* A**, Li\\*‡ X, van der Berg J-K Jr. On *Engines* and 5% More. "
        "Journal of Looms 2020;3:10–9. LINK.",
        "**Lovelace A**, editor. All of It. House; 1843.",
    ),
}
DOI = "[https://doi.org/10.5555/1.(x)](<https://doi.org/10.5555/1.(x)>)"


def source(tmp_path: Path, style: str, bib: str = BIB) -> Path:
    (tmp_path / "publications.bib").write_text(bib, encoding="utf-8")
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: Ada Lovelace}}\nbibliography: {{style: {style}}}\n")
    return path


def styled(tmp_path: Path, style: str) -> Document:
    return cvtool.load(source(tmp_path, style))


def cited(document: Document) -> dict[str, Publication]:
    return {each.key: each for each in document.publications}


@pytest.mark.parametrize("style", FORMS)
def test_a_citation_has_the_form_of_its_style(tmp_path: Path, style: str) -> None:
    found = cited(styled(tmp_path, style))
    article, proceedings = FORMS[style]
    assert markdown(found["a"].citation) == article.replace("LINK", DOI)
    assert markdown(found["b"].citation) == proceedings


def test_an_old_doi_is_cited_by_an_address_that_can_be_followed(tmp_path: Path) -> None:
    bib = "@article{a, title={T}, author={Roe, J}, year=1998, journal={J}, doi={10.1/(X)1<2>3}}"
    found = cited(cvtool.load(source(tmp_path, "apa", bib)))["a"].citation
    assert [each.url for each in found if isinstance(each, Link)] == [
        "https://doi.org/10.1/(X)1%3C2%3E3"
    ]


def test_every_style_has_a_form() -> None:
    assert set(FORMS) == set(STYLES)


@pytest.mark.parametrize("style", STYLES)
def test_citations_are_in_every_output(tmp_path: Path, style: str) -> None:
    found = styled(tmp_path, style)
    for name, fold in {"html": html, "markdown": markdown, "text": text}.items():
        page = " ".join(cvtool.render(found, name)[0].data.decode().split())
        for each in found.publications:
            assert fold(each.citation) in page
        assert "A note" in page


def test_the_legend_explains_the_marks_that_are_shown(tmp_path: Path) -> None:
    whole = "* equal contribution. ‡ student supervised. A note"
    assert unmarked(cited(styled(tmp_path, "ieee"))["a"].remark) == whole
    assert unmarked(cited(styled(tmp_path, "mla"))["a"].remark) == "* equal contribution. A note"


CUT = {
    ("ieee", 8, 8): "A. A0, …, and **A. Lovelace**, “T,”",
    ("ieee", 8, 2): "A. A0, **A. Lovelace**, *et al.*, “T,”",
    ("ieee", 8, 3): "A. A0, A. A1, **A. Lovelace**, *et al.*, “T,”",
    ("ieee", 8, 1): "**A. Lovelace** *et al.*, “T,”",
    ("mla", 8, 6): "A0, A., …, **Ada Lovelace**, et al. “T.”",
    ("chicago", 9, 7): "A0, A., A. A1, A. A2, …, **Ada Lovelace**, et al. 2020. “T.”",
    ("nature", 8, 8): "A0, A., … & **Lovelace, A.** T.",
    ("vancouver", 10, 9): "A0 A, A1 A, A2 A, A3 A, A4 A, A5 A, …, **Lovelace A**, et al. T.",
    ("vancouver", 9, 7): "A0 A, A1 A, A2 A, A3 A, A4 A, A5 A, **Lovelace A**, et al. T.",
}


def crowd(count: int, place: int) -> str:
    """An article of so many authors, the owner in this place."""
    names = [f"A{number}, A." for number in range(count)]
    names[place - 1] = "Lovelace, Ada"
    return f"@article{{a, author={{{' and '.join(names)}}}, title={{T}}, journal={{J}}, year=2020}}"


@pytest.mark.parametrize(("style", "count", "place"), CUT)
def test_a_long_list_is_cut_around_the_owner(
    tmp_path: Path, style: str, count: int, place: int
) -> None:
    path = source(tmp_path, style, crowd(count, place))
    found = markdown(cited(cvtool.load(path))["a"].citation)
    assert found.startswith(CUT[style, count, place])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", [8, 20, 21, 22, 29, 30])
def test_no_style_cuts_the_owner(tmp_path: Path, style: str, place: int) -> None:
    document = cvtool.load(source(tmp_path, style, crowd(30, place)))
    (publication,) = document.publications
    (name,) = (node for node in publication.citation if isinstance(node, Strong))
    assert "Lovelace" in unmarked(name.body)


OTHERS = {
    "ieee": ("J. Roe, **A. Lovelace**, *et al.*, “T,”", "**A. Lovelace** *et al.*, Eds., *B*."),
    "acm": ("Jo Roe, **Ada Lovelace**, et al. 2020. T.", "**Ada Lovelace** et al. (Eds.). 2020."),
    "apa": ("Roe, J., **Lovelace, A.**, et al. (2020). T.", "**Lovelace, A.** et al. (eds.)."),
    "mla": ("Roe, Jo, **Ada Lovelace**, et al. “T.”", "**Lovelace, Ada**, et al., editors. *B*."),
    "chicago": (
        "Roe, Jo, **Ada Lovelace**, et al. 2020. “T.”",
        "**Lovelace, Ada** et al., eds. 20",
    ),
    "nature": ("Roe, J., **Lovelace, A.**, *et al.* T.", "*B*."),
    "vancouver": ("Roe J, **Lovelace A**, et al. T.", "**Lovelace A** et al., editors. B."),
}
OPEN_ENDED = """
@article{a, author={Roe, Jo and Lovelace, Ada and others}, title={T}, journal={J}, year=2020}
@proceedings{b, editor={Lovelace, Ada and others}, title={B}, publisher={P}, year=2020}
"""


@pytest.mark.parametrize("style", STYLES)
def test_others_who_are_not_named_are_not_lost(tmp_path: Path, style: str) -> None:
    found = cited(cvtool.load(source(tmp_path, style, OPEN_ENDED)))
    article, book = OTHERS[style]
    assert markdown(found["a"].citation).startswith(article)
    assert markdown(found["b"].citation).startswith(book)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", [1, 15, 30])
def test_a_long_list_that_goes_on_with_others_says_so(
    tmp_path: Path, style: str, place: int
) -> None:
    """In APA's form, too, which has the last of many authors in place of "et al."."""
    bib = crowd(30, place).replace("}, title", " and others}, title")
    (publication,) = cvtool.load(source(tmp_path, style, bib)).publications
    assert unmarked(publication.citation).count("et al.") == 1
    assert "Lovelace" in unmarked(publication.citation)


SHORTENED = {"mla": "123–28", "chicago": "123–28", "vancouver": "123–8"}
WHOLE = ["12:1--12:27", "1--12", "5--12", "5--9", "99--99", "e10--e12", "S12--S15", "98--103"]


def pages(style: str, written: str, folder: Path) -> str:
    """The end of the citation of an article with these pages."""
    bib = f"@article{{a, author={{Li, X.}}, title={{T}}, journal={{J}}, pages={{{written}}}}}"
    return unmarked(cited(cvtool.load(source(folder, style, bib)))["a"].citation)


@pytest.mark.parametrize("style", STYLES)
def test_ranges_of_pages_are_shortened_as_the_style_has_it(tmp_path: Path, style: str) -> None:
    expected = SHORTENED.get(style, "123–128")
    assert re.search(rf"[ :]{expected}\b", pages(style, "123--128", tmp_path))


@pytest.mark.parametrize("written", WHOLE)
@pytest.mark.parametrize("style", STYLES)
def test_only_plain_numbers_of_pages_are_shortened(
    tmp_path: Path, style: str, written: str
) -> None:
    expected = written.replace("--", "–")
    assert re.search(rf"[ :]{expected}(?![:\w])", pages(style, written, tmp_path))


def test_full_stops_and_addresses_are_whole(tmp_path: Path) -> None:
    online = cited(styled(tmp_path, "apa"))["c"].citation
    assert markdown(online) == (
        "**Lovelace, A.** et al. (1844). *Why?* Site. "
        "[https://example.org/why.](https://example.org/why.)"
    )
    assert markdown(cited(styled(tmp_path, "mla"))["c"].citation).startswith(
        "**Lovelace, Ada**, et al. “Why?” *Site*, 1844, "
    )


def test_what_the_processor_cannot_cite_is_said(tmp_path: Path) -> None:
    bib = "@misc{a, author={Ada Lovelace}, title={T}, year=1843}\n@inreference{b, editor={Xxx}}"
    path = source(tmp_path, "chicago", bib)
    loaded = load_all(path)
    (problem,) = [each for each in loaded.problems if "form" in each.message]
    assert (problem.level, problem.file, problem.line) == (
        "warning",
        str(tmp_path / "publications.bib"),
        2,
    )
    assert problem.message.startswith("'b' cannot be put in the form 'chicago'")
    assert loaded.document
    found = cited(loaded.document)
    assert found["a"].citation
    assert not found["b"].citation


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
    (problem, *_) = load_all(source(tmp_path, "ieee")).problems
    assert problem.what.startswith("bibliography.style: this needs two packages more")
    assert "pip install 'cvtool[styles]'" in problem.what
    assert problem.line == 2
