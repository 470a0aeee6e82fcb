"""Headings that others write -> the sections of cv.yaml, in all languages that cvtool has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..words.data import everywhere

_OURS = """
    work education publications projects skills awards languages talks patents teaching
    service     certificates volunteer references summary interests grants press news
    supervision openSource
"""
_THEIRS = {
    "work": """
        work | employment | professional experience | work experience | employment history |
        industry experience | research experience | work history | academic positions |
        positions | appointments | career | academic appointments | research and industry
        experience | berufserfahrung | beruflicher werdegang
    """,
    "education": """
        academic background | education and training | degrees | studies | academic
        qualifications | ausbildung | studium | bildungsweg
    """,
    "publications": """
        papers | selected publications | journal articles | conference papers | preprints |
        peer reviewed publications | research output | veröffentlichungen
    """,
    "projects": """
        open source projects | selected projects | personal projects | projects and tools |
        projekte | side projects | research projects
    """,
    "skills": """
        technologies | technical skills | computer skills | programming | programming
        languages | tools | skills and tools | core skills | key skills | kenntnisse |
        programming skills | technical expertise
    """,
    "awards": """
        honors | honours | honors and awards | honours and awards | awards and honors |
        awards and honours | scholarships | fellowships | prizes | distinctions |
        achievements | grants and awards | auszeichnungen
    """,
    "languages": """
        language skills | spoken languages | sprachkenntnisse
    """,
    "talks": """
        invited talks | presentations | selected talks | invited presentations | talks and
        presentations | conference presentations | lectures | speaking | vorträge
    """,
    "patents": """
        inventions
    """,
    "teaching": """
        teaching experience | courses taught | lehre
    """,
    "service": """
        professional service | academic service | community service | reviewing | services |
        memberships | service and leadership | professional activities | professional
        memberships | leadership
    """,
    "certificates": """
        certifications | licenses | certificates and licenses | licenses and certifications
        | courses and certificates | zertifikate
    """,
    "volunteer": """
        volunteering | volunteer experience | volunteer work | voluntary work | ehrenamt
    """,
    "references": """
        referees | recommendations | testimonials | referenzen
    """,
    "summary": """
        about | about me | profile | personal profile | bio | biography | objective |
        welcome | career objective | professional summary | executive summary | personal
        statement | profil | über mich
    """,
    "interests": """
        hobbies | other interests | academic interests | research interests | hobbys |
        interessen | hobbies and interests | interests and hobbies
    """,
    "grants": """
        funding | research funding | grants and funding | drittmittel
    """,
    "press": """
        media | media coverage | in the press | press coverage
    """,
    "supervision": """
        students | mentoring | advising | students advised | mentorship | student
        supervision
    """,
}
_ASIDE = re.compile(
    r"[\[(].*|\b(?:selected|relevant|recent|additional|peer-reviewed)\b", re.IGNORECASE
)
_OTHER_SIGNS = re.compile(r"[^\w]+")


def section_of(heading: str) -> str:
    """The section that a heading is for; empty where nobody can know."""
    return _known().get(_folded(heading), "")


def is_usual(heading: str, section: str) -> bool:
    """Whether it is what cvtool has over the section anyway, in whatever language."""
    return _folded(heading) in {_folded(each) for each in (section, *everywhere(section))}


def _folded(heading: str) -> str:
    words = _ASIDE.sub(" ", heading.replace("&", " and ").replace("_", " "))
    words = _OTHER_SIGNS.sub(" ", words)
    return " ".join(words.casefold().split())


@cache
def _known() -> Mapping[str, str]:
    found = {_folded(each): name for name in _OURS.split() for each in (name, *everywhere(name))}
    return found | {
        _folded(each): name for name, others in _THEIRS.items() for each in others.split("|")
    }
