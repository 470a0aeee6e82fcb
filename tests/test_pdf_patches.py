"""What reaches behind WeasyPrint and pydyf: each reach is still needed, and leaves nothing behind.

A test called ``still`` fails once a new version does without: then the patch it names can go.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pydyf
import pypdfium2
import pytest
from golden import document, themed_pdf
from helpers import ROOT, environment
from pdfs import letters_set, pages, reader

import cvtool
from cvtool.render.pdf import again, engine, kept, make, patches, prepare, quick
from cvtool.render.pdf.again import laid_again
from cvtool.render.pdf.boxes import is_line
from cvtool.render.pdf.engine import weasyprint
from cvtool.render.pdf.fit import WHOLE, Fit, Less, Wish
from cvtool.render.pdf.kept import everywhere, replaced
from cvtool.render.pdf.patches import content, in_turn
from cvtool.render.pdf.quick import lean_sheet
from cvtool.render.theme import Theme
from cvtool.source.layouts import THEMES
from cvtool.store import files

HEAD = '<html lang="en"><title>x</title><meta name="author" content="Ada">'
NARROW = f"{HEAD}<p style='width: 34.2mm'>Words that fit the line <b>and</b>"
LONG = f"{HEAD}<p style='width: 50mm'>{'of low latency ' * 20}"
WIDER = (
    f"{HEAD}<style>@page :first {{ margin: 60mm }}</style><div style='padding: 0 10%'>"
    + "<p>of low latency</p>" * 60
    + "<table><tr><td style='width: 20%'>low<td style='padding: 5%'>latency</table>"
    + "<table style='border-collapse: collapse'><tr><td style='border: 2px solid'>low<td>x</table>"
    + "<div style='display: flex'><p style='flex: 1; margin: 3%'>low</p><p>latency</p></div>"
    + "<div style='display: grid; grid-template-columns: 1fr 40%'><p>low</p><p>latency</p></div>"
)
"""The second page is wider than the first, and has boxes of all kinds."""
DEVANAGARI = "pdf/fonts/NotoSansDevanagari.ttf"
AGAIN = (
    f"{HEAD}<style>p::before {{ content: 'x'; display: inline-block; min-width: 2em }}"
    " @page { margin: 5vw 3vh; @bottom-right { content: counter(page) } }"
    " .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 20mm }"
    " .first::first-letter { font-size: 2em } .first::first-line { font-weight: bold }"
    " .odd { text-align: justify; letter-spacing: 1pt; text-decoration: underline }"
    " .close { letter-spacing: -.7pt }"
    " pre { white-space: pre-wrap } .round { border: 1pt solid; border-radius: 10% 2pt }</style>"
    + 20 * "<p>of <a>low latency</a> and <b style='float: right'>throughput</b> in large systems"
    + 2 * "<p class=cut>of low latency and throughput<p>of low latency and throughput"
    + 2 * f"<p class=first>{'of low latency ' * 20}<p class=odd>{'of low latency ' * 20}"
    + 2 * "<p class=close><b style='float: right'>a b c d e f</b>"
    + 2 * "<pre>of low\n\tlatency</pre><p class=round style='width: calc(50% - 2em)'>latency"
)
"""Much of which is alike, and some of which is not quite."""
STYLE = "body { font: 10pt 'CV Serif' }"

Lay = Callable[[str], Any]


@pytest.fixture
def lay(monkeypatch: pytest.MonkeyPatch) -> Lay:
    """HTML, laid out by WeasyPrint as it comes, with the fonts of the theme."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(Theme().find("pdf/fonts.conf")))
    library = weasyprint()
    fonts = library.text.fonts.FontConfiguration()
    shipped = Theme().find("pdf/fonts.css")
    css = shipped.read_text() + STYLE
    sheet = library.CSS(string=css, font_config=fonts, base_url=shipped.as_uri())
    return lambda html: library.HTML(string=html).render(font_config=fonts, stylesheets=[sheet])


# What a new version may bring


def test_weasyprint_still_leaves_the_first_word_alone(lay: Lay) -> None:
    assert first_line(lay(NARROW)) == "Words"
    with in_turn(Theme().find("pdf/fonts.conf")):
        assert first_line(lay(NARROW)) == "Words that fit the line"


