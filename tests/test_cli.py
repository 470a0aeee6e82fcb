"""The command: what it prints, and with which status it ends."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import NAME, environment, run, run_process

import cvtool
from cvtool.model.problems import ProblemError
from cvtool.render import FORMATS

COMMANDS = ("render", "serve", "check", "formats", "schema")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a cv.yaml, where the command runs."""
    (tmp_path / "cv.yaml").write_text(NAME)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendr"], "unknown command 'rendr'; did you mean 'render'? (see 'cvtool --help')"),
        (["zzz"], "unknown command 'zzz'; known are apply, check, completion, diff, doctor, "),
        (
            ["render", "--forec"],
            "unknown option '--forec'; did you mean '--force'? (see 'cvtool render --help')",
        ),
        (["render", "--al"], "unknown option '--al'; did you mean '--all'? (see "),
        (["serve", "--port", "x"], "'x' is not a valid port number"),
        (["render", "pdff"], "unknown format 'pdff'; did you mean 'pdf'?"),
        (["render", "zzz"], "unknown format 'zzz'; known are "),
        (["render", "text", "--templates", "nope"], "--templates: there is no folder 'nope'"),
        (["render", "text", "--templates", "cv.yaml"], "--templates: there is no folder 'cv.yaml'"),
        (["render", "text", "--output", "cv.yaml"], "--output: 'cv.yaml' is no folder"),
        (["serve", "--templates", "nope"], "--templates: there is no folder 'nope'"),
        (["serve", "--input", "nope/cv.yaml"], "--input: there is no folder 'nope'"),
        (["serve", "--port", "99999"], "99999 is not in the range 0<=x<=65535"),
        (["render", "text", "--output", ""], "it is empty: write a path"),
        (["render", "--input"], "option '--input' requires an argument"),
        (["check", "cv.yml"], "'cv.yml' is no argument of this command: write '--input cv.yml'"),
        (["serve", "."], "'.' is no argument of this command: write '--input .'"),
        (["themes", "a", "b"], "got unexpected extra arguments (a b)"),
        (["formats", "cv.yaml"], "got unexpected extra argument (cv.yaml)"),
    ],
)
def test_a_wrong_command_is_one_line_and_status_2(
    home: Path, arguments: list[str], said: str
) -> None:
    outcome = run(*arguments)
    (line,) = outcome.lines
    assert (outcome.status, outcome.out) == (2, "")
    assert line.startswith("cvtool: error: ")
    assert said in line
    assert not (home / "output").exists()


def test_an_output_folder_that_cannot_be_made_is_one_line(home: Path) -> None:
    outcome = run("render", "--output", "cv.yaml/inner")
    assert outcome.status == 1
    (line,) = outcome.lines
    assert line == (
        "cv.yaml/inner: error: no folder can be made here: Not a directory; choose another with "
        "--output"
    )


