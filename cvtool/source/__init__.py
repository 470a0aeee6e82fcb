"""cv.yaml as models: what the user wrote, checked but not yet a CV to show."""

from .cv import CV, Basics, CustomSection, Sections
from .layouts import DataLayout, Layout, Pdf, PluginLayout, SectionItem
from .node import Node

__all__ = [
    "CV",
    "Basics",
    "CustomSection",
    "DataLayout",
    "Layout",
    "Node",
    "Pdf",
    "PluginLayout",
    "SectionItem",
    "Sections",
]
