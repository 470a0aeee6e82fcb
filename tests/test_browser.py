"""The site in Chromium: silent, self-contained, narrow, reachable by keyboard, deaf to scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Browser
from everything import document_of
from golden import SOURCES, document, outputs
from sites import served, themed, write, written
from test_html import HOSTILE, filled

from cvtool.source.layouts import THEMES

WIDTHS = (320, 640, 1280, 3840)
_FOCUS = """window.at = document.activeElement, seen.add(at), window.css = getComputedStyle(at),
    [at !== document.body, css.outlineStyle, parseFloat(css.outlineWidth) >= 2]"""
_REACHABLE = "a[href], button:not([hidden]), summary, input:not([type=hidden])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", SOURCES)
def test_the_page_is_silent_and_asks_no_one(
    case: str, scheme: str, browser: Browser, tmp_path: Path
) -> None:
    for path in write(outputs(case), tmp_path):
        tab = browser.open(path.as_uri(), scheme=scheme)
        assert tab.said() == []
        beside = (tmp_path.as_uri(), "data:")
        assert [each for each in tab.requests() if not each.startswith(beside)] == []
        tab.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", SOURCES)
def test_nothing_scrolls_sideways(case: str, width: int, browser: Browser, tmp_path: Path) -> None:
    """640 pixels is also what a screen of 1280 has at 200 % zoom."""
    for path in write(outputs(case), tmp_path):
        tab = browser.open(path.as_uri(), width=width)
        assert tab.run("document.documentElement.scrollWidth") <= width, path.name
        tab.close()


def test_bullets_from_right_to_left_stand_in_the_column(browser: Browser, tmp_path: Path) -> None:
    cv = {"basics": {"name": "Jane"}, "work": [{"name": "Mill", "highlights": ["ابجد", "a"]}]}
    path, *_ = written(document_of(cv, tmp_path), tmp_path / "site")
    edges = "[...document.querySelectorAll('.points, .points li')]"
    edges += ".map(each => each.getBoundingClientRect().right)"
    tab = browser.open(path.as_uri(), width=320)
    column, bullet, usual = tab.run(edges)
    assert bullet <= column - 10
    assert usual == column
    tab.close()


_ENDS = """[...document.querySelectorAll('.news .line')].map(line => {
    const range = document.createRange(), text = line.firstChild, at = text.length
    const rect = (from, to) => (range.setStart(text, from), range.setEnd(text, to),
                                range.getBoundingClientRect())
    return [rect(0, 1).left, rect(at - 1, at).left, rect(0, at).height,
            line.previousElementSibling.getBoundingClientRect().left]
})"""
"""Of each piece of news where its first letter and its last stand, how high it is, and its date."""


@pytest.mark.parametrize("locale", ["en", "he"])
def test_news_in_either_direction_has_its_date_in_front_and_its_stop_behind(
    locale: str, browser: Browser, tmp_path: Path
) -> None:
    texts = ["אבג דהו זחט יכל מנס עפצ קרש.", "One piece of news."]
    news = [{"date": "2024-05", "text": text} for text in texts]
    cv = {"locale": locale, "basics": {"name": "Jane"}, "news": news}
    path, *_ = written(document_of(cv, tmp_path), tmp_path / "site")
    tab = browser.open(path.as_uri(), width=900)
    (first, stop, height, date), (other, behind, usual, day) = tab.run(_ENDS)
    assert stop < first < date
    assert other < behind
    assert day < other if locale == "en" else behind < day
    assert height < usual * 1.7
    tab.close()


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_silent_and_narrow(theme: str, browser: Browser, tmp_path: Path) -> None:
    cv = {"basics": {"name": "Jane Doe", "url": "https://jane.example.org/a/long/address/"}}
    cv["site"] = {"theme": theme}
    short = written(document_of(cv, tmp_path), tmp_path / "short")
    for path in (*short, *themed("everything", theme, tmp_path / "long")):
        tab = browser.open(path.as_uri())
        assert tab.said() == []
        for width in WIDTHS:
            tab.look(width, 900, "light")
            assert tab.run("document.documentElement.scrollWidth") <= width, (path, width)
        tab.close()


@pytest.mark.parametrize("theme", THEMES)
def test_lists_stand_inside_of_one_another(theme: str, browser: Browser, tmp_path: Path) -> None:
    text = "- a\n  1. b\n     - c\n  2. d\n- e"
    work = [{"name": "Mill", "summary": text, "highlights": [text]}]
    papers = [{"name": "On looms", "summary": text}]
    cv = {"basics": {"name": "J", "summary": text}, "work": work, "publications": papers}
    page = written(document_of(cv | {"site": {"theme": theme}}, tmp_path), tmp_path / "site")[0]
    tab = browser.open(page.as_uri())
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    indents = tab.run("""[...document.querySelectorAll('main li li')]
        .filter(each => ['b', 'c'].includes(each.firstChild.textContent.trim()))
        .map(each => each.getBoundingClientRect().left
            - each.parentElement.closest('li').getBoundingClientRect().left)""")
    assert len(indents) == 8
    assert all(each > 10 for each in indents)


@pytest.mark.parametrize("theme", THEMES)
def test_the_contents_stand_beside_a_wide_page(
    theme: str, browser: Browser, tmp_path: Path
) -> None:
    tab = browser.open(themed("sample", theme, tmp_path)[0].as_uri(), width=1440)
    where = "document.querySelector({!r}).getBoundingClientRect().{}"
    left, right = (
        [tab.run(where.format(each, side)) for each in (".toc", "main")]
        for side in ("left", "right")
    )
    assert right[0] <= left[1] or right[1] <= left[0]
    assert tab.run("getComputedStyle(document.querySelector('.toc')).position") == "sticky"
    tab.close()


@pytest.mark.parametrize(
    ("case", "theme"), [*((case, "") for case in SOURCES), *(("sample", each) for each in THEMES)]
)
def test_the_keyboard_reaches_everything_and_focus_is_seen(
    case: str, theme: str, browser: Browser, tmp_path: Path
) -> None:
    """In a theme, or else in the case's own."""
    for path in themed(case, theme, tmp_path) if theme else write(outputs(case), tmp_path):
        tab = browser.open(path.as_uri())
        shown = f"[...document.querySelectorAll({_REACHABLE!r})].filter(e => e.checkVisibility())"
        total = tab.run(f"window.reachable = {shown}, window.seen = new Set(), reachable.length")
        for _ in range(total):
            tab.press_tab()
            assert tab.run(_FOCUS) == [True, "solid", True]
        assert total > 0
        assert tab.run("reachable.filter(e => !seen.has(e)).map(e => e.outerHTML)") == []
        tab.close()


