"""What is private, or marked so, is in no byte of what gets published, and all else is there."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from everything import everything, marks
from helpers import NAME, check, run
from pdfs import reader, text_of_output
from pypdf.generic import StreamObject

import cvtool
from cvtool.render import FORMATS

HANDED_OUT = {file.name for row in FORMATS.values() if not row.is_public for file in row.files}
PRIVATE = {
    *("@basics.phone@", "@basics.phone.second@", "@basics.location.address@"),
    *("@basics.location.postalCode@", "@references.phone@", "@custom.references.phone@"),
}
"""The marks of what is private by itself."""

Steps = tuple[str | int, ...]


def bytes_of(path: Path) -> bytes:
    """All that a file says, whatever it is packed in."""
    data = path.read_bytes()
    if path.suffix != ".pdf":
        return text_of_output(path.name, data)
    pdf, streams = reader(data), []
    for number in pdf.xref[0]:
        found = pdf.get_object(number)
        if isinstance(found, StreamObject):
            streams.append(found.get_data())
    return b"\n".join([data, text_of_output(path.name, data), *streams])


def said_in(folder: Path) -> str:
    """Everything in a folder, with the marks as they are in addresses and behind other escapes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    text = b"\n".join(map(bytes_of, files)).decode("utf-8", "replace")
    return re.sub(r"\s", "", text.replace("%40", "@").replace("&#64;", "@"))


def rendered(folder: Path, cv: dict[str, Any]) -> tuple[str, str]:
    """What everybody may read of a CV, and what those may whom the owner hands it."""
    text = json.dumps(cv, ensure_ascii=False)
    (folder / "cv.yaml").write_text(f"{text} # no JSON\n", encoding="utf-8")
    (folder / "publications.bib").write_text("@misc{k, title = {K}, author = {L}, year = 2020}\n")
    outcome = run("render", "--all", "-i", folder / "cv.yaml", "-o", folder / "output")
    assert outcome.status == 0, outcome.err
    return said_in(folder / "output"), said_in(folder / "private")


