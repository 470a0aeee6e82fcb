"""Large .bib files are parsed once: what is kept of them says the same, or counts for nothing."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cvtool.bib import files, records
from cvtool.bib.files import Sources
from cvtool.bib.holdings import read_library
from cvtool.bib.library import Library, View
from cvtool.bib.owner import Owner
from cvtool.bib.records import Records, read_files
from cvtool.model.inline import Emph, Inlines, Link, Text
from cvtool.model.prose import CodeBlock, ListBlock
from cvtool.model.publication import Publication
from cvtool.pipeline.load import load_all
from cvtool.store import cache
from cvtool.store.cache import VARIABLE
from cvtool.store.tables import from_tables, to_tables
from cvtool.words.language import Language

BIB = Path(__file__).parent / "bib"
ENTRY = r"""@article{k%d, author={Roe*, Jo and King, Ada and {The \'Equipe}},
  title={On \emph{It} $x^2$, Part %d}, journal={Journal}, shortjournal={Jn}, year={20%02d},
  doi={10.5555/x.%d}, note={See \oddly{this}},
  abstract={One.

  Two.}, pdf={paper.pdf}, status={in press}, keywords={a, b}, selected={%s}}
"""
LARGE = "".join(ENTRY % (each, each, each % 80, each // 2, each == 7) for each in range(100))
# As much text as is kept, of fewer entries.
LARGE += f"@comment{{{80_000 * '.'}}}\n"
CV_YAML = "basics: {name: Ada King}\n"
VIEW = View(Owner(("Ada King",)), Language("en"))

Parses = Callable[[], int]


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Parses:
    """How often .bib files were parsed; what is kept stands in ``kept`` of the folder."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    calls: list[int] = []

    def counted(files: Iterable[tuple[str, bytes]]) -> Records:
        calls.append(1)
        return read_files(files)

    monkeypatch.setattr(records, "read_files", counted)
    return lambda: len(calls)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "publications.bib").write_text(LARGE)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def said(home: Path, cv: str = CV_YAML) -> str:
    """The CV, its problems and the sum of its entries."""
    (home / "cv.yaml").write_text(cv)
    loaded = load_all(home / "cv.yaml")
    assert loaded.document
    return repr((loaded.document, loaded.problems, loaded.tally))


def kept(home: Path) -> list[Path]:
    return sorted((home / "kept" / "cvtool").glob("*.library"))


def test_a_change_of_cv_yaml_alone_parses_nothing(home: Path, parses: Parses) -> None:
    first = said(home)
    assert parses() == 1
    assert "is unknown, and only the text" in first
    assert "has the DOI of" in first
    assert said(home, f"# A comment\n{CV_YAML}") == first
    limited = said(home, f"{CV_YAML}bibliography: {{since: 2070, style: null}}\n")
    assert "k69" not in limited.split("Problem")[0]
    assert parses() == 1


@pytest.mark.parametrize(
    ("cv", "shown"),
    [
        ("basics: {name: Jo Roe}", "name='Jo Roe', given='Jo', family='Roe'"),
        ("basics: {name: Ada King}\nlocale: zh", "locale='zh'"),
        ("basics: {name: Ada King}\nbibliography: {venues: short}", "imprint='Jn"),
    ],
)
def test_another_view_of_it_is_another_library(
    home: Path, parses: Parses, cv: str, shown: str
) -> None:
    first = said(home)
    assert shown in said(home, cv)
    assert parses() == 2
    assert said(home) == first
    assert parses() == 2


def test_a_change_of_the_bib_is_seen(home: Path, parses: Parses) -> None:
    said(home)
    (home / "publications.bib").write_text(LARGE.replace("On ", "Of "))
    assert "Of " in said(home)
    assert parses() == 2


@pytest.mark.parametrize("path", sorted(BIB.glob("*.bib")), ids=lambda path: path.stem)
def test_what_is_kept_is_what_was_read(
    path: Path, parses: Parses, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [(path.name, path.read_bytes())]
    first = Sources(files).library(VIEW)
    again = Sources(files).library(VIEW)
    assert parses() == 1
    assert repr(again) == repr(first) == repr(read_library(read_files(files), VIEW))
    assert again == first


FEW = [("x.bib", "".join(ENTRY % (n, n, n, n, 1) for n in (1, 2)).encode())]
CUT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-100],
    "changed": lambda data: data.replace(b"Journal", b"Kournal"),
    "a pickle": pickle.dumps,
}
OTHER: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "cut": lambda data: data[:-100],
    "a pickle": pickle.dumps,
    "no text": lambda data: b"\xff" + data,
    "null": lambda data: b"null",
    "no layers": lambda data: b"[]",
    "deep": lambda data: b"[" * 100_000,
    "an unknown class": lambda data: data.replace(b'"Holding"', b'"Folding"'),
    "more than a library": lambda data: data[:-1] + b',{"Place":["x",[1],[1]]}]',
    "another value": lambda data: b'[{"Place":["x",[1],[1]]}]',
    "rows that are not before": lambda data: data.replace(b'"Library":[[[', b'"Library":[[[9'),
}


