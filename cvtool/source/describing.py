"""The descriptions of fields: the text under each in its class.

pydantic can take them in itself, but then every start of the program parses the classes' source.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent


def descriptions(model: type) -> dict[str, str]:
    """Field name -> the text under it, the fields of base classes too."""
    return {name: text for base in reversed(model.__mro__) for name, text in _own(base)}


def _own(model: type) -> Iterator[tuple[str, str]]:
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
