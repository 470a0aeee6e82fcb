"""The fonts of cv.pdf: what comes along, those of the machine, and boxes; what check says of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import page
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from golden import SOURCES, copied
from helpers import ROOT, Outcome, run
from pdfs import fonts, pdf_text

SHIPPED = ROOT / "templates/pdf/fonts"
CHINESE = SOURCES["chinese"].parent / "fonts/NotoSansCJKsc-subset.otf"
EMOJI = ROOT / "tests/data/NotoColorEmoji-subset.ttf"
MATHEMATICS = "ℙ ℝ ℂ 𝒪 𝔸 ∈ ⊂ ∪ ⊗ ⊙ ∇ ∓ ∼ ≲ ∝ ⟨ ⟩ ⟹ ⨂ ◇ ★ ☆ ✓ ✗ ₐ ₓ ℏ Ⅻ ① ɮ ᵊ ⛔ ☎"
STRANGE = "中 ݐݑ தமிழ் ไทย 한국 かな ქართ 😀 👩‍💻 🇨🇿 𓀀 ⁂ \U000f0001 \ue000 1️⃣"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], object]:
    """Gives the machine a font; it has no others."""
    home, system = tmp_path / "machine", tmp_path / "fontconfig"
    for folder in (home, system):
        folder.mkdir()
    (system / "fonts.conf").write_text(
        f"<fontconfig><dir>{home}</dir><cachedir>{system}/cache</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_PATH", str(system))
    return lambda path: copy(path, home)


def written(folder: Path, summary: str, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    source = folder / "cv.yaml"
    source.write_text(f"basics:\n  name: Ada\n  summary: '{summary}'\n{more}", encoding="utf-8")
    return source


def rendered(source: Path, *formats: str) -> Outcome:
    return run("render", *formats, "-f", "-i", source, "-o", source.parent / "out")


def made(source: Path) -> bytes:
    return (source.parent / "out/cv.pdf").read_bytes()


def check_conforming(pdf: bytes) -> None:
    for profile in ("3a", "ua1"):
        failures = page.validate_pdf_bytes(pdf, profile=profile).failures
        assert [(each.rule_id, each.message) for each in failures] == []


def test_what_is_common_in_science_is_in_the_fonts_that_come_along(
    install: Callable[[Path], object], tmp_path: Path
) -> None:
    """Whatever fonts the machine has, the bytes are the same."""
    source = written(tmp_path / "cv", MATHEMATICS)
    assert rendered(source, "pdf").err == ""
    alone = made(source)
    check_conforming(alone)
    assert MATHEMATICS in " ".join(pdf_text(alone).split())
    install(SHIPPED / "NotoSansMath.ttf")
    rendered(source, "pdf")
    assert made(source) == alone


@pytest.mark.usefixtures("install")
def test_fonts_for_each_alphabet_of_our_languages_come_along(tmp_path: Path) -> None:
    """In two weights, joined and with marks as their readers know them."""
    texts = "أُعمِلُ، می‌شود שלום, שָׁלוֹם किं कर्तृत्व हिन्दी Ελλάς Київ Žluťoučký Nguyễn ğışİ"
    source = written(tmp_path / "cv", texts, f"work: [{{name: '{texts}'}}]\n")
    assert rendered(source, "pdf").err == ""
    check_conforming(made(source))
    used = "\n".join(sorted(fonts(made(source))))
    assert len(re.findall("^CV-Extra-[012]-Bold", used, re.MULTILINE)) == 3
    assert len(re.findall("^CV-Extra-[012],", used, re.MULTILINE)) == 3


def test_the_list_of_characters_is_that_of_the_files() -> None:
    listed: dict[str, set[int]] = {}
    known: set[int] = set()
    for line in (SHIPPED / "coverage.txt").read_text().splitlines():
        names, *ranges = line.split()
        ends = [(each.split("-") * 2)[:2] for each in ranges]
        found = {c for a, b in ends for c in range(int(a, 16), int(b, 16) + 1)}
        listed |= dict.fromkeys(names.split(","), found)
    for path in SHIPPED.glob("Source*.ttf"):
        known |= TTFont(path).getBestCmap().keys()
    assert listed.pop("text") == known
    others = (path for path in SHIPPED.glob("*.ttf") if not path.stem.startswith("Source"))
    files = {path.stem: TTFont(path).getBestCmap().keys() for path in others}
    assert listed.keys() == files.keys()
    for name, found in listed.items():
        assert found <= files[name]
        assert len(found) + 5 > len(files[name])


def test_a_font_of_the_machine_sets_what_no_other_has(
    install: Callable[[Path], object], tmp_path: Path
) -> None:
    """One warning for all characters of a script, with their first place."""
    install(CHINESE)
    source = written(tmp_path / "cv", "中 and 一", "interests: [{name: 下不与}]\n")
    assert rendered(source, "pdf").err == (
        f"{source}:3:3: warning: basics.summary: no font of cvtool or in 'fonts' has "
        "'中' (U+4E2D), '一' (U+4E00), '下' (U+4E0B), '不' (U+4E0D) and '与' (U+4E0E) "
        "(Chinese, Japanese or Korean; in 2 texts), so 'Noto Sans CJK SC' of this machine sets "
        "it, and the output differs on another: for the same everywhere, put a font file that has "
        "it (as of Debian's fonts-noto-cjk) into a folder 'fonts' beside cv.yaml\n"
    )
    check_conforming(made(source))
    assert "中 and 一" in pdf_text(made(source))
    assert {each.split(",")[0] for each in fonts(made(source))} >= {"CV-Serif", "CV-Extra-0"}


def test_a_font_of_the_users_goes_before_those_of_the_machine(
    install: Callable[[Path], object], tmp_path: Path
) -> None:
    source = written(tmp_path / "cv", "中")
    install(CHINESE)
    (source.parent / "fonts").mkdir()
    copy(CHINESE, source.parent / "fonts")
    assert rendered(source, "pdf").err == ""
    assert any("CV-Own-0" in each for each in fonts(made(source)))


@pytest.mark.usefixtures("install")
def test_a_box_stands_for_what_no_font_has(tmp_path: Path) -> None:
    """The page is made, conforms, and can be copied from; private characters mean nothing."""
    source = written(tmp_path / "cv", f"Words. {STRANGE}")
    outcome = rendered(source, "pdf")
    assert outcome.status == 0
    check_conforming(made(source))
    text = pdf_text(made(source))
    for readable in ("中", "한국", "かな", "😀", "𓀀", "\ufffd"):
        assert readable in text
    assert "\ue000" not in text
    scripts = [re.search(r"\(([^()]*)\), so a box stands there", each) for each in outcome.lines]
    assert len({each[1] for each in scripts if each}) == len(outcome.lines) == 9
    assert "install Debian's fonts-noto-color-emoji, or put" in outcome.err
    assert "'\\U000f0001'" not in outcome.err


@pytest.mark.usefixtures("install")
@pytest.mark.parametrize(
    ("more", "place"),
    [
        (
            "custom: [{heading: H, summary: S},\n {heading: G, summary: 𓀀}]",
            "5:15: custom[1].summary",
        ),
        ("custom: [{heading: H, notes: [n,\n 'a\n\n  - 𓀀']}]", "5:2: custom[0].notes[1]"),
        ("custom: [{heading: H𓀀, notes: [n]}]", "4:11: custom[0].heading"),
        (
            "sections: [summary,\n {heading: G, sections: [{heading: T, summary: 𓀀}]}]",
            "5:39: sections[1].sections[0].summary",
        ),
        ("sections: [{section: summary,\n summary: 𓀀}]", "5:2: sections[0].summary"),
        ("pdf: {theme: plain,\n footer: 𓀀}", "5:2: pdf.footer"),
        ("locale: zh\ninterests: [{name: 兴}]", "5:14: interests[0].name"),
    ],
)
def test_a_character_has_its_place_wherever_it_stands(
    tmp_path: Path, more: str, place: str
) -> None:
    (line,) = rendered(written(tmp_path / "cv", "Words.", f"{more}\n"), "pdf").lines
    at, _, path = place.partition(" ")
    assert f":{at} warning: {path}: no font has '" in line


@pytest.mark.parametrize("beside", [True, False])
def test_pictures_are_as_high_as_the_text(
    beside: bool, install: Callable[[Path], object], tmp_path: Path
) -> None:
    source = written(tmp_path / "cv", "🚀 😊")
    folder = source.parent / "fonts"
    if beside:
        folder.mkdir()
        copy(EMOJI, folder)
    else:
        install(EMOJI)
    outcome = rendered(source, "pdf")
    assert ("'Noto Color Emoji' of this machine" in outcome.err) is not beside
    check_conforming(made(source))
    sheet = pypdfium2.PdfDocument(made(source))[0].render().to_pil().convert("HSV")
    saturated = sheet.getchannel("S").point(lambda value: 255 if value > 150 else 0)
    below = saturated.crop((0, 95, *sheet.size)).getbbox()
    assert below
    assert 5 < below[3] - below[1] < 16


NAMED = "pdf: {font: Noto Sans CJK SC}\n"
BIB = "@misc{k, title={李 and 数}, author={Ada}, year=2000, keywords={⛔, 鿿}}\n"


@pytest.mark.parametrize(
    ("summary", "more", "bib", "machine"),
    [
        ("Words.", "", "", []),
        (STRANGE, "", BIB, []),
        (STRANGE, "publications: [{name: 数}]\n", BIB, [CHINESE, EMOJI]),
        ("中", NAMED, "", [CHINESE]),
        ("中", NAMED, "", []),
        ("中", "pdf: {theme: modern, links: false}\n", BIB, [CHINESE]),
    ],
)
def test_check_says_what_render_says(
    summary: str,
    more: str,
    bib: str,
    machine: list[Path],
    install: Callable[[Path], object],
    tmp_path: Path,
) -> None:
    """All but how many lines the last page has, which nobody knows before it is laid out."""
    for font in machine:
        install(font)
    source = written(tmp_path / "cv", summary, more)
    (source.parent / "publications.bib").write_text(bib, encoding="utf-8")
    agree(source)


@pytest.mark.parametrize("case", SOURCES)
def test_check_says_what_render_says_of_every_case(case: str, tmp_path: Path) -> None:
    agree(copied(case, tmp_path / "case"))


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("text/cv.txt.j2", "{% broken", "unknown tag 'broken'"),
        ("html/index.html.j2", "{{ document.nothing.at_all }}", "has no attribute 'nothing'"),
        ("pdf/themes/plain.css", "body { background: url('nothing.png'); }", "pdf/nothing.png"),
        ("pdf/themes/plain.css", "li::before { content: '\\5b66'; }", "so a box stands there"),
    ],
)
@pytest.mark.usefixtures("install")
def test_check_says_what_render_says_of_templates(
    name: str, text: str, what: str, tmp_path: Path
) -> None:
    source = written(tmp_path / "cv", "Words.", "pdf: {theme: plain}\nskills: [{name: A}]\n")
    path = source.parent / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    agree(source)
    assert what in run("check", "-i", source).err


def test_check_finds_a_broken_font(tmp_path: Path) -> None:
    source = written(tmp_path / "cv", "Words.")
    (source.parent / "fonts").mkdir()
    (source.parent / "fonts/mine.ttf").write_text("no font")
    assert not agree(source)


def agree(source: Path) -> bool:
    """Holds what check says against what render says; whether all is good."""
    checked = run("check", "-i", source)
    done = run("render", "--all", "-f", "-i", source, "-o", source.parent / "out")
    assert said(checked) == said(done)
    assert checked.status == done.status
    return not done.status


def said(outcome: Outcome) -> list[str]:
    lines = (line for line in outcome.lines if ": note: " not in line)
    shown = (line.removeprefix("cvtool: error: ").removeprefix("cvtool: ") for line in lines)
    idle = ("of cv.pdf, the last, has", "not made, for what is said above")
    return sorted(line for line in shown if not any(each in line for each in idle))


def test_every_cause_is_one_message(install: Callable[[Path], object], tmp_path: Path) -> None:
    """card.png and cv.pdf lack the same font; a thousand titles are a line with a count."""
    install(EMOJI)
    source = written(tmp_path / "cv", "Words.")
    source.write_text("basics: {name: 林, label: 予}\n", encoding="utf-8")
    titles = (f"@misc{{k{n}, title={{数{chr(0x4E00 + n)}}}, year=2000}}\n" for n in range(400))
    (source.parent / "publications.bib").write_text("".join(titles), encoding="utf-8")
    (line,) = rendered(source, "pdf", "card").lines
    assert re.search(r"cv.yaml:1:10: warning: basics.name: .* and 39\d more .* in 40\d texts", line)
    assert line.endswith("a folder 'fonts' beside cv.yaml")
    assert "予" in rendered(source, "card").err


def test_a_font_that_was_installed_is_seen(
    install: Callable[[Path], object], tmp_path: Path
) -> None:
    """A warning comes in every run, until nothing is to be said."""
    source = written(tmp_path / "cv", "中")
    command = ("render", "pdf", "-i", source, "-o", source.parent / "out")
    assert "so a box stands there" in run(*command).err
    assert "so a box stands there" in run(*command).err
    install(CHINESE)
    assert "of this machine sets it" in run(*command).err
    source.write_text("basics: {name: Ada}\n")
    assert [run(*command).err, "unchanged" in run(*command).out] == ["", True]


def test_the_place_of_what_stands_in_the_bibliography(
    install: Callable[[Path], object], tmp_path: Path
) -> None:
    install(EMOJI)
    source = written(tmp_path / "cv", "Words.", "publications:\n  - name: A\n  - name: 予\n")
    (source.parent / "publications.bib").write_text(f"\n\n{BIB}", encoding="utf-8")
    first, *_ = rendered(source, "pdf").lines
    assert first.startswith(f"{source.parent}/publications.bib:3:1: warning: 'k', title: no font")
    (source.parent / "publications.bib").unlink()
    (line,) = rendered(source, "pdf").lines
    assert line.startswith(f"{source}:6:5: warning: publications[1].name: no font has")


def letters(pdf: bytes) -> list[tuple[str, float]]:
    """The characters of the first page, and how far each is from the left, as part of the page."""
    sheet = pypdfium2.PdfDocument(pdf)[0]
    text = sheet.get_textpage()
    found = ((text.get_text_range(n, 1), text.get_charbox(n)[0]) for n in range(text.count_chars()))
    return [(char, left / sheet.get_width()) for char, left in found]


RIGHT_TO_LEFT = "אבג Quux דה."


@pytest.mark.parametrize(
    "more",
    [
        "x-more: 1\n",
        f"work: [{{name: A, summary: '{RIGHT_TO_LEFT}'}}]\n",
        f"work: [{{name: A, highlights: ['{RIGHT_TO_LEFT}']}}]\n",
        f"awards: [{{title: '{RIGHT_TO_LEFT}'}}]\n",
        f"pdf: {{theme: modern}}\npublications: [{{name: '{RIGHT_TO_LEFT}'}}]\n",
    ],
)
@pytest.mark.usefixtures("install")
def test_a_paragraph_from_right_to_left_stands_at_the_right(more: str, tmp_path: Path) -> None:
    """Its full stop at its end, whatever the direction of the CV."""
    summary = RIGHT_TO_LEFT if more.startswith("x-") else "Words."
    source = written(tmp_path / "cv", summary, more)
    rendered(source, "pdf")
    at = dict(letters(made(source)))
    assert at["א"] > 0.8
    assert at["א"] > at["ב"] > at["x"] > at["Q"] > at["ד"]
    assert at["ה"] > at["."] or "publications" in more


@pytest.mark.usefixtures("install")
def test_names_from_right_to_left_stand_alone_in_a_line(tmp_path: Path) -> None:
    more = "work: [{name: 'אבג.', startDate: 2020}]\n"
    papers = "publications: [{name: Title, authors: ['כלם', 'דהו']}]\n"
    source = written(tmp_path / "cv", "Words.", more + papers)
    rendered(source, "pdf")
    at = letters(made(source))
    first, second = (min(left for char, left in at if char in name) for name in ("כלם", "דהו"))
    assert first < second < 0.3
    work = [left for char, left in at if char == "א"]
    assert max(work) < 0.3


@pytest.mark.usefixtures("install")
@pytest.mark.parametrize("words", ["कर्ता नई प्रणालियों", "بلاد الجبل لأن ضغط", "שלום"])
def test_programs_read_letters_that_are_joined(words: str, tmp_path: Path) -> None:
    source = written(tmp_path / "cv", words)
    rendered(source, "pdf")
    text = pypdfium2.PdfDocument(made(source))[0].get_textpage().get_text_range()
    assert set(words.split()) <= set(text.split())


@pytest.mark.usefixtures("install")
@pytest.mark.parametrize(("form", "names"), [("roomy", "YכM"), ("compact", "MכY")])
def test_all_stands_at_the_right_in_a_cv_from_right_to_left(
    form: str, names: str, tmp_path: Path
) -> None:
    """Bullets outermost; words in Latin letters run from left to right, and links stay whole. What
    is one paragraph runs as its title does."""
    work = "work: [{name: Qqq, highlights: ['Wv 3 [ab 2 kg](https://x.org) z!', 'אבג Jj דה.']}]\n"
    papers = "publications: [{name: Xx, authors: ['Yu', 'כל', 'Mi']}]\n"
    more = f"locale: he\n{work}{papers}pdf: {{papers: {form}}}\n"
    source = written(tmp_path / "cv", "Words?", more)
    assert rendered(source, "pdf", "html").err == ""
    at = letters(made(source))
    left = dict(at)
    assert min(left[char] for char in "?QWX") > 0.7
    assert min(place for char, place in at if char == "•") > max(left["!"], left["א"])
    assert left["W"] < left["3"] < left["k"] < left["z"] < left["!"]
    assert left["א"] > left["J"] > left["ד"]
    first, second, third = (left[name] for name in names)
    assert first > second > third
    site = (source.parent / "out/index.html").read_text(encoding="utf-8")
    assert '<html lang="he" dir="rtl"' in site


def test_the_homepage_turns_each_paragraph_by_its_first_letter(tmp_path: Path) -> None:
    more = f"work: [{{name: A, highlights: ['{RIGHT_TO_LEFT}', Words]}}]\n"
    source = written(tmp_path / "cv", RIGHT_TO_LEFT, more)
    rendered(source, "html")
    site = (source.parent / "out/index.html").read_text(encoding="utf-8")
    assert f'<li dir="rtl">{RIGHT_TO_LEFT}</li>' in site
    assert "<li>Words</li>" in site
    style = (source.parent / "out/style.css").read_text(encoding="utf-8")
    assert re.search(r"\bp\b[^{}]*{ unicode-bidi: plaintext; }", style)


@pytest.mark.parametrize("number", [330, 2900])
def test_what_is_longer_than_half_a_page_breaks(number: int, tmp_path: Path) -> None:
    """And a hint says how to name fewer."""
    source = written(tmp_path / "cv", "Words.")
    names = " and ".join(f"Author{n}, Given{n}" for n in range(number))
    (source.parent / "publications.bib").write_text(
        f"@article{{a, title={{T}}, author={{{names}}}, journal={{J}}, year=2020}}"
    )
    rendered(source, "pdf")
    text = pypdfium2.PdfDocument(made(source))[0].get_textpage().get_text_range()
    assert "Publications" in text
    assert "Given30 Author30" in " ".join(text.split())
    (note,) = (line for line in run("check", "-i", source).lines if "maxAuthors" in line)
    assert f"'a' names {number} authors: with bibliography.maxAuthors" in note


def test_no_word_is_torn_where_a_line_could_break_before_it(tmp_path: Path) -> None:
    """Words that are kept whole stand in elements of their own, before and behind others."""
    line = (
        "we transform memory, to optimisation that keeps its promise, makes patterns of it, and so"
    )
    words = (f"{line[n:].strip()} of fixed-point long-term repair" for n in range(0, 60, 2))
    text = " ".join(words)
    source = written(tmp_path / "cv", "Words.", "bibliography: {show: [abstract]}\n")
    paper = f"@misc{{k, title={{T}}, year=2000, abstract={{{text}}}}}"
    (source.parent / "publications.bib").write_text(paper)
    rendered(source, "pdf")
    assert text in " ".join(pdf_text(made(source)).split())


def test_a_font_is_no_collection(install: Callable[[Path], object], tmp_path: Path) -> None:
    """Of several fonts in a file, the one is taken that is meant."""
    from fontTools.ttLib import TTCollection

    both = TTCollection()
    both.fonts = [TTFont(SHIPPED / "SourceCodePro-Regular.ttf"), TTFont(CHINESE)]
    stream = io.BytesIO()
    both.save(stream)
    (tmp_path / "both.ttc").write_bytes(stream.getvalue())
    install(tmp_path / "both.ttc")
    source = written(tmp_path / "cv", "中")
    assert "so 'Noto Sans CJK SC' of this machine" in rendered(source, "pdf").err
    check_conforming(made(source))
