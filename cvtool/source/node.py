"""The base of every model: what a mapping of cv.yaml may say, and how plain data becomes it.

Only the annotations of the models say so. ``read`` takes by them what is surely right, as nearly
every CV is, and loads no library for it; where it is not sure it gives up, and pydantic, which is
given the same, says all that is wrong. The schema for editors comes of them, too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    get_args,
    get_origin,
)

from ..model.later import NamedTuple, dataclass, hints_of
from ..model.memory import remembered_by, remembers
from ..model.plain import camel
from ..model.problems import Path
from ..model.prose import Remark
from .markup import Heard, Where

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import CoreSchema

STRING: dict[str, Any] = {"type": "string"}


class WrongError(ValueError):
    """What is wrong, in messages that are printed as they are, at ``field`` of the model if any."""

    def __init__(self, *found: str, field: str | int | None = None) -> None:
        super().__init__(*found)
        self.found, self.field = found, field


wrong = WrongError
"""As it reads where it is raised."""


class UnsureError(Exception):
    """The data may be wrong, or means what only pydantic knows."""


Reader = Callable[[Any, Where | None], Any]


@dataclass(frozen=True, eq=False)
class Checked:
    """How a value is checked and typed, by one function, and what editors are told of it.

    ``by_language`` says that a mapping of language to value may stand in the value's place, and
    ``says_empty`` that an empty text is no absent one. ``remarks`` finds what in a text is shown
    without its markup; ``has_blocks`` says that lists and the like may stand in it. Where it
    ``leads``, links may lead to files beside cv.yaml, and ``check`` takes a ``Where`` as well. Of
    a list, or of a mapping by names, ``entry`` is what each value is read as before the check.
    """

    check: Callable[..., Any]
    schema: Mapping[str, Any]
    by_language: bool = False
    says_empty: bool = False
    remarks: Callable[[str], Iterable[Remark]] | None = None
    has_blocks: bool = False
    leads: bool = False
    entry: type[Node] | None = None

    def read(self, value: Any, where: Where | None) -> Any:
        """What the check makes of it; what it raises for the user is what is wrong."""
        try:
            return self.check(value, where) if self.leads else self.check(value)
        except ValueError as error:
            raise (error if isinstance(error, WrongError) else wrong(str(error))) from None

    def faults(self, value: Any, where: Where | None = None) -> tuple[str, ...]:
        """What is wrong with the value."""
        try:
            self.read(value, where)
        except WrongError as error:
            return error.found
        return ()

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.with_info_plain_validator_function(
            lambda value, info: self.read(value, info.context)
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.schema)


@dataclass(frozen=True, eq=False)
class Several:
    """Marks a list for which one text may stand, the only one in it; what editors are told."""

    schema: Mapping[str, Any]

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return dict(self.schema)


class Between(NamedTuple):
    """Marks a number that has bounds, which belong to it."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        found: CoreSchema = {**handler(source), "ge": self.least, "le": self.most}
        return found


class Key(NamedTuple):
    """Marks a field whose key in cv.yaml is no other writing of its name; a box has what is no key
    of the model."""

    name: str
    is_box: bool = False


class Field(NamedTuple):
    """A key of a model: its type, the marks beside that, and what it is where it is absent."""

    kind: Any
    annotation: Any
    metadata: tuple[Any, ...]
    alias: str
    default: Any
    exclude: bool

    def is_required(self) -> bool:
        return self.default is ...


Written = Mapping[str, tuple[Path, Any]]
"""A shorthand written out: key -> where in the shorthand its value stands, and the value."""


class _Models(type):
    """That of models, for mypy knows by it that they have hashes."""


