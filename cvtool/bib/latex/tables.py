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
    acute 0301 grave 0300 check 030c breve 0306 mathring 030a dddot 20db overline 0304
    widehat 0302 widetilde 0303 widebar 0304 overrightarrow 20d7 underbar 0331 textsubbar 0331
    textoverline 0305 cancel 0338 bcancel 0338 slashed 0338
    polhk 0328 udot 0323 ocirc 030a soft 030c dudot 0324 utilde 0330 lfhook 0326
    cftil 0302+0303 cfac 0302+0301 cfgrv 0302+0300 cfudot 0302+0323
"""
ACCENTS: Mapping[str, str] = {
    name: "".join(chr(int(code, 16)) for code in codes.split("+"))
    for name, codes in _pairs(_ACCENTS).items()
}
"""The combining characters of each accent; the last ones are MathSciNet's."""

OVERLINES = frozenset({"overline", "bar", "widebar"})
LONG_ACCENTS = OVERLINES | {"widehat", "widetilde", "overrightarrow"}
"""Accents that stand over all letters of their argument."""

LETTERS: Mapping[str, str] = _pairs(
    "ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ th þ TH Þ dh ð DH Ð dj đ DJ Đ "
    "ng ŋ NG Ŋ dbar đ Dbar Đ cprime ʹ cdprime ʺ lasp ʿ rasp ʾ cydot ·"
)

_SILENT = """
    rm sf ssf sc cal Cal tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    upshape scshape rmfamily sffamily mdseries normalfont relax protect null leavevmode
    noindent mathstrut textsc textsf textrm textup textmd textnormal mathrm mathbf mathit
    mathsf mathtt mathcal mathscr scr mathnormal boldsymbol bm operatorname text mbox
    hbox makebox uppercase MakeUppercase lowercase MakeLowercase autocap bibstring
    bibcyr section subsection centering ignorespaces unskip allowbreak bigskip smallskip
    medskip nolinebreak linebreak bgroup egroup
    textstyle scriptstyle nolimits xspace sloppy acro textls natexlab verb
    selectlanguage textcompwordmark nobreakdash negthinspace
    displaystyle limits mathop mathrel mathbin mathord mathopen mathclose nonumber not sp sb
    isdot addspace adddot addperiod addcomma addnbspace bold
    boldmath unboldmath cyr cyracc roman eusm eusb uline ul hl fbox textgreek up - / ! @
"""
"""Commands that change how the text behind them looks, and nothing that it says."""

JOURNALS: Mapping[str, str] = {
    "aap": "Astronomy & Astrophysics",
    "aapr": "Astronomy & Astrophysics Reviews",
    "aaps": "Astronomy & Astrophysics Supplement Series",
    "actaa": "Acta Astronomica",
    "aj": "Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters",
    "apjlett": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement Series",
    "apjsupp": "Astrophysical Journal Supplement Series",
    "aplett": "Astrophysics Letters",
    "applopt": "Applied Optics",
    "apspr": "Astrophysics Space Physics Research",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy & Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "International Astronomical Union Circulars",
    "icarus": "Icarus",
    "jaavso": "Journal of the American Association of Variable Star Observers",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "maps": "Meteoritics & Planetary Science",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "mps": "Meteoritics & Planetary Science",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of SPIE",
    "psj": "Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmp": "Reviews of Modern Physics",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky & Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
}
"""The names of journals that the Astrophysics Data System and AASTeX write as commands."""

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
    colon : | ‖ prime ′ varepsilon ε epsilon ε varphi φ phi φ ell ℓ nabla ∇ partial ∂ setminus ∖
    wedge ∧ vee ∨ neg ¬ Box □ Diamond ◇ varGamma Γ varDelta Δ textbar |
    textbraceleft { textbraceright }
    hyphen - psq f. psqq ff. bullet • iff ⇔ implies ⇒ impliedby ⇐ leadsto ⇝ longrightarrow →
    longleftarrow ← longleftrightarrow ↔ Longrightarrow ⇒ Longleftrightarrow ⇔ longmapsto ↦ land ∧
    lor ∨ models ⊨ bot ⊥ imath ı jmath ȷ llbracket ⟦ rrbracket ⟧ coloneqq := colonequals := eqqcolon
    =: triangle △ clubsuit ♣ heartsuit ♥ spadesuit ♠ diamondsuit ♦ thicksim ∼ thickapprox ≈ lt < gt
    > arcmin ′ arcsec ″ farcs ″. farcm ′. fdg °. degr ° arcdeg ° micron µm la ≲ ga ≳ lsim ≲ gsim ≳
    sun ⊙ earth ⊕ upalpha α upbeta β upgamma γ updelta δ upepsilon ε upeta η uptheta θ upkappa κ
    bigstar ★ eqsim ≂ vDash ⊨ restriction ↾ varinjlim lim→ varprojlim lim←
    uplambda λ upnu ν uppi π uprho ρ upsigma σ uptau τ upphi φ upchi χ uppsi ψ upomega ω
