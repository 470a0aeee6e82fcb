"""What this machine lacks to make every output of a CV, and the line that mends it."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..model.later import dataclass, pattern
from ..model.problems import FONTS, WARNING, Problem, once
from ..render import faults, formats
from ..store import manifest
from ..store.cache import cache_folder

if TYPE_CHECKING:
    from .editions import Loaded
    from .workspace import Workspace

GOOD, ODD, BROKEN = "good", "odd", "broken"
_BOUND = pattern(r"^([\w.-]+)((?:[<>=!~]=?[\w.*]+,?)+)")
_NEWEST = pattern(r"([<>]=?)(\d+(?:\.\d+)*)")
_EXTRA = pattern(r"extra == ['\"]([\w-]+)['\"]")
_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
_BOXED = "no font has "


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, what was found, and what mends it where it is not good."""

    name: str
    state: str
    found: str
    mend: str = ""


def checks(source: Path, output: Path, load: Callable[[], tuple[Workspace, Loaded]]) -> list[Check]:
    """All that an output may need here. ``load`` reads the CV, where there is one."""
    found = [*_programs(), *_libraries(), _pango(), *_extras(), *_plugins(), _cache()]
    if source.is_file():
        found += [*_scripts(*load()), *_writing(source, output)]
    else:
        found.append(Check("cv", ODD, f"there is no '{source}' here", "cvtool new"))
    return found


def pdf_fault() -> Problem | None:
    """Why no PDF can be made here, if that is so."""
    import ctypes

    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name)
        return None  # all this is quicker than to ask WeasyPrint, which knows other systems, too
    except OSError:
        check = _pango()
    if check.state == GOOD:
        return None
    what = f"it cannot be made here, for {check.found}: 'cvtool doctor' says what mends it"
    return Problem((), what, WARNING, "cv.pdf")


def _programs() -> Iterator[Check]:
    system = f"{platform.system()} {platform.machine()}".strip()
    yield Check("cvtool", GOOD, __version__)
    state = GOOD if sys.version_info >= (3, 11) else BROKEN
    yield Check("python", state, f"{platform.python_version()} on {system}", "install Python 3.11")


def _libraries() -> Iterator[Check]:
    """Those that cvtool cannot do without, each in a version that it knows."""
    try:
        wanted = [each for each in requires("cvtool") or () if ";" not in each]
    except PackageNotFoundError:
        return
    wrong = []
    for name, bounds in (found.groups() for found in map(_BOUND.match, wanted) if found):
        try:
            own = version(name)
        except PackageNotFoundError:
            wrong.append((f"{name} is not installed", f"{name}{bounds}"))
            continue
        if not _fits(own, bounds):
            wrong.append((f"{name} {own} is not {bounds}", f"{name}{bounds}"))
    if wrong:
        mend = " ".join(f"'{each}'" for _, each in wrong)
        said = "; ".join(what for what, _ in wrong)
        yield Check("libraries", BROKEN, said, f"{sys.executable} -m pip install {mend}")
    else:
        yield Check("libraries", GOOD, f"{len(wanted)}, all in versions that fit")


def _fits(own: str, bounds: str) -> bool:
    mine = _numbers(own)
    tests: dict[str, Callable[[tuple[int, ...]], bool]] = {
        ">=": lambda it: mine >= it,
        ">": lambda it: mine > it,
        "<": lambda it: mine < it,
        "<=": lambda it: mine <= it,
    }
    return all(tests[sign](_numbers(bound)) for sign, bound in _NEWEST.findall(bounds))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", re.match(r"[\d.]*", text)[0])))  # type: ignore[index]


def _pango() -> Check:
    """Pango, which WeasyPrint sets text with."""
    from ..render import RenderError
    from ..render.pdf.engine import weasyprint
    from ..render.pdf.patches import pango_version

    try:
        weasyprint()
    except RenderError as error:
        return Check("pango", BROKEN, "Pango is not installed", str(error).partition(": ")[2])
    number = pango_version()
    return Check("pango", GOOD, f"Pango {number}")


def _extras() -> Iterator[Check]:
    """What some formats and settings need, and not everybody has."""
    needs = {row.needs: f"cv.{row.name}" for row in formats().values() if row.needs}
    try:
        named = {found[1] for each in requires("cvtool") or () if (found := _EXTRA.search(each))}
    except PackageNotFoundError:
        named = set()
    modules = {"cluster": "distributed", "docx": "docx", "styles": "citeproc"}
    for name in sorted(named | {*modules}):
        module = modules.get(name, name)
        about = needs.get(module, "")
        if find_spec(module):
            yield Check(f"extra {name}", GOOD, "installed")
        else:
            what = f"not installed{f', so {about} is left out' if about else ''}"
            yield Check(f"extra {name}", ODD, what, f"pip install 'cvtool[{name}]'")


def _plugins() -> Iterator[Check]:
    for name, fault in faults().items():
        yield Check(f"plugin {name}", BROKEN, fault, "pip uninstall it, or ask those who made it")


def _cache() -> Check:
    """The user's cache folder, which makes things quicker and is never needed."""
    path = cache_folder()
    if path is None:
        mend = "make '~/.cache' a folder that only you can write to: chmod go-w ~/.cache"
        return Check("cache", ODD, "not used: others may write there", mend)
    if fault := _closed(path):
        return Check("cache", ODD, f"'{path}': {fault}", f"chmod u+rwx '{path}'")
    files = [each for each in path.iterdir() if each.is_file()] if path.is_dir() else []
    size = sum(each.stat().st_size for each in files) / 1_000_000
    return Check("cache", GOOD, f"'{path}', {len(files)} files, {size:.1f} MB")


def _scripts(workspace: Workspace, loaded: Loaded) -> Iterator[Check]:
    """Whether there are fonts for all that this CV says."""
    if any(each.is_error for each in loaded.problems):
        errors = sum(each.is_error for each in loaded.problems)
        yield Check("cv", BROKEN, f"'{workspace.source}': {errors} errors", "cvtool check")
        return
    yield Check("cv", GOOD, f"'{workspace.source}'")
    lacking = [each for each in workspace.look(loaded) if each.rests_on == FONTS]
    for each in once(lacking):
        found, _, mend = each.message.rpartition(": ")
        found = found.removesuffix(": for the same everywhere")
        yield Check("fonts", BROKEN if found.startswith(_BOXED) else ODD, found, mend)
    if not lacking:
        yield Check("fonts", GOOD, "there is one for every character of this CV")


def _writing(source: Path, output: Path) -> Iterator[Check]:
    """Whether the outputs can be written."""
    for path in (output, manifest.private_folder(output, source.parent)):
        fault = _closed(path)
        state, found = BROKEN if fault else GOOD, f"'{path}': {fault or 'can be written'}"
        mend = f"chmod u+rwx '{path}', or choose another folder with --output"
        yield Check("output", state, found, mend)


def _closed(folder: Path) -> str:
    """Why nothing can be written into the folder, or into the one in which it would be made."""
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        return f"'{folder}' is no folder"
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)