def test_a_hostile_cv_executes_nothing(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = filled(HOSTILE, tmp_path / "source", monkeypatch)
    for path in written(hostile, tmp_path / "site"):
        tab = browser.open(path.as_uri())
        assert tab.said() == []
        assert (
            tab.run("document.querySelectorAll('img[onerror], svg[onload], [onfocus]').length") == 0
        )
        tab.close()
    dialogs = [
        each for each in browser.events if each.get("method", "").startswith("Page.javascript")
    ]
    assert dialogs == []


def test_the_policy_stops_a_script_that_got_in(browser: Browser, tmp_path: Path) -> None:
    page = written(document("name-only"), tmp_path)[0]
    planted = page.read_text(encoding="utf-8").replace("</body>", "<script>hit = 1</script></body>")
    page.write_text(planted, encoding="utf-8")
    tab = browser.open(page.as_uri())
    assert tab.run("typeof hit") == "undefined"
    assert tab.said() != []
    tab.close()


def test_the_box_filters_a_long_list(browser: Browser, tmp_path: Path) -> None:
    bib = "".join(
        f"@misc{{k{n}, title={{Title x{n}y}}, author={{J, J}}, year=2000}}\n" for n in range(20)
    )
    page = written(document_of({"basics": {"name": "J"}}, tmp_path, bib), tmp_path / "site")[0]
    tab = browser.open(page.as_uri())
    shown = "[...document.querySelectorAll('.paper')].filter(e => e.checkVisibility()).length"
    assert tab.run(shown) == 20
    tab.run("document.querySelector('.filter input').focus()")
    tab.ask("Input.insertText", text="title x7y")
    assert tab.run(shown) == 1
    tab.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rolinek", ["2. Rolínek, Weiß"]),
        ("ROLÍNEK weiss", ["2. Rolínek, Weiß"]),
        ("łukasz", ["19. Łukasz Moe"]),
        ("lukasz moe", ["19. Łukasz Moe"]),
        ("o'brien's co-design 3-4", ["18. O’Brien’s co‑design 3–4"]),
        ("nobody", []),
    ],
)
def test_it_finds_what_a_keyboard_can_write_and_keeps_the_numbers(
    words: str, found: list[str], browser: Browser, tmp_path: Path
) -> None:
    titles = ["First", "Rolínek, Weiß", *["Other"] * 15, "O’Brien’s co‑design 3–4", "Łukasz Moe"]
    bib = "".join(
        f"@misc{{k{n}, title={{{{{title}}}}}, author={{J, J}}, year=2000}}\n"
        for n, title in enumerate(titles)
    )
    cv = {"basics": {"name": "J"}, "bibliography": {"limit": 3, "sort": "file"}}
    page = written(document_of(cv, tmp_path, bib), tmp_path / "site")[0]
    tab = browser.open(page.as_uri())
    shown = """[...document.querySelectorAll('.paper')].filter(e => e.checkVisibility())
        .map(e => `${e.value}. ${e.querySelector('.title').innerText}`)"""
    assert tab.run(shown) == ["1. First", "2. Rolínek, Weiß", "3. Other"]
    tab.run("document.querySelector('.filter input').focus()")
    tab.ask("Input.insertText", text=words)
    assert tab.run(shown) == found
    tab.run("document.querySelector('.filter input').select()")
    tab.ask("Input.insertText", text="")
    assert len(tab.run(shown)) == 3
    tab.close()


