"""A site in several languages: each page leads to the same one in the others, and search engines
find all of them, but no variant."""

from __future__ import annotations

import json
import re
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest
from helpers import run
from test_html import BINARY

from cvtool.model.formats import Translation
from cvtool.pipeline.editions import EVERY
from cvtool.pipeline.load import load_all
from cvtool.words.data import autonym

SITE = "https://ada.example/~ada"
CV = """languages: [en, zh, pt-BR]
variants: {jobs: {}, shut: {audience: private}}
basics: {name: {en: Ada, zh: 艾达, pt-BR: Ada}, summary: {en: One., zh: 一。, pt-BR: Um.}}
publications: [{key: b, except: zh}, {key: c, for: [zh, pt-BR]}]
"""
BIB = "".join(f"@misc{{{key}, title={{T}}, author={{A}}, year=2020}}\n" for key in "abc")
_LINK = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')
_SWITCH = re.compile(r'<nav class="switch" aria-label="([^"]+)">(.*?)</nav>', re.DOTALL)
_ENTRY = re.compile(
    r'<li>(?:<a href="([^"]+)" lang="([^"]+)" hreflang="\2" rel="alternate">|'
    r'<span lang="([^"]+)" aria-current="true">)([^<]+)</(?:a|span)></li>'
)
_SPACES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def site(folder: Path, text: str = CV, *formats: str) -> dict[str, str]:
    """The files of a CV's editions, by their paths in the output folder."""
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    bibliography = folder / "publications.bib"
    if not bibliography.exists():
        bibliography.write_text(BIB)
    output = folder / "output"
    outcome = run("render", *(formats or ["html"]), "-i", folder / "cv.yaml", "-o", output)
    assert outcome.status == 0, outcome.err
    found = (path for path in output.rglob("[!.]*.*") if path.suffix not in BINARY)
    return {path.relative_to(output).as_posix(): path.read_text() for path in found}


def hreflang(page: str) -> dict[str, str]:
    """What search engines are told."""
    return dict(_LINK.findall(page))


@pytest.mark.parametrize("home", ["", SITE])
def test_each_page_names_itself_in_all_languages(tmp_path: Path, home: str) -> None:
    files = site(tmp_path, f"{CV}site: {{url: '{home}'}}\n" if home else CV)
    homes = {"en": "index.html", "zh": "zh/index.html", "pt-BR": "pt-BR/index.html"}
    addresses = {"en": SITE, "zh": f"{SITE}/zh/", "pt-BR": f"{SITE}/pt-BR/"}
    for own, path in homes.items():
        said = hreflang(files[path])
        assert {*said} == {*homes, "x-default"}
        assert said["x-default"] == said["en"]
        found = {each: normpath(join(dirname(path), said[each])) for each in homes}
        assert {each: said[each] for each in homes} == addresses if home else found == homes
        ((_, switch),) = _SWITCH.findall(files[path])
        entries = _ENTRY.findall(switch)
        assert [name for *_, name in entries] == ["English", "中文", "Português"]
        ways = {lang: normpath(join(dirname(path), href)) for href, lang, *_ in entries if href}
        assert ways == {lang: homes[lang] for lang in homes if lang != own}
        assert [current for *_, current, _ in entries if current] == [own]
        assert not home or f'<link rel="canonical" href="{addresses[own]}">' in files[path]


PAPERS = {"a": ("en", "zh", "pt-BR"), "b": ("en", "pt-BR"), "c": ("zh", "pt-BR")}


def page(language: str, key: str) -> str:
    """The path of the page of a paper."""
    return f"{'' if language == 'en' else f'{language}/'}publications/{key}.html"


@pytest.mark.parametrize("key", PAPERS)
def test_the_page_of_a_paper_leads_to_those_that_there_are(tmp_path: Path, key: str) -> None:
    files = site(tmp_path, f"{CV}site: {{url: '{SITE}'}}\n")
    pages = {language: page(language, key) for language in PAPERS[key]}
    for own, path in pages.items():
        said = hreflang(files[path])
        assert said.pop("x-default", "") == (
            f"{SITE}/{path}" if own == "en" else said.get("en", "")
        )
        assert said == {language: f"{SITE}/{there}" for language, there in pages.items()}
        ((_, switch),) = _SWITCH.findall(files[path])
        ways = [normpath(join(dirname(path), href)) for href, *_ in _ENTRY.findall(switch) if href]
        assert ways == [there for language, there in pages.items() if language != own]
    for language in {"en", "zh", "pt-BR"} - {*pages}:
        assert page(language, key) not in files


