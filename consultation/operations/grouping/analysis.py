"""Reading a question's answers: gather them, let `nlp` read them, keep what people decided.

The one room that knows `nlp`. Gathering and keeping are short transactions; the reading between
them, which takes minutes, holds no lock.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import func, select

import nlp
from consultation.db import at_once, locked, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import (
    Analysis,
    Answer,
    AnswerVersion,
    OpenQuestion,
    Point,
    Position,
    Stakeholder,
)
from consultation.operations.audit import record
from consultation.operations.grouping.minority import keep_minority
from consultation.operations.grouping.placing import Decisions, decisions_on, suggestions
from consultation.operations.grouping.readings import (
    Span,
    keep_campaigns,
    keep_points,
    spans_decided,
)
from consultation.operations.grouping.reasons import forget_reasons, keep_reasons
from consultation.operations.grouping.regrouping import keep_themes
from consultation.operations.privacy.finding import Found, Words, find, not_looked_through, note
from consultation.queries.audit import ANALYSE, COUNTED
from consultation.queries.contributions.submissions import submitted_answers
from consultation.queries.desk.points import from_points, is_unplaced
from consultation.queries.desk.themes import current_themes

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Gathered:
    """The answers of one question as `nlp` reads them: answer and version ids, text by text.

    With them, what people have decided about the points of earlier readings, and the words that
    are `unseen`: not looked through for personal data yet.
    """

    question_id: int
    question: str
    answers: tuple[tuple[int, int], ...]
    texts: tuple[nlp.Text, ...]
    decisions: Decisions = field(default_factory=Decisions)
    themes: int | None = None
    unseen: tuple[Words, ...] = ()


class WordsChanged(StaleEdit):
    """Words that an analysis read were covered, or uncovered, while it read them."""


def gather(question: OpenQuestion) -> Gathered:
    """The answers that count, in order of number.

    With each, the points on which a person has decided: they are points of every reading.
    """
    answers = submitted_answers(question)
    spans = spans_decided(question.id)
    return Gathered(
        question_id=question.id,
        question=question.text,
        answers=tuple((answer.id, answer.version_id) for answer in answers),
        texts=tuple(_text(answer, spans.get(answer.id, ())) for answer in answers),
        decisions=decisions_on(question),
        themes=question.themes_wanted,
        unseen=not_looked_through(question.id, answers),
    )


def _author(stakeholder: Stakeholder) -> str:
    """Who is one author: an organisation, a stakeholder, or whom a meeting names by one name."""
    if stakeholder.organisation_id:
        return f"organisation {stakeholder.organisation_id}"
    if stakeholder.meeting_id and stakeholder.name:
        return f"meeting {stakeholder.meeting_id} {stakeholder.name.casefold()}"
    return f"stakeholder {stakeholder.id}"


def _text(answer: Answer, spans: tuple[Span, ...]) -> nlp.Text:
    stakeholder = answer.submission.stakeholder
    return nlp.Text(
        id=str(answer.id),
        text=answer.text,
        language=answer.version.language,
        author=_author(stakeholder),
        position=None if answer.position is Position.NONE else str(answer.position),
        kind=stakeholder.category,
        spans=spans,
    )


def read(
    gathered: Gathered, *, memory: nlp.Memory | None = None, progress: Progress | None = None
) -> nlp.Analysis:
    """What `nlp` finds in the answers; no database is touched but by the memory and the progress.

    Raises RuleError when the sentence encoder of the settings cannot be used.
    """
    try:
        return nlp.analyse(
            gathered.texts,
            question=gathered.question,
            options=nlp.Options(themes=gathered.themes),
            memory=memory,
            progress=progress,
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error


def learn(
    gathered: Gathered, result: nlp.Analysis, *, memory: nlp.Memory | None = None
) -> dict[int, int | None]:
    """Where points belong by what people decided, for `keep`; empty while that is too little."""
    return suggestions(
        gathered.decisions,
        result,
        [answer_id for answer_id, _ in gathered.answers],
        gathered.texts,
        question=gathered.question,
        memory=memory,
    )


def keep(
    gathered: Gathered,
    result: nlp.Analysis,
    suggested: Mapping[int, int | None] | None = None,
    *,
    found: Collection[Found] | None = None,
    now: datetime,
) -> Analysis:
    """Turn a result into rows, all or nothing; whatever a person decided stays as it is.

    Decisions made since gathering count as much as those before. `found` is the personal data in
    what was unseen, None where nobody looked. Raises SignedOff when a chair signed the question
    meanwhile, WordsChanged where what was read is not what is there any more: gather anew.
    """
    question = session.get_one(OpenQuestion, gathered.question_id)
    locked(question)
    question.ensure_editable()
    _ensure_as_read(gathered)
    analysis = Analysis(
        question_id=question.id, finished_at=now, settings=settings(gathered.themes)
    )
    session.add(analysis)
    session.flush()
    forget_reasons(question)
    seen, had = _themes(question), _counts(question)
    points = keep_points(
        analysis, gathered.answers, gathered.texts, result, looked_through=found is not None
    )
    ids = [point.id if point else None for point in points]
    keep_campaigns(question, gathered.answers, result)
    homes = keep_themes(question, points, result, suggested or {})
    session.flush()
    keep_reasons(ids, result, homes)
    keep_minority(question, gathered.answers, gathered.texts)
    note(found or ())
    _tell(question, seen, had, now)
    session.flush()
    return analysis


def _ensure_as_read(gathered: Gathered) -> None:
    read_as = {
        number: text.text
        for (_, number), text in zip(gathered.answers, gathered.texts, strict=True)
    }
    for some in at_once(read_as.keys()):
        rows = session.execute(
            select(AnswerVersion.id, AnswerVersion.text).where(AnswerVersion.id.in_(some))
        )
        if any(read_as[number] != text for number, text in rows):
            raise WordsChanged(
                "Words were redacted while they were read, so what was found is not kept. Ask for "
                "the analysis again: it reads the text as it is now."
            )


def _themes(question: OpenQuestion) -> dict[str, tuple[int, str]]:
    """The version and title of each current theme."""
    return {f"theme {theme.id}": (theme.version, theme.title) for theme in current_themes(question)}


def _counts(question: OpenQuestion) -> dict[str, int]:
    """What the log says of a question's points, by `COUNTED`."""
    unplaced = func.count().filter(is_unplaced())
    row = session.execute(
        from_points(func.count(Point.answer_id.distinct()), func.count(), unplaced).where(
            Point.answer.has(question_id=question.id)
        )
    ).one()
    return dict(zip(COUNTED, row, strict=True))


