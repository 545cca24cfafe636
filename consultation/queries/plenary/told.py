"""What of a question may be told beyond those who review it: whose words, and whose not yet.

A title that a person gave stands with the signature. One that the machine proposed is a sentence of
some author: it is told as authors' words are, once the contributions are published, and until then
the theme goes by the number that it keeps. What was said in a meeting is told with the meeting, and
what is withheld or was removed is not told: it is counted, and neither quoted nor a title, and a
summary that quotes it waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from sqlalchemy import ColumnElement, func, select

from consultation.db import session
from consultation.models import Answer, AnswerVersion, OpenQuestion, Point, Theme
from consultation.models.answer import UNPUBLISHED
from consultation.queries.contributions.visible import is_public, is_withheld, waits_for_its_meeting
from consultation.queries.counts import MinorityLine, OwnOutcomeLine, ThemeLine
from consultation.queries.desk.points import from_points
from consultation.queries.desk.themes import is_current, themes_in_order
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.fields import fields_in
from consultation.queries.plenary.own_outcomes import own_outcomes_of
from consultation.queries.plenary.summaries import FilledSummary, filled_summary
from consultation.quoting import block_quotes, single_spaced


class Titled(Protocol):
    """A theme, or the line of one: its title, and who gave it, if a person did."""

    @property
    def title(self) -> str: ...
    @property
    def proposed_by(self) -> object: ...
    @property
    def titled_by(self) -> object: ...


class Telling:
    """What may be told of one question; with `published` contributions authors' words may be."""

    def __init__(
        self, question: OpenQuestion, *, published: bool, heard: ColumnElement[bool] | None = None
    ) -> None:
        self.question = question
        self._published = published
        self._heard = is_public() if heard is None else heard

    def title(self, theme: Titled, number: int) -> str:
        """A theme's title or, where that may not be told yet, "Theme 12"."""
        return theme.title if self._is_told(theme) else f"Theme {number}"

    def title_of(self, words: str) -> str:
        """A title of which only the words are there, as it may be told; of no theme, none."""
        named = self._named.get(words)
        if named is None:
            is_told = not words or (self._published and self._may_be_told(words))
            return words if is_told else UNPUBLISHED
        told = [self.title(theme, theme.id) for theme in named]
        return words if words in told else told[0]

    @cached_property
    def _named(self) -> dict[str, list[Theme]]:
        """The themes by their titles, also those that were merged or discarded."""
        named: dict[str, list[Theme]] = {}
        rows = select(Theme).where(Theme.question_id == self.question.id).order_by(Theme.id)
        for theme in session.scalars(rows):
            named.setdefault(theme.title, []).append(theme)
        return named

    def _is_told(self, theme: Titled) -> bool:
        if theme.proposed_by is not None or theme.titled_by is not None:
            return True
        return self._published and self._may_be_told(theme.title)

    def _may_be_told(self, words: str) -> bool:
        """Whether nothing that is withheld can be the only text that a sentence stands in."""
        return not self.unheard or self._may_be_read(words)

    def _may_be_read(self, words: str) -> bool:
        """Whether a sentence stands, word for word, in what may be read."""
        sought = single_spaced(words).casefold().strip(" …")
        return any(sought in text for text in self._read)

    def summary(self, themes: Sequence[ThemeLine] | None = None) -> FilledSummary | None:
        """The summary, with titles as they may be told; None also where it quotes what may not.

        Before the contributions are published no author's words may be.
        """
        if self.question.summary is None:
            return None
        lines = themes_in_order(self.question) if themes is None else themes
        told = [replace(line, title=self.title(line, line.theme_id)) for line in lines]
        filled = filled_summary(self.question, told)
        return None if filled is None or self._quotes_the_untold(filled.text) else filled

    def _quotes_the_untold(self, filled: str) -> bool:
        untold = self.unheard if self._published else dict(self._points())
        if not untold:
            return False
        typed = self.question.summary.text if self.question.summary else ""
        fields = [one.field for one in fields_in(typed) if one.field and one.field.is_live]
        words = {single_spaced(text) for text in untold.values()}
        return any(field.number in untold for field in fields) or any(
            {quote.read, quote.typed} & words for quote in block_quotes(filled)
        )

    @cached_property
    def unheard(self) -> dict[int, str]:
        """The points that may not be told, whatever is published, with their words."""
        return dict(self._points(~self._heard))

    @cached_property
    def waiting(self) -> int:
        """How many of these are told once the meeting is published in which they were said."""
        return len(self._points(waits_for_its_meeting()))

    @cached_property
    def _read(self) -> list[str]:
        return [single_spaced(text).casefold() for _, text in self._points(self._heard)]

    def _points(self, *these: ColumnElement[bool]) -> list[tuple[int, str]]:
        words = func.substr(AnswerVersion.text, Point.start + 1, Point.end - Point.start)
        rows = session.execute(
            from_points(Point.id, words).where(Answer.question_id == self.question.id, *these)
        )
        return [(number, text) for number, text in rows]


class Leaving(Telling):
    """What of one question pack and exports tell: every word but of what is withheld.

    Made once for all that is told of a question: what is withheld in it is looked up once.
    """

    def __init__(self, question: OpenQuestion) -> None:
        super().__init__(question, published=True, heard=~is_withheld())

    @cached_property
    def themes(self) -> list[ThemeLine]:
        """Its themes.

        A title that the machine made of a text that is withheld, and that stands in no other, is
        none; what is withheld speaks for no theme, and is counted as unquotable.
        """
        return [
            replace(
                line,
                title=self.title(line, line.theme_id),
                quotes=line.quotable,
                unquotable=len(line.quotes) - len(line.quotable),
            )
            for line in themes_in_order(self.question)
        ]

    @cached_property
    def minority(self) -> list[MinorityLine]:
        """Its minority points, where they are and were found by titles that may be told."""
        return [
            replace(line, theme=self.title_of(line.theme), found_in=self.title_of(line.found_in))
            for line in minority_of(self.question)
        ]

    @cached_property
    def own_outcomes(self) -> list[OwnOutcomeLine]:
        """Its points with an outcome of their own."""
        lines = own_outcomes_of(self.question)
        return [replace(line, theme=self.title_of(line.theme)) for line in lines]


def untitled_themes(questions: Iterable[OpenQuestion]) -> int:
    """How many themes of some questions have the title that the machine proposed."""
    numbers = [question.id for question in questions]
    some = select(func.count(Theme.id)).where(
        Theme.question_id.in_(numbers),
        is_current(),
        Theme.proposed_by_id.is_(None),
        Theme.titled_by_id.is_(None),
    )
    return session.scalar(some) or 0
