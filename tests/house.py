"""The rules of the house as functions: source text -> what breaks them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from statistics import median

from jinja2 import Environment, nodes

from cvtool.model.kinds import KINDS

Rule = Callable[[str], list[str]]

MOST_LINES = 400
MOST_FILES = 198
MEDIAN_FUNCTION = 12
FILTERS = frozenset(
    {
        "fence",
        "flow",
        "lined",
        "listed",
        "prose",
        "start",
        "end",
        "target",
        "address",
        "label",
        "linked",
        "strong",
        "dialled",
        "shown",
        "place",
        "side",
        "attribute",
        "script",
        "elements",
        "bare",
        "wrapped",
        "underlined",
        "plain",
        "joined",
        "each",
        "iso",
    }
)
"""The filters that fold values; the next ones only say whether and how often."""
PRESENCE = frozenset({"list", "min", "select", "selectattr", "trim"})
METHODS = frozenset({"outline", "section"})
"""What a template may call, beside macros: the Document's own questions."""

_FAR = frozenset({"source", "read", "finish", "pipeline", "serve", "cli"})
_FAR_ROOTS = frozenset(
    {
        "yaml",
        "time",
        "random",
        "uuid",
        "socket",
        "http",
        "requests",
        "subprocess",
        "tempfile",
        "shutil",
    }
)
_FILE_CALLS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink"})
_CLOCK = frozenset(
    {
        "time",
        "sleep",
        "monotonic",
        "perf_counter",
        "now",
        "today",
        "utcnow",
        "time_ns",
        "process_time",
    }
)
_ESCAPERS = frozenset({"html", "markupsafe", "xml.sax.saxutils", "cgi"})


parsed = lru_cache(1024)(ast.parse)
"""Each module is asked for more than once."""


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of each import; a relative module begins with its dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((module, alias.name) for alias in node.names)


def _dotted(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return _dotted(call.func).rpartition(".")[2]


def rooms(contributing: str) -> list[str]:
    """The folders of the package from top to bottom, as CONTRIBUTING.md draws them."""
    drawn = contributing.partition("    cvtool/\n")[2].partition("\n\n")[0]
    return re.findall(r"^      ([a-z]+)/", drawn, re.MULTILINE)


def arrows(module: str, source: str, modules: Collection[str]) -> set[str]:
    """The modules of the package that this one imports, wherever it does.

    ``module`` and ``modules`` are dotted names within the package; that of a folder is its own.
    """
    package = module if any(each.startswith(f"{module}.") for each in modules) else _above(module)
    found = set()
    for imported, name in _imports(parsed(source)):
        dots = len(imported) - len(imported.lstrip("."))
        if dots:
            base = package.split(".") if package else []
            base = base[: len(base) - dots + 1]
            full = ".".join(filter(None, [*base, imported.lstrip(".")]))
        elif imported.partition(".")[0] == "cvtool":
            full = imported.partition(".")[2]
        else:
            continue
        inner = f"{full}.{name}".lstrip(".")
        found.add(inner if inner in modules else full)
    return found - {module}


def _above(module: str) -> str:
    return module.rpartition(".")[0]


def imports_upward(order: list[str], module: str, imported: Iterable[str]) -> list[str]:
    """What a module imports from a room above its own, from none, or from where it must not.

    finish and render do not know each other: one makes a Document, the other shows one.
    """
    room = module.partition(".")[0]
    if room not in order:
        return []
    below = {*order[order.index(room) :]} - ({"render"} if room == "finish" else set())
    return sorted(each for each in imported if each and each.partition(".")[0] not in below)


def circles(graph: Mapping[str, set[str]]) -> list[str]:
    """The modules that lead back to themselves."""

    def reach(start: str) -> set[str]:
        seen: set[str] = set()
        pending = [*graph[start]]
        while pending:
            if (module := pending.pop()) not in seen:
                seen.add(module)
                pending += graph.get(module, ())
        return seen

    return sorted(module for module in graph if module in reach(module))


def shared_names(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """The names of public classes that stand for two things, and the modules that have them."""
    found: dict[str, list[str]] = {}
    for module, source in sources.items():
        for node in parsed(source).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(module)
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def renderer_reaches_out(source: str) -> list[str]:
    """A renderer sees a Document and a Theme: no sources, no clock, no network."""
    found = []
    for module, name in _imports(parsed(source)):
        inner = module.lstrip(".").split(".")[0]
        is_far = module.startswith(".") and (inner or name) in _FAR
        if is_far or inner in _FAR_ROOTS or f"{module}.{name}".startswith("urllib.request"):
            found.append(f"imports {module} {name}".strip())
    calls = (_called(call) for call in _calls(parsed(source)))
    return found + [f"calls {name}" for name in calls if name in ("now", "today", "utcnow")]


def renderer_touches_files(source: str) -> list[str]:
    """Files are read through the Theme, and written by the build."""
    calls = (_called(call) for call in _calls(parsed(source)))
    return [name for name in calls if name in _FILE_CALLS]


def renderer_reads_the_environment(source: str) -> list[str]:
    """No renderer reads the environment; what WeasyPrint needs of it stands in patches.py."""
    return re.findall(r"environ\b|getenv", source)


def reaches_inside(source: str) -> list[str]:
    """Nobody leans on what others keep to themselves, whatever may change there tomorrow."""
    return [
        ast.unparse(node)
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Attribute)
        and re.match("_(?!_|replace$|asdict$|fields$)", node.attr)
        and ast.unparse(node.value) not in ("self", "cls", "super()", "os")
    ]


def runs_what_it_reads(source: str) -> list[str]:
    """What is read from a file is data: code and pickles can do anything."""
    names = [name.partition(".")[0] for each in _imports(parsed(source)) for name in each]
    return [name for name in names if name in ("dill", "marshal", "pickle", "shelve")]


def classes_are_written_at_once(source: str) -> list[str]:
    """Those of ``model/later.py`` cost a run a fraction of what those of the library do."""
    names = ("", "asdict", "dataclass", "fields", "is_dataclass", "replace")
    those = {("typing", "NamedTuple"), *(("dataclasses", name) for name in names)}
    imports = {*_imports(parsed(source))} & those
    return [".".join(filter(None, each)) for each in imports]


def patterns_are_compiled_at_once(source: str) -> list[str]:
    """Those of a module are ``pattern`` of ``model/later.py``: a run uses a third of them."""
    tree = parsed(source)
    within = {
        id(call)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for call in _calls(node)
    }
    calls = (each for each in _calls(tree) if id(each) not in within)
    return [ast.unparse(each) for each in calls if _dotted(each.func) == "re.compile"]


def sets_the_environment(source: str) -> list[str]:
    """What a process inherits is changed nowhere but where a library leaves no other way."""
    return re.findall(
        r"environ\[[^\]]*\] = |environ\.(?:pop|update|setdefault|clear)|putenv|del os\.environ",
        source,
    )


def template_lists_kinds(source: str) -> list[str]:
    """Templates ask an entry for its shape, and know no list of kinds of entries."""
    tree = Environment().parse(source)
    lists = tree.find_all((nodes.List, nodes.Tuple, nodes.Dict))
    words = (each.value for one in lists for each in one.find_all(nodes.Const))
    return [word for word in words if word in KINDS]


def renderer_uses_another(source: str) -> list[str]:
    """One output is never made from another: no renderer calls one."""
    names = [name for _, name in _imports(parsed(source))]
    return [name for name in names if name in ("render", "find", "FORMATS", "formats")]


def asks_for_the_audience(source: str) -> list[str]:
    """Who may read what is chosen once, before anything is checked: nobody asks for it later."""
    return re.findall(r"\baudience\b|\bread\.choose\b", source)


def document_is_changed(source: str) -> list[str]:
    """A Document is never changed, nor copied and patched."""
    calls = list(_calls(parsed(source)))
    replaced = [
        ast.unparse(call)
        for call in calls
        if _called(call) == "replace" and call.args and _dotted(call.args[0]) == "document"
    ]
    return replaced + [ast.unparse(call) for call in calls if _called(call) == "__setattr__"]


def escapes(source: str) -> list[str]:
    """Only the folds escape."""
    imports = _imports(parsed(source))
    return [f"{module}.{name}" for module, name in imports if module in _ESCAPERS and "esc" in name]


def marks_as_safe(source: str) -> list[str]:
    """Only the templating says that a text is markup."""
    names = [name for _, name in _imports(parsed(source))]
    calls = [_called(call) for call in _calls(parsed(source))]
    return [name for name in names + calls if name in ("Markup", "mark_safe")]


def is_too_long(source: str) -> list[str]:
    count = len(source.splitlines())
    return [f"{count} lines"] if count > MOST_LINES else []


def functions_are_long(*sources: str) -> list[str]:
    """The median function of all the sources together."""
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for source in sources
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.FunctionDef)
    ]
    return [f"median {median(lengths)}"] if median(lengths) >= MEDIAN_FUNCTION else []


