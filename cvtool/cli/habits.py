"""What commands have in common: paths, the option for the CV, settings, and how they speak."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from .printing import CVS, speech

Command = TypeVar("Command", bound=Callable[..., Any])

_CV = Path("cv.yaml")
_INPUT = (
    "The CV, in YAML or as JSON Resume; '-' is standard input. Else cv.yaml here, or in the "
    "nearest folder above."
)
_SHARED = frozenset({"input", "templates", "jobs", "quiet", "json", "strict"})
_SPEAKING = {
    "quiet": ("-q", "Say nothing but errors and warnings."),
    "json": ("--json", "Print results and problems as JSON, when all is done."),
    "strict": ("--strict", "End with status 1 where there is a warning."),
}


class _Path(click.Path):
    """Whether a path can be read, those say who read it. None is no path: not the folder here."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Path:
        return Path(value) if value else self.fail("it is empty: write a path", parameter, context)


PATH = _Path(readable=False)


class Once(click.Command):
    """A command of which no option is given twice, for only the last would be heard."""

    def make_parser(self, context: click.Context) -> Any:
        parser = super().make_parser(context)
        parser.parse_args = partial(_parsed_once, context, parser.parse_args)  # type: ignore[method-assign]
        return parser


def _parsed_once(context: click.Context, parse: Callable[..., Any], args: list[str]) -> Any:
    """What click's parser makes of the arguments: values, what is left, and the order of both."""
    found = parse(args=args)
    for each, times in Counter(found[2]).items():
        is_one = isinstance(each, click.Option) and not (each.multiple or each.is_flag)
        if is_one and times > 1 and not context.resilient_parsing:
            name = max(each.opts, key=len)
            raise click.UsageError(f"{name} is given {times} times: it takes one value", context)
    return found


def nearest() -> Path:
    """The cv.yaml here, else the nearest in a folder above that is the user's, too."""
    here = Path.cwd()
    for folder in (here, *here.parents) if not os.path.lexists(_CV) else ():
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            break
        if (folder / _CV).is_file():
            return Path(os.path.relpath(folder / _CV))
    return _CV


def _only(_: click.Context, __: click.Parameter, sources: tuple[Path, ...]) -> Path:
    if len(sources) > 1:
        raise click.UsageError("one CV at a time: only 'render' takes several")
    return sources[0] if sources else nearest()


input_option = click.option(
    "--input",
    "-i",
    "source",
    type=PATH,
    multiple=True,
    callback=_only,
    help=_INPUT,
)

inputs_option = click.option(
    "--input", "-i", "sources", type=PATH, multiple=True, help=f"{_INPUT} May be repeated."
)


templates_option = click.option(
    "--templates", type=PATH, help="A folder of templates that go before all others."
)


def parted(arguments: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The arguments that are names of files, and the others."""
    words = [*arguments]
    files = [it for it in words if it.lower().endswith(CVS) or os.sep in it]
    return [Path(each) for each in files], [each for each in words if each not in files]


settings_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="As if the CV said so, as in --set pdf.theme=classic; the value is YAML.",
)


def speaking(*names: str) -> Callable[[Command], Command]:
    """Adds those of the options that say how a command speaks: all if none is named."""

    def keep(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        speech.command = str(context.info_name)
        setattr(speech, str(parameter.name), value)

    def add(command: Command) -> Command:
        for name in reversed(names or (*_SPEAKING,)):
            option, about = _SPEAKING[name]
            names_of = ("--quiet", option) if option == "-q" else (option,)
            more: dict[str, Any] = {"is_flag": True, "expose_value": False, "is_eager": True}
            command = click.option(*names_of, name, help=about, callback=keep, **more)(command)
        return command

    return add


def folder_for(context: click.Context, source: Path) -> Path:
    """Where outputs go that nobody names another folder for: beside a CV that was found above."""
    names = {"source", "sources"} & context.params.keys()
    given = [context.get_parameter_source(name) for name in names]
    is_found = given == [click.core.ParameterSource.DEFAULT] and source == nearest()
    return (source.parent if is_found else Path()) / "output"


def variable(error: click.ClickException) -> str:
    """The variable of the environment that says what is wrong, if one does."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    if not context or not parameter or not parameter.name:
        return ""
    if context.get_parameter_source(parameter.name) is not click.core.ParameterSource.ENVIRONMENT:
        return ""
    return next(each for each in parameter.envvar or ("",) if os.environ.get(each))


def name_variables(group: click.Group) -> None:
    """Gives each option its variable of the environment, CVTOOL_RENDER_OUTPUT, and to those that
    mean the same in all commands one for all of these, CVTOOL_INPUT."""
    for name, command in group.commands.items():
        for each in command.params:
            long = next((it for it in each.opts if it.startswith("--")), "")[2:]
            upper = long.replace("-", "_").upper()
            shared = [f"CVTOOL_{upper}"] if long in _SHARED else []
            each.envvar = [f"CVTOOL_{name.upper()}_{upper}", *shared] if long else None


def check_folder(folder: Path | None, option: str) -> None:
    """Raises where an option names a folder that there is not."""
    if folder and not folder.is_dir():
        raise click.BadParameter(f"there is no folder '{folder}'", param_hint=option)


FOLDER = "{folder}"


def is_form(folder: Path | None) -> bool:
    """Whether it says where the outputs of any CV go."""
    return FOLDER in str(folder or "")


_NUMBER = click.IntRange(1, 1000)
_NUMBER.name = "number"

jobs_option = click.option(
    "--jobs", "-j", type=_NUMBER, help="How many processes work at once; else as many as fit."
)

executor_option = click.option(
    "--executor",
    metavar="NAME",
    help="Who makes several CVs, in the place of processes here: dask://HOST:PORT, or another.",
)


index_option = click.option(
    "--index",
    "indexed",
    is_flag=True,
    help="Of several CVs also a page with all of them, beside their folders, and the publications "
    "and the feed of all.",
)
