"""The input boundary: what it lets through is stored, read back and handed out as it is."""

import io
import json
import sys
import unicodedata
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from consultation.boundary import ANSWER_LIMIT, clean_text, control_characters
from consultation.db import session, transaction
from consultation.errors import TextRefused, TextTooLong
from consultation.exports import FORMATS
from consultation.exports.text import xml_text
from consultation.models import AnswerVersion
from tests import factories
from tests.exports import packs
from tests.naughty import naughty

NAUGHTY = (
    "",
    " ",
    "\t\n \n",
    "e\u0301 is not \u00e9",
    "\u202eright to left\u202c \u200b\u200d\u2066x\u2069",
    "👩\u200d👩\u200d👧\u200d👦 𝔘 \U0010ffff \U0001fffe \ufdd0 \ufffd",
    "Z\u0351\u036b\u0343\u036aa\u0335l\u0338g\u0337o",
    "مرحبا (شرط)",
    "'; DROP TABLE answer; -- \\ %s %(x)s :x ? {}",
    "<r>&amp;&#0;<![CDATA[ ]]></r> _x000D_ \\u0000 \\ud800",
    "=1+1",
)

anything = st.text(st.characters(exclude_categories=()), max_size=60)
writable = st.text(max_size=60)
"""Whatever is no half character."""

few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def examples(test: Any) -> Any:
    for text in NAUGHTY:
        test = example(text)(test)
    return test


@examples
@given(anything)
def test_a_text_passes_once_and_never_changes_again(text):
    try:
        cleaned = clean_text(text)
    except TextRefused:
        return
    assert clean_text(cleaned) == cleaned
    assert control_characters(cleaned) == 0


@examples
@given(anything)
def test_half_a_character_is_the_only_reason_to_refuse(text):
    halves = any(unicodedata.category(character) == "Cs" for character in text)
    if halves:
        with pytest.raises(TextRefused, match="half a character"):
            clean_text(text)
    else:
        clean_text(text)


CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
LINE_ENDS = {"\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"}
TAKEN_AWAY = (CONTROLS - LINE_ENDS - {"\t"}) | {"\ufeff", "\ufffe", "\uffff"}


def test_every_character_is_kept_made_a_newline_or_taken_away():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF:
            continue
        expected = "" if character in TAKEN_AWAY else "\n" if character in LINE_ENDS else character
        assert clean_text(f"a{character}b") == f"a{expected}b", hex(code)


@pytest.mark.parametrize("half", [0xD800, 0xDBFF, 0xDC00, 0xDFFF], ids=hex)
@pytest.mark.parametrize("around", ["{}", "a{}b", "\x00{}", "{}\U0001f642"])
def test_half_a_character_is_refused_wherever_it_stands(half, around):
    with pytest.raises(TextRefused):
        clean_text(around.format(chr(half)))


def test_a_windows_line_end_is_one_newline():
    assert clean_text("one\r\ntwo\rthree\n\rfour\r\r\nfive") == "one\ntwo\nthree\n\nfour\n\nfive"


def test_what_was_taken_away_is_counted_and_line_ends_are_not():
    assert control_characters("".join(sorted(TAKEN_AWAY | LINE_ENDS))) == len(TAKEN_AWAY)


def test_a_text_of_just_the_limit_is_taken_and_one_more_is_too_long():
    assert len(clean_text("x" * ANSWER_LIMIT)) == ANSWER_LIMIT
    with pytest.raises(TextTooLong) as refused:
        clean_text("x" * (ANSWER_LIMIT + 1))
    assert str(refused.value).startswith(
        "The text has 1,000,001 characters; up to 1,000,000 can be taken. Shorten it"
    )


@given(anything, st.integers(0, 60))
def test_the_limit_is_in_characters_of_what_would_be_kept(text, limit):
    try:
        kept = clean_text(text)
    except TextRefused:
        return
    if len(kept) > limit:
        with pytest.raises(TextTooLong):
            clean_text(text, limit=limit)
    else:
        assert clean_text(text, limit=limit) == kept


@examples
@given(writable)
def test_nothing_that_passed_is_replaced_in_a_document(text):
    cleaned = clean_text(text)
    assert xml_text(cleaned) == cleaned


@examples
@few
@given(writable)
def test_every_format_hands_out_what_passed(text):
    """trust.md 41 and 45."""
    cleaned = clean_text(f"x{text}")
    pack = packs.with_text(cleaned)
    files = {name: io.BytesIO(form.render(pack)) for name, form in FORMATS.items()}
    document = docx.Document(files["docx"])
    quoted = [p.text for p in document.paragraphs if p.style.name == "Plenary Quote"]
    # The theme's quote, the point with an outcome of its own, the minority point, the referred one.
    assert quoted == 4 * [f"“{cleaned}”"]
    head, row = (
        CalamineWorkbook.from_filelike(files["xlsx"]).get_sheet_by_name("Quotes").to_python()
    )
    assert row[head.index("Quote")] == cleaned
    part = json.load(files["json"])["groups"][0]["questions"][0]
    assert part["themes"][0]["quotes"][0]["text"] == cleaned


@pytest.fixture
def question(database):
    """A question that can be answered."""
    with transaction():
        asked = factories.question(
            draft=(draft := factories.draft()),
            working_group=factories.working_group(consultation=draft.round.consultation),
        )
        session.add(asked)
        who = factories.stakeholder(consultation=draft.round.consultation)
        session.add(who)
        sent = factories.submission(round=draft.round, stakeholder=who)
        session.add(sent)
    return asked, sent


def test_five_hundred_naughty_texts_are_kept_or_refused_alike_by_both_databases(question):
    """trust.md 41: what the one rule lets through comes back as it went in; the rest is refused."""
    asked, sent = question
    kept: dict[int, str] = {}
    refused = 0
    for number, raw in enumerate(naughty(), start=1):
        halves = any(unicodedata.category(character) == "Cs" for character in raw)
        try:
            kept[number] = clean_text(raw)
        except TextRefused:
            refused += 1
        assert (number not in kept) is halves
    session.add_all(
        AnswerVersion(
            submission=sent, question=asked, number=number, text=text, choices=[text],
            passage={"exact": text}, saved_at=factories.NOW,
        )
        for number, text in kept.items()
    )  # fmt: skip
    session.flush()
    session.expire_all()
    versions = session.scalars(select(AnswerVersion)).all()
    assert {version.number: version.text for version in versions} == kept
    assert {version.number: version.choices for version in versions} == {
        number: [text] for number, text in kept.items()
    }
    assert all(version.passage == {"exact": version.text} for version in versions)
    assert len(kept) >= 500
    assert refused >= 30


@examples
@few
@given(writable)
def test_the_database_gives_back_what_passed(question, text):
    asked, sent = question
    cleaned = clean_text(text)
    version = AnswerVersion(
        submission=sent, question=asked, number=1, text=cleaned, choices=[cleaned],
        saved_at=factories.NOW,
    )  # fmt: skip
    session.add(version)
    session.flush()
    session.expire_all()
    assert session.scalar(select(AnswerVersion.text)) == cleaned
    assert version.choices == [cleaned]
    assert session.scalar(select(AnswerVersion.id).where(AnswerVersion.text == cleaned))
    session.rollback()
