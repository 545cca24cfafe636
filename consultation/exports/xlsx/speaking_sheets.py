"""The sheets of what is said in plenary, and of what concerns more than one working group."""

from collections.abc import Iterator, Sequence

from consultation.exports.xlsx.writing import Sheet, Value
from consultation.operations.plenary.pack import Pack

Rows = Iterator[Sequence[Value]]


def message_rows(pack: Pack) -> Rows:
    """Every key message, and whether a person has worded it."""
    for group in pack.groups:
        for line in group.speaking.messages:
            composed = "yes" if line.composed else "no"
            yield [group.code, line.question, line.text, composed, line.source]


def minute_rows(pack: Pack) -> Rows:
    """The minutes that a question might take; those of a group add up to its total."""
    for group in pack.groups:
        for time in group.speaking.times:
            yield [group.code, time.question, time.answers, time.disagreement, time.minutes]


def open_rows(pack: Pack) -> Rows:
    """What stays open."""
    for group in pack.groups:
        for line in group.speaking.open:
            yield [group.code, line.question, line.what]


def referred_rows(pack: Pack) -> Rows:
    """What others are to see to."""
    for line in pack.across.referred:
        said = line.said
        yield [
            line.group, line.question, line.to, line.state, line.reason, line.theme_id, line.theme,
            said.text if said else None, said.author if said else None,
            said.answer if said else None, said.point_id if said else None,
        ]  # fmt: skip


def shared_rows(pack: Pack) -> Rows:
    """The largest themes of different questions about the same provision."""
    for line in pack.across.shared:
        yield [
            line.provision, line.group, line.question, line.theme_id, line.theme, line.points,
            line.answers, line.organisations, line.outcome,
        ]  # fmt: skip


_GROUP, _QUESTION = ("Working group", 14), ("Question", 10)
_THEME_ID, _THEME = ("Theme no.", 10), ("Theme", 50)

SPEAKING_SHEETS = (
    Sheet(
        "Key messages",
        (_GROUP, _QUESTION, ("Message", 90), ("Composed by rule", 12), ("Source", 40)),
        message_rows,
    ),
    Sheet(
        "Minutes",
        (_GROUP, _QUESTION, ("Answers", 9), ("Disagreement, percent", 14), ("Minutes", 9)),
        minute_rows,
    ),
    Sheet("Stays open", (_GROUP, _QUESTION, ("What stays open", 90)), open_rows),
)
ACROSS_SHEETS = (
    Sheet(
        "Referred",
        (_GROUP, _QUESTION, ("To", 30), ("State", 14), ("Reason", 50), _THEME_ID, _THEME,
         ("Point", 90), ("Author", 30), ("Answer", 17), ("Point no.", 10)),
        referred_rows,
    ),
    Sheet(
        "Same provision",
        (("Provision", 40), _GROUP, _QUESTION, _THEME_ID, _THEME, ("Points", 9), ("Answers", 9),
         ("Organisations", 13), ("Outcome", 26)),
        shared_rows,
    ),
)  # fmt: skip
