"""What makes the PDF quicker takes nothing away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from helpers import ROOT, environment, run
from pdfs import pages

DRIVER = """
import ctypes.util, sys
search = ctypes.util.find_library
from cvtool.render.pdf.engine import weasyprint
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
