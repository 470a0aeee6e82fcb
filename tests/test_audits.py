"""The site before its judges: axe-core, the Nu validator and Lighthouse find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import persons
import pytest
from audits import axe, lighthouse, nu
from browser import Browser
from golden import SOURCES, document, outputs
from owners import document_in, folder_of, site_in
from sites import served, themed, write, written
from test_html import HOSTILE, filled

import cvtool
from cvtool.source.layouts import THEMES

_FAULTY = """<!doctype html><html lang=en><title>T</title><style>p {color: #999}</style>
<p>Grey<img src=x></b>"""


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the site of each case, and of one with faults."""
    folder = tmp_path_factory.mktemp("hosts")
    with ExitStack() as stack:
        for case in SOURCES:
            write(outputs(case), folder / case)
        written(document_in(folder_of(tmp_path_factory.mktemp("own"))), folder / "own")
        write({"index.html": _FAULTY.encode(), "404.html": b""}, folder / "faulty")
        yield {path.name: stack.enter_context(served(path)) for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of the site of each of five people."""
    found = {}
    for name in persons.PEOPLE:
        folder = tmp_path_factory.mktemp(name)
        written(cvtool.load(persons.written(name, folder)), folder / "site")
        found[name] = folder / "site"
    return found


# axe-core


@pytest.mark.parametrize(
    ("case", "theme"),
    [
        *((case, document(case).web.theme) for case in SOURCES),
        *((case, theme) for case in ("sample", "everything") for theme in THEMES),
    ],
)
def test_axe_finds_nothing_in_light_and_dark(
    case: str, theme: str, browser: Browser, tmp_path: Path
) -> None:
    for path in themed(case, theme, tmp_path):
        tab = browser.open(path.as_uri())
        tab.run("document.querySelectorAll('details').forEach(each => each.open = true)")
        for scheme in ("light", "dark"):
            tab.look(1280, 900, scheme)
            assert axe(tab) == [], (path.name, scheme)
        tab.close()


@pytest.mark.parametrize("theme", ["two-tone", "academic", "sidebar"])
def test_axe_finds_nothing_on_pages_of_ones_own(
    theme: str, browser: Browser, tmp_path: Path
) -> None:
    written(document_in(folder_of(tmp_path / "cv"), theme), tmp_path / "o")
    for name in ("index", "about", "publications", "group", "posts", "posts/2026-03-15-first"):
        tab = browser.open((tmp_path / f"o/{name}.html").as_uri())
        for width, scheme in ((360, "light"), (1280, "dark")):
            tab.look(width, 900, scheme)
            assert axe(tab) == [], (name, scheme)
            assert tab.run("document.documentElement.scrollWidth <= innerWidth"), name
        tab.close()


@pytest.mark.parametrize("name", persons.PEOPLE)
def test_five_people_read_well_on_phones_on_desks_and_on_paper(
    name: str, people: dict[str, Path], browser: Browser
) -> None:
    tab = browser.open((people[name] / "index.html").as_uri())
    for width, scheme in ((360, "light"), (1440, "dark")):
        tab.look(width, 900, scheme)
        assert axe(tab) == [], (width, scheme)
    tab.look(320, 900, "light")
    assert tab.run("document.documentElement.scrollWidth") == 320
    tab.look(800, 1100, "light", "print")
    shown = "[...document.querySelectorAll('summary, button')].filter(e => e.checkVisibility())"
    assert tab.run(f"{shown}.map(e => e.innerText)") == []
    tab.close()


def test_axe_finds_faults(hosts: dict[str, str], browser: Browser) -> None:
    tab = browser.open(hosts["faulty"])
    rules = {each.partition(":")[0] for each in axe(tab)}
    assert {"color-contrast", "image-alt"} <= rules
    tab.close()


# The Nu validator


def test_the_nu_validator_finds_nothing_but_in_the_faulty_page(
    hosts: dict[str, str],
    people: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = tmp_path / "site"
    written(filled(HOSTILE, tmp_path / "source", monkeypatch), site)
    with served(site) as hostile:
        urls = [f"{hostile}/{path.relative_to(site).as_posix()}" for path in site.rglob("*.html")]
        for case in SOURCES:
            urls += [f"{hosts[case]}/{each}" for each in outputs(case) if _is_page(each)]
        own = site_in(folder_of(tmp_path / "own"))
        urls += [f"{hosts['own']}/{name}" for name in own if name.endswith(".html")]
        with ExitStack() as stack:
            for folder in people.values():
                urls.append(f"{stack.enter_context(served(folder))}/")
            found = nu([*urls, f"{hosts['faulty']}/"])
    assert len(urls) > 50
    assert [each for each in found if not each.startswith(hosts["faulty"])] == []
    assert any("Stray end tag" in each for each in found)


def _is_page(name: str) -> bool:
    return name.endswith(".html") and not name.startswith("fragment/")


# Lighthouse


def test_lighthouse_gives_every_case_full_marks(hosts: dict[str, str]) -> None:
    paper = f"{hosts['sample']}/publications/sima2022ekko.html"
    cases = ("everything", "sample")  # axe and Nu look at all
    pages = [*(f"{hosts[case]}/" for case in cases), paper, f"{hosts['faulty']}/"]
    judged = lighthouse(pages, "accessibility", "best-practices", "seo")
    *good, faulty = zip(pages, judged, strict=True)
    for page, scores in good:
        assert [each["score"] for each in scores.values()] == [1, 1, 1], (page, scores)
    assert faulty[1]["accessibility"]["score"] < 1
