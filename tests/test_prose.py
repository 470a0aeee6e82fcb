"""Prose: lists, code, quotations and line breaks, in what is read and in what is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import page
import pytest
from everything import document_of
from helpers import check
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pdfs import pages

import cvtool
from cvtool.model.document import Document
from cvtool.model.inline import parse, to_plain
from cvtool.model.plain import prose as as_text
from cvtool.model.prose import bodies, parsed, prose
from cvtool.pipeline.load import load_all
from cvtool.render import folds
from cvtool.source.layouts import THEMES

PROSE = """\
I work on:
- engines, *fast* ones
  1. first
  2. second
     - third `level`

     and more
- looms

```python
x = [**y]

  # <b>
```

> She wrote it.\\
> — A friend
>
> - well

Lane 1\\
Town
"""

WRAPPED = """\
It is written in lines as long as an editor has them, each of which ends where the next word
would not fit, and so a reader is to have them as one paragraph that is set as wide as there
is room."""


def of(tmp_path: Path, **cv: Any) -> Document:
    return document_of({"basics": {"name": "Ada"}} | cv, tmp_path)


def output(document: Document, name: str) -> str:
    return cvtool.render(document, name)[0].data.decode()


def problems(tmp_path: Path, source: str, name: str = "cv.yaml") -> list[str]:
    path = tmp_path / name
    path.write_text(source, "utf-8")
    found = load_all(path).problems
    return [f"{each.line}:{each.column}: {each.what}" for each in found]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n- b\n- c", "<p>a</p><ul><li>b</li><li>c</li></ul>"),
        ("a\n• b\n  ◦ c\n• d", "<p>a</p><ul><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("➢ a\n\uf0b7 b", "<ul><li>a</li><li>b</li></ul>"),
        ("```\n• a\n```\n•b • c", "<pre><code>• a</code></pre><p>•b • c</p>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b\n\n  c\n- d", "<ul><li>a<ul><li>b</li></ul><p>c</p></li><li>d</li></ul>"),
        ("- a", "<p>a</p>"),
        ("~~~\n*a*\n~~~", "<pre><code>*a*</code></pre>"),
        ("> *a*\n> b", "<blockquote><p><em>a</em> b</p></blockquote>"),
        ("a\\\nb  \nc\nd", "<p>a<br>b<br>c d</p>"),
        ("推理，\n以及**重点。**\n之后", "<p>推理，以及<strong>重点。</strong>之后</p>"),
        ("甲\n乙 丙  \n中 A\n中", "<p>甲乙 丙<br>中 A 中</p>"),
        ("한국\n말", "<p>한국 말</p>"),
        (
            "See https://a.example/b_c_d?e=1, or (https://a.example/f(g)).",
            '<p>See <a href="https://a.example/b_c_d?e=1">https://a.example/b_c_d?e=1</a>, or '
            '(<a href="https://a.example/f(g)">https://a.example/f(g)</a>).</p>',
        ),
        ("*http://a.example*!", '<p><em><a href="http://a.example">http://a.example</a></em>!</p>'),
        ("见https://a.example。", '<p>见<a href="https://a.example">https://a.example</a>。</p>'),
        ("`https://a.example` https://", "<p><code>https://a.example</code> https://</p>"),
        ("[b](https://a.example)", '<p><a href="https://a.example">b</a></p>'),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("# a\nb", "<p>a</p><p>b</p>"),
        ("a | b\n--|--\n1 | *2*", "<p>a | b<br>1 | <em>2</em></p>"),
    ],
)
def test_blocks_are_a_tree(text: str, html: str) -> None:
    assert folds.html_blocks(prose(text)).replace("\n", "") == html


@pytest.mark.parametrize(
    "text",
    [
        "1. Preis im Wettbewerb",
        "It was\n1990. A good year",
        "2019. Moved to Bern",
        "> 90 % less",
        "#hashtag",
        "-5 degrees",
        "*Emphasis* and **more**",
        "    indented",
        "a - b - c",
    ],
)
def test_other_text_is_a_paragraph(text: str) -> None:
    assert prose(text) == (parse(text),)


def test_no_word_is_lost_however_deep_it_stands() -> None:
    text = "\n".join(f"{'  ' * depth}- word{depth}" for depth in range(60))
    said = " ".join(map(to_plain, bodies(prose(text))))
    assert all(f"word{depth}" in said for depth in range(60))
    assert [each.what for each in parsed(text).remarks] == ["deep"]


@given(st.text(st.sampled_from("-*+>#1.)`~|\\ \n\tab中"), max_size=80))
def test_reading_never_fails_and_keeps_the_letters(text: str) -> None:
    said = as_text(prose(text))
    assert [char for char in said if char in "b中"] == [char for char in text if char in "b中"] or (
        re.search("```|~~~", text)  # the word behind a fence
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**重点。**之后", "<strong>重点。</strong>之后"),
        ("之前**（重点）**之后", "之前<strong>（重点）</strong>之后"),
        ("他说**“快”**的", "他说<strong>“快”</strong>的"),
        ("**강조(強調)**는", "<strong>강조(強調)</strong>는"),
        ("*新*技术*。*后", "<em>新</em>技术<em>。</em>后"),
        ("**[链接](https://a.b)**后", '<strong><a href="https://a.b">链接</a></strong>后'),
        ("**Done.**Then", "<strong>Done.</strong>Then"),
        ("a ** b ** c", "a ** b ** c"),
    ],
)
def test_emphasis_beside_text_without_spaces(text: str, html: str) -> None:
    assert folds.html(parse(text)) == html


@given(st.text(st.sampled_from("*_ab.,!()“”é😀 "), max_size=30))
def test_other_emphasis_is_as_in_commonmark(text: str) -> None:
    text = " ".join(text.split())
    found = folds.html(parse(text))
    known = MarkdownIt("zero").enable("emphasis").renderInline(text)
    assert found == known or ("**" in known and "**" not in found)
    assert _bare(found) == _bare(known)


def _bare(html: str) -> str:
    """What it says, whatever is strong."""
    return re.sub("<[^>]+>|[*]", "", html)


@pytest.mark.parametrize("text", ["**重点。**之后", "前**（重点）**后"])
def test_commonmark_gets_what_it_can_write(text: str) -> None:
    written = folds.markdown(parse(text))
    assert "<strong>重点</strong>" in MarkdownIt("commonmark").renderInline(written)


def test_markdown_says_the_same_again(tmp_path: Path) -> None:
    """In the summary, under a bullet and inside a publication."""
    cv = {
        "basics": {"name": "Ada", "summary": PROSE},
        "work": [{"name": "Mill", "highlights": [PROSE, {"Outcome": PROSE}]}],
        "publications": [{"name": "Paper", "summary": PROSE}],
        "bibliography": {"show": ["summary"]},
    }
    want = folds.html_blocks(prose(PROSE))
    for name in ("markdown", "llms"):
        outputs = cvtool.render(of(tmp_path, **cv), name)
        html = MarkdownIt("commonmark").render(outputs[-1].data.decode())
        found = _squeezed(html.replace(' class="language-python"', ""))
        for part in want.split("\n<p>Lane")[0].split("\n")[1:]:
            assert found.count(_squeezed(part)) >= 4, (name, part)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "- > q\n- b",
        "- 1. a\n  2. b\n- c",
        "- a\n- b\n\n* c\n* d\n\n1. e\n2. f\n\n1) g\n2) h",
        "> a\n>\n> > b\n>\n> - c\n> - d\n>\n>   e\n\nf",
        "- a\n\n  ````\n  ```\n\n  x\n  ````\n- b\n\n  7. c\n  8. d",
        "a\\\n\\- b\\\n1\\. c\\\n\\# d",
    ],
)
def test_markdown_is_read_as_the_same_blocks(tmp_path: Path, text: str) -> None:
    page = output(of(tmp_path, basics={"name": "Ada", "summary": text}), "markdown")
    assert prose(page.partition("## Summary\n")[2]) == prose(text)


def _squeezed(html: str) -> str:
    for tag in ("<p>", "</p>", "\n", " ", "<br/>", "<br>"):
        html = html.replace(tag, "")
    return html


def test_plain_text_has_the_lists_and_the_lines(tmp_path: Path) -> None:
    document = of(tmp_path, basics={"name": "Ada", "summary": PROSE})
    want = """\
