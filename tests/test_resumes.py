"""JSON Resume documents as they are found: earlier names, unknown keys, and texts of any kind."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, check, png, run
from test_html import BINARY
from test_jsonresume import resume

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import to_plain
from cvtool.render import FORMATS

EARLIER = {
    "basics": {"name": "Ada", "picture": "", "website": "http://ada.example.org"},
    "work": [{"company": "Engines Ltd", "website": "http://e.example.org", "startDate": "2013"}],
    "volunteer": [{"organization": "Red Cross", "website": "http://r.example.org"}],
    "education": [{"institution": "University of London", "gpa": "3.9"}],
    "publications": [{"name": "Notes", "website": "http://n.example.org"}],
}
ODD: list[Any] = ["a", "40", [], [{"date": {}}], {"url": {"url": ["b"]}, "date": ["c"]}]
"""What other programs may write under keys of their own."""


def load(folder: Path, document: object) -> Document:
    path = folder / "resume.json"
    path.write_text(json.dumps(document))
    return cvtool.load(path)


def test_the_names_of_earlier_versions_are_understood(tmp_path: Path) -> None:
    assert check(tmp_path, json.dumps(EARLIER), "resume.json") == []
    found = resume(load(tmp_path, EARLIER))
    assert found["basics"]["url"] == "http://ada.example.org"
    assert found["work"][0]["name"] == "Engines Ltd"
    assert found["work"][0]["url"] == "http://e.example.org"
    assert found["volunteer"][0]["url"] == "http://r.example.org"
    assert found["education"][0]["score"] == "3.9"
    assert found["publications"][0]["url"] == "http://n.example.org"


def test_an_error_under_an_earlier_name_has_its_place(tmp_path: Path) -> None:
    source = '{"basics": {"name": "A"},\n"work": [{"name": "B"},\n {"website": "no page"}]}'
    (line,) = check(tmp_path, source, "resume.json")
    assert line.startswith(
        "resume.json:3:3: error: work[1].website: 'no page' is not a web address"
    )


def test_an_earlier_name_beside_the_new_one_is_an_unknown_key(tmp_path: Path) -> None:
    same = '{"basics": {"name": "A"}, "work": [{"name": "B", "company": "B"}]}'
    assert check(tmp_path, same, "resume.json") == []
    source = '{"basics": {"name": "A"}, "work": [{"name": "B", "company": "C"}]}'
    said = "resume.json:1:50: warning: work[0].company: unknown key 'company': no page shows it"
    assert check(tmp_path, source, "resume.json") == [said]
    (work,) = load(tmp_path, json.loads(source)).section("work")
    assert work.entries[0].facts == {"name": "B", "company": "C"}


@pytest.mark.parametrize(
    ("section", "key", "name"),
    [
        ("work", "company", "name"),
        ("work", "title", "position"),
        ("education", "degree", "studyType"),
        ("education", "supervisor", "advisor"),
        ("publications", "year", "releaseDate"),
    ],
)
def test_yaml_is_told_the_name_for_what_others_say(
    tmp_path: Path, section: str, key: str, name: str
) -> None:
    (line,) = check(tmp_path, f"basics: {{name: A}}\n{section}: [{{{key}: B}}]\n")
    said = f"error: {section}[0].{key}: unknown key '{key}'; did you mean '{name}'?"
    assert line.partition(" ")[2] == said


def test_unknown_keys_are_warnings_and_go_on_in_resume_json(tmp_path: Path) -> None:
    document = {
        "basics": {"name": "Ada", "nickname": "Countess"},
        "work": [{"name": "Engines Ltd", "highlihgts": ["a"], "hours": 40}],
        "meta": {"theme": "even"},
    }
    lines = check(tmp_path, json.dumps(document, indent=0), "resume.json")
    assert [line.partition("warning: ")[2] for line in lines] == [
        "basics.nickname: unknown key 'nickname': no page shows it",
        "work[0].highlihgts: unknown key 'highlihgts': no page shows it; "
        "did you mean 'highlights'?",
        "work[0].hours: unknown key 'hours': no page shows it",
        "meta.theme: unknown key 'theme': no page shows it",
    ]
    found = resume(load(tmp_path, document))
    whole = resume(cvtool.load(tmp_path / "resume.json", "private"))
    assert "nickname" not in found["basics"]
    assert whole["basics"]["nickname"] == "Countess"
    assert found["work"][0]["highlihgts"] == ["a"]
    assert found["work"][0]["hours"] == "40"
    assert found["meta"]["theme"] == "even"


def test_the_label_of_a_bullet_is_no_unknown_key(tmp_path: Path) -> None:
    document = {"basics": {"name": "A"}, "work": [{"name": "B", "highlights": [{"Outcome": "C"}]}]}
    assert check(tmp_path, json.dumps(document), "resume.json") == []


def _with_odd_keys(value: Any, odd: Any) -> Any:
    if isinstance(value, list):
        return [_with_odd_keys(each, odd) for each in value]
    if not isinstance(value, dict):
        return value
    own = dict.fromkeys(("own", "amount", "isbn", "language", "slides", "venues"), odd)
    return own | {key: _with_odd_keys(each, odd) for key, each in value.items()}


@pytest.mark.parametrize("odd", ODD, ids=json.dumps)
def test_whatever_stands_under_unknown_keys_breaks_no_output(tmp_path: Path, odd: Any) -> None:
    whole = json.loads((ROOT / "tests/data/resumes/resume-schema-1.0.1.json").read_text())
    known = {"language": "English", "fluency": "Good", "date": odd}
    document = load(tmp_path, _with_odd_keys(whole, odd) | {"languages": [known]})
    resume(document)
    for name in FORMATS:
        if name != "pdf":
            assert cvtool.render(document, name)


def test_texts_that_say_what_cv_yaml_cannot_use_are_warnings(tmp_path: Path) -> None:
    document = {
        "basics": {
            "name": "A",
            "image": "me.png",
            "location": {"city": "Boston", "countryCode": "Ruritania"},
        },
        "meta": {"lastModified": "yesterday"},
    }
    lines = check(tmp_path, json.dumps(document), "resume.json")
    assert [line.partition("warning: ")[2].partition(": ")[0] for line in lines] == [
        "basics.image",
        "basics.location.countryCode",
        "meta.lastModified",
    ]
    assert all(" left out" in line or "there is no file" in line for line in lines)
    assert load(tmp_path, document).person.location == "Boston"


@pytest.mark.parametrize(
    "own",
    [
        {"work": [{"name": "A", "focus": {"y": 1}, "keywords": [{"y": "z"}]}]},
        {"education": [{"institution": "A", "thesis": {"y": "z"}}]},
        {"sections": {"work": True}, "headings": [], "pdf": "a", "custom": {"y": 1}},
        {"volunteer": False, "publications": "none", "projects": [True], "skills": "N/A"},
    ],
)
def test_keys_that_only_cv_yaml_knows_may_have_any_shape(tmp_path: Path, own: Any) -> None:
    lines = check(tmp_path, json.dumps({"basics": {"name": "A"}} | own), "resume.json")
    assert lines
    assert all(": warning: " in line and line.endswith(" left out") for line in lines)


def test_html_without_a_word_is_nothing(tmp_path: Path) -> None:
    blank = ["<li></li>", "<p>&nbsp;</p>", "<b> </b><br/>"]
    job = {"name": "Acme", "summary": blank[1], "highlights": [*blank, "x"]}
    document = {"basics": {"name": "Ada", "summary": blank[0]}, "work": [job]}
    assert check(tmp_path, json.dumps(document), "resume.json") == []
    (output,) = cvtool.render(load(tmp_path, document), "markdown")
    assert output.data.decode() == "# Ada\n\n## Experience\n\n### Acme\n\n- x\n"


FOUND: list[tuple[Any, str, Any]] = [
    ({"work": {"name": "A"}}, "work: keys and values are read as a list", "A"),
    ({"work": ["A"]}, "work[0]: 'A' is read as its 'name'", "A"),
    ({"work": [{"highlights": "a, b"}]}, "work[0].highlights: 'a, b' is read as a list of one", 0),
    ({"work": [{"highlights": "- a\n- b"}]}, "is read as a list of 2", "- a\n- b"),
    ({"work": [{"bullets": ["a"]}]}, "work[0].bullets: 'bullets' is read as 'highlights'", "- a"),
    ({"work": [{"location": {"city": "Bern"}}]}, "are read as the text 'Bern'", "Bern"),
    ({"work": [{"dates": "10/2020-Present"}]}, "as a start and an end", "Oct 2020 – Present"),
    ({"work": [{"name": "A", "date": "Two years"}]}, "'date' is read as 'period'", "Two years"),
    ({"education": [{"courses": "a, b (c, d)"}]}, "courses: 'a, b (c, d)' is read as a li", "b (c"),
    ({"education": [{"studyType": ["BSc", "MSc"]}]}, "read as the text 'BSc, MSc'", "BSc, MSc"),
    ({"skills": ["Go"]}, "skills[0]: 'Go' is read as its 'name'", "- Go"),
    (
        {"publications": [{"name": "P", "authors": "Doe, J., Roe, A. B. & Poe, C."}]},
        "publications[0].authors: 'Doe, J., Roe, A. B. & Poe, C.' is read as a list of 3",
        "J. Doe, A. B. Roe, C. Poe",
    ),
    ({"skills": "Go; C#"}, "skills: 'Go; C#' is read as a list of 2", "- Go\n- C#"),
    ({"skills": {"Tools": ["vi"]}}, "skills: keys and values are read as a list", "Tools: vi"),
    ({"skills": [{"keywords": [{"name": "vi"}]}]}, "are read as the text 'vi'", "vi"),
    ({"languages": {"Dutch": "native"}}, "languages: keys and values are read", "Dutch (native)"),
    ({"skills": [["Go", "vi"], ["C"]]}, "skills: lists inside a list are read", "- vi\n- C"),
    ({"work": [{"name": "A", "url": "N/A"}]}, "work[0].url: 'N/A' is no address: left out", "A"),
    ({"references": "On request"}, "references[0]: 'On request' is read as its 'r", "On request"),
    ({"awards": [{"name": "A"}]}, "awards[0].name: 'name' is read as 'title'", "- A"),
    ({"certifications": [{"name": "A"}]}, "'certifications' is read as 'certificates'", "- A"),
    ({"Experience": [{"name": "A"}]}, "Experience: 'Experience' is read as 'work'", "A"),
    ({"experiences": [{"title": "Cook"}]}, "experiences: 'experiences' is read as 'work'", "Cook"),
    ({"work": [{"Start_Date": "2019-03"}]}, "'Start_Date' is read as 'startDate'", "Mar 2019"),
    ({"work": [{"name": "A", "place": "Bern"}]}, "'place' is read as 'location'", "A\nBern"),
    ({"volunteer": [{"name": "Choir"}]}, "'name' is read as 'organization'", "Choir"),
    ({"studies": [{"title": "BSc Law"}]}, "studies[0].title: 'title' is read as 'stu", "BSc Law"),
    ({"awards": [{"title": "A", "year": "2018"}]}, "'year' is read as 'date'", "A (2018)"),
    ({"skills": [{"title": "Go"}]}, "skills[0].title: 'title' is read as 'name'", "- Go"),
    ({"language": [{"language": "Urdu"}]}, "'language' is read as 'languages'", "- Urdu"),
    ({"jobs": [{"company": "A"}]}, "jobs[0].company: 'company' is read as 'name'", "A"),
    ({"work": [{"points": ["a"], "bullets": ["b"]}]}, "'bullets' is read as 'hi", "- a\n- b"),
    ({"skills": [{"title": "Go", "type": "hard"}]}, "type: unknown key 'type'", "- Go"),
    ({"work": [{"startDate": "03/2019"}]}, "startDate: '03/2019' is read as 2019-03", "Mar 2019"),
    ({"work": [{"startDate": "2019-03-01T00:00Z"}]}, "is read as 2019-03-01", "Mar 2019"),
    ({"work": [{"endDate": "2016-06-31"}]}, "no day '2016-06-31': read as 2016-06", "Jun 2016"),
    ({"work": [{"endDate": "2016-00-00"}]}, "no day '2016-00-00': read as 2016", "2016"),
    ({"work": [{"endDate": "03/04/2016"}]}, "may be two days: read as 2016", "2016"),
    ({"work": [{"endDate": "2016 (2 years)"}]}, "'2016 (2 years)' is read as 2016", "2016"),
    ({"work": [{"startDate": "2014-12-31"}]}, "what some programs make of a bare year", "Dec 2014"),
    ({"work": [{"startDate": "Ramadan 2014", "endDate": "N/A"}]}, "'Ramadan 2014' is shown", "Ram"),
    ({"work": [{"startDate": "Mar '21"}]}, "is read as 2021-03", "Mar 2021"),
    ({"education": [{"area": "F", "graduation_date": "2012"}]}, "is read as 'endDate'", "F · 2012"),
    ({"work": [{"name": "A", "url": "http://"}]}, "'http://' is no address: left out", "A"),
    ({"work": [{"startDate": "1546300800000"}]}, "is read as 2019-01-01", "Jan 2019"),
    ({"work": [{"name": "A", "endDate": "unknown"}]}, "'unknown' says no date: left out", "A"),
    ({"work": [{"startDate": "2018 - 2020"}]}, "is read as a start and an end", "2018 – 2020"),
    (
        {"work": [{"startDate": {"year": "2018"}, "endDate": "now (9 months)"}]},
        "read as now",
        "2018",
    ),
    (
        {"work": [{"startDate": "2018", "endDate": "2016"}]},
        "2016 is before the start",
        "2018 – 2016",
    ),
    ({"awards": [{"title": "A", "date": "2018 - 2020"}]}, "no single date: shown", "2018 - 2020"),
    ({"certificates": [{"name": "A", "date": "Spring 2020"}]}, "shown as it is", "Spring 2020"),
]
BASICS: list[tuple[Any, str, Any]] = [
    ({"location": "Bern, Switzerland"}, "read as its 'city' and 'region'", "Bern, Switzerland"),
    ({"location": {"country": "Spain"}}, "'country' is read as 'region'", "Spain"),
    ({"location": {"country": "Peru", "state": "Cusco"}}, "'state' is read as 'region'", "Cusco"),
    ({"location": {"countryCode": "Peru"}}, "'Peru' is read as the country 'PE'", "Peru"),
    ({"location": {"city": "York", "countryCode": "U.K."}}, "the country 'GB'", "York, United K"),
    ({"profiles": ["https://e.org/me"]}, "profiles[0]: 'https://e.org/me' is read", "e.org/me"),
    ({"profiles": {"GitLab": "me"}}, "profiles: keys and values are read as a list", "GitLab: me"),
    (
        {"profiles": [{"network": "X", "username": ""}]},
        "profiles[0]: this account on 'X' is left out",
        "Ada",
    ),
    ({"email": {"home": "a@b.example", "work": "c@d.example"}}, "as a list", "c@d.example"),
    ({"summary": ["a", "b"]}, "basics.summary: a list is read as the text", "a\n\nb"),
    ({"title": "Poet"}, "basics.title: 'title' is read as 'label'", "Poet"),
]


@pytest.mark.parametrize(
    ("found", "said", "shown"),
    FOUND + [({"basics": basics}, said, shown) for basics, said, shown in BASICS],
)
def test_what_is_found_is_mended_with_a_warning(
    tmp_path: Path, found: Any, said: str, shown: Any
) -> None:
    document = found | {"basics": {"name": "Ada"} | found.get("basics", {})}
    lines = check(tmp_path, json.dumps(document, indent=1), "resume.json")
    assert any(said in line for line in lines)
    assert all(": warning: " in line for line in lines)
    (output,) = cvtool.render(load(tmp_path, document), "text")
    assert str(shown or "a, b") in output.data.decode()


@pytest.mark.parametrize("nothing", [None, "", [], {}, [None], [[""]]], ids=json.dumps)
def test_what_says_nothing_is_no_matter(tmp_path: Path, nothing: Any) -> None:
    entry = dict.fromkeys(
        ("name", "position", "url", "startDate", "endDate", "highlights"), nothing
    )
    basics = dict.fromkeys(("email", "phone", "url", "summary", "location", "profiles"), nothing)
    document = {"basics": {"name": "A"} | basics, "work": [entry], "skills": nothing}
    assert check(tmp_path, json.dumps(document), "resume.json") == []


@pytest.mark.parametrize(
    "keys", ["firstName lastName", "last_name First_Name", "fullName lastName"]
)
def test_a_name_in_parts_is_one(tmp_path: Path, keys: str) -> None:
    parts = {"first": "Ada", "last": "King", "sur": "King", "full": "Ada King"}
    basics = {key: parts[key.casefold().removesuffix("name").strip("_")] for key in keys.split()}
    assert load(tmp_path, {"basics": basics | {"name": ""}}).person.name == "Ada King"


def test_what_stands_beside_the_basics_is_of_the_person(tmp_path: Path) -> None:
    flat = {"Name": "Ada King", "email": "ada@example.org", "website": "https://ada.example.org"}
    document = flat | {"title": "My resume", "work": [{"name": "A"}]}
    lines = check(tmp_path, json.dumps(document, indent=1), "resume.json")
    said = [line.partition("warning: ")[2].partition(":")[0] for line in lines]
    assert said == ["Name", "email", "website", "title"]
    person = load(tmp_path, document).person
    assert (person.name, person.url) == ("Ada King", "https://ada.example.org")
    also = {"basics": {"name": "Lin"}, "name": "Ada King"}
    assert load(tmp_path, also).person.name == "Lin"


@pytest.mark.parametrize("name", ["dob", "DOB", "geburtsdatum", "fecha_de_nacimiento", "生年月日"])
@pytest.mark.parametrize("is_flat", [False, True])
def test_a_birthday_beside_the_basics_is_for_those_who_get_the_cv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_flat: bool
) -> None:
    person = {"name": "Ada King"} if is_flat else {"basics": {"name": "Ada King"}}
    document = person | {name: "1990-02-03", "work": [{"name": "Mill"}]}
    (tmp_path / "resume.json").write_text(json.dumps(document))
    monkeypatch.chdir(tmp_path)
    assert run("render", "jsonresume", "-i", "resume.json").status == 0
    assert "1990" not in (tmp_path / "output/resume.json").read_text()
    assert "1990" in (tmp_path / "private/resume.json").read_text()


@pytest.mark.parametrize("is_flat", [False, True])
def test_accounts_under_the_names_of_networks_are_profiles(tmp_path: Path, is_flat: bool) -> None:
    accounts = {
        "linkedin": "linkedin.com/in/ada",
        "Google_Scholar": "qc6CJjYAAAAJ",
        "twitter": "@ada",
    }
    person: dict[str, Any] = {"firstName": "Ada", "lastName": "King", **accounts}
    document = person if is_flat else {"basics": person | {"profiles": []}}
    document |= {"work": [{"name": "Mill"}]}
    lines = check(tmp_path, json.dumps(document, indent=1), "resume.json")
    assert sum("is read as one of 'profiles'" in line for line in lines) == len(accounts)
    found = load(tmp_path, document).person
    assert found.name == "Ada King"
    assert [(each.network, each.url) for each in found.profiles] == [
        ("LinkedIn", "https://linkedin.com/in/ada"),
        ("Google Scholar", "https://scholar.google.com/citations?user=qc6CJjYAAAAJ"),
        ("X", "https://x.com/ada"),
    ]


@pytest.mark.parametrize("said", ["N/A", "in/ada", "none", "ask me", "", None, ["ada"]])
def test_what_names_no_account_under_a_network_is_no_error(tmp_path: Path, said: Any) -> None:
    document = {"basics": {"name": "Ada", "linkedin": said}, "work": [{"name": "Mill"}]}
    assert not any("error" in line for line in check(tmp_path, json.dumps(document), "resume.json"))
    assert not load(tmp_path, document).person.profiles


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2020-1-1", "2020-01-01"),
        ("2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z"),
        ("2020-01", "2020-01"),
    ],
)
def test_when_it_was_last_changed_is_written_as_json_resume_has_it(
    tmp_path: Path, said: str, written: str
) -> None:
    document = load(tmp_path, {"basics": {"name": "Ada"}, "meta": {"lastModified": said}})
    (output,) = cvtool.render(document, "jsonresume")
    assert json.loads(output.data)["meta"]["lastModified"] == written


def test_many_equal_warnings_are_one_with_their_number(tmp_path: Path) -> None:
    jobs = [{"name": "A", "startDate": f"0{month}/2019", "hours": "40"} for month in (1, 2, 3)]
    document = {"basics": {"name": "A"}, "skills": ["a", "b"], "work": jobs}
    lines = check(tmp_path, json.dumps(document, indent=0), "resume.json")
    assert [line.partition("warning: ")[2] for line in lines] == [
        "skills[0]: 'a' is read as its 'name' (and 1 more of the kind)",
        "work[0].startDate: '01/2019' is read as 2019-01 (and 2 more of the kind)",
        "work[0].hours: unknown key 'hours': no page shows it (and 2 more of the kind)",
    ]


def test_what_was_moved_keeps_its_place(tmp_path: Path) -> None:
    source = '{"basics": {"name": "A"},\n"experience":\n{"name": "B",\n "link": "no page"}}'
    lines = check(tmp_path, source, "resume.json")
    error = "resume.json:4:2: error: experience.link: 'no page' is not a web address"
    assert any(line.startswith(error) for line in lines)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"work": [{"location": {"x": "y"}}]}, "work[0].location: expected text"),
        ({"education": {"x": "y"}}, "education: expected a list"),
        ({"skills": [{"name": {"x": "y"}}]}, "skills[0].name: expected text"),
        ({"work": [{"startDate": "last year"}]}, "work[0].startDate: 'last year' is not a date"),
    ],
)
def test_what_cannot_be_understood_is_an_error(tmp_path: Path, own: Any, said: str) -> None:
    (line,) = check(tmp_path, json.dumps({"basics": {"name": "A"}} | own), "resume.json")
    assert f": error: {said}" in line


def test_a_date_that_is_none_stays_an_error(tmp_path: Path) -> None:
    (line,) = check(
        tmp_path, '{"work": [{"startDate": "2014-13"}], "basics": {"name": "A"}}', "resume.json"
    )
    assert "work[0].startDate: '2014-13' is not a date: the month is 13" in line


def test_a_portrait_may_stand_in_the_file_itself(tmp_path: Path) -> None:
    address = f"data:image/png;base64,{b64encode(png(30, 40)).decode()}"
    document = load(tmp_path, {"basics": {"name": "A", "image": address}})
    assert document.person.image
    assert document.person.image.media_type == "image/png"
    assert document.person.image.data[16:24] == png(30, 40)[16:24]
    (line,) = check(tmp_path, "basics:\n  name: A\n  image: data:image/png;base64,iVBORw0KGgo=\n")
    assert line.endswith("is damaged: no program can show it as a picture")


def test_its_own_resume_json_is_a_cv(tmp_path: Path) -> None:
    (output,) = cvtool.render(cvtool.load(ROOT / "cv.yaml"), "jsonresume")
    lines = check(tmp_path, output.data, "resume.json")
    assert all(": warning: " in line for line in lines)
    assert cvtool.load(tmp_path / "resume.json").person.name == "Chijun Sima"


def test_its_publications_have_the_owner_as_author_for_programs(tmp_path: Path) -> None:
    item = {"name": "On engines", "publisher": "J. of X", "releaseDate": "2020-05-01"}
    document = load(tmp_path, {"basics": {"name": "Ada Roe, PhD"}, "publications": [item]})
    made = {
        each.path: each.data.decode()
        for each in cvtool.render(document, "html")
        if not each.path.endswith(BINARY)
    }
    assert 'name="citation_author" content="Roe, Ada"' in made["publications/on-engines.html"]
    assert "author = {Roe, Ada}" in made["publications/on-engines.bib"]
    (output,) = cvtool.render(document, "publications")
    assert json.loads(output.data)[0]["author"] == [{"family": "Roe", "given": "Ada"}]
    assert "authors" not in resume(document)["publications"][0]
    (text,) = cvtool.render(document, "text")
    assert text.data.decode().count("Roe") == 1


def test_who_has_no_name_is_no_author(tmp_path: Path) -> None:
    document = load(tmp_path, {"publications": [{"name": "On engines"}]})
    assert document.publications[0].authors == ()


@pytest.mark.parametrize(
    ("pair", "is_error"),
    [
        ('"skills": [],\n "skills": [{"name": "Go"}]', False),
        ('"skills": [{"name": "Go"}],\n "skills": []', False),
        ('"skills": [{"name": "Go"}],\n "skills": [{"name": "Go"}]', False),
        ('"skills": [{"name": "Go"}],\n "skills": [{"name": "C"}]', True),
    ],
)
def test_of_equal_keys_one_may_say_nothing(tmp_path: Path, pair: str, is_error: bool) -> None:
    path = tmp_path / "resume.json"
    (line,) = check(tmp_path, f'{{"basics": {{"name": "A"}},\n {pair}}}', "resume.json")
    level = "error" if is_error else "warning"
    assert line.startswith(f"resume.json:3:2: {level}: skills: duplicate key: it stands on line 2")
    if not is_error:
        (skills,) = cvtool.load(path).section("skills")
        assert [to_plain(each.line) for each in skills.entries] == ["Go"]


def test_the_own_output_is_read_back_without_warnings(tmp_path: Path) -> None:
    source = (ROOT / "tests/cases/sample/expected/resume.json").read_text(encoding="utf-8")
    assert check(tmp_path, source, "resume.json") == []
    foreign = json.dumps(json.loads(source) | {"meta": {}})
    said = check(tmp_path, foreign, "resume.json")
    assert any("unknown key 'imprint'" in line for line in said)
    assert not any("'company'" in line for line in said)


def test_typed_bullets_stay_a_list_beside_html(tmp_path: Path) -> None:
    basics = {"name": "A", "summary": "\u2022 Cryo-EM\n\u2022 Yeast\n<br>Reach <b>me</b>"}
    place = {"city": "Prague, Czechia", "region": "Czechia"}
    document = load(tmp_path, {"basics": basics | {"location": place}})
    (output,) = cvtool.render(document, "markdown")
    assert "- Cryo-EM\n- Yeast\n\nReach **me**\n" in output.data.decode()
    assert document.person.location == "Prague, Czechia"
    outcome = run("check", "--input", tmp_path / "resume.json")
    assert "entries" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    "document",
    [
        {"titles": {"jobs": "工作"}, "profile": {"name": "Ada"}, "jobList": [], "look": "plain"},
        {"title": "Ada", "sections": [{"title": "Education", "content": []}]},
    ],
)
def test_json_of_another_kind_is_one_error(tmp_path: Path, document: Any) -> None:
    (line,) = check(tmp_path, json.dumps(document, indent=1), "resume.json")
    assert ":1:1: error: this is no JSON Resume: it has 't" in line
    assert line.endswith(", and no 'basics', 'work' or 'education'")


@pytest.mark.parametrize("document", [{}, {"meta": {}}, {"jobs": [{"name": "A"}], "odd": 1}])
def test_little_of_a_resume_is_one(tmp_path: Path, document: Any) -> None:
    lines = check(tmp_path, json.dumps(document, indent=1), "resume.json")
    assert lines
    assert not any("error" in line for line in lines)
