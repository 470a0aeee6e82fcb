"""The JSON Schema of all that may stand in cv.yaml, for editors."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, cast

from ..model.formats import Format, Setting
from .cv import CV
from .fields import SCALAR, TAG
from .node import Node, adapter, fields_of
from .offers import ID, NOTHING, Own, offer

SCHEMA_NAME = "cv.schema.json"
_LINE, _DRAFT = 100, "https://json-schema.org/draft/2020-12/schema"


def json_schema(formats: Iterable[Format] = (), own: Own = NOTHING) -> str:
    """The JSON Schema (draft 2020-12) of cv.yaml, for editors: every field with a description.

    ``formats`` are those that there are: editors then know the settings of those of plugins.
    ``own`` is what one CV has. ``$defs/Variant`` is that of the files of variants.
    """
    schema: dict[str, Any] = adapter(CV).json_schema()
    _describe(schema)
    schema = _tidy(schema)
    _Editions(schema)
    schema = offer(schema, _open_formats(schema, formats), own)
    head = {"$schema": _DRAFT, "$id": ID, "title": "cv.yaml"}
    return f"{_printed(head | schema)}\n"


def _printed(value: Any, indent: str = "") -> str:
    """As JSON; what is short stands in one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent + line) <= _LINE:
        return line
    inner = indent + "  "
    if isinstance(value, list):
        items = [_printed(each, inner) for each in value]
    else:
        items = [f"{json.dumps(key)}: {_printed(each, inner)}" for key, each in value.items()]
    opening, closing = "[]" if isinstance(value, list) else "{}"
    return f"{opening}\n" + ",\n".join(inner + each for each in items) + f"\n{indent}{closing}"


def _describe(schema: dict[str, Any]) -> None:
    """Gives each key its description, in the mapping for which shorthands may stand as well."""
    models: list[type[Node]] = [CV, *below(Node)]
    for model in models:
        whole = schema if model is CV else schema["$defs"].get(model.__name__, {})
        properties = [whole, *whole.get("anyOf", ())][-1].get("properties", {})
        for key, text in _descriptions(model):
            if key in properties:
                said = properties[key] | {"description": text}
                properties[key] = dict(sorted(said.items()))


def below(model: type[Node]) -> Iterator[type[Node]]:
    """The models that derive from it."""
    for each in model.__subclasses__():
        yield each
        yield from below(each)


def _descriptions(model: type[Node]) -> Iterator[tuple[str, str]]:
    """Each key, and the text under its field in the class, base classes first."""
    by_name = {name: info.alias for name, info in fields_of(model).items()}
    found = (each for base in reversed(model.__mro__) for each in _described(base))
    return ((by_name[name], text) for name, text in found if name in by_name)


def _described(model: type) -> Iterator[tuple[str, str]]:
    defined = _classes(model.__module__).get(model.__name__)
    for statement, after in pairwise(defined.body if defined else ()):
        match statement, after:
            case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                yield name, inspect.cleandoc(text)


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """Those of a module of ours, which is parsed once for all of them."""
    is_ours = module.startswith(__package__)
    body = ast.parse(inspect.getsource(sys.modules[module])).body if is_ours else ()
    return {each.name: each for each in body if isinstance(each, ast.ClassDef)}


def _open_formats(schema: dict[str, Any], formats: Iterable[Format]) -> list[str]:
    """Says which formats have which settings, of a plugin's that is not here nothing; all names."""
    layout = schema["$defs"]["PluginLayout"]
    layout["additionalProperties"] = True
    known, rows = {}, [*formats]
    for row in rows:
        is_there = row.has_layout or row.settings or row.is_on_request
        if row.name in schema["properties"] or not is_there:
            continue
        shared = layout["properties"] if row.has_layout else {}
        own = {name: _setting(default) for name, default in row.settings.items()}
        known[row.name] = layout | {
            "description": row.makes or row.name,
            "properties": shared | own,
            "additionalProperties": False,
        }
    schema["properties"]["formats"] |= {"properties": known} if known else {}
    return [row.name for row in rows]


_REF, _ROOT, _DIFFERENCES, _BY_ID = "#/$defs/", "CV", "Differences", "ById"
_NULL: dict[str, Any] = {"const": None}
_SAMPLES = {
    "Text": ("Basics", "label", "A text, in one language or several, or other words by name."),
    "String": ("Profile", "url", "A text, or others by name."),
    "Date": ("Work", "startDate", "A date, or others by name."),
    "EndDate": ("Work", "endDate", "A date or present, or others by name."),
    "Texts": ("Basics", "topics", "A list of texts, or others by name."),
    "Bullets": ("Work", "highlights", "A list of bullets, or others by name."),
    "Break": ("Work", "break", "The word before, for all or by name."),
}
"""What many keys have in common: its name -> a model and a key that have it, and what it is."""
_MARKS = {"id": "Id", "for": "For", "except": "Except", "priority": "Priority"}
"""What an item may say beside what it says itself -> its definition."""


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": _REF + name}


