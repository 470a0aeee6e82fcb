"""Editions of one CV: the names that it knows, what each reader reads, and where that goes."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from helpers import NAME, check, png, run

import cvtool
from cvtool.model.plain import points
from cvtool.pipeline.build import Build
from cvtool.pipeline.editions import EVERY
from cvtool.pipeline.load import load_all
from cvtool.render.folds import text as shown
from cvtool.render.vcard import coded

HEAD = """languages: [en, zh, {language: English}]
tags: [backend]
variants:
  industry: {}
  acme: {extends: industry, tags: [backend], language: zh}
"""


def said(folder: Path, text: str, **reader: str) -> cvtool.Document:
    """What a reader reads of a CV with these names."""
    source = folder / "cv.yaml"
    source.write_text(HEAD + text, encoding="utf-8")
    return cvtool.load(source, **reader)


def bullets(document: cvtool.Document) -> list[str]:
    """The bullets of its entries."""
    entries = [entry for each in document.sections for entry in each.entries]
    return [point for entry in entries for point in points(entry)]


Reader = dict[str, str]
DEFAULT: Reader = {}
ZH = {"language": "zh"}
INDUSTRY, INDUSTRY_ZH = {"variant": "industry"}, {"variant": "industry", "language": "zh"}
ACME, ACME_EN = {"variant": "acme"}, {"variant": "acme", "language": "en"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{else: A, industry: B}", "A A B B B B"),
        ("{else: A, zh: B, industry: C, industry+zh: D}", "A B C D D C"),
        ("{else: A, industry: B, zh: C}", "A C B B B B"),
        ("{else: A, zh: B, industry: C}", "A B C B B C"),
        ("{else: A, industry: B, acme: C}", "A A B B C C"),
        ("{else: A, backend: B, industry: C}", "A A C C B B"),
        ("{else: A, backend: B, acme: C}", "A A A A C C"),
        ("{else: A, zh + backend: B}", "A A A A B A"),
        ("{else: {en: A, zh: B}, industry: {en: C, zh: D}}", "A B C D D C"),
        ("{en: A, zh: B}", "A B A B B A"),
        ("A", "A A A A A A"),
    ],
)
def test_other_words_are_those_with_the_most_names(
    tmp_path: Path, words: str, expected: str
) -> None:
    text = f"basics: {{name: Ada, label: {words}}}\n"
    readers = [DEFAULT, ZH, INDUSTRY, INDUSTRY_ZH, ACME, ACME_EN]
    found = (said(tmp_path, text, **each).person.label for each in readers)
    assert " ".join(map(shown, found)) == expected


def test_items_are_for_some_or_for_all_but_some(tmp_path: Path) -> None:
    text = f"""{NAME}work:
- name: W
  highlights:
  - Everywhere.
  - {{text: Industry., for: industry}}
  - {{text: Others., except: industry, priority: 2}}
  - {{text: Both., for: [zh+industry, backend]}}
  - {{industry: Worded.}}
  - Label: With one.
    for: acme
  - {{zh: 中}}
"""
    assert bullets(said(tmp_path, text)) == ["Everywhere.", "Others."]
    assert bullets(said(tmp_path, text, **INDUSTRY)) == ["Everywhere.", "Industry.", "Worded."]
    assert bullets(said(tmp_path, text, **ACME)) == [
        *("Everywhere.", "Industry.", "Both.", "Worded.", "Label：With one.", "中"),
    ]


def test_a_bullet_has_a_label_in_each_language(tmp_path: Path) -> None:
    text = f"""{NAME}work:
- name: W
  highlights:
  - {{en: {{Problem: A}}, zh: {{问题: 甲}}}}
  - {{en: {{Idea: B}}, zh: 乙, except: industry}}
  - {{en: {{else: C, acme: D}}, zh: 丙}}
"""
    assert bullets(said(tmp_path, text)) == ["Problem. A", "Idea. B", "C"]
    assert bullets(said(tmp_path, text, **ZH)) == ["问题：甲", "乙", "丙"]
    assert bullets(said(tmp_path, text, **ACME_EN)) == ["Problem. A", "D"]


def test_what_differs_in_a_mapping_stands_in_it(tmp_path: Path) -> None:
    text = f"""{NAME}work:
- name: W
  position: Scientist
  url: https://w.example
  in:
    industry+zh: {{position: Both}}
    acme: {{position: Own, highlights: [C]}}
    industry: {{position: Engineer, url: null, highlights: [B]}}
  highlights: [A]
- {{name: V, in: {{industry: null}}}}
"""

    def work(**reader: str) -> list[Any]:
        (section,) = [it for it in said(tmp_path, text, **reader).sections if it.id == "work"]
        return [(shown(it.position), it.url, points(it)) for it in section.entries]

    assert work() == [("Scientist", "https://w.example", ["A"]), ("", None, [])]
    assert work(**INDUSTRY) == [("Engineer", None, ["B"])]
    assert work(**INDUSTRY_ZH) == [("Both", None, ["B"])]
    assert work(**ACME_EN) == [("Own", None, ["C"])]


def test_a_variant_says_what_differs_by_the_names_of_entries(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    variant = tmp_path / "variants" / "jobs.yaml"
    variant.write_text("extends: acme\nwork:\n  old-loom-ltd: null\n  one: {position: New}\n")
    text = f"""{NAME}work:
