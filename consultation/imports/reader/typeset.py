"""The words of a DOCX as they are set (ECMA-376, 17.3.2): bold, italic, raised, hidden."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .archives import part
from .docx import SKIPPED, W, letters_of
from .outline import Line, Run, line_of

_REFERENCES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_OFF = {"0", "false", "off", "none"}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_UNKEPT = {"u": "underlined type", "highlight": "highlighted type"}
_STRUCK = "struck-through type, whose words are kept"
_CHAIN = 10


class Typeset:
    """Reads paragraphs of one document; `left_out` names what of them is not in the runs."""

    def __init__(self, raw: bytes) -> None:
        styles = part(raw, "word/styles.xml")
        every = () if styles is None else styles.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in every}
        self._known: dict[tuple[str, str], bool] = {}
        self.left_out: set[str] = set()
        self._notes: dict[tuple[str, str], Line] = {}
        self._notes |= {
            (kind, note.get(f"{W}id", "")): self.line(note)
            for kind in ("footnote", "endnote")
            for note in (part(raw, f"word/{kind}s.xml") or ())
            if note.get(f"{W}type") in {None, "normal"}
        }

    def line(self, element: Element) -> Line:
        """The runs of a paragraph, or of all in an element; a note in brackets where it is called.

        Figures that are raised or lowered become such characters: 10²⁵, CO₂.
        """
        return line_of(self._runs(element, style_of(element)))

    def _runs(self, element: Element, style: str) -> Iterator[Run]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._runs(child, style_of(child))
                yield Run("\n")
            elif child.tag == f"{W}r":
                yield from self._run(child, style)
            elif (letters := letters_of(child)) is not None:
                yield Run(letters)
            elif child.tag not in SKIPPED:
                yield from self._runs(child, style)

    def _run(self, run: Element, style: str) -> Iterator[Run]:
        own = run.find(f"{W}rPr")
        own = Element(f"{W}rPr") if own is None else own
        if self._is_unseen(run, own, style):
            return
        for child in run:
            if (letters := letters_of(child)) is not None:
                yield self._letters(letters, own, style)
            elif child.tag in _REFERENCES:
                yield from self._note(child)
            elif child.tag not in SKIPPED:
                yield from self._runs(child, style)

    def _is_unseen(self, run: Element, own: Element, style: str) -> bool:
        """Whether a run is hidden; what else is lost of it is remembered too."""
        if self._is("vanish", own, style):
            self.left_out.add("hidden text")
            return True
        if any(letters_of(child) for child in run):
            self.left_out |= {what for name, what in _UNKEPT.items() if _is_on(own.find(W + name))}
            is_struck = any(self._is(name, own, style) for name in ("strike", "dstrike"))
            self.left_out |= {_STRUCK} if is_struck else set()
        return False

    def _letters(self, letters: str, own: Element, style: str) -> Run:
        height = _value(own.find(f"{W}vertAlign"))
        is_bold, is_italic = (self._is(name, own, style) for name in ("b", "i"))
        return Run(self._at_height(letters, height), is_bold, is_italic)

    def _note(self, reference: Element) -> Iterator[Run]:
        kind = reference.tag.removeprefix(W).removesuffix("Reference")
        note = self._notes.get((kind, reference.get(f"{W}id", "")), ())
        if note:
            yield Run(" [")
            yield from line_of(
                run._replace(text=_without_ends(run.text, at, len(note)))
                for at, run in enumerate(note)
            )
            yield Run("]")

    def _at_height(self, letters: str, height: str) -> str:
        table = {"superscript": _RAISED, "subscript": _LOWERED}.get(height)
        if table is None or not letters.strip():
            return letters
        if all(ord(letter) in table or letter.isspace() for letter in letters):
            return letters.translate(table)
        self.left_out.add("raised or lowered type, whose letters are kept")
        return letters

    def _is(self, name: str, own: Element, style: str) -> bool:
        """Said by the run itself; else by its style or that of the paragraph, and not by both."""
        said = own.find(f"{W}{name}")
        if said is not None:
            return _is_on(said)
        of_run = _value(own.find(f"{W}rStyle"))
        return self._in_style(of_run, name) != self._in_style(style, name)

    def _in_style(self, style: str, name: str) -> bool:
        if (style, name) not in self._known:
            self._known[style, name] = self._found(style, name)
        return self._known[style, name]

    def _found(self, style: str, name: str) -> bool:
        for _ in range(_CHAIN):  # styles based on each other in a circle are no reason to hang
            element = self._styles.get(style)
            if element is None:
                return False
            said = element.find(f"{W}rPr/{W}{name}")
            if said is not None:
                return _is_on(said)
            style = _value(element.find(f"{W}basedOn"))
        return False


def style_of(paragraph: Element) -> str:
    return _value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _without_ends(text: str, at: int, size: int) -> str:
    """A note's run on one line, without the white space before its first and after its last."""
    words = " ".join(text.split("\n"))
    words = words.lstrip() if at == 0 else words
    return words.rstrip() if at == size - 1 else words


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in _OFF
