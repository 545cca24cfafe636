"""Signs that a document takes from a font of pictures, as characters.

The places in the Symbol font are those of Adobe's Symbol encoding; those in Wingdings, Microsoft's.
"""

UNKNOWN = "\ufffd"
"""Stands where a sign has no character: whoever checks the text sees that something stood there."""

_GREEK = {
    **dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x41)),
    **dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x61)),
}
_SYMBOL = _GREEK | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥",
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•",
    0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩",
    0xC8: "∪", 0xC9: "⊃", 0xCA: "⊇", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠",
    0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬",
    0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE2: "®", 0xE3: "©", 0xE4: "™",
    0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪",
    0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)


def character(font: str, code: str) -> str:
    """The character for a place (hexadecimal) in a font; UNKNOWN where there is none.

    >>> character("Symbol", "F0B3"), character("Arial", "2265"), character("Webdings", "F061")
    ('≥', '≥', '�')
    """
    try:
        place = int(code, 16)
    except ValueError:
        return UNKNOWN
    if place in _PRIVATE or font.casefold() in _FONTS:
        return _of_pictures(font.casefold(), place & 0xFF)
    return chr(place) if 0x20 <= place <= 0xFFFF and not 0xD800 <= place <= 0xDFFF else UNKNOWN


def _of_pictures(font: str, place: int) -> str:
    found = _FONTS.get(font, {}).get(place)
    if found is None and font == "symbol" and 0x20 <= place < 0x7F:
        return chr(place)  # figures and marks stand where they do elsewhere
    return found or UNKNOWN