- {{name: 'Old Loom, Ltd.'}}
- {{id: one, name: W, position: Old}}
- {{name: V}}
"""
    found = said(tmp_path, text, variant="jobs")
    entries = [entry for each in found.sections if each.id == "work" for entry in each.entries]
    assert [shown(each.position) for each in entries] == ["New", ""]
    assert found.locale == "zh"
    variant.write_text("extends: acme\nwork:\n  two: {position: New}\nbasics: {labell: A}\n")
    messages = check(tmp_path, HEAD + text)
    assert messages == [
        "variants/jobs.yaml:3:3: error: work.two: there is no entry 'two' here; known are "
        "old-loom-ltd, one, v",
        "variants/jobs.yaml:4:10: error: basics.labell: unknown key 'labell'; did you mean "
        "'label'?",
    ]


def test_a_variant_may_say_of_formats_alone(tmp_path: Path) -> None:
    text = (
        f"variants: {{a: {{pdf: {{density: compact}}, text: {{headings: {{work: W}}}}}}}}\n{NAME}"
    )
    (tmp_path / "cv.yaml").write_text(text)
    found = cvtool.load(tmp_path / "cv.yaml", variant="a")
    assert (found.person.name, found.pages.density) == ("Ada", "compact")


OVERLAID = [
    ("skills: {c++: {level: X}, c: {level: Y}}", "C (Y), C++ (X), Loom"),
    ("skills: {loom: null}", "C, C++"),  # which is a variant, too
    ("skills: {loom: {level: X}, c: null}", "C++, Loom (X)"),
    ("skills: {loom: [{name: Other}], else: []}", "Other"),
]


@pytest.mark.parametrize(("variant", "expected"), OVERLAID)
def test_an_entry_is_called_by_its_name(tmp_path: Path, variant: str, expected: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"variants: {{loom: {{{variant}}}}}\n{NAME}"
        "skills: [{name: C}, {name: C++}, {name: Loom}]\n"
    )
    (section,) = cvtool.load(source, variant="loom").sections
    found = ((shown(each.title), each.facts.get("level")) for each in section.entries)
    assert ", ".join(f"{name} ({level})" if level else name for name, level in found) == expected


@pytest.mark.parametrize("name", ["mill", "loom", "weberei", "tuch", "mühle"])
def test_an_entry_is_called_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"languages: [en, de]\nvariants: {{v: {{}}, w: {{work: {{{name}: {{position: P}}}}}}}}\n"
        f"{NAME}work:\n- else: {{name: Mill, in: {{v: {{name: Mühle}}}}}}\n"
        "  v: {name: {else: {en: Loom, de: Weberei}, w: Tuch}}\n",
        encoding="utf-8",
    )
    (section,) = cvtool.load(source, variant="w").sections
    assert [shown(each.position) for each in section.entries] == ["P"]


def test_what_is_said_of_an_entry_for_others_makes_none(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"variants: {{v: {{}}, w: {{work: {{mill: {{position: P}}}}}}}}\n{NAME}"
        "work: [{v: {name: Mill}}]\n"
    )
    assert cvtool.load(source, variant="w").sections == ()


def test_names_that_look_alike_are_one(tmp_path: Path) -> None:
    one, other = (normalize(form, "café") for form in ("NFC", "NFD"))
    text = f"{NAME}work: [{{name: {{else: V, {other}+public: W}}, for: [{one}]}}]\n"
    assert check(tmp_path, f"variants: {{{other}: {{}}}}\n{text}") == []
    (section,) = cvtool.load(tmp_path / "cv.yaml", variant=one).sections
    assert [shown(each.title) for each in section.entries] == ["W"]
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / f"{other}.yaml").write_text("skills: [{name: S}]\n")
    assert check(tmp_path, text) == []


def test_signs_tell_names_apart(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("@misc{a:b, title = {A}}\n@misc{a-b, title = {B}}")
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"variants: {{v: {{publications: {{'a:b': {{note: N}}}}}}}}\n{NAME}"
        "publications: [{key: a-b, note: M}]\n"
    )
    found = cvtool.load(source, variant="v").publications
    assert {each.key: shown(each.note) for each in found} == {"a:b": "N", "a-b": "M"}
    (message,) = check(
        tmp_path, f"variants: {{v: {{skills: {{c++: null}}}}}}\n{NAME}skills: [{{name: C}}]\n"
    )
    assert "there is no entry 'c++' here" in message


def test_papers_are_for_some(tmp_path: Path) -> None:
    entries = (f"@misc{{{key}, title = {{{key}}}, author = {{L}}, year = 2020}}" for key in "abcd")
    (tmp_path / "publications.bib").write_text("\n".join(entries))
    text = f"""{NAME}publications:
