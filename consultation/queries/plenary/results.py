"""What was said in a round and what came of it, question by question and provision by provision.

Nothing of a question is told unless a chair's signature stands, and no author's own words before
the contributions are published (`told.Telling`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Draft,
    OpenQuestion,
    Outcome,
    Provision,
    Round,
    SignOff,
    Theme,
    WorkingGroup,
)
from consultation.queries.counts import OwnOutcomeLine, QuestionFigures, ThemeLine
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.drafts.comparison import Change, changes
from consultation.queries.plenary.changed import Names, names_of
from consultation.queries.plenary.outcomes import next_draft
from consultation.queries.plenary.own_outcomes import own_outcomes_of
from consultation.queries.plenary.signing import stands
from consultation.queries.plenary.summaries import FilledSummary
from consultation.queries.plenary.told import Telling

Keys = Mapping[int, tuple[str, ...]]
"""By theme: the keys of the provisions that its outcome changes."""


@dataclass(frozen=True)
class ThemeResult:
    """A theme with what was decided on it; `changes` names provisions of this draft by key.

    Where its title `waits`, it is told by its number.
    """

    line: ThemeLine
    changes: Names
    waits: bool = False


@dataclass(frozen=True)
class QuestionResult:
    """A question and what came of it; without `signature` nothing of that is told.

    `own`, quotes and `summary` hold authors' words and are empty while these are not published.
    Of the points that are not told whatever is published so many are `unheard`: said in a meeting
    that is not published, and told once it is; the others are `withheld`, by their author or by two
    who removed them. A summary that quotes any of them `waits`.
    """

    question: OpenQuestion
    provisions: tuple[Provision, ...]
    signature: SignOff | None
    figures: QuestionFigures | None = None
    themes: tuple[ThemeResult, ...] = ()
    own: tuple[OwnOutcomeLine, ...] = ()
    summary: FilledSummary | None = None
    unheard: int = 0
    withheld: int = 0
    waits: bool = False


@dataclass(frozen=True)
class ProvisionResult:
    """A provision of a round's draft: the questions about it, and the themes that change it.

    `became` is what it is in the next published draft, which is `later`.
    """

    provision: Provision
    questions: tuple[QuestionResult, ...]
    themes: tuple[tuple[QuestionResult, ThemeResult], ...]
    became: Change | None
    later: Draft | None


def questions_of(round_: Round) -> Sequence[OpenQuestion]:
    """The questions of a round's published draft, in its order."""
    return session.scalars(
        select(OpenQuestion)
        .join(OpenQuestion.draft)
        .where(Draft.round == round_, Draft.published_at.is_not(None))
        .options(
            selectinload(OpenQuestion.sign_offs).joinedload(SignOff.chair),
            selectinload(OpenQuestion.provisions),
            joinedload(OpenQuestion.comments_on),
            joinedload(OpenQuestion.working_group),
        )
        .order_by(OpenQuestion.rank)
    ).all()


def by_group(questions: Iterable[OpenQuestion]) -> dict[WorkingGroup, list[OpenQuestion]]:
    """Questions under the working group that answers for them, all in the draft's order."""
    found: defaultdict[WorkingGroup, list[OpenQuestion]] = defaultdict(list)
    for question in questions:
        found[question.working_group].append(question)
    return found


def results(round_: Round, now: datetime) -> list[QuestionResult]:
    """Every question of a round, with what came of it where a signature stands."""
    return results_to(questions_of(round_), round_, now)


def results_to(
    questions: Iterable[OpenQuestion], round_: Round, now: datetime
) -> list[QuestionResult]:
    """The same of some questions of a round."""
    quoted = round_.is_published(now)
    return [_result(question, quoted=quoted) for question in questions]


def results_at(draft: Draft, key: str, now: datetime) -> list[QuestionResult]:
    """What came of the questions about one provision, once the outcomes are published."""
    if draft.round.outcomes_published_at is None:
        return []
    quoted = draft.round.is_published(now)
    return [
        _result(question, quoted=quoted)
        for question in questions_of(draft.round)
        if question.draft_id == draft.id and key in {p.key for p in _provisions(question)}
    ]


def _result(question: OpenQuestion, *, quoted: bool) -> QuestionResult:
    about = _provisions(question)
    if not stands(question):
        return QuestionResult(question, about, None)
    telling = Telling(question, published=quoted)
    keys = _keys(question)
    names = names_of(question, (key for changed in keys.values() for key in changed))
    themes = tuple(
        _theme(line, keys, names, telling, quoted=quoted) for line in themes_in_order(question)
    )
    summary = telling.summary([theme.line for theme in themes]) if quoted else None
    return QuestionResult(
        question,
        about,
        question.sign_off,
        figures=question_counts(question),
        themes=themes,
        own=tuple(_own(question, telling)) if quoted else (),
        summary=summary,
        unheard=telling.waiting,
        withheld=len(telling.unheard) - telling.waiting,
        waits=quoted and question.summary is not None and summary is None,
    )


def _own(question: OpenQuestion, telling: Telling) -> list[OwnOutcomeLine]:
    found = own_outcomes_of(question)
    return [line for line in found if line.said.point_id not in telling.unheard]


def _provisions(question: OpenQuestion) -> tuple[Provision, ...]:
    own = [question.comments_on] if question.comments_on else []
    return tuple(dict.fromkeys([*own, *question.provisions]))


def _keys(question: OpenQuestion) -> Keys:
    rows = session.execute(
        select(Outcome.theme_id, Outcome.provision_keys)
        .join(Theme, Theme.id == Outcome.theme_id)
        .where(Theme.question == question)
    )
    return {theme_id: tuple(keys) for theme_id, keys in rows}


def _theme(
    line: ThemeLine, keys: Keys, names: Names, telling: Telling, *, quoted: bool
) -> ThemeResult:
    own = set(keys.get(line.theme_id, ()))
    quotes = [quote for quote in line.quotes if quoted and quote.point_id not in telling.unheard]
    title = telling.title(line, line.theme_id)
    return ThemeResult(
        replace(line, title=title, terms=(), quotes=tuple(quotes)),
        {key: name for key, name in names.items() if key in own},
        waits=title != line.title,
    )


def by_provision(found: Iterable[QuestionResult]) -> list[ProvisionResult]:
    """The provisions that were asked about or change, in the draft's order."""
    asked: defaultdict[str, list[QuestionResult]] = defaultdict(list)
    changed: defaultdict[str, list[tuple[QuestionResult, ThemeResult]]] = defaultdict(list)
    draft: Draft | None = None
    for result in found:
        draft = result.question.draft
        for provision in result.provisions:
            asked[provision.key].append(result)
        for theme in result.themes:
            for key in theme.changes:
                changed[key].append((result, theme))
    if draft is None:
        return []
    later = next_draft(draft.round)
    heirs = _heirs(draft, later) if later else {}
    return [
        ProvisionResult(
            provision,
            tuple(asked[provision.key]),
            tuple(changed[provision.key]),
            heirs.get(provision.key),
            later,
        )
        for provision in _with_keys(draft, asked.keys() | changed.keys())
    ]


def _heirs(draft: Draft, later: Draft) -> dict[str, Change]:
    return {old.key: change for change in changes(draft, later) for old in change.olds}


def _with_keys(draft: Draft, keys: Collection[str]) -> Sequence[Provision]:
    return session.scalars(
        select(Provision)
        .where(Provision.draft == draft, Provision.key.in_(keys))
        .order_by(Provision.rank)
    ).all()
