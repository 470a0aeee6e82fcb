"""The pages of the site beside the homepage: sections, texts in Markdown, posts."""

from __future__ import annotations

import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import Browser
from helpers import check, run
from owners import CV, NEWS, document_in, folder_of, site_in
from sites import served, written

from cvtool.read.commonmark import reading
from cvtool.render.folds import elements

_OTHERS = (".pdf", ".md", ".txt", ".json", ".bib", ".ris", ".vcf", ".xml")
_LINK = re.compile(r'<a [^>]*?href="([^"#]*)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site of a CV with pages."""
    return site_in(folder_of(tmp_path_factory.mktemp("site")), "feed", "atom")


PAGES = (
    "publications.html",
    "teaching.html",
    "group.html",
    "news.html",
    "about.html",
    "posts.html",
)


# Where they stand


@pytest.mark.parametrize("path", ["index.html", *PAGES])
def test_every_page_leads_to_every_other_and_marks_itself(path: str, site: dict[str, str]) -> None:
    nav = site[path].partition('<nav class="pages"')[2].partition("</nav>")[0]
    assert [*_LINK.findall(nav)] == ["index.html", *PAGES]
    assert re.findall(r'href="([^"]*)" aria-current="page"', nav) == [path]


@pytest.mark.parametrize("path", [*PAGES, "posts/2026-03-15-first.html", "publications/q2019.html"])
def test_a_page_has_a_head_of_its_own(path: str, site: dict[str, str]) -> None:
    head = site[path].partition("</head>")[0]
    assert f'<link rel="canonical" href="https://ada.example.org/{path}">' in head
    assert "Ada Quill</title>" in head
    about = re.findall(r'name="description" content="([^"]+)"', head)
    assert len(about) == 1
    assert len(about[0]) <= 200
    assert f"<loc>https://ada.example.org/{path}</loc>" in site["sitemap.xml"]


def test_pages_name_the_same_in_other_languages(site: dict[str, str]) -> None:
    assert 'hreflang="de" href="https://ada.example.org/de/about.html"' in site["about.html"]
    assert 'href="de/about.html" lang="de"' in site["about.html"]
    assert 'href="../de/posts/2026-01-02-older.html"' in site["posts/2026-01-02-older.html"]


def test_links_lead_to_what_is_there(site: dict[str, str]) -> None:
    for path, text in site.items():
        for href in _LINK.findall(text) if path in (*PAGES, "index.html") else ():
            if href and ":" not in href and not href.startswith("de/"):
                assert href in site or href.endswith(_OTHERS)
    assert "pages/data.csv" in site


def test_a_cv_without_pages_has_the_homepage_alone(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Ada}\nnews: [{text: One.}]\n")
    found = site_in(tmp_path)
    assert not {"news.html", "posts.html"} & found.keys()
    assert 'class="pages"' not in found["index.html"]


# What stands where


def test_the_homepage_has_the_beginning_and_a_link_to_the_rest(site: dict[str, str]) -> None:
    home = site["index.html"].partition("<body>")[2]
    assert home.count('class="paper h-cite"') == 2
    assert '<a href="publications.html">and 18 more</a>' in home
    assert "News 8" in home
    assert "News 2" not in home
    assert '<a href="news.html">Earlier</a>' in home
    assert "Databases" not in home
    assert "Ben Brook" not in home


def test_the_publications_stand_by_year_and_can_be_filtered(site: dict[str, str]) -> None:
    page = site["publications.html"]
    assert page.count('class="paper h-cite"') == 20
    assert "<h2>2019</h2>" in page
    assert 'id="_filter"' in page
    assert 'id="_filter"' not in site["index.html"]
    assert '<a class="own" href="publications/q2019.html">' in page


def test_other_formats_link_to_the_page_of_publications(tmp_path: Path) -> None:
    source = CV.replace("html: {b", "b").replace("limit: 2}}", "limit: 2}") + NEWS
    found = site_in(folder_of(tmp_path, cv_dot_yaml=source), "markdown")
    assert "[and 18 more](https://ada.example.org/publications.html)" in found["cv.md"]


def test_the_group_are_those_of_now_and_of_before(site: dict[str, str]) -> None:
    now, _, before = site["group.html"].partition("<h2>Alumni</h2>")
    assert "Ben Brook" in now
    assert "Dan Field" in before


def test_a_text_of_the_name_of_a_section_stands_above_it(site: dict[str, str]) -> None:
    assert "I teach <em>databases</em>" in site["teaching.html"].partition("Databases")[0]


def test_a_text_without_a_title_has_that_of_its_section(tmp_path: Path) -> None:
    source = CV.replace("[en, de]", "[de, en]") + NEWS
    found = site_in(folder_of(tmp_path, cv_dot_yaml=source))
    assert '<h1 class="p-name">Lehre</h1>' in found["teaching.html"]


def test_llms_txt_lists_the_pages_with_what_they_say(tmp_path: Path) -> None:
    about = "# Me\n\nI know[^1] it.\n\n[^1]: Or not.\n"
    found = site_in(folder_of(tmp_path, pages__about_dot_md=about), "llms")
    listed = found["llms.txt"].partition("## Pages\n\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) == 8
    assert "- [Me](https://ada.example.org/about.html): I know it." in listed
    assert "- [Older](https://ada.example.org/posts/2026-01-02-older.html): Words." in listed


def test_check_lists_the_pages_that_the_world_will_see(tmp_path: Path) -> None:
    draft = "---\ndraft: true\n---\n# Soon\n"
    secret = "---\nfor: private\n---\n# Secret\n"
    folder_of(tmp_path, pages__secret_dot_md=secret, pages__soon_dot_md=draft)
    outcome = run("check", "--public", "-i", tmp_path / "cv.yaml")
    said = {line.removeprefix(f"{tmp_path}/") for line in outcome.out.splitlines()}
    assert "pages/secret.md:1:1: private: secret.html: Secret" in said
    assert "pages/soon.md:1:1: private: soon.html: Soon, a draft" in said
    assert [each for each in said if "secret" in each or "soon" in each if "public" in each] == []
    assert "pages/about.de.md:1:1: public: about.html: Über mich (in de)" in said
    assert "cv.yaml:6:3: public: site.pages: group.html" in said


def test_the_homepage_has_the_latest_posts(tmp_path: Path) -> None:
    posts = {f"posts__2025-0{day}-0{day}-p{day}_dot_md": f"# P{day}\n" for day in range(1, 4)}
    home = site_in(folder_of(tmp_path, **posts))["index.html"]
    _, _, latest = home.partition('id="news"')[2].partition('id="_posts"')
    latest = latest.partition("</section>")[0]
    assert re.findall('href="([^"]*)"', latest) == [
        "posts.html",
        "posts/2026-03-15-first.html",
        "posts/2026-01-02-older.html",
        "posts/2025-03-03-p3.html",
    ]
    assert '<li><a href="#_posts">Blog</a></li>' in home


def test_a_heading_makes_a_page_of_several_sections(tmp_path: Path) -> None:
    source = CV.replace("about]", "{heading: Éloge, sections: [teaching, news]}]")
    source = source.replace("teaching, group, news, ", "") + NEWS
    found = site_in(folder_of(tmp_path, cv_dot_yaml=source))
    assert {"<h2>Teaching</h2>", "<h2>News</h2>"} <= {*found["eloge.html"].splitlines()}


# Texts


@pytest.mark.parametrize(
    "said",
    [
        '<h1 class="p-name">About me</h1>',
        '<math display="inline"><mrow><msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>',
        '<a href="posts/2026-03-15-first.html">post</a>',
        '<a href="pages/data.csv">data</a>',
        '<a href="cv.pdf">the CV</a>',
        '<h2 id="code">Code</h2>',
        '<span class="k">def</span> <span class="n">f</span>',
        '.png" alt="A picture" width="30" height="20"></picture>',
        '<td class="right">2</td>',
        '<sup class="note"><a href="#-note1" id="-ref1">1</a></sup>',
        'name="description" content="Who I am."',
    ],
)
def test_a_text_is_commonmark_and_more(said: str, site: dict[str, str]) -> None:
    assert said in site["about.html"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a <script>alert(1)</script>", "<p>a alert(1)</p>"),
        ("a\n\n<script>\nalert(1)\n</script>", "<p>a</p>"),
        ("<b onclick=x()>b</b>", "<p><b>b</b></p>"),
        ('<a href="javascript:x">a</a>', None),
        ("[a](javascript:x)", None),
        ("<iframe src=x></iframe>b", "b</div>"),
        ("<div style='x'><b>c", "<div><b>c</b></div>"),
        ("x</div></main><b>", "<p>x<b></b></p>"),
        ("<details>a\n</details>", "<details><summary>…</summary>a\n</details>"),
        ("$\\href{javascript:x}{y}$", '<p><math display="inline"><mrow><mrow><mrow><mi>y'),
        ("`<i>`&lt;", "<p><code>&lt;i&gt;</code>&lt;</p>"),
    ],
)
def test_no_markup_of_a_text_runs_anything(written: str, shown: str | None, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, pages__about_dot_md=written)
    if shown is None:
        said = check(folder, CV + NEWS)
        assert any("pages/about.md:1:" in it and "not a link to follow" in it for it in said), said
        return
    text = site_in(folder)["about.html"].partition('<div class="text">')[2]
    assert text.startswith(shown)


class _Balance(HTMLParser):
    """Whether all elements end where they may, and no link stands in another one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.is_right = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_right = self.is_right and not (tag in ("a", "p") and tag in self.open)
        self.is_right = self.is_right and not (tag in ("pre", "div") and "p" in self.open)
        self.open += [] if tag in ("br", "img", "hr") else [tag]

    def handle_endtag(self, tag: str) -> None:
        self.is_right = self.is_right and bool(self.open) and self.open.pop() == tag


_PIECES = (
    *("<b>", "</b>", "<div>", "</div>", "<details>", "<summary>", "</details>", "<p>", "</p>"),
    *(
        "\n\n",
        "\n",
        "# ",
        "- ",
        "> ",
        "`",
        "```\n",
        "$",
        "$$",
        "|",
        "---",
        "[a](#b)",
        "<!--",
        "-->",
    ),
    *("[^1]", "[^1]: ", "<script>", "</script>", '<a href="#y">', "</a>", "text ", "*", "~~", "<"),
)


def test_whatever_is_written_stays_well_formed() -> None:
    chance = random.Random(1)
    for _ in range(500):
        text = "".join(chance.choices(_PIECES, k=30))
        found = _Balance(elements(reading(text, "a.md", 0).body))
        assert found.is_right, text
        assert found.open == [], text


@pytest.mark.parametrize("sign", ["*", "**", "_", "~~", "<b>", "<div>"])
def test_what_is_nested_too_deep_is_words(sign: str, tmp_path: Path) -> None:
    words = f"{sign}a " * 3000 + "b" + f" c{sign}" * 3000
    text = f"{words}\n\n| x | y |\n|---|---|\n| z | z |\n"
    found = _Balance(elements(reading(text, "a.md", 0).body))
    assert (found.is_right, found.open) == (True, [])
    folder = folder_of(tmp_path, pages__about_dot_md=text)
    assert not [
        line for line in check(folder, CV + NEWS) if "pages/about.md" in line and "error" in line
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pages/a.md", "---\ntitel: x\n---\n", "pages/a.md:2:1: error: titel: unknown key"),
        ("pages/a.md", "---\nlayout: x\n---\n", "pages/a.md:2:1: warning: layout: unknown key"),
        ("pages/a.md", "---\norder: x\n---\n", "pages/a.md:2:1: error: order: expected a whole"),
        (
            "pages/a.md",
            "---\nfor: hr\n---\n",
            "pages/a.md:2:1: error: for: expected a declared name",
        ),
        ("pages/a.md", "x\n\n[y](z.pdf)", "pages/a.md:3:5: error: there is no file 'z.pdf'"),
        ("pages/a.md", "[y](../cv.yaml)", "pages/a.md:1:5: error: '../cv.yaml' is a source"),
        ("pages/a.md", "[y](../../x)", "pages/a.md:1:5: error: there is no file"),
        ("pages/a.md", "![](http://x.org/y.png)", "pages/a.md:1:5: warning: a picture elsewhere"),
        ("pages/a.md", "x $\\frac{$", "pages/a.md:1:4: warning: this formula cannot be read"),
        ("pages/a.md", "$\\nonsense$", "pages/a.md:1:2: warning: no formula has the command"),
        ("pages/a.md", "```nolang\nx\n```", "pages/a.md:1:4: warning: no colours are known"),
        ("pages/index.md", "x", "pages/index.md: error: the site has another page"),
        ("pages/é.md", "x", "pages/é.md: error: its name is part of an address"),
        ("pages/a.fr.md", "x", "pages/a.fr.md: error: there is no language 'fr'"),
        ("posts/a.md", "x", "posts/a.md:1:1: error: date: a post has a day"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_at_its_place(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    folder = folder_of(tmp_path)
    (folder / name).write_text(text, encoding="utf-8")
    assert [each for each in check(folder, CV + NEWS) if each.startswith(said)]


def test_a_warning_of_many_files_is_told_once(tmp_path: Path) -> None:
    text = "---\nlayout: x\n---\n"
    folder = folder_of(tmp_path, pages__a_dot_md=text, pages__b_dot_md=text)
    said = [each for each in check(folder, CV + NEWS) if "layout" in each]
    assert [each.rpartition(" (")[2] for each in said] == ["2 times)"]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ("[abuot]", "site.pages[0]: unknown section 'abuot'; did you mean 'about'?"),
        ("[teaching, teaching]", "site.pages[1]: 'teaching' stands in this order already"),
    ],
)
def test_what_is_wrong_with_the_list_of_pages_is_told(
    pages: str, said: str, tmp_path: Path
) -> None:
    source = re.sub("pages: .*", f"pages: {pages}", CV) + NEWS
    assert any(said in each for each in check(folder_of(tmp_path), source))


# For whom


@pytest.mark.parametrize(
    "said", ["for: private", "draft: true", "published: false", "except: public"]
)
def test_what_is_not_for_everybody_is_in_no_output(said: str, tmp_path: Path) -> None:
    text = f"---\n{said}\n---\n# Hidden thing\n\nZebra.\n"
    folder = folder_of(tmp_path, pages__hidden_dot_md=text, posts__2026_dot_md="")
    (folder / "posts/2026.md").unlink()
    (folder / "posts/2026-05-05-hidden.md").write_text(text)
    outcome = run("render", "html", "feed", "atom", "-i", folder / "cv.yaml", "-o", tmp_path / "o")
    assert outcome.status == 0, outcome
    for path in (tmp_path / "o").rglob("*"):
        assert "hidden" not in path.name
        assert not path.is_file() or b"Zebra" not in path.read_bytes(), path


def test_a_link_to_what_others_read_has_its_words_alone(tmp_path: Path) -> None:
    links = "[one](veiled.md) [two](veiled.html#x) [three](teaching.html) [four](../cv.pdf)\n"
    hidden = "---\nfor: private\n---\nZebra.\n"
    made = site_in(folder_of(tmp_path, pages__about_dot_md=links, pages__veiled_dot_md=hidden))
    for path, text in made.items():
        assert "veiled" not in text, path
    assert '<span>one</span> <span>two</span> <a href="teaching.html">' in made["about.html"]
    folder = folder_of(tmp_path, pages__about_dot_md="Hi.\n\n[x](../teeching.html)\n")
    (line,) = (each for each in check(folder, CV + NEWS) if "teeching" in each)
    assert line.startswith("pages/about.md:3:5: error: there is no file '../teeching.html'")


def test_a_language_reads_its_own_text(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    run("render", "html", "-i", folder / "cv.yaml", "-o", tmp_path / "o")
    assert "Hallo" in (tmp_path / "o/de/about.html").read_text()
    assert "Who I am" in (tmp_path / "o/about.html").read_text()
    assert "Words" in (tmp_path / "o/de/posts/2026-01-02-older.html").read_text()


def test_a_new_post_is_seen_by_the_next_run(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    command = ("render", "feed", "-i", folder / "cv.yaml", "-o", tmp_path / "o")
    run(*command)
    assert "unchanged" in run(*command).out
    (folder / "posts/2026-06-06-new.md").write_text("# Newest\n\nx\n")
    run(*command)
    assert "Newest" in (tmp_path / "o/posts/feed.json").read_text()


# Posts


def test_posts_have_feeds_of_their_own(site: dict[str, str]) -> None:
    own = json.loads(site["posts/feed.json"])
    assert [each["title"] for each in own["items"]] == ["First", "Older"]
    assert own["home_page_url"] == "https://ada.example.org/posts.html"
    assert own["feed_url"] == "https://ada.example.org/posts/feed.json"
    first = own["items"][0]
    assert first["url"] == "https://ada.example.org/posts/2026-03-15-first.html"
    assert first["date_published"] == "2026-03-15T00:00:00Z"
    assert 'src="https://ada.example.org/pictures/pic-' in first["content_html"]
    assert first in json.loads(site["feed.json"])["items"]
    assert site["posts/atom.xml"].count("<entry>") == 2
    assert '<a href="posts/atom.xml"' in site["posts.html"]
    assert "<id>https://ada.example.org/posts.html</id>" in site["posts/atom.xml"]


# The policy, and what it lets in


@pytest.mark.parametrize(
    ("key", "script", "sends_to"),
    [
        (
            "plausible: ada.org",
            "https://plausible.io/js/script.js",
            "https://plausible.io/api/event",
        ),
        ("umami: 1-2", "https://cloud.umami.is/script.js", "https://cloud.umami.is/api/send"),
        ("goatcounter: ada", "https://gc.zgo.at/count.js", "https://ada.goatcounter.com/count"),
        (
            "cloudflare: abc",
            "https://static.cloudflareinsights.com/beacon.min.js",
            "https://cloudflareinsights.com/cdn-cgi/rum",
        ),
    ],
)
def test_analytics_are_let_in_where_they_are_asked_for(
    key: str, script: str, sends_to: str, tmp_path: Path
) -> None:
    source = CV.replace("site:\n", f"site:\n  analytics: {{{key}}}\n") + NEWS
    found = site_in(folder_of(tmp_path, cv_dot_yaml=source))
    for path in ("index.html", "about.html", "publications/q2019.html"):
        policy = re.findall(r'Policy" content="([^"]*)"', found[path])[0]
        assert {*re.findall(r"https://[^ ;]+", policy)} == {script, sends_to}
        assert f' src="{script}"></script>' in found[path]


def test_nothing_from_elsewhere_is_let_in_unless_asked_for(site: dict[str, str]) -> None:
    for path, text in site.items():
        if path.endswith(".html"):
            assert "https:" not in re.findall(r'Policy" content="([^"]*)"', text)[0]
            assert not re.findall(r'<script[^>]* src="http', text)


def test_elements_of_the_head_are_let_in_by_what_they_are(tmp_path: Path) -> None:
    head = (
        "<meta name=a content='b\"c'><script src=https://x.org/y.js></script>"
        "<script>if (1 < 2) x();</script><link rel=stylesheet href=https://z.org/s.css>"
    )
    source = CV.replace("site:\n", f"site:\n  head: |\n    {head}\n") + NEWS
    text = site_in(folder_of(tmp_path, cv_dot_yaml=source))["about.html"]
    policy = re.findall(r'Policy" content="([^"]*)"', text)[0]
    assert {*re.findall(r"https://[^ ;]+", policy)} == {
        *("https://x.org/y.js", "https://x.org", "https://z.org/s.css")
    }
    assert policy.count("'sha256-") == 3
    assert '<meta name="a" content="b&quot;c">' in text
    assert "<script>if (1 < 2) x();</script>" in text


@pytest.mark.parametrize("head", ["<div>", "text", "<script>x", "<script><!--</script>", "<base>"])
def test_nothing_else_stands_in_a_head(head: str, tmp_path: Path) -> None:
    source = CV.replace("site:\n", f"site:\n  head: '{head}'\n") + NEWS
    assert any(
        "only meta, link, script and style" in it for it in check(folder_of(tmp_path), source)
    )


def test_json_resume_brings_no_elements(tmp_path: Path) -> None:
    resume = {"basics": {"name": "Ada"}, "site": {"head": "<script>x</script>"}}
    said = check(tmp_path, json.dumps(resume), "resume.json")
    assert any("site.head" in each and "error" in each for each in said)


@pytest.mark.parametrize("wrong", ["{matomo: x}", "{plausible: a b}", "{}", "x"])
def test_services_that_are_unknown_are_told(wrong: str, tmp_path: Path) -> None:
    source = CV.replace("site:\n", f"site:\n  analytics: {wrong}\n") + NEWS
    assert any("site.analytics" in each for each in check(folder_of(tmp_path), source))


def test_comments_stand_below_posts_alone(tmp_path: Path) -> None:
    giscus = "{repo: a/b, repoId: R, category: C, categoryId: D}"
    source = CV.replace("site:\n", f"site:\n  comments: {{giscus: {giscus}}}\n") + NEWS
    found = site_in(folder_of(tmp_path, cv_dot_yaml=source))
    assert 'src="https://giscus.app/client.js"' in found["posts/2026-03-15-first.html"]
    assert "frame-src https://giscus.app;" in found["posts/2026-03-15-first.html"]
    assert not [path for path in (*PAGES, "index.html") if "giscus" in found[path]]


# Light and dark


def test_the_choice_of_light_or_dark_is_kept(tmp_path: Path, browser: Browser) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    button = "document.querySelector('.scheme')"
    written(document_in(folder_of(tmp_path / "cv")), tmp_path / "o")
    with served(tmp_path / "o") as host:
        tab = browser.open(f"{host}/index.html")
        light = tab.run(ground)
        assert tab.run(f"{button}.click(), {button}.ariaPressed") == "true"
        dark = tab.run(ground)
        assert dark != light
        tab.ask("Page.navigate", url=f"{host}/about.html")
        tab.wait("Page.loadEventFired")
        assert tab.run(ground) == dark
        assert tab.run(f"{button}.click(), localStorage.getItem('scheme')") is None
        tab.look(1280, 900, "dark")
        assert tab.run(ground) == dark
        assert [each for each in tab.said() if "Refused" in str(each)] == []
        tab.close()


def test_a_page_of_publications_has_the_form_that_the_homepage_has(tmp_path: Path) -> None:
    made = site_in(
        folder_of(tmp_path, cv_dot_yaml=CV.replace("site:", "site:\n  papers: cards", 1))
    )
    assert 'class="leaf in-cards"' in made["publications.html"]


def test_a_text_that_leads_elsewhere_or_has_no_end_of_its_keys_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "cv", pages__about_dot_md="---\nfor: private\n\nZebra.\n")
    (tmp_path / "key").write_text("Zebra.\n")
    (folder / "pages/out.md").symlink_to(tmp_path / "key")
    said = [each for each in check(folder, CV + NEWS) if ": error: " in each]
    assert said == [
        "pages/about.md:1:1: error: the keys that begin here are never closed: write '---' below "
        "them",
        "pages/out.md: error: it cannot be read: it leads outside the folder of cv.yaml",
    ]


def test_a_page_of_any_heading_can_be_linked_to(tmp_path: Path) -> None:
    cv = (
        "basics: {name: Ada, summary: '[a](groesse-mass.html)'}\nlocale: de\n"
        "openSource: [{name: X}]\nwork: [{name: Y}]\n"
        "site: {pages: [openSource, {heading: Größe & Maß, sections: [work]}]}\n"
    )
    (tmp_path / "cv.yaml").write_text(cv)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.md").write_text("[x](openSource.html) [y](groesse-mass.html)\n")
    assert {"openSource.html", "groesse-mass.html"} <= site_in(tmp_path).keys()
