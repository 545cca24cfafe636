"""Which sheets a workbook has, and how each reads its rows off the pack."""

from collections.abc import Iterator, Sequence

from consultation.exports.text import moments, questions, sign_state
from consultation.exports.xlsx.code_sheets import CODE_SHEETS
from consultation.exports.xlsx.reopened_sheet import REOPENED
from consultation.exports.xlsx.speaking_sheets import ACROSS_SHEETS, SPEAKING_SHEETS
from consultation.exports.xlsx.writing import Sheet, Value
from consultation.operations.plenary.pack import Pack, QuestionPart
from consultation.queries.counts import Counts, LedgerLine, ThemeLine

Rows = Iterator[Sequence[Value]]

_COUNTS = (
    ("Points", 9), ("Answers", 9), ("Submissions", 12), ("Organisations", 13),
    ("Answers said in meetings", 13),
)  # fmt: skip


def _counts(counts: Counts) -> list[Value]:
    return [
        counts.points, counts.answers, counts.submissions, counts.organisations,
        counts.from_meetings,
    ]  # fmt: skip


def _themes(pack: Pack) -> Iterator[tuple[QuestionPart, ThemeLine]]:
    return ((part, theme) for part in questions(pack) for theme in part.themes)


def overview(pack: Pack) -> Rows:
    """The pack's own facts and figures, and how it was made."""
    yield ["Consultation", None, pack.consultation]
    yield ["Host", None, pack.host]
    yield ["Round", None, pack.round]
    yield ["Draft", None, pack.draft]
    yield from ([name, None, time] for name, time in moments(pack).items())
    yield ["State", None, sign_state(pack)]
    for (name, _), count in zip(_COUNTS, _counts(pack.counts), strict=True):
        yield [name, count, None]
    yield ["Questions", len(questions(pack)), None]
    yield ["Questions not signed", len(pack.unsigned), "; ".join(pack.unsigned)]
    if pack.code_frame:
        yield ["Code frame: version", pack.code_frame.version, pack.code_frame.name]
    for line in pack.method:
        yield ["Method", None, line]


def question_rows(pack: Pack) -> Rows:
    """Every question with its counts, its summary and its signature."""
    for group in pack.groups:
        for part in group.questions:
            signed = part.signature
            yield [
                group.code, group.name, ", ".join(group.chairs), part.number, part.text, part.kind,
                "; ".join(part.provisions), *_counts(part.counts), len(part.themes), part.unplaced,
                part.summary, part.summary_by, "yes" if part.summary_composed else "no",
                "; ".join(part.summary_doubts), signed.chair if signed else None,
                signed.signed_at.isoformat() if signed else None,
                signed.state_hash if signed else None,
            ]  # fmt: skip


def position_rows(pack: Pack) -> Rows:
    """Positions of all answers to a question."""
    return ([part.number, *pair] for part in questions(pack) for pair in part.by_position)


def category_rows(pack: Pack) -> Rows:
    """Kinds of stakeholder of all answers to a question."""
    return ([part.number, *pair] for part in questions(pack) for pair in part.by_category)


def choice_rows(pack: Pack) -> Rows:
    """What was ticked."""
    return ([part.number, *pair] for part in questions(pack) for pair in part.choices)


def theme_rows(pack: Pack) -> Rows:
    """Every theme with its counts and its outcome."""
    for part, theme in _themes(pack):
        yield [
            part.number, theme.theme_id, theme.title, ", ".join(theme.terms),
            theme.proposed_by or "suggested by the machine", theme.titled_by, theme.cohesion,
            theme.version, *_counts(theme.counts), theme.outcome, theme.outcome_reason,
            theme.outcome_by, theme.parent_id, ", ".join(theme.changes),
        ]  # fmt: skip


def theme_position_rows(pack: Pack) -> Rows:
    """Positions of the answers under each theme."""
    for part, theme in _themes(pack):
        for pair in theme.by_position:
            yield [part.number, theme.theme_id, theme.title, *pair]


def theme_category_rows(pack: Pack) -> Rows:
    """Kinds of stakeholder of the answers under each theme."""
    for part, theme in _themes(pack):
        for pair in theme.by_category:
            yield [part.number, theme.theme_id, theme.title, *pair]


def quote_rows(pack: Pack) -> Rows:
    """Every quote, verbatim, with where it stands in its answer."""
    for part, theme in _themes(pack):
        for quote in theme.quotes:
            yield [
                part.number, theme.theme_id, theme.title, quote.text, quote.author, quote.category,
                quote.position, quote.language, quote.answer, quote.start, quote.end,
                quote.point_id, quote.marked_by or "suggested by the machine", quote.source,
            ]  # fmt: skip


def own_outcome_rows(pack: Pack) -> Rows:
    """Every point that was decided on by itself."""
    for part in questions(pack):
        for line in part.own_outcomes:
            said = line.said
            yield [
                part.number, line.outcome, line.reason, line.decided_by, said.text, said.author,
                said.category, said.answer, said.start, said.end, said.point_id, line.theme_id,
                line.theme or "unplaced", ", ".join(line.changes), said.source,
            ]  # fmt: skip


def minority_rows(pack: Pack) -> Rows:
    """Every minority point, verbatim: the reason, where it stands, and what was noted on it."""
    for part in questions(pack):
        for line in part.minority:
            said = line.said
            yield [
                part.number, line.reason, said.text, said.author, said.category, said.position,
                said.language, said.answer, said.start, said.end, said.point_id, line.theme_id,
                line.theme or line.since or "unplaced",
                (line.found_in or "unplaced") if line.since else None, line.since or None,
                line.note or None, line.noted_by or None, said.source,
            ]  # fmt: skip


