"""Packs built by hand: one that is kind to programs, and texts that are not."""

from datetime import UTC, datetime
from typing import Any

from consultation.operations.plenary.pack import GroupPart, Pack, QuestionPart, Signature
from consultation.operations.plenary.speaking import speaking_of
from consultation.queries.coding.coded_lines import (
    CodedLine,
    CodesPart,
    FrameLine,
    PointCodeLine,
    ThemeCodeLine,
    UnfitLine,
)
from consultation.queries.counts import (
    CampaignLine,
    CopyLine,
    Counts,
    LedgerLine,
    MinorityLine,
    OwnOutcomeLine,
    QuoteLine,
    ThemeLine,
)
from consultation.queries.plenary.across_groups import AcrossPart, ReferredLine, SharedLine
from consultation.queries.plenary.signed_changes import Change
from consultation.queries.plenary.since_signature import ReopeningLine

NOW = datetime(2027, 5, 14, 8, 12, tzinfo=UTC)

HOSTILE = (
    "=1+1",
    "+A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "<script>alert(1)</script> & <font color=red>red</font>",
    "<r><t>finished XML</t></r>",
    "_x0041_ and _x000D_",
    "]]> <!-- --> &amp; &#x41;",
    "\\input{/etc/passwd}",
    "https://example.org/?a=1&b=2 mailto:a@example.org",
    "👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 Z͑ͫ̓ͪa̵l̸g̷o",
    "مرحبا بالعالم 123 (شرط)",
    "\u202etxt.exe\u202c",
    "  two spaces, then a line\nand another  ",
    "1-2",
    "0012",
)

MARKDOWN = """# First
Some **bold**, *italic*, ***both***, `code` and [a link](https://example.org/a) here.\\
A second line. ![a map](https://example.org/map.png)

### Third, which skips one
1. one
2. two
   - inner

     under it
   > said in a list

5) five
6) six

- - nested at once
-

> A quotation.
>
> # A heading in it

```
x = "<code>"
```

***

| a | b |
|---|---|
| 1 | **2** |

<b onclick="x()">raw</b> <https://example.org/auto>

####### not a heading
#
"""


def counts(
    points: int = 3, answers: int = 2, submissions: int = 2, organisations: int = 1
) -> Counts:
    return Counts(points, answers, submissions, organisations)


def quote(text: str = "Nobody updates a record twice.", **given: Any) -> QuoteLine:
    defaults = {
        "point_id": 7, "answer": "Q01/12", "start": 0, "end": len(text), "text": text,
        "author": "Democracy Observatory", "category": "civil society", "position": "oppose",
        "language": "en", "marked_by": None,
    }  # fmt: skip
    return QuoteLine(**defaults | given)


def theme(title: str = "Every change is a new version.", **given: Any) -> ThemeLine:
    defaults = {
        "theme_id": 5, "title": title, "terms": ("change", "version"), "proposed_by": None,
        "titled_by": None, "cohesion": 0.61, "version": 1, "counts": counts(),
        "by_category": (("civil society", 2),), "by_position": (("oppose", 1), ("support", 1)),
        "quotes": (quote(),), "outcome": None, "outcome_reason": "", "outcome_by": None,
    }  # fmt: skip
    return ThemeLine(**defaults | given)


def minority(text: str = "Leave the record out.", **given: Any) -> MinorityLine:
    defaults = {
        "said": quote(text), "reason": "The only author who opposes, against 7 others.",
        "theme_id": 5, "theme": "Every change is a new version.", "found_in": "",
    }  # fmt: skip
    return MinorityLine(**defaults | given)


def own_outcome(text: str = "Give firms two weeks.", **given: Any) -> OwnOutcomeLine:
    defaults = {
        "said": quote(text), "theme_id": 5, "theme": "Every change is a new version.",
        "outcome": "deferred", "reason": "To the next draft.", "decided_by": "Ana Lopes",
    }  # fmt: skip
    return OwnOutcomeLine(**defaults | given)


def copy(number: int = 1, *additions: str) -> CopyLine:
    return CopyLine(f"Q01/{number}", f"Author {number}", 0.93, additions)


def campaign(**given: Any) -> CampaignLine:
    defaults = {
        "campaign_id": 3, "template": "Delete measure four now.", "submissions": 48,
        "distinct_texts": 12, "organisations": 31,
        "copies": (copy(1, "We are a small firm."), copy(2)),
    }  # fmt: skip
    return CampaignLine(**defaults | given)


def question(number: str = "Q01", **given: Any) -> QuestionPart:
    defaults = {
        "number": number, "text": "Which changes are material?", "kind": "text",
        "provisions": ("Measure 1.1: Keep the record current",), "counts": counts(81, 46, 46, 41),
        "by_position": (("support", 30), ("oppose", 16)), "by_category": (("civil society", 46),),
        "choices": (), "themes": (theme(),), "own_outcomes": (), "minority": (),
        "codes": CodesPart(), "campaigns": (), "unplaced": 9,
        "summary": "", "summary_by": None, "summary_composed": False, "summary_doubts": (),
        "signature": None, "outdated": None, "reopenings": (),
        "ledger_answers": (LedgerLine("cut into points", 46),),
        "ledger_points": (LedgerLine("under a theme", 72), LedgerLine("unplaced", 9)),
    }  # fmt: skip
    return QuestionPart(**defaults | given)