class Node(metaclass=_Models):
    """A mapping in cv.yaml: camelCase keys, unknown ones refused, the user's own in a box.

    Whoever reads data puts the keys of the user's own there first. What is not said is as the class
    has it.
    """

    alone: ClassVar[str] = ""
    """The key of which a text may stand for the whole mapping."""
    shorthands: ClassVar[Sequence[dict[str, Any]]] = ()
    """The JSON Schemas of what else may stand for it, as ``written_out`` reads it."""
    aside: ClassVar[str] = ""
    """The box for unknown keys, where they are allowed."""
    extensions: Annotated[dict[str, Any], Key("x-", is_box=True)] = {}

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} stays as it is")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({vars(self)})"

    @property
    def said(self) -> frozenset[str]:
        """The names of the fields that have a value of their own."""
        return frozenset(self.__dict__)

    def but(self, values: Mapping[str, Any]) -> Self:
        """The same with other values of these fields."""
        return type(self)(**{**self.__dict__, **values})

    @classmethod
    def written_out(cls, data: Any) -> Written | None:
        """The mapping for which ``data`` is short, ``None`` where it is none."""
        return {cls.alone: ((), data)} if cls.alone and isinstance(data, str) else None

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """The data as its keys are read; raises ``WrongError``."""
        return data

    def judge(self) -> None:
        """Raises ``WrongError`` where its fields do not go together."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        return _core_schema(cls, handler.generate_schema)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(core_schema)
        own = handler.resolve_ref_schema(schema)
        own |= {"additionalProperties": False, "description": inspect.cleandoc(cls.__doc__ or "")}
        shorthands = [STRING, *cls.shorthands] if cls.alone else cls.shorthands
        if not shorthands:
            return schema
        mapping = {key: value for key, value in own.items() if key != "description"}
        return {"description": own["description"], "anyOf": [*shorthands, mapping]}


@cache
def fields_of(model: type[Node]) -> Mapping[str, Field]:
    """The fields of the model by their names, those of its bases first."""
    bases = (each for each in reversed(model.__mro__) if issubclass(each, Node))
    kinds = {name: kind for base in bases for name, kind in _own(base).items()}
    return {name: _field(model, name, kind) for name, kind in kinds.items()}


@cache
def _own(model: type[Node]) -> Mapping[str, Any]:
    kinds = hints_of(model).items()
    return {name: kind for name, kind in kinds if get_origin(kind) is not ClassVar}


def _field(model: type[Node], name: str, kind: Any) -> Field:
    metadata = getattr(kind, "__metadata__", ())
    annotation = kind.__origin__ if metadata else kind
    key = next((each for each in metadata if isinstance(each, Key)), Key(camel(name)))
    default = getattr(model, name, ...)
    return Field(kind, annotation, metadata, key.name, default, key.is_box)


@cache
def keys(model: type[Node]) -> Mapping[str, Field]:
    """The keys of cv.yaml that the model takes, and ``x-``, the box of the user's own."""
    return {field.alias: field for field in fields_of(model).values()}


Model = TypeVar("Model", bound=Node)
Kind = TypeVar("Kind")


def read(model: type[Model], data: Any, where: Where | None) -> Model | None:
    """The model, where the data is surely right."""
    try:
        return _node(model, data, where)
    except (UnsureError, ValueError):
        return None


def _node(model: type[Model], data: Any, where: Where | None) -> Model:
    """The one of before of such data, unless what it says depends on files."""
    if not remembers():
        return _made(model, data, where)

    def make() -> tuple[Model, bool]:
        heard = Heard(where)
        return _made(model, data, where and heard), heard.is_asked

    key = model, repr(data), where is None
    return remembered_by(make, *key, holds=lambda it: not it[1])[0]


def _made(model: type[Model], data: Any, where: Where | None) -> Model:
    readers, needed = _readers(model)
    data = model.prepared(data)
    if type(data) is not dict or not needed <= data.keys() <= readers.keys():
        raise UnsureError
    values = {}
    for key, value in data.items():
        name, reader = readers[key]
        values[name] = reader(value, where)
    node = model(**values)
    node.judge()
    return node


@cache
def _readers(model: type[Node]) -> tuple[Mapping[str, tuple[str, Reader]], frozenset[str]]:
    """Key -> the name of its field, and what reads it; the keys that must be there."""
    fields = fields_of(model)
    readers = {each.alias: (name, _reader(each.kind)) for name, each in fields.items()}
    return readers, frozenset(each.alias for each in fields.values() if each.is_required())