I work on:
- engines, fast ones
  1. first
  2. second
     - third level
     and more
- looms

    x = [**y]

      # <b>

> She wrote it.
> — A friend
> - well

Lane 1
Town
"""
    text = "\n".join(map(str.rstrip, output(document, "text").split("\n")))
    assert want in text
    said = json.loads(output(document, "jsonresume"))["basics"]["summary"]
    assert said.startswith("I work on:\n- engines, fast ones\n  1. first\n")
    assert said.endswith("> She wrote it.\n> — A friend\n> - well\n\nLane 1\nTown")


def test_the_pdf_of_prose_conforms(tmp_path: Path) -> None:
    cv = {
        "basics": {"name": "Ada", "summary": PROSE},
        "work": [{"name": "Mill", "highlights": [PROSE, {"Outcome": PROSE}]}],
        "awards": [{"title": "Medal", "summary": PROSE}],
    }
    (made,) = cvtool.render(of(tmp_path, **cv), "pdf")
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(made.data, profile=profile)
        assert [(each.rule_id, each.message) for each in report.failures] == []


@pytest.mark.parametrize("theme", THEMES)
def test_cv_pdf_numbers_lists_however_deep_they_stand(tmp_path: Path, theme: str) -> None:
    summary = "- a\n  3. b\n  4. c\n     - d\n\n> Said:\n> 1. e\n> 2. f"
    document = of(tmp_path, basics={"name": "Ada", "summary": summary}, pdf={"theme": theme})
    (made,) = cvtool.render(document, "pdf")
    said = " ".join(pages(made.data)[0].split())
    assert "• a 3. b 4. c • d Said: 1. e 2. f" in said


def test_each_item_runs_to_its_own_side(tmp_path: Path) -> None:
    summary = "- one\n- \u05e9\u05dc\u05d5\u05dd\n  - \u05d0\u05d7\u05d3 x"
    html = output(of(tmp_path, basics={"name": "Ada", "summary": summary}), "html")
    assert html.count("<li>one") == 1
    assert html.count('<li dir="rtl">') == 2


def test_what_a_line_cannot_say_stands_under_it(tmp_path: Path) -> None:
    text = "For:\n- this\n- that"
    document = of(tmp_path, awards=[{"title": "Medal", "summary": text}], news=[{"text": text}])
    assert "- Medal — For:\n  - this\n  - that\n" in output(document, "markdown")
    page = output(document, "html")
    assert page.count("<li>this</li>\n<li>that</li>") == 2
    (item,) = json.loads(output(document, "feed"))["items"]
    assert "<li>this</li>" in item["content_html"]


NAMES = {
    "basics": {"name": "Ada", "label": "*Quiet* engines", "keywords": ["`C`"], "topics": ["*x*"]},
    "work": [
        {
            "name": "[Mill](https://mill.example)",
            "position": "**Lead**",
            "location": "[Bern](https://bern.example)",
            "url": "https://other.example",
        }
    ],
    "education": [
        {
            "institution": "[Uni](https://uni.example)",
            "area": "*Maths*",
            "thesis": "[On *numbers*](https://thesis.example)",
            "advisor": "[De Morgan](https://advisor.example)",
            "courses": ["*Logic*"],
        }
    ],
    "awards": [{"title": "[Medal](https://medal.example)", "awarder": "*Society*"}],
    "skills": [{"name": "**Tools**", "keywords": ["*C*"], "level": "*good*"}],
    "publications": [{"name": "*Paper*", "publisher": "*Press*"}],
    "custom": [{"heading": "*More*", "talks": [{"name": "A", "period": "*then*"}]}],
}


@pytest.mark.parametrize("name", ["html", "markdown", "llms"])
def test_names_take_markup_where_people_read_them(tmp_path: Path, name: str) -> None:
    made = cvtool.render(of(tmp_path, **NAMES), name)
    text = made[0 if name == "html" else -1].data.decode()
    page = text.partition("<body")[2] if name == "html" else MarkdownIt().render(text)
    for words in ("Quiet", "numbers", "Society", "Maths", "Logic", "C"):
        assert f"<em>{words}</em>" in page
    for host in ("thesis", "advisor", "uni", "medal", "bern"):
        assert f'href="https://{host}.example"' in page
    assert "](" not in page
    assert "*" not in page


@pytest.mark.parametrize("name", ["jsonresume", "profile", "feed", "publications", "text"])
def test_programs_get_names_plain(tmp_path: Path, name: str) -> None:
    for each in cvtool.render(of(tmp_path, **NAMES), name):
        text = each.data.decode()
        assert not any(sign in text for sign in ("](", "*", "`"))


def test_a_name_and_its_entry_may_lead_to_two_places(tmp_path: Path) -> None:
    work = {"name": "[Mill](https://mill.example)", "url": "https://other.example"}
    page = output(of(tmp_path, work=[work]), "markdown")
    assert "### [Mill](https://other.example)\n\n[Mill](https://mill.example)\n" in page
    page = output(of(tmp_path, work=[work | {"url": "https://mill.example"}]), "markdown")
    assert page.count("(https://mill.example)") == 1


def test_an_index_in_a_name_is_no_link(tmp_path: Path) -> None:
    document = of(tmp_path, skills=[{"name": "f[i](x)"}])
    assert to_plain(document.sections[0].entries[0].title) == "f[i](x)"


def test_bold_words_in_what_is_bold_are_commonmark(tmp_path: Path) -> None:
    cv = {
        "basics": {"name": "Ada", "label": "**强**调的*题目*"},
        "work": [{"name": "W", "highlights": [{"**粗**体的*字*": "x"}]}],
        "publications": [{"name": "**强**调的[题目](https://e.org)"}],
    }
    document = document_of(cv, tmp_path)
    for name in ("markdown", "llms"):
        *_, output = cvtool.render(document, name)
        assert "*" not in re.sub("<[^>]+>", "", MarkdownIt().render(output.data.decode()))


def test_what_cannot_stand_in_a_text_is_told_at_its_line(tmp_path: Path) -> None:
    source = """\
