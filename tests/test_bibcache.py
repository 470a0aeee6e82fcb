"""Large .bib files are parsed once: what is kept of them says the same, or counts for nothing."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cvtool.bib import library
from cvtool.bib.library import View, library_of, read_library
from cvtool.bib.owner import Owner
from cvtool.bib.records import Records, read_files
from cvtool.pipeline.load import load_all
from cvtool.store.cache import VARIABLE
from cvtool.store.digests import digest_of_bytes
from cvtool.words.language import Language

BIB = Path(__file__).parent / "bib"
ENTRY = r"""@article{k%d, author={Roe*, Jo and King, Ada and {The \'Equipe}},
  title={On \emph{It} $x^2$, Part %d}, journal={Journal}, shortjournal={Jn}, year={20%02d},
  doi={10.5555/x.%d}, note={See \oddly{this}},
  abstract={One.

  Two.}, pdf={paper.pdf}, status={in press}, keywords={a, b}, selected={%s}}
"""
LARGE = "".join(ENTRY % (each, each, each % 80, each // 2, each == 7) for each in range(400))
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

    monkeypatch.setattr(library, "read_files", counted)
    return lambda: len(calls)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "publications.bib").write_text(LARGE)
    return tmp_path


def said(home: Path, cv: str = CV_YAML) -> str:
    """The CV, its problems and the sum of its entries."""
    (home / "cv.yaml").write_text(cv)
    loaded = load_all(home / "cv.yaml")
    assert loaded.document
    return repr((loaded.document, loaded.problems, loaded.tally))


def kept(home: Path) -> list[Path]:
    return sorted((home / "kept" / "cvtool").iterdir())


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
    monkeypatch.setattr(library, "SMALLEST", 0)
    files = [(path.name, path.read_bytes())]
    first = library_of(files, VIEW)
    again = library_of(files, VIEW)
    assert parses() == 1
    assert repr(again) == repr(first) == repr(read_library(files, VIEW))
    assert again == first


class Hostile:
    """Makes a file where it is read back by a pickle that runs what it finds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def signed(data: bytes) -> bytes:
    return digest_of_bytes(data).encode() + data


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-100],
    "changed": lambda data: data.replace(b"Journal", b"Kournal"),
    "nothing": lambda data: signed(b""),
    "no library": lambda data: signed(pickle.dumps([1])),
    "unknown": lambda data: signed(pickle.dumps(Path("x"))),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_broken_is_parsed_again(home: Path, parses: Parses, how: str) -> None:
    first = said(home)
    (path,) = kept(home)
    good = path.read_bytes()
    path.write_bytes(BROKEN[how](good))
    assert said(home) == first
    assert parses() == 2
    assert path.read_bytes() == good


def test_nothing_in_it_is_run(home: Path, parses: Parses) -> None:
    first = said(home)
    (path,) = kept(home)
    hostile = pickle.dumps(Hostile(home / "made"))
    path.write_bytes(signed(hostile))
    assert said(home) == first
    assert parses() == 2
    assert not (home / "made").exists()
    pickle.loads(hostile)
    assert (home / "made").exists()


def test_only_the_user_may_look_and_old_ones_go(home: Path, parses: Parses) -> None:
    for number in range(1, 12):
        said(home, f"basics: {{name: Ada King, aliases: [A. {number}]}}\n")
    assert parses() == 11
    assert len(kept(home)) == 8
    assert (home / "kept" / "cvtool").stat().st_mode & 0o077 == 0


def test_where_others_may_write_nothing_is_read(home: Path, parses: Parses) -> None:
    said(home)
    (home / "kept" / "cvtool").chmod(0o770)
    said(home)
    assert parses() == 2


def test_a_small_one_is_not_kept(tmp_path: Path, parses: Parses) -> None:
    (tmp_path / "publications.bib").write_text(LARGE[:20_000].rpartition("@")[0])
    assert said(tmp_path) == said(tmp_path)
    assert parses() == 2
    assert not (tmp_path / "kept").exists()


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
