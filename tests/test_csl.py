"""publications.json: CSL-JSON that its schema accepts, with what the bibliography says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from everything import HOSTILE, document_of, everything, marks, strings
from jsonschema import Draft7Validator

import cvtool
from cvtool.bib.fields import ENTRY_TYPES
from cvtool.model.document import Document
from cvtool.pipeline.load import load_all

HERE = Path(__file__).parent
SCHEMA = Draft7Validator(json.loads((HERE / "data/csl-data.json").read_text(encoding="utf-8")))


def items(document: Document) -> list[dict[str, Any]]:
    (output,) = cvtool.render(document, "publications")
    assert output.path == "publications.json"
    found: list[dict[str, Any]] = json.loads(output.data)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    return found


def one(bib: str, folder: Path) -> dict[str, Any]:
    (item,) = items(document_of({"basics": {"name": "Jane Doe"}}, folder, bib))
    return item


def test_the_schema_refuses_what_is_wrong() -> None:
    assert list(SCHEMA.iter_errors([{"id": "a", "type": "paper"}]))
    assert list(SCHEMA.iter_errors([{"id": "a", "type": "book", "booktitle": "B"}]))


def test_the_sample() -> None:
    document = load_all(HERE.parent / "cv.yaml").document
    assert document
    first, second = items(document)
    assert first["id"] == "sima2022ekko"
    assert first["type"] == "paper-conference"
    assert first["author"][0] == {"family": "Sima", "given": "Chijun"}
    assert first["issued"] == {"date-parts": [[2022]]}
    assert "Chijun Sima*, Yao Fu* (* co-first author.)" in first["note"]
    assert second["container-title"] == "IEEE Access"


@pytest.mark.parametrize("path", sorted((HERE / "bib").glob("*.bib")), ids=lambda path: path.stem)
def test_files_from_elsewhere_are_valid(path: Path, tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_bytes(path.read_bytes())
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/stars.pdf").write_bytes(b"%PDF-1.7")  # to which one of them leads
    found = items(document_of({}, tmp_path))
    assert found
    assert all(each["title"] for each in found)


ALL_FIELDS = r"""@%s{key, title={T}, subtitle={Sub}, author={van der Berg, Jr., Jan and {The Body}},
  editor={Ed, E. and others}, translator={A B and C D}, journal={J}, booktitle={B}, year={2020},
  month=jul, day={3}, volume={1}, number={2}, pages={1--3}, publisher={P}, school={S},
  institution={I}, series={Se}, isbn={111}, issn={222}, doi={10.1/2}, type={Ty}, version={3},
  edition={4}, address={City}, langid={english}, abstract={Abs}, keywords={k1, k2}, note={Note},
  summary={Sum}, url={https://e.org}, urldate={2021-02-03}, eventtitle={Ev}, chapter={5},
  pdf={https://e.org/p.pdf}, addendum={Add}, shorttitle={Sh}}"""


@pytest.mark.parametrize("entry_type", sorted(ENTRY_TYPES))
def test_every_type_is_valid_with_every_field(entry_type: str, tmp_path: Path) -> None:
    item = one(ALL_FIELDS % entry_type, tmp_path)
    found = "\n".join(strings(item))
    for word in ("T: Sub", "Abs", "Sum", "Note", "Add", "k1, k2", "111", "222", "10.1/2", "City"):
        assert word in found
    assert item["author"] == [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."},
        {"literal": "The Body"},
    ]
    assert item["editor"] == [{"family": "Ed", "given": "E."}]
    assert "E. Ed, et al. (editor)" in item["note"]
    assert item["issued"] == {"date-parts": [[2020, 7, 3]]}
    assert item["accessed"] == {"date-parts": [[2021, 2, 3]]}
    assert (item["page"], item["language"]) == ("1-3", "en")
    assert item["custom"]["PDF"] == "https://e.org/p.pdf"


NUMBERS = [
    ("@article{a, title={T}, journal={J}, volume=7, number=2}", {"issue": "2", "volume": "7"}),
    ("@techreport{a, title={T}, number={TR-1}}", {"number": "TR-1", "genre": "Technical report"}),
    ("@inproceedings{a, title={T}, series={LNCS}, number=9}", {"collection-number": "9"}),
    ("@phdthesis{a, title={T}, school={U}}", {"publisher": "U", "genre": "PhD thesis"}),
    (
        "@misc{a, title={T}, eprint={2101.00001}, archiveprefix={arXiv}}",
        {"type": "article", "number": "arXiv:2101.00001", "publisher": "arXiv"},
    ),
    (
        "@book{a, title={T}, publisher={P}, year={in press}}",
        {"publisher": "P", "issued": {"literal": "in press"}},
    ),
    (r"@misc{a, title={An \emph{e} and \textbf{b}}}", {"title": "An <i>e</i> and <b>b</b>"}),
    ("@misc{a, title={A <b> & {C}}}", {"title": "A <b> & C"}),
]


@pytest.mark.parametrize(("bib", "expected"), NUMBERS)
def test_fields_go_where_csl_has_them(bib: str, expected: dict[str, Any], tmp_path: Path) -> None:
    item = one(bib, tmp_path)
    assert item | expected == item


def test_others_are_no_author(tmp_path: Path) -> None:
    item = one("@misc{a, title={T}, author={Doe, Jane and others}}", tmp_path)
    assert item["author"] == [{"family": "Doe", "given": "Jane"}]
    assert item["note"] == "Jane Doe, et al."


def test_publications_written_in_cv_yaml(tmp_path: Path) -> None:
    cv = everything()
    found = items(document_of(cv, tmp_path))
    written = set(marks(cv["publications"]))
    assert written <= set(marks(found))
    assert found[0]["title"].endswith(HOSTILE.rstrip())
    assert found[0]["issued"] == {"date-parts": [[2018, 7, 8]]}


def test_no_publications_are_an_empty_list(tmp_path: Path) -> None:
    assert items(document_of({}, tmp_path)) == []


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = (cvtool.render(document_of(everything(), tmp_path), "publications") for _ in "12")
    assert one == two
