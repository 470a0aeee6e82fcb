"""``cvtool apply``: what is sent is kept for good, and made again to the byte."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from helpers import Outcome, run
from readers import READERS
from test_pdf_lines import letters

from cvtool.words import Language, languages

CV = """basics:
  name: Zoë Müller-Łukasz O’Neil
  email: zoe@example.org
  phone: "+1 555 0100"
  location: {address: 7 Mill Road, city: Bonn}
bibliography: {files: [../papers/all.bib]}
variants:
  industry: {sections: [skills]}
work: [{name: Acme, position: Engineer}]
skills: [{name: Python}]
"""
LETTER = """---
recipient: |
  Dr. Grace Stone
  Acme Robotics
subject: Application as *engineer*
---
Dear Dr. Stone,

I build [quiet](https://example.org) machines.

Yours sincerely,
Zoë Müller-Łukasz O’Neil
"""
FILES = {"Zoe-Muller-Lukasz-ONeil-CV.pdf", "Zoe-Muller-Lukasz-ONeil-Cover-Letter.pdf"}
SHIPPED_FONTS = Path(__file__).parents[1] / "templates" / "pdf" / "fonts"
DAY = "1709251200"  # 2024-03-01


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "cv/cv.yaml": CV,
        "cv/letter.md": LETTER,
        "cv/posting.txt": "Engineer",
        "papers/all.bib": "@book{a, author={B, C}, title={Engines}, publisher={P}, year=2020}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "cv")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    return tmp_path / "cv"


def pages(path: Path) -> str:
    return "".join(READERS["pdftotext"](path.read_bytes()))


def frozen(home: Path, name: str = "acme", *more: str) -> Path:
    done = run("apply", name, *more)
    assert (done.status, done.err) == (0, "")
    return home / "applications" / f"2024-03-01-{name}"


def test_a_line_of_an_address_has_the_side_of_its_own_letters(home: Path) -> None:
    (home / "cv.yaml").write_text(f"locale: he\nlook: {{theme: plain}}\n{CV}")
    (home / "letter.md").write_text(
        LETTER.replace("Dr.", "ד״ר", 1).replace("Acme Robotics", "ACME.")
    )
    (letter,) = (each for each in frozen(home, "acme", "--letter", "letter.md").glob("*Zoe*-*מ*"))
    found = sorted(letters(letter.read_bytes()), key=lambda each: (-round(each.y0), each.x0))
    assert "ACME." in "".join(each.get_text() for each in found)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs that take no time, and say what is in them."""
    from cvtool.pipeline.workspace import Rendering, Workspace

    def make(_: object, document: object, letter: object) -> list[Rendering]:
        made = {"pdf": document} | ({"letter": letter} if letter else {})
        return [Rendering(name, {name: repr(each).encode()}) for name, each in made.items()]

    monkeypatch.setattr(Workspace, "make_sent", make)


def test_what_is_sent_is_kept_with_all_that_it_is_made_of(home: Path) -> None:
    """Today is another day than then, and the sources are others: what was kept counts."""
    folder = frozen(home, "acme", "--letter", "letter.md", "--job", "posting.txt")
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    kept = {"sources/cv/cv.yaml", "sources/papers/all.bib", "letter.md", "job.txt"}
    assert made == FILES | kept | {"application.json"}
    assert [path for path in folder.parent.glob("2*/**/*") if path.stat().st_mode & 0o077] == []
    assert {each.stat().st_mode & 0o777 for each in (folder.parent, folder)} == {0o700}
    assert (home / "applications" / ".gitignore").read_text() == "*\n"
    cv, letter = (pages(folder / name) for name in sorted(FILES))
    assert "+1 555 0100" in cv
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    at = lines.index("Dr. Grace Stone")
    assert lines[at:] == [
        *("Dr. Grace Stone", "Acme Robotics", "Bonn, 1 March 2024"),
        *("Subject: Application as engineer", "Dear Dr. Stone,", "I build quiet machines."),
        *("Yours sincerely,", "Zoë Müller-Łukasz O’Neil"),
    ]
    assert "+1 555 0100" in " ".join(lines[:at])
    for name in ("cv.yaml", "letter.md"):
        (home / name).write_text("basics: {name: Bob}\n")
    with mock.patch.dict(os.environ):
        del os.environ["SOURCE_DATE_EPOCH"]
        again = run("apply", "--again", "ACME")
    assert (again.status, again.out) == (
        0,
        "applications/2024-03-01-acme: the same bytes (2 files)\n",
    )


def test_a_style_of_the_users_is_kept_and_its_mistake_makes_nothing(home: Path) -> None:
    (home / "templates" / "pdf").mkdir(parents=True)
    template = home / "templates" / "pdf" / "letter.html.j2"
    template.write_text("{{ nothing.at.all }}")
    done = run("apply", "acme", "--letter", "letter.md")
    assert (done.status, [*(home / "applications").iterdir()]) == (
        1,
        [home / "applications" / ".gitignore"],
    )
    assert re.search("error: letter: template templates/pdf/letter.html.j2:1: .*nothing", done.err)
    template.write_text("<p>{{ letter.salutation }}</p>")
    folder = frozen(home, "acme", "--letter", "letter.md")
    assert pages(folder / max(FILES)).strip() == "Dear Dr. Stone,"
    template.write_text("changed")
    assert run("apply", "--again", "acme").status == 0
    assert "changed since: templates/pdf/letter.html.j2" in run("apply", "--list").out


def test_templates_of_another_folder_are_kept_too(home: Path, tmp_path: Path) -> None:
    template = tmp_path / "house" / "pdf" / "letter.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text("<p>Of the house</p>")
    folder = frozen(home, "acme", "--letter", "letter.md", "--templates", "../house")
    assert pages(folder / max(FILES)).strip() == "Of the house"
    template.unlink()
    assert run("apply", "--again", "acme").status == 0
    assert "changed since: ../house/pdf/letter.html.j2" in run("apply", "--list").out


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Python", "Rust", False),
        ("Python", "\U00010348", True),
        ("work:", "pdf: {font: Mine}\nwork:", True),
    ],
)
def test_fonts_are_kept_where_a_page_may_need_them(
    home: Path, old: str, new: str, kept: bool
) -> None:
    (home / "fonts").mkdir()
    (home / "fonts" / "mine.ttf").write_bytes(min(SHIPPED_FONTS.glob("*.ttf")).read_bytes())
    (home / "cv.yaml").write_text(CV.replace(old, new), encoding="utf-8")
    assert (frozen(home) / "sources" / "cv" / "fonts" / "mine.ttf").exists() == kept