FRAME = FrameLine("Code frame of Code of Conduct", 4)


def codes(text: str = "Escape", *, missing: str = "Slow harms") -> CodesPart:
    """What was coded: one code out of use, what fits none, what nobody coded."""
    return CodesPart(
        counts=(
            CodedLine("type", "T1", text, 3, 2, 40, 31, 9),
            CodedLine("type", "", "Fits no code", None, 1, 5, 4, 0),
            CodedLine("type", "", "Not coded", None, 0, 36, 20, 8),
        ),
        by_theme=(
            ThemeCodeLine(5, "Every change is a new version.", "type", "T1", text, True, 37, 29),
            ThemeCodeLine(None, "", "type", "T1", text, False, 3, 2),
        ),
        points=(PointCodeLine(7, "Q01/12", quote().text, "type", "T1", text, False),),
        fits_none=(
            UnfitLine("type", "", "Q01/3", text, missing),
            UnfitLine("type", text, "", "", ""),
        ),
    )


def reopening(text: str = "New answers.", **given: Any) -> ReopeningLine:
    defaults = {
        "signed_by": "Ana Lopes", "signed_at": datetime(2027, 5, 10, 9, 30, tzinfo=UTC),
        "reopened_by": "Ben Okri", "reopened_at": datetime(2027, 5, 11, 7, 0, tzinfo=UTC),
        "reason": text, "signed_again_by": "Ana Lopes",
        "signed_again_at": datetime(2027, 5, 12, 9, 30, tzinfo=UTC),
        "changes": (
            Change("Themes", f"New: “{text}”, 31 points (28 of them new).", 5),
            Change("Points", "Under no theme: 4 points out."),
        ),
    }  # fmt: skip
    return ReopeningLine(**defaults | given)


def signature() -> Signature:
    return Signature("Ana Lopes", datetime(2027, 5, 12, 9, 30, tzinfo=UTC), "9f2c4e8a71b3d0aa")


def group(*questions: QuestionPart, **given: Any) -> GroupPart:
    defaults = {
        "code": "WG1", "name": "Openness", "chairs": ("Ana Lopes (chair)",),
        "speaking": speaking_of(questions),
    }  # fmt: skip
    return GroupPart(**defaults | given, questions=questions)


def across(text: str = "Leave it to the copyright group.") -> AcrossPart:
    """A theme and a point that were referred, and a provision that two questions are about."""
    theme_line = ("Q01", "WG1", 5, "Every change is a new version.", None)
    return AcrossPart(
        referred=(
            ReferredLine(*theme_line, "", "referred", text),
            ReferredLine("Q01", "WG1", None, "", quote(text, author=text), text, "open", ""),
        ),
        shared=(
            SharedLine(text, "Q01", "WG1", 5, text, 3, 2, 1, None),
            SharedLine(text, "Q02", "WG2", 6, text, 4, 3, 2, "referred"),
        ),
    )


def pack(*questions: QuestionPart, **given: Any) -> Pack:
    parts = questions or (question("Q01"), question("Q02", signature=signature()))
    defaults = {
        "consultation": "Code of Conduct", "host": "The Forum", "round": "Round 1",
        "draft": "Draft 1", "opens_at": datetime(2027, 4, 5, 7, tzinfo=UTC),
        "closes_at": datetime(2027, 5, 3, 21, 59, tzinfo=UTC), "time_zone": "Europe/Brussels",
        "compiled_at": NOW, "code_frame": None, "counts": counts(1_234, 92, 50, 41),
        "groups": (group(*parts),),
        "ledger": (LedgerLine("submitted", 50), LedgerLine("withdrawn", 2)),
        "unsigned": tuple(part.number for part in parts if part.signature is None),
        "method": ("Answers were cut into points.",),
    }  # fmt: skip
    return Pack(**defaults | given)


def with_text(text: str) -> Pack:
    """A pack that holds one text wherever people can write."""
    part = question(
        text=text, provisions=(text,), choices=((text, 1),), by_category=((text, 2),),
        themes=(
            theme(text, quotes=(quote(text, author=text),), outcome="clarified",
                  outcome_reason=text, outcome_by=text, titled_by=text, terms=(text,)),
        ),
        own_outcomes=(own_outcome(text, reason=text, theme=text, decided_by=text),),
        minority=(
            minority(text, reason=text, theme=text, found_in=text, since="moved to", note=text,
                     noted_by=text),
        ),
        codes=codes(text, missing=text),
        campaigns=(campaign(template=text, copies=(copy(1, text), copy(2))),),
        summary=text, summary_by=text, summary_doubts=(text,),
        reopenings=(reopening(text, signed_by=text, reopened_by=text, signed_again_by=text),),
    )  # fmt: skip
    parts = group(part, code=text, name=text, chairs=(text,))
    return pack(
        consultation=text, host=text, round=text, draft=text, groups=(parts,), unsigned=("Q01",),
        code_frame=FrameLine(text, 1), method=(text,), across=across(text),
    )  # fmt: skip