def test_an_input_that_may_not_be_read_is_no_wrong_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights are asked of the system by reading, for root may do all and a list may not."""
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert run("check").status == 0


def test_a_file_of_the_user_that_cannot_be_read_is_no_fault_in_the_renderer(home: Path) -> None:
    (home / "fonts").mkdir()
    (home / "fonts/a.ttf").symlink_to("a.ttf")
    outcome = run("render", "pdf", "text")
    assert outcome.lines == [
        "cvtool: error: pdf: fonts/a.ttf cannot be read: Too many levels of symbolic links"
    ]
    assert (outcome.status, (home / "output/cv.txt").exists()) == (1, True)


def test_render_prints_a_line_per_output(home: Path) -> None:
    outcome = run("render", "text", "llms", "text")
    assert (outcome.status, outcome.err) == (0, "")
    lines = [line.split() for line in outcome.out.splitlines()]
    assert [line[0] for line in lines] == [
        "output/cv.txt",
        "output/llms.txt",
        "output/llms-full.txt",
    ]
    assert {(line[2], line[4]) for line in lines} == {("B", "s")}
    size = (home / "output" / "cv.txt").stat().st_size
    assert lines[0][1] == str(size)


def test_check_says_what_there_is_and_makes_nothing(home: Path) -> None:
    (home / "publications.bib").write_text("@misc{a, title={T}, year={2020}}")
    outcome = run("check")
    assert outcome.status == 0
    assert outcome.out.startswith("cv.yaml: no errors, no warnings; 1 ")
    assert outcome.lines == [
        "cv.yaml: note: meta.lastModified is absent, so no output says how old it is"
    ]
    assert {path.name for path in home.iterdir()} == {"cv.yaml", "publications.bib"}


def test_formats_lists_every_format() -> None:
    lines = run("formats").out.splitlines()
    assert [line.split()[0] for line in lines] == list(FORMATS)
    assert all(len(line.split()) > 2 for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_names_its_options(command: str) -> None:
    outcome = run(command, "--help")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == run(command, "-h").out
    assert outcome.out.startswith(f"Usage: cvtool {command} ")
    options = {
        "render": ["--all", "--input", "--output", "--templates", "--force", "--watch"],
        "serve": ["--input", "--templates", "--port", "--open"],
    }
    for option in options.get(command, ["--help"]):
        assert option in outcome.out
    assert all(len(line) <= 80 for line in outcome.out.splitlines())


def test_the_help_says_what_matters_at_first() -> None:
    text = run("--help").out
    for word in ("cvtool render pdf", "cvtool check", "exit status", "NO_COLOR", *COMMANDS):
        assert word in text
    assert "_CVTOOL_COMPLETE=bash_source" in text


def test_without_arguments_it_shows_the_help() -> None:
    outcome = run()
    assert outcome.status == 2
    assert outcome.out == run("--help").out


def test_version() -> None:
    assert run("--version").out == f"cvtool {cvtool.__version__}\n"


def test_python_m_is_the_same_command(tmp_path: Path) -> None:
    outcome = run_process("--version", cwd=tmp_path)
    assert (outcome.status, outcome.out) == (0, f"cvtool {cvtool.__version__}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_formats(tmp_path: Path, shell: str) -> None:
    script = run_process(cwd=tmp_path, _CVTOOL_COMPLETE=f"{shell}_source")
    assert "_CVTOOL_COMPLETE" in script.out
    words = {"COMP_WORDS": "cvtool render p", "COMP_CWORD": "2" if shell != "fish" else "p"}
    found = run_process(cwd=tmp_path, _CVTOOL_COMPLETE=f"{shell}_complete", **words)
    assert [name for name in FORMATS if name in found.out] == ["pdf", "profile", "publications"]


def colors(*arguments: str, cwd: Path, **more: str) -> bool:
    """Whether the command writes escape sequences to a terminal."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "cvtool", *arguments]
    env = environment(TERM="xterm") | more
    subprocess.run(command, cwd=cwd, env=env, stdout=its, stderr=its, check=False)
    os.close(its)
    written = os.read(ours, 10_000)
    os.close(ours)
    assert written
    return b"\x1b[" in written


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "-i", "nope"], ["render", "nope"], ["formats"]]
)
def test_colors_are_for_terminals_that_want_them(home: Path, arguments: list[str]) -> None:
    (home / "cv.yaml").write_text("basics: {nme: A}\n")
    assert colors(*arguments, cwd=home)
    assert not colors(*arguments, cwd=home, NO_COLOR="1")
    assert colors(*arguments, cwd=home, NO_COLOR="")
    assert not colors(*arguments, cwd=home, TERM="dumb")
    outcome = run_process(*arguments, cwd=home, FORCE_COLOR="1")
    assert "\x1b" not in outcome.out + outcome.err


