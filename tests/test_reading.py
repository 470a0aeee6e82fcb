"""Text -> data: everything comes out as it was written, and nothing ends in a traceback."""

from __future__ import annotations

import json
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from helpers import ROOT, check
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cvtool
from cvtool import to_plain
from cvtool.pipeline.load import load_all
from cvtool.read import Plain
from cvtool.read.text import read_plain
from cvtool.source.schema import json_schema

SAMPLE = (ROOT / "cv.yaml").read_bytes()
RESUMES = sorted((Path(__file__).parent / "data" / "resumes").glob("*.json"))


def data(text: str, name: str = "cv.yaml") -> Any:
    plain, problems = read_plain(text, name)
    assert not problems
    return plain.data


def place(plain: Plain, *path: str | int) -> tuple[int, int]:
    return plain.marks.at(path)[1:3]


def survives(source: bytes, name: str = "cv.yaml") -> None:
    """Loading tells problems, each in one line with a place, or gives a Document."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(source)
        loaded = load_all(path)
        assert (loaded.document is None) == any(each.is_error for each in loaded.problems)
        for problem in loaded.problems:
            assert len(str(problem).splitlines()) == 1
            assert problem.line >= 1
            assert problem.column >= 1


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "012", "0o14", "0x1F", "1e3", "12:30", "3.90", "1_000", "=", "2020-07-01"],
)
def test_a_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert data(f"a: {written}\n") == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_null_is_null_but_in_quotes(written: str) -> None:
    assert data(f"a: {written}\nb: '{written}'\n") == {"a": None, "b": written}


def test_own_keys_have_the_types_of_json() -> None:
    text = "x-a: [1, -2.5, 1e2, true, null, 'no', no, 012, 1e999, 2020-07, '5', .nan]\n"
    assert data(text) == {
        "x-a": [1, -2.5, 100.0, True, None, "no", "no", "012", "1e999", "2020-07", "5", ".nan"]
    }
    assert data(f"x-a: {'9' * 5000}\n") == {"x-a": "9" * 5000}
    assert data("a: {x-b: {c: 1}, d: 1}\n") == {"a": {"x-b": {"c": 1}, "d": "1"}}


@pytest.mark.parametrize("form", [">-\n  {}", "{}", "'{}'", '"{}"', "|-\n  {}"])
def test_lines_of_chinese_join_without_a_space(tmp_path: Path, form: str) -> None:
    text = form.format("我们的\n  **系统**\n  把 GB\n  级 的延迟降到几\n  秒 钟。")
    (tmp_path / "cv.yaml").write_text(f"basics:\n name: Ada\n label: {text}\n", encoding="utf-8")
    label = cvtool.load(tmp_path / "cv.yaml").person.label
    assert to_plain(label) == "我们的系统把 GB 级 的延迟降到几秒 钟。"


def test_an_alias_stands_for_its_value() -> None:
    assert data("x-a: &a {b: 1}\nc: *a\n") == {"x-a": {"b": 1}, "c": {"b": "1"}}


def test_line_separators_are_white_space_and_carriage_returns_end_lines() -> None:
    plain, problems = read_plain("a: b\u2028c\x85d\r\ne: f\rg: h\n", "cv.yaml")
    assert (plain.data, problems) == ({"a": "b c d", "e": "f", "g": "h"}, [])
    assert place(plain, "g") == (3, 1)


def test_columns_count_characters() -> None:
    plain, _ = read_plain("{a: 😀中, b: c}", "cv.yaml")
    assert place(plain, "b") == (1, 9)


JSON = """{
\t"a": "http:\\/\\/b.org\\/",
\t"emoji": "\\ud83d\\ude00 \\u00e9\\n\\t\\"",\t"n": [1.50, true, null, [], {}, "[}\\\\"]
}"""


@pytest.mark.parametrize("name", ["cv.json", "CV.JSON", "cv.yaml"])
def test_json_is_read_by_its_own_rules_and_keeps_its_places(name: str) -> None:
    plain, problems = read_plain(JSON, name)
    assert problems == []
    assert plain.data == {
        "a": "http://b.org/",
        "emoji": '😀 é\n\t"',
        "n": ["1.50", "true", None, [], {}, "[}\\"],
    }
    assert place(plain, "n", 3) == (3, JSON.split("\n")[2].index("[]") + 1)
    assert place(plain, "emoji") == (3, 2)


KEY_TEXT = st.text("ab:[]{}'\", \\")
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY_TEXT, inner, max_size=3),
    max_leaves=12,
)


@given(JSON_VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_own_keys_of_json_are_what_json_says(value: Any, indent: Any, ascii_only: bool) -> None:
    text = json.dumps({"x-a": value}, indent=indent, ensure_ascii=ascii_only)
    plain, problems = read_plain(text, "cv.json")
    assert problems == []
    assert json.dumps(plain.data["x-a"], default=str) == json.dumps(json.loads(text)["x-a"])


@pytest.mark.parametrize("path", RESUMES, ids=lambda path: path.stem)
def test_json_resume_documents_are_cvs(path: Path, tmp_path: Path) -> None:
    assert check(tmp_path, path.read_bytes(), "resume.json") == []
    assert check(tmp_path, path.read_bytes()) == []
    name = json.loads(path.read_text())["basics"]["name"]
    assert cvtool.load(path).person.name == name


def test_a_form_of_json_resume_that_nobody_filled_in_is_a_cv(tmp_path: Path) -> None:
    schema = json.loads(
        (Path(__file__).parent / "data" / "jsonresume-schema-1.3.1.json").read_text()
    )
    form = _blank(schema, schema["definitions"])
    form.pop("$schema", None)
    (line,) = check(tmp_path, json.dumps(form), "resume.json")
    assert "warning: basics.name: missing" in line
    (document,) = [load_all(tmp_path / "resume.json").document]
    assert document is not None
    assert document.sections == ()


def _blank(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "object":
        return {key: _blank(each, definitions) for key, each in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_blank(schema["items"], definitions)]
    return ""


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"? ? ? -")
@example(b"a: !!binary x")
@example(b'"\\ud800": 1')
def test_no_bytes_end_in_a_traceback(source: bytes) -> None:
    survives(source)
    survives(source, "cv.json")


YAML_PIECES = """
    basics: name: work: - : {} [] [ ] { } , & * &a *a ! !! | > ' " # % @ ` --- ... ? << ~ null x-a:
    \\ highlights: startDate: 2020 custom: sections: \t
