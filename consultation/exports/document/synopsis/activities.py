"""The activities of a consultation one by one: rounds, meetings, official answers."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document.blocks import Block, Role, fact, heading, said, table
from consultation.exports.document.replies import NO_VOTES, answered, campaigns, who_replied
from consultation.exports.text import cut
from consultation.operations.plenary.synopsis import MeetingPart, OfficialPart, RoundPart, Synopsis
from consultation.rendering import moment
from consultation.wording import noun

TITLE = "Activities"


def blocks(report: Synopsis, zone: ZoneInfo) -> Iterator[Block]:
    """On which terms, then each activity by itself."""
    yield heading(TITLE, 1, anchor="activities")
    if report.usual_days:
        yield fact("A round usually lasts", noun(report.usual_days, "day"))
    if report.languages:
        yield fact("Contributions were taken in", ", ".join(report.languages))
    for at, part in enumerate(report.rounds, 1):
        yield from _round(part, zone, f"a{at}")
    yield heading("Meetings", 2)
    yield from _meetings(report.meetings, zone)
    yield heading("Official answers", 2)
    yield from _official(report.official)


def _round(part: RoundPart, zone: ZoneInfo, anchor: str) -> Iterator[Block]:
    yield heading(part.title, 2, anchor=anchor)
    if part.draft:
        yield fact("On", part.draft, keep=True)
    closes = "closed" if part.is_closed else "closes"
    yield fact(
        "Window",
        f"opened {moment(part.opens_at, zone)}, {closes} {moment(part.closes_at, zone)}; "
        f"{noun(part.days, 'day')}.",
    )
    for sentence in part.terms:
        yield said(sentence, Role.LINE)
    if not part.is_closed:
        yield said("The round is still open: its figures are those of now.", Role.UNSIGNED)
    sent = part.replies
    yield fact(
        "Received",
        f"{noun(sent.answers, 'answer')} in {noun(sent.submissions, 'submission')} from "
        f"{noun(sent.organisations, 'organisation')}.",
    )
    yield heading(f"Who replied, {part.title}", 3)
    yield from who_replied(sent, part.title)
    yield said(NO_VOTES, Role.NOTE)
    yield heading(f"What was answered, {part.title}", 3)
    if part.questions:
        lines = [question.answered for question in part.questions]
        yield answered(f"By question, {part.title}", "Question", lines)
    else:
        yield said("This round puts no questions.", Role.EMPTY)
    yield heading(f"Campaigns, {part.title}", 3)
    yield from campaigns(part.campaigns, part.title)


def _meetings(meetings: tuple[MeetingPart, ...], zone: ZoneInfo) -> Iterator[Block]:
    if not meetings:
        yield said("No meeting is published.", Role.EMPTY)
        return
    for meeting in meetings:
        yield heading(f"{meeting.title} ({meeting.label})", 3)
        yield fact("Held", moment(meeting.held_at, zone), keep=True)
        yield fact("Points raised", f"{meeting.points:,}")
        if meeting.attendance:
            yield table(
                f"Attendance, {meeting.label}",
                ["Kind", "Present"],
                meeting.attendance,
                [7.2, 2.5],
                together=True,
            )
        for question, count, options in meeting.polls:
            caption = f"Poll: {cut(question, 160)} ({count:,} answered)"
            yield table(caption, ["Option", "Chosen"], options, [9, 2.5], together=True)


def _official(official: tuple[OfficialPart, ...]) -> Iterator[Block]:
    if not official:
        yield said("No official answer is published.", Role.EMPTY)
        return
    rows = [
        (each.number, cut(each.question, 240), "; ".join(each.about), each.state)
        for each in official
    ]
    header = ["No.", "Question", "About", "State"]
    yield table("Official answers", header, rows, [1.1, 7.6, 4.6, 2.7])
