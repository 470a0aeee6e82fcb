"""What may stand where in cv.yaml: the shape of each key's value, and the JSON Schema of it all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from ..model.formats import Format, Setting
from .cv import CV
from .fields import Checked, Node, Several, keys

SCHEMA_NAME = "cv.schema.json"


class Shape(NamedTuple):
    """What a value is: a text that may stand in several languages, a mapping, or a list.

    ``item`` is the shape of each item of a list, in whose place one alone may stand where
    ``several`` is set; ``each`` that of each value under a name of the user's choice.
    """

    text: Checked | None = None
    model: type[Node] | None = None
    item: Shape | None = None
    each: Shape | None = None
    several: bool = False


@cache
def shapes(model: type[Node]) -> Mapping[str, Shape]:
    """Key of cv.yaml -> the shape of what stands under it; the user's own keys apart."""
    return {
        key: _shape(info.annotation, info.metadata)
        for key, info in keys(model).items()
        if not info.exclude
    }


def _shape(kind: Any, marks: Any = ()) -> Shape:
    """``marks`` is what stands in ``Annotated`` beside the type."""
    if texts := [each for each in marks if isinstance(each, Checked)]:
        return Shape(texts[0] if texts[0].by_language else None)
    if isinstance(kind, type) and issubclass(kind, Node):
        return Shape(model=kind)
    inside = get_args(kind)
    if hasattr(kind, "__metadata__"):
        return _shape(inside[0], kind.__metadata__)
    if get_origin(kind) is list:
        return Shape(item=_shape(*inside), several=any(isinstance(each, Several) for each in marks))
    if get_origin(kind) is dict:
        return Shape(each=_shape(inside[1]))
    return _shape(inside[0]) if type(None) in inside else Shape()


def model_at(path: tuple[str | int, ...]) -> type[Node]:
    """The model that describes the mapping at ``path``, or the nearest one around it."""
    model: type[Node] = CV
    for step in path:
        if isinstance(step, str):
            shape = shapes(model).get(step, Shape())
            model = (shape.item or shape.each or shape).model or model
    return model


def json_schema(formats: Iterable[Format] = ()) -> str:
    """The JSON Schema (draft 2020-12) of cv.yaml, for editors: every field with a description.

    ``formats`` are those that there are: editors then know the settings of those of plugins.
    """
    schema: dict[str, Any] = CV.model_json_schema(by_alias=True)
    _describe(schema)
    schema = _tidy(schema)
    _open_formats(schema, formats)
    for name in schema["$defs"].keys() - _SETTINGS:
        _let_differ(schema["$defs"][name])
    schema["$defs"][_WORDS] = _BY_AUDIENCE
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "cv.yaml"}
    return json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n"


def _describe(schema: dict[str, Any]) -> None:
    """Gives each key its description, in the mapping for which shorthands may stand as well."""
    models: list[type[Node]] = [CV, *_below(Node)]
    for model in models:
        whole = schema if model is CV else schema["$defs"].get(model.__name__, {})
        properties = [whole, *whole.get("anyOf", ())][-1].get("properties", {})
        for key, text in _descriptions(model):
            if key in properties:
                said = properties[key] | {"description": text}
                properties[key] = dict(sorted(said.items()))


def _below(model: type[Node]) -> Iterator[type[Node]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


def _descriptions(model: type[Node]) -> Iterator[tuple[str, str]]:
    """Each key, and the text under its field in the class, base classes first.

    pydantic can take them in itself, but then every start of the program parses the source.
    """
    by_name = {name: info.alias or name for name, info in model.model_fields.items()}
    found = (each for base in reversed(model.__mro__) for each in _described(base))
    return ((by_name[name], text) for name, text in found if name in by_name)


def _described(model: type) -> Iterator[tuple[str, str]]:
    import ast
    import inspect
    from itertools import pairwise
    from textwrap import dedent

    if not model.__module__.startswith(__package__):
        return
    (defined,) = ast.parse(dedent(inspect.getsource(model))).body
    assert isinstance(defined, ast.ClassDef)
    for statement, after in pairwise(defined.body):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


def _open_formats(schema: dict[str, Any], formats: Iterable[Format]) -> None:
    """Says which formats of plugins have which settings; of one that is not here, nothing."""
    layout = schema["$defs"]["PluginLayout"]
    layout["additionalProperties"] = True
    known = {}
    for row in formats:
        if row.name in schema["properties"] or not (row.has_layout or row.settings):
            continue
        shared = layout["properties"] if row.has_layout else {}
        own = {name: _setting(default) for name, default in row.settings.items()}
        known[row.name] = layout | {
            "description": row.makes or row.name,
            "properties": shared | own,
            "additionalProperties": False,
        }
    if known:
        schema["properties"]["formats"]["properties"] = known


_SETTINGS = frozenset(
    {
        *("Bibliography", "Choice", "DataLayout", "Dates", "Layout", "Listing", "Meta", "Pdf"),
        *("PluginLayout", "PublicationGroup", "SectionItem", "Site"),
    }
)
_WORDS = "ByAudience"
_BY_AUDIENCE = {
    "description": "What everybody reads ('public'), and what those do whom you hand the CV.",
    "type": "object",
    "propertyNames": {"enum": ["public", "private", "else"]},
    "minProperties": 1,
}
_FOR = {
    "description": "Whom it is for: private keeps it out of what everybody may see.",
    "enum": ["private", "public"],
}


def _let_differ(schema: dict[str, Any]) -> None:
    """Lets what a mapping says, and the mapping itself, be for one audience alone."""
    for form in (schema, *schema.get("anyOf", ())):
        properties = form.get("properties", {})
        for key, value in properties.items():
            properties[key] = _or_by_audience(value)
        if properties:
            properties["for"] = _FOR


def _or_by_audience(schema: dict[str, Any]) -> dict[str, Any]:
    either = {"$ref": f"#/$defs/{_WORDS}"}
    inside = {key: value for key, value in schema.items() if key != "description"}
    forms = inside["anyOf"] if inside.keys() == {"anyOf"} else [inside]
    head = {"description": schema["description"]} if "description" in schema else {}
    return head | {"anyOf": [*forms, either]}


def _setting(default: Setting) -> dict[str, Any]:
    shown = ", ".join(default) if isinstance(default, tuple) else json.dumps(default)
    types: dict[type, Any] = {
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        float: {"type": "number"},
        tuple: {"type": "array", "items": {"type": "string"}},
    }
    kind: dict[str, Any] = types.get(type(default), {"type": ["string", "number", "boolean"]})
    return {"description": f"A setting of the plugin; {shown or 'empty'} if absent."} | kind


def _tidy(schema: Any) -> Any:
    """Without what only the models need: titles, defaults, null, the box of ``x-`` keys."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _tidy(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, dict):
        properties.pop("x-", None)
        properties.pop("-", None)
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