def texts(value: Any, path: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Every text with a mark that may be private: labels of bullets are keys, dates have none."""
    if isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(each, (*path, step))
    if isinstance(value, str) and "@" in value and "example.org" not in value:
        yield path, value


def holders(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """Every mapping in a list."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from holders(each, (*path, key))
    elif isinstance(value, list) and not any(str(step).startswith("x-") for step in path):
        for index, each in enumerate(value):
            if isinstance(each, dict):
                yield (*path, index)
            yield from holders(each, (*path, index))


def at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value[step]
    return value


def test_what_is_private_by_itself_is_only_in_what_one_hands_out(tmp_path: Path) -> None:
    cv = everything()
    public, private = rendered(tmp_path, cv)
    assert {mark for mark in marks(cv) if mark in public} >= {"@basics.label@", "@work.summary@"}
    assert {mark for mark in marks(cv) if mark in public} & PRIVATE == set()
    assert {mark for mark in PRIVATE if mark in private} == PRIVATE
    assert "1981-05-17" not in public
    assert "1981-05-17" in private


@pytest.mark.parametrize("part", range(2))
def test_a_text_that_is_marked_is_in_no_byte_of_what_is_published(
    tmp_path: Path, part: int
) -> None:
    cv = everything()
    hidden = [each for index, each in enumerate(texts(cv)) if index % 2 == part]
    for path, text in hidden:
        at(cv, path[:-1])[path[-1]] = {"private": text}
    public, private = rendered(tmp_path, cv)
    found = {mark for _, text in hidden for mark in marks(text)}
    assert len(found) > 60
    assert {mark for mark in found if mark in public} == set()
    lost = {mark for mark in found if mark not in private and not mark.endswith(".aliases@")}
    assert lost <= {"@basics.aliases.second@", "@news.x-own@", "@custom.news.x-own@"}


@pytest.mark.parametrize("part", range(2))
def test_a_mapping_that_is_marked_is_in_no_byte_of_what_is_published(
    tmp_path: Path, part: int
) -> None:
    cv = everything()
    before = copy.deepcopy(cv)
    hidden = [path for index, path in enumerate(holders(cv)) if index % 2 == part]
    for path in hidden:
        held = at(cv, path)
        if len(held) == 1:  # a bullet and its label
            ((label, text),) = held.items()
            held = {"label": label, "text": text}
        at(cv, path[:-1])[path[-1]] = {**held, "for": "private"}
    public, private = rendered(tmp_path, cv)
    found = {mark for path in hidden for mark in marks(at(before, path))}
    kept = {*marks(before)} - found
    assert len(found) > 100
    assert {mark for mark in found if mark in public} == set()
    assert [mark for mark in found if mark in private] != []
    assert [mark for mark in kept if mark in public] != []


def test_both_have_what_each_is_told(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        "basics:\n  name: Ada\n"
        "  phone: {public: '+1 555'}\n"
        "  label: {public: Open, private: Closed}\n"
        "  summary: {else: Usual, private: Own}\n"
        "work:\n- {name: Mill, for: public}\n- {name: Loom, for: [public, private]}\n"
        "- {name: Shop, highlights: [{for: all of them}, {else: Anything}]}\n"
    )
    public, private = cvtool.load(source), cvtool.load(source, "private")

    def said(document: cvtool.Document) -> str:
        (output,) = cvtool.render(document, "markdown")
        return output.data.decode()

    expected = (
        "+1 555",
        "Open",
        "Closed",
        "Usual",
        "Own",
        "Mill",
        "Loom",
        "all of them",
        "Anything",
    )
    assert [each in said(public) for each in expected] == [1, 1, 0, 1, 0, 1, 1, 1, 1]
    assert [each in said(private) for each in expected] == [1, 0, 1, 0, 1, 0, 1, 1, 1]


def test_a_paper_of_the_bibliography_can_be_private(tmp_path: Path) -> None:
    cv: dict[str, Any] = {
        "basics": {"name": "Ada"},
        "publications": [{"key": "k", "for": "private"}],
        "custom": [{"heading": "Own", "publications": [{"key": "k"}], "notes": ["Shown"]}],
    }
    public, private = rendered(tmp_path, cv)
    assert "title={K}" not in public
    assert "title={K}" in private


def test_a_referee_is_not_reached_by_what_they_say(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"{NAME}references:\n"
        "- {name: Bo, reference: 'Write to bo@example.org.'}\n"
        "- {name: Cy, reference: 'Call 044 123 45 67.'}\n"
        "- {name: Di, reference: 'Since 2019-2021 and 2022-2023.'}\n"
    )
    found = [entry.summary for entry in cvtool.load(source).entries()]
    assert list(map(bool, found)) == [False, False, True]


@pytest.mark.parametrize("shown", ["obfuscated", "absent"])
def test_an_address_that_is_not_for_all_is_in_no_file_for_all(tmp_path: Path, shown: str) -> None:
    cv = {"basics": {"name": "Ada", "email": "ada@hidden.org"}, "site": {"email": shown}}
    public, private = rendered(tmp_path, cv)
    assert "ada@hidden.org" not in public
    assert ("(dot)org" in public) == (shown == "obfuscated")
    assert "ada@hidden.org" in private


def both(folder: Path, text: str, bib: str = "", name: str = "cv.yaml") -> tuple[str, str]:
    """What all formats but the slow ones say of a CV to everybody, and to those who see it all."""
    if bib:
        (folder / "publications.bib").write_text(bib)
    assert [line for line in check(folder, text, name) if ": error: " in line] == []

    def said(audience: str) -> str:
        document = cvtool.load(folder / name, audience)
        rows = [row for row in FORMATS.values() if not row.is_slow]
        outputs = (each.data for row in rows for each in cvtool.render(document, row.name))
        return "\n".join(each.decode("utf-8", "replace") for each in outputs)

    return said("public"), said("private")


def words(said: str, source: str) -> list[str]:
    """The words of the source that stand there: Seen0, Hidden1 and the like."""
    return sorted({word for word in re.findall(r"(?:Seen|Hidden)\d", source) if word in said})


@pytest.mark.parametrize(
    "text",
    [
        "  label: {public: Seen0, else: Hidden1}\n",
        "  label: {en: {private: Hidden1, else: Seen0}, zh: {private: B}}\n",
        "  label: {private: {en: Hidden1, zh: B}}\n  summary: {en: Seen0, zh: {private: B}}\n",
        "  label: {zh: Seen0, en: Hidden1}\nlocale: {private: en, public: zh}\n",
        "  phone: [{public: Seen0}, Hidden1]\n",
        "  url: https://a.org/Seen0\n  profiles: [{network: Hidden1, username: A, for: private}]\n",
        "x-a: {public: Seen0, private: Hidden1}\n",
        "x-a: {deep: [{private: Hidden1, open: Seen0}]}\n",
        "x-a: [{text: Hidden1, for: [private]}, Seen0]\n",
        "work: [{name: A, x-a: {private: {deep: Hidden1}}, summary: Seen0}]\n",
        "work:\n- highlights:\n  - Built:\n    - Seen0\n    - {private: Hidden1}\n",
        "work:\n- highlights:\n  - Built:\n    - {text: Hidden1, for: private}\n    - Seen0\n",
        "work:\n- highlights:\n  - Hidden2:\n    - {private: Hidden1}\n  - Seen0\n",
        "work:\n- highlights: [{A: Hidden1, for: private}, {B: {private: Hidden2}}, Seen0]\n",
        "custom:\n- heading: Seen0\n  notes:\n  - A:\n    - B\n    - {private: Hidden1}\n",
        "work: [{name: Seen0}]\nsections:\n- {heading: {private: Hidden1}, sections: [work]}\n",
        "work: [{name: Seen0}]\n"
        "sections: [{heading: Hidden1, summary: {private: Hidden2}}, work]\n",
        "  summary: Seen0\nwork: [{name: Hidden1}]\n"
        "sections: [{section: {private: work}}, summary]\n",
        "work: [{name: Seen0}]\nheadings: {own: Hidden3}\nsections: [own, work]\n"
        "custom: [{id: own, heading: A, for: private, notes: [Hidden2]}]\n",
        "references: [{name: Seen0, reference: {en: Hidden1@a.org, zh: B}}]\n",
        "references: [{name: Seen0, x-mail: {work: Hidden1@a.org}}]\n",
    ],
)
def test_a_mark_holds_wherever_it_stands(tmp_path: Path, text: str) -> None:
    public, private = both(tmp_path, f"{NAME}{text}")
    assert words(public, text) == ["Seen0"]
    assert {*words(private, text)} >= {word for word in words(text, text) if "Hidden" in word}


def test_what_is_for_everybody_alone_is_not_handed_out(tmp_path: Path) -> None:
    text = f"{NAME}work: [{{name: Open, for: public}}, {{name: Both}}]\n"
    assert "Open" in both(tmp_path, text)[0]
    run("render", "text", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output")
    assert not (tmp_path / "private").exists()


@pytest.mark.parametrize(
    "text",
    [
        "publications: [{key: k, for: private}]",
        "publications: [{private: {key: k, note: A}}]",
        "publications: [{private: {key: k}, public: {name: Seen0}}]",
        "publications: [{key: {private: k}, note: A}]",
        "publications: {private: [{key: k}]}",
        "publications: [{key: k, for: private}]\ncustom: [{heading: A, publications: [{key: k}]}]",
        "custom: [{heading: A, for: private, publications: [{key: k}]}]",
        "bibliography: {private: publications.bib}",
        "bibliography: {files: [{private: publications.bib}]}",
        "bibliography: {files: publications.bib, for: private}",
    ],
)
def test_a_paper_is_hidden_by_every_mark_around_its_key(tmp_path: Path, text: str) -> None:
    bib = "@misc{k, title = {Hidden1}, author = {L}, year = 2020}\n"
    public, private = both(tmp_path, f"{NAME}{text}\n", bib)
    assert words(public, bib) == []
    assert words(private, bib) == ["Hidden1"]


@pytest.mark.parametrize(
    "text",
    [
        "publications: [{public: {key: k, note: A}, private: {key: k, note: B}}]",
        "publications: [{key: k, selected: true}]\n"
        "custom: [{heading: A, for: private, publications: [{key: k}]}]",
    ],
)
def test_a_paper_of_which_everybody_reads_something_is_there(tmp_path: Path, text: str) -> None:
    bib = "@misc{k, title = {Seen0}, author = {L}, year = 2020}\n"
    assert words(both(tmp_path, f"{NAME}{text}\n", bib)[0], bib) == ["Seen0"]


def test_what_only_other_programs_know_is_private_where_it_may_be(tmp_path: Path) -> None:
    basics = {"name": "Ada", "nickname": "Hidden0", "cell": "Hidden1", "x-own": "Seen0"}
    place = {"street": "A", "houseNumber": "Hidden2", "city": "Seen1"}
    work = {"name": "Seen2", "hours": "Seen3", "contactPhone": "Hidden3", "pager": "079 123 45 67"}
    document = {
        "basics": basics | {"location": place},
        "work": [work, {"name": "Hidden4", "for": ["private"]}],
        "references": [{"name": "Seen4", "linkedin": "Hidden5"}],
        "personal": {"birthPlace": "Hidden6", "private": "Hidden7"},
        "phone": "Hidden8",
    }
    text = json.dumps(document)
    public, private = both(tmp_path, text, name="resume.json")
    assert words(public, text) == [f"Seen{number}" for number in range(5)]
    assert words(private, text) == words(text, text)
    assert "079" not in public


def test_a_place_with_a_number_in_it_is_an_address(tmp_path: Path) -> None:
    text = '{"basics": {"name": "Ada", "location": "Hidden1 Lane 1, 8000 Hidden2"}}'
    public, private = both(tmp_path, text, name="resume.json")
    assert words(public, text) == []
    assert words(private, text) == ["Hidden1", "Hidden2"]


def test_an_account_that_is_a_number_is_private(tmp_path: Path) -> None:
    accounts = {
        "WhatsApp": "+41 79 123 45 67",
        "Phone": "tel:+41791234568",
        "ORCID": "0000-0002-1825-0097",
        "Stack Overflow": "123456789",
    }
    found = [{"network": name, "username": each} for name, each in accounts.items()]
    (tmp_path / "cv.yaml").write_text(f"{NAME}  profiles: {found}\n")
    assert [each.network for each in cvtool.load(tmp_path / "cv.yaml").person.profiles] == [
        "ORCID",
        "Stack Overflow",
    ]


def test_what_is_wrong_in_what_everybody_alone_reads_is_said(tmp_path: Path) -> None:
    text = (
        f"{NAME}  image: {{public: none.png}}\n  label: {{public: A <i>, private: B}}\n"
        "work: [{name: A <b>, for: public}, {name: A, endDate: 2019, startDate: {public: 2020}}]\n"
        "site: {theme: {public: none, private: plain}}\nbibliography: {public: none.bib}\n"
    )
    assert [line.split(": ")[:3] for line in check(tmp_path, text)] == [
        ["cv.yaml:3:11", "error", "basics.image.public"],
        ["cv.yaml:4:21", "warning", "basics.label.public"],
        ["cv.yaml:5:17", "warning", "work[0].name"],
        ["cv.yaml:5:46", "error", "work[1].endDate"],
        ["cv.yaml:6:16", "error", "site.theme.public"],
        ["cv.yaml:7:16", "error", "bibliography.public"],
    ]


def test_check_says_what_render_says_of_what_one_hands_out(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(f"{NAME}  label: {{private: 'Scribe \U00013000'}}\n")
    looked = run("check", "-i", tmp_path / "cv.yaml").lines
    made = run("render", "pdf", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "output").lines
    assert [line for line in looked if "note:" not in line] == made
    assert ["label.private" in line for line in made] == [True]


def test_nobody_is_told_of_a_name_that_is_private(tmp_path: Path) -> None:
    text = (
        f"{NAME}custom: [{{id: own, heading: A, for: private, notes: [B]}}]\nsections: [own]\n"
        "bibliography: {files: {private: publications.bib}, exclude: k}\n"
        "publications: [{key: k}]\n"
    )
    (tmp_path / "publications.bib").write_text("@misc{k, title = {K}, author = {L}}\n")
    assert check(tmp_path, text) == []


def test_the_file_as_a_whole_is_for_everybody(tmp_path: Path) -> None:
    assert check(tmp_path, f"{NAME}for: private\n") == [
        "cv.yaml:3:1: error: for: 'for' is said of an item, such as an entry or a bullet: write "
        "it in there"
    ]


def test_for_whom_it_is_has_to_be_known(tmp_path: Path) -> None:
    text = f"{NAME}work:\n- {{name: A, for: privat}}\n- {{name: B, for: [public, 3]}}\n"
    assert check(tmp_path, text) == [
        "cv.yaml:4:13: error: work[0].for: expected public or private, found 'privat'; "
        "did you mean 'private'?",
        "cv.yaml:5:27: error: work[1].for[1]: expected public or private, found '3'; known are "
        "private, public",
    ]


def test_json_resume_says_for_whom_only_where_it_can_mean_that(tmp_path: Path) -> None:
    works = [{"name": "A", "for": "a client"}, {"name": "B", "for": "private"}]
    document = {"basics": {"name": "Ada", "dob": "1980-01-02"}, "work": works}
    source = tmp_path / "resume.json"
    source.write_text(json.dumps(document))
    assert [entry.facts["name"] for entry in cvtool.load(source).entries()] == ["A"]
    assert cvtool.load(source).person.private.birth_date == ""
    assert cvtool.load(source, "private").person.private.birth_date == "2 January 1980"


def test_what_lacks_a_part_that_it_needs_is_private_as_a_whole(tmp_path: Path) -> None:
    text = f"{NAME}news:\n- {{date: 2020-01-01, text: {{private: Secret}}}}\n"
    assert check(tmp_path, text) == []
    (tmp_path / "cv.yaml").write_text(text)
    assert list(cvtool.load(tmp_path / "cv.yaml").entries()) == []


def test_what_is_wrong_with_private_parts_is_said_once(tmp_path: Path) -> None:
    text = f"{NAME}  birthDate: sometime\nwork:\n- {{name: A, startDate: then, for: private}}\n"
    assert [line.split(":")[1] for line in check(tmp_path, text)] == ["3", "5"]


def test_check_says_what_the_world_will_see(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(
        "basics:\n  name: Ada\n  email: ada@example.org\n  phone: '+1 555'\n"
        "  location: {address: Lane 1, city: Town}\n"
        "work:\n- {name: Mill, summary: 'Ask mill@example.org'}\n- {name: Loom, for: private}\n"
        "x-own: {private: 5}\nx-open: 6\nsite: {email: absent}\n"
    )
    outcome = run("check", "--public", "-i", tmp_path / "cv.yaml")
    said = [line.removeprefix(f"{tmp_path}/") for line in outcome.out.splitlines()]
    assert outcome.status == 0, outcome.err
    assert said[:-1] == [
        "cv.yaml:3:3: private: basics.email: ada@example.org",
        "cv.yaml:4:3: private: basics.phone: +1 555",
        "cv.yaml:5:14: private: basics.location.address: Lane 1",
        "cv.yaml:5:31: public: basics.location.city: Town",
        "cv.yaml:7:16: public: work[0].summary: Ask mill@example.org",
        "cv.yaml:8:4: private: work[1].name: Loom",
        "cv.yaml:9:9: private: x-own.private: 5",
        "cv.yaml:10:1: public: x-open: 6",
    ]


def test_check_says_it_of_every_address_and_of_every_mark(tmp_path: Path) -> None:
    document = {
        "basics": {"name": "Ada", "email": [{"private": "b@b.org"}, "a@a.org"]},
        "work": [{"name": {"public": "Mill", "private": "Loom"}, "hours": "40", "pay": "99"}],
    }
    (tmp_path / "resume.json").write_text(json.dumps(document))
    outcome = run("check", "--public", "-i", tmp_path / "resume.json")
    assert [line.split(": ", 1)[1] for line in outcome.out.splitlines()[:-1]] == [
        "private: basics.email[0].private: b@b.org",
        "public: basics.email[1]: a@a.org",
        "public: work[0].name.public: Mill",
        "private: work[0].name.private: Loom",
        "public: work[0].hours: 40",
        "public: work[0].pay: 99",
    ]


def test_check_says_it_of_every_edition(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / "shut.yaml").write_text(
        "audience: private\nbasics: {email: s@s.org, label: Shut}\n"
    )
    (tmp_path / "cv.yaml").write_text(
        "languages: [en, de]\nvariants: {job: {basics: {email: j@j.org}}, open: {audience: public, "
        "basics: {phone: {public: '1'}}}}\n"
        "basics:\n  name: Ada\n  email: a@a.org\n  phone: '2'\n"
        "  url: {else: 'https://a.org', de: 'https://a.de', llms: 'https://l.org'}\n"
        "work:\n- {name: V, summary: 'Ask w@w.org', for: de}\n- {name: W}\n"
    )
    outcome = run("check", "--public", "-i", tmp_path / "cv.yaml")
    assert outcome.status == 0, outcome.err
    assert [line.removeprefix(f"{tmp_path}/") for line in outcome.out.splitlines()[:-1]] == [
        "cv.yaml:2:27: public: variants.job.basics.email: j@j.org (in job)",
        "cv.yaml:2:87: public: variants.open.basics.phone.public: 1 (in open)",
        "cv.yaml:5:3: public: basics.email: a@a.org (in default, de, open)",
        "cv.yaml:6:3: private: basics.phone: 2",
        "cv.yaml:7:9: public: basics.url.else: https://a.org (in default, job, open)",
        "cv.yaml:7:32: public: basics.url.de: https://a.de (in de)",
        "cv.yaml:7:52: public: basics.url.llms: https://l.org (in default+llms, job+llms, "
        "open+llms)",
        "cv.yaml:9:13: public: work[0].summary: Ask w@w.org (in de)",
        "variants/shut.yaml:2:10: private: basics.email: s@s.org (in shut)",
        "variants/shut.yaml:2:26: private: basics.label: Shut (in shut)",
    ]


# The folder beside the output folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cv.yaml").write_text(f"{NAME}  phone: '+1 555'\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_private_folder_is_for_the_owner_alone(home: Path) -> None:
    outcome = run("render", "--all")
    *_, last = outcome.out.splitlines()
    assert last == f"private{os.sep} has what output{os.sep} keeps back: basics.phone"
    assert names(home / "private") == {*HANDED_OUT, ".gitignore", ".cvtool.json"}
    assert (home / "private" / ".gitignore").read_text() == "*\n"
    if os.name != "nt":
        assert (home / "private").stat().st_mode & 0o777 == 0o700
    assert "unchanged" in run("render", "text").out.splitlines()[1]


def test_what_is_kept_back_is_named_once(home: Path) -> None:
    Path("publications.bib").write_text("@misc{a, title={A}, author={L}, keywords={for: private}}")
    Path("cv.yaml").write_text(f"{NAME}bibliography: {{for: {{private: a}}}}\n")
    for _ in range(2):
        assert run("render", "text").out.splitlines()[-1].endswith("keeps back: bibliography")


def test_without_private_parts_there_is_none(home: Path) -> None:
    (home / "cv.yaml").write_text(NAME)
    assert "private" not in run("render", "text", "html").out
    assert not (home / "private").exists()


def test_it_goes_when_nothing_is_private_any_more(home: Path) -> None:
    run("render", "text", "markdown")
    (home / "private" / "letter.txt").write_text("mine")
    (home / "cv.yaml").write_text(NAME)
    run("render", "text")
    assert names(home / "private") == {"letter.txt", ".gitignore", ".cvtool.json"}
    (home / "private" / "letter.txt").unlink()
    (home / "cv.yaml").write_text(f"{NAME}  phone: '+1 555'\n")
    run("render", "text")
    (home / "cv.yaml").write_text(NAME)
    run("render", "text")
    assert not (home / "private").exists()


def test_a_folder_of_that_name_is_left_to_whom_it_belongs(home: Path) -> None:
    (home / "private").mkdir(mode=0o755)
    (home / "private" / "cv.txt").write_text("mine")
    assert run("render", "text").status == 0
    assert (home / "private" / "cv.txt").read_text() == "mine"
    assert "+1 555" in (home / "output-private" / "cv.txt").read_text()


def test_two_output_folders_have_two_private_ones(home: Path) -> None:
    assert run("render", "text", "-o", "a").status == 0
    (home / "cv.yaml").write_text(f"{NAME}  phone: '+1 777'\n")
    assert run("render", "text", "-o", "b").status == 0
    assert "+1 555" in (home / "private" / "cv.txt").read_text()
    assert "+1 777" in (home / "b-private" / "cv.txt").read_text()


def test_the_private_one_of_an_output_folder_that_is_gone_is_free(home: Path) -> None:
    assert run("render", "text", "-o", "a").status == 0
    shutil.rmtree(home / "a")
    assert run("render", "text", "-o", "b").status == 0
    assert {path.name for path in home.iterdir()} == {"b", "cv.yaml", "private"}


def test_it_is_never_inside_of_what_is_published(home: Path) -> None:
    (home / "site").mkdir()
    os.chdir(home / "site")
    assert run("render", "text", "-i", "../cv.yaml", "-o", ".").status == 0
    assert names(home / "site") == {"cv.txt", ".cvtool.json"}
    assert "+1 555" in (home / "private" / "cv.txt").read_text()


def test_the_list_of_files_says_nothing_else(home: Path) -> None:
    run("render", "--all")
    listed = json.loads((home / "output" / ".cvtool.json").read_text())
    assert listed.keys() == {"formats"}
    found = {name for each in listed["formats"].values() for name in each}
    made = {path for path in (home / "output").rglob("*") if path.is_file()}
    assert found | {".cvtool.json"} == {
        path.relative_to("output").as_posix() for path in (path.relative_to(home) for path in made)
    }


def test_without_what_is_kept_of_it_all_is_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("render", "text").status == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))
    (home / "cv.yaml").write_text(f"{NAME}  phone: '+1 777'\n")
    outcome = run("render", "text")
    assert (outcome.status, "unchanged" in outcome.out) == (0, False)
    assert "+1 777" in (home / "private" / "cv.txt").read_text()


def holders_of(text: str, folder: Path) -> set[str]:
    """The files in which it stands, but for the CV itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "cv.yaml")
    found = {path.resolve() for path in files if text.encode() in path.read_bytes()}
    return {path.relative_to(folder.resolve()).as_posix() for path in found}


@pytest.mark.parametrize(
    ("output", "private"),
    [
        ("private", "private-private"),
        ("static/cv", "private"),
        ("output", "private"),
        ("linked", "private"),
        ("private/site", "site-private"),
    ],
)
def test_it_stands_beside_the_cv_wherever_the_output_is(
    home: Path, output: str, private: str
) -> None:
    (home / "www" / "html").mkdir(parents=True)
    (home / "linked").symlink_to(home / "www" / "html")
    for _ in "ab":
        assert run("render", "text", "-o", output).status == 0
        assert holders_of("+1 555", home) == {f"{private}/cv.txt"}
        assert "Ada" in (home / output / "cv.txt").read_text()


@pytest.mark.parametrize("target", ["output", "output/inside", "nowhere", ""])
def test_what_is_no_folder_of_its_own_is_none_for_it(home: Path, target: str) -> None:
    (home / "output" / "inside").mkdir(parents=True)
    if target:
        (home / "private").symlink_to(target)
    else:
        (home / "private").touch()
    assert run("render", "text").status == 0
    assert holders_of("+1 555", home) == {"output-private/cv.txt"}


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_it_is_closed_again(home: Path) -> None:
    run("render", "text")
    (home / "private").chmod(0o755)
    (home / "private" / ".gitignore").unlink()
    assert "unchanged" in run("render", "text").out
    assert (home / "private").stat().st_mode & 0o777 == 0o700
    assert (home / "private" / "cv.txt").stat().st_mode & 0o777 == 0o600
    assert (home / "private" / ".gitignore").exists()


@pytest.mark.parametrize("is_lost", [False, True])
def test_the_page_of_a_paper_goes_once_it_is_private(
    home: Path, monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    (home / "publications.bib").write_text("@misc{k, title = {K}, author = {L}, year = 2020}\n")
    run("render", "html")
    (home / "output" / "publications" / "mine.html").write_text("mine")
    if is_lost:
        monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))
    with (home / "cv.yaml").open("a") as file:
        file.write("publications: [{key: k, for: private}]\n")
    assert run("render", "html").status == 0
    assert names(home / "output" / "publications") == {"mine.html"}


def test_a_page_that_somebody_changed_is_named(home: Path) -> None:
    (home / "publications.bib").write_text("@misc{k, title = {K}, author = {L}, year = 2020}\n")
    run("render", "html")
    page = home / "output" / "publications" / "k.html"
    page.write_text("mine")
    (home / "publications.bib").write_text("")
    (line,) = run("render", "html").lines
    assert line.startswith(f"{page.relative_to(home)}: warning: somebody changed")
    assert page.read_text() == "mine"


def test_a_lost_cache_removes_no_hidden_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("render", "text")
    hidden = home / "output" / ".git" / "config"
    hidden.parent.mkdir()
    hidden.write_text("mine")
    listed = {"formats": {"text": [".cvtool.json", ".git/config", "cv.txt"]}}
    (home / "output" / ".cvtool.json").write_text(json.dumps(listed))
    assert run("render", "text").status == 0
    assert hidden.read_text() == "mine"
    assert (home / "output" / ".cvtool.json").exists()


def test_what_becomes_private_leaves_the_formats_that_nobody_asked_for(home: Path) -> None:
    public = f"{NAME}work: [{{name: Loom}}, {{name: Mill, for: private}}]\n"
    (home / "cv.yaml").write_text(public)
    run("render", "text", "markdown", "jsonresume")
    (home / "cv.yaml").write_text(public.replace("name: Loom", "name: Loom, for: private"))
    assert run("render", "text").status == 0
    assert holders_of("Loom", home / "output") == set()
    (home / "cv.yaml").write_text(f"{public}awards: [{{title: A}}]\n")
    assert "cv.md" in run("render", "text").out
    (home / "cv.yaml").write_text(f"{public}awards: [{{title: B}}]\n")
    assert "cv.md" not in run("render", "text").out


def test_outputs_of_before_there_were_private_ones_are_made_anew(home: Path) -> None:
    (home / "output").mkdir()
    files = {"markdown": "cv.md", "text": "cv.txt"}
    for name in files.values():
        (home / "output" / name).write_text("Ada +1 555")
    listed = {
        name: {"files": {file: "0" * 64}, "key": "", "stamp": ""} for name, file in files.items()
    }
    before = {"formats": listed, "inputs": ["cv.yaml"]}
    (home / "output" / ".cvtool.json").write_text(json.dumps(before))
    assert run("render", "text").status == 0
    assert holders_of("+1 555", home) == {"private/cv.txt"}
    assert "cv.yaml" not in (home / "output" / ".cvtool.json").read_text()
