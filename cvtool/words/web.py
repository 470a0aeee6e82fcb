"""The phrases of the homepage in each language, and the names by which it offers the outputs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ENGLISH = {
    "earlier": "Earlier",
    "at": " (at) ",
    "dot": " (dot) ",
    "filter": "Filter",
    "copyIt": "Copy",
    "copied": "Copied",
    "homepage": "Homepage",
    "details": "Details",
    "notFound": "Page not found",
    "notFoundText": "There is nothing at this address.",
    "cv.pdf": "CV as PDF",
    "cv.md": "CV as Markdown",
    "cv.txt": "CV as plain text",
    "llms.txt": "Links for AI assistants",
    "llms-full.txt": "Everything for AI assistants",
    "resume.json": "JSON Resume",
    "profile.json": "Profile as linked data (JSON-LD)",
    "publications.json": "Publications for Zotero (CSL-JSON)",
    "publications.bib": "Publications as BibTeX",
    "feed.json": "News feed (JSON)",
    "atom.xml": "News feed (Atom)",
}

_CHINESE = {
    "earlier": "更早",
    "filter": "筛选",
    "copyIt": "复制",
    "copied": "已复制",
    "homepage": "主页",
    "details": "详情",
    "notFound": "找不到页面",
    "notFoundText": "这个地址没有内容。",
    "cv.pdf": "简历（PDF）",
    "cv.md": "简历（Markdown）",
    "cv.txt": "简历（纯文本）",
    "llms.txt": "供 AI 助手使用的链接",
    "llms-full.txt": "供 AI 助手使用的全文",
    "resume.json": "JSON Resume",
    "profile.json": "关联数据（JSON-LD）",
    "publications.json": "论文，供 Zotero 使用（CSL-JSON）",
    "publications.bib": "论文（BibTeX）",
    "feed.json": "动态订阅（JSON）",
    "atom.xml": "动态订阅（Atom）",
}

WEB: Mapping[str, dict[str, str]] = MappingProxyType({"en": _ENGLISH, "zh": _ENGLISH | _CHINESE})
"""Language -> its phrases."""