def test_weasyprint_still_sets_the_rest_of_a_word_for_each_line(
    lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = letters_set(monkeypatch)
    word = f"{HEAD}<p style='width: 50mm; overflow-wrap: anywhere'>{'a' * 4_000}"
    lay(word)
    theirs = letters()
    with in_turn(Theme().find("pdf/fonts.conf")):
        lay(word)
    assert theirs > 3 * (letters() - theirs)


def test_weasyprint_still_has_its_declarations_read_at_each_import(tmp_path: Path) -> None:
    kept = {"XDG_CACHE_HOME": str(tmp_path)}
    assert printed("import sys, weasyprint" + PARSED) == "True"
    assert printed(f"{LOADED}{PARSED}{ANEW}", **kept) == "True"
    assert printed(f"{LOADED}{PARSED}{ANEW}", **kept) == "False"


PARSED = "\nprint('pycparser' in sys.modules)"
LOADED = """
import sys
from cvtool.render.pdf.engine import weasyprint
ffi = weasyprint().text.ffi
"""
ANEW = """
from cvtool.render.pdf import kept
assert ffi.ffi is weasyprint().text.fonts.ffi
import cffi
assert type(ffi.ffi) is not cffi.FFI is not None
"""


def test_weasyprint_still_draws_no_leader_of_spaces(lay: Lay) -> None:
    page = f"{HEAD}<style>b::before {{ content: leader('\\a0') }}</style><p>Engines<b>2020</b>"
    drawn = re.compile("Engines {50,}2020")
    assert not drawn.search(pages(lay(page).write_pdf())[0])
    with in_turn(Theme().find("pdf/fonts.conf")):
        assert drawn.search(pages(lay(page).write_pdf())[0])


def first_line(laid: Any) -> str:
    return pages(laid.write_pdf())[0].splitlines()[0].strip()


def test_weasyprint_still_reads_syllables_by_their_first_signs(lay: Lay) -> None:
    words = "कर्ता नई प्रणालियों"
    face = f"font-family: Deva; src: url({Theme().find(DEVANAGARI).as_uri()})"
    laid = f"{HEAD}<style>@font-face {{ {face} }} p {{ font: 10pt Deva }}</style><p>{words}"
    assert spoken(lay(laid).write_pdf()) != words
    with in_turn(Theme().find("pdf/fonts.conf")):
        assert spoken(lay(laid).write_pdf()) == words


def spoken(pdf: bytes) -> str:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(str(text).split())


def test_weasyprint_still_marks_each_line_by_itself(lay: Lay) -> None:
    (sheet,) = reader(lay(LONG).write_pdf(pdf_variant="pdf/ua-1")).pages
    contents: Any = sheet["/Contents"]
    assert contents.get_object().get_data().count(b"/MCID") > 2


def test_weasyprint_still_names_one_standard_at_a_time(lay: Lay) -> None:
    written = lay(LONG).write_pdf(pdf_variant="pdf/a-3a", uncompressed_pdf=True)
    assert b"pdfaid:part" in written
    assert b"pdfuaid:part" not in written
    assert b"pdfuaid:part" in themed_pdf("sample", "plain")


def test_weasyprint_still_names_an_attached_file_twice(lay: Lay) -> None:
    found: list[Any] = []
    attached = weasyprint().Attachment(string="x", name="x", relationship="Data")
    lay(LONG).write_pdf(
        pdf_variant="pdf/a-3a",
        attachments=[attached],
        finisher=lambda _, pdf: found.extend(pdf.catalog["AF"]),
    )
    assert len(found) == 2 * len(set(found))


def test_weasyprint_still_keeps_its_lines_to_itself(lay: Lay) -> None:
    (sheet,) = lay(LONG).pages
    assert sum(is_line(each) for box in content(sheet) for each in box.descendants()) > 2
    assert [name for name in vars(sheet) if "box" in name and not name.startswith("_")] == []


def test_fontconfig_is_still_configured_by_the_environment_only() -> None:
    configuration = weasyprint().text.fonts.FontConfiguration
    assert list(inspect.signature(configuration).parameters) == []
    assert [name for name in vars(configuration()) if name.strip("_") == "config"] == ["_config"]


def test_weasyprint_still_writes_fonts_into_a_folder(folders: list[str], lay: Lay) -> None:
    configuration = weasyprint().text.fonts.FontConfiguration()
    assert (configuration._folder, len(folders)) == (None, 1)
    digest("sample")
    assert len(folders) == 1


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The temporary folders that are made."""
    found: list[str] = []
    make = tempfile.mkdtemp

    def noted(*given: Any, **more: Any) -> str:
        found.append(make(*given, **more))
        return found[-1]

    for module in (tempfile, import_module("weasyprint.text.fonts")):
        monkeypatch.setattr(module, "mkdtemp", noted)
    return found


def test_without_files_in_memory_fonts_are_in_a_folder(
    monkeypatch: pytest.MonkeyPatch, folders: list[str]
) -> None:
    in_memory = digest("sample")
    monkeypatch.setattr(files, "_MOST_IN_MEMORY", 3)
    assert digest("sample") == in_memory
    monkeypatch.delattr(os, "memfd_create")
    assert digest("sample") == in_memory
    gc.collect()
    assert [Path(each).exists() for each in folders] == [False, False]


def test_fonts_are_still_named_by_what_pango_says(
    lay: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    html, here = lay(LONG).write_pdf(), digest("sample")
    library = import_module("weasyprint.text.fonts")
    said = library.ffi.new("char[]", b"Another Name #kern=1")
    numbers = count()

    class Other:
        """Another version of Pango, to which each font is one of its own."""

        pango_font_description_to_string = staticmethod(lambda _: said)
        pango_font_description_hash = staticmethod(lambda _: next(numbers))

        def __getattr__(self, name: str) -> Any:
            return getattr(pango, name)

    pango = library.pango
    for module in (library, import_module("weasyprint.pdf.fonts")):
        monkeypatch.setattr(module, "pango", Other())
    assert lay(LONG).write_pdf() != html
    assert digest("sample") == here


KEPT = [
    ("_once_resolved", "weasyprint.layout.percent", "resolve_one_percentage"),
    ("_once_asked", "weasyprint.formatting_structure.boxes:Box", "is_floated"),
    ("_once_set_up", "weasyprint.text.fonts", "get_font_description"),
    ("_once_split", "weasyprint.text.line_break", "split_first_line"),
    ("_once_shaped", "weasyprint.text.line_break:Layout", "reactivate"),
    ("_once_high", "weasyprint.text.line_break", "strut"),
    ("_once_styled", "weasyprint.css:ComputedStyle", "__init__"),
    ("_once_bare", "weasyprint.layout.percent", "resolve_radii_percentages"),
    ("_plainly_asked", "weasyprint.css.functions", "check_math"),
    ("known_glyphs", "weasyprint.draw.text", "draw_first_line"),
    ("_simply_reckoned", "weasyprint.layout.preferred", "min_content_width"),
    ("_simply_reckoned", "weasyprint.text.line_break", "get_log_attrs"),
    ("_plainly_listed", "weasyprint.formatting_structure.boxes:Box", "descendants"),
    ("_quick_bytes", "pydyf", "_to_bytes"),
    ("_known_pages", "pydyf:PDF", "page_references"),
]
"""A patch, and whose function is called less often because of it."""


@pytest.mark.parametrize(("patch", "where", "name"), KEPT)
def test_the_same_is_still_reckoned_again_and_again(
    lay: Lay, monkeypatch: pytest.MonkeyPatch, patch: str, where: str, name: str
) -> None:
    before = made_in_turn(lay, is_known=True)
    module, _, inside = where.partition(":")
    owner = getattr(import_module(module), inside) if inside else import_module(module)
    found: Any = getattr(owner, name)
    is_property = isinstance(found, property)
    usual, called = found.fget if is_property else found, list[int]()

    def counted(*given: Any, **named: Any) -> Any:
        called.append(1)
        return usual(*given, **named)

    instead: Any = property(counted) if is_property else counted
    is_imported = module.startswith("weasyprint") and not inside
    with everywhere(name, instead) if is_imported else replaced(owner, name, instead):
        with in_turn(Theme().find("pdf/fonts.conf")):
            lay(AGAIN).write_pdf(pdf_variant="pdf/ua-1")
        ours = len(called)
        lay(AGAIN).write_pdf(pdf_variant="pdf/ua-1")
    assert len(called) - ours > 1.1 * ours
    monkeypatch.setattr(quick if hasattr(quick, patch) else kept, patch, nullcontext)
    assert made_in_turn(lay) == before


CLOSER = ":root { --closer: 0.6 }"


@pytest.fixture
def laid_twice(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Has each CV laid out in its own gaps and then in others; counts the trees of boxes built."""
    built = list[int]()
    build = import_module("weasyprint.document").build_formatting_structure

    def built_again(*given: Any, **named: Any) -> Any:
        built.append(1)
        return build(*given, **named)

    def fitted(lay_out: Callable[[str, Less], Any], _: Wish) -> tuple[Any, Fit]:
        lay_out("", WHOLE)
        found = lay_out(CLOSER, WHOLE)
        return found, Fit(len(found.pages), 1, 0, 2)

    monkeypatch.setattr("weasyprint.document.build_formatting_structure", built_again)
    monkeypatch.setattr(engine, "fitted", fitted)
    return built


@pytest.mark.parametrize(
    ("case", "theme"), [*(("sample", each) for each in THEMES), ("listed", "classic")]
)
def test_all_is_still_made_anew_for_other_gaps(
    case: str, theme: str, laid_twice: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cv = document(case)
    looks = replace(cv.pages, theme=theme)
    ours = make(cv, looks, Theme()).data
    assert len(laid_twice) == 1
    monkeypatch.setattr(engine, "laid_again", lambda *_: None)
    assert make(cv, looks, Theme()).data == ours
    assert len(laid_twice) == 3


@pytest.mark.parametrize("locale", ["ar", "he", "de"])
def test_other_gaps_are_the_same_in_all_directions(
    locale: str, laid_twice: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cv = replace(document("engineer"), locale=locale)
    ours = make(cv, cv.pages, Theme()).data
    assert len(laid_twice) == 1
    monkeypatch.setattr(engine, "laid_again", lambda *_: None)
    assert make(cv, cv.pages, Theme()).data == ours


OTHERWISE = {
    "h2 { letter-spacing: calc(var(--closer) * 1pt) }": 2,
    "li { margin-left: calc(var(--closer) * 8mm) }": 1,
    "ul { --own: var(--gap) } li { margin: var(--own) }": 2,
    "li:has(a) { --closer: 1 }": 2,
    ":root { --closer: 2 !important }": 2,
    "ul { margin-left: var(--gap) } li { margin-left: inherit }": 2,
    "p::first-letter { font-size: 2em }": 2,
    ".points li::first-letter { font-size: 2em }": 2,
    "h2::after { content: ' on ' counter(page) '/' counter(pages) }": 2,
    "ul { display: table } li { display: table-cell; margin: var(--gap) }": 2,
    "main::before { content: counter(page) '/' counter(pages) }": 2,
    "ul { position: relative; padding: var(--gap) } li { float: left; width: 40% }": 1,
    "em { padding: 0 calc(var(--closer) * 2pt) } a { display: inline-block }": 1,
}
"""Styles of the user's, and how often boxes are made of them for two layouts."""


@pytest.mark.parametrize("style", OTHERWISE)
def test_styles_of_the_users_get_other_gaps_as_they_would(
    style: str, laid_twice: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = "pdf/themes/classic.css"
    sheet = tmp_path / name
    sheet.parent.mkdir(parents=True)
    shipped = Theme().find(name).read_text(encoding="utf-8")
    sheet.write_text(f"{shipped}\n{style}", encoding="utf-8")
    cv, theme = document("sample"), Theme(folders=(tmp_path,))
    looks = replace(cv.pages, theme="classic")
    ours = make(cv, looks, theme).data
    assert len(laid_twice) == OTHERWISE[style]
    monkeypatch.setattr(engine, "laid_again", lambda *_: None)
    monkeypatch.setattr(again, "_known_lines", nullcontext)
    assert make(cv, looks, theme).data == ours


@pytest.mark.parametrize("html", [LONG, AGAIN, WIDER])
def test_boxes_of_all_kinds_can_be_laid_out_again(html: str) -> None:
    library, shipped = weasyprint(), Theme().find("pdf/fonts.css")
    gap = ":root { --closer: 1 } p { margin-top: calc(var(--closer) * 9mm) }"
    with in_turn(Theme().find("pdf/fonts.conf")):
        fonts = library.text.fonts.FontConfiguration()
        css = partial(library.CSS, font_config=fonts, base_url=shipped.as_uri())
        sheets = [css(string=shipped.read_text() + STYLE + gap)]
        page, closer = library.HTML(string=f"{html}<p>of low"), css(string=CLOSER)
        first = page.render(font_config=fonts, stylesheets=sheets)
        found = laid_again(page, first, closer)
        other = page.render(font_config=fonts, stylesheets=[*sheets, closer])
        assert bool(found) == (html == LONG)
        assert not found or found.write_pdf() == other.write_pdf() != first.write_pdf()


def test_each_element_is_still_styled_for_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest("sample")
    usual = import_module("weasyprint.html").UA_STYLESHEET
    rules = [len(each.matcher.other_selectors) for each in (lean_sheet(), usual)]
    assert rules == [rules[1] - 5, rules[1]]
    monkeypatch.setattr(quick, "lean_sheet", lambda: usual)
    assert digest("sample") == before


def test_the_sheet_of_a_plugin_may_make_notes(tmp_path: Path) -> None:
    theme = tmp_path / "pdf/themes/plain.css"
    theme.parent.mkdir(parents=True)
    shipped = Theme().find("pdf/themes/plain.css").read_text(encoding="utf-8")
    theme.write_text(f"{shipped} .when {{ float: footnote }}", encoding="utf-8")
    sample = document("sample")
    looks = replace(sample.pages, theme="plain")
    themes = Theme(plugins=(tmp_path,)), Theme(folders=(tmp_path,)), Theme()
    plugins, own, usual = (len(make(sample, looks, each).data) for each in themes)
    assert plugins == own > usual


def test_pydyf_still_packs_as_small_as_can_be(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    def size() -> int:
        with in_turn(Theme().find("pdf/fonts.conf")):
            return len(lay(20 * LONG).write_pdf())

    ours = size()
    monkeypatch.setattr(quick, "_quickly_packed", nullcontext)
    assert size() < ours < 1.1 * size()


def test_nothing_that_is_reckoned_once_changes_the_longest_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = digest("everything")
    for patch in (*(patch for patch, _, _ in KEPT), "_once_written"):
        monkeypatch.setattr(quick if hasattr(quick, patch) else kept, patch, nullcontext)
    assert digest("everything") == before


KNOWN: list[str] = []


def made_in_turn(lay: Lay, is_known: bool = False) -> list[str]:
    """Digests of what is hard to make alike, made now, or when it was known first."""
    if is_known and KNOWN:
        return KNOWN
    with in_turn(Theme().find("pdf/fonts.conf")):
        made = [lay(each).write_pdf(pdf_variant="pdf/ua-1") for each in (WIDER, AGAIN)]
    found = [hashlib.sha256(each).hexdigest() for each in made]
    found += [digest("sample"), digest("listed")]
    KNOWN[:] = KNOWN or found
    return found


def test_pydyf_still_ends_a_stream_that_ends_in_a_return_by_a_line_feed() -> None:
    assert b"q\r\nendstream" in written()


def written() -> bytes:
    """A file with a stream that ends in a carriage return."""
    pdf = pydyf.PDF()
    pdf.add_object(pydyf.Stream([b"q\r"]))
    output = io.BytesIO()
    pdf.write(output, version=b"1.7", identifier=b"x", compress=True)
    return output.getvalue()


def test_pydyf_still_asks_for_an_object_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint()
    asked: list[object] = []  # which stay, so that no other one has the place of one

    def data(it: object) -> bytes:
        asked.append(it)
        return b""

    for base in (pydyf.Stream, pydyf.Dictionary):
        with monkeypatch.context() as patched:
            patched.setattr(base, "data", property(data))
            written()
            assert len(asked) > len({*map(id, asked)}) > 0
            asked.clear()
            with in_turn(Theme().find("pdf/fonts.conf")):
                written()
            assert len(asked) == len({*map(id, asked)}) > 0
        asked.clear()


COUNT = """
import ssl, sys
counts = {"processes": 0, "contexts": 0}
sys.addaudithook(lambda name, _: name == "subprocess.Popen" and count("processes"))
read = ssl.SSLContext.load_default_certs
def count(name):
    counts[name] += 1
ssl.SSLContext.load_default_certs = lambda *given: (count("contexts"), read(*given))
"""
SAY = """
counts["late"] = int("fontTools.subset" in sys.modules)
print(*(min(each, 1) for each in counts.values()))
"""
PLAIN = "import weasyprint"
OURS = """
import ctypes.util
before = ctypes.util.find_library, ssl._create_default_https_context
import cvtool
cvtool.render(cvtool.load("cv.yaml"), "pdf")
assert before == (ctypes.util.find_library, ssl._create_default_https_context)
assert "fontTools.varLib.instancer" not in sys.modules
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there the search is left out")
def test_the_import_still_starts_processes_and_reads_certificates() -> None:
    reads_certificates = int(sys.version_info >= (3, 12))
    assert printed(COUNT + PLAIN + SAY) == f"1 {reads_certificates} 1"
    assert printed(COUNT + OURS + SAY) == "0 0 0"


def printed(code: str, **variables: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**variables), capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


LATE = """
import sys
from io import BytesIO
from cvtool.render.pdf.engine import weasyprint
fonts, texts = weasyprint().pdf.fonts, weasyprint().text.fonts
print("fontTools.ttLib" in sys.modules)
try:
    texts.woff2.decompress(BytesIO(b"x"), BytesIO())
except Exception as error:
    found = error
print(type(fonts.subset.Options()))
try:
    fonts.TTFont(BytesIO(b"x"))
except fonts.TTLibError as error:
    print(type(error) is type(found), fonts.ttFont.getTableClass("glyf"))
try:
    fonts.instantiateVariableFont({}, {})
except Exception as error:
    print(error.__traceback__.tb_next.tb_next.tb_frame.f_globals["__name__"])
"""


def test_what_is_imported_late_is_there_when_it_is_called() -> None:
    assert printed(LATE).splitlines() == [
        "False",
        "<class 'fontTools.subset.Options'>",
        "True <class 'fontTools.ttLib.tables._g_l_y_f.table__g_l_y_f'>",
        "fontTools.varLib.instancer",
    ]


# What is left behind


def state() -> tuple[object, ...]:
    """What a PDF sets for the whole process while it is made."""
    inline = import_module("weasyprint.layout.inline")
    log = import_module("logging").getLogger("weasyprint")
    return (
        inline.split_first_line.__module__,
        gc.isenabled(),
        os.environ.get("FONTCONFIG_FILE"),
        list(log.handlers),
    )


def test_threads_take_turns_and_leave_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    cases = ["sample", "chinese", "sparse", "listed", "sample"]
    expected = [digest(case) for case in cases]
    before = state()
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(digest, cases))
    assert made == expected
    assert state() == before
    assert before[0] == "weasyprint.text.line_break"


def test_what_is_kept_for_the_next_pdf_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = ("sample", "chinese", "everything", "sample")
    with monkeypatch.context() as fresh:
        fresh.setattr(engine, "_begun", unkept)
        expected = [digest(case) for case in cases]
    prepare(Theme())
    assert [digest(case) for case in cases] == expected


def unkept(*_: object) -> tuple[Any, dict[str, Any]]:
    return patches.font_configuration(), {}


def digest(case: str) -> str:
    return hashlib.sha256(cvtool.render(document(case), "pdf")[0].data).hexdigest()
