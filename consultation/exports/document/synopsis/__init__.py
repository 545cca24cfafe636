"""The synopsis report as one document: a tree of plain blocks, as that of the pack."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document import Document
from consultation.exports.document.blocks import (
    Block,
    Contents,
    Entry,
    Role,
    fact,
    heading,
    said,
    table,
)
from consultation.exports.document.synopsis import activities, annexes, results, use
from consultation.exports.text import cut
from consultation.operations.plenary.synopsis import Synopsis
from consultation.rendering import moment
from consultation.wording import noun

TITLE = "Synopsis report"


def synopsis_document(report: Synopsis) -> Document:
    """Everything that the report says, in its order."""
    zone = ZoneInfo(report.time_zone)
    made = f"{moment(report.compiled_at, zone)} ({report.time_zone.replace('_', ' ')} time)"
    state = state_of(report)
    return Document(
        title=cut(f"{TITLE}: {report.consultation}", 255),
        author=cut(report.host, 255),
        subject=TITLE,
        language="en",
        made_at=report.compiled_at,
        above=cut(report.consultation, 120 - len(state)),
        state=state,
        below=f"{TITLE} · compiled {made}",
        blocks=(
            *_cover(report, made, state),
            *_glance(report),
            *activities.blocks(report, zone),
            *results.blocks(report, zone),
            *use.blocks(report),
            *annexes.blocks(report),
        ),
    )


def state_of(report: Synopsis) -> str:
    """Whether everything in it is signed; one with unsigned questions calls itself a draft."""
    total = sum(len(part.questions) for part in report.rounds)
    if report.unsigned:
        verb = "is" if len(report.unsigned) == 1 else "are"
        return f"Draft – {len(report.unsigned)} of {noun(total, 'question')} {verb} not signed"
    return f"All {noun(total, 'question')} signed" if total else "No questions"


def _cover(report: Synopsis, made: str, state: str) -> Iterator[Block]:
    yield said(report.consultation, Role.TITLE)
    yield said(TITLE, Role.SUBTITLE)
    for label, value in (
        ("Host", report.host),
        ("Legal basis", report.legal_basis),
        ("Rounds", ", ".join(part.title for part in report.rounds)),
        ("Compiled", made),
    ):
        if value:
            yield fact(label, value, Role.FACT)
    yield said(state, Role.STATE)
    if report.unsigned:
        yield said(
            "Of what no chair has signed only counts are told; it may still change.", Role.FACT
        )
    if report.unpublished:
        yield said(
            f"Outcomes not published yet: {', '.join(report.unpublished)}. Until they are, this "
            "report is not to be handed out.",
            Role.FACT,
        )
    if report.purpose:
        yield said(report.purpose)


def _glance(report: Synopsis) -> Iterator[Block]:
    yield heading("At a glance", 1, anchor="glance")
    if not report.rounds:
        yield said("No round has begun.", Role.EMPTY)
        return
    header = ["Round", "Submissions", "Organisations", "Answers", "Questions", "Signed", "Themes"]
    rows = [
        (
            part.title,
            part.replies.submissions,
            part.replies.organisations,
            part.replies.answers,
            len(part.questions),
            len(part.questions) - len(part.unsigned),
            sum(len(q.signed.themes) for q in part.questions if q.signed),
        )
        for part in report.rounds
    ]
    yield table("The rounds in figures", header, rows, [2.6, 2.8, 3.1, 1.9, 2.2, 1.6, 1.8])
    figures = use.figures(report)
    yield table("What became of input", ["Input", "Themes", "Points"], figures, [9, 2.2, 2.2])
    yield said(
        "Themes are those of signed questions; points are those decided on by themselves. No "
        "figure here is a vote.",
        Role.NOTE,
    )
    yield heading("Contents", 1, new_page=False)
    yield Contents(tuple(_entries(report)))


def _entries(report: Synopsis) -> Iterator[Entry]:
    yield Entry("At a glance", 1, "glance")
    yield Entry(activities.TITLE, 1, "activities")
    for at, part in enumerate(report.rounds, 1):
        yield Entry(part.title, 2, f"a{at}")
    for at, part in enumerate(report.rounds, 1):
        yield Entry(f"Results of {part.title}", 1, f"r{at}")
        yield Entry("Per question", 2, f"r{at}q")
        yield Entry("Per provision", 2, f"r{at}p")
    yield Entry(use.TITLE, 1, "use")
    yield Entry(annexes.METHOD, 1, "method")
    yield Entry(annexes.CONTRIBUTORS, 1, "contributors")