def test_a_closed_pipe_is_no_fault(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "cvtool", "schema"]
    done = subprocess.run(
        command, cwd=home, env=environment(), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("arguments", [["schema"], ["render", "text"], ["check"], ["formats"]])
@pytest.mark.parametrize("is_stderr_full", [False, True])
def test_a_full_disk_behind_what_it_prints_is_no_fault(
    home: Path, arguments: list[str], is_stderr_full: bool
) -> None:
    command = [sys.executable, "-m", "cvtool", *arguments]
    with Path("/dev/full").open("wb") as full:
        err = full if is_stderr_full else subprocess.PIPE
        done = subprocess.run(
            command, cwd=home, env=environment(), stdout=full, stderr=err, check=False
        )
    said = b"cvtool: error: 'standard output': No space left on device\n"
    assert done.returncode == 1
    if not is_stderr_full:
        assert done.stderr.endswith(said)
        assert b"fault" not in done.stderr


def test_a_fault_is_one_line_that_says_how_to_see_more(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("some\nfault")

    monkeypatch.setattr("cvtool.pipeline.load.load_all", fault)
    outcome = run("check")
    assert outcome.status == 1
    assert outcome.lines[0] == (
        "cvtool: error: this is a fault in cvtool: ZeroDivisionError: some\\nfault"
    )
    monkeypatch.setenv("CVTOOL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run("check")


def test_a_file_that_may_not_be_read_is_an_error_of_the_input(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, *_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.access", lambda *_, **__: False)
    monkeypatch.setattr("pathlib.Path.open", refused)
    for command in ("check", "render"):
        outcome = run(command)
        said = ["cv.yaml: error: 'cv.yaml' cannot be read: Permission denied"]
        assert (outcome.status, outcome.lines) == (1, said)


def test_a_folder_that_may_not_be_looked_into(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, **_: object) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.exists", refused)
    outcome = run("render", "text", "--output", "locked/cv")
    assert (outcome.status, outcome.lines) == (
        1,
        ["cvtool: error: 'locked/cv': Permission denied"],
    )


def test_the_api_loads_and_renders(home: Path) -> None:
    document = cvtool.load("cv.yaml")
    (output,) = cvtool.render(document, "text")
    assert (output.path, output.data) == ("cv.txt", b"Ada\n")
    with pytest.raises(ProblemError, match=r"^cvtool: error: unknown format 'txt'"):
        cvtool.render(document, "txt")
    (home / "cv.yaml").write_text("basics: {nme: A}\nwork: none\n")
    with pytest.raises(cvtool.model.problems.ProblemError) as caught:
        cvtool.load("cv.yaml")
    places = [(each.line, each.column, each.path) for each in caught.value.problems]
    assert places == [(1, 10, ("basics", "nme")), (2, 1, ("work",))]
    assert len(str(caught.value).splitlines()) == 2


def test_many_files_of_one_folder_take_one_line(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(NAME)
    papers = (f"@misc{{k{index}, title={{T{index}}}, year=2020}}" for index in range(9))
    (tmp_path / "publications.bib").write_text("\n".join(papers))
    arguments = ("render", "html", "-i", tmp_path / "cv.yaml", "-o", tmp_path / "made")
    for state in (" s", "unchanged"):
        lines = [line for line in run(*arguments).out.splitlines() if "publications" in line]
        (line,) = lines
        assert "publications/ (18 files)" in line
        assert line.endswith(state)


def test_several_cvs_go_to_a_folder_each_and_none_stops_another(home: Path) -> None:
    for name, text in {
        "ada": NAME,
        "bob": "basics: {nme: B}",
        "eve": "basics: {name: Eve}",
    }.items():
        (home / name).mkdir()
        (home / name / "cv.yaml").write_text(text)
    sources = [f"{name}/cv.yaml" for name in ("ada", "bob", "eve")]
    outcome = run("render", "text", *sources, "--output", "site/{folder}/x")
    assert outcome.status == 1
    assert outcome.lines == [
        "bob/cv.yaml:1:10: error: basics.nme: unknown key 'nme'; did you mean 'name'?"
    ]
    lines = outcome.out.splitlines()
    assert [line.split()[0] for line in lines] == [
        *(f"site/{it.split('/')[0]}/x" for it in sources),
        "3",
    ]
    assert lines[-1] == "3 CVs: 2 made, 1 failed"
    assert (home / "site/eve/x/cv.txt").read_text() == "Eve\n"
    again = run("render", "text", "-i", sources[0], "-i", sources[2], "-o", "site/{folder}/x")
    assert (again.status, again.out.splitlines()[-1]) == (0, "2 CVs: 2 unchanged")


def test_several_cvs_of_one_folder_go_by_their_own_names(home: Path) -> None:
    (home / "1.yaml").write_text("basics: {name: One}\n")
    (home / "2.yaml").write_text("basics: {name: Two, phone: '1'}\n")
    assert run("render", "text", "-i", "1.yaml", "2.yaml").status == 0
    texts = [(home / f"output/{name}/cv.txt").read_text() for name in ("1", "2")]
    assert texts == ["One\n", "Two\n"]
    assert run("check", "-i", "1.yaml", "-i", "2.yaml").status == 2
    (home / "a").mkdir()
    (home / "a/1.yaml").write_text(NAME)
    outcome = run("render", "text", "1.yaml", "2.yaml", "-o", "x")
    assert outcome.status == 0
    assert "--watch goes without" in run("render", "--watch", "1.yaml", "2.yaml").err


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("render", "text", "-i", "1.yaml", "-o", "a", "-i", "2.yaml", "-o", "b"), "--output"),
        (("new", "x", "--kind", "student", "--kind=academic", "--yes"), "--kind"),
        (("import", "x.json", "-o", "a", "--output", "b"), "--output"),
    ],
)
def test_no_value_is_lost_behind_another(home: Path, command: tuple[str], option: str) -> None:
    outcome = run(*command)
    said = f"cvtool: error: {option} is given 2 times: it takes one value (see 'cvtool {command[0]}"
    assert (outcome.status, outcome.lines) == (2, [f"{said} --help')"])


def test_a_process_says_all_and_ends_before_it_is_taken_apart(tmp_path: Path) -> None:
    driver = """
import atexit, sys
from cvtool.__main__ import run
class Kept:
    def __del__(self):
        print("taken apart")
kept = Kept()
sys.argv[0] = "cvtool"
try:
    run()
finally:
    atexit.register(print, "all is done")
"""
    for more, status in ((["--version"], 0), (["check", "--input", "none.yaml"], 1)):
        done = subprocess.run(
            [sys.executable, "-c", driver, *more],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "taken apart" in done.stdout) == (status, False)
        assert done.stdout.endswith("all is done\n")


def test_who_calls_the_command_goes_on_behind_it() -> None:
    driver = """
import sys
from cvtool.__main__ import main
for each in "--version", "none":
    sys.argv[1:] = [each]
    try:
        main()
    except SystemExit as end:
        print(end.code)
sys.exit(3)
"""
    command, known = [sys.executable, "-c", driver], environment()
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.endswith("0\n2\n")) == (3, True)
