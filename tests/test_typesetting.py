"""cv.tex and cv.typ: text in which no sign is markup, and what those who set it make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from everything import HOSTILE, document_of
from golden import SOURCES, outputs
from helpers import NAME, check
from pdfs import pages
from PIL import Image, PngImagePlugin

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


def put(files: Mapping[str, bytes], ending: str, folder: Path) -> None:
    """Writes the file with this ending, and the portrait beside it."""
    for name, data in files.items():
        if name == f"cv.{ending}" or name.startswith(f"cv-{ending}."):
            (folder / name).write_bytes(data)


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

MODERNCV = {"formats": {"latex": {"template": "moderncv"}}}


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
    put(outputs(case), "typ", tmp_path)
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


@pytest.mark.parametrize(
    ("locale", "word", "babel"),
    [
        ("zh", "论文", "chinese-simplified"),
        ("zh-TW", "論文", "chinese-simplified"),
        ("ja", "織物", "japanese"),
        ("ar", "نسيج", "arabic"),
        ("he", "אריג", "hebrew"),
        ("en", "Weaving (אריגה)", "english"),
        ("en", "Weaving (織物)", ""),
        ("fr", "Tissage", ""),
    ],
)
def test_babel_sets_what_latex_alone_sets_wrongly(
    tmp_path: Path, locale: str, word: str, babel: str
) -> None:
    """Lines of Chinese end at the margin, and Hebrew runs from the right."""
    for settings in ({}, MODERNCV):
        text = made(tmp_path, "latex", locale=locale, skills=[{"name": word}], **settings)
        before, _, _ = text.partition("\\usepackage")
        assert before.count(f"\\newcommand{{\\cvbabel}}{{{babel}}}\n") == (babel != "")
        assert before.count("\\cvbabel") == (babel != "")
        assert "\\babelprovide[import, main]{\\cvbabel}" in text


def test_the_preamble_may_be_the_users(tmp_path: Path) -> None:
    for name, file in (("latex", "preamble.tex"), ("typst", "preamble.typ")):
        (tmp_path / "templates" / name).mkdir(parents=True)
        (tmp_path / "templates" / name / file).write_text("My own looks\n", encoding="utf-8")
        text = made(tmp_path, name)
        assert "My own looks\n" in text
        assert "newcommand" not in text
        assert "#let" not in text


def test_for_moderncv_it_has_the_commands_of_that(tmp_path: Path) -> None:
    person = {
        **{"name": "Ada Quill", "label": "*Poet* & more", "email": "a@b.org"},
        **{"url": "https://ada.org/", "phone": "+49 30 1"},
        "profiles": [
            {"network": "GitHub", "username": "ada"},
            {"network": "Chat", "username": "a_b", "url": "https://chat.org/a_b"},
        ],
    }
    job = JOB | {"summary": "> words\n\nmore", "keywords": ["C#"]}
    prizes = [{"title": "Prize", "date": "2021"}]
    papers = [{"name": "Cloth", "publisher": "Loom", "releaseDate": "2020"}]
    cv = {"basics": person, "work": [job], "awards": prizes, "publications": papers} | MODERNCV
    document = document_of(cv, tmp_path, audience="private")
    (output,) = cvtool.render(document, "latex")
    text = output.data.decode()
    assert text.startswith("\\documentclass[11pt,a4paper,sans]{moderncv}\n")
    assert [line for line in text.split("geometry}\n")[1].split("\n") if line] == [
        "\\name{Ada}{Quill}",
        "\\title{\\emph{Poet} \\& more}",
        "\\email{a@b.org}",
        "\\phone[mobile]{+49 30 1}",
        "\\homepage{ada.org}",
        "\\social[github][github.com/ada]{ada}",
        "\\extrainfo{Chat: \\href{https://chat.org/a_b}{a\\_b}}",
        "\\begin{document}",
        "\\makecvtitle",
        "\\section{Experience}",
        "\\cventry{Jan 2020 – Present}{Mill}{Weaver}{Leeds}{}{}",
        "\\cvitem{}{\\emph{words}}",
        "\\cvitem{}{more}",
        "\\cvlistitem{\\textbf{Made.} cloth}",
        "\\cvlistitem{\\emph{one}, \\texttt{two}}",
        "\\cvitem{}{C\\#}",
        "\\section{Awards}",
        "\\cvitem{2021}{Prize}",
        "\\section{Publications}",
        "\\cvitem{1.}{\\textbf{Cloth}}",
        "\\cvitem{}{\\emph{Loom, 2020}}",
        "\\end{document}",
    ]


def test_there_is_no_other_template(tmp_path: Path) -> None:
    (line,) = check(tmp_path, f"{NAME}formats: {{latex: {{template: awesome}}}}\n")
    assert line.endswith("template: expected 'article' or 'moderncv', found 'awesome'")


@pytest.mark.parametrize(
    ("name", "more", "line"),
    [
        ("latex", {}, "\\begin{cvhead}{cv-tex.png}"),
        ("latex", MODERNCV, "\\photo[64pt][0.4pt]{cv-tex.png}"),
        ("typst", {}, '#cvhead(image("cv-typ.png", alt: "Ada \\"the\\" poet"))['),
    ],
)
def test_the_portrait_lies_beside_it(
    tmp_path: Path, name: str, more: dict[str, Any], line: str
) -> None:
    picture = BytesIO()
    about = PngImagePlugin.PngInfo()
    about.add_text("Where", "secret")
    Image.new("RGB", (40, 50)).save(picture, "PNG", pnginfo=about)
    (tmp_path / "me.png").write_bytes(picture.getvalue())
    person = {"name": "Ada", "image": {"file": "me.png", "alt": 'Ada "the" poet'}}
    for pdf, is_shown in ({}, True), ({"photo": False}, False):
        document = document_of({"basics": person, "pdf": pdf} | more, tmp_path)
        files = {it.path: it.data for it in cvtool.render(document, name)}
        source = files.pop(NAMES[name]).decode()
        assert (line in source.split("\n")) is is_shown
        assert len(files) == is_shown
        assert not any(b"secret" in data for data in files.values())
