"""cv.yaml and JSON Resume from their JSON Schemas, so that what is new in these is fuzzed, too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from hostile import damaged, rarely, texts
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cvtool.model.kinds import KINDS
from cvtool.render import FORMATS
from cvtool.source.schema import json_schema

_ROOT = Path(__file__).parents[2]
_DEEPEST = 7
_RARELY = 150
"""Once in so many places stands something of another type."""

SECRET = "Kryptonite"
"""A word that stands in what is private, and that nothing in output/ may have."""
_WITHHELD = {"phone", "postalCode"}

CV: dict[str, Any] = json.loads(json_schema(FORMATS.values()))
RESUME: dict[str, Any] = json.loads((_ROOT / "tests/data/jsonresume-schema-1.3.1.json").read_text())

# fmt: off
DATES = [
    "2020", "2020-07", "2020-07-01", "July 2020", "07/2020", "Spring 2021", "2020/21",
    "1 Mai 2019", "2024-02-30",
    "2020-13", "0000", "9999-12-31", "present", "2018 - 2020", "2020-07-01T10:00:00Z", "19th",
    "２０２０", "2020-1-1",
]
URLS = [
    "https://example.org", "example.org/me", "http://example.org:8080/a?b=c&d=e#f",
    "https://user:pw@example.org/",
    "https://例え.jp/道", "https://example.org/a(b)c", "https://example.org/\"><script>",
    "javascript:alert(1)",
    "https://xn--bcher-kva.example", "https://example.org/%zz", "https://[::1]/",
    "https://example.org:99999",
    "https://example.org/a b", "ftp://example.org", "//example.org", "https://",
    "https://github.com/ada",
    "https://www.linkedin.com/in/ada", "https://orcid.org/0000-0001-2345-6789",
    "data:text/html,x", "vbscript:x",
    "HTTPS://EXAMPLE.ORG/", "https://example.org/'", "https://example.org/\\", "https://a..b/",
    "https://-/",
    "https://example.org/{}", "https://0x7f.1/", "https://example.org/\u202e",
    "mailto:a@example.org",
]
MAILS = [
    "ada@example.org", "a+b@example.co.uk", "ada@[127.0.0.1]", "a'b@example.org", "ä@例え.jp",
    "a@b", "@", "a@b@c",
]
NAMES = [
    *KINDS, "publications", "summary", "research", "mine", "notes", "selectedPublications",
    "Work", "",
]
IMAGES = [
    "me.png", "../me.png", "https://example.org/me.png", "data:image/png;base64,AAAA",
    "/etc/passwd", "me",
]
DOIS = [
    "10.1000/abc", "https://doi.org/10.1000/x(1)<2>", "10/abcde", "10.1000/a b", "doi:10.1000/1",
    "x", "10.1/\u202e",
]
PATTERNS = [
    "{title}", "{title}, {organization}", "{date}: {title}", "{x}", "{", "}", "{}", "{title!r}",
    "{title:>9}", "{title[0]}", "[{title}]", "{title}{title}", "**{title}**",
]
# fmt: on
BIB = "papers.bib"
READERS = ["industry", "acme", "zh", "pdf", "public", "industry+zh", "nobody", "en", ""]
_PHRASES = [*yaml.safe_load((_ROOT / "cvtool/words/en.yaml").read_text("utf-8"))["phrases"]]


def _some(values: list[str]) -> SearchStrategy[str]:
    """One of these, the first ones more often than others, or now and then any text."""
    return st.one_of(*[st.sampled_from(values[:4])] * 4, st.sampled_from(values), texts())


BY_NAME: dict[str, SearchStrategy[Any]] = {
    **dict.fromkeys(("url", "canonical", "more", "slides", "video", "website"), _some(URLS)),
    **dict.fromkeys(("startDate", "endDate", "date", "releaseDate", "lastModified"), _some(DATES)),
    **dict.fromkeys(("section", "sections"), st.sampled_from(NAMES)),
    "profiles": _some(URLS),
    "email": _some(MAILS),
    "image": _some(IMAGES),
    "doi": _some(DOIS),
    "countryCode": st.sampled_from(["CH", "de", "US", "x"]),
    "locale": st.sampled_from(["en", "zh", "de", "zh-Hant", "xx", ""]),
    "margin": st.sampled_from(["18mm", "15mm 18mm", "1in", "61mm", "0", "-1mm"]),
    "fontSize": st.sampled_from(["9.5pt", "10", "24pt", "5pt"]),
    "accentColor": st.sampled_from(["#1f4e79", "#fff", "red", "#1F4E79"]),
    "theme": st.sampled_from(["two-tone", "academic", "plain", "bold", "none", "../x"]),
    "font": st.sampled_from(["serif", "sans", "DejaVu Sans", "nowhere", "a'b"]),
    "footer": _some(["{name}", "{page} / {pages}", "-", "{x}", "{"]),
    "key": st.sampled_from(["a", "b", "c/d", "x y", "A", ""]),
    **dict.fromkeys(("bibliography", "files"), _some([*[BIB] * 4, "none.bib", "../a.bib"])),
    "file": _some(["{name}_CV.pdf", "me.pdf", "cv.pdf", "{name}.pdf", "a/b.pdf", "con.pdf", "x"]),
    "language": st.sampled_from(["en", "zh", "de", "English", "x"]),
    "folder": st.sampled_from(["jobs/a", "zh", "../a", "a"]),
    **dict.fromkeys(("for", "except", "extends", "tags"), st.sampled_from(READERS)),
}


_USUAL = texts()
_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-3, 10**6), _USUAL)
_anything = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts(2), inner, max_size=2),
    max_leaves=4,
)
_LANGUAGES = st.sampled_from([*["en", "zh", "de", "zh-Hant"] * 9, "Outcome", "text", "x"])
_KEYS: dict[str, SearchStrategy[str]] = {
    "headings": st.sampled_from(NAMES),
    "lines": st.sampled_from(NAMES),
    "phrases": st.sampled_from([*_PHRASES, *_PHRASES, "nothing"]),
    "formats": st.sampled_from([*FORMATS, "org"]),
    "variants": st.sampled_from([*["industry", "acme"] * 9, "pdf", "a b"]),
    "in": st.sampled_from(READERS),
}


_AUDIENCES = ["public", "private", "else"]
_NAMED = st.one_of(*[st.sampled_from(_AUDIENCES)] * 3, st.sampled_from([*READERS, "else"]))

Schema = dict[str, Any]


@st.composite
def data_of(draw: st.DrawFn, schema: Schema, root: Schema, name: str, deep: int = 0) -> Any:
    """What the schema takes, mostly; ``name`` is the key under which it stands."""
    if draw(rarely(_RARELY)):
        return draw(_anything)
    schema = _followed(schema, root)
    while choices := _choices(schema):
        words = [each for each in choices if each.get("$ref") == _WORDS]
        choices = [each for each in choices if each not in words]
        if words and (not choices or draw(rarely(15))):
            inner = data_of(words[0]["additionalProperties"], root, name, deep + 1)
            return draw(st.dictionaries(_NAMED, inner, min_size=1, max_size=3))
        schema = _followed(draw(st.sampled_from(choices)), root)
    if "const" in schema or "enum" in schema:
        return draw(st.sampled_from(schema.get("enum") or [schema["const"]]))
    match schema.get("type", "string"):
        case "object":
            return draw(_mapping(schema, root, name, deep + 1))
        case "array" if deep < _DEEPEST:
            item = data_of(schema.get("items", {}), root, name, deep + 1)
            return draw(st.lists(item, min_size=1, max_size=3))
        case "array":
            return []
        case "boolean":
            return draw(st.booleans())
        case "integer":
            return draw(st.sampled_from([1, 2, 3, 2020, 9999]))
    return draw(BY_NAME.get(name, _USUAL))


_WORDS = "#/$defs/Words"
_MARKS = ("for", "except", "in", "priority")


def _choices(schema: Schema) -> list[Schema]:
    """What may stand there."""
    if "if" in schema:
        return [schema["then"], schema["else"]]
    found: list[Schema] = schema.get("anyOf", []) if "properties" not in schema else []
    return found


def _followed(schema: Schema, root: Schema) -> Schema:
    while (found := schema.get("$ref", _WORDS)) != _WORDS:
        schema = root
        for step in found.split("/")[1:]:
            schema = schema[int(step)] if isinstance(schema, list) else schema[step]
    return schema


@st.composite
def _mapping(draw: st.DrawFn, schema: Schema, root: Schema, name: str, deep: int) -> Schema:
    known = schema.get("properties", {})
    if deep > _DEEPEST:
        return {}
    if not known:
        inner = data_of(schema.get("additionalProperties") or {}, root, name, deep)
        return draw(st.dictionaries(_KEYS.get(name, _LANGUAGES), inner, min_size=1, max_size=2))
    wanted = draw(st.lists(st.sampled_from([*known, "x-own"]), max_size=6, unique=True))
    wanted = [*dict.fromkeys([*schema.get("required", ()), *wanted])]
    if not {*_MARKS}.isdisjoint(wanted) and not draw(rarely(3)):
        wanted = [each for each in wanted if each not in _MARKS]
    found = {each: draw(data_of(known.get(each, {}), root, each, deep)) for each in wanted}
    if isinstance(free := schema.get("additionalProperties"), dict):
        found[draw(_LANGUAGES)] = draw(data_of(free, root, name, deep))
    return found


def _marked(value: Any, name: str = "", is_private: bool = False) -> Any:
    """The data, with a word in each text that is private."""
    if isinstance(value, dict):
        is_for = value.get("for") == "private" and len(value) > 1
        by_audience = bool(value) and value.keys() <= {*_AUDIENCES}
        return {
            key: _marked(
                each,
                name if by_audience else key,
                is_private or is_for or key in _WITHHELD or (by_audience and key == "private"),
            )
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_marked(each, name, is_private) for each in value]
    takes_words = isinstance(value, str) and name not in {*BY_NAME, "for"}
    return f"{value} {SECRET}" if is_private and takes_words else value


@st.composite
def _whole(draw: st.DrawFn, root: dict[str, Any]) -> dict[str, Any]:
    """A CV that says who it is of, as people write it: few have all keys."""
    names = [each for each in root["properties"] if not each.startswith("$")]
    wanted = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    if "variants" in names and draw(rarely(3)):
        wanted = [*dict.fromkeys(["variants", *wanted])]
    found = {each: draw(data_of(root["properties"][each], root, each, 1)) for each in wanted}
    found = {key: _marked(each, key, key in _WITHHELD) for key, each in found.items()}
    basics = found.get("basics", {})
    return found | {
        "basics": {"name": draw(texts(2)), **basics} if isinstance(basics, dict) else basics
    }


@st.composite
def _yaml(draw: st.DrawFn) -> bytes:
    data = draw(_whole(CV))
    style = draw(st.sampled_from([None, False, True]))
    quote = draw(st.sampled_from([None, "'", '"', "|", ">"]))
    dump = draw(st.sampled_from([yaml.safe_dump] * 9 + [_unquoted]))
    text: str = dump(
        data,
        default_flow_style=style,
        default_style=quote,
        allow_unicode=draw(st.booleans()),
        width=draw(st.sampled_from([40, 10**6])),
        sort_keys=False,
    )
    return text.encode("utf-8", "surrogatepass")


def _unquoted(data: dict[str, Any], **settings: Any) -> str:
    """As people write it, who forget the quotes."""
    return re.sub(r"(?m)(?<=: )(['\"])(.*)\1$", r"\2", yaml.safe_dump(data, **settings))


@st.composite
def _json(draw: st.DrawFn) -> bytes:
    data = draw(_whole(RESUME))
    text = json.dumps(
        data, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2]))
    )
    if draw(rarely(8)):
        key = draw(st.sampled_from(['"x": {}', '"work": null', '"basics": {}', '"company": "A"']))
        text = text.replace("{", "{" + key + ", ", 1).replace(", }", "}")
    return text.encode("utf-8", "surrogatepass")


cvs: SearchStrategy[bytes] = damaged(_yaml())
resumes: SearchStrategy[bytes] = damaged(_json())
