"""The commands for the first minute: a new CV, what this machine lacks, what the CV might say
better, and what the command says of itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.problems import ProblemError, printable, suggestion
from .habits import PATH, Once, folder_for, input_option, settings_option, speaking
from .printing import (
    count,
    print_error,
    print_file,
    print_problems,
    progress,
    result,
    say,
)

if TYPE_CHECKING:
    from ..model.dates import PartialDate
    from ..pipeline.doctor import Check
    from ..pipeline.editions import Loaded
    from ..pipeline.workspace import Workspace
    from ..source.offers import Own

_FAILED = 1
_SHELLS = ("bash", "zsh", "fish")
_KINDS = ("academic", "industry", "student", "site")
"""What CVs are for; the last is a homepage, and brings what publishes it."""
_STATES = {"good": ("ok", "green"), "odd": ("note", "yellow"), "broken": ("broken", "red")}


def add_to(group: click.Group) -> None:
    """Adds the commands."""
    for each in (new, doctor, lint, schema, man, completion):
        group.add_command(each)


def _complete_theme(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ..source.layouts import THEMES

    return [name for name in THEMES if name.startswith(begun)]


def _complete_language(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ..words.data import languages

    return sorted(name for name in languages() if name.startswith(begun))


@click.command(cls=Once)
@click.argument("folder", type=PATH, default=".", metavar="[DIR]")
@click.option(
    "--from", "files", type=PATH, multiple=True, metavar="FILE",
    help="What another program has, as for 'import'; may be repeated.",
)  # fmt: skip
@click.option("--kind", type=click.Choice(_KINDS), help="What it is for; else industry.")
@click.option(
    "--language", "-l", default="", metavar="TAG", shell_complete=_complete_language,
    help="The language of the CV, such as de; else English.",
)  # fmt: skip
@click.option(
    "--theme", default="", metavar="NAME", shell_complete=_complete_theme,
    help="One that 'cvtool themes' lists.",
)  # fmt: skip
@click.option("--site", is_flag=True, help="With what publishes the homepage at three hosts.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
@speaking("quiet", "json", "strict")
def new(
    folder: Path,
    files: tuple[Path, ...],
    kind: str | None,
    language: str,
    theme: str,
    site: bool,
    yes: bool,
) -> None:
    """Begin with a CV to fill in, in DIR or here.

    It renders at once: cv.yaml with comments, publications.bib, a .gitignore, the schema for
    editors, settings for VS Code, and a workflow that renders it on GitHub. With --site, and for
    --kind site, these are workflows that publish it, on GitHub Pages, GitLab Pages and Cloudflare
    Pages. On a terminal it asks for your name and your e-mail address, unless --yes is there.
    Nothing is ever written over.
    """
    from ..pipeline.scaffold import Asking, begin
    from ..render import formats
    from ..source.schema import json_schema

    if files and kind:
        raise click.UsageError("--kind is for a CV to fill in, and --from for one that you have")
    _check_words(language, theme)
    name, email = ("", "") if yes or files else _asked()
    wish = Asking(
        kind or "industry", files, language, theme, site, str(_today()), name=name, email=email
    )
    try:
        paths, imported = begin(folder, wish, lambda: json_schema(formats().values()))
    except ProblemError as error:
        print_problems(error.problems)
        sys.exit(_FAILED)
    if imported:
        from .importing import print_import

        print_import(imported)
    for path in paths:
        print_file(path, path.stat().st_size)
    there = f"cd {folder} && " if folder != Path() else ""
    say(f"{printable(there)}cvtool render makes it; cvtool serve shows it while you write")


def _check_words(language: str, theme: str) -> None:
    from ..source.layouts import THEMES
    from ..words.data import is_known, languages

    if language and not is_known(language):
        near = suggestion(language, languages())
        raise click.BadParameter(
            f"no words are known of '{language}'{near}", param_hint="--language"
        )
    if theme and theme not in THEMES:
        near = suggestion(theme, THEMES)
        raise click.BadParameter(f"there is no theme '{theme}'{near}", param_hint="--theme")


def _asked() -> tuple[str, str]:
    """Name and e-mail address, where somebody is there to be asked; empty for what is not said."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return "", ""
    ask: dict[str, Any] = {"default": "", "show_default": False, "err": True}
    name = click.prompt("Your name (Enter for an invented one)", **ask)
    return name, click.prompt("Your e-mail address", value_proc=_email, **ask) if name else ""