def _reader(kind: Any) -> Reader:
    marks, inside = getattr(kind, "__metadata__", ()), get_args(kind)
    for mark in marks:
        if isinstance(mark, Checked):
            return mark.read
        if isinstance(mark, Between):
            return lambda value, _: _number(value, mark)
    if marks:
        return _reader(inside[0])
    if kind is Any:
        return lambda value, _: value
    if isinstance(kind, type) and issubclass(kind, Node):
        return lambda value, where: _node(kind, value, where)
    if type(None) in inside:
        reader = _reader(next(each for each in inside if each is not type(None)))
        return lambda value, where: None if value is None else reader(value, where)
    return _plain_reader(kind, get_origin(kind), inside)


def _plain_reader(kind: Any, origin: Any, inside: tuple[Any, ...]) -> Reader:
    if origin is list:
        item = _reader(*inside)
        return lambda value, where: [item(each, where) for each in _of(list, value)]
    if origin is dict:
        each_value = _reader(inside[1])
        return lambda value, where: {
            _of(str, key): each_value(each, where) for key, each in _of(dict, value).items()
        }
    if origin is Literal:
        return lambda value, _: _one_of(value, {each: each for each in inside})
    if kind is bool:
        return lambda value, _: _one_of(value, _SWITCH)
    if kind is int:
        return lambda value, _: _number(value)
    raise TypeError(f"no value of cv.yaml is of the type {kind}")


_SWITCH = {"true": True, "false": False}


def _of(kind: type[Kind], value: Any) -> Kind:
    if type(value) is not kind:
        raise UnsureError
    return value


def _one_of(value: Any, known: Mapping[str, Any]) -> Any:
    if type(value) is bool and known is _SWITCH:
        return value
    if _of(str, value) not in known:
        raise UnsureError
    return known[value]


def _number(value: Any, bounds: Between | None = None) -> int:
    """One that is written with its digits alone, and not too many."""
    text = value if type(value) is str else str(_of(int, value))
    if not (text.isascii() and text.isdecimal() and len(text) <= 9) or text != str(int(text)):
        raise UnsureError
    if bounds and not bounds.least <= int(text) <= bounds.most:
        raise UnsureError
    return int(text)


@cache
def adapter(model: type[Model]) -> TypeAdapter[Model]:
    """Says what is wrong with data, and what the model is as JSON Schema."""
    from pydantic import TypeAdapter

    return TypeAdapter(model)


_begun: ContextVar[frozenset[type[Node]]] = ContextVar("begun", default=frozenset())
"""Those whose schemas this thread is making: inside of them they are known by reference."""


def _core_schema(model: type[Node], schema_of: Callable[[Any], CoreSchema]) -> CoreSchema:
    from pydantic_core import core_schema as core

    ref = f"{model.__module__}.{model.__qualname__}:{id(model)}"
    if model in _begun.get():
        return core.definition_reference_schema(ref)
    token = _begun.set(_begun.get() | {model})
    try:
        fields = {name: _core_field(each, schema_of) for name, each in fields_of(model).items()}
    finally:
        _begun.reset(token)

    def made(found: tuple[dict[str, Any], Any, set[str]]) -> Node:
        values, _, said = found
        node = model(**{name: value for name, value in values.items() if name in said})
        node.judge()
        return node

    whole = core.model_fields_schema(fields, model_name=model.__name__, extra_behavior="forbid")
    before = core.no_info_before_validator_function(model.prepared, whole)
    return core.no_info_after_validator_function(made, before, ref=ref)


def _core_field(field: Field, schema_of: Callable[[Any], CoreSchema]) -> Any:
    from pydantic_core import core_schema as core

    schema = schema_of(field.kind)
    if not field.is_required():
        schema = core.with_default_schema(schema, default_factory=lambda: field.default)
    return core.model_field(schema, validation_alias=field.alias)
