"""The command line: it parses, calls and prints."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__
from ..model.problems import Problem, printable, suggestion
from . import habits, printing
from .habits import (
    PATH,
    check_folder,
    input_option,
    inputs_option,
    settings_option,
    speaking,
    templates_option,
)
from .printing import (
    count,
    explain,
    print_error,
    print_problems,
    progress,
    run,
    say,
)

if TYPE_CHECKING:
    from ..pipeline.build import Build
    from ..pipeline.editions import Wanted

_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130


_PORT = click.IntRange(0, 65535)
_PORT.name = "port number"


class _Commands(click.Group):
    """Those that are elsewhere are imported when one of them is asked for, or all."""

    command_class = habits.Once

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.commands:
            _add_others()
        return super().get_command(context, name)

    def list_commands(self, context: click.Context) -> list[str]:
        _add_others()
        return super().list_commands(context)


@cache
def _add_others() -> None:
    from . import applying, editions, importing, starting

    for each in (editions, applying, importing, starting):
        each.add_to(cvtool)
    habits.name_variables(cvtool)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Shell completion: eval "$(_CVTOOL_COMPLETE=bash_source cvtool)" (or zsh_source, '
    "fish_source). Manual: cvtool man.",
)
@click.version_option(__version__, "--version", "-V", message="cvtool %(version)s")
def cvtool() -> None:
    """Every copy of your CV from one cv.yaml and one publications.bib.

    \b
      cvtool new cv              begin with a CV to fill in
      cvtool render              make everything that is out of date, in output/
      cvtool render pdf          make cv.pdf alone
      cvtool render --watch      make it again whenever you save
      cvtool serve               show it in a browser while you write
      cvtool check               say what is wrong, and make nothing

    Problems print as file:line:column. The exit status is 0 when all went well, 1 when the input or
    an output has errors, 2 when the command itself was wrong. NO_COLOR=1 in the environment turns
    colors off, and CVTOOL_RENDER_OUTPUT=site stands for 'render --output site': so it is with all
    options.
    """


def _complete_edition(context: click.Context, asked: click.Parameter, begun: str) -> list[str]:
    from .editions import complete_language, complete_variant

    complete = complete_variant if asked.name == "variants" else complete_language
    return complete(context, asked, begun)


_variant_option = click.option(
    "--variant",
    "-v",
    "variants",
    multiple=True,
    metavar="NAME",
    shell_complete=_complete_edition,
    help="Only this variant, of those that 'cvtool variants' lists; may be repeated.",
)

_language_option = click.option(
    "--language",
    "-l",
    "languages",
    multiple=True,
    metavar="TAG",
    shell_complete=_complete_edition,
    help="Only in this language, such as zh; may be repeated.",
)


def _wanted(variants: tuple[str, ...], languages: tuple[str, ...]) -> Wanted:
    from ..pipeline.editions import Wanted

    return Wanted(variants or None, languages or None)


def _complete_format(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    from ..render import formats

    return [name for name in formats() if name.startswith(begun)]


@cvtool.command()
@click.argument("formats", nargs=-1, metavar="[FORMAT]...", shell_complete=_complete_format)
@click.option("--all", "every", is_flag=True, help="All formats, those on request too.")
@inputs_option
@click.option(
    "--output",
    "-o",
    "folder",
    type=PATH,
    help="The folder to write to; else 'output'.",
)
@templates_option
@click.option(
    "--force",
    "-f",
    is_flag=True,
    help="Make even what is up to date, and over files that cvtool did not write.",
)
@click.option(
    "--png",
    "pictured",
    is_flag=True,
    help="Also the pages of cv.pdf as cv-1.png, cv-2.png ...; without it they go.",
)
@click.option("--watch", "-w", is_flag=True, help="Stay, and render again after every change.")
@click.option(
    "--dry-run", "-n", "dry", is_flag=True, help="Say what would be made and why, and make nothing."
)
@settings_option
@_variant_option
@_language_option
@click.option("--all-variants", is_flag=True, help="All editions; so it is when none is asked for.")
@habits.jobs_option
@habits.index_option
@habits.executor_option
@speaking()
@click.pass_context
def render(
    context: click.Context,
    formats: tuple[str, ...],
    every: bool,
    sources: tuple[Path, ...],
    folder: Path | None,
    templates: Path | None,
    force: bool,
    pictured: bool,
    watch: bool,
    dry: bool,
    settings: tuple[str, ...],
    variants: tuple[str, ...],
    languages: tuple[str, ...],
    all_variants: bool,
    jobs: int | None,
    indexed: bool,
    executor: str | None,
) -> None:
    """Make the outputs that are out of date.

    FORMAT is one of those that 'cvtool formats' lists. When none is named, all are made but those
    on request: these are where cv.yaml names them, or where they were made before.

    What an output depends on is the CV, the files that it names, publications.bib, the templates
    and cvtool itself. A change of none of them changes no output. A format that cannot be made
    stops no other, and an input with errors leaves all outputs as they are.

    A CV may have variants and be in several languages. The CV itself goes to the output folder, in
    other languages to folders in it, such as zh/, and its variants to folders of their names; those
    that are private go to 'private' beside the CV. --variant and --language name some of them.

    Templates are looked for in the folder of --templates, then in 'templates' beside the CV, then
    among those that come with cvtool; fonts for the PDF in 'fonts' beside the CV.

    An argument that names a file is a CV, like each --input. Of several each goes to a folder of
    its own: {folder} in --output stands for its name. None that fails stops another.

    With --watch it goes on until Ctrl-C, and then ends with status 0.
    """
    from ..pipeline.build import Build
    from ..pipeline.editions import ALL

    files, words = habits.parted(formats)
    sources = (*sources, *files) or (habits.nearest(),)
    names = _formats(words, every)
    if pictured and names and "pdf" not in names:
        raise click.BadParameter("it is for cv.pdf: name pdf, too", param_hint="--png")
    source, is_many = sources[0], bool(sources[1:] or indexed or executor or habits.is_form(folder))
    if watch and (dry or is_many or source == Path("-") or printing.speech.json):
        raise click.UsageError(
            "--watch goes without --dry-run, --json, several CVs, and one that is a pipe"
        )
    check_folder(templates, "--templates")
    own = folder or habits.folder_for(context, source)
    if is_many:
        from ..pipeline.batch import Job
        from . import many

    places = many.folders_of(sources, folder) if is_many else {source: own}
    for each in (it for it in places.values() if it.exists() and not it.is_dir()):
        raise click.BadParameter(f"'{each}' is no folder", param_hint="--output")
    every_variant = ALL if languages else ()
    wanted = _wanted(every_variant if all_variants else variants, languages)
    if is_many:
        rest = (tuple(names), templates, force, wanted, pictured, settings, dry, indexed)
        each_job = [Job(each, to, *rest, many.root_of(folder)) for each, to in places.items()]
        sys.exit(0 if many.render_all(each_job, jobs or 0, executor) else _FAILED)
    build = Build(source, own, names, templates, force, wanted, jobs or 0, pictured, settings)
    with closing(build):
        with progress("rendering"):
            ok = run(build, plans=dry)
        if watch and source.parent.is_dir():
            _watch(build)
        elif not ok:
            sys.exit(_FAILED)


@cvtool.command()
@input_option
@templates_option
@click.option("--port", "-p", type=_PORT, help="Else the first free from 8000.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
def serve(source: Path, templates: Path | None, port: int | None, opens: bool) -> None:
    """Show the homepage, and cv.pdf beside it, while you write.

    The page follows every save; mistakes stand over it, with their places, until they are mended.
    A menu has all editions, those with private parts too. It is for this machine alone, and writes
    no file: 'cvtool render' makes the outputs. It goes on until Ctrl-C and then ends with status 0.
    """
    from ..serve import run

    check_folder(templates, "--templates")
    check_folder(source.parent, "--input")
    if not run(source, templates, port, opens, printing):
        sys.exit(_FAILED)


@cvtool.command()
@input_option
@_variant_option
@_language_option
@click.option("--public", is_flag=True, help="Say what the world will see of every contact, too.")
@settings_option
@speaking()
def check(
    source: Path,
    variants: tuple[str, ...],
    languages: tuple[str, ...],
    public: bool,
    settings: tuple[str, ...],
) -> None:
    """Say what is wrong with the input, and make nothing.

    It reads the CV, the bibliography and the portrait, and looks whether fonts and templates have
    what the outputs need. Errors stop a rendering; warnings do not.

    It looks at all editions of the CV, or at those that --variant and --language name. With
    --language it lists every text that is not in that language.

    With --public it lists every contact, everything that is private and everything that could be:
    what is 'public' goes to the output folder, what is 'private' only to the one beside it; and in
    which editions, where that is not all of them.
    """
    from ..pipeline.doctor import pdf_fault
    from ..pipeline.editions import seen
    from ..pipeline.remarks import judged, remarks, untranslated
    from ..pipeline.workspace import Workspace

    with progress("checking"):
        loaded, problems = judged(
            Workspace(source, settings=settings), _wanted(variants, languages)
        )
    problems += filter(None, [pdf_fault()])
    print_problems(problems, few_of_a_kind=not languages)
    if loaded.document is None or any(problem.is_error for problem in problems):
        sys.exit(_FAILED)
    print_problems(Problem((), each, "note", str(source)) for each in remarks(loaded))
    print_problems(untranslated(loaded, one_by_one=bool(languages)), few_of_a_kind=False)
    for each in seen(loaded) if public else ():
        printing.result(place=each.place, audience=each.level, text=each.what)
        say(str(each))
    warnings = count(len(problems), "warning")
    total = f"; {loaded.tally}" if loaded.tally and loaded.tally.entries else ""
    say(f"{printable(str(source))}: no errors, {warnings}{total}")


habits.name_variables(cvtool)


def main() -> None:
    """The entry point. Whatever happens, the user reads a line and not a traceback.

    It leaves the collection of garbage off, for the end of the process is near: nearly all that a
    short run makes lives to that, where the last collection would walk through it, too.
    """
    gc.disable()
    atexit.register(gc.freeze)
    printing.begin()
    try:
        status = cvtool(standalone_mode=False, prog_name="cvtool")
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        status = _USAGE
    except click.ClickException as error:
        print_error(explain(error, habits.variable(error)))
        status = _USAGE
    except (KeyboardInterrupt, click.Abort):
        status = _INTERRUPTED
    except SystemExit as end:
        status = end.code
    except BrokenPipeError:
        sys.stdout = None
        status = _FAILED
    except OSError as error:
        from ..render import said

        print_error(said(error))
        status = _FAILED
    except Exception as error:
        from ..render import TRACEBACK

        if os.environ.get(TRACEBACK):
            raise
        print_error(f"this is a fault in cvtool: {type(error).__name__}: {error}")
        print_error(f"{TRACEBACK}=1 in the environment shows where; please report it")
        status = _FAILED
    sys.exit(printing.end(status or 0))


def _formats(formats: Sequence[str], every: bool) -> list[str]:
    from ..render import table

    for name in (each for each in formats if each not in table.formats()):
        raise click.UsageError(f"unknown format '{name}'{suggestion(name, table.formats())}")
    if every:
        print_problems(table.lacking(table.formats()))
        formats = tuple(table.available())
    return list(dict.fromkeys(formats))


def _watch(build: Build) -> None:
    from ..pipeline.watch import changes

    say("watching for changes; Ctrl-C ends it", err=True)
    build.force = False
    gc.enable()
    with suppress(KeyboardInterrupt):
        for _ in changes(build.watched):
            if build.is_behind():
                run(build, quiet=True)
