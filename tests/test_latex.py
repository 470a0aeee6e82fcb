"""LaTeX field text as inline nodes and plain text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvtool.bib.latex import (
    escaped,
    to_inlines,
    to_paragraphs,
    to_text,
    to_unicode,
    unknown_commands,
)
from cvtool.model.inline import Code, Emph, Link, Strong, Text, to_plain

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\'Etude", "Étude"),
        (r"{\'E}tude", "Étude"),
        (r"\'{E}tude", "Étude"),
        (r"{\'{E}}tude", "Étude"),
        (r"na{\"\i}ve and na\"{\i}ve", "naïve and naïve"),
        (r"gar\c con, gar\c{c}on", "garçon, garçon"),
        (r"\v{S}koda, Erd\H{o}s, \k{a}, \r a, \u{g}", "Škoda, Erdős, ą, å, ğ"),
        (r"Stra{\ss}e, Stra\ss e", "Straße, Straße"),
        (r"{\O}degaard, \L{}\'od\'z, \aa, \ae", "Ødegaard, Łódź, å, æ"),
        (r"\d{h}\b{a}\.{z}\=o\~n\^{\j}", "ḥa̱żōñĵ"),
    ],
)
def test_accents_in_every_form(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"R\&D, a\_b, C\#, \$5, 50\%", "R&D, a_b, C#, $5, 50%"),
        ("50% off", "50% off"),
        (r"50% off \LaTeX", "50% off LaTeX"),
        ("The {GPU} of {{Things}}", "The GPU of Things"),
        ("``Yes'' --- a--b", "“Yes” — a–b"),
        ("10~km", f"10{NBSP}km"),
        ("two\n  lines", "two lines"),
        (r"\LaTeX\ and \TeX", "LaTeX and TeX"),
        (r"\unknown{kept} words", "kept words"),
        (r"\textsc{Small} caps", "Small caps"),
        (r"{\noopsort{1973}}Sorted", "Sorted"),
        (r"\textquoteright s, \textregistered, \ldots", "’s, ®, …"),
        (r"\enquote{said} he", "“said” he"),
        ("costs $5 and $10", "costs $5 and $10"),
        (r"from \$5 to $10", "from $5 to $10"),
        ("see https://example.org/~a--b%20c there", "see https://example.org/~a--b%20c there"),
        (r"see https://example.org/~a--b%20c \TeX", "see https://example.org/~a--b%20c TeX"),
    ],
)
def test_text_reads_as_it_is_meant(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    "text",
    [
        "司马迟骏的图",
        "مرحبا بالعالم",
        "😀 and 👩‍🔬",
        "#hashtag",
        "a < b > c",
        "2 * 3 * 4",
        "[1] `x`",
    ],
)
def test_what_is_no_latex_stays_as_it_is(text: str) -> None:
    assert to_text(text) == text
    assert to_text(rf"{text} \TeX") == f"{text} TeX"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("$O(n^2)$", "O(n²)"),
        (r"$O(n \log n)$", "O(n log n)"),
        ("CO$_2$", "CO₂"),
        (r"H\textsubscript{2}O", "H₂O"),
        (r"16\textsuperscript{th}", "16th"),
        ("$x_{max}$", "xₘₐₓ"),
        ("$x_Q$ and $e^{-Q/2}$", "xQ and e^(-Q/2)"),
        (r"$\alpha\leq\beta$", "α≤β"),
        (r"$\epsilon$-greedy", "ε-greedy"),
        (r"10,000$\times$ faster", "10,000× faster"),
        (r"$3 \times 3$, $x \in X$", "3 × 3, x ∈ X"),
        (r"$\mathbb{R}^d$, $\mathcal{O}(\sqrt{n})$", "ℝᵈ, O(√n)"),
        (r"$\frac{1}{2}$ of \(x^2\)", "1/2 of x²"),
        (r"$10^{-3}$ at $90^\circ$", "10⁻³ at 90°"),
        (r"\ensuremath{\mu}m", "μm"),
        ("$k$-means", "k-means"),
    ],
)
def test_mathematics_stays_readable(latex: str, text: str) -> None:
    assert to_text(latex) == text


def test_styles_become_nodes() -> None:
    assert to_inlines(r"\emph{a} \textit{b} \textbf{c} \texttt{d_e}") == (
        Emph((Text("a"),)),
        Text(" "),
        Emph((Text("b"),)),
        Text(" "),
        Strong((Text("c"),)),
        Text(" "),
        Code("d_e"),
    )
    assert to_inlines(r"{\em a \bf b} c") == (
        Emph((Text("a "), Strong((Text("b"),)))),
        Text(" c"),
    )


def test_addresses_become_links_as_written() -> None:
    url = "https://example.org/~a_b?c=1%20d#e--f"
    assert to_inlines(rf"\url{{{url}}}") == (Link((Text(url),), url),)
    assert to_inlines(r"\href{https://a.org/x\_y\%20}{the \emph{page}}") == (
        Link((Text("the "), Emph((Text("page"),))), "https://a.org/x_y%20"),
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "page.html"])
def test_an_address_that_may_not_be_followed_leaves_its_text(url: str) -> None:
    assert to_inlines(rf"\href{{{url}}}{{text}}") == (Text("text"),)


def test_paragraphs_end_at_blank_lines() -> None:
    assert to_paragraphs("One \\emph{a}\nline.\n\n  \nTwo.") == (
        (Text("One "), Emph((Text("a"),)), Text(" line.")),
        (Text("Two."),),
    )
    assert to_paragraphs(" \n\n ") == ()


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("an open { brace", "an open brace"),
        (r"a closed } \TeX", "a closed TeX"),
        (r"a lone $ \TeX", "a lone $ TeX"),
        (r"\begin{x}inside\end{y}", "inside"),
        (r"\(never closed", "never closed"),
        (r"ends in \emph", "ends in"),
        (r"\url{9} \rawurl{7} \href 5 x", "9 7 x"),
        (r"https://a.org \url{{{0000000005}}}", "httpsaorg 0000000005"),
    ],
)
def test_broken_latex_keeps_its_words(latex: str, text: str) -> None:
    assert re.sub(r"[^\w$ ]", "", to_text(latex)) == text


def test_nesting_beyond_all_measure_keeps_its_words() -> None:
    assert "word" in to_text(r"\emph{" * 3000 + "word" + "}" * 3000)


LATEX = st.lists(
    st.sampled_from(
        [
            *"\\{}$~%&#_^-'`\"[]<>* \n",
            "--",
            "\\'",
            "\\emph",
            "\\url{",
            "\\href{a:b}",
            "\\alpha",
            "\\begin{x}",
            "\\(",
            "\\)",
            "\\frac",
            "\\verb|",
            "a",
            "é",
            "司",
            "😀",
            "https://x.y/",
            "0",
        ]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.text() | LATEX)
def test_any_text_is_read(text: str) -> None:
    nodes = to_inlines(text)
    assert to_text(text) == to_plain(nodes)
    assert not any(re.search(r"[ \t\r\n]{2}", n.text) for n in nodes if isinstance(n, Text))


SIMPLE = st.lists(
    st.sampled_from(
        [
            "{G}",
            "{\\'e}",
            "\\'{e}",
            '\\"o',
            "\\c{c}",
            "\\v s",
            "{\\ss}",
            "\\o{}",
            "\\&",
            "\\%",
            "%",
            "--",
            "---",
            "``",
            "''",
            "~",
            " ",
            "a",
            "司",
            "é",
            "!`",
            "https://x.y/~a--b%20 ",
            "\\i ",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(SIMPLE)
def test_the_fast_path_says_what_pylatexenc_says(text: str) -> None:
    through_pylatexenc = to_text(f"x{text}x\\relax{{}}")
    assert to_text(f"x{text}x") == through_pylatexenc


def test_plain_fields_do_not_import_pylatexenc() -> None:
    code = (
        "import sys; from cvtool.bib.latex import to_text; "
        r"print(to_text(r'{\"O}l \& {Gas}--x'), 'pylatexenc' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Öl & Gas–x False\n"


@pytest.mark.parametrize(
    ("latex", "text", "unknown"),
    [
        (r"In {\ConTeXt}, anew", "In ConTeXt, anew", ("ConTeXt",)),
        (r"\foo bar", "foo bar", ("foo",)),
        (r"\foo{kept} and \foo{again}", "kept and again", ("foo",)),
        (r"{\sf babel} and \textsc{Caps}", "babel and Caps", ()),
        (r"$\unheardof x$", "x", ("unheardof",)),
        (r"\apjl", "Astrophysical Journal Letters", ()),
        ("no command", "no command", ()),
    ],
)
def test_unknown_commands_leave_their_words_and_are_named(
    latex: str, text: str, unknown: tuple[str, ...]
) -> None:
    assert to_text(latex) == text
    assert unknown_commands(latex) == unknown


TEXT_SYMBOLS = """
    textless < textgreater > textbar | textbackslash \\ textasciitilde ~ textasciicircum ^
    textunderscore _ textdollar $ textbraceleft { textbraceright } textemdash — textendash –
    textquotesingle ' textquotedbl " textquotedblleft “ textquotedblright ” textquoteleft ‘
    textquoteright ’ textdegree ° texttimes × textdiv ÷ textmu µ textregistered ® texttrademark ™
    textcopyright © textbullet • textperiodcentered · textasteriskcentered * textellipsis … ldots …
    dots … textsection § textparagraph ¶ textdagger † textdaggerdbl ‡ dag † ddag ‡ texteuro €
    textsterling £ textyen ¥ textcent ¢ textminus − textpm ± textonehalf ½ textperthousand ‰
    textexclamdown ¡ textquestiondown ¿ textordfeminine ª textordmasculine º textnumero № textohm Ω
    textrightarrow → textalpha α textomega ω textSigma Σ guillemotleft « guillemetright »
    guilsinglleft ‹ quotedblbase „ textcelsius °C checkmark ✓ ne ≠ SS SS