def test_the_map_of_the_site_has_all_languages_and_no_variant(tmp_path: Path) -> None:
    files = site(tmp_path, f"{CV}site: {{url: '{SITE}'}}\n")
    found = {}
    for url in ElementTree.fromstring(files["sitemap.xml"]).iterfind("url", _SPACES):
        links = url.iterfind("x:link", _SPACES)
        found[url.findtext("loc", "", _SPACES)] = {
            it.get("hreflang"): it.get("href") for it in links
        }
    homes = {"en": SITE, "zh": f"{SITE}/zh/", "pt-BR": f"{SITE}/pt-BR/"}
    expected = dict.fromkeys(homes.values(), homes)
    for key, languages in PAPERS.items():
        pages = {language: f"{SITE}/{page(language, key)}" for language in languages}
        expected |= dict.fromkeys(pages.values(), pages)
    assert found == expected


def test_hosts_find_their_files_in_the_folder_above_alone(tmp_path: Path) -> None:
    site(tmp_path, f"{CV}site: {{url: 'https://ada.example/'}}\n")
    for name in ("404.html", "robots.txt", "sitemap.xml", "CNAME", ".nojekyll"):
        found = (tmp_path / "output").rglob(name)
        assert [path.relative_to(tmp_path / "output").as_posix() for path in found] == [name]


def test_search_engines_leave_variants_alone(tmp_path: Path) -> None:
    files = site(tmp_path, f"{CV}site: {{url: '{SITE}'}}\n")
    marked = {
        path for path, text in files.items() if '<meta name="robots" content="noindex">' in text
    }
    below = {path for path in files if path.startswith("jobs/") and path.endswith(".html")}
    assert marked == below | {"404.html"}
    page = files["jobs/index.html"]
    assert f'<link rel="canonical" href="{SITE}/jobs/">' in page
    assert (hreflang(page), _SWITCH.findall(page)) == ({}, [])
    assert {path for path, text in files.items() if "jobs/" in text} <= below


def test_the_files_for_programs_say_their_language(tmp_path: Path) -> None:
    names = ("llms", "feed", "atom", "profile", "html", "publications")
    files = site(tmp_path, f"{CV}site: {{url: '{SITE}'}}\n", *names)
    assert json.loads(files["zh/feed.json"])["language"] == "zh"
    assert ' xml:lang="zh">' in files["zh/atom.xml"].splitlines()[1]
    profile = json.loads(files["zh/profile.json"])
    assert profile["inLanguage"] == "zh"
    ids = {
        json.loads(files[f"{it}profile.json"])["mainEntity"]["@id"] for it in ("", "zh/", "pt-BR/")
    }
    assert ids == {f"{SITE}/#person"}
    links = re.findall(r"^- \[(.+)\]\((\S+)\): llms\.txt$", files["llms.txt"], re.MULTILINE)
    assert links == [
        ("中文", f"{SITE}/zh/llms.txt"),
        ("Português", f"{SITE}/pt-BR/llms.txt"),
    ]
    assert "\n- 语言：中文\n" in files["zh/llms-full.txt"]
    assert f"English：{SITE}/llms-full.txt (text/plain)\n" in files["zh/llms-full.txt"]
    site(tmp_path, CV, *names)
    assert "](../llms.txt): llms.txt" in (tmp_path / "output/zh/llms.txt").read_text()


def test_a_language_may_have_a_site_of_its_own(tmp_path: Path) -> None:
    text = CV.replace("[en, zh, pt-BR]", "[en, zh]").replace(", pt-BR: Ada}", "}")
    text = text.replace(", pt-BR: Um.}", "}").replace("[zh, pt-BR]", "zh")
    other = "https://ai.example"
    files = site(tmp_path, f"{text}site: {{url: {{en: '{SITE}', zh: '{other}'}}}}\n")
    expected = {"en": SITE, "x-default": SITE, "zh": f"{other}/zh/"}
    assert hreflang(files["index.html"]) == hreflang(files["zh/index.html"]) == expected