@pytest.mark.usefixtures("quick")
def test_nothing_is_overwritten_and_nothing_is_left_half(home: Path) -> None:
    folder = frozen(home)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = run("apply", "Acme", "--variant", "industry")
    assert done.status == 1
    assert "nothing here is ever overwritten: choose another name, such as 'Acme-2'" in done.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    left = home / "applications" / ".2024-03-01-old.cvtool-999999999.tmp"
    (left / "sources").mkdir(parents=True)
    with mock.patch("cvtool.applications.dumped_record", side_effect=KeyboardInterrupt):
        assert run("apply", "other").status == 130
    assert {path.name for path in folder.parent.iterdir()} == {".gitignore", folder.name}


@pytest.mark.usefixtures("quick")
def test_the_list_says_what_changed_since(home: Path) -> None:
    assert "no applications yet" in run("apply", "--list").out
    frozen(home, "acme", "--variant", "industry")
    changed = frozen(home, "other", "--letter", "letter.md")
    assert run("apply", "--list").out.splitlines() == [
        "2024-03-01  acme   industry  Zoe-Muller-Lukasz-ONeil-CV.pdf"
        "                                            nothing changed since",
        f"2024-03-01  other  -         {', '.join(sorted(FILES))}  nothing changed since",
    ]
    (home / "cv.yaml").write_text(CV.replace("Python", "Rust"))
    (home / "letter.md").unlink()
    (changed / min(FILES)).write_bytes(b"")
    (changed / "letter.md").write_text("Dear Sir,")
    for name, text in (("2020-01-01-b", "{"), ("2020-01-01-c", "[]"), ("2020-01-01-d", None)):
        (home / "applications" / name).mkdir()
        if text:
            (home / "applications" / name / "application.json").write_text(text)
    done = run("apply", "--list")
    assert [line.partition("  changed since: ")[2] for line in done.out.splitlines()] == [
        "cv.yaml; the CV in skills",
        f"{min(FILES)}, letter.md in its folder; cv.yaml, letter.md; the CV in skills",
    ]
    assert [re.sub(".*applications/2020-01-01-", "", line) for line in done.lines] == [
        "b: warning: application.json is broken",
        "c: warning: application.json is broken",
        "d: warning: no application that cvtool made: it has no application.json",
    ]
    rows = json.loads(run("apply", "--list", "--json").out)
    assert [row.get("cv", row.get("broken")) for row in rows][3:] == [["skills"], ["skills"]]
    assert rows[3]["variant"] == "industry"
    (home / "cv.yaml").write_text(CV.replace("industry", "gone"))
    assert "the CV cannot be made now" in run("apply", "--list").out


