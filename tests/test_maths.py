"""Mathematics, chemistry and units in .bib files and in cv.yaml, and what outputs make of them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import pages
from readers import baselines

import cvtool
from cvtool.bib.latex import to_inlines, unknown_commands
from cvtool.bib.latex.math import simple_formula
from cvtool.bib.latex.pieces import tidy
from cvtool.model.document import Document
from cvtool.model.inline import Formula, Inlines, without
from cvtool.model.prose import bodies
from cvtool.render import folds


def of_bib(latex: str) -> Inlines:
    assert unknown_commands(latex) == ()
    return to_inlines(latex)


@pytest.mark.parametrize(
    ("latex", "html", "text"),
    [
        # space behind a command is idle in LaTeX, but not beside a sign that has space behind it
        (r"$\alpha = 1$, $T_\beta > 2$, $p < \alpha < 1$, $\frac{1}{2} + 1$",
         "α = 1, T_β &gt; 2, p &lt; α &lt; 1, 1/2 + 1", "α = 1, Tᵦ > 2, p < α < 1, 1/2 + 1"),
        # particles and nuclei
        (r"$B_s^0 \to \mu^+\mu^-$", "B_s^0 → μ^+μ^−", "Bₛ⁰ → μ⁺μ⁻"),
        (r"$\overline{B}^0_s$", "B̄^0_s", "B̄⁰ₛ"),
        (r"$B^\pm\to DK^\mp$", "B^±→DK^∓", "B±→DK∓"),
        (r"$K^{*0}$, $D^{(*)}$", "K*^0, D^{(*)}", "K*⁰, D^(*)"),
        (r"$\sqrt{s_{\rm NN}}=5.02$", "√s_{NN}=5.02", "√sNN=5.02"),
        (r"$\bar{\nu}_e$, $t\bar{t}$, $\tilde{\chi}^0_1$", "ν̄_e, tt̄, χ̃^0_1", "ν̄ₑ, tt̄, χ̃⁰₁"),
        (r"${}^{238}_{92}$U, $^{14}$C", "^{238}_{92}U, ^{14}C", "²³⁸₉₂U, ¹⁴C"),
        (r"M$_{\odot}$, $\overline{\rm MS}$", "M_⊙, M̅S̅", "M⊙, M̅S̅"),
        # crystals and chemistry
        (r"Al$_x$Ga$_{1-x}$As", "Al_xGa_{1-x}As", "AlₓGa₁₋ₓAs"),
        (r"$\langle 00\overline{1} \rangle$", "⟨001̄⟩", "⟨001̄⟩"),
        (r"\ce{SO4^2-}, \ce{NH4+}, \ce{[Fe(CN)6]^{4-}}",
         "SO_4^{2−}, NH_4^+, [Fe(CN)_6]^{4−}", "SO₄²⁻, NH₄⁺, [Fe(CN)₆]⁴⁻"),
        (r"\ce{CuSO4*5H2O}, \ce{^{14}C}, \ce{2H2 + O2 -> 2H2O}",
         "CuSO_4·5H_2O, ^{14}C, 2H_2 + O_2 → 2H_2O", "CuSO₄·5H₂O, ¹⁴C, 2H₂ + O₂ → 2H₂O"),
        (r"O\textsubscript{2} and Ca\textsuperscript{2+}", "O_2 and Ca^{2+}", "O₂ and Ca²⁺"),
        (r"IC$_{50}$, t$_{1/2}$, A$\beta_{1-42}$, PM$_{2.5}$",
         "IC_{50}, t_{1/2}, Aβ_{1-42}, PM_{2.5}", "IC₅₀, t1/2, Aβ₁₋₄₂, PM2.5"),
        (r"$\ket{0}$, $\bra{\psi_i}$, $\braket{a|b}$, $\ketbra{a}{b}$, $\norm{x}_2$, \ch{H2O}",
         "|0⟩, ⟨ψ_i|, ⟨a|b⟩, |a⟩⟨b|, ‖x‖_2, H_2O", "|0⟩, ⟨ψᵢ|, ⟨a|b⟩, |a⟩⟨b|, ‖x‖₂, H₂O"),
        # numbers and units
        (r"$10^{12.5}$, $10^{-3}$, 37\,$^\circ$C", "10^{12.5}, 10^{−3}, 37 °C",
         "10^12.5, 10⁻³, 37 °C"),
        (r"\SI{9.81}{\metre\per\second\squared}, \num{2e-3}, \si{\micro\gram\per\litre}",
         "9.81\u00a0m\u00a0s^{−2}, 2×10^{−3}, µg\u00a0L^{−1}",
         "9.81\u00a0m\u00a0s⁻², 2×10⁻³, µg\u00a0L⁻¹"),
        (r"\SIrange{1}{5}{\kilo\hertz}, \ang{45}, \qty{7}{\TeV}",
         "1–5\u00a0kHz, 45°, 7\u00a0TeV", "1–5\u00a0kHz, 45°, 7\u00a0TeV"),
        # mathematics
        (r"$2\sp{m}\pm 1$ on ${\Bbb R}\sp n$, $x\sb 2$", "2^m±1 on ℝ^n, x_2", "2ᵐ±1 on ℝⁿ, x₂"),
        (r"$\|x\|_2 \le \sqrt{n}\,\|x\|_\infty$", "‖x‖_2 ≤ √n ‖x‖_∞", "‖x‖₂ ≤ √n ‖x‖∞"),
        (r"$f'(x)$, $f''$, $A^\top A$, $A^{-1}$", "f′(x), f″, A^⊤A, A^{−1}",
         "f′(x), f″, AᵀA, A⁻¹"),
        (r"$\left(\frac{a+b}{c}\right)^2$, $\frac{\partial f}{\partial x}$, ${1 \over 2}$",
         "((a+b)/c)^2, ∂f/∂x, 1/2", "((a+b)/c)², ∂f/∂x, 1/2"),
        (r"$3\frac{1}{2}x$, $\sqrt[3]{x+1}$", "3 1/2 x, ^3√(x+1)", "3 1/2 x, ³√(x+1)"),
        (r"$e^{i\pi}$, $x^{y^2}$", "e^{iπ}, x^{y^2}", "e^(iπ), x^(y²)"),
        (r"$\mathbb{F}_q$, $\mathfrak{sl}_2$, $\mathcal{O}(n)$", "𝔽_q, 𝔰𝔩_2, O(n)",
         "𝔽q, 𝔰𝔩₂, O(n)"),
        (r"$\operatorname{Re} z$, $2\operatorname{Hom}(A)$, $\operatorname{Tr}_q M$",
         "Re z, 2 Hom(A), Tr_q M", "Re z, 2 Hom(A), Trq M"),
        (r"$\begin{bmatrix}1&0\\0&x^2\\\end{bmatrix}$, $A=\begin{vmatrix} a \end{vmatrix}$",
         "[1 0; 0 x^2], A=|a|", "[1 0; 0 x²], A=|a|"),
        (r"$x \not\in S$, $\left\{ x \right\}$, $\left.f\right|_0$", "x ∉ S, {x}, f|_0",
         "x ∉ S, {x}, f|₀"),
        (r"$\binom{n}{k}$, $a\equiv b\pmod{n}$", "(n choose k), a≡b (mod n)",
         "(n choose k), a≡b (mod n)"),
        (r"$\overline{AB}$, $\widehat{HF}$, $\vec{E}$", "A̅B̅, ĤF̂, E⃗", "A̅B̅, ĤF̂, E⃗"),
        (r"$1 \choose 2$ \(x_1\) \ensuremath{\alpha_s} $$z^3$$",
         "(1 choose 2) x_1 α_s z^3", "(1 choose 2) x₁ αₛ z³"),
        # as publishers export it
        (r"${B}^{+}$\rightarrow${}{K}^{+}{$\ell${}}^{+}{$\ell${}}^{$-${}}$",
         "B^+→K^+ℓ^+ℓ^−", "B⁺→K⁺ℓ⁺ℓ⁻"),
        (r"Ga$_{x}$ $_{\textrm{ x }}$ $phi$6", "Ga_x _x phi6", "Gaₓ ₓ phi6"),
        (r"8\,$\mathrm{Te\kern -0.1em V}$, $ L $-functions",
         "8 TeV, L-functions", "8 TeV, L-functions"),
        (r"H$_2$$^{18}$O \relax, $$x_1$$, 3$\frac12$",
         "H_2^{18}O , x_1, 3 1/2", "H₂¹⁸O , x₁, 3 1/2"),
        (r"$K^\pm \pi^\mp$, $\left| x \right|$", "K^±π^∓, |x|", "K±π∓, |x|"),
        (r"\ion{H}{2}, \isotope[13]{C}", "H\u00a0II, ^{13}C", "H\u00a0II, ¹³C"),
        ("$x ^2$ and $19^{th}$", "x^2 and 19th", "x² and 19th"),
        ("costs $5 and $10", "costs $5 and $10", "costs $5 and $10"),
    ],
)  # fmt: skip
def test_formulas_of_bib_files(latex: str, html: str, text: str) -> None:
    """``html`` has scripts as LaTeX writes them, for they are easier to read here."""
    assert folds.html(without(of_bib(latex), Formula)) == in_tags(html)
    assert folds.text(of_bib(latex)) == text


def in_tags(text: str) -> str:
    """The text with tags for its scripts."""
    found, tags = "", {"^": "sup", "_": "sub"}
    while text:
        char, text = text[0], text[1:]
        if char not in tags:
            found += char
            continue
        size = 1
        if text[0] == "{":
            size = next(
                n for n in range(1, len(text) + 1) if text[:n].count("{") == text[:n].count("}")
            )
        body, text = text[:size], text[size:]
        inner = in_tags(body[1:-1] if size > 1 else body)
        found += f"<{tags[char]}>{inner}</{tags[char]}>"
    return found


FORMULAS = st.lists(
    st.sampled_from(
        [
            *("a", "B", "12", "^", "_", "{", "}", "'", "(", ")", "-", "=", " ", "."),
            *("\\alpha", "\\to ", "\\log ", "\\pm", "\\infty ", "\\rm ", "\\,", "\\sp"),
            *("\\langle ", "\\rangle", "\\left", "\\not"),
        ]
    ),
    max_size=10,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(FORMULAS)
def test_the_fast_path_of_formulas_says_what_pylatexenc_says(tex: str) -> None:
    if tex.strip() and (simple := simple_formula(tex)):
        assert folds.html(tidy(simple)) == folds.html(to_inlines(f"\\ensuremath{{{tex}}}"))


@pytest.mark.parametrize("tex", ["x_1", r"\alpha = 1", "B^{12}", r"\langle a\rangle"])
def test_the_fast_path_is_taken(tex: str) -> None:
    assert simple_formula(tex)


def test_what_nobody_knows_is_named() -> None:
    assert unknown_commands(r"$\unheard x$ and \SI{1}{\furlong}") == ("unheard", "furlong")


@pytest.mark.parametrize(
    "latex", [r"\SI{1}{\tothe{}}", r"\ce{", r"\ce{^}", r"$\frac$", r"$x^$", r"\SI"]
)
def test_broken_notation_is_read(latex: str) -> None:
    folds.text(to_inlines(latex))


def document(tmp_path: Path, summary: str, title: str = "T") -> Document:
    data = {"basics": {"name": "Ada", "summary": summary}, "meta": {"lastModified": "2020-01-01"}}
    (tmp_path / "cv.yaml").write_text(json.dumps(data), "utf-8")
    entry = f"@misc{{a, title = {{{title}}}, author = {{Ada}}, year = 2020}}"
    (tmp_path / "publications.bib").write_text(entry, "utf-8")
    return cvtool.load(tmp_path / "cv.yaml")


def said(found: Document, name: str) -> str:
    return "\n".join(each.data.decode(errors="replace") for each in cvtool.render(found, name))


@pytest.mark.parametrize(
    ("written", "html"),
    [
        (r"$\mathcal{O}(n^2)$ and $x_i \le \alpha$", "O(n^2) and x_i ≤ α"),
        (
            "CO$_2$H, the $x_i$s, $k$NN, $p < 0.05$, $$x^2$$",
            "CO_2H, the x_is, kNN, p &lt; 0.05, x^2",
        ),
        ("$a*b*c$ and $[x](y)$, **$E=mc^2$**", "a*b*c and [x](y), <strong>E=mc^2</strong>"),
        ("H<sub>2</sub>O", "H_2O"),
        ("costs $5 and $10, or $5-$10, US$3M (was US$2M)", None),
        ("raised $5M - $10M, $5m/$6m, from $3M to $4M (US$)", None),
        ("$HOME/$USER, 5$ and 10$, A$, US$ and C$, $ 5$, $5 or 10$", None),
        (r"\$5 to \$6", "$5 to $6"),
        (r"$\unheard{x}$", r"$\unheard{x}$"),
        (r"$\alpha$$\beta$, $x_1$$\to$", "αβ, x_1→"),
        (r"$\begin{pmatrix} a & b \\ c_1 & d \end{pmatrix}$", "(a b; c_1 d)"),
        (r"$\\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("`$x_1$ $`", "<code>$x_1$ $</code>".replace("_", "\0")),
    ],
)
def test_formulas_of_cv_yaml(tmp_path: Path, written: str, html: str | None) -> None:
    (body,) = bodies(document(tmp_path, written).person.summary)
    assert folds.html(body) == in_tags(html or written).replace("\0", "_")


def test_browsers_set_formulas_of_cv_yaml(tmp_path: Path) -> None:
    written = (
        r"**A $\frac{a*b}{2}$**, $$\sum_{i=1}^n x_i$$ | $\sqrt{x<y} [z](w)$"
        "\n\n- $B_s^0$\n  - `$x_1^2$`, for $5M - $10M"
    )
    found = document(tmp_path, written)
    shown = "".join(map(folds.html, bodies(found.person.summary)))
    assert shown.count('<math display="inline" alttext="') == 4
    assert '<strong>A <math display="inline" alttext="(a*b)/2"><mrow><mfrac>' in shown
    assert "<code>$x_1^2$</code>, for $5M - $10M" in shown
    lines = said(found, "text")
    assert "A (a*b)/2, ∑ᵢ₌₁ⁿ xᵢ | √(x<y) [z](w)" in lines
    assert "Bₛ⁰" in lines
    assert '<math display="inline"' in said(found, "html")


def test_the_address_of_a_link_is_no_formula(tmp_path: Path) -> None:
    (body,) = bodies(document(tmp_path, "[a](https://a.b/$x_1$) <https://a.b/$y$>").person.summary)
    assert "https://a.b/$x_1$" in folds.html(body)
    assert folds.text(body).endswith("https://a.b/$y$")


def test_every_output_sets_or_writes_scripts(tmp_path: Path) -> None:
    found = document(tmp_path, "Light.", r"$T_c$ of $B_s^0$ at $10^{-3}$ and $10^{1.5}$")
    assert said(found, "html").count('T<sub>c</sub> of <math display="inline" alttext="Bₛ⁰">') == 2
    assert "T<sub>c</sub> of Bₛ⁰ at 10⁻³ and 10<sup>1.5</sup>" in said(found, "markdown")
    for name in ("text", "jsonresume", "feed"):
        assert "Tc of Bₛ⁰ at 10⁻³ and 10^1.5" in said(found, name)
    assert "T<sub>c</sub> of B<sub>s</sub><sup>0</sup>" in said(found, "publications")
    assert r"$T_c$ of $B_s^0$ at $10^{-3}$" in said(found, "bibtex")


def test_cv_pdf_raises_text_and_keeps_the_line(tmp_path: Path) -> None:
    plain = pdf(document(tmp_path, "Light. " * 60))
    found = document(tmp_path, "T<sub>c</sub>, $B_s^0$, $10^{-3}$, $10^{1.5}$ " * 60)
    assert "Tc, Bs⁰, 10⁻³, 101.5" in " ".join(pages(pdf(found))[0].split())
    assert gaps(pdf(found)) == gaps(plain) != set()


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_scripts_and_accents_conform_in_links_too(tmp_path: Path, profile: str) -> None:
    formulas = r"T$_c$, $\overline{1}$, $\bar{\nu}_e$ and $x^{y^2}$"
    data = pdf(document(tmp_path, f"{formulas} [{formulas}](https://a.b)", formulas))
    assert not page.validate_pdf_bytes(data, profile=profile).failures
    assert "Tc,1̄,ν̄eandxy" in "".join(pages(data)[0].split())


def pdf(found: Document) -> bytes:
    (output,) = cvtool.render(found, "pdf")
    return output.data


def gaps(data: bytes) -> set[float]:
    """The distances between the lines of the first paragraph."""
    heights = [height for line, height in baselines(data) if len(line) > 80]
    return {round(one - other, 1) for one, other in pairwise(heights)}


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"$\frac{1}{\epsilon^2}$", '<math display="inline" alttext="1/ε²"><mrow><mfrac>'),
        (r"a $\sqrt{x<y}$", '<math display="inline" alttext="√(x&lt;y)"><mrow><msqrt>'),
        (r"$\sum_{i=1}^n x_i$ and \emph{b}", '<math display="inline" alttext="∑ᵢ₌₁ⁿ xᵢ">'),
        (
            r"$\frac{n\log n}{\epsilon^2}$",
            '<mi>n</mi><mspace width="0.167em"></mspace><mi>log</mi><mspace',
        ),
        (r"$x_i^2$", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (
            r"$\overline{\href{javascript:alert(1)}{x}}$",
            '<math display="inline" alttext="x̄"><mrow><mover>',
        ),
    ],
)
def test_browsers_set_formulas_without_a_script(latex: str, written: str) -> None:
    body = to_inlines(latex)
    html = folds.html(body)
    assert written in html
    assert "javascript" not in html
    assert "<m" not in folds.markdown(body)


@pytest.mark.parametrize("latex", ["$O(n^2)$", r"$\alpha \le 1$", "$k$-means", "$x_i$"])
def test_formulas_of_a_line_stay_text(latex: str) -> None:
    assert "<math" not in folds.html(to_inlines(latex))
