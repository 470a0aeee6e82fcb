"""profile.json: schema.org's own words, everything in it, and nothing private."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from everything import HOSTILE, SITE, document_of, everything, marks, strings

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import to_plain
from cvtool.pipeline.load import load_all
from cvtool.render.folds import in_script
from cvtool.render.profile import profile_page

HERE = Path(__file__).parent
VOCABULARY = json.loads((HERE / "data" / "schemaorg.json").read_text(encoding="utf-8"))
PRIVATE = {
    "@basics.birthPlace@",
    "@basics.nationality@",
    "@basics.phone@",
    "@basics.phone.second@",
    "@basics.location.address@",
    "@basics.location.postalCode@",
    "@references.phone@",
    "@custom.references.phone@",
}


def profile(document: Document) -> dict[str, Any]:
    (output,) = cvtool.render(document, "profile")
    assert output.path == "profile.json"
    found: dict[str, Any] = json.loads(output.data)
    assert list(_unknown(found, "")) == []
    return found


def of(cv: dict[str, Any], folder: Path, bib: str = "") -> dict[str, Any]:
    return profile(document_of(cv, folder, bib))


def person(cv: dict[str, Any], folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = of(cv, folder)["mainEntity"]
    return found


def _properties(kind: str) -> set[str]:
    entry = VOCABULARY[kind]
    return {*entry["has"], *(name for each in entry["is"] for name in _properties(each))}


def _is_role(kind: str) -> bool:
    return kind == "Role" or any(_is_role(each) for each in VOCABULARY[kind]["is"])


def _unknown(node: Any, under: str) -> Any:
    """Types and properties that schema.org does not have; a Role repeats the property above it."""
    if isinstance(node, list):
        for each in node:
            yield from _unknown(each, under)
    if not isinstance(node, dict):
        return
    kind = node["@type"]
    allowed = _properties(kind) | ({under} if _is_role(kind) else set())
    for name, value in node.items():
        assert value not in ("", None, [], {}), (kind, name)
        if not name.startswith("@") and name not in allowed:
            yield kind, name
        yield from _unknown(value, name)


def test_the_check_finds_what_is_not_schema_org() -> None:
    role = {"@type": "Role", "roleName": "r", "knows": {"@type": "Person", "phone": "1"}}
    assert list(_unknown({"@type": "Person", "knows": role}, "")) == [("Person", "phone")]
    assert list(_unknown({"@type": "Person", "worksFor": role}, "")) != []


def test_the_sample() -> None:
    document = load_all(HERE.parent / "cv.yaml").document
    assert document
    found = profile(document)
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "ProfilePage"
    assert found["dateModified"] == "2026-03-15"
    assert found["mainEntity"]["name"] == "Chijun Sima"
    assert found["mainEntity"]["description"] == to_plain(document.person.description)
    assert len(found["mainEntity"]["worksFor"]) == 2
    articles = [each for each in found["hasPart"] if each["@type"] == "ScholarlyArticle"]
    assert articles[0]["author"][0]["@id"] == found["mainEntity"]["@id"]


def test_every_field_of_every_kind_is_in_it(tmp_path: Path) -> None:
    cv = everything()
    found = "\n".join(strings(of(cv, tmp_path)))
    own = ("x-own@", "aliases@", "aliases.second@")
    lost = {mark for mark in marks(cv) if mark not in found and not mark.endswith(own)}
    assert lost == PRIVATE


@pytest.mark.parametrize("name", ["profile", "publications", "feed"])
def test_nothing_private_is_in_what_is_for_the_web(name: str, tmp_path: Path) -> None:
    (output,) = cvtool.render(document_of(everything(), tmp_path), name)
    assert not PRIVATE & set(marks(json.loads(output.data)))


def test_the_person(tmp_path: Path) -> None:
    basics = {
        **{"name": "Jane", "image": "https://e.org/j.png"},
        "location": {"city": "Bern", "region": "BE", "countryCode": "ch", "postalCode": "3000"},
        **{"topics": ["ML", "Rust"], "keywords": ["ml"], "summary": "I *am*."},
        "profiles": [{"network": "ORCID", "username": "1", "url": "https://orcid.org/1"}],
    }
    found = person({"basics": basics, "site": {"url": SITE}}, tmp_path)
    assert found["@id"] == f"{SITE}/#person"
    assert found["image"] == "https://e.org/j.png"
    assert found["sameAs"] == ["https://orcid.org/1"]
    assert found["knowsAbout"] == ["ML", "Rust"]
    assert found["description"] == "I am."
    assert found["address"] == {
        **{"@type": "PostalAddress", "addressLocality": "Bern"},
        **{"addressRegion": "BE", "addressCountry": "CH"},
    }


def test_keywords_stand_as_they_are_written(tmp_path: Path) -> None:
    """What the person knows says each subject once, whatever its case; the page's words do not."""
    found = of(
        {"basics": {"name": "A", "topics": ["big data"], "keywords": ["Big Data"]}}, tmp_path
    )
    assert found["keywords"] == ["Big Data"]
    assert found["mainEntity"]["knowsAbout"] == ["big data"]


def test_an_empty_cv(tmp_path: Path) -> None:
    found = of({}, tmp_path)
    assert found["mainEntity"] == {
        **{"@type": "Person", "@id": "#person", "name": "Curriculum vitae"}
    }