def change_source(folder: Path) -> None:
    path = folder / "sources" / "cv" / "cv.yaml"
    path.write_text(CV.replace("Python", "Rust"))


def change_sent(folder: Path) -> None:
    (folder / min(FILES)).write_bytes(b"")


def change_tool(folder: Path) -> None:
    """As if it was made by another version, which made other bytes."""
    path = folder / "application.json"
    data = json.loads(path.read_text())
    data["tools"] |= {"cvtool": "0.0.1", "the fonts of cvtool": "x", "weasyprint": "1.2"}
    data["files"] = dict.fromkeys(data["files"], "0")
    path.write_text(json.dumps(data))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_source, ["made again, it differs", "/sources/cv/cv.yaml: changed after it was"]),
        (change_sent, ["changed after it was made"]),
        (
            change_tool,
            ["made again, it differs", "  cvtool: 0.0.1 then, ", "  the fonts of cvtool: another"],
        ),
    ],
)
def test_what_differs_is_said_with_the_cause(
    home: Path, change: Callable[[Path], None], said: list[str]
) -> None:
    folder = frozen(home)
    change(folder)
    done = run("apply", "--again", "2024-03-01-acme")
    assert done.status == 1
    for each in said:
        assert each in done.out
    assert "the same bytes" not in done.out


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        (
            "---\nsubjet: x\n---\nHi",
            "letter.md:2:1: error: subjet: unknown key 'subjet'; did you mean",
        ),
        ("---\n\ndate: 2026-13\n---\nHi", "letter.md:3:1: error: date: '2026-13' is not a date"),
        ("---\nplace: [a]\n---\nHi", "letter.md:2:1: error: place: expected text, found a list"),
        ("---\nplace: 'a\n---\nHi", "letter.md:2:8: error: this quote is never closed"),
        ("---\nplace: a\nHi", "letter.md:1:1: error: the head that begins here has no end"),
        ("---\njust words\n---\nHi", "letter.md:2:1: error: expected keys and values such as"),
        ("---\n---\n\n", "letter.md:3:1: error: the letter says nothing"),
        ("Hi,\n\na [b](javascript:c)\n", "letter.md:3:7: error: 'javascript:c' is not a link"),
        ("Hi\n\n\x07\n", "letter.md:3:1: error: the control character U+0007 is not allowed"),
        ("# Hi\n\n[a](x:b)", "letter.md:1:1: warning: a heading cannot stand in a text"),
        ("x" * 100_001, "letter.md: error: larger than 100 kB: a letter has a page or two"),
    ],
)
def test_a_mistake_in_a_letter_has_its_place(home: Path, letter: str, said: str) -> None:
    (home / "letter.md").write_text(letter)
    done = run("apply", "acme", "--letter", "letter.md")
    assert (done.status, said in done.err, (home / "applications").exists()) == (1, True, False)


@pytest.mark.parametrize(
    ("locale", "letter", "salutation", "closing", "dated"),
    [
        ("en", "I build.", "Dear Hiring Team,", "Kind regards,", "Bonn, 1 March 2024"),
        ("ar", "---\nplace: Bonn\n---\nA", "", "", "\u200fBonn\u200f، 1 مارس 2024"),
        ("zh", "你好。", "尊敬的招聘负责人：", "此致敬礼", "Bonn，2024年3月1日"),
        ("en", "Hi!\n\nI build.\n\nBest,\n\nAda\n", "Hi!", "Best,", "Bonn, 1 March 2024"),
        ("en", "---\nplace: Köln\ndate: 2020-07\n---\nA", "", "", "Köln, July 2020"),
        ("en", "---\nclosing: Bye\n---\nHey,\n\nA\n\nBest,", "Hey,", "Bye", ""),
        ("en", "I bring:\n\n- a\n- b\n\nI wait.\n\nAda", "Dear Hiring Team,", "I wait.", ""),
    ],
)
def test_what_a_letter_does_not_say_its_language_says(
    locale: str, letter: str, salutation: str, closing: str, dated: str, tmp_path: Path
) -> None:
    from cvtool import load
    from cvtool.applications.letter import letter_of, read_letter
    from cvtool.model.dates import PartialDate
    from cvtool.model.plain import prose

    (tmp_path / "cv.yaml").write_text(
        f"basics: {{name: Ada, location: {{city: Bonn}}}}\nlocale: {locale}\n"
    )
    draft, problems = read_letter(letter.encode(), "letter.md")
    made = letter_of(draft, load(tmp_path / "cv.yaml"), PartialDate(2024, 3, 1))
    assert problems == []
    assert made.salutation == salutation or not salutation
    assert made.closing == closing or not closing
    assert made.dated == dated or not dated
    assert "Ada" not in prose(made.body)


