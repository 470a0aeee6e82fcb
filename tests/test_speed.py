"""What makes the PDF quicker takes nothing away."""

from __future__ import annotations

import subprocess
import sys

from helpers import ROOT, environment

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
