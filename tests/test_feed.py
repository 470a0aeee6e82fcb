"""feed.json: JSON Feed 1.1 whose items keep their ids."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from everything import SITE, document_of, everything, marks, strings

import cvtool
from cvtool.model.document import Document
from cvtool.pipeline.load import load_all

SAMPLE = Path(__file__).parent.parent / "cv.yaml"
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def feed(document: Document) -> dict[str, Any]:
    """The feed, checked against what the specification requires."""
    (output,) = cvtool.render(document, "feed")
    assert output.path == "feed.json"
    found: dict[str, Any] = json.loads(output.data)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(found["title"], str)
    assert {"author"} & set(found) == set()
    ids = [item["id"] for item in found["items"]]
    assert len(ids) == len(set(ids))
    for item in found["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert _RFC_3339.fullmatch(item.get("date_published", "2000-01-01T00:00:00Z"))
        assert all(each["name"] for each in item.get("authors", ()))
    return found


def of(cv: dict[str, Any], folder: Path, bib: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = feed(document_of(cv, folder, bib))["items"]
    return found


def test_the_sample() -> None:
    document = load_all(SAMPLE).document
    assert document
    found = feed(document)
    assert found["home_page_url"] == "https://www.chijunsima.com/"
    assert found["feed_url"] == "https://www.chijunsima.com/feed.json"
    assert found["language"] == "en"
    assert found["authors"][0]["name"] == "Chijun Sima"
    kinds = [item["_cvtool"]["kind"] for item in found["items"]]
    assert sorted(kinds) == ["news"] * 3 + ["publication"] * 2 + ["talk"] * 3
    assert found["items"][0]["_cvtool"]["date"] == "2025"


def test_every_kind_is_valid(tmp_path: Path) -> None:
    assert len(of(everything(), tmp_path)) == 8


def test_an_empty_feed(tmp_path: Path) -> None:
    found = feed(document_of({}, tmp_path))
    assert found["items"] == []
    assert "feed_url" not in found


NEWS = [
    {"date": "2022-06-01", "text": "Day"},
    {"date": "2023", "text": "Year"},
    {"date": "2022-06", "text": "Month"},
    {"text": "Never"},
]


def test_only_a_full_day_is_a_date_and_the_newest_comes_first(tmp_path: Path) -> None:
    items = of({"news": NEWS}, tmp_path)
    bodies = [re.findall("<p>(.*?)</p>", item["content_html"]) for item in items]
    assert bodies == [["Year", "2023"], ["Day", "1 Jun 2022"], ["Month", "Jun 2022"], ["Never"]]
    assert [item.get("date_published") for item in items] == [
        *(None, "2022-06-01T00:00:00Z", None, None)
    ]
    known = [item["_cvtool"].get("date") for item in items]
    assert known == ["2023", None, "2022-06", None]


def test_items_of_one_date_stay_in_the_order_of_the_cv(tmp_path: Path) -> None:
    news = [{"date": 2020, "text": "One"}, {"date": 2020, "text": "Two"}]
    items = of({"news": news, "talks": [{"name": "T", "event": "E", "date": 2020}]}, tmp_path, BIB)
    found = [item.get("title") or item["content_html"][3:6] for item in items]
    assert found == ["One", "Two", "A <b>", "T", "B"]


def test_markup_is_html_and_the_rest_is_escaped(tmp_path: Path) -> None:
    text = '*a* [b](https://e.org/?x=1&y=2) </script> <i> & "q" 中文 😀'
    (item,) = of({"news": [{"text": text}]}, tmp_path)
    assert item["content_html"] == (
        '<p><em>a</em> <a href="https://e.org/?x=1&amp;y=2">b</a> &lt;/script&gt; &lt;i&gt; &amp; '
        "&quot;q&quot; 中文 😀</p>"
    )


BIB = """
@article{a, title={A <b>}, author={Doe, Jane and Roe, R.}, year=2020, doi={10.1/X}, journal={J},
  keywords={k}, pdf={https://e.org/a.pdf}}
@misc{b, title={B}, year=2019, url={https://e.org/b}}
"""


def test_publications(tmp_path: Path) -> None:
    basics = {"name": "Jane Doe", "url": "https://jane.org"}
    first, second = of({"basics": basics}, tmp_path, BIB)
    assert (first["id"], second["id"]) == ("publication:doi:10.1/x", "publication:b")
    assert first["title"] == "A <b>"
    assert first["authors"] == [{"name": "Jane Doe", "url": "https://jane.org"}, {"name": "R. Roe"}]
    assert "tags" not in first
    assert '<a href="https://e.org/a.pdf">PDF</a>' in first["content_html"]
    assert second["url"] == "https://e.org/b"


TALK = {
    "name": "T",
    "slides": "https://s.org",
    "venues": [{"name": "V", "location": "Bern", "date": "2022-06-01"}, "W"],
}


def test_each_venue_of_a_talk_is_an_item(tmp_path: Path) -> None:
    first, second = of({"talks": [TALK]}, tmp_path)
    assert first["title"] == second["title"] == "T"
    assert first["content_html"].startswith("<p>V, Bern</p><p>1 Jun 2022</p>")
    assert 'href="https://s.org"' in second["content_html"]
    assert first["id"] != second["id"]


def test_all_that_a_talk_and_a_paper_say_is_in_their_items(tmp_path: Path) -> None:
    cv = everything()
    found = feed(document_of(cv, tmp_path))
    said = "\n".join(strings(found))
    wanted = set(marks([cv["talks"], cv["publications"], cv["news"]]))
    lost = {each for each in wanted if each not in said and not each.endswith("x-own@")}
    assert lost == set(marks(cv["publications"][0]["keywords"]))


def test_others_are_no_author(tmp_path: Path) -> None:
    (item,) = of({}, tmp_path, "@misc{a, title={T}, author={Doe, Jane and others}}")
    assert item["authors"] == [{"name": "Jane Doe"}]
    assert "Jane Doe, et al." in item["content_html"]


def _ids(items: list[dict[str, Any]]) -> dict[str, str]:
    return {json.dumps({**item, "id": ""}, sort_keys=True): item["id"] for item in items}


@pytest.mark.parametrize("seed", range(20))
def test_ids_stay_when_entries_come_go_and_move(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    dates = [None, 2020, "2020-05", "2020-05-01", "2020-05-02", 2021, 2019, "2018-02"]
    news = [{"text": "N", "date": date or ""} for date in dates]
    talks = [{"name": "T", "event": e, "date": 2020} for e in ("V", "X", "C", "C++", "😀")]
    whole = _ids(of({"news": news, "talks": [*talks, TALK]}, tmp_path, BIB))
    some = {"news": chance.sample(news, 6), "talks": chance.sample(talks, 3)}
    for content, name in _ids(of(some, tmp_path, BIB)).items():
        assert whole[content] == name


def _by_words(news: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    return {item["content_html"][3:6]: item["id"] for item in of({"news": news}, folder)}


def test_no_word_of_a_text_is_in_an_id(tmp_path: Path) -> None:
    talk = {"venues": [{"name": "V", "date": 2020}, {"name": "W", "date": "2020-03"}]}
    old, new = (
        of(
            {"news": [{"date": "2025-03", "text": text}, {"text": text}], "talks": [given]},
            tmp_path,
        )
        for text, given in (
            ("Acepted.", {"name": "T", **talk}),
            ("Accepted!", {"name": "U", **talk}),
        )
    )
    assert [item["id"] for item in old] == [item["id"] for item in new]
    assert [item["id"] for item in old[:1]] == ["news:2025-03"]


@pytest.mark.parametrize("is_rising", [False, True])
def test_news_of_one_date_keep_their_ids_when_one_more_comes(
    is_rising: bool, tmp_path: Path
) -> None:
    """It comes where the file goes on: in front of the others, or behind them."""
    news: list[dict[str, Any]] = [{"date": 2025, "text": text} for text in ("Two", "One")]
    older = {"date": "2024-01", "text": "Old"}
    lists: list[list[dict[str, Any]]] = [
        [*news, older],
        [{"date": 2025, "text": "New"}, *news, older],
    ]
    before, after = (_by_words(each[:: -1 if is_rising else 1], tmp_path) for each in lists)
    assert before == {"One": "news:2025", "Two": "news:2025:2", "Old": "news:2024-01"}
    assert after == before | {"New": "news:2025:3"}


def test_an_id_of_ones_own_settles_it(tmp_path: Path) -> None:
    news = [
        {"date": 2025, "text": "One", "id": "first"},
        {"date": 2025, "text": "Two"},
        {"date": 2026, "text": "Six", "id": "first"},
    ]
    assert _by_words(news, tmp_path) == {
        "One": "news:first",
        "Two": "news:2025",
        "Six": "news:first:2",
    }
    (talk,) = of({"talks": [{"name": "T", "id": "t1"}]}, tmp_path)
    assert talk["id"] == "talk:t1"
    document = document_of({"news": news[:1], "talks": [{"name": "T", "id": "unseen"}]}, tmp_path)
    for name in ("markdown", "text", "llms", "html"):
        made = b"".join(output.data for output in cvtool.render(document, name))
        assert b"unseen" not in made


def test_a_newer_double_leaves_the_id_of_the_older(tmp_path: Path) -> None:
    old = {"name": "T", "event": "V", "date": 2020}
    (before,) = of({"talks": [old]}, tmp_path)
    newer, older = of({"talks": [{**old, "date": "2020-03"}, old]}, tmp_path)
    assert older["id"] == before["id"]
    assert newer["id"] == f"{before['id']}:2"


def test_a_talk_whose_date_becomes_known_to_the_day_keeps_its_id(tmp_path: Path) -> None:
    talk = {"name": "T", "event": "V"}
    rough, fine = (of({"talks": [{**talk, "date": d}]}, tmp_path) for d in ("2020", "2020-02-01"))
    assert rough[0]["id"] == fine[0]["id"]


def test_what_has_no_address_leads_to_its_page(tmp_path: Path) -> None:
    cv = {"basics": {"name": "Jane Doe", "url": "https://jane.org"}}
    document = document_of(cv, tmp_path, "@misc{a:b, title={T}}")
    (item,) = feed(document)["items"]
    files = {output.path for output in cvtool.render(document, "html")}
    path = item["url"].removeprefix("https://jane.org/")
    assert path in files
    texts = {
        output.path: output.data.decode()
        for name in ("llms", "profile", "atom")
        for output in cvtool.render(document, name)
    }
    assert f"- [T]({item['url']})" in texts["llms.txt"]
    assert json.loads(texts["profile.json"])["hasPart"][0]["url"] == item["url"]
    assert f'<link rel="alternate" href="{item["url"]}"/>' in texts["atom.xml"]


def test_an_item_that_says_nothing_but_its_title_has_that_for_content(tmp_path: Path) -> None:
    (talk, paper) = of({"talks": [{"name": "A & B"}]}, tmp_path, "@misc{a, title={T}}")[::-1]
    assert (talk["content_html"], paper["content_html"]) == ("<p>A &amp; B</p>", "<p>T</p>")


def test_the_site_is_named(tmp_path: Path) -> None:
    found = feed(document_of({"site": {"url": SITE}}, tmp_path))
    assert found["feed_url"] == f"{SITE}/feed.json"


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    one, two = (cvtool.render(document_of(everything(), tmp_path), "feed") for _ in "12")
    assert one == two
