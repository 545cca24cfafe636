"""What every text passes on its way out, and the phrases that the formats share."""

import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from consultation.models.answer import Position
from consultation.models.plenary import OutcomeKind
from consultation.operations.plenary.pack import Pack, QuestionPart
from consultation.queries.counts import Counts, ThemeLine
from consultation.queries.plenary.since_signature import ReopeningLine
from consultation.rendering import moment
from consultation.wording import noun

# Whatever the production `Char` of XML 1.0 leaves out: controls, half characters, non-characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile(r"[\t\r\n]+")


def xml_text(text: str) -> str:
    r"""A text as an XML document can hold it; what cannot be held stays visible as U+FFFD.

    >>> xml_text("bell\x07, tab\t, line\n")
    'bell�, tab\t, line\n'
    """
    return _NOT_XML.sub("\ufffd", text)


def reads_from_the_right(text: str) -> bool:
    """Whether the first letter is Arabic, Hebrew or another that runs to the left.

    >>> reads_from_the_right("1. شرط"), reads_from_the_right("one")
    (True, False)
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in {"R", "AL"} for kind in strong if kind in {"L", "R", "AL"}), False)


def one_line(text: str) -> str:
    r"""A text without line breaks, for headings and names.

    >>> one_line("one\ntwo")
    'one two'
    """
    return _BREAKS.sub(" ", text.strip())


def cut(text: str, limit: int) -> str:
    """The beginning of a text on one line, ending in "…" when there is more.

    >>> cut("one two three", 9), cut("one", 9)
    ('one two…', 'one')
    """
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + "…"


def excerpt(text: str, limit: int) -> str:
    """A text, or its beginning with a mark that says how much of it is shown.

    >>> excerpt("one two three", 9)
    'one two… [shortened: 7 of 13 characters; whole in the data export]'
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    head = head.rsplit(" ", 1)[0] if " " in head else head
    shown = f"{len(head):,} of {len(text):,} characters"
    return f"{head}… [shortened: {shown}; whole in the data export]"


def counts_sentence(counts: Counts) -> str:
    """The four counts in a row, each with its noun.

    >>> counts_sentence(Counts(points=81, answers=46, submissions=46, organisations=41))
    '46 answers in 46 submissions from 41 organisations; 81 points'
    >>> counts_sentence(Counts(9, 8, 6, 5, from_meetings=2))
    '6 answers in 6 submissions from 5 organisations, 2 more said in meetings; 9 points'
    """
    said = f", {counts.from_meetings:,} more said in meetings" if counts.from_meetings else ""
    return (
        f"{noun(counts.sent, 'answer')} in {noun(counts.submissions, 'submission')} "
        f"from {noun(counts.organisations, 'organisation')}{said}; {noun(counts.points, 'point')}"
    )


def questions(pack: Pack) -> list[QuestionPart]:
    """All questions of a pack, in its order."""
    return [question for group in pack.groups for question in group.questions]


def pack_figures(pack: Pack) -> list[tuple[str, int]]:
    """What can be counted in a pack, with its label."""
    parts = questions(pack)
    themes = [theme for part in parts for theme in part.themes]
    campaigns = [campaign for part in parts for campaign in part.campaigns]
    return [
        ("Submissions", pack.counts.submissions),
        ("Organisations", pack.counts.organisations),
        ("Answers", pack.counts.answers),
        ("Of these, said in meetings", pack.counts.from_meetings),
        ("Points made in them", pack.counts.points),
        ("Working groups", len(pack.groups)),
        ("Questions", len(parts)),
        ("Questions signed by a chair", sum(part.signature is not None for part in parts)),
        ("Themes", len(themes)),
        ("Themes suggested by the machine", sum(not theme.proposed_by for theme in themes)),
        ("Themes with an outcome", sum(is_decided(theme) for theme in themes)),
        ("Campaigns", len(campaigns)),
        ("Answers that are copies in a campaign", sum(len(c.copies) for c in campaigns)),
        ("Points not placed under a theme", sum(part.unplaced for part in parts)),
    ]


def sign_state(pack: Pack) -> str:
    """How far the pack is signed; a pack with unsigned questions calls itself a draft."""
    total = len(questions(pack))
    if pack.unsigned:
        verb = "is" if len(pack.unsigned) == 1 else "are"
        return f"Draft – {len(pack.unsigned)} of {noun(total, 'question')} {verb} not signed"
    return f"All {noun(total, 'question')} signed" if total else "No questions"


def moments(pack: Pack) -> dict[str, str]:
    """When the round opened and closed (or will) and the pack was compiled, in its zone."""
    zone = ZoneInfo(pack.time_zone)
    times = {
        "Opened": pack.opens_at,
        "Closed" if pack.closes_at <= pack.compiled_at else "Closes": pack.closes_at,
        "Compiled": pack.compiled_at,
    }
    return {name: f"{moment(time, zone)} ({zone_name(pack)})" for name, time in times.items()}


def zone_name(pack: Pack) -> str:
    """The zone as people say it: "Europe/Brussels time"."""
    return f"{pack.time_zone.replace('_', ' ')} time"


def origin(theme: ThemeLine) -> str:
    """Whether a machine suggested a theme or a person proposed it, and who worded its title."""
    made = f"proposed by {theme.proposed_by}" if theme.proposed_by else "suggested by the machine"
    if theme.titled_by and theme.titled_by != theme.proposed_by:
        return f"{made}, title by {theme.titled_by}"
    return made


def reopening_sentence(line: ReopeningLine, zone: ZoneInfo) -> str:
    """Who signed, who took that back and why, and who signed again, if anybody did."""
    again = "not signed again yet"
    if line.signed_again_at is not None:
        at = moment(line.signed_again_at, zone)
        again = f"signed again by {line.signed_again_by} on {at}"
    return (
        f"Reopened by {line.reopened_by} on {moment(line.reopened_at, zone)}, after "
        f"{line.signed_by} had signed on {moment(line.signed_at, zone)}; {again}. "
        f"Reason: {line.reason}"
    )


def numbered(themes: Sequence[ThemeLine]) -> list[tuple[str, ThemeLine]]:
    """Each theme with its number in the pack: what is nested in theme 2 is 2.1 or 2.2."""
    numbers: list[tuple[str, ThemeLine]] = []
    outer = inner = 0
    for theme in themes:
        outer, inner = (outer, inner + 1) if theme.parent_id else (outer + 1, 0)
        numbers.append((f"{outer}.{inner}" if theme.parent_id else str(outer), theme))
    return numbers


def is_decided(theme: ThemeLine) -> bool:
    """Whether somebody has said what becomes of a theme."""
    return theme.outcome not in {None, OutcomeKind.NOT_EXAMINED}


def states_positions(pairs: tuple[tuple[str, int], ...]) -> bool:
    """Whether anybody stated a position: a count of those who did not tells nothing.

    >>> states_positions((("no position", 87),))
    False
    """
    return any(position != Position.NONE for position, _ in pairs)


def tallies(pairs: tuple[tuple[str, int], ...]) -> str:
    """Labels with their counts on one line.

    >>> tallies((("support", 9), ("oppose", 1)))
    'support 9 · oppose 1'
    """
    return " · ".join(f"{label} {count:,}" for label, count in pairs)
