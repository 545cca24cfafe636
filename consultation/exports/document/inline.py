"""What stands inside a paragraph of Markdown: bold, italic, code, links written out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from consultation.exports.document.blocks import Run


@dataclass
class _Reader:
    """Where the reading of one paragraph's tokens stands."""

    runs: list[Run] = field(default_factory=list)
    bold: int = 0
    italic: int = 0
    links: list[tuple[str, int]] = field(default_factory=list)

    def say(self, text: str, *, code: bool = False) -> None:
        self.runs.append(Run(text, self.bold > 0, self.italic > 0, code))

    def open_link(self, token: Token) -> None:
        self.links.append((str(token.attrs.get("href", "")), len(self.runs)))

    def close_link(self, token: Token) -> None:
        """Write the address after the link's words, unless they are the address."""
        address, start = self.links.pop()
        words = "".join(run.text for run in self.runs[start:])
        if address and address.removeprefix("mailto:") != words:
            self.say(f" ({address})")

    def say_content(self, token: Token) -> None:
        self.say(token.content)

    def say_code(self, token: Token) -> None:
        self.say(token.content, code=True)

    def say_break(self, token: Token) -> None:
        self.say("\n" if token.type == "hardbreak" else " ")

    def say_picture(self, token: Token) -> None:
        """A picture is not loaded: its words and its address stand for it."""
        self.say(f"[picture: {token.content} ({token.attrs.get('src', '')})]")

    def turn_bold(self, token: Token) -> None:
        self.bold += token.nesting

    def turn_italic(self, token: Token) -> None:
        self.italic += token.nesting


_READ: dict[str, Callable[[_Reader, Token], None]] = {
    "strong_open": _Reader.turn_bold,
    "strong_close": _Reader.turn_bold,
    "em_open": _Reader.turn_italic,
    "em_close": _Reader.turn_italic,
    "link_open": _Reader.open_link,
    "link_close": _Reader.close_link,
    "softbreak": _Reader.say_break,
    "hardbreak": _Reader.say_break,
    "code_inline": _Reader.say_code,
    "image": _Reader.say_picture,
}


def runs(tokens: Sequence[Token]) -> list[Run]:
    """The tokens of one paragraph as runs; a link's address is written out behind its words."""
    reader = _Reader()
    for token in tokens:
        _READ.get(token.type, _Reader.say_content)(reader, token)
    return [run for run in reader.runs if run.text]
