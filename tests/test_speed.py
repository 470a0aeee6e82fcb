"""What makes the PDF quicker takes nothing away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from helpers import ROOT, environment, run
from pdfs import pages

PAPER = """
@article{{k{0},
  title = {{A study of things, number {0}, and of how they behave under load}},
  author = {{Doe, Jane and Smith, John A. and Li, Wei and Garcia, Maria}},
  journal = {{Journal of Applied Things}}, volume = {{{0}}}, year = {{2001}},
  doi = {{10.1000/j.{0}}}, abstract = {{We look at things. We say what they do.}},
}}
"""
DRIVER = """
import ctypes.util, sys
search = ctypes.util.find_library
from cvtool.renderers.pdf.engine import weasyprint
library = weasyprint()
assert ctypes.util.find_library is search
print("fontTools.subset" in sys.modules, "fontTools.varLib.instancer" in sys.modules)
fonts = library.pdf.fonts
import fontTools.subset, fontTools.varLib.instancer
print(type(fonts.subset.Options()) is fontTools.subset.Options)
try:
    fonts.instantiateVariableFont({}, {})
except Exception as error:
    print(error.__traceback__.tb_next.tb_next.tb_frame.f_globals["__name__"])
"""


def test_what_is_imported_late_is_there_when_it_is_called() -> None:
    command = [sys.executable, "-c", DRIVER]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["False False", "True", "fontTools.varLib.instancer"]


MEMORY = """
import resource
import cvtool
document = cvtool.load("cv.yaml")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cvtool.render(document, "pdf")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_many_publications_take_little_memory(tmp_path: Path) -> None:
    papers = (PAPER.format(number) for number in range(500))
    (tmp_path / "cv.yaml").write_text("basics: {name: Jane Doe}\n")
    (tmp_path / "publications.bib").write_text("".join(papers))
    command = [sys.executable, "-c", MEMORY]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert int(done.stdout) / 1024 < 120, "MiB"


def test_a_theme_may_have_footnotes(tmp_path: Path) -> None:
    theme = tmp_path / "templates/pdf/themes/noted.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(".sub { float: footnote; }")
    (tmp_path / "cv.yaml").write_text(
        "basics: {name: Ada}\npdf: {theme: noted}\nwork: [{name: Engine, location: London}]\n"
    )
    outcome = run("render", "pdf", "--input", tmp_path / "cv.yaml", "--output", tmp_path)
    assert outcome.status == 0, outcome
    assert "1. London" in pages((tmp_path / "cv.pdf").read_bytes())[0]
