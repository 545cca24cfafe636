"""Official answers as they are read: the list, one with every wording, those beside a provision."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consultation.db import session
from consultation.models import Consultation, Draft, OfficialAnswer, OfficialWording, Provision
from consultation.queries.drafts.places import place_name


@dataclass(frozen=True)
class OfficialLine:
    """An official answer in the list; `wording` is the one in force, else the newest."""

    answer: OfficialAnswer
    wording: OfficialWording
    about: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """What there is to say of it beside being in force."""
        if not self.answer.is_public:
            return "not published"
        if self.answer.in_force is None:
            return "in force no more"
        return "a new wording waits" if self.answer.in_preparation else ""


def official_answers_in(consultation: Consultation, *, published_only: bool) -> list[OfficialLine]:
    """The official answers of a consultation by number; the secretariat sees all."""
    answers = _answers_in(consultation)
    return [
        OfficialLine(answer, wording, about(wording))
        for answer in answers
        if (wording := _shown(answer, published_only=published_only)) is not None
    ]


def _answers_in(consultation: Consultation) -> Sequence[OfficialAnswer]:
    return session.scalars(
        select(OfficialAnswer)
        .where(OfficialAnswer.consultation_id == consultation.id)
        .options(selectinload(OfficialAnswer.wordings).joinedload(OfficialWording.draft))
        .order_by(OfficialAnswer.number)
    ).all()


def _shown(answer: OfficialAnswer, *, published_only: bool) -> OfficialWording | None:
    if answer.published:
        return answer.published[0]
    return None if published_only else answer.wordings[-1]


def about(wording: OfficialWording) -> tuple[tuple[str, str], ...]:
    """The provisions that a wording is about: key and name, in the order of their draft."""
    if wording.draft_id is None or not wording.provision_keys:
        return ()
    provisions = session.scalars(
        select(Provision)
        .where(Provision.draft_id == wording.draft_id, Provision.key.in_(wording.provision_keys))
        .order_by(Provision.rank)
    )
    return tuple((provision.key, place_name(provision)) for provision in provisions)


class AnswerBeside(NamedTuple):
    """What a provision says of an official answer about it: its number, and to which question."""

    id: int
    number: int
    question: str


def answers_beside(draft: Draft) -> dict[str, list[AnswerBeside]]:
    """By key of a provision: the official answers in force that are about it.

    A provision keeps its key through every draft, and so the answers stand beside it in each.
    """
    rows = session.execute(
        select(
            OfficialWording.provision_keys,
            OfficialAnswer.id,
            OfficialAnswer.number,
            OfficialWording.question,
        )
        .join(OfficialWording.official_answer)
        .where(
            OfficialAnswer.consultation_id == draft.round.consultation_id,
            OfficialWording.published_at.is_not(None),
            OfficialWording.ended_at.is_(None),
        )
        .order_by(OfficialAnswer.number)
    )
    found: defaultdict[str, list[AnswerBeside]] = defaultdict(list)
    for keys, answer_id, number, question in rows:
        for key in keys:
            found[key].append(AnswerBeside(answer_id, number, question))
    return dict(found)