- {{key: a, for: industry}}
- {{key: b, except: industry}}
- {{key: c, in: {{industry: null}}}}
"""

    def keys(**reader: str) -> str:
        return "".join(sorted(it.key for it in said(tmp_path, text, **reader).publications))

    assert keys() == "bcd"
    assert keys(**INDUSTRY) == "ad"


def test_papers_are_for_some_by_keyword_and_in_the_bibliography(tmp_path: Path) -> None:
    keywords = {"a": "for:industry", "b": "except:zh, Systems", "c": "systems", "d": "theory"}
    entries = [
        f"@misc{{{key}, title = {{{key}}}, author = {{L}}, year = 2020, keywords = {{{each}}}}}"
        for key, each in keywords.items()
    ]
    (tmp_path / "publications.bib").write_text("\n".join(entries))
    text = f"{NAME}bibliography: {{for: {{backend: [theory]}}, except: {{industry: systems}}}}\n"

    def keys(**reader: str) -> str:
        return "".join(sorted(it.key for it in said(tmp_path, text, **reader).publications))

    assert keys() == "bc"
    assert keys(**ZH) == "c"
    assert keys(**INDUSTRY) == "a"
    assert keys(**ACME) == "ad"
    (output,) = cvtool.render(said(tmp_path, text, **INDUSTRY), "publications")
    assert b"industry" not in output.data
    wrong = text.replace("theory", "theorie").replace("backend:", "backendd:")
    (tmp_path / "publications.bib").write_text("@misc{e, title = {E}, keywords = {for: x}}\n")
    found = [each.partition("; ")[0].partition(": ")[2] for each in check(tmp_path, HEAD + wrong)]
    assert found == [
        "error: bibliography.for.backendd: expected a declared name, found 'backendd'",
        "warning: bibliography.for.backendd: no entry of the bibliography has the key or the "
        "keyword 'theorie'",
        "warning: bibliography.except.industry: no entry of the bibliography has the key or the "
        "keyword 'systems'",
        "error: 'e', keywords: for: expected a declared name, found 'x'",
    ]


@pytest.mark.parametrize(
    "keyword",
    ["for:private", "x; For: private", "for :private", "{for:private}", "for：private",
     r"\textbf{for:private}", "FOR: {P}rivate", r"for\:~private", "'for: private'", "$for:private$",
     r"\emph{for}: {\sc PRIVATE}", "{a, for: private}", "except:Public"],
)  # fmt: skip
def test_a_paper_can_be_private_by_its_keyword(tmp_path: Path, keyword: str) -> None:
    (tmp_path / "publications.bib").write_text(
        f"@misc{{a, title = {{Hidden}}, author = {{L}}, keywords = {{{keyword}}}}}\n"
    )
    source = tmp_path / "cv.yaml"
    source.write_text(NAME)
    outcome = run("render", "text", "llms", "bibtex", "-i", source, "-o", tmp_path / "output")
    assert outcome.status == 0
    outputs = [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert not any(b"Hidden" in path.read_bytes() for path in outputs)
    assert "Hidden" in (tmp_path / "private" / "cv.txt").read_text()
    assert "private/ has what" in outcome.out


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("for:", "error: 'a', keywords: for: expected public or private, found ''; known are "
         "private, public"),
        ("for: privat", "error: 'a', keywords: for: expected public or private, found 'privat'; "
         "did you mean 'private'?"),
        ("Private", "warning: 'a': the keyword 'Private' is shown: write 'for: private', if that "
         "is who reads it"),
        ("for=private", "warning: 'a': the keyword 'for=private' is shown: write 'for: private', "
         "if that is who reads it"),
        ("for {private}", "warning: 'a': the keyword 'for private' is shown: write 'for: private', "
         "if that is who reads it"),
        ("excpet: public", "warning: 'a': the keyword 'excpet: public' is shown: write 'except: "
         "public', if that is who reads it"),
        ("for loops, form: public-key, private keys, public", None),
    ],
)  # fmt: skip
def test_what_looks_as_if_it_said_who_reads_is_told(
    tmp_path: Path, keyword: str, expected: str | None
) -> None:
    (tmp_path / "publications.bib").write_text(
        f"@misc{{a, title = {{A}}, author = {{L}}, year = 2020, keywords = {{{keyword}}}}}\n"
    )
    told = [line.removeprefix("publications.bib:1:1: ") for line in check(tmp_path, NAME)]
    assert told == ([expected] if expected else [])


def test_formats_are_names(tmp_path: Path) -> None:
    text = f"{NAME}work:\n- {{name: Paper, for: pdf}}\n- {{name: Web, except: [pdf, text]}}\n"
    source = tmp_path / "cv.yaml"
    source.write_text(text)
    outcome = run("render", "markdown", "text", "llms", "-i", source, "-o", tmp_path / "o")
    assert (outcome.status, outcome.err) == (0, "")
    texts = {path.name: path.read_text() for path in (tmp_path / "o").iterdir()}
    assert ["Web" in texts[name] for name in ("cv.md", "llms-full.txt", "cv.txt")] == [1, 1, 0]
    assert not any("Paper" in each for each in texts.values())
    (edition,) = load_all(source).editions
    assert edition.public
    assert {*edition.public.others} == {"pdf", "text"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("work: [{name: W, for: industri}]", "work[0].for: expected a declared name, found "
         "'industri'; did you mean 'industry'?"),
        ("work: [{name: W, in: {acne: {name: V}}}]", "work[0].in.acne: expected a declared name, "
         "found 'acne'; did you mean 'acme'?"),
        ("work: [{name: W, for: zh+x}]", "work[0].for: expected a declared name, found 'x'"),
        ("work: [{name: W, except: [3]}]", "work[0].except[0]: expected a declared name, found "
         "'3'; known are acme, backend"),
        ("locale: de", "locale: 'de' is none of the languages: en, zh"),
    ],
)  # fmt: skip
def test_a_name_has_to_be_declared(tmp_path: Path, text: str, message: str) -> None:
    (found,) = check(tmp_path, f"{HEAD}{NAME}{text}\n")
    assert f": error: {message}" in found


@pytest.mark.parametrize(
    ("variants", "message"),
    [
        ("{a: {extends: b}}", "variants.a.extends: there is no variant 'b'"),
        ("{a: {extends: b}, b: {extends: [a]}}", "variants.a.extends: this leads back to itself"),
        ("{pdf: {}}", "variants.pdf: 'pdf' is a name already: choose another"),
        ("{a: {tags: x}}", "variants.a.tags: unknown tag 'x'"),
        (
            "{a: {formats: [pfd]}}",
            "variants.a.formats[0]: unknown format 'pfd'; did you mean 'pdf'?",
        ),
        ("{a: {audience: all}}", "variants.a.audience: unknown audience 'all'; known are"),
        ("{a: {folder: ../b}}", "variants.a.folder: expected a folder inside of the output"),
        ("{a: {folder: /b}}", "variants.a.folder: expected a folder inside of the output"),
        ("{a: {folder: b}, B: {}}", "variants.a.folder: the folder 'b' is that of the variant 'B'"),
        ("{a: {folder: x/zh}, b: {folder: x}}", "variants.b.folder: the folder 'x' is that of"),
        ("{a: {folder: zh}}", "variants.a.folder: the folder 'zh' is that of the language 'zh'"),
        ("{a: {variants: {}}}", "variants.a.variants: a variant declares no others"),
        ("{a: 3}", "variants.a: expected keys and values, found '3'"),
        ("[a]", "variants: expected keys and values, found"),
        ("{a: {basics: {nam: A}}}", "variants.a.basics.nam: unknown key 'nam'; did you mean"),
        ("{a: {work: {w: {}}}}", "variants.a.work.w: there is no entry 'w' here"),
    ],
)
def test_what_is_wrong_with_a_variant_is_told(tmp_path: Path, variants: str, message: str) -> None:
    head = f"{NAME}languages: [en, zh]\nvariants: {variants}\n"
    messages = check(tmp_path, f"{head}work: [{{name: V}}]\n")
    assert any(f": error: {message}" in each for each in messages), messages


def test_a_label_of_two_letters_is_a_label(tmp_path: Path) -> None:
    text = f"{NAME}work: [{{name: W, highlights: [{{ml: Learned.}}, {{pdf: Printed.}}]}}]\n"
    assert bullets(said(tmp_path, text)) == ["ml. Learned."]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A CV with a variant of each kind."""
    source = tmp_path / "cv.yaml"
    source.write_text(
        "languages: [en, zh]\nvariants:\n  open: {}\n  shut: {audience: private}\n"
        "  world: {audience: public, folder: w/o, formats: [text]}\n"
        "basics: {name: Ada, phone: '+44 20 7946 0000', url: 'https://ada.example'}\n"
    )
    return source