@pytest.mark.parametrize(
    ("when", "relation"),
    [
        ({"startDate": 2020}, "worksFor"),
        ({"startDate": 2020, "endDate": 2021}, "alumniOf"),
        ({}, "affiliation"),
    ],
)
def test_only_a_job_that_runs_is_one_that_the_person_works_for(
    when: dict[str, Any], relation: str, tmp_path: Path
) -> None:
    found = person({"work": [{"name": "A", "position": "Lead", **when}]}, tmp_path)
    role = found[relation]
    assert (role["@type"], role["roleName"]) == ("EmployeeRole", "Lead")
    assert role[relation] == {"@type": "Organization", "name": "A"}
    assert role.get("endDate") == (str(when["endDate"]) if "endDate" in when else None)
    assert {"worksFor", "alumniOf", "affiliation"} & set(found) == {relation}


def test_a_study_that_runs_makes_no_alumnus(tmp_path: Path) -> None:
    study = {"institution": "U", "studyType": "PhD", "startDate": 2020}
    found = person({"education": [study]}, tmp_path)
    assert "alumniOf" not in found
    assert found["affiliation"]["roleName"] == "PhD"


def test_each_position_is_a_role(tmp_path: Path) -> None:
    positions = [
        {"position": "Lead", "startDate": 2022, "projects": [{"name": "P"}]},
        {"position": "Engineer", "startDate": 2020, "endDate": 2022},
    ]
    page = of({"work": [{"name": "A", "positions": positions}]}, tmp_path)
    assert page["mainEntity"]["worksFor"]["roleName"] == "Lead"
    assert page["mainEntity"]["alumniOf"]["roleName"] == "Engineer"
    (project,) = page["hasPart"]
    assert project["sourceOrganization"]["name"] == "A"


BIB = r"""
@article{a, title={A}, author={Doe*, Jane and Roe*, R. and {The Body} and others}, year={2020},
  journal={J}, volume={7}, number={2}, pages={1--3}, issn={1234-5678}, doi={10.1/x},
  pdf={https://e.org/a.pdf}, abstract={Abs}}
@phdthesis{t, title={T}, author={Doe, Jane}, school={U}, year={in press}}
"""


def test_publications(tmp_path: Path) -> None:
    article, thesis = of({"basics": {"name": "Jane Doe"}}, tmp_path, BIB)["hasPart"]
    assert [each["name"] for each in article["author"]] == ["Jane Doe", "R. Roe", "The Body"]
    assert [each["@type"] for each in article["author"]] == ["Person", "Person", "Organization"]
    assert article["author"][0]["@id"] == "#person"
    assert article["creditText"].endswith("et al.; Jane Doe*, R. Roe* (* co-first author.)")
    issue = article["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "2")
    assert issue["isPartOf"]["volumeNumber"] == "7"
    assert issue["isPartOf"]["isPartOf"] == {
        **{"@type": "Periodical", "name": "J", "issn": "1234-5678"}
    }
    assert article["sameAs"] == "https://doi.org/10.1/x"
    assert article["associatedMedia"][0]["url"] == "https://e.org/a.pdf"
    assert (thesis["@type"], thesis["publisher"]["name"]) == ("Thesis", "U")
    assert thesis["creativeWorkStatus"] == "in press"


def test_an_old_doi_has_an_address_that_can_be_followed(tmp_path: Path) -> None:
    doi = "10.1002/(SICI)1097-0258(1998)17:15<1661::AID>3.0.CO;2-2"
    bib = f"@article{{a, title={{A}}, author={{Doe, J}}, year=1998, journal={{J}}, doi={{{doi}}}}}"
    written = {"name": "B", "doi": doi, "releaseDate": "1997"}
    article, other = of({"publications": [written]}, tmp_path, bib)["hasPart"]
    address = "https://doi.org/10.1002/(SICI)1097-0258(1998)17:15%3C1661::AID%3E3.0.CO;2-2"
    assert article["sameAs"] == article["url"] == address
    assert other["sameAs"] == other["url"] == address


def test_talks_are_events(tmp_path: Path) -> None:
    once = {"name": "T", "event": "E", "date": "2022-06-01", "video": "https://v.org"}
    often = {"name": "S", "venues": [{"name": "V", "date": "2022"}, "W"]}
    first, second = person({"talks": [once, often]}, tmp_path)["performerIn"]
    assert (first["@type"], first["startDate"]) == ("Event", "2022-06-01")
    assert first["superEvent"]["name"] == "E"
    assert first["recordedIn"]["url"] == "https://v.org"
    assert second["@type"] == "EventSeries"
    assert [each["name"] for each in second["subEvent"]] == ["V", "W"]


def test_text_keeps_the_targets_of_links(tmp_path: Path) -> None:
    custom = {"heading": "H", "summary": "See [it](https://e.org).", "notes": ["A", "B"]}
    (element,) = of({"custom": [custom]}, tmp_path)["hasPart"]
    assert element["text"] == "See it (https://e.org).\n\nA\n\nB"


def test_no_text_can_end_the_script(tmp_path: Path) -> None:
    cv = {"basics": {"name": f"J{HOSTILE}\u2028\u2029", "summary": "</SCRIPT ><!--<script>"}}
    page = profile_page(document_of(cv, tmp_path))
    written = in_script(json.dumps(page, ensure_ascii=False))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == page


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = (cvtool.render(document_of(everything(), tmp_path), "profile") for _ in "12")
    assert one == two
