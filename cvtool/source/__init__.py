"""cv.yaml as models: what the user wrote, checked but not yet a CV to show."""

from .cv import CV, Basics, CustomSection, Layout, SectionItem, Sections
from .fields import Node

__all__ = ["CV", "Basics", "CustomSection", "Layout", "Node", "SectionItem", "Sections"]