basics:
  name: Ada
  summary: |
    Text.

    ## A heading

    | a | b |
    |---|---|
    | 1 | 2 |

    A <b>word</b>, \\<i> and `<u>`, Vec<T>. <!-- no word -->
    ![Me](me.png)

    ***
  label: "See <b>this</b>"
work:
- name: Mill
  description: |
    Does:
    - this
  period: "[Then](https://example.org)"
  location: |
    In:
    - Rome
publications:
- {name: T, publisher: "[J](https://example.org)"}
"""
    found = problems(tmp_path, source)
    starts = [
        "6:5: basics.summary: a heading cannot stand in a text, so '## A heading' is a paragraph",
        "8:5: basics.summary: a table cannot stand in a text",
        "12:7: basics.summary: HTML is shown as it is written, as '<b>' is",
        "13:5: basics.summary: a picture cannot stand in a text",
        "15:5: basics.summary: a line across cannot stand in a text",
        "16:15: basics.label: HTML is shown as it is written",
        "19:3: work[0].description: a list cannot stand in this text",
        "22:12: work[0].period: a link cannot stand here",
        "23:3: work[0].location: a list cannot stand in this text",
        "27:25: publications[0].publisher: a link cannot stand here",
    ]
    assert len(found) == len(starts)
    for line, start in zip(found, starts, strict=True):
        assert line.startswith(start)
    assert "(3 times)" in found[2]


@pytest.mark.parametrize(
    "text",
    [
        "Parts\n      - one\n      - two\n",
        ">\n      Parts\n      - one\n      - two\n    # aside\n",
        ">\n      Parts\n      • one\n      • two\n",
        "|\n      Parts\n      - one\n      - two\n",
        '"Parts\\n- one\\n- two"\n',
    ],
)
def test_a_list_is_one_in_every_style_of_yaml(tmp_path: Path, text: str) -> None:
    source = f"basics: {{name: Ada}}\nwork:\n- name: Mill\n  highlights:\n    - {text}    - last\n"
    path = tmp_path / "cv.yaml"
    path.write_text(source, "utf-8")
    points = cvtool.load(path).sections[0].entries[0].points
    assert [to_plain(each.text) for each in points] == ["Parts", "last"]
    assert points[0].more == prose("- one\n- two")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("<p>HTML <strong>bold</strong> &amp; more</p>", "HTML **bold** &amp; more"),
        ("Line one\n• did x\n• did y\nThe end", "Line one\n\n- did x\n- did y\n\nThe end"),
        ("• a\n◦ b\n• c\n\n* d\n* e", "- a\n  - b\n- c\n\n* d\n* e"),
        ("Line one.\nLine two.\n\nAnother.", "Line one.\\\nLine two.\n\nAnother."),
        (f"{WRAPPED}\n- a", f"{WRAPPED}\n\n- a"),
        (WRAPPED.title(), WRAPPED.title().replace("\n", "\\\n")),
        ("short lines\nthat stay", "short lines\\\nthat stay"),
        ("Did\n1. a\n2. b\nEnd", "Did\n\n1. a\n2. b\n\nEnd"),
        ("<ul><li>a<li><p>b</p><ol><li>c</li><li>d</li></ol></ul>", "- a\n- b\n  1. c\n  2. d"),
        ("<p>a<br>b</p><p>5 * 3 < 4</p>", "a\\\nb\n\n5 \\* 3 \\< 4"),
        ("<p><em>so.</em>Then <b> x </b>y</p>", "*so*.Then  **x** y"),
        ('<p><a href="https://a.b/_c">d</a></p>', "[d](https://a.b/_c)"),
        ("<h2>Head</h2><blockquote><p>q</p></blockquote>", "**Head**\n\n> q"),
        ("<div># no<br>&lt;i&gt; `x`</div>", "\\# no\\\n\\<i> \\`x\\`"),
        ("<pre>a\n  *b*</pre><p><code>*c*</code></p>", "```\na\n  *b*\n```\n\n`*c*`"),
        ("a < b > c, `<b>` and Vec<T>", "a \\< b > c, `<b>` and Vec\\<T>"),
        ("**Markdown**<br>and more", "**Markdown**\\\nand more"),
        ("Did:\n&bull; a\n\uf0b7 b\n\u25c6 c", "Did:\n\n- a\n- b\n- c"),
        ("\u2022 a b \u2022 c \u2022 d", "- a b\n- c\n- d"),
        ("Did: \u2022 a \u2022 b\nEnd", "Did:\n\n- a\n- b\n\nEnd"),
        ("Oslo \u2022 Paris \u2022 Rome", "Oslo \u2022 Paris \u2022 Rome"),
        ("Ended </br> as browsers read it<br></br>", "Ended\\\nas browsers read it"),
    ],
)
def test_json_resume_says_what_its_html_and_bullets_mean(
    tmp_path: Path, text: str, want: str
) -> None:
    path = tmp_path / "resume.json"
    path.write_text(json.dumps({"basics": {"name": "Ada", "summary": text}}), "utf-8")
    loaded = load_all(path)
    assert not loaded.problems
    assert loaded.document
    assert loaded.document.person.summary == prose(want)


def test_what_is_no_text_in_html_is_one_warning(tmp_path: Path) -> None:
    bad = "<p>a<script>b()</script><img src=x onerror=y> <a href='javascript:c'>d</a></p>"
    cv = {"basics": {"name": "Ada", "summary": bad}, "work": [{"name": "M", "summary": bad}]}
    (line,) = problems(tmp_path, json.dumps(cv), "resume.json")
    assert line.endswith("<a> (2), <img> (2), <script> (2)")
    document = cvtool.load(tmp_path / "resume.json")
    assert as_text(document.person.summary) == "a d"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("- a\n- b", "- a\n- b"),
        ("\u2022 a\n  \u25e6 b\n\u2022 c", "- a\n  - b\n- c"),
        ("Led:\n\u2022 a\n\u2022 b\nShipped", "- Led:\n  - a\n  - b\n- Shipped"),
        ("<ul>\n<li>a</li>\n<li><b>b</b></li>\n</ul>", "- a\n- **b**"),
        ("1. a\n2. b", "- 1\\. a\n- 2\\. b"),
    ],
)
def test_one_text_of_json_resume_is_all_its_bullets(tmp_path: Path, text: str, want: str) -> None:
    cv = {"basics": {"name": "Ada"}, "work": [{"name": "M", "highlights": text}]}
    path = tmp_path / "resume.json"
    path.write_text(json.dumps(cv), "utf-8")
    assert output(cvtool.load(path), "markdown").endswith(f"### M\n\n{want}\n")


def test_unknown_commands_of_mathematics_are_told_where_they_stand(tmp_path: Path) -> None:
    source = (
        "basics: {name: A, label: '$\\frob{x}$', focus: '$\\frob x$, $\\frob y$ and $\\alpha$'}\n"
        "skills: [{name: 5 $ and $\\foo$, keywords: ['$H_2$ \\foo']}]\n"
    )
    found = [line.partition(" is unknown")[0] for line in problems(tmp_path, source)]
    assert found == [
        "1:28: basics.label: the command '\\frob'",
        "1:49: basics.focus: the command '\\frob'",
        "2:26: skills[0].name: the command '\\foo'",
    ]


def test_names_in_json_resume_have_no_html(tmp_path: Path) -> None:
    """Nor have what else is plain: names of accounts, addresses, authors."""
    url = "https://a.example/?b=1&amp;c=2"
    basics = {
        "name": "Si&aacute;n <b>O&apos;Neil</b>",
        "profiles": [{"network": "A&amp;B", "url": url}],
    }
    paper = {"name": "T", "authors": ["J&ouml;rg <i>Li</i>"]}
    path = tmp_path / "resume.json"
    path.write_text(json.dumps({"basics": basics, "publications": [paper]}), "utf-8")
    document = cvtool.load(path)
    (account,) = document.person.profiles
    assert (document.person.name, account.network) == ("Sián O'Neil", "A&B")
    assert account.url == "https://a.example/?b=1&c=2"
    assert [each.name for each in document.publications[0].authors] == ["Jörg Li"]


def test_addresses_in_json_resume_keep_what_only_begins_like_html(tmp_path: Path) -> None:
    """``&section`` is no ``&sect;`` with letters behind it."""
    url = "https://a.example/?id=1&section=cv&copy=2&reg=no"
    basics = {"name": "Ada King", "url": url, "profiles": [{"network": "Forum", "url": url}]}
    path = tmp_path / "resume.json"
    path.write_text(json.dumps({"basics": basics}), "utf-8")
    person = cvtool.load(path).person
    assert [person.url, person.profiles[0].url] == [url, url]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Led:\n    (1) a\n    (2) b",
            "'(1) a' begins no item of a list: write '- ' for its sign, or no sign if it",
        ),
        ("Led:\n    \u2022 a\n    \u27a2 b", ""),
        ("- a\n    \u25aa b", ""),
        ("Led:\n    a) c\n    b) d", "'a) c' begins no item"),
        ("Led:\n    \u2013 a\n    \u2013 b", "'\u2013 a' begins no item"),
        ("Led \u2022 wrote \u2022 sang", ""),
        ("It was long\n    \u2013 and good\n    too", ""),
        ("In (1)\n    (2) is it", ""),
    ],
)
def test_what_is_a_list_to_people_alone_is_told(tmp_path: Path, text: str, said: str) -> None:
    source = f"basics: {{name: A}}\nwork:\n- name: X\n  summary: |\n    {text}\n"
    messages = problems(tmp_path, source)
    assert [f"work[0].summary: {said}" in each for each in messages] == [True] * bool(said)
    points = source.replace("summary: |", "highlights:\n  - |")
    assert len(problems(tmp_path, points)) == len(messages)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("**Ada** King", "**Ada**"),
        ("Ada _M._ King", "_M._"),
        ("Ad&egrave;le King", "&egrave;le"),
        ("Ada <b>King</b>", "<b>"),
        ("[Ada](https://a.example) King", "[Ada](https://a.example)"),
        ("Ada (M.) O'King*", ""),
        ("R&D King", ""),
    ],
)
def test_markup_in_a_name_is_told(tmp_path: Path, name: str, written: str) -> None:
    source = f'basics: {{name: "{name}"}}\npublications: [{{name: T, authors: ["{name}"]}}]\n'
    said = [f"a name has no markup: write it without '{written}'"] * 2 if written else []
    found = [line.partition(": ")[2] for line in problems(tmp_path, source)]
    assert [line.partition(": ")[2] for line in found] == said


NESTED = """\
basics: {name: A}
work:
- name: X
  highlights:
  - Built things:
      - a `hall`
      - Two **lines**:
        - with: a label
      -
  - Outcome: text
custom:
- heading: H
  notes:
  - Other things:
    - b
"""


def test_a_list_under_a_colon_is_nested(tmp_path: Path) -> None:
    assert check(tmp_path, NESTED) == []
    (markdown,) = cvtool.render(cvtool.load(tmp_path / "cv.yaml"), "markdown")
    text = markdown.data.decode()
    assert "- Built things:\n  - a `hall`\n  - Two **lines**:\n    - with: a label\n- **" in text
    assert text.endswith("- Other things:\n  - b\n")
    (line,) = check(tmp_path, NESTED.replace("a `hall`", "{a: {b: c}}"))
    assert line.startswith("cv.yaml:5:5: error: work[0].highlights[0].Built things: expected text")
