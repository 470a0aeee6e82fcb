"""Headings, months and phrases of each language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model.dates import PartialDate
from .web import WEB

FALLBACK = "en"

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

_ENGLISH = {
    "summary": "Summary",
    "research": "Research interests",
    "news": "News",
    "publications": "Publications",
    "selectedPublications": "Selected publications",
    "otherPublications": "Other publications",
    "work": "Experience",
    "openSource": "Open source",
    "projects": "Projects",
    "education": "Education",
    "talks": "Talks",
    "teaching": "Teaching",
    "supervision": "Supervision",
    "grants": "Grants",
    "service": "Academic service",
    "awards": "Awards",
    "patents": "Patents",
    "press": "Press and write-ups",
    "volunteer": "Volunteering",
    "certificates": "Certifications",
    "skills": "Skills",
    "languages": "Languages",
    "interests": "Interests",
    "references": "References",
    "keywords": "Keywords",
    "contact": "Contact",
    "present": "Present",
    "until": "until",
    "and": "and",
    "comma": ", ",
    "beside": ", ",
    "bracket": " (",
    "bracketEnd": ")",
    "semicolon": "; ",
    "colon": ": ",
    "stop": ".",
    "lead": ".",
    "degree": "{studyType} in {area}",
    "gpa": "GPA",
    "rank": "Rank",
    "advisor": "Advisor:",
    "thesis": "Thesis:",
    "courses": "Courses:",
    "amount": "",
    "number": "No.",
    "inventors": "Inventors:",
    "status": "",
    "type": "",
    "entity": "",
    "roles": "Role:",
    "edited": "Edited by",
    "in": "In",
    "slides": "Slides",
    "video": "Video",
    "equalFirst": "* co-first author.",
    "equal": "* equal contribution.",
    "others": "and {count} others",
    "other": "and {count} other",
    "more": "and {count} more",
    "acceptance": "Acceptance rate: {rate}",
    "forthcomingListed": "Forthcoming",
    "undatedListed": "Undated",
    "inpreparation": "in preparation",
    "submitted": "under review",
    "forthcoming": "to appear",
    "inpress": "in press",
    "prepublished": "",
    "articlesListed": "Journal articles",
    "papersListed": "Conference papers",
    "booksListed": "Books",
    "chaptersListed": "Book chapters",
    "preprintsListed": "Preprints",
    "thesesListed": "Theses",
    "reportsListed": "Technical reports",
    "patentsListed": "Patents",
    "talksListed": "Talks",
    "softwareListed": "Software and data",
    "othersListed": "Other works",
    "corresponding": "† corresponding author.",
    "student": "‡ student supervised.",
    "topics": "Current topics",
    "focus": "Research focus",
    "email": "Email",
    "phone": "Phone",
    "address": "Address",
    "website": "Website",
    "location": "Location",
    "cvPdf": "CV (PDF)",
    "updated": "Last updated",
    "page": "Page",
    "untitled": "Curriculum vitae",
    "formats": "Other formats",
    "skipToContent": "Skip to content",
    "abstract": "Abstract",
    "link": "Link",
    "contents": "Sections",
    "aliases": "Also publishes as",
}

_CHINESE = {
    "summary": "个人简介",
    "research": "研究方向",
    "news": "动态",
    "publications": "论文",
    "selectedPublications": "代表论文",
    "otherPublications": "其他论文",
    "work": "工作经历",
    "openSource": "开源项目",
    "projects": "项目",
    "education": "教育背景",
    "talks": "报告",
    "teaching": "教学",
    "supervision": "指导学生",
    "grants": "科研基金",
    "service": "学术服务",
    "awards": "获奖",
    "patents": "专利",
    "press": "媒体报道",
    "volunteer": "志愿工作",
    "certificates": "证书",
    "skills": "技能",
    "languages": "语言",
    "interests": "兴趣",
    "references": "推荐",
    "keywords": "关键词",
    "contact": "联系方式",
    "present": "至今",
    "until": "至",
    "and": "和",
    "comma": "、",
    "beside": "，",
    "bracket": "（",
    "bracketEnd": "）",
    "semicolon": "；",
    "colon": "：",
    "stop": "。",
    "lead": "：",
    "degree": "{area}{studyType}",
    "gpa": "绩点",
    "rank": "排名",
    "advisor": "导师：",
    "thesis": "论文：",
    "courses": "课程：",
    "number": "编号",
    "inventors": "发明人：",
    "roles": "角色：",
    "edited": "编者：",
    "in": "载于",
    "slides": "幻灯片",
    "video": "视频",
    "equalFirst": "* 共同第一作者。",
    "equal": "* 同等贡献。",
    "others": "等 {count} 人",
    "other": "等 {count} 人",
    "more": "另有 {count} 篇",
    "acceptance": "录用率：{rate}",
    "forthcomingListed": "待发表",
    "undatedListed": "未注明日期",
    "inpreparation": "准备中",
    "submitted": "审稿中",
    "forthcoming": "即将发表",
    "inpress": "印刷中",
    "articlesListed": "期刊论文",
    "papersListed": "会议论文",
    "booksListed": "著作",
    "chaptersListed": "著作章节",
    "preprintsListed": "预印本",
    "thesesListed": "学位论文",
    "reportsListed": "技术报告",
    "patentsListed": "专利",
    "talksListed": "报告",
    "softwareListed": "软件与数据",
    "othersListed": "其他",
    "corresponding": "† 通讯作者。",
    "student": "‡ 指导的学生。",
    "topics": "当前课题",
    "focus": "研究重点",
    "email": "邮箱",
    "phone": "电话",
    "address": "地址",
    "website": "网站",
    "location": "所在地",
    "cvPdf": "简历（PDF）",
    "updated": "更新于",
    "page": "页",
    "untitled": "简历",
    "formats": "其他格式",
    "skipToContent": "跳到正文",
    "abstract": "摘要",
    "link": "链接",
    "contents": "目录",
    "aliases": "曾用名",
}

_LOCALES = {"en": {**_ENGLISH, **WEB["en"]}, "zh": {**_ENGLISH, **_CHINESE, **WEB["zh"]}}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LLMS_HEADINGS = MappingProxyType(
    {
        "work": "Industry and open-source experience",
        "press": "Selected company and press write-ups",
    }
)
"""English headings of llms-full.txt, where they say more to a machine than the usual ones."""


def language(locale: str) -> str:
    """The primary language subtag of a BCP 47 tag: ``zh`` of ``zh-Hans``."""
    return locale.split("-")[0].lower()


def is_known(locale: str) -> bool:
    """Whether there are phrases for the locale."""
    return language(locale) in _LOCALES


def labels(locale: str) -> Mapping[str, str]:
    """The phrases of a locale, or English ones when there are none for it."""
    return MappingProxyType(_LOCALES.get(language(locale), _LOCALES[FALLBACK]))


def date_text(date: PartialDate, locale: str) -> str:
    """A date as readers of the locale write it: ``Jul 2020``, ``2020年7月``."""
    if language(locale) == "zh":
        parts = zip((date.year, date.month, date.day), "年月日", strict=True)
        return "".join(f"{part}{unit}" for part, unit in parts if part is not None).removesuffix(
            "年" if date.month is None else ""
        )
    words = [] if date.day is None else [str(date.day)]
    words += [] if date.month is None else [_MONTHS[date.month - 1]]
    return " ".join([*words, str(date.year)])


def span_text(
    start: PartialDate | None, end: PartialDate | None, running: bool, locale: str
) -> str:
    """``Jul 2020 – Present``; one date where both are the same or only one is known."""
    phrases = labels(locale)
    last = phrases["present"] if running else date_text(end, locale) if end else ""
    first = date_text(start, locale) if start else ""
    if first == last or not first or not last:
        return first or last
    return f"{first} – {last}"