def _email(text: str) -> str:
    from ..source.fields import email_fault

    if text and (fault := email_fault(text)):
        raise click.UsageError(fault)
    return text.strip()


def _today() -> PartialDate:
    """The day of SOURCE_DATE_EPOCH, else the one on the calendar."""
    from ..pipeline.files import today

    try:
        return today()
    except ProblemError as error:
        print_problems(error.problems)
        sys.exit(_FAILED)


@click.command(cls=Once)
@input_option
@speaking()
@click.pass_context
def doctor(context: click.Context, source: Path) -> None:
    """Say what this machine lacks to make the outputs, and what mends it.

    It looks for Pango, at the versions of the libraries, at extras and plugins, for fonts for every
    script of the CV, at the cache, and whether the output folder can be written. The status is 1
    where something is broken; what is only odd stops nothing.
    """
    from ..pipeline.doctor import BROKEN, GOOD, checks

    with progress("looking"):
        found = checks(source, folder_for(context, source), lambda: _loaded(source, ()))
    for each in found:
        result(name=each.name, state=each.state, found=each.found, mend=each.mend)
        if each.state == GOOD:
            say(_line(each))
        else:
            say(_line(each), err=True)
            say(f"          mend: {printable(each.mend)}", err=True)
    if any(each.state == BROKEN for each in found):
        sys.exit(_FAILED)


def _line(check: Check) -> str:
    word, color = _STATES[check.state]
    return f"{click.style(word.ljust(8), fg=color)}  {printable(f'{check.name}: {check.found}')}"


def _loaded(source: Path, settings: tuple[str, ...]) -> tuple[Workspace, Loaded]:
    """The CV in all its editions."""
    from ..pipeline.editions import EVERY
    from ..pipeline.workspace import Workspace

    workspace = Workspace(source, settings=settings)
    return workspace, workspace.load(EVERY)


