"""A chair at work on one question, between one analysis and the next: any act, any number."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st
from sqlalchemy import select

from consultation import models
from consultation.db import session
from consultation.errors import RuleError
from consultation.models import MinorityPoint, OutcomeKind, Placement, Point, Quote, Refusal, Theme
from consultation.operations.desk import cutting, points, quotes, several, themes
from consultation.operations.desk.arranging import Place, arrange_themes, arrangement_seen
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping import analysis
from consultation.operations.grouping.readings import points_of
from consultation.operations.grouping.reasons import forget_reasons
from consultation.operations.grouping.regrouping import is_kept
from consultation.operations.plenary import outcomes
from consultation.queries.contributions.accounts import PointState
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.counts import MinorityLine
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.ledgers import point_state
from tests.operations.fabricated import Cut, analysis_of, sentences

ANSWERS = 4
SENTENCES = 3
TITLES = ("Theme 0", "Theme 1", "Record it all", "Leave it out")

# How one sentence is read: joined to the one before, in which group, as filler.
reading = st.tuples(
    st.booleans(), st.none() | st.integers(0, 2), st.sampled_from([False, False, False, True])
)
readings = st.lists(reading, min_size=ANSWERS * SENTENCES, max_size=ANSWERS * SENTENCES)
act = st.tuples(
    st.sampled_from(
        ["rename", "merge", "discard theme", "move", "take out", "discard", "quote", "unquote",
         "decide", "decide point", "accept", "refuse", "gather", "nest", "arrange", "cut", "cut",
         "join", "join", "withdraw"]
    ),
    st.integers(0, 99),
    st.integers(0, 99),
)  # fmt: skip


def desk() -> "Desk":
    """A question with four answers of three sentences, and its chair."""
    question = factories.question(
        draft=(draft := factories.draft()),
        working_group=factories.working_group(consultation=draft.round.consultation),
    )
    chair = factories.person(name="Chair")
    answers = [
        factories.answer(
            question,
            " ".join(f"Sentence {s} of {number}." for s in range(SENTENCES)),
            by=factories.stakeholder(consultation=draft.round.consultation),
        )
        for number in range(ANSWERS)
    ]
    session.add_all([question, chair, *answers])
    session.flush()
    return Desk(question, chair)


@dataclass
class Desk:
    """A question and the chair who works on it, between one analysis and the next."""

    question: models.OpenQuestion
    chair: models.Person
    notes: int = 0

    def analyse(self, read: list[tuple], learnt: dict[int, int | None] | None = None) -> None:
        gathered = analysis.gather(self.question)
        number = {text.id: place for place, text in enumerate(gathered.texts)}
        lines = {
            text.text: read[place * SENTENCES : (place + 1) * SENTENCES]
            for place, text in zip(number.values(), gathered.texts, strict=True)
        }
        result = analysis_of(
            [text.text for text in gathered.texts], lambda text: _cuts(text, lines[text])
        )
        themes = [theme.id for theme in self._themes()] or [0]
        suggested = {
            point: None if number is None else themes[number % len(themes)]
            for point, number in (learnt or {}).items()
            if point < len(result.points)
        }
        analysis.keep(gathered, result, suggested, now=NOW)
        session.expire_all()

    def act(self, verb: str, one: int, other: int) -> None:
        """What a chair does, or tries to do: a refusal is an answer too."""
        session.expire_all()
        heard = minority_of(self.question)
        try:
            getattr(self, f"_{verb.replace(' ', '_')}")(one, other)
        except RuleError:
            session.flush()
        session.expire_all()
        if verb != "withdraw":
            self._check_heard(heard)

    def _check_heard(self, before: list[MinorityLine]) -> None:
        """Every minority point is listed on, and where it was taken from its place a note says why.

        One that was joined to another is listed as that, and one that undoing brings back to where
        it was found before is found there again.
        """
        after = minority_of(self.question)
        for line in before:
            said = line.said
            (now,) = (
                each
                for each in after
                if each.said.answer == said.answer and each.said.start <= said.start < each.said.end
            )
            there = (now.theme_id, now.since) == (line.theme_id, line.since)
            assert there or now.note or not now.since

    def _note(self) -> str:
        """No two notes are the same: the clock of these acts stands still."""
        self.notes += 1
        return f"Few say it, note {self.notes}."

    def _theme(self, number: int) -> Theme:
        found = session.scalars(
            select(Theme).where(Theme.question == self.question).order_by(Theme.id)
        ).all()
        if not found:
            raise RuleError("There is no theme.")
        return found[number % len(found)]

    def _point(self, number: int) -> Point:
        found = points_of(self.question.id)
        if not found:
            raise RuleError("There is no point.")
        return found[number % len(found)]

    def _rename(self, one, other):
        theme, title = self._theme(one), TITLES[other % len(TITLES)]
        themes.rename_theme(theme, title, seen=theme.version, by=self.chair, now=NOW)

    def _merge(self, one, other):
        theme, into = self._theme(one), self._theme(other)
        themes.merge_themes(
            theme,
            into,
            into_seen=into.version,
            note=self._note(),
            seen=theme.version,
            by=self.chair,
            now=NOW,
        )

    def _discard_theme(self, one, _other):
        theme = self._theme(one)
        themes.discard_theme(theme, reason="Empty.", seen=theme.version, by=self.chair, now=NOW)

    def _move(self, one, other):
        point = self._point(one)
        points.move_point(
            point,
            self._theme(other),
            note=self._note(),
            seen=place_seen(point),
            by=self.chair,
            now=NOW,
        )

    def _take_out(self, one, _other):
        point = self._point(one)
        points.move_point(
            point, None, note=self._note(), seen=place_seen(point), by=self.chair, now=NOW
        )

    def _discard(self, one, _other):
        point = self._point(one)
        points.discard_point(point, reason="Tea.", seen=place_seen(point), by=self.chair, now=NOW)

    def _quote(self, one, _other):
        quotes.quote_point(
            self._point(one),
            marked=True,
            seen=quotes.quote_seen(self._point(one)),
            by=self.chair,
            now=NOW,
        )

    def _unquote(self, one, _other):
        quotes.quote_point(
            self._point(one),
            marked=False,
            seen=quotes.quote_seen(self._point(one)),
            by=self.chair,
            now=NOW,
        )

    def _decide(self, one, other):
        theme, kind = self._theme(one), list(OutcomeKind)[other % len(OutcomeKind)]
        outcomes.decide(
            theme, kind, reason="See recital 3.", seen=theme.version, by=self.chair, now=NOW
        )

    def _decide_point(self, one, other):
        point, kind = self._point(one), (None, *OutcomeKind)[other % (len(OutcomeKind) + 1)]
        outcomes.decide_point(
            point, kind, reason="See recital 4.", seen=outcomes.outcome_seen(point),
            by=self.chair, now=NOW,
        )  # fmt: skip

    def _accept(self, one, other):
        chosen = [self._choice(number, self._theme(other).id) for number in (one, one + 1)]
        several.accept_suggestions(self.question, chosen, note=self._note(), by=self.chair, now=NOW)

    def _refuse(self, one, other):
        chosen = [self._choice(one, self._theme(other).id)]
        several.refuse_suggestions(self.question, chosen, by=self.chair, now=NOW)

    def _gather(self, one, other):
        """Points of several places, under one theme or under a new one."""
        chosen = [self._choice(number) for number in (one, one + 3)]
        done = {"note": self._note(), "by": self.chair, "now": NOW}
        if other % 2:
            several.move_found(self.question, chosen, self._theme(other), **done)
        else:
            several.move_found_to_new_theme(self.question, chosen, "Together", **done)

    def _nest(self, one, other):
        """One theme in another, as if both numbers on the page had been left alone."""
        inner, outer = self._theme(one), self._theme(other)
        self._arrange_so({inner.id: Place(inner.id, inner.rank, outer.id)})

    def _arrange(self, one, other):
        """Every theme where a shuffle puts it, the nested left where they are nested."""
        rows = [theme for theme in self._themes() if theme.is_current]
        turned = sorted(rows, key=lambda theme: (theme.id * (one + 1)) % (other + 2))
        self._arrange_so({t.id: Place(t.id, rank, t.parent_id) for rank, t in enumerate(turned, 1)})

    def _arrange_so(self, wanted: dict[int, Place]) -> None:
        places = [
            wanted.get(theme.id, Place(theme.id, theme.rank, theme.parent_id))
            for theme in self._themes()
            if theme.is_current
        ]
        seen = arrangement_seen(self.question)
        arrange_themes(self.question, places, seen=seen, by=self.chair, now=NOW)

    def _cut(self, one, other):
        point = self._point(one)
        at = point.start + 1 + other % (point.end - point.start)
        cutting.cut_point(point, at, seen=cutting.span_seen(point), by=self.chair, now=NOW)

    def _join(self, one, _other):
        point = self._point(one)
        seen = cutting.pair_seen(point)
        cutting.join_points(point, note=self._note(), seen=seen, by=self.chair, now=NOW)

    def _undo(self, _one, _other):
        if step := next_to_undo(self.question):
            undo(self.question, note=self._note(), seen=step.id, by=self.chair, now=NOW)

    def _redo(self, _one, _other):
        if step := next_to_redo(self.question):
            redo(self.question, note=self._note(), seen=step.id, by=self.chair, now=NOW)

    def find(self, numbers: list[int]) -> None:
        """As a reading that changes nothing else: these are the minority points, where they are."""
        found = {point.id: point for point in map(self._point, numbers) if not point.filler}
        forget_reasons(self.question)
        session.add(models.Analysis(question=self.question, finished_at=NOW, settings={}))
        session.add_all(
            MinorityPoint(
                point_id=point.id,
                theme_id=point.placement and point.placement.theme_id,
                reason="Few say it.",
                rank=rank,
            )
            for rank, point in enumerate(found.values(), 1)
            if point.placement is None or point.placement.discarded_because is None
        )
        session.flush()

    def _choice(self, number: int, to: int = 0) -> several.Choice:
        point = self._point(number)
        return several.Choice(point.id, (point.placement and point.placement.theme_id) or 0, to)

    def _withdraw(self, one, _other):
        self._point(one).answer.submission.withdrawn_at = NOW
        session.flush()

    def decisions(self) -> dict[str, dict]:
        """All that a person stands behind, and what the themes they touched are made of."""
        found, rows = points_of(self.question.id), self._themes()
        kept = {theme.id for theme in rows if theme.is_current and is_kept(theme, found)}
        return {
            "titles": {t.id: t.title for t in rows if t.id in kept or t.titled_by_id},
            "nested": {t.id: t.parent_id for t in rows if t.parent_id},
            "gone": {t.id: (t.merged_into_id, t.discarded_at) for t in rows if not t.is_current},
            "outcomes": {
                t.id: (t.outcome.kind, t.outcome.reason, t.outcome.decided_by_id)
                for t in rows
                if t.outcome
            },
            "own outcomes": {
                p.id: (p.outcome.kind, p.outcome.reason, p.answer_id, p.start)
                for p in found
                if p.outcome
            },
            "places": {
                p.id: (p.placement.theme_id, p.placement.discarded_because, p.answer_id, p.start)
                for p in found
                if p.placement and p.placement.placed_by_id
            },
            "cuts": {p.id: (p.start, p.end, p.cut_by_id) for p in found if p.cut_by_id},
            "quotes": {
                p.id: p.quote.rejected for p in found if p.quote and p.quote.marked_by_id
            },
            "refusals": {
                refusal.point_id: refusal.refused_by_id
                for refusal in session.scalars(select(Refusal))
            },
            "points of kept themes": {
                p.id: p.placement.theme_id
                for p in found
                if p.placement and p.placement.theme_id in kept
            },
        }  # fmt: skip

    def _themes(self) -> list[Theme]:
        return list(session.scalars(select(Theme).where(Theme.question == self.question)))

    def check(self, before: dict[str, dict]) -> None:
        after, found = self.decisions(), points_of(self.question.id)
        stays = ("titles", "nested", "gone", "outcomes", "own outcomes", "places", "quotes", "cuts")
        for what in stays:
            assert after[what].items() >= before[what].items(), what
        there = {p.id for p in found if not p.filler}
        still = {p: t for p, t in before["points of kept themes"].items() if p in there}
        assert after["points of kept themes"].items() >= still.items()
        self.check_points(found)
        self._check_themes(found)

    def check_points(self, found: list[Point]) -> None:
        """Each where the ledger says, and nowhere else; every word in one of them."""
        check_spans(found)
        current = {theme.id for theme in self._themes() if theme.is_current}
        for point in found:
            theme = point.placement and point.placement.theme_id
            assert theme is None or theme in current
            if point.answer.submission.is_counted:
                assert (point_state(point) is PointState.GROUPED) is (theme is not None)
        ledger = question_ledger(self.question)
        assert ledger.faults == ()
        assert sum(line.count for line in ledger.points) == len(found)

    def _check_themes(self, found: list[Point]) -> None:
        """The machine's own have points, and titles that no other theme has."""
        listed = [line.theme_id for line in themes_in_order(self.question)]
        assert sorted(listed) == sorted(t.id for t in self._themes() if t.is_current)
        sizes = Counter(p.placement.theme_id for p in found if p.placement)
        rows = [theme for theme in self._themes() if theme.is_current]
        titles = Counter(theme.title for theme in rows)
        for theme in rows:
            if not is_kept(theme, found):
                assert sizes[theme.id] > 0
                assert titles[theme.title] == 1

    def state(self) -> tuple:
        """What a signature would stand under, and the minority points with their notes."""
        session.expire_all()
        return state_hash(self.question), minority_of(self.question)

    def everything(self) -> tuple:
        found = points_of(self.question.id)
        return (
            sorted((t.id, t.title, t.is_current) for t in self._themes()),
            [(p.id, p.start, p.end, p.cut_by_id, p.filler, place_seen(p)) for p in found],
            sorted(session.execute(select(Quote.point_id, Quote.marked_by_id, Quote.rejected))),
            len(session.scalars(select(Placement.id)).all()),
        )


def check_spans(found: list[Point]) -> None:
    """No two points have a word in common, and those of an answer that counts have all of it."""
    of: dict[int, list[Point]] = {}
    for point in sorted(found, key=lambda p: p.start):
        of.setdefault(point.answer_id, []).append(point)
    for own in of.values():
        assert all(one.end <= other.start for one, other in pairwise(own))
        if own[0].answer.submission.is_counted:
            said = "".join("".join(point.text for point in own).split())
            assert said == "".join(own[0].answer.text.split())


def _cuts(text: str, lines: list[tuple]) -> list[Cut]:
    """An answer read as told: sentence by sentence, some joined to the one before."""
    spans = sentences(text)
    begins = [i for i, (joined, _, _) in enumerate(lines) if not (joined and i)]
    return [
        Cut(spans[first][0], spans[beyond - 1][1], lines[first][1], lines[first][2])
        for first, beyond in pairwise([*begins, len(lines)])
    ]
