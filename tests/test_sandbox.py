"""Templates see the CV and no more: what else they try is one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import NAME, run

from cvtool.render.folds import markdown
from cvtool.render.theme import Theme

TEMPLATE = "templates/markdown/cv.md.j2"

# fmt: off
REFUSED = [
    ("{{ document.__class__ }}", "access to attribute '__class__' of 'Document' object is unsafe."),
    ("{{ cycler.__init__.__globals__.os }}", "access to attribute '__init__' of 'type' object"),
    ("{{ '{0.__class__}'.format(1) }}", "access to attribute '__class__' of 'int' object is"),
    ("{% set x = [] %}{{ x.append(1) }}", "access to attribute 'append' of 'list' object is"),
    ("{% for i in range(1000000000) %}{% endfor %}", "Range too big."),
    ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
     "this template goes through more than 10000000 numbers"),
    ("{{ 'a' * 1000000000 }}", "'*' makes too much here"),
    ("{{ 1000000000 * [1] }}", "'*' makes too much here"),
    ("{{ 10 ** 1000000000 }}", "'**' makes too much here"),
    ("{{ lipsum() }}", "'lipsum' is undefined"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "maximum recursion depth exceeded"),
]
WHOLE = [
    ("{{ " + "(" * 30_000 + ")" * 30_000 + " }}", "too much is nested, or too long, for Jinja: "),
    ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "too much is nested, or too long, for Jinja"),
    ("{{ 1" + "0" * 5_000 + " }}", "too much is nested, or too long, for Jinja: "),
]
# fmt: on


def said(home: Path, template: str) -> str:
    (home / "cv.yaml").write_text(NAME)
    path = home / TEMPLATE
    path.parent.mkdir(parents=True)
    path.write_text(template)
    outcome = run("render", "markdown", "--input", home / "cv.yaml", "--output", home / "made")
    assert outcome.status == 1
    (line,) = outcome.lines
    return line.removeprefix(f"cvtool: error: markdown: template {home}/{TEMPLATE}:")


@pytest.mark.parametrize(("template", "why"), REFUSED)
def test_what_a_template_may_not_is_said_with_its_line(
    tmp_path: Path, template: str, why: str
) -> None:
    assert said(tmp_path, f"#\n\n{template}\n").startswith(f"3: {why}")


@pytest.mark.parametrize(("template", "why"), WHOLE)
def test_what_is_too_much_for_jinja_is_said(tmp_path: Path, template: str, why: str) -> None:
    assert said(tmp_path, template).startswith(f"1: {why}")


def test_what_they_go_through_is_counted_each_time_anew(tmp_path: Path) -> None:
    name, theme = "many.j2", Theme((tmp_path,))
    (tmp_path / name).write_text(
        "{% for a in range(60) %}{% for b in range(99999) if b < 0 %}{% endfor %}{% endfor %}x"
    )
    assert [theme.render(name, markdown) for _ in range(2)] == ["x", "x"]
