"""The commands that say what there is: editions and what they say otherwise, formats, themes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.problems import dotted, fitted, printable, quoted, shortened
from .habits import PATH, input_option, speaking
from .printing import (
    print_error,
    print_file,
    print_json,
    print_problems,
    print_table,
    progress,
    say,
)

if TYPE_CHECKING:
    from ..pipeline.differences import Difference
    from ..pipeline.editions import Loaded, Wanted
    from ..pipeline.sides import Said, Side
    from ..pipeline.workspace import Workspace
    from ..read.names import Declared, Reader

_FAILED = 1
_MOST = 8
"""So many lines of each kind say what differs in an edition among others."""
_AUDIENCES = ("public", "private")
_VERBS = {"words": "has", "order": "orders"}
_LONGEST = 100
_BEFORE, _SHARED = 20, 40
"""Of what two texts share at their beginning the last is shown, where it is longer."""


def add_to(group: click.Group) -> None:
    """Adds the commands."""
    for command in (variants, diff, themes):
        group.command()(input_option(command))
    group.command("formats")(list_formats)


Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def _completing(of: Callable[[Declared], Iterable[str]]) -> Completion:
    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
        """The names that begin so. Whatever is wrong with the CV, somebody is only typing."""
        source = context.params.get("source") or Path("cv.yaml")
        before, plus, last = begun.rpartition("+")
        try:
            from ..pipeline.load import names_in

            declared = names_in(source) if source.is_file() else None
            names = dict.fromkeys(of(declared)) if declared else ()
            return [f"{before}{plus}{name}" for name in names if name.startswith(last)]
        except Exception:
            return []

    return complete


complete_variant = _completing(lambda declared: declared.variants)
complete_language = _completing(lambda declared: declared.languages)
_complete = _completing(lambda declared: ("default", *declared.variants, *declared.languages))


@click.argument("name", required=False, shell_complete=_complete)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, and all of it.")
def variants(source: Path, name: str | None, as_json: bool) -> None:
    """List the editions of the CV, and what each leaves out and says otherwise.

    The editions are the CV itself (default), its other languages and its variants. What differs is
    said as against default, with its place and the names that made it: what is left out, what is
    added, other words, another order. Private parts are among it, as in what you hand out.

    NAME is the only one to list, and then all of it: default, a variant, a language, or several
    names that are joined, as in industry+zh.
    """
    from ..pipeline.differences import divergence
    from ..pipeline.editions import DEFAULT, EVERY
    from ..pipeline.sides import Side

    if name is None:
        loaded = _load(source, EVERY)
        sides = [Side(each, each.whole, loaded) for each in loaded.editions if each.whole]
    else:
        sides = _sides(source, (DEFAULT, name))
    told = sides if name is None else sides[1:]
    editions = [(_facts(each), divergence(each, sides[0])) for each in told]
    if as_json:
        kinds = ({key: [*map(_data, it)] for key, it in each.items()} for _, each in editions)
        print_json([facts | each for (facts, _), each in zip(editions, kinds, strict=True)])
        return
    for facts, found in editions:
        _print_edition(facts, found, _MOST if name is None else None)


@click.argument("left", metavar="EDITION", shell_complete=_complete)
@click.argument("right", metavar="[OTHER]", default="default", shell_complete=_complete)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def diff(source: Path, left: str, right: str, as_json: bool) -> None:
    """Say what differs between two editions of the CV, and where that is written.

    EDITION and OTHER are default (so is OTHER where it is absent), a variant, a language, or
    several names that are joined, as in industry+zh. Private parts are compared, too, unless a name
    such as industry+public says otherwise.
    """
    from ..pipeline.differences import compare

    sides = _sides(source, (left, right))
    found = compare(*sides)
    if as_json:
        both = {"left": _names(sides[0]), "right": _names(sides[1])}
        print_json(both | {"differences": [_data(each) for each in found]})
        return
    left, right = (shortened(printable(name.strip())) for name in (left, right))
    one, other = f"{left} ({sides[0].audience})", f"{right} ({sides[1].audience})"
    if not found:
        same = ", which are the same" if sides[0].reader == sides[1].reader else ""
        say(f"there is no difference between {one} and {other}{same}")
        return
    say(f"{one} and {other}:")
    for each in found:
        say(_line(each, left, right))


def _load(source: Path, wanted: Wanted | Callable[[Declared], Wanted]) -> Loaded:
    """The CV; where it has errors, they are printed, and that is the end."""
    from ..pipeline.load import load_all

    loaded = load_all(source, wanted=wanted)
    if not loaded.editions:
        print_problems(loaded.problems)
        sys.exit(_FAILED)
    return loaded


def _sides(source: Path, names: Sequence[str]) -> list[Side]:
    """What the editions of these names say."""
    from ..pipeline.editions import FIRST, Wanted
    from ..pipeline.sides import asked, side_for

    readers: list[Reader] = []
    wrong: list[str] = []

    def wanted(declared: Declared) -> Wanted:
        try:
            readers.extend(asked(name, declared) for name in names)
        except ValueError as error:
            wrong.append(str(error))
            return FIRST
        variants = dict.fromkeys(each.variant for each in readers)
        return Wanted(tuple(variants), tuple(dict.fromkeys(each.language for each in readers)))

    loaded = _load(source, wanted)
    sides = [side_for(each, loaded) for each in readers] if not wrong else []
    for each, found in zip(readers, sides, strict=False):
        if not found:
            wrong.append(f"{quoted(each.variant)} has no version that is {each.audience}")
    if wrong:
        raise click.UsageError(wrong[0])
    return [each for each in sides if each]


def _print_edition(
    facts: dict[str, Any], differing: dict[str, list[Difference]], most: int | None
) -> None:
    """An edition, and what differs in it: of each kind so many lines."""
    name, about = (printable(fitted(facts.pop(key))) for key in ("name", "description"))
    say(click.style(name, bold=True) + (f": {about}" if about else ""))
    texts = ((key, [it] if isinstance(it, str) else it) for key, it in facts.items())
    said = (f"{key}: {', '.join(each)}" for key, each in texts if each)
    say(f"  {printable(fitted('; '.join(said)))}")
    for found in differing.values():
        for each in found[:most]:
            say(f"  {_told(each)}")
        if most and (rest := len(found) - most) > 0:
            say(f"  ... and {rest:,} more of this kind: 'cvtool variants {name}' has all")
    if not any(differing.values()):
        say("  it leaves nothing out")


def _facts(side: Side) -> dict[str, Any]:
    """What is true of an edition itself."""
    edition, own = side.edition, side.declared.variant(side.edition.variant)
    folders = {"output": edition.public, "private": edition.private}
    return {
        "name": side.name,
        "description": own.description,
        "folders": [f"{it}/{edition.folder}".rstrip("/") for it in folders if folders[it]],
        "audience": [name for name, it in zip(_AUDIENCES, folders.values(), strict=True) if it],
        "language": edition.language or side.version.document.locale,
        "formats": [*edition.formats],
        "extends": [*own.extends],
        "tags": [*own.tags],
    }


def _told(found: Difference) -> str:
    """How an edition, on the right, differs from the CV that is no variant."""
    left, right = found.left, found.right
    if left and right:
        texts = _texts(left, right)
        verb = _VERBS[found.kind]
        text = f"{verb} {found.of} {texts[1]} instead of {texts[0]}"
        return _with_place(text, found, right)
    verb = "leaves out" if left else "adds"
    return _with_place(f"{verb} {_alone(found)}", found, left or right)


def _line(found: Difference, left: str, right: str) -> str:
    """What differs between two editions of these names."""
    if found.left and found.right:
        said = " / ".join(_texts(found.left, found.right))
        return _with_place(f"other {found.kind}: {found.of} {said}", found, found.left, found.right)
    name = left if found.left else right
    return _with_place(f"only in {name}: {_alone(found)}", found, found.left or found.right)


def _alone(found: Difference) -> str:
    said = found.left or found.right
    text = quoted(_in_a_line(said.text), _LONGEST) if said and said.text else ""
    return f"{found.of} {text}".rstrip()


def _texts(left: Said, right: Said) -> tuple[str, str]:
    """Both, from a little before the first difference on."""
    one, other = _in_a_line(left.text), _in_a_line(right.text)
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
    if shared > _SHARED:
        one, other = (f"…{text[shared - _BEFORE :]}" for text in (one, other))
    return quoted(one, _LONGEST), quoted(other, _LONGEST)


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def _with_place(text: str, found: Difference, *said: Said | None) -> str:
    """The line, and behind it where that is written and why it is so."""
    places = dict.fromkeys(f"{printable(fitted(it.file))}:{it.line}" for it in said if it)
    formats = f"in {', '.join(found.formats)}" if found.formats else ""
    behind = "; ".join(filter(None, (" / ".join(places), found.why, formats)))
    return f"{printable(text)} ({printable(fitted(behind))})"


def _names(side: Side) -> dict[str, str]:
    """What one side of a comparison is."""
    reader = side.reader._replace(audience=side.audience)
    return {"name": side.name, **reader._asdict()}


def _data(found: Difference) -> dict[str, Any]:
    sides = {"left": _said_data(found.left), "right": _said_data(found.right)}
    return found._asdict() | sides


def _said_data(said: Said | None) -> dict[str, Any] | None:
    return said._asdict() | {"path": dotted(said.path)} if said else None


@speaking("json")
def list_formats() -> None:
    """List the formats, those of plugins too."""
    from ..render import faults, formats

    print_table({name: row.makes for name, row in formats().items() if name not in faults()})
    for fault in faults().values():
        print_error(fault)


@click.option(
    "--preview", "folder", type=PATH, metavar="DIR", help="Render the CV in each theme, into DIR."
)
@speaking()
def themes(source: Path, folder: Path | None) -> None:
    """List the themes of cv.pdf, or show the CV in all of them.

    A preview is THEME.pdf and THEME.png, its first two pages side by side; themes.html shows all.
    """
    from ..pipeline.workspace import Workspace

    workspace = Workspace(source)
    theme = workspace.theme
    if folder:
        sys.exit(0 if _preview(workspace, folder) else _FAILED)
    print_table({name: theme.about_pdf_theme(name) for name in theme.looks("pdf")})


def _preview(workspace: Workspace, folder: Path) -> bool:
    """The CV in each theme, printed as it goes; whether it could be made."""
    from ..pipeline.workspace import previews
    from ..render import RenderError

    loaded = workspace.load()
    print_problems(loaded.problems)
    if loaded.document is None:
        return False
    try:
        with progress("rendering"):
            for path in previews(workspace, loaded.document, folder):
                print_file(path, path.stat().st_size)
    except RenderError as error:
        print_error(str(error))
        return False
    return True
