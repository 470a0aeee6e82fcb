"""What LaTeX's commands stand for, where pylatexenc's tables do not say it for readers."""

from __future__ import annotations

from collections.abc import Mapping

NO_BREAK_SPACE = "\u00a0"


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_ACCENTS = """
    ` 0300 ' 0301 ^ 0302 ~ 0303 = 0304 u 0306 . 0307 " 0308 r 030a H 030b v 030c G 030f U 030e
    d 0323 c 0327 k 0328 b 0331 t 0361 hat 0302 bar 0304 tilde 0303 dot 0307 ddot 0308 vec 20d7
"""
ACCENTS: Mapping[str, str] = {name: chr(int(code, 16)) for name, code in _pairs(_ACCENTS).items()}
"""The combining character of each accent."""

LETTERS: Mapping[str, str] = _pairs(
    "ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ th þ TH Þ dh ð DH Ð dj đ DJ Đ "
    "ng ŋ NG Ŋ"
)

_SILENT = """
    rm sf sc cal tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    upshape scshape rmfamily sffamily mdseries normalfont relax protect null leavevmode
    noindent mathstrut textsc textsf textrm textup textmd textnormal mathrm mathbf mathit
    mathsf mathtt mathcal mathfrak mathscr mathnormal boldsymbol bm operatorname text mbox
    hbox makebox underline uppercase MakeUppercase lowercase MakeLowercase autocap bibstring
    bibcyr section subsection centering ignorespaces unskip allowbreak bigskip smallskip
    medskip nolinebreak linebreak bgroup egroup bigg Bigg biggl biggr Bigl Bigr middle
    textstyle scriptstyle nolimits xspace sloppy overline acro textls natexlab verb
    selectlanguage textcompwordmark nobreakdash negthinspace left right big Big bigl bigr
    displaystyle limits - / ! @
"""
"""Commands that change how the text behind them looks, and nothing that it says."""

_JOURNALS: Mapping[str, str] = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement Series",
    "aj": "Astronomical Journal",
    "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement Series",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy & Astrophysics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of SPIE",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}
"""The names of journals that the Astrophysics Data System writes as commands."""

_SPACES = ", ; : > \\ newline thinspace newblock hfill par quad qquad enspace space"
_SYMBOLS = r"""
    textless < textgreater > textunderscore _ textquotedbl " textampersand & textpercent %
    textnumbersign # textminus − textpm ± textsurd √ textasteriskcentered * textperiodcentered ·
    textcelsius °C celsius °C texttildelow ~ textohm Ω ohm Ω micro µ upmu µ degree ° permil ‰
    permille ‰ perthousand ‰ guillemetleft « guillemetright » lq ‘ rq ’ lbrack [ rbrack ] ddag ‡
    ddagger ‡ circledR ® checkmark ✓ ne ≠ SS SS No N° no n° XeLaTeX XeLaTeX LuaLaTeX LuaLaTeX
    textalpha α textbeta β textgamma γ textdelta δ textepsilon ε textzeta ζ texteta η texttheta θ
    textiota ι textkappa κ textlambda λ textnu ν textxi ξ textpi π textrho ρ textsigma σ texttau τ
    textupsilon υ textphi φ textchi χ textpsi ψ textomega ω textGamma Γ textDelta Δ textTheta Θ
    textLambda Λ textXi Ξ textPi Π textSigma Σ textPhi Φ textPsi Ψ textOmega Ω
    LaTeX LaTeX LaTeXe LaTeX2e TeX TeX BibTeX BibTeX XeTeX XeTeX S § P ¶ copyright © pounds £ euro €
    EUR € slash / textasciicircum ^ glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » ldots … dots … cdots ⋯
    sim ~ ast * star * circ ∘ mid | vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ backslash \
    colon : prime ′ varepsilon ε epsilon ε varphi φ phi φ ell ℓ nabla ∇ partial ∂ setminus ∖ wedge ∧
    vee ∨ neg ¬ Box □ Diamond ◇ varGamma Γ varDelta Δ textbar | textbraceleft { textbraceright }
    hyphen - psq f. psqq ff.
"""
SYMBOLS: Mapping[str, str] = {
    **LETTERS,
    **_JOURNALS,
    **dict.fromkeys(_SILENT.split(), ""),
    **_pairs(_SYMBOLS),
    **dict.fromkeys((*_SPACES.split(), " ", "\n", "\t"), " "),
    **{"nobreakspace": NO_BREAK_SPACE, "og": f"«{NO_BREAK_SPACE}", "fg": f"{NO_BREAK_SPACE}»"},
}

FUNCTIONS = frozenset(
    {"argmax", "argmin", "polylog", "poly", "softmax", "diag", "rank", "Var", "Cov", "tr", "bmod"}
)
"""Names that mathematics writes out, beyond those in pylatexenc's tables."""

BLACKBOARD: Mapping[str, str] = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))

SUPERSCRIPTS: Mapping[str, str] = {
    **dict(zip("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    **dict(zip("αβγδεθφχ", "ᵅᵝᵞᵟᵋᶿᵠᵡ", strict=True)),
}
SUBSCRIPTS: Mapping[str, str] = {
    **dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    **dict(zip("βγρφχ", "ᵦᵧᵨᵩᵪ", strict=True)),
}
RAISED: Mapping[str, str] = {"*": "*", "′": "′", "∘": "°", "†": "†", "‡": "‡", "⊤": "ᵀ"}
"""Characters that a superscript leaves as they are, or that have a form of their own."""

ORDINALS = frozenset({"th", "st", "nd", "rd", "er", "re", "ère", "ème", "ers", "mes", "me", "le"})
"""What ordinal numbers end in: readers of PDFs take raised letters apart from their number."""

EMPHASIS = frozenset({"emph", "textit", "textsl", "mkbibemph", "mkbibitalic"})
BOLD = frozenset({"textbf", "mkbibbold"})
QUOTED = frozenset({"enquote", "mkbibquote"})
FRACTIONS = frozenset({"frac", "tfrac", "dfrac", "nicefrac"})
DROPPED = frozenset(
    {
        *("noopsort", "label", "ref", "vspace", "hspace", "color", "cite", "citep", "citet"),
        *("phantom", "hphantom", "vphantom"),
    }
)
ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys((*ACCENTS, *EMPHASIS, *BOLD, *QUOTED, *DROPPED, "texttt", "footnote"), "{"),
    **dict.fromkeys(("textsuperscript", "textsubscript", "mkbibsuperscript"), "{"),
    **dict.fromkeys(("ensuremath", "mathbb", "url", "rawurl"), "{"),
    **dict.fromkeys((*FRACTIONS, "href", "textcolor", "texorpdfstring"), "{{"),
    "sqrt": "[{",
}
"""The arguments, in pylatexenc's notation, of each command that takes its own."""

SWITCHES: Mapping[str, str] = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), "emph"),
    **dict.fromkeys(("bf", "bfseries"), "textbf"),
    **dict.fromkeys(("tt", "ttfamily"), "texttt"),
}
"""Commands that change the font up to the end of their group, and which one they stand for."""
