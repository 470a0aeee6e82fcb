"""Addresses: read as browsers read them, spelled for machines, shown to people in their letters.

The expected hosts are those of WHATWG's URL Standard (https://url.spec.whatwg.org, 3.5 and 4.1).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from everything import document_of
from helpers import NAME, check

import cvtool
from cvtool.model.url import for_machines, for_people, host_of, normal, url_problem

PUNYCODE = "https://xn--mnchen-3ya.example/a"
LETTERS = "https://münchen.example/a"


@pytest.mark.parametrize(
    ("url", "spelled", "host"),
    [
        (LETTERS, PUNYCODE, "xn--mnchen-3ya.example"),
        (PUNYCODE, PUNYCODE, "xn--mnchen-3ya.example"),
        ("HTTPS://Example.ORG/A", "https://example.org/A", "example.org"),
        ("https://ex%61mple.org", "https://example.org", "example.org"),
        ("https://0x7f.1/", "https://127.0.0.1/", "127.0.0.1"),
        ("https://１２７.0.0.1:8080/", "https://127.0.0.1:8080/", "127.0.0.1"),
        ("https://a\u200bb.org/", "https://ab.org/", "ab.org"),
        ("https://[::1]:81/x", "https://[::1]:81/x", "[::1]"),
        ("https://a.org?b@c", "https://a.org?b@c", "a.org"),
        ("mailto:a@münchen.example?x", "mailto:a@xn--mnchen-3ya.example?x", ""),
        ("tel:+41 1", "tel:+41 1", ""),
        ("javascript:a", "javascript:a", ""),
    ],
)
def test_the_host_is_that_of_browsers(url: str, spelled: str, host: str) -> None:
    assert for_machines(url) == spelled == for_machines(spelled)
    assert host_of(url) == host


def test_people_see_letters() -> None:
    assert for_people(PUNYCODE) == LETTERS
    assert for_people("mailto:a@xn--mnchen-3ya.example") == "mailto:a@münchen.example"
    for url in ("https://a.org/xn--a", "https://xn--a/", "xn--a", "urn:xn--a"):
        assert for_people(url) == url


def test_one_spelling_of_a_place() -> None:
    same = ("HTTP://A.org:80", "http://a.org", "http://a.org/", "http://%61.org/./")
    assert {normal(each) for each in same} == {"http://a.org/"}
    assert normal("no address") == "no address"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://ada.example\\@evil.example/", "write '/' for each backslash"),
        ("https://example.org/\\x", "write '/' for each backslash"),
        *((f"https://{each}x.example/", "no user name and no password") for each in ("a:b@", "a@")),
        ("https://a:@x.example/", "no user name and no password"),
        ("https://@x.example/", "no user name and no password"),
        ("https:/example.org", "there is no host after //"),
        ("https:\\\\example.org", "write '/' for each backslash"),
        ("https://256.1.1.1/", "no host is called so"),
        ("https://[::1/", "no host is called so"),
        ("https://xn--a/", "no host is called so"),
        ("https://a|b.org/", "no host is called so"),
        ("https://a\u202eb.org/", "write %20 for a space"),
        ("https://example.org/\u2028x", "write %20 for a space"),
        ("https://example.org/\u00a0x", "write %20 for a space"),
        ("https://ex\tample.org/", "write %20 for a space"),
        *(
            (f"{each}:x", "write an http or https address")
            for each in ("blob", "intent", "ms-word")
        ),
        *((f"{each}:x", "write an http or https address") for each in ("about", "view-source")),
        ("//example.org", "write it whole"),
    ],
)
def test_what_browsers_read_otherwise_is_no_address(url: str, why: str) -> None:
    assert why in str(url_problem(url))
    assert for_machines(url) == url


@pytest.mark.parametrize("scheme", ["sms", "xmpp", "matrix", "sip", "geo", "irc", "webcal"])
def test_links_may_lead_to_people(scheme: str) -> None:
    assert url_problem(f"{scheme}:x") is None


def test_a_password_is_not_said_again(tmp_path: Path) -> None:
    for source in (
        "basics: {url: 'https://u:secret@a.org'}",
        "basics: {summary: 'x <https://u:secret@a.org>'}",
    ):
        (said,) = check(tmp_path, source)
        assert ": error: basics." in said
        assert "secret" not in said


SITES = ("mailto:a@b.org", "ftp://a.org", "https://a.org/?page=1", "https://a.org/#me")


@pytest.mark.parametrize("url", SITES)
def test_a_site_is_a_page_that_files_are_beside(tmp_path: Path, url: str) -> None:
    assert check(tmp_path, f"{NAME}site:\n  url: '{url}'\n") == [
        f"cv.yaml:4:3: error: site.url: '{url}' is no page of a site: write it as in "
        "https://example.org/me"
    ]
    document = document_of({"basics": {"name": "Ada", "url": url}}, tmp_path)
    assert document.site_url is None
    assert document.person.url == url


def test_every_output_has_the_host_for_its_readers(tmp_path: Path) -> None:
    profiles = [{"network": "GitLab", "username": "me", "url": f"{LETTERS}/me"}]
    basics = {"name": "Ada", "url": LETTERS.removesuffix("a"), "profiles": profiles}
    work = [{"name": "W", "summary": f"See [it]({LETTERS}) and <{LETTERS}>.", "url": LETTERS}]
    paper = f"@misc{{k, title={{T}}, url={{{LETTERS}}}, code={{{LETTERS}/c}}}}"
    document = document_of({"basics": basics, "work": work}, tmp_path, paper)
    made = {
        each.path: each.data.decode(errors="replace")
        for name in ("html", "markdown", "text", "llms", "jsonresume", "profile", "bibtex", "atom")
        for each in cvtool.render(document, name)
    }
    assert made["CNAME"] == "xn--mnchen-3ya.example\n"
    assert "url = {https://xn--mnchen-3ya.example/a}" in made["publications.bib"]
    for name in (
        "resume.json",
        "profile.json",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
        "atom.xml",
    ):
        assert "xn--mnchen-3ya" in made[name], name
    assert json.loads(made["resume.json"])["basics"]["url"] == "https://xn--mnchen-3ya.example/"
    assert "xn--" not in made["cv.txt"]
    assert "Website: https://münchen.example/" in made["cv.txt"]
    assert "[https://münchen.example/](https://xn--mnchen-3ya.example/)" in made["cv.md"]
    assert (
        '<a class="u-url u-uid" rel="me" href="https://xn--mnchen-3ya.example/">münchen.example<'
        in (made["index.html"])
    )


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("https://u:p@a.org/a.png", "an address has no user name"),
        ("https://a b.org/a.png", "is not a web address"),
        ("HTTPS://a.org\\a.png", "write '/' for each backslash"),
    ],
)
def test_a_picture_has_an_address_like_any_other(tmp_path: Path, image: str, said: str) -> None:
    (problem,) = check(tmp_path, f"{NAME}  image: '{image}'\n")
    assert problem.startswith("cv.yaml:3:3: error: basics.image: ")
    assert said in problem


def test_the_name_of_an_account_makes_no_other_address(tmp_path: Path) -> None:
    names = ('github.com/"><b>', "a.org\\@b.org/x", "u:p@a.org/x", "github.com/a\u202eb")
    profiles = [{"network": "X", "username": each} for each in names]
    document = document_of({"basics": {"name": "Ada", "profiles": profiles}}, tmp_path)
    assert [each.url for each in document.person.profiles] == [None] * 3 + ["https://github.com/ab"]


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI 10.1000/182.", "10.1000/182"),
        ("https://doi.org/10.1002/a%3C1%3E2", "10.1002/a<1>2"),
        ("10.1002/(SICI)1:8<6::AID-A4>3.0.CO;2-O", "10.1002/(SICI)1:8<6::AID-A4>3.0.CO;2-O"),
        ("https://doi.org/10/aabbe", "10/aabbe"),
    ],
)
def test_a_doi_in_any_of_its_forms(tmp_path: Path, written: str, doi: str) -> None:
    cv = {"basics": {"name": "Ada"}, "publications": [{"name": "P", "doi": f"{written}\n"}]}
    (found,) = document_of(cv, tmp_path).publications
    assert (found.doi, found.links[:1]) == (doi, ())


@pytest.mark.parametrize(
    "written",
    [
        *("182", "https://example.org/10.1000/182", "10.1000", "10.1000/", "doi:", "11.1000/182"),
        *(
            "10.1/x}}",
            "10.1/a b",
            "10.1/a\\b",
            "https://doi.org/10.1/a%0A@misc%7B",
            "10.1/a, 10.1/b",
        ),
        *("https://doi.org/10.1/a%E2%80%AEb", "see 10.1000/182", '10.1/a"b'),
    ],
)
def test_what_is_no_doi_is_an_error_at_its_place(tmp_path: Path, written: str) -> None:
    source = f"{NAME}publications:\n  - name: P\n    doi: '{written}'\n"
    said = f"'{written}' is no DOI: write it as in 10.1000/182"
    assert check(tmp_path, source) == [f"cv.yaml:5:5: error: publications[0].doi: {said}"]