@pytest.mark.parametrize("how", CUT)
def test_what_is_broken_is_parsed_again(home: Path, parses: Parses, how: str) -> None:
    first = said(home)
    (path,) = kept(home)
    good = path.read_bytes()
    path.write_bytes(CUT[how](good))
    assert path.read_bytes() != good
    assert said(home) == first
    assert parses() == 2
    assert path.read_bytes() == good


@pytest.mark.parametrize("how", OTHER)
def test_what_is_whole_but_no_library_is_parsed_again(
    parses: Parses, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = Sources(FEW).library(VIEW)
    (path,) = kept(tmp_path)
    good = path.read_bytes()
    other = OTHER[how](cache.kept(path.name))
    cache.keep(path.name, other, 9)
    assert path.read_bytes() != good
    assert cache.kept(path.name) == other
    assert Sources(FEW).library(VIEW) == first
    assert parses() == 2
    assert path.read_bytes() == good


def test_a_file_under_the_name_of_another_counts_as_none(home: Path, parses: Parses) -> None:
    said(home)
    (path,) = kept(home)
    first = said(home, "basics: {name: Jo Roe}")
    (other,) = {*kept(home)} - {path}
    path.replace(other)
    assert said(home, "basics: {name: Jo Roe}") == first
    assert parses() == 3


WRONG: tuple[object, ...] = (
    None,
    True,
    1.5,
    [1.5],
    [[1.5]],
    [[[1.5]]],
    {"a": 1.5},
    [{"a": 1.5}],
    [[], [0], [1.5]],
    [],
)


def test_what_has_another_type_is_none() -> None:
    made = read_library(read_files(FEW), VIEW)
    data = to_tables(made)
    assert from_tables(data, Library) == made
    columns = [
        (layer, name, number)
        for layer, tables in enumerate(json.loads(data))
        for name, table in tables.items()
        for number in range(len(table))
    ]
    assert {name for _, name, _ in columns} >= {
        "Library",
        "Holding",
        "Publication",
        "Author",
        "Sup",
    }
    for layer, name, number in columns:
        for wrong in WRONG:
            changed = json.loads(data)
            changed[layer][name][number] = wrong
            assert from_tables(json.dumps(changed).encode(), Library) is None, (name, number, wrong)
        changed = json.loads(data)
        del changed[layer][name][number]
        assert from_tables(json.dumps(changed).encode(), Library) is None, (name, number)


def nested(depth: int) -> Publication:
    title: Inlines = (Text("x"),)
    for _ in range(depth):
        title = (Text("a\x7fb"), Link((Emph(title),), ""))
    summary = ((Text("\udcff"),), ListBlock(((title,), ((Text("b"),),)), 3), (), CodeBlock("c"))
    return Publication("k", "book", "book", title, summary=summary, path=("a", 1))


def test_whatever_the_model_holds_comes_back_but_what_is_too_deep() -> None:
    made = nested(50)
    found = from_tables(to_tables(made), Publication)
    assert found == made
    assert repr(found) == repr(made)
    assert hash(found.title) == hash(made.title)
    assert from_tables(to_tables(nested(1)), Library) is None
    assert from_tables(to_tables(nested(65)), Publication) is None


def test_only_the_user_may_look_and_old_ones_go(
    home: Path, parses: Parses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_MOST_FILES", 8)
    for number in range(1, 12):
        said(home, f"basics: {{name: Ada King, aliases: [A. {number}]}}\n")
    assert parses() == 11
    assert len(kept(home)) == 8
    assert (home / "kept" / "cvtool").stat().st_mode & 0o077 == 0


def test_many_small_ones_leave_a_large_one(
    home: Path, parses: Parses, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [(f"{each}.bib", (ENTRY % (each, 1, 1, 1, True)).encode()) for each in range(40)]
    for each in (("large.bib", LARGE.encode()), *many, ("large.bib", LARGE.encode())):
        Sources([each]).library(VIEW)
    assert parses() == 41
    monkeypatch.setattr(files, "_MOST_BYTES", 1)
    Sources([("new.bib", LARGE.encode())]).library(VIEW)
    for each in many[:30]:
        Sources([each]).library(View(Owner(("Ada King",)), Language("de")))
    assert len(kept(home)) < 20


def test_where_others_may_write_nothing_is_read(home: Path, parses: Parses) -> None:
    said(home)
    (home / "kept" / "cvtool").chmod(0o770)
    said(home)
    assert parses() == 2


def test_a_small_one_is_kept_too(tmp_path: Path, parses: Parses) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "publications.bib").write_text(LARGE[:20_000].rpartition("@")[0])
    assert said(tmp_path) == said(tmp_path)
    assert parses() == 1


@pytest.mark.parametrize("where", ["", "relative", "/dev/null"])
def test_it_is_no_matter_where_nothing_can_be_kept(
    home: Path, parses: Parses, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv(VARIABLE, where)
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.chdir(home)
    assert said(home) == said(home)
    assert parses() == 2
    assert not (home / "relative").exists()