"""
SCRIPTS: Mapping[str, str] = {"sp": "^", "sb": "_"}
FENCES = frozenset(
    {
        *("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr"),
        *("bigm", "Bigm", "biggl", "biggr", "biggm", "Biggl", "Biggr", "Biggm"),
    }
)
"""Commands for the size of the bracket behind them, which may be a stop for none."""

CLOSING = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr", "rVert", "rvert", "rangle"})

SYMBOLS: Mapping[str, str] = {
    **LETTERS,
    **JOURNALS,
    **dict.fromkeys((*_SILENT.split(), *FENCES), ""),
    **_pairs(_SYMBOLS),
    **dict.fromkeys((*_SPACES.split(), " ", "\n", "\t"), " "),
    **{"nobreakspace": NO_BREAK_SPACE, "og": f"«{NO_BREAK_SPACE}", "fg": f"{NO_BREAK_SPACE}»"},
}

_FUNCTIONS = """
    argmax argmin polylog poly softmax diag rank Var Cov tr Tr bmod Re Im det dim ker hom Hom End
    Aut Spec deg gcd lcm arg lg sec csc cot coth sgn sign supp span Pr
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Names that mathematics writes out, beyond those in pylatexenc's tables."""


def _letters(capital: int, small: int, figure: int, exceptions: str) -> Mapping[str, str]:
    """Letters and figures of an alphabet that begin at these places, but for the exceptions."""
    starts = [("A", 26, capital), ("a", 26, small), ("0", 10 if figure else 0, figure)]
    return {
        chr(ord(first) + place): chr(start + place)
        for first, count, start in starts
        for place in range(count)
    } | _pairs(exceptions)


_BLACKBOARD = _letters(0x1D538, 0x1D552, 0x1D7D8, "C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ")
_FRAKTUR = _letters(0x1D504, 0x1D51E, 0, "C ℭ H ℌ I ℑ R ℜ Z ℨ")
ALPHABETS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("mathbb", "Bbb", "mathbbm", "mathds", "mathbbold"), _BLACKBOARD),
    **dict.fromkeys(("mathfrak", "frak", "germ"), _FRAKTUR),
}
"""The letters of each mathematical alphabet in which they mean something else than plain ones."""

RAISED: Mapping[str, str] = {
    **{"*": "*", "∗": "*", "′": "′", "″": "″", "∘": "°", "°": "°"},
    **{"™": "™", "℠": "℠", "ª": "ª", "º": "º"},
}
"""Characters that are high by themselves, each as it stands then."""

ORDINALS = frozenset({"th", "st", "nd", "rd", "er", "re", "ère", "ème", "ers", "mes", "me", "le"})
"""What ordinal numbers end in: readers of PDFs take raised letters apart from their number."""

