"""The fields of a summary: what stands in double braces, and what it is filled with.

A theme is named by its number, which it keeps for good: its place on a page changes with every
point that is moved, and a field would silently speak of another theme.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consultation.models import OutcomeKind, Position
from consultation.queries.counts import Counts, QuestionFigures, QuoteLine, ThemeLine, part_of
from consultation.wording import noun

_FIELD = re.compile(r"(?<!\\)\{\{([^{}]*)\}\}")
_OPEN = re.compile(r"(?<!\\)\{\{")
_SUBJECT = r"(?P<subject>question|(?:theme|point) (?P<number>[0-9]{1,9}))"
_FORMS = (
    re.compile(rf"{_SUBJECT} ?: ?(?P<what>.+)"),
    re.compile(rf"(?P<what>.+?) of (?:the )?{_SUBJECT}"),
)


_COUNTED = (
    "points", "answers", "submissions", "organisations", "kinds", "positions",
    *(str(position) for position in Position),
    *(f"{position} share" for position in Position),
)  # fmt: skip
FIELDS = {
    "theme": ("title", *_COUNTED, "share", "outcome", "reason"),
    "question": (*_COUNTED, "themes", "said most", "unplaced points", "minority points"),
    "point": ("words", "author", "position", "note"),
}
"""Every field there is, by what it tells of."""

LIVE = frozenset({"words", "author"})
"""What is its author's own and never kept: a name or a text that is taken back is gone at once."""


@dataclass(frozen=True)
class Field:
    """One field: what it tells of (`number` for a theme or a point), and what."""

    subject: str
    number: int
    what: str

    @property
    def of(self) -> str:
        return f"{self.subject} {self.number}" if self.number else self.subject

    @property
    def name(self) -> str:
        return f"{self.of}: {self.what}"

    @property
    def is_live(self) -> bool:
        return self.subject == "point" and self.what in LIVE


@dataclass(frozen=True)
class Written:
    """A place of a text that is written as a field; `field` is None where there is no such one."""

    start: int
    end: int
    typed: str
    field: Field | None


def field_named(name: str) -> Field | None:
    """The field that a name stands for, in either word order.

    >>> field_named("theme 3: organisations") == field_named("Organisations of theme 3")
    True
    >>> field_named("theme 3: colour") is None
    True
    """
    plain = " ".join(name.casefold().split())
    for form in _FORMS:
        if match := form.fullmatch(plain):
            subject, number = match["subject"].split(" ")[0], int(match["number"] or 0)
            if match["what"] in FIELDS[subject]:
                return Field(subject, number, match["what"])
    return None


def fields_in(text: str) -> list[Written]:
    r"""Every place of a text that is written as a field; `\{{` is two braces and no field.

    >>> [one.typed for one in fields_in(r"{{theme 3: title}}, \{{x}}, {{oops}}")]
    ['{{theme 3: title}}', '{{oops}}']
    """
    return [
        Written(match.start(), match.end(), match.group(), field_named(match.group(1)))
        for match in _FIELD.finditer(text)
    ]


def left_open(text: str) -> str:
    """The beginning of what opens as a field and does not end as one, or nothing."""
    match = _OPEN.search(_FIELD.sub(lambda field: " " * len(field.group()), text))
    return text[match.start() : match.start() + 40] if match else ""


def theme_values(line: ThemeLine, whole: Counts) -> dict[str, str]:
    """What each field of a theme is filled with; `whole` counts its question."""
    return {
        "title": line.title,
        **_counted(line.counts, line.by_position, line.by_category),
        "share": share(line.counts.answers, whole.answers),
        "outcome": line.outcome or str(OutcomeKind.NOT_EXAMINED),
        "reason": line.outcome_reason or "no reason is given",
    }


def question_values(figures: QuestionFigures, others: Mapping[str, str]) -> dict[str, str]:
    """What each field of the question is filled with; `others` are found apart, by field."""
    return _counted(figures.counts, figures.by_position, figures.by_category) | dict(others)


def said_most(themes: Iterable[ThemeLine]) -> str:
    """The two themes with the most answers, those nested in them counted in; "nothing" of none."""
    whole = [(theme, theme.with_nested or theme.counts) for theme in themes if not theme.parent_id]
    largest = sorted(whole, key=lambda each: -each[1].answers)[:2]
    told = (f"“{theme.title}” ({noun(counts.answers, 'answer')})" for theme, counts in largest)
    return " and ".join(told) or "nothing"


def point_values(line: QuoteLine, note: str) -> dict[str, str]:
    """What each field of a point is filled with; its author is named as they chose.

    Its `note` is why it was taken, a minority point, from where it was found.
    """
    return {
        "words": line.text,
        "author": line.by,
        "position": line.position,
        "note": note or "no note is kept",
    }


def share(count: int, of: int) -> str:
    """A part of a whole, as a percentage where both are large enough for one.

    >>> share(12, 40), share(2, 40), share(0, 0)
    ('30%', '2 of 40', '0 of 0')
    """
    part = part_of(count, of)
    return f"{count:,} of {of:,}" if part is None else f"{part:.0%}"


def _counted(
    counts: Counts,
    by_position: Sequence[tuple[str, int]],
    by_category: Sequence[tuple[str, int]],
) -> dict[str, str]:
    stated = dict(by_position)
    held = {str(position): stated.get(position, 0) for position in Position}
    return {
        "points": f"{counts.points:,}",
        "answers": f"{counts.answers:,}",
        "submissions": f"{counts.submissions:,}",
        "organisations": f"{counts.organisations:,}",
        "kinds": _listed(by_category),
        "positions": _listed(by_position),
        **{position: f"{count:,}" for position, count in held.items()},
        **{f"{position} share": share(count, counts.answers) for position, count in held.items()},
    }


def _listed(pairs: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {count:,}" for label, count in pairs) or "none"