def _complete_rule(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ..pipeline.lint import RULES

    return [name for name in RULES if name.startswith(begun)]


@click.command(cls=Once)
@input_option
@click.option(
    "--ignore", "ignored", multiple=True, metavar="RULE", shell_complete=_complete_rule,
    help="Switch a rule off; may be repeated.",
)  # fmt: skip
@click.option("--links", is_flag=True, help="Follow all links, too, which asks their hosts.")
@settings_option
@speaking()
def lint(source: Path, ignored: tuple[str, ...], links: bool, settings: tuple[str, ...]) -> None:
    """Say what the CV might say better, by rules.

    \b
      gaps          months between work and studies of which nothing is said
      overlaps      two jobs at one time
      future        dates that are yet to come
      first-person  I, my, we
      responsible   'responsible for' in place of what came of it
      long-bullets  more than three lines
      anchors       links to places that the homepage does not have
      stale         a meta.lastModified that is old, or older than what is said
      links         links that lead nowhere, with --links

    What it finds are warnings, each with the name of its rule. --ignore gaps switches one off, or
    'lint: {ignore: [gaps]}' in cv.yaml. The words that are looked for are known in ten languages.
    Nothing goes online without --links.
    """
    from ..pipeline.lint import RULES
    from ..pipeline.lint import lint as judged

    for name in (each for each in ignored if each not in RULES):
        raise click.UsageError(f"unknown rule '{name}'{suggestion(name, RULES)}")
    today = _today()
    with progress("looking"):
        workspace, loaded = _loaded(source, settings)
        errors = [each for each in loaded.problems if each.is_error]
        found = [] if errors else judged(loaded, workspace, today, ignored, links)
    print_problems(errors or found)
    if errors:
        sys.exit(_FAILED)
    say(f"{printable(str(source))}: {count(len(found), 'warning')}")


@click.command(cls=Once)
@click.option(
    "--input", "-i", "source", type=PATH,
    help="With the names of this CV, too: variants, tags, sections, citation keys.",
)  # fmt: skip
def schema(source: Path | None) -> None:
    """Print the JSON Schema of cv.yaml, for editors.

    An editor that speaks YAML then completes and checks the keys, when the file begins with the
    line '# yaml-language-server: $schema=cv.schema.json'.
    """
    from ..render import formats
    from ..source.offers import Own
    from ..source.schema import json_schema

    own = _own(source) if source else Own()
    say(json_schema(formats().values(), own), nl=False)


def _own(source: Path) -> Own:
    """What the CV has that others may not; where it has errors, what is known of it."""
    from ..source.offers import Own

    _, loaded = _loaded(source, ())
    if not (declared := loaded.declared):
        print_problems(loaded.problems)
        sys.exit(_FAILED)
    readers = (*declared.variants, *declared.tags, *declared.languages)
    sections = [each.id for each in loaded.document.sections] if loaded.document else []
    return Own(readers, tuple(sections), tuple(sorted(loaded.holdings)))


@click.command(cls=Once)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and names.

    As in 'cvtool completion bash > ~/.local/share/bash-completion/completions/cvtool'.
    """
    from click.shell_completion import get_completion_class

    group = click.get_current_context().find_root().command
    found = get_completion_class(shell)
    assert found
    try:
        say(found(group, {}, "cvtool", "_CVTOOL_COMPLETE").source(), nl=False)
    except RuntimeError as error:
        print_error(str(error))
        sys.exit(_FAILED)


@click.command(cls=Once)
def man() -> None:
    """Print the manual page, cvtool(1), with all commands.

    As in 'cvtool man > ~/.local/share/man/man1/cvtool.1'.
    """
    from .. import __version__

    root = click.get_current_context().find_root()
    assert isinstance(root.command, click.Group)
    say("\n".join(_manual(root.command, root, __version__)))


def _manual(group: click.Group, context: click.Context, version: str) -> Iterator[str]:
    """The page in the language of man(7)."""
    yield f'.TH CVTOOL 1 "" "cvtool {version}" "User Commands"'
    yield ".SH NAME"
    yield f"cvtool \\- {_roff(group.get_short_help_str(200))}"
    yield ".SH SYNOPSIS"
    yield f".B cvtool\n{_roff(' '.join(group.collect_usage_pieces(context)))}"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(group.help or "")
    yield ".SH COMMANDS"
    for name, command in sorted(group.commands.items()):
        inner = click.Context(command, parent=context, info_name=name)
        yield f".SS cvtool {name} {_roff(' '.join(command.collect_usage_pieces(inner)))}"
        yield from _paragraphs(command.help or "")
        yield from _options(command.params, inner)


def _paragraphs(text: str) -> Iterator[str]:
    for part in text.split("\n\n"):
        is_fixed = part.lstrip().startswith("\b")
        lines = [_roff(line.strip("\b")) for line in part.splitlines() if line.strip("\b ")]
        yield ".PP"
        yield from [".nf", *lines, ".fi"] if is_fixed else map(str.strip, lines)


def _options(parameters: Iterable[click.Parameter], context: click.Context) -> Iterator[str]:
    for each in parameters:
        if record := each.get_help_record(context):
            names, about = map(_roff, record)
            yield f".TP\n.B {names}\n{about}"
            if isinstance(each.envvar, list):
                yield f".br\n{_roff(' or '.join(each.envvar))} in the environment."


def _roff(text: str) -> str:
    """The text as man(7) shows it unchanged."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.lstrip().startswith((".", "'")) else text
