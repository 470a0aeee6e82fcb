"""Messages are short, few of a kind, and show what a terminal would act upon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from helpers import NAME, check, run

from cvtool.model.problems import DIRECTIONS, Problem, ProblemError, few
from cvtool.pipeline.workspace import Rendering
from cvtool.serve.board import State

LONGEST, MOST = 500, 50
MANY = 1_284
ENTRY = "@article{{k{0}, title={{T}}, author={{O'Brien, Al}}, journal={{J}}, year=2020, {1}}}\n"
FLOODS: dict[str, Callable[[int], tuple[str, str]]] = {
    "keys": lambda at: (f"  it's {at} foo{'xyz'[at % 3]}: 1\n", ""),
    "keys in quotes": lambda at: (f'  "\'{at}\' \\"q": 1\n', ""),
    "dates": lambda at: ("", f"- {{name: X, startDate: '{at}x'}}\n"),
    "control characters": lambda at: ("", f"- name: X{chr(1 + at % 8)}\n"),
}
FIELDS = {
    "DOI": "doi={{it's {0}}}",
    "year": "date={{'{0}x' y}}",
    "crossref": "crossref={{l'{0}}}",
    "selected": "selected={{{0}'s}}",
    "link": "pdf={{a{0}/b}}",
}


def flood(folder: Path, lines: Iterable[tuple[str, str]]) -> list[str]:
    basics, work = map("".join, zip(*lines, strict=True))
    return check(folder, f"{NAME}{basics}work:\n{work or '- name: A'}")


def of_one_kind(lines: list[str], file: str, level: str, more: int) -> None:
    """All lines but the last one, which says how many more there are, are of their kind."""
    assert len(lines) == MOST + 1
    assert lines[-1] == f"{file}: {level}: ... and {more:,} more of this kind"
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("made", FLOODS.values(), ids=FLOODS)
def test_of_one_kind_there_are_few_and_a_count(
    tmp_path: Path, made: Callable[[int], tuple[str, str]]
) -> None:
    lines = flood(tmp_path, map(made, range(MANY)))
    of_one_kind(lines, "cv.yaml", "error", MANY - MOST)
    assert lines == flood(tmp_path, map(made, range(MANY)))


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_of_one_kind_there_are_few_in_a_bibliography(tmp_path: Path, field: str) -> None:
    entries = (ENTRY.format(at, field.format(at)) for at in range(300))
    (tmp_path / "publications.bib").write_text("".join(entries))
    of_one_kind(check(tmp_path, NAME), "publications.bib", "warning", 300 - MOST)


def test_each_kind_has_its_own_count_and_errors_stay_beside_warnings() -> None:
    """The levels are two kinds, and so is what is said in other words."""
    words = {"error": ("no 'x'", "bad"), "warning": ("no 'x'", "odd")}
    problems = [
        Problem((index,), text, level, "cv.yaml", index + 1)
        for index in range(MOST + 2)
        for level, texts in words.items()
        for text in texts
    ]
    found = [str(each) for each in few(problems)]
    assert len(found) == 4 * (MOST + 1)
    assert found.count("cv.yaml: error: ... and 2 more of this kind") == 2
    assert found[:2] == ["cv.yaml:1:0: error: [0]: no 'x'", "cv.yaml:1:0: error: [0]: bad"]
    assert str(ProblemError(problems)).split("\n") == found
    state = State(tuple(problems), {"pdf": Rendering("pdf", error="x" * 600)})
    lines = json.loads(state.to_json())["lines"]
    assert [": ".join((place, level, what)) for level, place, what in lines[:-1]] == found
    assert len(": ".join(lines[-1])) == LONGEST


BIG = 2_000_000
LONG: dict[str, tuple[str, str, str]] = {
    "key": (f'? "{"k" * BIG}"\n: 1\n', "", "basics, "),
    "key in basics": (f'{NAME}  ? "{"k" * BIG}"\n  : 1\n', "", "; known are aliases, "),
    "date": (f"{NAME}work: [{{name: A, startDate: {'x' * BIG}}}]\n", "", "in your own words"),
    "email": (f"{NAME}  email: {'x' * BIG}\n", "", ": write name@example.org"),
    "url": (f"{NAME}  url: https://{'x' * BIG}:y/\n", "", ""),
    "image": (f"{NAME}  image: {'x' * BIG}\n", "", ""),
    "bibliography": (f"{NAME}bibliography: ['{'x' * BIG}*']\n", "", ""),
    "section": (f"{NAME}sections: ['{'x' * BIG}']\n", "", "; known are "),
    "escapes": (f"{NAME}  email: '{chr(0xE0041) * BIG}'\n", "", ": write name@example.org"),
    "key of an entry": (NAME, ENTRY.format("k" * BIG, "doi={x}"), ": write it as in 10.1000/182"),
    "DOI": (NAME, ENTRY.format("", f"doi={{{'x' * BIG}}}"), ": write it as in 10.1000/182"),
    "slides": (NAME, ENTRY.format("", f"pdf={{{'x' * BIG}.pdf}}"), "write its whole address"),
    "brace": (NAME, ENTRY.format("", f"{'x' * BIG}={{"), ""),
}


@pytest.mark.parametrize(("source", "bib", "advice"), LONG.values(), ids=LONG)
def test_a_message_is_short_and_says_what_to_write(
    tmp_path: Path, source: str, bib: str, advice: str
) -> None:
    (tmp_path / "publications.bib").write_text(bib)
    lines = check(tmp_path, source)
    assert 0 < len(lines) < 5
    assert any(advice in line for line in lines)
    assert max(len(f"{tmp_path}/{line}") for line in lines) <= LONGEST


KNOWN = "; known are "
OWN = "; a section of your own stands under 'custom': '- heading: {}'"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("exhibitions: [{name: A}]", OWN.format("Exhibitions")),
        ("training: [{name: A}]", OWN.format("Training")),
        ("driving: A full licence", OWN.format("Driving")),
        ("profile: Words about me.", "; write it under 'basics', as 'summary'"),
        ("memberships: [A]", OWN.format("Memberships")),
        ("academicService: [A]", "; did you mean 'service'?"),
        ("Berufserfahrung: [{name: A}]", "; did you mean 'work'?"),
        ("idiomas: [{language: A}]", "; did you mean 'languages'?"),
        ("workHistory: [{name: A}]", "; did you mean 'work'?"),
        ("languages: [French: B2]", "; write '- {language: French, fluency: ...}'"),
        ("languages: ['French (B2)']", "; one that you speak is 'language: French (B2)'"),
        ("skills: [Tools: [A, B]]", "; write '- {name: Tools, keywords: [...]}'"),
        ("educaton: [{institution: A}]", "; did you mean 'education'?"),
        ("work: [{name: A, startTime: 2020}]", "; did you mean 'startDate'?"),
        ("work: [{name: A, pay: 1200 - 1500}]", KNOWN),
        ("work: [{name: A, pages: 3}]", KNOWN),
        ("education: [{institution: A, age: 3}]", KNOWN),
        ("skills: [{name: A, rating: 3}]", KNOWN),
        ("languages: [{language: A, certificate: B}]", KNOWN),
        ("  geburtsdatum: 1990", "; did you mean 'birthDate'?"),
        ("  nacionalidad: A", "; did you mean 'nationality'?"),
        ("  LinkedIn: a", "; write it under 'profiles': '- {network: LinkedIn, username: ...}'"),
        ("  city: A", "; write it under 'location'"),
        ("  Adresse: A", "; write it under 'location'"),
        ("locale: German", "'German' is no tag, so all is in English: write 'de'"),
        ("locale: português", "'português' is no tag, so all is in English: write 'pt'"),
        ("sections: [Berufserfahrung]", "; did you mean 'work'?"),
        ("pdf: {format: A4}", "; did you mean 'pageSize'?"),
        (
            "work: [{name: A, highlights: '- B'}]",
            "expected a list, found one text: take away the '|' in front of its lines",
        ),
        ("  maritalStatus: A", "stands in a section of your own, under 'custom'"),
        ("work: [{name: A, positions: [{title: B}]}]", "; did you mean 'position'?"),
        ("work: [{name: A, dates: Jan 2021 - Present}]", "; did you mean 'startDate'?"),
        ("work: [{name: A, dates: Summers}]", "; did you mean 'period'?"),
        ("volunteer: [{organization: A, description: B}]", "; did you mean 'summary'?"),
        ("education: [{graduationDate: 2020}]", "; did you mean 'endDate'?"),
        ("custom: [{heading: A, awards: [{title: B, year: 2020}]}]", "; did you mean 'date'?"),
        ("custom: [{heading: A, projects: [{name: B, role: C}]}]", "; did you mean 'roles'?"),
    ],
)
def test_a_key_of_one_s_own_leads_to_the_right_one(tmp_path: Path, source: str, said: str) -> None:
    (line,) = check(tmp_path, f"{NAME}{source}\n")
    assert line.endswith(said) or said == KNOWN in line


HOSTILE = "a\x1b[31mb\u202ec\u2066d\0e\ud800f\ng\u200eh\u2028i\u200bj\U000e0041k\x9b"
SHOWN = r"a\x1b[31mb\u202ec\u2066d\x00e\ud800f\ng\u200eh\u2028i\u200bj\U000e0041k\x9b"


def test_what_a_terminal_acts_upon_is_shown() -> None:
    problem = Problem((HOSTILE, 0), f"no '{HOSTILE}'", file=HOSTILE)
    assert str(problem) == f"{SHOWN}: error: {SHOWN}[0]: no '{SHOWN}'"
    lines = json.loads(State((problem,)).to_json())["lines"]
    assert lines == [["error", SHOWN, f"{SHOWN}[0]: no '{SHOWN}'"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "-i"),
        ("render", "text", "-i"),
        ("render", "-o"),
        ("render",),
        ("themes", "-i"),
        (),
    ],
)
def test_what_the_command_line_says_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Of names with what a file may be called: whatever is printed, on success as well."""
    name = HOSTILE.replace("\0", "").replace("\ud800", "")
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(NAME)
    Path(name).write_text(f"{NAME}  foo: 1\n")
    templates = Path("templates/pdf/themes")
    templates.mkdir(parents=True)
    (templates / f"{name}.css").write_text(f"/* {name} */\n")
    done = run(*arguments, name)
    assert done.out or done.err
    assert all(line.isprintable() for line in (done.out + done.err).split("\n"))
    assert "\u202e" not in done.out + done.err


@pytest.mark.parametrize("name", ["me\u202egnp.jpg", "a\u2066.jpg", "a\u200e.jpg", "a\u200b.jpg"])
@pytest.mark.parametrize(
    "source", ["  image: {}\n", "bibliography: [{}]\n", "bibliography: ['*g']\n"]
)
def test_a_name_of_a_file_that_looks_like_another_one(
    tmp_path: Path, name: str, source: str
) -> None:
    """What turns the direction is no part of what cv.yaml says, so no such file is looked for."""
    (tmp_path / name).touch()
    *_, line = check(tmp_path, NAME + source.format(name))
    if "{}" in source and DIRECTIONS.search(name):
        assert ": error: " in line
        assert "there is no file" in line
        return
    shown = ascii(name)[1:-1]
    assert f"'{shown}' holds the control character U+2" in line
    assert line.endswith(", which nobody sees: rename the file")