PREFIXES: Mapping[str, str] = _pairs(
    "yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da deka da "
    "hecto h kilo k mega M giga G tera T peta P exa E zetta Z yotta Y"
)
UNITS: Mapping[str, str] = _pairs(
    "metre m meter m gram g kilogram kg second s ampere A kelvin K mole mol candela cd hertz Hz "
    "newton N pascal Pa joule J watt W coulomb C volt V farad F ohm Ω siemens S weber Wb tesla T "
    "henry H lumen lm lux lx becquerel Bq gray Gy sievert Sv katal kat radian rad steradian sr "
    "degreeCelsius °C celsius °C degree ° arcminute ′ arcsecond ″ percent % minute min hour h "
    "day d year a litre L liter L hectare ha tonne t dalton Da electronvolt eV bar bar barn b "
    "decibel dB bel B neper Np byte B bit bit angstrom Å astronomicalunit au parsec pc "
    "lightyear ly gauss G molar M rpm rpm pH pH "
    "m m cm cm mm mm um µm nm nm pm pm km km g g kg kg mg mg ug µg ng ng s s ms ms us µs ns ns "
    "ps ps fs fs h h Hz Hz kHz kHz MHz MHz GHz GHz THz THz V V mV mV kV kV A A mA mA uA µA W W "
    "mW mW kW kW MW MW GW GW J J kJ kJ eV eV meV meV keV keV MeV MeV GeV GeV TeV TeV K K mK mK "
    "uK µK N N mN mN kN kN Pa Pa kPa kPa MPa MPa GPa GPa mol mol mmol mmol umol µmol L L l L "
    "mL mL ml mL uL µL T T dB dB F F pF pF nF nF kWh kWh"
)
"""What siunitx's commands stand for."""

EMPHASIS = frozenset({"emph", "textit", "textsl", "mkbibemph", "mkbibitalic"})
GROUP = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
"""What stands in braces, as a regular expression, with two levels of them inside."""

BOLD = frozenset({"textbf", "mkbibbold"})
ENCLOSED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("enquote", "mkbibquote", "textquote", "foreignquote", "say"), ("“", "”")),
    **{"mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]"), "footnote": (" (", ")")},
}
"""What stands before and behind the argument of a command."""

BRACKETED: Mapping[str, str] = {
    **{"bra": "⟨|", "ket": "|⟩", "braket": "⟨⟩", "expval": "⟨⟩", "abs": "||", "norm": "‖‖"},
    **{"floor": "⌊⌋", "ceil": "⌈⌉"},
}
"""The brackets that a command of mathematics puts around its argument."""

FRACTIONS = frozenset({"frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac"})
STACKED: Mapping[str, str] = {
    **{"overset": "^", "stackrel": "^", "underset": "_"},
    **{"xrightarrow": "→", "xleftarrow": "←"},
}
"""Commands that put one thing over or under another."""

INFIXES: Mapping[str, str] = {"over": "frac", "choose": "binom"}
"""Plain TeX's commands between two things, and the commands that take them as arguments."""

BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
DROPPED = frozenset(
    {
        *("noopsort", "label", "ref", "vspace", "hspace", "color"),
        *("phantom", "hphantom", "vphantom"),
    }
)
CITES = frozenset(
    {
        *("cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear", "citeyearpar"),
        *("parencite", "textcite", "autocite", "footcite", "fullcite", "footfullcite", "nocite"),
    }
)
"""Commands that name another work by its key, of which nothing can be shown in a line."""

ARGUMENTS: Mapping[str, str] = {
    **dict.fromkeys(CITES, "*[[{"),
    **dict.fromkeys((*ACCENTS, *EMPHASIS, *BOLD, *ENCLOSED, *DROPPED, "texttt"), "{"),
    **dict.fromkeys(("textsuperscript", "textsubscript", "mkbibsuperscript"), "{"),
    **dict.fromkeys(("ensuremath", *ALPHABETS, *BRACKETED, "url", "rawurl"), "{"),
    **dict.fromkeys((*FRACTIONS, *BINOMIALS, "ketbra"), "{{"),
    **dict.fromkeys(("href", "textcolor", "colorbox", "texorpdfstring"), "{{"),
    **dict.fromkeys(("overset", "underset", "stackrel"), "{{"),
    **dict.fromkeys(("foreignlanguage", "foreignquote", "colorbox", "raisebox"), "{{"),
    **dict.fromkeys(("sqrt", "xrightarrow", "xleftarrow"), "[{"),
    **dict.fromkeys(("pmod", "underline"), "{"),
}
"""The arguments, in pylatexenc's notation, of each command that takes its own."""

SWITCHES: Mapping[str, str] = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), "emph"),
    **dict.fromkeys(("bf", "bfseries"), "textbf"),
    **dict.fromkeys(("tt", "ttfamily"), "texttt"),
}
"""Commands that change the font up to the end of their group, and which one they stand for."""