@pytest.mark.parametrize("locale", sorted(languages() - {"en"}))
def test_every_language_has_its_words_for_a_letter(locale: str) -> None:
    own, english = Language(locale).phrases, Language("en").phrases
    names = ("file", "subject", "salutation", "closing")
    assert not [name for name in names if own[f"letter.{name}"] == english[f"letter.{name}"]]


@pytest.mark.parametrize(
    ("name", "locale", "file"),
    [
        ("Ada Quill", "en", "Ada-Quill-CV.pdf"),
        ("Jürgen Groß", "de", "Juergen-Gross-Lebenslauf.pdf"),
        ("Jürgen Groß", "en", "Jurgen-Gross-CV.pdf"),
        ("李雷", "zh", "李雷-简历.pdf"),
        ("Nguyễn Đức", "en", "Nguyen-Duc-CV.pdf"),
        ("राम कुमार", "en", "राम-कुमार-CV.pdf"),
        ("../a\\b: *", "en", "a-b-CV.pdf"),
    ],
)
def test_the_file_is_named_as_one_sends_it(
    name: str, locale: str, file: str, tmp_path: Path
) -> None:
    from cvtool import load
    from cvtool.render.addresses import sent_name

    (tmp_path / "cv.yaml").write_text(f"basics: {{name: {name!r}}}\nlocale: {locale}\n", "utf-8")
    document = load(tmp_path / "cv.yaml")
    assert sent_name(document, is_letter=False).startswith(file)


def test_a_name_of_its_own_is_kept(home: Path, quick: None) -> None:
    (home / "cv.yaml").write_text(CV + "pdf: {file: '{name}_2024.pdf'}\n")
    folder = frozen(home, "acme", "--letter", "letter.md")
    names = sorted(path.name for path in folder.glob("*.pdf"))
    assert names == ["Zoe-Muller-Lukasz-ONeil-Cover-Letter.pdf", "Zoe_Muller_Lukasz_ONeil_2024.pdf"]


def wrong(*arguments: str) -> Outcome:
    done = run("apply", *arguments)
    assert (done.out, len(done.lines)) == ("", 1)
    return done


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ["a b/c"],
            1,
            "'a b/c' cannot be the name of a folder: write letters, digits and '-', as in",
        ),
        (["acme", "--letter", "no.md"], 1, "no.md: error: there is no file 'no.md'"),
        (["acme", "--letter", "."], 1, ".: error: '.' is a folder: write the path of a file"),
        (["acme", "--job", "empty.txt"], 1, "empty.txt: error: the posting is empty"),
        (["acme", "--templates", "no"], 2, "there is no folder 'no'"),
        (["acme", "--job", "no.txt"], 1, "no.txt: error: there is no file 'no.txt'"),
        (["acme", "--input", "/dev/null"], 1, "a copy of it is kept with the application"),
        (["acme", "--variant", "industri"], 1, "no variant 'industri'; did you mean 'industry'?"),
        (["acme", "--again"], 1, "there is no application 'acme'"),
        ([], 2, "write a NAME, or --list"),
        (["acme", "--list"], 2, "--list has no NAME"),
        (["acme", "--again", "--job", "posting.txt"], 2, "--list and --again stand alone"),
        (["acme", "--json"], 2, "--json is for --list"),
    ],
)
def test_a_wrong_command_is_one_line(
    home: Path, arguments: list[str], status: int, said: str
) -> None:
    (home / "empty.txt").write_text(" ")
    done = wrong(*arguments)
    assert (done.status, said in done.err) == (status, True), done.err
    assert not [*(home / "applications").glob("2*")]


def test_none_is_made_where_outputs_are_published(home: Path) -> None:
    assert run("render", "text", "--output", ".").status == 0
    assert "what lies in it may be published" in wrong("acme").err
    assert not (home / "applications").exists()