def campaign_rows(pack: Pack) -> Rows:
    """Every campaign with its template and its three counts."""
    for part in questions(pack):
        for campaign in part.campaigns:
            yield [
                part.number, campaign.campaign_id, campaign.template, campaign.submissions,
                campaign.distinct_texts, campaign.organisations, len(campaign.copies),
            ]  # fmt: skip


def copy_rows(pack: Pack) -> Rows:
    """Every copy: a row for each thing its author added, or one row when that is nothing."""
    for part in questions(pack):
        for campaign in part.campaigns:
            for copy in campaign.copies:
                facts: list[Value] = [part.number, campaign.campaign_id, copy.answer]
                for at, addition in enumerate(copy.additions or (None,), 1):
                    number = at if addition is not None else None
                    yield [*facts, copy.author, copy.similarity, number, addition, copy.source]


def ledger_rows(pack: Pack) -> Rows:
    """The accounts: of the round's submissions, of each question's answers and points."""
    yield from _account("Round", "submissions", pack.ledger)
    for part in questions(pack):
        yield from _account(part.number, "answers", part.ledger_answers)
        yield from _account(part.number, "points", part.ledger_points)


def _account(where: str, of: str, lines: Sequence[LedgerLine]) -> Rows:
    for line in lines:
        yield [where, of, line.what, line.count]


def unsigned_rows(pack: Pack) -> Rows:
    """The questions that nobody has signed."""
    return ([name] for name in pack.unsigned)


_QUESTION, _THEME_ID, _THEME = ("Question", 10), ("Theme no.", 10), ("Theme", 50)
_SOURCE = ("Came in otherwise", 28)

SHEETS = (
    Sheet("Overview", (("What", 22), ("Figure", 10), ("Text", 90)), overview),
    Sheet(
        "Questions",
        (("Group", 9), ("Working group", 28), ("Chairs", 24), _QUESTION, ("Text", 60), ("Kind", 11),
         ("About", 28), *_COUNTS, ("Themes", 9), ("Unplaced points", 10), ("Summary", 80),
         ("Summary by", 20), ("Summary composed by rule", 14), ("Summary and data disagree", 60),
         ("Signed by", 20), ("Signed at", 26), ("Signed state", 68)),
        question_rows,
    ),
    *SPEAKING_SHEETS,
    Sheet("Positions", (_QUESTION, ("Position", 26), ("Answers", 9)), position_rows),
    Sheet("Categories", (_QUESTION, ("Kind of stakeholder", 34), ("Answers", 9)), category_rows),
    Sheet("Choices", (_QUESTION, ("Choice", 34), ("Answers", 9)), choice_rows),
    Sheet(
        "Themes",
        (_QUESTION, _THEME_ID, ("Title", 60), ("Terms", 34), ("Proposed by", 24), ("Title by", 20),
         ("Cohesion", 10), ("Version", 9), *_COUNTS, ("Outcome", 26), ("Reason", 60),
         ("Decided by", 20), ("Nested in theme", 15), ("Changes", 30)),
        theme_rows,
    ),
    Sheet(
        "Positions by theme",
        (_QUESTION, _THEME_ID, _THEME, ("Position", 26), ("Answers", 9)),
        theme_position_rows,
    ),
    Sheet(
        "Categories by theme",
        (_QUESTION, _THEME_ID, _THEME, ("Kind of stakeholder", 34), ("Answers", 9)),
        theme_category_rows,
    ),
    Sheet(
        "Quotes",
        (_QUESTION, _THEME_ID, _THEME, ("Quote", 90), ("Author", 30), ("Kind of stakeholder", 24),
         ("Position", 22), ("Language", 10), ("Answer", 17), ("Start", 8), ("End", 8),
         ("Point no.", 10), ("Marked by", 24), _SOURCE),
        quote_rows,
    ),
    Sheet(
        "Outcomes of single points",
        (_QUESTION, ("Outcome", 26), ("Reason", 60), ("Decided by", 20), ("Point", 90),
         ("Author", 30), ("Kind of stakeholder", 24), ("Answer", 17), ("Start", 8), ("End", 8),
         ("Point no.", 10), _THEME_ID, _THEME, ("Changes", 30), _SOURCE),
        own_outcome_rows,
    ),
    Sheet(
        "Minority points",
        (_QUESTION, ("Reason", 50), ("Point", 90), ("Author", 30), ("Kind of stakeholder", 24),
         ("Position", 22), ("Language", 10), ("Answer", 17), ("Start", 8), ("End", 8),
         ("Point no.", 10), _THEME_ID, _THEME, ("Found in", 50),
         ("Since", 24), ("Note", 60), ("Noted by", 20), _SOURCE),
        minority_rows,
    ),
    Sheet(
        "Campaigns",
        (_QUESTION, ("Campaign no.", 13), ("Template", 90), ("Submissions", 12),
         ("Distinct texts", 14), ("Organisations", 13), ("Copies", 9)),
        campaign_rows,
    ),
    Sheet(
        "Campaign copies",
        (_QUESTION, ("Campaign no.", 13), ("Answer", 17), ("Author", 30),
         ("Similarity", 11), ("Addition no.", 12), ("Addition", 90), _SOURCE),
        copy_rows,
    ),
    *CODE_SHEETS,
    *ACROSS_SHEETS,
    Sheet("Ledger", (("Where", 10), ("Of the", 14), ("What became of them", 60), ("Count", 9)),
          ledger_rows),
    REOPENED,
    Sheet("Unsigned", (("Question not signed", 60),), unsigned_rows),
)  # fmt: skip
