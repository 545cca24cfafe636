"""What the demonstration's chairs do with a question of the first round, up to their signature.

They have read everything, as chairs have: where the themes of the machine cut across the arguments
that were made, they merge, rename and move, by the acts that chairs have. What they decide and
write is in `demo/chairs.yaml`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultation.db import session
from consultation.models import OpenQuestion, OutcomeKind, Person, Theme
from consultation.operations.demonstration.arguments import Made, arguments_made, sizes
from consultation.operations.desk import several, themes
from consultation.operations.desk.several import Choice
from consultation.operations.plenary import outcomes
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import compose_summary, write_summary
from consultation.queries.plenary.signing import state_hash

CLEAR = 0.3
"""The share of a theme's points from which on they tell its argument; below, it is left alone."""

WORTH_A_THEME = 2
"""So many points of an argument that the machine has no theme for are made a theme."""

_ALIKE = "Both themes make the same argument."
_MEANT = "It makes the argument of the theme that it went to."
_FIELD = re.compile(r"\{\{(?P<argument>Q\d+\.t\d+):")


@dataclass(frozen=True)
class Desk:
    """A question before its chair: the data of its answers, and the titles of their arguments."""

    question: OpenQuestion
    lines: Sequence[Mapping[str, Any]]
    titles: Mapping[str, str]
    chair: Person
    now: datetime


def sign(desk: Desk, said: Mapping[str, Any]) -> None:
    """Put a question's themes in order, decide on them as was `said`, sum up and sign."""
    homes = _homes(desk)
    _move_home(desk, homes)
    for argument, theme in homes.items():
        _decide(desk, theme, said["themes"][argument])
    _sum_up(desk, said.get("summary", ""), homes)
    seen = state_hash(desk.question)
    sign_off(desk.question, chair=desk.chair, seen=seen, now=desk.now)


def _homes(desk: Desk) -> dict[str, Theme]:
    """By argument, the largest theme that makes it, renamed; what makes it too is merged into it.

    A theme that has no argument keeps the title that the machine gave it, and nobody decides on it.
    """
    homes: dict[str, Theme] = {}
    for number, argument in _clear(arguments_made(desk.question, desk.lines)):
        theme = session.get_one(Theme, number)
        seen: dict[str, Any] = {"seen": theme.version, "by": desk.chair, "now": desk.now}
        if home := homes.get(argument):
            themes.merge_themes(theme, home, note=_ALIKE, into_seen=home.version, **seen)
        else:
            themes.rename_theme(theme, desk.titles[argument], **seen)
            homes[argument] = theme
    return homes


def _clear(made: Sequence[Made]) -> list[tuple[int, str]]:
    """The themes that have an argument, and which; those with most points of theirs first."""
    found = [
        (-count, number, argument)
        for number, inside in sizes(made).items()
        for argument, count in inside.most_common(1)
        if argument and count >= CLEAR * inside.total()
    ]
    return [(number, argument) for _, number, argument in sorted(found)]


def _move_home(desk: Desk, homes: dict[str, Theme]) -> None:
    """Put each point under the theme of its argument, but those in themes that are left alone."""
    open_ = {0, *(theme.id for theme in homes.values())}
    away: defaultdict[str, list[Choice]] = defaultdict(list)
    for each in arguments_made(desk.question, desk.lines):
        home = homes.get(each.argument or "")
        if each.argument and each.theme_id in open_ and not (home and home.id == each.theme_id):
            away[each.argument].append(Choice(each.point_id, each.theme_id))
    acted: dict[str, Any] = {"note": _MEANT, "by": desk.chair, "now": desk.now}
    for argument, chosen in sorted(away.items()):
        if argument in homes:
            several.move_found(desk.question, chosen, homes[argument], **acted)
        elif len(chosen) >= WORTH_A_THEME:
            title = desk.titles[argument]
            homes[argument] = several.move_found_to_new_theme(desk.question, chosen, title, **acted)


def _decide(desk: Desk, theme: Theme, decided: Mapping[str, Any]) -> None:
    session.refresh(theme)
    outcomes.decide(
        theme,
        OutcomeKind(decided["outcome"]),
        reason=decided["reason"],
        changes=decided.get("changes", ()),
        seen=theme.version,
        by=desk.chair,
        now=desk.now,
    )


def _sum_up(desk: Desk, text: str, homes: Mapping[str, Theme]) -> None:
    """Write the chairs' summary; where there is none, or it tells of no theme, one is composed."""
    acted: dict[str, Any] = {"seen": 0, "now": desk.now}
    told = set(_FIELD.findall(text))
    if not text or told - homes.keys():
        compose_summary(desk.question, by=desk.chair, **acted)
        return
    text = _FIELD.sub(lambda field: f"{{{{theme {homes[field['argument']].id}:", text)
    write_summary(desk.question, text=text, author=desk.chair, **acted)
