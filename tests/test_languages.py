"""A CV in each language: nothing that cvtool says in it is left in English."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from everything import HOSTILE, document_of, everything
from helpers import NAME, check, run
from test_wording import BIB, visible

import cvtool
from cvtool.model.document import Document
from cvtool.words import FALLBACK, Language, languages
from cvtool.words.data import words

FORMATS = ("markdown", "text", "llms", "html")
OTHERS = sorted(languages() - {FALLBACK})
_GIVEN = re.compile(
    r"@[^@\n]*@|\S*://\S+|\S+@example\.org|[\w-]+\.(?:json|txt|md|pdf|bib|xml|html)\b"
)
"""What the CV itself says, addresses, and names of files."""
_PLACE = re.compile(r"\{\w+(?:\|[^{}]*)?\}")
_SIGNS = ' ,.:;()*†‡{}[]|·—"'
_UNFILLED = re.compile(r"\{(?:count|edition|name|number|people)\}")


@cache
def said(name: str) -> frozenset[str]:
    """Every piece of text in the file of a language."""
    own = words(name)
    texts = [form for each in own.phrases.values() for form in forms(each)]
    pieces = (each for text in [*texts, *own.lines.values()] for each in _PLACE.split(text))
    return frozenset(each.strip(_SIGNS) for each in pieces)


def forms(phrase: object) -> list[str]:
    return list(map(str, phrase.values() if isinstance(phrase, dict) else [phrase]))


@cache
def foreign(name: str) -> re.Pattern[str]:
    """The English words that the language has not alike."""
    own = "\n".join(said(name)).casefold()
    known = (each for each in said(FALLBACK) if len(each) > 2)
    wanted = [each for each in known if not is_in(each.casefold(), own)]
    longest_first = sorted(wanted, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def is_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def left_over(text: str, name: str) -> list[str]:
    """What of the text is English, or was never filled in."""
    own = _GIVEN.sub(" ", text)
    return sorted({*foreign(name).findall(own), *_UNFILLED.findall(own)})


@cache
def plain() -> str:
    """Every field, with marks alone as texts."""
    cv = everything() | {"bibliography": {"counts": True, "groupBy": ["type", "year"]}}
    del cv["custom"]  # the same again
    return json.dumps(cv).replace(json.dumps(HOSTILE)[1:-1], "")


def everything_in(name: str, folder: Path) -> Document:
    return document_of(json.loads(plain()) | {"locale": name}, folder, BIB)


@pytest.mark.parametrize("name", OTHERS)
def test_no_output_is_partly_in_english(name: str, tmp_path: Path) -> None:
    document = everything_in(name, tmp_path)
    outputs = (output for form in FORMATS for output in cvtool.render(document, form))
    shown = {output.path: output.data for output in outputs}
    for path in ("cv.md", "cv.txt", "llms.txt", "llms-full.txt"):
        assert left_over(shown[path].decode(), name) == [], path
    for path in ("index.html", "404.html", "publications/a.html"):
        assert left_over(visible(shown[path].decode()), name) == [], path


@pytest.mark.parametrize(
    ("name", "written", "shown"),
    [
        ("Nguyễn Thị Thảo", "Nguyễn, Thị Thảo", "Nguyễn Thị Thảo"),
        ("Dr. Kovács János", "Kovacs, Janos", "Kovács János"),
        ("山田 太郎", "山田, 太郎", "山田 太郎"),
        ("Ada Lovelace", "Lovelace, Ada", "Ada Lovelace"),
        ("Lovelace, Ada", "Lovelace, Ada", "Ada Lovelace"),
        ("Kovács János", "Kovács, J.", "J. Kovács"),
    ],
)
def test_the_owners_surname_comes_first_where_the_cv_has_it_so(
    name: str, written: str, shown: str, tmp_path: Path
) -> None:
    bib = f"@misc{{a, title={{T}}, author={{{written} and Ro, Y.}}, year=2020}}"
    document = document_of({"locale": "hu", "basics": {"name": name}}, tmp_path, bib)
    (paper,) = document.publications
    assert [(each.name, each.is_owner) for each in paper.authors] == [
        (shown, True),
        ("Y. Ro", False),
    ]


@pytest.mark.parametrize(
    ("name", "authors", "label"),
    [
        ("en", "A. Bo, C. Do, and 2 others", "L. x"),
        ("nn", "A. Bo, C. Do og 2 forfattarar til", "L. x"),
        ("zh", "A. Bo, C. Do 及其他 2 人", "L：x"),
    ],
)
def test_every_output_ends_a_list_of_people_alike(
    name: str, authors: str, label: str, tmp_path: Path
) -> None:
    cv = {
        "locale": name,
        "bibliography": {"maxAuthors": 2},
        "work": [{"name": "A", "highlights": [{"L": "x"}]}],
    }
    bib = "@misc{a, title={T}, author={Bo, A. and Do, C. and Ro, E. and Mo, F.}, year=2020}"
    document = document_of(cv, tmp_path, bib)
    for form, path in (("markdown", "cv.md"), ("text", "cv.txt"), ("html", "index.html")):
        outputs = {each.path: each.data for each in cvtool.render(document, form)}
        text = outputs[path].decode()
        shown = re.sub(r"<[^>]+>", "", text) if form == "html" else text
        assert authors in shown, path
        assert label in shown or form == "markdown", path


@pytest.mark.parametrize(("locale", "tag"), [("zh_tw", "zh-TW"), ("ZH-HANT-hk", "zh-Hant-HK")])
def test_a_locale_may_be_written_as_programs_write_it(
    locale: str, tag: str, tmp_path: Path
) -> None:
    document = document_of({"locale": locale, "work": [{"name": "A"}]}, tmp_path)
    assert document.locale == tag
    assert document.sections[0].heading == Language("zh-Hant").phrases["work"]


def test_a_language_without_words_is_told_once(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}locale: sr\nwork: [{{name: A}}]\n")
    assert line.endswith("locale: no headings and dates for 'sr' yet: English ones are used")


@pytest.mark.parametrize(
    ("languages", "notes"),
    [
        (
            "de, {language: English (C2)}",
            ["'English' is not German, as the CV is: write 'Englisch'"],
        ),
        ("de, {language: Englisch}, {language: Latein}, {language: Hindi}, {language: Elvish}", []),
        ("en, de, {language: Deutsch}", ["'Deutsch' is not English, as the CV is: write 'German'"]),
        ("en, de, {language: {en: English, de: Englisch}}", []),
        ("zh-Hant, {language: French}", ["'French' is not Chinese, as the CV is: write '法文'"]),
    ],
)
def test_a_language_that_is_called_as_in_another_is_a_note(
    tmp_path: Path, languages: str, notes: list[str]
) -> None:
    (tmp_path / "cv.yaml").write_text(f"{NAME}languages: [{languages}]\n")
    lines = run("check", "-i", tmp_path / "cv.yaml").lines
    found = [line for line in lines if " is not " in line]
    assert [line.partition(".language: ")[2] for line in found] == notes


TEXTS = yaml.safe_load((Path(__file__).parent / "data" / "written.yaml").read_text("utf-8"))
WRITTEN, NOBODYS = TEXTS["ours"], TEXTS["others"]


def resume(folder: Path, **more: object) -> Path:
    path = folder / "resume.json"
    work = [{"name": "Southmere", "startDate": "2019-03"}]
    path.write_text(json.dumps({"basics": {"name": "Ada King"}, "work": work} | more))
    return path


def test_there_is_a_text_in_each_language() -> None:
    assert {*WRITTEN, "pt-BR"} == {*OTHERS}, "and none in what only regions part"


@pytest.mark.parametrize("name", WRITTEN)
def test_a_resume_without_a_language_is_in_that_of_its_texts(name: str, tmp_path: Path) -> None:
    path = resume(tmp_path, basics={"name": "Ada King", "summary": WRITTEN[name]})
    assert cvtool.load(path).sections[-1].heading == words(name).phrases["work"]
    (line,) = run("check", "-i", path).lines[:1]
    assert ": warning: locale: missing: the texts are in " in line
    assert run("import", path, "-o", tmp_path / "new").status == 0
    assert f"locale: {name}\n" in (tmp_path / "new" / "cv.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("מהנדסת תוכנה, אימות מערכות תעופתיות", "he"),
        ("Μηχανικός λογισμικού στην Αθήνα, Python, Docker", "el"),
        ("Η: α, β, γ decay", "en"),
        ("Reads Hebrew (תלמוד, תנ״ך, משנה ועוד דברים)" + " and many other books" * 9, "en"),
    ],
)
def test_letters_of_one_language_alone_say_which_it_is(
    text: str, locale: str, tmp_path: Path
) -> None:
    assert cvtool.load(resume(tmp_path, basics={"summary": text})).locale == locale


@pytest.mark.parametrize("text", NOBODYS.values(), ids=NOBODYS)
def test_a_resume_in_no_language_for_sure_is_in_english(text: str, tmp_path: Path) -> None:
    path = resume(tmp_path, basics={"name": "Ada King", "summary": text})
    assert cvtool.load(path).locale == FALLBACK
    assert not any("locale" in line for line in run("check", "-i", path).lines)


def test_what_others_say_of_somebody_has_no_part_in_the_language(tmp_path: Path) -> None:
    said = [{"name": "Lin", "reference": NOBODYS["en"] * 3}]
    path = resume(tmp_path, basics={"summary": WRITTEN["de"]}, references=said)
    assert cvtool.load(path).locale == "de"


@pytest.mark.parametrize(
    ("said", "locale"),
    [
        ({"language": "ru"}, "ru"),
        ({"lang": "pt_BR"}, "pt-BR"),
        ({"language": "German"}, "de"),
        ({"meta": {"locale": "fr-CH"}}, "fr-CH"),
        ({"meta": {"language": "fr", "version": "v1.0.0"}}, "fr"),
        ({"locale": "it", "language": "ru"}, "it"),
        ({"language": "Klingon"}, "en"),
        ({"language": ["ru"]}, "en"),
    ],
)
def test_a_resume_may_say_its_language_as_other_programs_do(
    said: dict[str, object], locale: str, tmp_path: Path
) -> None:
    assert cvtool.load(resume(tmp_path, **said)).locale == locale


def test_the_key_that_says_the_language_is_told(tmp_path: Path) -> None:
    lines = run("check", "-i", resume(tmp_path, language="ru")).lines
    (line,) = [each for each in lines if "language" in each]
    assert line.endswith("warning: language: 'language' is read as 'locale' of the whole CV")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({"city": "Bern", "countryCode": "Schweiz"}, "Bern, Schweiz"),
        ({"city": "Lima", "countryCode": "Peru"}, "Lima, Peru"),
        ({"city": "Lima", "countryCode": "PER"}, "Lima, Peru"),
        ({"city": "Bern", "region": "BE", "country": "Schweiz"}, "Bern, BE"),
    ],
)
def test_a_country_is_known_by_its_name_in_the_language_and_three_letters(
    place: dict[str, str], shown: str, tmp_path: Path
) -> None:
    path = resume(tmp_path, basics={"location": place}, locale="de")
    document = cvtool.load(path)
    (text, data) = (
        cvtool.render(document, each)[0].data.decode() for each in ("text", "jsonresume")
    )
    assert f": {shown}\n" in text
    assert json.loads(data)["basics"]["location"]["countryCode"] in ("CH", "PE")
