"""The two steps in which every XML file here is made."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Add an element to another; return it."""
    found = ET.SubElement(parent, tag, attributes)
    found.text = text
    return found


def as_bytes(root: ET.Element) -> bytes:
    """Return a whole file, indented."""
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
