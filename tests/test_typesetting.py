"""cv.tex and cv.typ: text in which no sign is markup, and what those who set it make of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typst
from everything import HOSTILE, document_of
from golden import SOURCES, outputs
from pdfs import pages

import cvtool

SIGNS = (
    r"""\ { } [ ] # $ % & _ ~ ^ < > | " ` ' '' -- --- ... // /* */ @a = + - / 1. - x ` ?` !` ,, """
    "<< >> $5 <b> #x(y)"
)
NAMES = {"latex": "cv.tex", "typst": "cv.typ"}


def made(folder: Path, name: str, **cv: Any) -> str:
    document = document_of({"basics": {"name": "Ada"}} | cv, folder)
    (output,) = cvtool.render(document, name)
    assert output.path == NAMES[name]
    return output.data.decode()


def body(text: str) -> str:
    """What is not the same in each file."""
    return text.rpartition(
        "\\begin{document}" if "\\begin{document}" in text else "#set text(lang"
    )[2]


JOB = {
    "name": "Mill",
    "position": "Weaver",
    "location": "Leeds",
    "startDate": "2020-01",
    "highlights": [{"Made": "cloth"}, "*one*, `two`"],
}


def test_latex_has_a_command_for_each_kind_of_line(tmp_path: Path) -> None:
    text = body(made(tmp_path, "latex", work=[JOB], awards=[{"title": "Prize", "date": "2021"}]))
    assert text.split("\n")[2:] == [
        "\\cvname{Ada}",
        "",
        "\\section*{Experience}",
        "",
        "\\cventry{Mill}{Jan 2020 – Present}",
        "\\cvsub{Weaver}{Leeds}",
        "\\begin{itemize}",
        "\\item \\textbf{Made.} cloth\\par",
        "\\item \\emph{one}, \\texttt{two}\\par",
        "\\end{itemize}",
        "",
        "\\section*{Awards}",
        "\\cvline{Prize}{2021}",
        "\\end{document}",
        "",
    ]


def test_typst_has_a_function_for_each_kind_of_line(tmp_path: Path) -> None:
    text = body(made(tmp_path, "typst", work=[JOB], awards=[{"title": "Prize", "date": "2021"}]))
    assert [line for line in text.split("\n")[1:] if line] == [
        "#cvname[Ada]",
        "= Experience",
        "#cventry(2)[Mill][Jan 2020 – Present]",
        "#cvsub[Weaver][Leeds]",
        "- #strong[Made.] cloth",
        '- #emph[one], #raw("two")',
        "= Awards",
        "#cvline[Prize][2021]",
    ]


def test_in_latex_no_sign_is_a_command(tmp_path: Path) -> None:
    text = body(made(tmp_path, "latex", skills=[{"name": SIGNS}]))
    (line,) = (line for line in text.split("\n") if line.startswith("\\cvline"))
    known = (
        r"\\(?:cvline|textbf|texttt|text(?:backslash|ascii\w+|less|greater|bar|quotedbl)|[{}#$%&_])"
    )
    bare = re.sub(known, "", line)
    assert not re.search(r"[\\#$%&_~^<>|\"`]", bare)
    assert "-{}-{}-" in line
    assert bare.count("{") == bare.count("}")


@pytest.mark.parametrize(
    "sign", [*SIGNS.split(), SIGNS, HOSTILE, "1. a", "- b", "= c", "/ d: e", "(f)", ".g", "; h"]
)
def test_typst_says_every_sign(tmp_path: Path, sign: str) -> None:
    job = {"name": "Mill", "summary": f"a\n\n`{sign}`", "highlights": [f"**b**{sign}"]}
    cv = {"work": [job], "custom": [{"heading": sign, "notes": [f"{sign} c"]}]}
    source = tmp_path / "cv.typ"
    source.write_text(made(tmp_path, "typst", **cv), encoding="utf-8")
    text = "".join(pages(typst.compile(str(source))))
    assert re.sub(r"\s", "", text)


def test_words_come_out_as_they_went_in(tmp_path: Path) -> None:
    source = tmp_path / "cv.typ"
    source.write_text(made(tmp_path, "typst", skills=[{"name": SIGNS}]), encoding="utf-8")
    said = " ".join("".join(pages(typst.compile(str(source)))).split())
    assert re.sub(r"\s", "", SIGNS.replace("`", "")) in re.sub(r"\s|`", "", said)


@pytest.mark.parametrize("case", SOURCES)
def test_typst_takes_every_case(case: str, tmp_path: Path) -> None:
    (tmp_path / "cv.typ").write_bytes(outputs(case)["cv.typ"])
    once = typst.compile(str(tmp_path / "cv.typ"))
    assert once == typst.compile(str(tmp_path / "cv.typ"))
    assert once.startswith(b"%PDF")


def test_what_only_lualatex_can_set_says_so(tmp_path: Path) -> None:
    def first(word: str) -> str:
        return made(tmp_path, "latex", skills=[{"name": word}]).split("\n")[0]

    for plain in ("Ełşwick", "Țara", "“quoted” – 5 €", "→"):
        assert first(plain) == "\\documentclass[10pt,a4paper]{article}"
    for other in ("Привет", "Ωμέγα", "中文", "Việt", "≤"):
        assert first(other) == "% !TeX program = lualatex"


def test_the_preamble_may_be_the_users(tmp_path: Path) -> None:
    for name, file in (("latex", "preamble.tex"), ("typst", "preamble.typ")):
        (tmp_path / "templates" / name).mkdir(parents=True)
        (tmp_path / "templates" / name / file).write_text("My own looks\n", encoding="utf-8")
        text = made(tmp_path, name)
        assert "My own looks\n" in text
        assert "newcommand" not in text
        assert "#let" not in text