def _either(*forms: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(chain.from_iterable(map(_forms, forms)))}


def _forms(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "description"}


def _mapping(model: dict[str, Any]) -> dict[str, Any]:
    """The mapping of a model, for which shorthands may stand as well."""
    found: dict[str, Any] = [model, *model.get("anyOf", ())][-1]
    return found


def _keyed(values: dict[str, Any] | bool, about: str = "", **more: Any) -> dict[str, Any]:
    head = {"description": about} if about else {}
    return head | {"type": "object", **more, "additionalProperties": values}


def _words(values: dict[str, Any]) -> dict[str, Any]:
    """Other words: values by name."""
    return _ref("Words") | {"additionalProperties": values}


def _unless_sure(value: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """The value, or words that are no keys of its own: of a wrong key editors say just that."""
    sure = [{"required": [each]} for each in ("else", "public", "private")]
    return {"if": {"type": "object", "anyOf": sure}, "then": words, "else": value}


class _Editions:
    """Lets all that the schema describes be said by names: for whom, with what else, differently.

    Each model has another definition for variants and ``in``: null takes away, and the entries of
    lists are known by their names.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        fixed = json.loads(Path(__file__).with_name("editions.json").read_text("utf-8"))
        self.defs: dict[str, Any] = schema["$defs"]
        self.models = {**self.defs, _ROOT: schema}
        before = {name: dict(self.properties(name)) for name in self.models}
        known = {name: _bare(before[model][key]) for name, (model, key, _) in _SAMPLES.items()}
        self.known = {json.dumps(value): name for name, value in known.items()}
        self.known[json.dumps(SCALAR)] = "Text"
        every = [value for properties in before.values() for value in properties.values()]
        listed = (self.model(each.get("items")) for each in every)
        self.listed = [name for name in dict.fromkeys(listed) if name]
        for name in self.models:
            self.let_differ(name)
        spoken = self.properties(_ROOT)["languages"]["anyOf"][0]
        spoken["items"] = _either(_ref("Language"), spoken["items"])
        point = self.models["Point"]
        point["anyOf"] = [_ref("Text"), _ref("Label"), _mapping(point)]
        for name, (_, _, about) in _SAMPLES.items():
            self.defs[name] = {"description": about} | self.value(known[name], _REF + name)
        for name in before:
            self.add_differences(name, before[name])
        for name in self.listed:
            self.add_by_id(name, _ref(name + _DIFFERENCES))
        self.add_by_id("Text", _ref("Text"))
        self.defs |= fixed["definitions"]
        self.defs["Language"]["pattern"] = f"^{TAG.pattern}$"
        self.defs["Variant"]["properties"] |= fixed["variant"]
        self.properties(_ROOT).update(fixed["declarations"])
        self.properties("Bibliography").update(fixed["bibliography"])
        self.defs[f"Bibliography{_DIFFERENCES}"]["properties"] |= fixed["bibliography"]

    def properties(self, name: str) -> dict[str, Any]:
        """The keys of a model."""
        return cast(dict[str, Any], _mapping(self.models[name]).get("properties", {}))

    def model(self, schema: dict[str, Any] | None) -> str:
        """The model that alone may stand there."""
        name = (schema or {}).get("$ref", "").removeprefix(_REF)
        return name if name in self.models else ""

    def place(self, name: str) -> str:
        """Where the keys of a model stand in the schema."""
        forms = self.models[name].get("anyOf", ())
        inside = f"/anyOf/{len(forms) - 1}" if forms else ""
        return "#/properties/" if name == _ROOT else f"{_REF}{name}{inside}/properties/"

    def let_differ(self, name: str) -> None:
        """What the model says, as names may have it."""
        found, place = self.properties(name), self.place(name)
        for key, value in found.items():
            head = {"description": value["description"]} if "description" in value else {}
            found[key] = head | self.property(_bare(value), place + key)
        marks = {key: _ref(name) for key, name in _MARKS.items() if key not in found}
        if name not in self.listed:
            marks = {} if name == _ROOT else {key: marks[key] for key in ("for", "except")}
        differing = _ref("Variant" if name == _ROOT else name + _DIFFERENCES)
        about = "What differs here for some: names, and the keys that they read otherwise."
        inside = _keyed(_either(differing, _NULL), about, propertyNames=_ref("Name"))
        found |= marks | {"in": inside}

    def property(self, value: dict[str, Any], at: str) -> dict[str, Any]:
        """The same by name, where it is common, else as it is at this place."""
        name = self.known.get(json.dumps(value))
        return _ref(name) if name else self.value(value, at)

    def value(self, value: dict[str, Any], at: str) -> dict[str, Any]:
        """The value, or other words in its place; keys of the user's own choice are no names."""
        if "additionalProperties" in value:
            return _keyed(
                self.property(value["additionalProperties"], f"{at}/additionalProperties")
            )
        if self.model(value):
            return _unless_sure(value, _words({"$ref": at}))
        forms = [
            each | {"items": self.item(each["items"])} if "items" in each else each
            for each in _forms(value)
            if "propertyNames" not in each
        ]
        return _either(*forms, _words(_either({"$ref": at}, _NULL)))

    def item(self, value: dict[str, Any]) -> dict[str, Any]:
        """An item of a list: an entry, or a text."""
        name = self.model(value)
        if name == "Point":
            return value
        if name:
            by_language = _ref("Languages") | {"additionalProperties": value}
            is_brief = "anyOf" in self.models[name]
            return _unless_sure(_either(value, by_language) if is_brief else value, _words(value))
        nested = [each for each in _forms(value) if "maxProperties" in each]
        return _either(_ref("Text"), _ref("Item"), *nested)

    def add_differences(self, name: str, before: dict[str, Any]) -> None:
        """What may be said of what differs in a model."""
        place = self.place(name)
        found = {
            key: value
            if key not in before
            else {"description": self.about(name, key)}
            | self.difference(_bare(before[key]), place + key)
            for key, value in self.properties(name).items()
        }
        own = {"patternProperties": _mapping(self.models[name])["patternProperties"]}
        about = f"What a variant, or a name under 'in', changes in: {name}."
        self.defs["Variant" if name == _ROOT else name + _DIFFERENCES] = _keyed(
            False, about, properties=found, **own
        )

    def about(self, name: str, key: str) -> str:
        """The description of a key."""
        value = self.properties(name)[key]
        model = self.defs.get(value.get("$ref", "").removeprefix(_REF), {})
        return str(value.get("description") or model["description"])

    def difference(self, value: dict[str, Any], at: str) -> dict[str, Any]:
        """What may be said of what differs in a value."""
        own = {"$ref": at}
        if name := self.model(value):
            return _unless_sure(_either(_ref(name + _DIFFERENCES), _NULL), own)
        if item := self.model(value.get("items")):
            return _either(own, _ref(item + _BY_ID), _NULL)
        if self.known.get(json.dumps(value)) == "Texts":
            return _either(own, _ref("Text" + _BY_ID), _NULL)
        if "additionalProperties" in value:
            inner = {"$ref": f"{at}/additionalProperties"}
            return _either(_keyed(_either(inner, _NULL)), _NULL)
        return _either(own, _NULL)

    def add_by_id(self, name: str, differing: dict[str, Any]) -> None:
        """What may be said of the items of a list."""
        is_brief = "anyOf" in self.models.get(name, ())
        values = _either(differing, *[_ref(name)] * is_brief, _NULL)
        about = "What differs in the items of the list, each under its id or the slug of its name."
        self.defs[name + _BY_ID] = _keyed(values, about)


def _setting(default: Setting) -> dict[str, Any]:
    shown = ", ".join(default) if isinstance(default, tuple) else json.dumps(default)
    types: dict[type, Any] = {bool: "boolean", int: "integer", float: "number"}
    found = {kind: {"type": name} for kind, name in types.items()}
    found[tuple] = {"type": "array", "items": {"type": "string"}}
    about = {"description": f"A setting of the format; {shown or 'empty'} if absent."}
    return about | found.get(type(default), SCALAR)


def _tidy(schema: Any) -> Any:
    """Without what only the models need: titles, defaults, null, the box of ``x-`` keys."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _tidy(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, dict):
        for key in ("x-", "-", "priority"):  # which any item has, whatever it may be good for
            properties.pop(key, None)
        for value in properties.values():
            _tidy_property(value)
        if isinstance(schema.get("title"), str):
            del schema["title"]
        schema["patternProperties"] = {"^x-": {"description": "Your own; passed through."}}
    return schema


def _tidy_property(schema: dict[str, Any]) -> None:
    schema.pop("title", None)
    schema.pop("default", None)
    choices = schema.get("anyOf")
    if choices and {"type": "null"} in choices:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        del schema["anyOf"]
        schema |= choices[0] if len(choices) == 1 else {"anyOf": choices}
