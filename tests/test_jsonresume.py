"""resume.json: valid under both of JSON Resume's schemas, and nothing lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from everything import SITE, document_of, everything, marks, strings
from helpers import png
from jsonschema import Draft4Validator, Draft7Validator, FormatChecker

import cvtool
from cvtool.model.document import Document
from cvtool.pipeline.load import load_all

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "cv.yaml"
_URI = re.compile(
    r"[a-z][a-z0-9+.-]*:([\w.~:/?@!$&'()*+,;=-]|%[0-9a-f]{2}|(?<=//)\[[0-9a-f:]+\])*"
    r"(#([\w.~:/?@!$&'()*+,;=-]|%[0-9a-f]{2})*)?",
    re.I | re.A,
)
_EMAIL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@([a-z0-9-]+\.)+[a-z0-9-]+", re.I | re.A)

formats = FormatChecker(["date"])
formats.checks("uri")(lambda value: bool(_URI.fullmatch(str(value))))
formats.checks("email")(lambda value: bool(_EMAIL.fullmatch(str(value))))


def _schema(name: str) -> Any:
    return json.loads((HERE / "data" / name).read_text(encoding="utf-8"))


OLD = Draft4Validator(_schema("resume-schema-1.0.1.json"), format_checker=formats)
NEW = Draft7Validator(_schema("jsonresume-schema-1.3.1.json"), format_checker=formats)


def resume(document: Document) -> dict[str, Any]:
    (output,) = cvtool.render(document, "jsonresume")
    assert output.path == "resume.json"
    found: dict[str, Any] = json.loads(output.data)
    for schema in (OLD, NEW):
        assert [error.message for error in schema.iter_errors(found)] == []
    assert None not in list(_values(found))
    return found


def _values(value: Any) -> Any:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _values(each)


def of(cv: dict[str, Any], folder: Path, bib: str = "") -> dict[str, Any]:
    return resume(document_of(cv, folder, bib, "private"))


def test_the_sample_is_valid_and_whole() -> None:
    document = load_all(SAMPLE).document
    assert document
    found = resume(document)
    assert found["basics"]["name"] == document.person.name
    assert len(found["publications"]) == len(document.publications)
    assert found["meta"]["lastModified"] == str(document.updated)


def test_every_field_of_every_kind_is_in_it(tmp_path: Path) -> None:
    cv = everything()
    found = "\n".join(strings(of(cv, tmp_path))).replace("%40", "@")
    lost = {mark for mark in marks(cv) if mark not in found and "aliases" not in mark}
    of_news = {mark for mark in lost if mark.startswith(("@news.", "@custom.news."))}
    assert lost == of_news
    assert "@news.text@" in of_news


def test_an_empty_cv_has_what_themes_ask_for(tmp_path: Path) -> None:
    found = of({}, tmp_path)
    assert found["basics"] == {
        "name": "Curriculum vitae",
        "label": "",
        "location": {},
        "profiles": [],
    }
    assert list(found) == ["$schema", "basics", "meta"]


def test_accounts_always_have_a_network_and_a_name(tmp_path: Path) -> None:
    accounts = [{"url": "https://www.example.org/me"}, {"username": "me"}, {"network": "X"}]
    found = of({"basics": {"profiles": accounts}}, tmp_path)
    assert found["basics"]["profiles"][0] == {
        "network": "example.org",
        "username": "",
        "url": "https://www.example.org/me",
    }
    assert all(
        isinstance(each["network"], str) and isinstance(each["username"], str)
        for each in found["basics"]["profiles"]
    )


def test_it_holds_the_phone_number_and_the_street(tmp_path: Path) -> None:
    place = {"address": "Street 1\nRear house", "postalCode": "8000", "city": "Zürich"}
    found = of({"basics": {"phone": "+41 1", "location": place}}, tmp_path)["basics"]
    assert found["phone"] == "+41 1"
    assert found["location"] == place


@pytest.mark.parametrize(
    ("image", "expected"), [("https://e.org/a.png", "https://e.org/a.png"), (None, None)]
)
def test_the_image_is_an_address_or_absent(
    image: str | None, expected: str | None, tmp_path: Path
) -> None:
    assert of({"basics": {"image": image}}, tmp_path)["basics"].get("image") == expected


def test_an_image_beside_cv_yaml_is_where_the_site_has_it(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(png(1, 1))
    cv = {"basics": {"image": "me.png"}}
    assert "image" not in of(cv, tmp_path)["basics"]
    found = of(cv | {"site": {"url": SITE}}, tmp_path)
    assert found["basics"]["image"] == f"{SITE}/portrait.png"
    assert found["meta"]["canonical"] == f"{SITE}/resume.json"


@pytest.mark.parametrize("date", ["2021", "2021-05"])
def test_an_incomplete_date_of_a_certificate_becomes_its_period(date: str, tmp_path: Path) -> None:
    found = of({"certificates": [{"name": "C", "date": date}]}, tmp_path)
    assert found["certificates"] == [{"name": "C", "period": date}]


def test_a_full_date_of_a_certificate_stays(tmp_path: Path) -> None:
    certificate = {"name": "C", "date": "2021-05-06"}
    assert of({"certificates": [certificate]}, tmp_path)["certificates"] == [certificate]


@pytest.mark.parametrize("end", [None, "present"])
def test_what_still_runs_has_no_end(end: str | None, tmp_path: Path) -> None:
    (job,) = of({"work": [{"name": "A", "startDate": 2020, "endDate": end}]}, tmp_path)["work"]
    assert job == {"name": "A", "company": "A", "startDate": "2020"}


def test_that_it_runs_is_kept_where_no_start_is_known(tmp_path: Path) -> None:
    (job,) = of({"work": [{"name": "A", "endDate": "present"}]}, tmp_path)["work"]
    assert job["period"] == "Present"


def test_years_that_the_schema_refuses_are_a_period(tmp_path: Path) -> None:
    (award,) = of({"awards": [{"title": "A", "date": "0800"}]}, tmp_path)["awards"]
    assert award == {"title": "A", "period": "0800"}


def test_each_position_is_a_job_with_its_employer(tmp_path: Path) -> None:
    positions = [
        {"position": "Lead", "startDate": 2022, "location": "Bern"},
        {"position": "Engineer", "startDate": 2020, "endDate": 2022},
    ]
    work = {"name": "A", "location": "Basel", "url": "https://a.org", "positions": positions}
    lead, engineer = of({"work": [work]}, tmp_path)["work"]
    assert lead == {
        **{"name": "A", "company": "A", "position": "Lead", "url": "https://a.org"},
        **{"startDate": "2022", "location": "Bern"},
    }
    assert engineer["location"] == "Basel"
    assert engineer["endDate"] == "2022"


def test_words_about_an_employer_come_before_its_positions(tmp_path: Path) -> None:
    work = {"name": "A", "summary": "Ten years.", "positions": [{"position": "Lead"}]}
    whole, lead = of({"work": [work]}, tmp_path)["work"]
    assert whole == {"name": "A", "company": "A", "summary": "Ten years."}
    assert lead == {"name": "A", "company": "A", "position": "Lead"}


def test_projects_of_a_position_are_projects_of_the_employer(tmp_path: Path) -> None:
    position = {"position": "Lead", "projects": [{"name": "P", "highlights": [{"Won": "all"}]}]}
    found = of({"work": [{"name": "A", "positions": [position]}]}, tmp_path)
    assert found["projects"] == [
        {
            **{"name": "P", "type": "work", "entity": "A", "position": "Lead"},
            "roles": [],
            "highlights": ["Won. all"],
        }
    ]
    assert "projects" not in found["work"][0]


MOVED = [
    ("openSource", {"name": "L"}, "projects", {"name": "L", "type": "open source"}),
    ("openSource", {"name": "L", "type": "library"}, "projects", {"name": "L", "type": "library"}),
    (
        "talks",
        {"name": "T", "summary": "S", "venues": [{"name": "V", "date": "2022-06"}, "W"]},
        "projects",
        {"name": "T", "type": "talk", "description": "S", "highlights": ["V (Jun 2022)", "W"]},
    ),
    (
        "talks",
        {"name": "T", "event": "E", "date": "2022"},
        "projects",
        {"name": "T", "entity": "E", "startDate": "2022", "endDate": "2022"},
    ),
    (
        "press",
        {"title": "T", "publisher": "P", "url": "https://p.org"},
        "projects",
        {"name": "T", "entity": "P", "type": "press", "url": "https://p.org"},
    ),
    (
        "teaching",
        {"name": "C", "institution": "U", "position": "Lecturer", "studyType": "MSc"},
        "projects",
        {"name": "C", "entity": "U", "roles": ["Lecturer"], "description": "MSc"},
    ),
    (
        "supervision",
        {"name": "S", "thesis": "On X", "summary": "Won."},
        "projects",
        {"name": "S", "type": "supervision", "description": "Thesis: On X\n\nWon."},
    ),
    (
        "service",
        {"position": "Reviewer", "venues": ["V", "W"]},
        "volunteer",
        {"organization": "V, W", "position": "Reviewer"},
    ),
    (
        "service",
        {"organization": "O", "venues": ["V"], "date": 2020},
        "volunteer",
        {"organization": "O", "highlights": ["V"], "startDate": "2020", "endDate": "2020"},
    ),
    (
        "grants",
        {"title": "G", "awarder": "F", "amount": "CHF 5", "startDate": 2020, "position": "PI"},
        "awards",
        {
            **{"title": "G", "awarder": "F", "date": "2020"},
            "summary": "PI · 2020 – Present · CHF 5",
        },
    ),
    (
        "patents",
        {"title": "P", "issuer": "USPTO", "number": "7", "date": 2020, "inventors": ["A", "B"]},
        "publications",
        {
            **{"name": "P", "publisher": "USPTO", "releaseDate": "2020"},
            "summary": "No. 7 · Inventors: A, B",
        },
    ),
]


@pytest.mark.parametrize(("section", "entry", "to", "expected"), MOVED)
def test_other_sections_go_to_the_nearest_one(
    section: str, entry: dict[str, Any], to: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    (item,) = of({section: [entry]}, tmp_path)[to]
    assert item["section"] == section
    assert item | expected == item


def test_custom_sections_say_where_their_entries_come_from(tmp_path: Path) -> None:
    custom = {"heading": "Odds", "summary": "And *ends*.", "awards": [{"title": "A"}]}
    found = of({"custom": [{**custom, "notes": ["One", "Two"]}]}, tmp_path)
    assert found["awards"] == [{"title": "A", "section": "Odds"}]
    (odds,) = found["projects"]
    assert odds == {"name": "Odds", "type": "note", "roles": [], "highlights": ["One", "Two"]}
    (section,) = found["meta"]["sections"]
    assert section == {"section": "odds", "heading": "Odds", "summary": "And ends."}


@pytest.mark.parametrize("names", [["awards", "press"], ["awards"]])
def test_what_a_group_of_sections_says_is_kept(names: list[str], tmp_path: Path) -> None:
    group = {"heading": "G", "summary": "Both.", "sections": names}
    found = of({"awards": [{"title": "A"}], "sections": [group]}, tmp_path)
    assert found["meta"]["sections"][0]["summary"] == "Both."
    assert found["awards"] == [{"title": "A"}]


def test_what_stands_above_a_text_of_the_basics_is_kept(tmp_path: Path) -> None:
    own = {"section": "summary", "heading": "Who", "summary": "Beside it."}
    found = of({"basics": {"summary": "The text."}, "sections": [own]}, tmp_path)
    assert found["basics"]["summary"] == "The text."
    assert found["meta"]["sections"] == [own]


def test_a_section_that_is_not_shown_or_shown_twice(tmp_path: Path) -> None:
    cv = {"awards": [{"title": "A"}], "skills": [{"name": "S"}]}
    found = of(cv | {"sections": ["awards", "awards"]}, tmp_path)
    assert found["awards"] == [{"title": "A"}]
    assert "skills" not in found


def test_own_keys_of_the_file_are_in_meta(tmp_path: Path) -> None:
    cv = {
        "x-a": {"b": None, "c": ["1", None]},
        "x-b": "root",
        "meta": {"x-b": "own", "version": "v2"},
    }
    meta = of(cv, tmp_path)["meta"]
    assert meta["x-a"] == {"c": ["1"]}
    assert meta["x-b"] == "own"
    assert meta["extensions"] == {"x-b": "root"}
    assert meta["version"] == "v2"


def test_own_keys_are_kept_whatever_they_hold(tmp_path: Path) -> None:
    own = {"date": 5, "url": "ü", "startDate": ["0800"], "sub": {"release": True}}
    assert of({"awards": [{"title": "A", "x-own": own}]}, tmp_path)["awards"][0]["x-own"] == own


BIB = r"""
@article{a, title={A \emph{b} & <c>}, author={Doe*, Jane and Roe*, R. and others}, year={2020},
  journal={J}, doi={10.1/x}, note={N}, pdf={https://e.org/a.pdf}}
@misc{b, title={B}, year={in press}}
"""


def test_publications_have_their_authors_and_links(tmp_path: Path) -> None:
    first, second = of({"basics": {"name": "Jane Doe"}}, tmp_path, BIB)["publications"]
    assert first["authors"] == ["Jane Doe", "R. Roe", "et al."]
    assert first["equalContribution"] == "Jane Doe*, R. Roe* (* co-first author.)"
    assert (first["releaseDate"], first["publisher"], first["note"]) == ("2020", "J", "N")
    assert first["url"] == "https://doi.org/10.1/x"
    assert {"name": "PDF", "url": "https://e.org/a.pdf"} in first["links"]
    assert "releaseDate" not in second
    assert second["imprint"] == "In press"


def test_addresses_are_ascii_uris(tmp_path: Path) -> None:
    url = "https://例え.jp/ü|x%zz?q=a%20b#é#f"
    found = of({"basics": {"url": url}, "projects": [{"name": "P", "url": url}]}, tmp_path)
    assert found["basics"]["url"] == found["projects"][0]["url"]
    assert found["basics"]["url"].endswith("/%C3%BC%7Cx%25zz?q=a%20b#%C3%A9%23f")


def test_addresses_by_number_keep_their_brackets(tmp_path: Path) -> None:
    found = of({"basics": {"url": "http://[::1]:80/[a]"}}, tmp_path)
    assert found["basics"]["url"] == "http://[::1]:80/%5Ba%5D"


def test_no_markup_is_left(tmp_path: Path) -> None:
    found = of({"work": [{"name": "A *b*", "summary": "**Did** [it](https://e.org)"}]}, tmp_path)
    assert found["work"][0]["name"] == "A b"
    assert found["work"][0]["summary"] == "Did it (https://e.org)"


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = (cvtool.render(document_of(everything(), tmp_path), "jsonresume") for _ in "12")
    assert one == two
    assert one[0].data.endswith(b"\n}\n")


def test_what_other_programs_stumble_without_is_there(tmp_path: Path) -> None:
    cv = {
        "skills": [{"name": "Weaving"}, {"name": "Dyeing", "level": "Master"}],
        "work": [{"position": "Weaver"}],
        "references": [{"reference": "Good."}],
        "volunteer": [{"organization": "Fair"}],
        "education": [{"institution": "School"}],
        "awards": [{"awarder": "Guild"}],
    }
    found = of(cv, tmp_path)
    assert found["volunteer"][0]["position"] == found["education"][0]["studyType"] == ""
    assert found["awards"][0]["title"] == ""
    assert [each["level"] for each in found["skills"]] == ["", "Master"]
    assert [found[name][0]["name"] for name in ("work", "references")] == ["", ""]
    (tmp_path / "resume.json").write_text(json.dumps(found), encoding="utf-8")
    again = resume(cvtool.load(tmp_path / "resume.json", "private"))
    assert {name: again[name] for name in cv} == {name: found[name] for name in cv}