"""


def test_symbols_of_text_are_known() -> None:
    names = iter(TEXT_SYMBOLS.split())
    for name, meant in zip(names, names, strict=True):
        assert to_text(f"a\\{name}{{}}b {{\\{name}}} c") == f"a{meant}b {meant} c"
        assert unknown_commands(f"\\{name}") == ()
    assert to_text(r"$p$ \textless 0.05, 5 \textgreater{} 3") == "p < 0.05, 5 > 3"


@pytest.mark.parametrize("latex", [r"16\textsuperscript{th}", "$16^{th}$", r"$16^{\text{th}}$"])
def test_ordinals_have_no_raised_letters(latex: str) -> None:
    assert to_text(latex) == "16th"


def test_latex_in_unicode_says_the_same() -> None:
    written = r"{\'E}tude of {GPU} \& \v{S}koda, stra{\ss}e, \emph{\o re}"
    assert to_unicode(written) == r"Étude of {GPU} \& Škoda, straße, \emph{øre}"
    assert to_inlines(to_unicode(written)) == to_inlines(written)
    assert to_unicode(r"$\'x$ \'e") == r"$\'x$ \'e"


@given(st.text())
def test_escaped_text_reads_as_it_was(text: str) -> None:
    folded = to_plain(to_inlines(text.translate(str.maketrans("", "", "{}\\$~^%&#_`'-!?<>"))))
    signs = " 50% & #1_a ^ {x} $5"
    assert to_text(escaped(signs)) == signs.strip()
    assert to_text(escaped(folded)) == folded
