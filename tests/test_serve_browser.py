"""``cvtool serve`` in Chromium: it follows the files, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Tab
from helpers import NAME
from test_serve import EDITIONS, Preview, fill, serving

TALKS = "talks:\n" + "".join(f"- name: A talk with the number {n}\n" for n in range(60))
OVERLAY_SHOWN = "overlay.checkVisibility() && getComputedStyle(overlay).opacity === '1'"
_REACHABLE = "button:not([hidden]), select, .bar a"


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


def test_an_entry_that_is_left_out_is_shown_over_the_page(
    preview: Preview, browser: Browser
) -> None:
    tab = browser.open(preview.url)
    until_site(tab, "Ada")
    entry = "@misc{a, title={A whole one}, author={Ada}, year=2020}\n"
    (preview.home / "publications.bib").write_text(f"{entry}@misc{{b, title={{T, year=2020}}\n")
    until(tab, OVERLAY_SHOWN)
    (line,) = tab.run("[...overlay.querySelectorAll('li')].map(each => each.textContent)")
    assert line.startswith("publications.bib:2:1: warning: 'b' is left out: ")
    assert not tab.run("stale.checkVisibility()")
    (preview.home / "publications.bib").write_text(entry)
    until(tab, "!overlay.checkVisibility()")
    until_site(tab, "A whole one")
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
        until(tab, f"paper.querySelector('img').src.endsWith('/site/cv.pdf?page=1&{digest}')")
    assert tab.run("site.getBoundingClientRect().right <= paper.getBoundingClientRect().left")
    tab.close()
    tab = browser.open(preview.url)
    until(tab, "paper.checkVisibility()")
    tab.look(360, 740, "light")
    assert tab.run("site.getBoundingClientRect().bottom <= paper.getBoundingClientRect().top")
    assert tab.run("document.documentElement.scrollWidth") <= 360
    assert tab.said() == []
    tab.close()


def test_the_pdf_keeps_its_place_when_it_is_made_anew(preview: Preview, browser: Browser) -> None:
    """Also where it gets longer, or shorter."""
    second = "paper.children[1].firstChild"
    tab = browser.open(preview.url)
    tab.run("document.getElementById('beside').click()")
    counts = []
    for name, times in (("Ada", 9), ("Evelyn", 25), ("Zoe", 1)):
        talks = TALKS.replace("A talk", f"A talk {'with many words ' * times}")
        preview.save(NAME.replace("Ada", name) + talks)
        until_site(tab, name)
        state = preview.until_made()
        until(tab, f"{second}.src.endsWith('{state['pdf']}') && {second}.complete")
        assert tab.run(f"{second}.naturalWidth") > 1000
        tab.run("paper.scrollTop ||= 700, 0")
        counts.append(tab.run("paper.children.length"))
        assert (tab.run("paper.scrollTop"), counts[-1]) == (700, len(state["sheets"]))
    assert counts[2] < counts[0] < counts[1]
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


def test_a_menu_has_the_editions_and_a_reload_keeps_the_one_that_is_chosen(
    preview: Preview, browser: Browser
) -> None:
    preview.save(EDITIONS)
    tab = browser.open(preview.url)
    until_site(tab, "Ada")
    until(tab, "edition.checkVisibility() && edition.value === 'site/'")
    labels = "[...edition.querySelectorAll('optgroup')].map(each => each.label).join()"
    assert tab.run(labels) == "For everybody,Private: for those whom you hand it"
    tab.run("document.getElementById('beside').click()")
    tab.run("edition.value = 'private/jobs/', edition.dispatchEvent(new Event('change')), 0")
    until_site(tab, "Worker")
    assert "7946" in tab.run("site.contentDocument.body.textContent")
    until(tab, "paper.querySelector('a').href.includes('/private/jobs/cv.pdf?')")
    assert tab.run("location.search") == "?edition=private%2Fjobs%2F"
    tab.ask("Page.reload")
    tab.wait("Page.loadEventFired")  # what is asked of the page before would go with it
    until(tab, "edition.value === 'private/jobs/'")
    until_site(tab, "Worker")
    preview.save(EDITIONS.replace("Worker", "Smith"))
    until_site(tab, "Smith")
    preview.save(EDITIONS.replace("jobs: {", "work: {"))
    until_site(tab, "English")
    until(tab, "edition.value === 'site/' && location.search === ''")
    line = "There is no Private: jobs any more: here is the CV itself"
    assert tab.run("document.getElementById('status').textContent") == line
    assert tab.said() == []
    tab.close()


def test_a_link_to_another_language_chooses_it(preview: Preview, browser: Browser) -> None:
    preview.save(EDITIONS)
    tab = browser.open(preview.url)
    until(tab, "site.contentDocument.querySelector('.switch a').textContent === '中文'")
    tab.run("site.contentDocument.querySelector('.switch a').click(), 0")
    until(tab, "edition.value === 'site/zh/' && site.contentDocument.title.includes('艾达')")
    preview.save(EDITIONS.replace("艾达", "阿达"))
    until(tab, "site.contentDocument.title.includes('阿达')")
    assert tab.run("site.contentWindow.location.pathname") == "/site/zh/index.html"
    assert tab.said() == []
    tab.close()


def test_a_save_while_a_link_leads_to_another_language_is_not_lost(
    preview: Preview, browser: Browser
) -> None:
    preview.save(EDITIONS)
    tab = browser.open(preview.url)
    until(tab, "site.contentDocument.querySelector('.switch a').textContent === '中文'")
    tab.run("follow = () => events.close(), 0")
    tab.run("site.contentDocument.querySelector('.switch a').click(), 0")
    until(tab, "edition.value === 'site/zh/' && site.contentDocument.title.includes('艾达')")
    preview.save(EDITIONS.replace("艾达", "阿达"))
    ask = "const it = new XMLHttpRequest(); it.open('GET', '/site/zh/', false); it.send()"
    until(tab, f"(() => {{ {ask}; return it.responseText.includes('阿达'); }})()")
    tab.run("state = { site: 'the first that is told' }, showSite(), 0")
    until(tab, "site.contentDocument.title.includes('阿达')")
    tab.close()
