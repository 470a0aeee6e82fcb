"""Wheel, sdist, editable install, bare checkout: each finds the one copy of the templates."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cvtool.store.program import _PACKAGES

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = PROJECT["project"]["version"]
RENDER = ("render", "--all", "--language", "en")
OUTPUTS = {
    "cv.pdf",
    "index.html",
    "cv.md",
    "cv.txt",
    "llms.txt",
    "llms-full.txt",
    "resume.json",
    "profile.json",
    "publications.json",
    "feed.json",
}


def run(*command: str | Path, cwd: Path, path: tuple[Path, ...] = ()) -> str:
    """What the command prints, run in a clean environment; its own words where it fails."""
    environment = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, path))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def templates() -> dict[str, bytes]:
    folder = ROOT / "templates"
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".DS_Store")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def wheel_files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sdist_files(sdist: Path) -> dict[str, bytes]:
    files = {}
    with tarfile.open(sdist) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                files[member.name.partition("/")[2]] = content.read()
    return files


def below(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix(folder): data for name, data in files.items() if name.startswith(folder)
    }


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist, and with the wheel that was built from this sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("cvtool-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--isolated", "--quiet", "install")
    run(*pip, "--no-index", "--no-deps", "--target", folder, wheel, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed libraries without cvtool: with `python -S`, no other cvtool is in reach."""
    folder = tmp_path_factory.mktemp("libraries")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "cvtool" not in entry.name:
            (folder / entry.name).symlink_to(entry)
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample, outside the checkout."""
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in ("cv.yaml", "publications.bib"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder / "cv.yaml"


def test_wheel_carries_every_template(wheel: Path) -> None:
    assert templates(), "the checkout has no templates"
    assert below("cvtool/templates/", wheel_files(wheel)) == templates()


def test_wheel_carries_the_package_and_nothing_else(wheel: Path) -> None:
    files = wheel_files(wheel)
    assert {name.split("/")[0] for name in files} == {"cvtool", f"cvtool-{VERSION}.dist-info"}
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cvtool").rglob("*.py")}
    assert sources <= set(files)


def test_sdist_carries_every_template_and_what_the_two_commands_need(dist: Path) -> None:
    files = sdist_files(next(dist.glob("cvtool-*.tar.gz")))
    assert below("templates/", files) == templates()
    needed = {"Makefile", "scripts/setup", "requirements.lock", "requirements-dev.lock", "LICENSE"}
    assert needed | {"cv.yaml", "publications.bib", "tests/test_packaging.py"} <= set(files)


def test_editable_install_carries_no_copy(tmp_path: Path) -> None:
    build = f"from hatchling.build import build_editable; print(build_editable({str(tmp_path)!r}))"
    name = run(sys.executable, "-c", build, cwd=ROOT).splitlines()[-1]
    files = wheel_files(tmp_path / name)
    assert not below("cvtool/", files)
    assert files["_cvtool.pth"].decode().split("\n") == [str(ROOT)]


def test_wheel_renders_the_sample(
    installed: Path, libraries: Path, sample: Path, tmp_path: Path
) -> None:
    where = "import cvtool; print(cvtool.__file__)"
    path = (installed, libraries)
    imported = run(sys.executable, "-S", "-c", where, cwd=tmp_path, path=path)
    assert Path(imported.strip()) == installed / "cvtool" / "__init__.py"
    assert not (installed / "templates").exists()

    output = tmp_path / "rendered"
    render = ("-m", "cvtool", *RENDER, "--input", sample, "--output", output)
    run(sys.executable, "-S", *render, cwd=tmp_path, path=path)
    assert {file.name for file in output.iterdir() if file.stat().st_size} >= OUTPUTS


def test_wheel_has_the_command(installed: Path, libraries: Path, tmp_path: Path) -> None:
    command = installed / "bin" / "cvtool"
    assert VERSION in run(command, "--version", cwd=tmp_path, path=(installed, libraries))


def test_bare_checkout_renders_the_sample(libraries: Path, sample: Path, tmp_path: Path) -> None:
    cvtool = (sys.executable, "-S", "-m", "cvtool")
    assert VERSION in run(*cvtool, "--version", cwd=ROOT, path=(libraries,))

    output = tmp_path / "rendered"
    render = (*RENDER, "--input", sample, "--output", output)
    run(*cvtool, *render, cwd=ROOT, path=(libraries,))
    assert {file.name for file in output.iterdir() if file.stat().st_size} >= OUTPUTS


_PIN = re.compile(r"^([\w.-]+)==([^ ]+).*\\\n    --hash=sha256:", re.MULTILINE)
"""A requirement and its hash; there may be another version of it for another Python."""


def pins(lock: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in _PIN.findall(lock)}


LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-docs.lock"]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_gives_every_requirement_a_hash_and_names_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert len(_PIN.findall(lock)) == len(re.findall(r"^[^\s#]", lock, re.MULTILINE))
    assert not re.search(r"://|^-|file:|\.(org|com|io)\b", lock, re.MULTILINE)


def test_lock_of_the_audits_gives_every_package_a_hash_and_names_no_address() -> None:
    lock = json.loads((ROOT / "tests" / "node" / "package-lock.json").read_text(encoding="utf-8"))
    packages = [each for name, each in lock["packages"].items() if name]
    assert len(packages) > 3
    assert all(each["integrity"].startswith("sha512-") for each in packages)
    assert not any("resolved" in each for each in packages)


def test_locks_satisfy_the_requirements() -> None:
    groups = PROJECT["dependency-groups"]
    assert groups["build"] == PROJECT["build-system"]["requires"]
    runtime, everything, docs = (pins((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS)
    assert runtime.items() <= everything.items()
    for wanted, pinned in (
        (PROJECT["project"]["dependencies"] + groups["build"], runtime),
        (groups["dev"], everything),
        (groups["docs"], docs),
    ):
        for requirement in map(Requirement, wanted):
            assert pinned.get(canonicalize_name(requirement.name), "") in requirement.specifier


def test_what_is_reached_into_has_a_bound_and_is_in_the_fingerprint() -> None:
    requirements = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
    bound = {each.name for each in requirements if "<" in str(each.specifier).replace("<=", "")}
    assert {"cffi", "cssselect2", "pydyf", "tinycss2", "weasyprint"} == bound
    assert bound <= set(_PACKAGES)


def imported() -> set[str]:
    """The names of the libraries that the package imports, wherever it does."""
    found = set()
    for path in (ROOT / "cvtool").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - {"cvtool"}


def test_every_library_that_is_imported_is_a_dependency() -> None:
    project = PROJECT["project"]
    named = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    wanted = {canonicalize_name(Requirement(each).name) for each in named}
    distributions = packages_distributions()
    assert imported()
    lacking = {
        name: distributions.get(name)
        for name in imported()
        if wanted.isdisjoint(map(canonicalize_name, distributions.get(name, ())))
    }
    assert lacking == {}
