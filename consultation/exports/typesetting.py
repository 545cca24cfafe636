"""Typesetting as PDF: data goes to a template that reads no letter of it as markup."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import typst

from consultation.exports.text import xml_text

_SAMPLE = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Libertinus Serif", "DejaVu Sans", "DejaVu Sans Mono"), top-edge: "baseline")
#set block(spacing: 0pt)
#for letter in json(bytes(sys.inputs.letters)) { block(height: 10pt, text(letter)) }"""
_NOWHERE = "\U0010fffd"
_DRAWN = re.compile(r'<g transform="translate\(0 (\d+)\)">|<use xlink:href="#(\w+)"')


def typeset(template: bytes, inputs: dict[str, str], made_at: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1, where every letter of it has a font); same input, same bytes."""
    try:
        return _compile(template, inputs, made_at, standards=["ua-1"])
    except typst.TypstError:
        # A letter that is there by itself and not beside its neighbour: tagged all the same.
        return _compile(template, inputs, made_at, standards=[])


def _compile(
    template: bytes, inputs: dict[str, str], made_at: datetime, *, standards: list[Any]
) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),  # of PDF's dates
    )


def codes_for(text: str) -> dict[int, str]:
    """For every letter that no font has: its code, as `str.translate` takes it.

    The letters are drawn once; those that come out as the mark for none are the missing ones.
    """
    letters = sorted({letter for letter in text if letter > "\u024f"})
    if not letters:
        return {}
    drawn = typst.compile(
        _SAMPLE, format="svg", sys_inputs={"letters": json.dumps([_NOWHERE, *letters])}
    )
    # Each letter has a line of its own, ten points high; one that is not seen draws nothing.
    line, glyphs = 0, []
    for height, glyph in _DRAWN.findall(drawn.decode()):
        line = int(height) // 10 if height else line
        glyphs += [(line, glyph)] if glyph else []
    missing = glyphs[0][1]
    lost = {letters[line - 1] for line, glyph in glyphs[1:] if glyph == missing}
    return {ord(letter): f"[U+{ord(letter):04X}]" for letter in lost}


def written(content: Any, codes: dict[int, str]) -> Any:
    """The same content, every text of it as a document and its fonts can hold it."""
    if isinstance(content, str):
        return xml_text(content).translate(codes)
    if isinstance(content, dict):
        return {name: written(value, codes) for name, value in content.items()}
    if isinstance(content, list):
        return [written(each, codes) for each in content]
    return content