def _tell(
    question: OpenQuestion, seen: Mapping[str, tuple[int, str]], had: dict[str, int], now: datetime
) -> None:
    """Write into the log what became of a question that somebody may have seen."""
    session.flush()
    there, has = _themes(question), _counts(question)
    if not seen:
        return
    changed = [name for name in {**seen, **there} if seen.get(name) != there.get(name)]
    before, after = (
        counts | {name: themes[name][1] for name in changed if name in themes}
        for counts, themes in ((had, seen), (has, there))
    )
    record(ANALYSE, question, person=None, now=now, before=before, after=after, question=question)


def analyse_question(
    question: OpenQuestion, *, now: datetime, progress: Progress | None = None
) -> Analysis:
    """Gather, read and keep in one go, where nobody else waits for the database."""
    gathered = gather(question)
    result = read(gathered, progress=progress)
    suggested, found = learn(gathered, result), find(gathered.unseen)
    return keep(gathered, result, suggested, found=found, now=now)


def settings(themes: int | None = None) -> dict[str, str]:
    """What the figures were made with, for the method's account."""
    wish = {} if themes is None else {"themes": f"about {themes}, as a chair asked"}
    return wish | {
        "encoder": nlp.encoder_name(),
        "scikit-learn": version("scikit-learn"),
        "seed": str(nlp.Options().seed),
        "spaCy": version("spacy"),
    }
