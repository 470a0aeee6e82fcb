"""The house keeps its rules, and each rule bites."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import chain
from pathlib import Path

import house
import pytest
from helpers import ROOT, environment
from house import Rule

PACKAGE, TEMPLATES, TESTS = ROOT / "cvtool", ROOT / "templates", ROOT / "tests"
RENDER = PACKAGE / "render"
CODE = sorted(PACKAGE.rglob("*.py"))
WITHOUT_AUDIENCE = sorted(
    path
    for path in chain(CODE, TEMPLATES.rglob("*.j2"))
    if path.is_relative_to(TEMPLATES)
    or path.relative_to(PACKAGE).parts[0] in ("render", "finish", "model", "bib", "words")
)
"""What knows nothing of who will read what it makes."""
NEVER_HEAVY = ("weasyprint", "pybtex", "pydantic", "jinja2", "yaml", "markdown_it", "watchfiles")


def but(paths: list[Path], *names: str) -> list[Path]:
    return [path for path in paths if path.relative_to(PACKAGE).as_posix() not in names]


ABOUT = [RENDER / f"{name}.py" for name in ("__init__", "making", "table", "theme", "templating")]
INSIDE = sorted(path for path in RENDER.rglob("*.py") if path not in ABOUT)
OWN_TEXT = sorted(
    path
    for path in chain(CODE, TESTS.rglob("*.py"), TEMPLATES.rglob("*.j2"), TEMPLATES.rglob("*.css"))
)
PATCHES = [f"render/pdf/{name}.py" for name in ("again", "drawn", "kept", "patches", "quick")]
RULES: list[tuple[Rule, list[Path]]] = [
    (house.renderer_reaches_out, INSIDE),
    (house.renderer_touches_files, but(INSIDE, "render/pdf/files.py")),
    (house.renderer_reads_the_environment, but(INSIDE, "render/pdf/patches.py")),
    (house.reaches_inside, but(CODE, *PATCHES)),
    (house.runs_what_it_reads, but(CODE, "pipeline/workers.py", "render/templating.py")),
    (house.classes_are_written_at_once, but(CODE, "model/later.py")),
    (house.patterns_are_compiled_at_once, CODE),
    (house.sets_the_environment, but(CODE, "render/pdf/patches.py")),
    (house.renderer_uses_another, INSIDE),
    (house.asks_for_the_audience, WITHOUT_AUDIENCE),
    (house.document_is_changed, CODE),
    (house.escapes, but(CODE, "render/folds.py")),
    (house.marks_as_safe, but(CODE, "render/templating.py")),
    (house.is_too_long, CODE),
    (house.lacks_docstrings, CODE),
    (house.is_unfinished, OWN_TEXT),
    (house.reads_the_clock, sorted(TESTS.glob("*.py"))),
    (house.template_computes, sorted(TEMPLATES.rglob("*.j2"))),
    (house.template_lists_kinds, sorted(TEMPLATES.rglob("*.j2"))),
]
OFFENCES: list[tuple[Rule, str]] = [
    (house.renderer_reaches_out, "import yaml"),
    (house.renderer_reaches_out, "from ..source import CV"),
    (house.renderer_reaches_out, "from ... import pipeline"),
    (house.renderer_reaches_out, "datetime.now(UTC)"),
    (house.renderer_reaches_out, "def render():\n    from time import time"),
    (house.renderer_reaches_out, "from urllib.request import urlopen"),
    (house.renderer_reaches_out, "import urllib.request"),
    (house.renderer_touches_files, "open('cv.yaml')"),
    (house.renderer_touches_files, "Path('cv.yaml').read_text()"),
    (house.renderer_reads_the_environment, "os.environ['HOME']"),
    (house.renderer_reads_the_environment, "os.environ.get('FONTCONFIG_PATH')"),
    (house.renderer_reads_the_environment, "from os import getenv"),
    (house.renderer_uses_another, "from .html import render"),
    (house.renderer_uses_another, "from . import Output, find"),
    (house.asks_for_the_audience, "if document.audience == 'private': pass"),
    (house.asks_for_the_audience, "{% if audience == 'public' %}{% endif %}"),
    (house.asks_for_the_audience, "from ..read.choose import choose"),
    (house.document_is_changed, "replace(document, locale='en')"),
    (house.document_is_changed, "dataclasses.replace(document, locale='en')"),
    (house.document_is_changed, "object.__setattr__(document, 'locale', 'en')"),
    (house.escapes, "from html import escape"),
    (house.escapes, "def f():\n    from markupsafe import escape"),
    (house.marks_as_safe, "from markupsafe import Markup"),
    (house.marks_as_safe, "markupsafe.Markup('<b>')"),
    (house.is_too_long, "pass\n" * 401),
    (house.functions_are_long, "def f():\n" + "    pass\n" * 20),
    (house.lacks_docstrings, "x = 1"),
    (house.lacks_docstrings, '"""Doc."""\ndef f(): ...'),
    (house.lacks_docstrings, '"""Doc."""\nclass C: ...'),
    (house.is_unfinished, "# TO" + "DO: later"),
    (house.reads_the_clock, "time.sleep(1)"),
    (house.reads_the_clock, "datetime.datetime.now()"),
    (house.template_computes, "{% for x in list|sort %}{% endfor %}"),
    (house.template_computes, "{{ name|replace('a', 'b') }}"),
    (house.template_computes, "{{ name.split(' ') }}"),
    (house.template_computes, "{{ date.strftime('%Y') }}"),
    (house.template_computes, "{{ name|safe }}"),
    (house.template_computes, "{{ name[1:] }}"),
    (house.template_computes, "{{ '%s' % name }}"),
    (house.template_computes, "{{ range(3) }}"),
    (house.template_lists_kinds, "{% set headed = ['work', 'talks'] %}"),
    (house.template_lists_kinds, "{% if entry.kind in ('awards', 'press') %}{% endif %}"),
    (house.reaches_inside, "page._page_box"),
    (house.reaches_inside, "library.text.fonts._config = None"),
    (house.runs_what_it_reads, "import pickle"),
    (house.runs_what_it_reads, "def f():\n    from marshal import loads"),
    (house.classes_are_written_at_once, "from dataclasses import dataclass, field"),
    (house.classes_are_written_at_once, "import dataclasses"),
    (house.classes_are_written_at_once, "from typing import Any, NamedTuple"),
    (house.patterns_are_compiled_at_once, "_WORD = re.compile('a')"),
    (house.patterns_are_compiled_at_once, "class A:\n    words = {'a': re.compile('a')}"),
    (house.sets_the_environment, "os.environ['FONTCONFIG_FILE'] = path"),
    (house.sets_the_environment, "os.environ.pop('HOME', None)"),
]


def _name(value: object) -> str:
    return getattr(value, "__name__", "")


@pytest.mark.parametrize(("rule", "paths"), RULES, ids=_name)
def test_the_rule_is_kept(rule: Rule, paths: list[Path]) -> None:
    assert paths
    found = {path: rule(path.read_text(encoding="utf-8")) for path in paths}
    broken = {str(path.relative_to(ROOT)): each for path, each in found.items() if each}
    assert broken == {}


@pytest.mark.parametrize(("rule", "offence"), OFFENCES, ids=lambda value: _name(value) or None)
def test_the_rule_bites(rule: Rule, offence: str) -> None:
    assert rule(offence)


def test_every_rule_has_an_offence() -> None:
    assert {rule for rule, _ in RULES} <= {rule for rule, _ in OFFENCES}


def test_what_is_allowed_passes() -> None:
    assert house.reaches_inside("self._owners[cls._name].__class__") == []
    template = (
        "{% macro m(x) %}{{ x|start }}{% endmacro %}{% if a and not b %}{{ m(a) }}{% endif %}"
    )
    assert house.template_computes(template) == []


@cache
def graph() -> dict[str, set[str]]:
    """Each module of the package -> those that it imports, by their names within the package."""
    sources = {_module(path): path.read_text(encoding="utf-8") for path in CODE}
    return {name: house.arrows(name, text, sources.keys()) for name, text in sources.items()}


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


ORDER = house.rooms((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))


def test_the_package_has_the_rooms_that_are_drawn() -> None:
    folders = {path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.glob("*/*.py")}
    assert len(ORDER) == 13
    assert folders == set(ORDER)
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}
    assert (PACKAGE / "py.typed").is_file()


def test_the_package_has_no_more_modules_than_it_may() -> None:
    assert len(CODE) <= house.MOST_FILES, "fold two small ones of one matter into one"


def test_a_room_imports_only_what_stands_below_it() -> None:
    upward = {name: house.imports_upward(ORDER, name, to) for name, to in graph().items()}
    assert {name: each for name, each in upward.items() if each} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.dates", "from ..bib.fields import doi"),
        ("model.dates", "def f():\n    from ..bib import fields"),
        ("render.pdf.engine", "from ...pipeline import load"),
        ("bib.csl", "if TYPE_CHECKING:\n    from cvtool.source import CV"),
        ("finish.person", "from ..render.folds import text"),
        ("render.csl", "from ..finish import finish"),
        ("words", "from ..cli import say"),
    ],
)
def test_an_import_from_above_is_found(module: str, source: str) -> None:
    imported = house.arrows(module, source, graph().keys())
    assert house.imports_upward(ORDER, module, imported)


def test_no_module_leads_back_to_itself() -> None:
    assert house.circles(graph()) == []


def test_a_circle_is_found() -> None:
    made = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert house.circles(made) == ["b", "c"]


def test_a_class_name_stands_for_one_thing() -> None:
    """citeproc-py wants its own names for the classes in bib/csl.py."""
    sources = {_module(path): path.read_text(encoding="utf-8") for path in but(CODE, "bib/csl.py")}
    assert house.shared_names(sources) == {}
    assert house.shared_names({"a": "class Name: ...", "b": "class Name: ..."})


def test_functions_are_short() -> None:
    assert house.functions_are_long(*(path.read_text(encoding="utf-8") for path in CODE)) == []


@pytest.mark.parametrize(
    "module", ["cvtool", "cvtool.cli", "cvtool.pipeline.build", "cvtool.render.making"]
)
def test_importing_the_command_imports_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, {module}; print(*(name for name in {NEVER_HEAVY!r} if name in sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
