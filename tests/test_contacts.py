"""How to reach the person: several addresses and numbers, and where accounts are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import NAME, check
from pdfs import reader

import cvtool
from cvtool.model.document import Document
from cvtool.pipeline.load import load_all
from cvtool.pipeline.remarks import remarks


def load(folder: Path, basics: dict[str, Any]) -> Document:
    (folder / "cv.yaml").write_text(json.dumps({"basics": {"name": "Ada"} | basics}))
    return cvtool.load(folder / "cv.yaml", "private")


def text(document: Document, name: str) -> str:
    (output, *_) = cvtool.render(document, name)
    return output.data.decode()


def test_several_addresses_and_numbers_are_shown_where_there_is_room(tmp_path: Path) -> None:
    basics = {"email": ["a@e.org", "b@e.org"], "phone": ["+47 22", "+47 33"]}
    document = load(tmp_path, basics)
    for said in [*basics["email"], *basics["phone"]]:
        assert said in text(document, "markdown")
        assert said in text(document, "text")
    resume = json.loads(text(document, "jsonresume"))["basics"]
    assert (resume["email"], resume["phone"]) == ("a@e.org", "+47 22")
    assert json.loads(text(document, "profile"))["mainEntity"]["email"] == basics["email"]
    (tmp_path / "resume.json").write_text(text(document, "jsonresume"))
    again = cvtool.load(tmp_path / "resume.json", "private").person
    assert again.emails == document.person.emails
    assert again.private == document.person.private


@pytest.mark.parametrize(
    ("locale", "location", "place", "whole"),
    [
        (
            "en",
            "London|United Kingdom|EC4Y 9AU|GB",
            "London EC4Y 9AU, United Kingdom",
            "Lane 1, {}",
        ),
        ("en", "London||EC4Y 9AU|GB", "London EC4Y 9AU, United Kingdom", "Lane 1, {}"),
        ("en", "Oakland|CA|94612|US", "Oakland, CA 94612", "Lane 1, {}"),
        ("en", "||94612|US", "94612 United States", "Lane 1, {}"),
        ("en", "Bonn||53111|DE", "53111 Bonn, Germany", "Lane 1, {}"),
        ("de", "London||EC4Y 9AU|GB", "London EC4Y 9AU, Vereinigtes Königreich", "Lane 1, {}"),
        ("ja", "新宿区|東京都|160-0023|JP", "160-0023 東京都 新宿区", "{} Lane 1"),
    ],
)
def test_a_place_is_written_as_its_country_writes_it(
    tmp_path: Path, locale: str, location: str, place: str, whole: str
) -> None:
    names = ("city", "region", "postalCode", "countryCode")
    where = dict(zip(names, location.split("|"), strict=True)) | {"address": "Lane 1"}
    cv = {
        "locale": locale,
        "basics": {"name": "Ada", "location": {k: v for k, v in where.items() if v}},
    }
    (tmp_path / "cv.yaml").write_text(json.dumps(cv))
    document = cvtool.load(tmp_path / "cv.yaml", "private")
    assert place in text(document, "text")
    (pdf, *_) = cvtool.render(document, "pdf")
    assert whole.format(place) in " ".join(reader(pdf.data).pages[0].extract_text().split())


@pytest.mark.parametrize("empty", ["''", "[]", "['']", "null"])
def test_no_address_is_none(tmp_path: Path, empty: str) -> None:
    assert check(tmp_path, f"{NAME}  email: {empty}\n  phone: {empty}\n") == []


def test_each_of_several_addresses_is_checked(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}  email: [a@e.org, b]\n")
    assert line.startswith("cv.yaml:3:20: error: basics.email[1]: 'b' is not an e-mail address")


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("email", "a@e.org, b@e.org", "error: {} is several addresses"),
        ("email", "a@e.org; b@e.org", "error: {} is several addresses"),
        ("email", "a@e.org oder b@e.org", "error: {} is several addresses"),
        ("phone", "+47 22 33 / +47 44 55", "warning: {} is several numbers"),
        ("phone", "+47 22 33, +47 (44) 55", "warning: {} is several numbers"),
        ("phone", "+47 22 33 or +47 (44) 55", "warning: {} is several numbers"),
    ],
)
def test_several_in_one_text_are_told_how_to_be_written(
    tmp_path: Path, key: str, written: str, said: str
) -> None:
    """Numbers are shown all the same: people can dial them."""
    (line,) = check(tmp_path, f"{NAME}  {key}: '{written}'\n")
    said = said.format(f"basics.{key}: '{written}'")
    assert line.startswith(f"cv.yaml:3:3: {said}: 'basics' takes a list")
    listed = line[line.index("[") : line.index("]") + 1]
    assert check(tmp_path, f"{NAME}  {key}: {listed}\n") == []
    resume = json.dumps({"basics": {"name": "Ada", key: written}})
    (line,) = check(tmp_path, resume, "resume.json")
    assert line.endswith(f"basics.{key}: '{written}' is read as a list of 2")


@pytest.mark.parametrize("phone", ["0221 / 123 456", "+47 22 33, room 5", "+47 22-33 (+ 44)"])
def test_a_number_may_hold_other_signs(tmp_path: Path, phone: str) -> None:
    assert check(tmp_path, f"{NAME}  phone: '{phone}'\n") == []
    resume = json.dumps({"basics": {"name": "Ada", "phone": phone}})
    assert check(tmp_path, resume, "resume.json") == []


@pytest.mark.parametrize("host", ["e.org/x", "e.org?cc=x", "e.org:8", "e|f.org", "256.1.1.1"])
def test_an_address_has_a_host_that_can_be(tmp_path: Path, host: str) -> None:
    (line,) = check(tmp_path, f"{NAME}  email: 'a@{host}'\n")
    assert line.startswith(f"cv.yaml:3:3: error: basics.email: 'a@{host}' is not an e-mail address")


@pytest.mark.parametrize(
    ("country", "write"),
    [("GBR", "GB"), ("Chad", "TD"), ("ZZZ", "the two letters of ISO 3166, as in CH")],
)
def test_the_code_of_a_country_is_offered(tmp_path: Path, country: str, write: str) -> None:
    (line,) = check(tmp_path, f"{NAME}  location: {{countryCode: {country}}}\n")
    assert line.endswith(f"'{country}' is not a country code: write {write}")


@pytest.mark.parametrize("field", ["username", "url"])
def test_a_mistyped_orcid_is_one_warning(tmp_path: Path, field: str) -> None:
    start = "https://orcid.org/" if field == "url" else ""
    source = f"{NAME}  profiles:\n  - network: ORCID\n    {field}: {start}"
    for number in ("0000-0002-1825-0097", "0000-0002-1694-233X", "0000-0002-1694-233x"):
        assert check(tmp_path, source + number) == []
    assert check(tmp_path, f"{source}0000-0002-1825-0079") == [
        f"cv.yaml:5:5: warning: basics.profiles[0].{field}: '0000-0002-1825-0079' is no ORCID iD: "
        "one of its digits is mistyped"
    ]


@pytest.mark.parametrize(
    ("network", "username", "url"),
    [
        ("GitHub", "mara", "https://github.com/mara"),
        ("linkedin.com", "mara-quill", "https://www.linkedin.com/in/mara-quill"),
        ("ORCID", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("ORCID iD", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("Bluesky", "@mara.example.org", "https://bsky.app/profile/mara.example.org"),
        ("Bluesky", "mara", "https://bsky.app/profile/mara.bsky.social"),
        ("Mastodon", "@mara@hachyderm.io", "https://hachyderm.io/@mara"),
        ("X (Twitter)", "@mara", "https://x.com/mara"),
        ("Stack Overflow", "123", "https://stackoverflow.com/users/123"),
        ("DBLP", "12/3456-1", "https://dblp.org/pid/12/3456-1"),
        ("YouTube", "@mara", "https://www.youtube.com/@mara"),
        *[
            ("Google Scholar", each, "https://scholar.google.com/citations?user=AbCdEfGhIJKL")
            for each in ("AbCdEfGhIJKL", "AbCdEfGhIJKL&hl", "AbCdEfGhIJKL&hl=en")
        ],
        ("Anything", "https://any.example.org/mara", "https://any.example.org/mara"),
    ],
)
def test_an_account_has_the_address_that_its_name_has(
    tmp_path: Path, network: str, username: str, url: str
) -> None:
    document = load(tmp_path, {"profiles": [{"network": network, "username": username}]})
    assert [each.url for each in document.person.profiles] == [url]
    assert json.loads(text(document, "jsonresume"))["basics"]["profiles"][0]["url"] == url
    assert json.loads(text(document, "profile"))["mainEntity"]["sameAs"] == [url]


@pytest.mark.parametrize(
    ("network", "shown"),
    [
        *[("github", "GitHub"), ("Github", "GitHub"), ("linkedin", "LinkedIn")],
        *[("google-scholar", "Google Scholar"), ("stackoverflow", "Stack Overflow")],
        *[("GitHub (work)", "GitHub (work)"), ("matrix", "matrix")],
    ],
)
def test_a_network_is_called_what_it_calls_itself(tmp_path: Path, network: str, shown: str) -> None:
    document = load(tmp_path, {"profiles": [{"network": network, "username": "mara"}]})
    assert f"\n{shown}: mara" in text(document, "text")


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://github.com/ada", "GitHub"),
        ("https://de.linkedin.com/in/ada", "LinkedIn"),
        ("https://scholar.google.co.uk/citations?user=ada", "Google Scholar"),
        ("https://www.behance.net/ada", "Behance"),
        ("https://ada.example/", ""),
    ],
)
def test_an_address_alone_is_an_account(tmp_path: Path, url: str, network: str) -> None:
    document = load(tmp_path, {"profiles": [url, {"url": url}]})
    assert [(it.network, it.url) for it in document.person.profiles] == 2 * [(network, url)]
    found = json.loads(text(document, "jsonresume"))["basics"]["profiles"]
    assert [it["network"] for it in found] == 2 * [network or "ada.example"]


@pytest.mark.parametrize(
    ("url", "username"),
    [
        ("https://github.com/ada", "ada"),
        ("https://www.github.com/ada/", "ada"),
        ("https://github.com/ada/cv", ""),
        ("https://hachyderm.io/@ada", "ada"),
        ("https://hachyderm.io/@ada/1", ""),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://ada.example/ada", ""),
    ],
)
def test_the_name_in_an_address_is_that_of_the_account(
    tmp_path: Path, url: str, username: str
) -> None:
    document = load(tmp_path, {"profiles": [url]})
    (found,) = json.loads(text(document, "jsonresume"))["basics"]["profiles"]
    assert (found["username"], found["url"]) == (username, url)


@pytest.mark.parametrize(
    ("network", "written", "username"),
    [
        ("github", "https://github.com/ada", "ada"),
        ("Mastodon", "hachyderm.io/@ada", "ada"),
        ("Guild", "guild.example/members/ada", "guild.example/members/ada"),
    ],
)
def test_an_address_in_the_place_of_a_user_name_is_none(
    tmp_path: Path, network: str, written: str, username: str
) -> None:
    document = load(tmp_path, {"profiles": [{"network": network, "username": written}]})
    (found,) = json.loads(text(document, "jsonresume"))["basics"]["profiles"]
    url = f"https://{written.removeprefix('https://')}"
    assert found == {"network": network, "username": username, "url": url}


def test_an_address_alone_is_short_for_people(tmp_path: Path) -> None:
    document = load(tmp_path, {"profiles": ["https://www.ada.example/works/"]})
    (pdf, *_) = cvtool.render(document, "pdf")
    assert reader(pdf.data).pages[0].extract_text().split() == ["Ada", "ada.example/works"]
    assert ">ada.example/works</a>" in text(document, "html")
    assert "https://www.ada.example/works/" in text(document, "text")


def test_what_says_no_account_is_told(tmp_path: Path) -> None:
    source = f"{NAME}  profiles:\n  - network: GitHub\n  - username: ada\n  - network: ''\n"
    (line,) = check(tmp_path, source)
    assert line == (
        "cv.yaml:4:5: warning: basics.profiles[0]: this account on 'GitHub' is left out: write "
        "'username' or 'url'"
    )


def test_check_names_accounts_without_an_address(tmp_path: Path) -> None:
    rows = [("Orkut", "mara"), ("Stack Overflow", "mara"), ("Signal", "mara.01"), ("GitHub", "m")]
    load(tmp_path, {"profiles": [{"network": name, "username": who} for name, who in rows]})
    notes = [each for each in remarks(load_all(tmp_path / "cv.yaml")) if "account" in each]
    said = (
        "no link leads to the account on 'Orkut', 'Stack Overflow': write its 'url', if it has one"
    )
    assert notes == [said]


def test_no_user_name_is_made_up(tmp_path: Path) -> None:
    url = "https://scholar.google.com/citations?user=abc"
    document = load(tmp_path, {"profiles": [{"network": "Google Scholar", "url": url}]})
    (found,) = json.loads(text(document, "jsonresume"))["basics"]["profiles"]
    assert found == {"network": "Google Scholar", "username": "", "url": url}