def lacks_docstrings(source: str) -> list[str]:
    """Modules and their public functions and classes; ``render`` has its contract in Renderer."""
    tree = parsed(source)
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name != "render"
    ]
    module = [] if ast.get_docstring(tree) else ["the module"]
    return module + [node.name for node in public if not ast.get_docstring(node)]


def is_unfinished(source: str) -> list[str]:
    return re.findall("TO" + "DO|FIX" + "ME|XX" + "X", source)


def reads_the_clock(source: str) -> list[str]:
    """Tests wait for events, not for time, and compare no durations."""
    calls = (_dotted(call.func) for call in _calls(parsed(source)))
    return [name for name in calls if name.rpartition(".")[2] in _CLOCK and "." in name]


def template_computes(source: str) -> list[str]:
    """Loops, presence and the filters that fold; no sorting, dates or surgery on strings."""
    tree = Environment().parse(source)
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    for node in tree.find_all(nodes.FromImport):
        macros |= {name if isinstance(name, str) else name[1] for name in node.names}
    imported = {node.target for node in tree.find_all(nodes.Import)}
    names = {node.name for node in tree.find_all(nodes.Filter)}
    found = [f"|{name}" for name in sorted(names - FILTERS - PRESENCE)]
    for call in tree.find_all(nodes.Call):
        callee = call.node
        if isinstance(callee, nodes.Name) and callee.name in macros | {"caller", "super"}:
            continue
        if isinstance(callee, nodes.Getattr):
            is_macro = isinstance(callee.node, nodes.Name) and callee.node.name in imported
            if is_macro or callee.attr in METHODS:
                continue
        found.append(f"calls {getattr(callee, 'attr', getattr(callee, 'name', '?'))}")
    found += ["slices" for _ in tree.find_all(nodes.Slice)]
    return found + [type(each).__name__ for each in tree.find_all((nodes.Div, nodes.Mod))]
