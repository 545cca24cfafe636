"""Which provisions of a draft draw comments: the contents list with its figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, literal, select, union_all

from consultation.db import session
from consultation.models import (
    Answer,
    Draft,
    OpenQuestion,
    Point,
    Provision,
    Stakeholder,
    Submission,
)
from consultation.models.question import question_provision
from consultation.queries.contributions.submissions import counts
from consultation.queries.desk.points import from_points, is_not_filler
from consultation.queries.drafts.places import Places, places_in


@dataclass
class _Drawn:
    """What one place drew, by the numbers of rows, so that nothing is counted twice."""

    comments: set[int] = field(default_factory=set)
    answers: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    references: set[int] = field(default_factory=set)

    def add(self, other: "_Drawn") -> None:
        self.comments |= other.comments
        self.answers |= other.answers
        self.organisations |= other.organisations
        self.references |= other.references


@dataclass(frozen=True)
class Drawn:
    """Comments, answers to questions about it, their organisations, points that refer to it."""

    comments: int
    answers: int
    organisations: int
    references: int

    @property
    def heat(self) -> int:
        """How much was written there: comments and answers."""
        return self.comments + self.answers


@dataclass(frozen=True)
class CoverageLine:
    """A provision with what it drew itself, and with all that is below it."""

    provision: Provision
    depth: int
    own: Drawn
    whole: Drawn
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True)
class Coverage:
    """A draft's provisions in its order; `on_all` are comments on the draft as a whole."""

    lines: tuple[CoverageLine, ...]
    on_all: int

    @property
    def without_comment(self) -> int:
        return sum(not line.own.comments for line in self.lines)

    @property
    def untouched(self) -> int:
        """Provisions without a comment, and without an answer to a question about them."""
        return sum(not line.own.heat for line in self.lines)

    @property
    def most_of_folds(self) -> int:
        """The longest bar of a provision at the top with all below it."""
        return max((line.whole.heat for line in self.lines if line.depth == 0), default=0)

    @property
    def most(self) -> int:
        """The longest bar of a provision's own."""
        return max((line.own.heat for line in self.lines), default=0)

    @property
    def folds(self) -> list[tuple[CoverageLine, list[CoverageLine]]]:
        """Each provision that stands at the top, with those that stand below it."""
        found: list[tuple[CoverageLine, list[CoverageLine]]] = []
        for line in self.lines:
            if line.depth == 0 or not found:
                found.append((line, []))
            else:
                found[-1][1].append(line)
        return found

    @property
    def by_heat(self) -> list[CoverageLine]:
        """The most written to first; of equal ones the draft's order holds."""
        return sorted(self.lines, key=lambda line: (-line.own.heat, -line.own.references))


def coverage_of(draft: Draft) -> Coverage:
    """What every provision of a draft drew; an answer to a question counts at each it is about."""
    places = places_in(draft)
    own: defaultdict[int, _Drawn] = defaultdict(_Drawn)
    _take_answers(draft, own)
    _take_references(places, own)
    whole: defaultdict[int, _Drawn] = defaultdict(_Drawn)
    parents = {p.id: p.parent_id for p in places.provisions}
    for provision in places.provisions:
        at: int | None = provision.id
        while at is not None:
            whole[at].add(own[provision.id])
            at = parents.get(at)
    questions = _questions(draft)
    depths: dict[int, int] = {}
    lines = []
    for provision in places.provisions:
        depths[provision.id] = depths.get(provision.parent_id or 0, -1) + 1
        lines.append(
            CoverageLine(
                provision,
                depths[provision.id],
                _counted(own[provision.id]),
                _counted(whole[provision.id]),
                tuple(questions.get(provision.id, ())),
            )
        )
    return Coverage(tuple(lines), _on_all(draft))


def _counted(drawn: _Drawn) -> Drawn:
    return Drawn(
        len(drawn.comments), len(drawn.answers), len(drawn.organisations), len(drawn.references)
    )


def _about(draft: Draft) -> Select[Any]:
    """Provision, question, and whether the question takes the comments on the provision."""
    comments = select(
        OpenQuestion.comments_on_id.label("provision_id"),
        OpenQuestion.id.label("question_id"),
        literal(1).label("is_comment"),
    ).where(OpenQuestion.draft_id == draft.id, OpenQuestion.comments_on_id.is_not(None))
    asked = (
        select(question_provision.c.provision_id, OpenQuestion.id, literal(0))
        .join(OpenQuestion, OpenQuestion.id == question_provision.c.question_id)
        .where(OpenQuestion.draft_id == draft.id, OpenQuestion.comments_on_id.is_(None))
    )
    about = union_all(comments, asked).subquery()
    return select(about.c.provision_id, about.c.question_id, about.c.is_comment)


def _take_answers(draft: Draft, own: defaultdict[int, _Drawn]) -> None:
    about = _about(draft).subquery()
    rows = session.execute(
        select(about.c.provision_id, about.c.is_comment, Answer.id, Stakeholder.organisation_id)
        .join(Answer, Answer.question_id == about.c.question_id)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(counts())
    )
    for provision_id, is_comment, answer_id, organisation_id in rows:
        drawn = own[provision_id]
        (drawn.comments if is_comment else drawn.answers).add(answer_id)
        if organisation_id is not None:
            drawn.organisations.add(organisation_id)


def _take_references(places: Places, own: defaultdict[int, _Drawn]) -> None:
    """Points anywhere in the draft's input that name a provision, each once for each it names."""
    named: dict[str, int | None] = {}
    rows = session.execute(
        from_points(Point.id, Point.references)
        .join(Answer.question)
        .where(OpenQuestion.draft_id == places.draft.id, is_not_filler())
    )
    for point_id, references in rows:
        for words in references:
            if words not in named:
                place = places.named_in(words)
                named[words] = place.id if isinstance(place, Provision) else None
            if (provision_id := named[words]) is not None:
                own[provision_id].references.add(point_id)


def _questions(draft: Draft) -> dict[int, list[OpenQuestion]]:
    """By provision: the questions about it, that for its comments last."""
    pairs = session.execute(_about(draft)).all()
    rows = {
        q.id: q for q in session.scalars(select(OpenQuestion).where(OpenQuestion.draft == draft))
    }
    found: dict[int, list[OpenQuestion]] = {}
    for provision_id, question_id, _ in sorted(pairs, key=lambda p: (p[2], rows[p[1]].rank)):
        found.setdefault(provision_id, []).append(rows[question_id])
    return found


def _on_all(draft: Draft) -> int:
    return len(
        session.scalars(
            select(Answer.id)
            .join(Answer.submission)
            .join(Answer.question)
            .where(OpenQuestion.draft_id == draft.id, OpenQuestion.on_whole_draft, counts())
        ).all()
    )