"""


@given(
    st.lists(st.sampled_from([*YAML_PIECES.split(" "), "\n", "\n  ", "\n    ", " "]), max_size=30)
)
def test_no_arrangement_of_yaml_ends_in_a_traceback(pieces: list[str]) -> None:
    survives("".join(pieces).encode())


KEYS = sorted(
    {
        key
        for part in [json.loads(json_schema()), *json.loads(json_schema())["$defs"].values()]
        for key in part.get("properties", {})
    }
    - {"bibliography", "image"}
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates()
KEY = st.sampled_from([*KEYS, "x-a", "en", "zh", "nme", "a b"])
ANY = st.recursive(
    SCALARS | st.sampled_from(["2020", "2020-13", "https://a.b", "*a*", "[a](b)", "work", "{0}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=4),
    max_leaves=15,
)
SECTIONS = st.dictionaries(KEY, st.lists(st.dictionaries(KEY, ANY, max_size=3), max_size=2) | ANY)


@settings(max_examples=200)
@given(SECTIONS)
def test_no_wrong_types_end_in_a_traceback(source: dict[str, Any]) -> None:
    survives(yaml.safe_dump(source, allow_unicode=True).encode("utf-8", "surrogatepass"))


CHANGES = [b"", b" ", b"\n", b"\t", b":", b"- ", b"x", b"'", b"{", b"\0", b"\xff"]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_no_change_of_the_sample_ends_in_a_traceback(chance: random.Random) -> None:
    source = bytearray(SAMPLE)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(source))
        source[at : at + chance.choice([0, 1, 1, 5, 40])] = chance.choice(CHANGES)
    survives(bytes(source))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("basics:\n  name: Ada\n  label: Fan of C #1\n", "3:19: warning: basics.label: '#1' is"),
        (
            "basics:\n  name: Ada\n  label: #one\n",
            "3:10: warning: basics.label: '#one' is",
        ),
        ("basics: {name: A, topics: [C#, a #b\n ]}\n", "1:34: warning: basics.topics[1]: '#b' is"),
        ("basics: {name: A}\nnews:\n- text: Fixed #12\n", "3:15: warning: news[0].text: '#12' is"),
    ],
)
def test_a_text_that_yaml_takes_for_a_comment_is_told(
    tmp_path: Path, source: str, said: str
) -> None:
    (line,) = check(tmp_path, source)
    assert line.startswith(f"cv.yaml:{said} a comment in YAML: put quotes around the whole text")


@pytest.mark.parametrize(
    "source",
    [
        "basics:\n  name: Ada # the name\n  label: 'C #1' #kept\n",
        "basics: #who\n  name: A#b\n  summary: |\n    about #1\n     #2\n  focus: >-\n    on #3\n",
        "#!x\nbasics: {name: A, url: 'https://a.bc/#d'} #e\n",
        "basics:\n  name: Ada ## not the name\n",
        '{"basics": {"name": "A", "label": "B #1"}}',
    ],
)
def test_comments_and_texts_that_are_kept_are_no_reason_for_a_word(
    tmp_path: Path, source: str
) -> None:
    assert check(tmp_path, source) == []