def test_what_is_found_has_an_address(browser: Browser, tmp_path: Path) -> None:
    bib = "".join(f"@misc{{k{n}, title={{x{n}y}}, year=2000}}\n" for n in range(20))
    page = written(document_of({"basics": {"name": "J"}}, tmp_path, bib), tmp_path / "site")[0]
    tab = browser.open(page.as_uri())
    tab.run("document.querySelector('.filter input').focus()")
    tab.ask("Input.insertText", text="x7y & +")
    assert tab.run("location.hash") == "#q=x7y%20%26%20%2B"
    tab.close()
    shared = browser.open(f"{page.as_uri()}#q=x7y")
    shown = "[...document.querySelectorAll('.paper')].filter(e => e.checkVisibility()).length"
    assert shared.run(shown) == 1
    shared.close()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_abstracts_and_bibtex_come_when_they_are_unfolded(
    scheme: str, browser: Browser, tmp_path: Path
) -> None:
    bib = "@misc{k, title={T}, year=2000, abstract={Something\n\nTwice.}}"
    document = document_of({"basics": {"name": "J"}}, tmp_path, bib)
    page = written(document, tmp_path / "site")[0]
    with served(tmp_path / "site") as host:
        tab = browser.open(f"{host}/" if scheme == "http" else page.as_uri())
        assert "Something" not in tab.run("document.body.innerText")
        said = tab.run("""new Promise(done => {
            for (const each of document.querySelectorAll("details")) each.open = true;
            setTimeout(() => done(document.querySelector(".extras").innerText), 500);
        })""")
        assert ("Something" in said and "@misc{k," in said) == (scheme == "http")
        links = tab.run("[...document.querySelectorAll('a.there')].map(e => e.hash)")
        assert links == ([] if scheme == "http" else ["#abstract", "#bibtex"])
        tab.close()


def test_light_and_dark_differ_from_the_first_paint(browser: Browser, tmp_path: Path) -> None:
    page = written(document("name-only"), tmp_path)[0]
    grounds = []
    for scheme in ("light", "dark"):
        tab = browser.open(page.as_uri(), scheme=scheme)
        grounds.append(tab.run("getComputedStyle(document.body).backgroundColor"))
        assert tab.run("document.querySelector('meta[name=color-scheme]').content") == "light dark"
        tab.close()
    assert grounds[0] != grounds[1]
