"""The document as plain values, for writers that take data: every block with its kind's name."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from consultation.exports.document import Document
from consultation.exports.document.blocks import Chart, Table
from consultation.exports.figures import bar_picture
from consultation.exports.text import xml_text


def plain(document: Document) -> dict[str, Any]:
    """Every text as XML can hold it; a table says which columns are figures, a chart has bars."""
    value: dict[str, Any] = _plain(document)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__.lower()} | named | _drawn(value)
    return value


def _drawn(value: Any) -> dict[str, Any]:
    if isinstance(value, Table):
        return {"figures": list(value.figures)}
    if isinstance(value, Chart):
        return {
            "pictures": [
                {"svg": bar_picture(bar, value.most), "told": told(bar)} for bar in value.bars
            ]
        }
    return {}


def told(bar: tuple[tuple[str, int], ...]) -> str:
    """A bar in words.

    >>> told((("support", 1), ("oppose", 2))), told((("", 3),))
    ('support 1, oppose 2', '3')
    """
    return ", ".join(f"{kind} {count:,}".strip() for kind, count in bar)