def made(folder: Path) -> set[str]:
    """The folders with a cv.txt, below this one."""
    return {path.parent.relative_to(folder).as_posix() for path in folder.rglob("cv.txt")}


def test_each_edition_has_a_folder(many: Path) -> None:
    arguments = ("render", "text", "llms", "-i", many, "-o", many.parent / "output")
    assert run(*arguments).status == 0
    both = {"", "/zh", "/open"}
    expected = {f"{root}{each}" for root in ("output", "private") for each in both}
    assert made(many.parent) == expected | {"private/shut", "output/w/o"}
    assert not (many.parent / "output" / "w" / "o" / "llms.txt").exists()
    assert not (many.parent / "private" / "shut" / "llms.txt").exists()
    assert (many.parent / "private" / "shut").stat().st_mode & 0o777 == 0o700
    assert "https://ada.example/zh/" in (many.parent / "output/zh/llms.txt").read_text()
    again = run(*arguments)
    assert {line.split()[-1] for line in again.out.splitlines()[:-1]} == {"unchanged"}


@pytest.mark.parametrize(
    ("variant", "formats"),
    [
        ("{pdf: {pages: 1}}", "pdf markdown text jsonresume vcard"),
        ("{extends: short}", "pdf markdown text jsonresume vcard"),
        ("{pdf: {pages: 1}, formats: [text, html]}", "html text"),
    ],
)
def test_a_variant_with_a_number_of_pages_is_to_send(
    tmp_path: Path, variant: str, formats: str
) -> None:
    (tmp_path / "cv.yaml").write_text(
        "basics: {name: Ada, url: 'https://ada.example'}\nbibliography: {limit: 1}\n"
        f"variants: {{short: {{pdf: {{pages: 2}}}}, v: {variant}}}\n"
        "publications: [{name: One, releaseDate: 2020}, {name: Two, releaseDate: 2021}]\n"
    )
    told = run("render", "-n", "-v", "v", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out").out
    assert {line.split()[1] for line in told.splitlines()} == {*formats.split()}
    shown = cvtool.render(cvtool.load(tmp_path / "cv.yaml", variant="v"), "text")[0].data.decode()
    here = "v/" if "html" in formats else ""
    assert f"https://ada.example/{here}#publications" in shown


def test_a_variant_without_a_site_leads_to_that_of_the_cv(tmp_path: Path) -> None:
    (tmp_path / "me.png").write_bytes(png(300, 300))
    (tmp_path / "cv.yaml").write_text(
        f"{NAME}  image: me.png\nsite: {{url: 'https://ada.example/'}}\n"
        "formats: {vcard: {qr: homepage}}\nvariants: {v: {pdf: {pages: 1}}, w: {}}\n"
    )
    for name, here in (("v", ""), ("w", "w/")):
        document = cvtool.load(tmp_path / "cv.yaml", variant=name)
        card, resume = (cvtool.render(document, it)[0].data for it in ("vcard", "jsonresume"))
        assert f"\nUID:https://ada.example/{here}\r\n".encode() in card
        assert f'"https://ada.example/{here}portrait.png"'.encode() in resume
        assert coded(document) == f"https://ada.example/{here}"


def test_data_of_a_variant_without_a_site_names_that_of_the_cv(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "new.md").write_text("---\ntitle: New\ndate: 2024-02-03\n---\nSaid.\n")
    (tmp_path / "cv.yaml").write_text(
        f"{NAME}site: {{url: 'https://ada.example/'}}\n"
        "variants: {v: {formats: [feed, atom, profile]}, w: {}}\n"
    )
    for name, here in (("v", ""), ("w", "w/")):
        document = cvtool.load(tmp_path / "cv.yaml", variant=name)
        formats = ("feed", "profile", "atom")
        outputs = (it for each in formats for it in cvtool.render(document, each))
        found = {each.path: each.data for each in outputs}
        data = {path: json.loads(it) for path, it in found.items() if path.endswith(".json")}
        home, own = f"https://ada.example/{here}", f"https://ada.example/{name}/"
        assert data["feed.json"]["home_page_url"] == data["profile.json"]["url"] == home
        assert data["feed.json"]["feed_url"] == f"{own}feed.json"
        assert data["feed.json"]["items"][0]["url"] == f"{home}posts/new.html"
        assert data["posts/feed.json"]["home_page_url"] == f"{home}posts.html"
        assert data["posts/feed.json"]["feed_url"] == f"{own}posts/feed.json"
        assert data["profile.json"]["mainEntity"]["@id"] == f"{home}#person"
        assert f'href="{home}"'.encode() in found["atom.xml"]
        assert f"<id>{own}</id>".encode() in found["atom.xml"]  # no two feeds have the same


@pytest.mark.parametrize("variant", ["{formats: [text]}", "{pdf: {pages: 1}}"])
def test_a_format_that_a_variant_has_not_is_a_note(tmp_path: Path, variant: str) -> None:
    (tmp_path / "cv.yaml").write_text(f"{NAME}variants: {{v: {variant}}}\n")
    where = ("-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    for _ in range(2):
        (line,) = run("render", "html", "-v", "v", *where).lines
        assert line.startswith("html: note: not made, as this variant has other formats: write it")
        assert not (tmp_path / "out").exists()
    run("render", "html", "-v", "v", "-v", "default", *where)
    assert (tmp_path / "out" / "index.html").exists()
    assert not (tmp_path / "out" / "v").exists()
    assert "note" not in run("render", "text", "html", "-v", "v", *where).err
    run("render", "html", "-v", "v", *where)
    assert (tmp_path / "out" / "v" / "cv.txt").exists()


def test_what_is_no_edition_any_more_goes(many: Path) -> None:
    arguments = ("render", "text", "-i", many, "-o", many.parent / "output")
    run(*arguments)
    text = many.read_text().replace("open: {}", "open: {audience: private}")
    many.write_text(text.replace("[en, zh]", "[en]").replace("folder: w/o", "folder: v"))
    (many.parent / "output" / "zh" / "mine.txt").write_text("mine")
    run(*arguments, "--variant", "world")
    assert made(many.parent) == {
        *("output", "output/v", "private", "private/shut", "private/open"),
    }
    assert [it.name for it in (many.parent / "output" / "zh").iterdir()] == ["mine.txt"]
    assert not (many.parent / "output" / "w").exists()


def test_an_edition_goes_though_all_is_as_it_was_before_it(many: Path) -> None:
    arguments = ("render", "text", "-i", many, "-o", many.parent / "output")
    run(*arguments)
    before, files = made(many.parent), many.parent / "variants"
    files.mkdir()
    (files / "new.yaml").write_text("basics: {label: Ours}\n")
    run(*arguments, "--variant", "new")
    assert made(many.parent) == before | {"output/new", "private/new"}
    (files / "new.yaml").unlink()
    run(*arguments)
    assert made(many.parent) == before


@pytest.mark.parametrize("variant", ["open", "world"])
def test_what_becomes_private_leaves_a_variant(many: Path, variant: str) -> None:
    """Whichever format is asked for, though that was made when it was private, too."""
    arguments = ("-i", many, "-o", many.parent / "output")
    secret = many.read_text().replace(", formats: [text]", "")
    if variant == "world":  # and nothing else that might change
        secret = secret.replace("languages: [en, zh]\n", "").replace("  open: {}\n", "")
        secret = secret.replace("  shut: {audience: private}\n", "")
    public = secret.replace("phone: '+44 20 7946 0000'", "phone: {public: '+44 20 7946 0000'}")
    one = ("--variant", variant)
    for text, more in ((secret, ("text", *one)), (public, ("markdown",)), (secret, ("text", *one))):
        many.write_text(text)
        assert run("render", *more, *arguments).status == 0
    folder = many.parent / "output" / {"world": "w/o"}.get(variant, variant)
    texts = [(folder / name).read_text() for name in ("cv.txt", "cv.md")]
    assert not any("7946" in text for text in texts)


def test_what_becomes_private_leaves_after_a_run_that_ended_early(many: Path) -> None:
    output = many.parent / "output"
    secret = many.read_text()
    many.write_text(secret.replace("phone: '+44 20 7946 0000'", "phone: {public: '7946'}"))
    assert run("render", "text", "markdown", "-i", many, "-o", output).status == 0
    many.write_text(secret)
    build = Build(many, output, ["text", "markdown"])
    reports = build.run()
    assert isinstance(reports, Generator)
    assert next(reports).path == "cv.txt"
    reports.close()
    build.close()
    assert "7946" in (output / "cv.md").read_text()
    assert run("render", "text", "-i", many, "-o", output).status == 0
    assert not any("7946" in path.read_text() for path in output.rglob("cv.*"))


def test_hidden_files_are_no_variants(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    for name in ("a.yaml", ".#a.yaml", "._b.yml"):
        (tmp_path / "variants" / name).write_text("basics: {label: A}\n")
    assert check(tmp_path, NAME) == []
    found = load_all(tmp_path / "cv.yaml", wanted=EVERY).editions
    assert [each.variant for each in found] == ["", "a"]


def test_what_is_for_others_leaves_a_variant(many: Path) -> None:
    arguments = ("-i", many, "-o", many.parent / "output")
    text = f"{many.read_text()}work: [{{name: Hidden}}]\n"
    many.write_text(text)
    run("render", "text", "markdown", *arguments)
    many.write_text(text.replace("Hidden", "Hidden, for: shut"))
    run("render", "text", *arguments)
    assert not any("Hidden" in it.read_text() for it in (many.parent / "output").rglob("cv.*"))


PRIVATELY = [
    "basics: {name: Ada, in: {private: {summary: HIDDEN}}}",
    "in: {private: {basics: {summary: HIDDEN}}}",
    "in: {public: {work: null}}\nwork: [{name: HIDDEN}]",
    "variants: {a: {in: {private: {basics: {label: HIDDEN}}}}}",
    "variants: {a: {}}\nin: {a+private: {work: [{name: HIDDEN}]}}",
    "variants: {a: {basics: {location: {city: Z}}}}\n"
    "basics: {name: Ada, location: {private: {region: HIDDEN}, public: {city: Y}}}",
    "work: [{name: HIDDEN, for: text+private}]",
    "work: [{name: W, in: {text+private: {summary: HIDDEN}}}]",
    "in: {private: {publications: {a: {note: N}}}}",
    "bibliography: {for: {text+private: a}}",
]


@pytest.mark.parametrize("text", PRIVATELY)
def test_what_differs_for_a_few_is_theirs(tmp_path: Path, text: str) -> None:
    title = "HIDDEN" if "HIDDEN" not in text else "T"
    (tmp_path / "publications.bib").write_text(f"@misc{{a, title = {{{title}}}}}\n")
    source = tmp_path / "cv.yaml"
    source.write_text(text + "\n" + ("" if "name: Ada" in text else NAME))
    assert run("render", "text", "llms", "-i", source, "-o", tmp_path / "output").status == 0
    texts = {path: path.read_text() for path in tmp_path.rglob("*.txt")}
    found = {path.relative_to(tmp_path).parts[0] for path in texts if "HIDDEN" in texts[path]}
    assert found == {"private"}


@pytest.mark.parametrize(
    "phone",
    ["{private: A, open: HIDDEN}", "{zh+private: A, en: HIDDEN}", "[{private: A, open: HIDDEN}]"],
)
def test_other_words_for_a_name_are_as_private_as_the_first(many: Path, phone: str) -> None:
    many.write_text(many.read_text().replace("'+44 20 7946 0000'", phone))
    assert run("render", "text", "llms", "-i", many, "-o", many.parent / "output").status == 0
    outputs = [path for path in (many.parent / "output").rglob("*") if path.is_file()]
    assert outputs
    assert not any("HIDDEN" in path.read_text() for path in outputs)


def test_the_private_folder_is_closed_though_the_cv_itself_has_nothing_in_it(many: Path) -> None:
    many.write_text(f"{NAME}variants: {{shut: {{audience: private}}}}\n")
    private = many.parent / "private"
    arguments = ("render", "text", "-i", many, "-o", many.parent / "output")
    for _ in range(2):
        assert run(*arguments).status == 0
        assert (private / ".gitignore").read_text() == "*\n"
        assert (private.stat().st_mode & 0o777, made(private)) == (0o700, {"shut"})
    many.write_text(NAME)
    assert run(*arguments).status == 0
    assert not private.exists()


def test_a_section_that_one_variant_shows_is_shown(tmp_path: Path) -> None:
    shown = "variants: {a: {sections: [work, awards]}}\n"
    text = f"{NAME}work: [{{name: W}}]\nawards: [{{title: A}}]\nsections: [work]\n"
    (tmp_path / "cv.yaml").write_text(text)
    assert "names 'awards', so" in run("check", "-i", tmp_path / "cv.yaml").err
    (tmp_path / "cv.yaml").write_text(shown + text)
    assert "so no output shows it" not in run("check", "-i", tmp_path / "cv.yaml").err


def test_some_can_be_named(many: Path) -> None:
    arguments = ("render", "text", "-i", many, "-o", many.parent / "output")
    run(*arguments, "--variant", "shut", "--variant", "world")
    assert made(many.parent) == {"private/shut", "output/w/o"}
    run(*arguments, "--language", "zh")
    run(*arguments, "--language", "zh", "--variant", "open", "--jobs", "1")
    assert made(many.parent) == {
        *("private/shut", "output/w/o", "output/zh", "private/zh"),
        *("output/open/zh", "private/open/zh"),
    }
    run(*arguments, "--language", "zh", "--all-variants")
    assert {"private/shut/zh", "output/w/o/zh"} <= made(many.parent)
    outcome = run(*arguments, "--variant", "default", "--variant", "shut")
    assert [outcome.out.count(f"{each}/cv.txt") for each in ("output", "private")] == [1, 1]
    for name, told in (("zh", "--language zh"), ("open+zh", "--variant open --language zh")):
        outcome = run(*arguments, "--variant", name)
        assert outcome.err.endswith(f"there is no variant '{name}': write {told}\n")
    outcome = run(*arguments, "--variant", "opn", "--language", "fr")
    assert outcome.status == 1
    assert "error: there is no variant 'opn'; did you mean 'open'?" in outcome.err
    assert "error: there is no language 'fr'; known are en, zh" in outcome.err


@pytest.mark.parametrize("site", ["", "site: {url: 'https://ada.example'}\n"])
def test_what_has_no_page_is_not_linked(tmp_path: Path, site: str) -> None:
    variants = "variants: {v: {formats: [llms, profile, feed]}, w: {formats: [llms, html]}}\n"
    papers = "publications: [{name: P}, {name: Q, url: 'https://q.example'}]\n"
    (tmp_path / "cv.yaml").write_text(variants + site + NAME + papers)
    run("render", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "o")
    files = ("llms.txt", "profile.json", "feed.json")
    texts = [(tmp_path / "o" / "v" / name).read_text() for name in files]
    assert ["/p.html" in each for each in texts] == [False, False, False]
    assert ["https://q.example" in each for each in texts] == [True, True, True]
    assert "publications/p.html" in (tmp_path / "o" / "w" / "llms.txt").read_text()


def test_what_was_made_stays_up_to_date_and_private(many: Path) -> None:
    source, output = many, many.parent / "output"
    arguments = ("render", "text", "markdown", "-i", source, "-o", output)
    source.write_text(source.read_text() + "x-a: {b: 1}\nwork: [{name: Old}]\n")
    run(*arguments)
    run(*arguments, "--variant", "open", "--language", "zh")
    source.write_text(source.read_text().replace("{name: Old}", "{name: New}"))
    run(*arguments)
    assert "New" in (output / "open" / "zh" / "cv.txt").read_text()
    source.write_text(source.read_text().replace("{name: New}", "{name: New, for: private}"))
    run("render", "text", "-i", source, "-o", output, "--variant", "world")
    texts = [path.read_text() for path in output.rglob("cv.*")]
    assert len(texts) == 9
    assert not any("New" in each for each in texts)


def test_formats_that_an_edition_drops_go(many: Path) -> None:
    arguments = ("render", "text", "llms", "-i", many, "-o", many.parent / "output")
    run(*arguments)
    many.write_text(many.read_text().replace("open: {}", "open: {formats: [text, llms, html]}"))
    run(*arguments)
    assert not (many.parent / "private" / "open" / "llms.txt").exists()
    many.write_text(many.read_text().replace("[text, llms, html]", "[text]"))
    run(*arguments)
    assert not (many.parent / "output" / "open" / "llms.txt").exists()
    many.write_text(many.read_text().replace("open:", "opened:"))
    assert "output/open: note: cleared: no edition goes here any more" in run(*arguments).err


def test_a_private_variant_leads_to_the_public_list(tmp_path: Path) -> None:
    entries = (f"@misc{{{key}, title = {{{key}}}, author = {{L}}}}" for key in "ab")
    (tmp_path / "publications.bib").write_text("\n".join(entries))
    text = (
        "variants: {jobs: {audience: private, bibliography: {limit: 1}}}\n"
        "basics: {name: Ada, url: 'https://ada.example'}\n"
    )
    (tmp_path / "cv.yaml").write_text(text)
    (output,) = cvtool.render(cvtool.load(tmp_path / "cv.yaml", variant="jobs"), "text")
    assert b"https://ada.example/#publications" in output.data


def test_other_words_under_no_name_are_told(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{NAME}  label: {{else: A, industri: B}}\n"
        "work: [{highlights: [{else: A, acm: B}]}]\n"
    )
    assert [each.partition(": error: ")[2] for each in check(tmp_path, text)] == [
        "basics.label.industri: expected a declared name, found 'industri'; did you mean "
        "'industry'?",
        "work[0].highlights[0].acm: expected a declared name, found 'acm'; did you mean 'acme'?",
    ]


def test_a_name_that_only_others_have_is_no_error(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{NAME}sections: [own, work]\nwork: [{{name: W}}]\n"
        "custom: [{id: own, heading: Own, notes: [N], for: industry}]\n"
    )
    assert not any("error" in each for each in check(tmp_path, text))
    assert cvtool.load(tmp_path / "cv.yaml").sections
    (message,) = check(tmp_path, text.replace("[own, work]", "[onw, work]"))
    assert "unknown section 'onw'" in message


def test_the_names_in_all_languages_are_those_of_the_person(tmp_path: Path) -> None:
    (tmp_path / "publications.bib").write_text("@misc{k, title = {T}, author = {Quill, Ada}}")
    text = "basics: {name: {en: Ada Quill, zh: 艾达}, aliases: [A. Quill]}\n"
    for reader in (DEFAULT, ZH):
        (paper,) = said(tmp_path, text, **reader).publications
        assert [each.is_owner for each in paper.authors] == [True]


def test_texts_in_lists_have_marks_too(tmp_path: Path) -> None:
    text = """basics: {name: Ada, keywords: [A, {text: B, for: industry}]}
sections: [{text: work, except: industry}, {section: skills, for: industry}]
work: [{name: W, in: {backend: {keywords: [K]}}}]
skills: [{name: S, keywords: [{industry: D, else: E}, {text: F, except: zh}]}]
"""
    first, second = said(tmp_path, text), said(tmp_path, text, **INDUSTRY)
    assert [[*map(shown, each.person.keywords)] for each in (first, second)] == [["A"], ["A", "B"]]
    assert [[it.id for it in each.sections] for each in (first, second)] == [["work"], ["skills"]]
    (skill,) = second.sections[0].entries
    assert [*map(shown, skill.keywords)] == ["D", "F"]


def test_every_edition_is_loaded_once(many: Path) -> None:
    loaded = load_all(many, wanted=EVERY)
    assert [(each.variant, each.language) for each in loaded.editions] == [
        *(("", "en"), ("", "zh"), ("open", "en"), ("shut", "en"), ("world", "en")),
    ]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("{pdf: {theme: bold}}", "Ada W S"),
        ("{text: {headings: {work: A}}, html: {sections: [work]}}", "Ada A W S"),
        ("{custom: {own: {publications: [{name: P}]}}}", "Ada W S P"),
        ("{work: {teaching: {position: T}}}", "Ada W T S"),
        ("{basics: {summary: B}}", "Ada B W S"),
        ("{skills: {teaching: [{name: R}]}}", "Ada W R"),
    ],
)
def test_a_name_may_be_that_of_a_key_or_an_entry(tmp_path: Path, says: str, expected: str) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(
        f"variants: {{teaching: {says}, summary: {{}}}}\nbasics: {{name: Ada}}\n"
        "work: [{id: teaching, name: W}]\nskills: [{name: S}]\n"
        "custom: [{id: own, heading: '', notes: []}]\n"
    )
    run("render", "text", "-i", source, "-o", tmp_path / "o", "--variant", "teaching")
    words = (tmp_path / "o" / "teaching" / "cv.txt").read_text().split()
    assert [each for each in words if each in {"Ada", *"ABPRSTW"}] == expected.split()
