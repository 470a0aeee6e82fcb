"""``cvtool serve`` in Chromium: it follows the files, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Tab
from helpers import NAME
from test_serve import Preview, fill, serving

TALKS = "talks:\n" + "".join(f"- name: A talk with the number {n}\n" for n in range(60))
OVERLAY_SHOWN = "overlay.checkVisibility() && getComputedStyle(overlay).opacity === '1'"
_REACHABLE = "button:not([hidden]), .bar a"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with serving(fill(tmp_path)) as running:
        running.until_made()
        yield running


def until(tab: Tab, condition: str) -> None:
    """Returns when the JavaScript is true; fails when it does not become so."""
    look = f"() => {{ try {{ return {condition}; }} catch {{ return false; }} }}"
    wait = "resolve => setTimeout(resolve, 20)"
    script = (
        "for (let left = 1500; left && !look(); left--) await new Promise(wait); return look();"
    )
    assert tab.run(f"(async (look, wait) => {{ {script} }})({look}, {wait})"), condition


def until_site(tab: Tab, text: str) -> None:
    """Returns when the page in the frame says so and is whole."""
    page = "site.contentDocument"
    is_whole = f"!kept && {page}.readyState === 'complete'"
    until(tab, f"{is_whole} && {page}.body.textContent.includes({text!r})")


def test_it_follows_each_save_and_shows_errors_until_they_are_mended(
    preview: Preview, browser: Browser
) -> None:
    tab = browser.open(preview.url)
    until_site(tab, "Ada")
    preview.save(NAME.replace("Ada", "Evelyn"))
    until_site(tab, "Evelyn")
    preview.save("basics:\n  name: Evelyn\n  <img src=x onerror=alert(1)>: Bob\n")
    until(tab, OVERLAY_SHOWN)
    (line,) = tab.run("[...overlay.querySelectorAll('li')].map(each => each.textContent)")
    assert line.startswith("cv.yaml:3:3: error: basics.<img src=x onerror=alert(1)>: unknown key")
    assert tab.run("overlay.querySelector('h2').textContent") == "1 error"
    assert tab.run("document.title").startswith("✗ ")
    assert "Evelyn" in tab.run("site.contentDocument.body.textContent")
    preview.save(f"{NAME.replace('Ada', 'Zoe')}locale: tlh\n")
    until_site(tab, "Zoe")
    assert not tab.run("overlay.checkVisibility()")
    assert tab.run("document.getElementById('lines').textContent") == "1 warning"
    assert tab.said() == []
    tab.close()


def test_a_reload_keeps_the_page_the_place_and_what_is_unfolded(
    preview: Preview, browser: Browser
) -> None:
    bib = "@misc{a, title={First}, author={A, Ada}, year={2020}, abstract={Long.}}"
    preview.save(bib, "publications.bib")
    preview.save(NAME + TALKS)
    tab = browser.open(preview.url)
    until_site(tab, "number 59")
    tab.run("site.contentDocument.querySelector('details').open = true, 0")
    tab.run("site.contentWindow.scrollTo({ top: 600, behavior: 'instant' })")
    preview.save(NAME.replace("Ada", "Evelyn") + TALKS)
    until_site(tab, "Evelyn")
    assert tab.run("site.contentWindow.scrollY") == 600
    assert tab.run("site.contentDocument.querySelector('details').open")
    tab.run("site.contentDocument.querySelector(`a[href$='a.html']`).click()")
    until(tab, "site.contentWindow.location.pathname === '/site/publications/a.html'")
    until_site(tab, "First")
    preview.save(bib.replace("First", "Second"), "publications.bib")
    until_site(tab, "Second")
    assert tab.run("site.contentWindow.location.pathname") == "/site/publications/a.html"
    assert tab.said() == []
    tab.close()


def test_a_save_before_the_site_has_come_does_not_stop_it(
    preview: Preview, browser: Browser
) -> None:
    tab = browser.open(preview.url)
    until_site(tab, "Ada")
    tab.run("site.contentWindow.location.replace('about:blank'), 0")
    until(tab, "site.contentWindow.location.href === 'about:blank' && !isOnItsWay")
    twice = "['a', 'b'].forEach(each => { state.site = each; showSite(); })"
    tab.run(f"sessionStorage.clear(), shown.site = '', {twice}, 0")
    until_site(tab, "Ada")
    tab.close()


def test_the_pdf_stands_beside_the_page_and_is_made_anew(
    preview: Preview, browser: Browser
) -> None:
    tab = browser.open(preview.url)
    until_site(tab, "Ada")
    assert not tab.run("paper.checkVisibility()")
    tab.run("document.getElementById('beside').click()")
    for name in ("Ada", "Evelyn"):
        preview.save(NAME.replace("Ada", name))
        until_site(tab, name)
        digest = preview.until_made()["pdf"]
        until(tab, f"paper.contentWindow.location.href.includes('/site/cv.pdf?{digest}')")
    assert tab.run("site.getBoundingClientRect().right <= paper.getBoundingClientRect().left")
    tab.close()
    tab = browser.open(preview.url)
    until(tab, "paper.checkVisibility()")
    tab.look(360, 740, "light")
    assert tab.run("site.getBoundingClientRect().bottom <= paper.getBoundingClientRect().top")
    assert tab.run("document.documentElement.scrollWidth") <= 360
    assert tab.said() == []
    tab.close()


def test_the_keyboard_reaches_the_bar_and_closes_the_lines(
    preview: Preview, browser: Browser
) -> None:
    tab = browser.open(preview.url)
    preview.save("basics: {nme: Ada}\n")
    until(tab, OVERLAY_SHOWN)
    shown = f"[...document.querySelectorAll({_REACHABLE!r})].filter(e => e.checkVisibility())"
    total = tab.run(f"window.reachable = {shown}, window.seen = new Set(), reachable.length")
    assert total == 4
    for _ in range(total):
        tab.press_tab()
        tab.run("seen.add(document.activeElement), 0")
        assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert tab.run("reachable.filter(e => !seen.has(e)).map(e => e.outerHTML)") == []
    tab.ask("Input.dispatchKeyEvent", type="keyDown", key="Escape", windowsVirtualKeyCode=27)
    until(tab, "!overlay.checkVisibility()")
    assert tab.said() == []
    tab.close()


def test_what_is_no_page_of_the_site_leaves_the_frame(preview: Preview, browser: Browser) -> None:
    preview.save(f"{NAME}  url: https://ada.example.org/\n")
    tab = browser.open(preview.url)
    until_site(tab, "ada.example.org")
    targets = tab.run(
        "[...site.contentDocument.querySelectorAll('a')].map(link => { "
        "link.addEventListener('click', (event) => event.preventDefault()); link.click(); "
        "return [link.href, link.target]; })"
    )
    found = {address.replace(preview.url, "/"): target for address, target in targets}
    assert found["https://ada.example.org/"] == "_blank"
    assert found["/site/cv.pdf"] == "_blank"
    assert found["/site/publications/a.html"] == ""
    tab.close()