@pytest.mark.parametrize(
    ("rule", "keywords"),
    [("{for: {en: [own], pt-BR: [own]}}", "own"), ("{}", "for:en, for:pt-BR")],
)
def test_the_bibliography_says_who_has_a_page(tmp_path: Path, rule: str, keywords: str) -> None:
    said = BIB.replace("{T}", f"{{T}}, keywords={{{keywords}}}", 1)
    (tmp_path / "publications.bib").write_text(said)
    text = re.sub("basics: .*", "basics: {name: Ada}", CV)
    files = site(tmp_path, re.sub("publications: .*", f"bibliography: {rule}", text))
    assert {*hreflang(files[page("en", "a")])} == {"en", "pt-BR", "x-default"}
    assert {*hreflang(files[page("en", "b")])} == {"en", "zh", "pt-BR", "x-default"}
    assert page("zh", "a") not in files


def test_an_account_is_no_address_of_a_site(tmp_path: Path) -> None:
    files = site(tmp_path, CV.replace("basics: {", "basics: {url: 'https://github.com/ada', "))
    assert hreflang(files["zh/index.html"])["en"] == "../index.html"
    assert "github.com/ada/" not in "".join(files.values())


def test_one_language_is_no_choice(tmp_path: Path) -> None:
    files = site(tmp_path, "languages: [{language: English}]\nbasics: {name: Ada}\n")
    assert (hreflang(files["index.html"]), _SWITCH.findall(files["index.html"])) == ({}, [])


def test_what_is_read_by_a_few_names_no_translation(tmp_path: Path) -> None:
    source = tmp_path / "cv.yaml"
    source.write_text(CV.replace("basics: {", "basics: {phone: '1', ").split("publications")[0])
    editions = load_all(source, wanted=EVERY).editions
    documents = [it.document.translations for each in editions for it in each.versions if it]
    assert [len(each) for each in documents] == [3, 0, 3, 0, 3, 0, 0, 0, 0]
    assert documents[0][0] == Translation("en", "English")


@pytest.mark.parametrize(
    ("tag", "others", "name"),
    [
        ("zh", ["en"], "中文"),
        ("zh-Hans", ["zh-Hant"], "简体中文"),
        ("zh-Hant-TW", ["en"], "繁體中文"),
        ("fr", [], "Français"),
        ("pt-BR", ["en"], "Português"),
        ("pt-BR", ["pt"], "Português (Brasil)"),
        ("en-GB", ["en-IE"], "British English"),
        ("en-IE", ["en-GB"], "English (IE)"),
        ("sr-Latn", [], "Srpski (latinica)"),
        ("tlh", [], "tlh"),
    ],
)
def test_languages_call_themselves(tag: str, others: list[str], name: str) -> None:
    assert autonym(tag, [tag, *others]) == name


@pytest.mark.parametrize(
    ("heading", "order", "said"),
    [
        ("{en: Approach, de: Ansatz}", "approach", ["## Approach", "## Ansatz"]),
        ("{en: Approach, de: Ansatz}", "Ansatz", ["## Approach", "## Ansatz"]),
        ("{else: Approach, fair: Method}", "approach", ["## Approach", "## Method"]),
        ("{public: Open, private: Secret}", "open", ["## Open", "## Secret"]),
    ],
)
def test_a_section_of_ones_own_is_called_by_one_heading_in_all_editions(
    tmp_path: Path, heading: str, order: str, said: list[str]
) -> None:
    names = "languages: [en, de]" if "en" in heading[:3] else "variants: {fair: {}}"
    own = f"custom: [{{heading: {heading}, notes: [{{else: Zebra, private: Zebra p}}]}}]"
    (tmp_path / "cv.yaml").write_text(
        f"basics: {{name: Ada}}\n{names}\n{own}\nsections: ['{order}']\n"
    )
    outcome = run("render", "html", "markdown", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "out")
    assert (outcome.status, outcome.err) == (0, "")
    texts = {each: each.read_text() for each in tmp_path.rglob("cv.md")}
    assert all("Zebra" in each for each in texts.values())
    found = {line for each in texts.values() for line in each.splitlines() if line[:2] == "##"}
    assert found == {*said}
    pages = [each.read_text() for each in (tmp_path / "out").rglob("*.html")]
    assert not any(re.search("secret", each, re.IGNORECASE) for each in pages)


def test_a_section_with_an_id_is_called_by_its_heading_too(tmp_path: Path) -> None:
    own = "custom: [{id: two, heading: Second, notes: [Zebra]}]\nsections: [Second]\n"
    assert "Zebra" in site(tmp_path, f"basics: {{name: Ada}}\n{own}", "markdown")["cv.md"]
