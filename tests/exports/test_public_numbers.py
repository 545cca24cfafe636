"""A contribution has one number in everything that leaves: the public one, as on its own page."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pypdfium2
import pytest
from sqlalchemy import select

from consultation import models
from consultation.db import begin_read, session, transaction
from consultation.exports import FORMATS
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.exports.data import render_data, write_tables
from consultation.exports.document.factual import factual_document
from consultation.exports.document.synopsis import synopsis_document
from consultation.exports.open_data import write_open_data
from consultation.exports.reports import REPORT_FORMATS
from consultation.models import Round
from consultation.operations.plenary.factual import compile_factual_summary
from consultation.operations.plenary.pack import compile_pack
from consultation.operations.plenary.synopsis import compile_synopsis
from consultation.queries.plenary.observed_table import observed_rows
from tests import factories
from tests.conftest import NOW

TEXT = "Give small firms two years to keep the record."
OURS, PUBLIC, SOURCE = 717_273, 123_456_789_012_345, "ZX-991-source"
"""What an answer is called by the database, by everybody, and by the table it came in."""


@pytest.fixture
def world(database) -> factories.World:
    return factories.world()


@pytest.fixture
def round_(world) -> Round:
    """A published round with an answer that everything tells of: a quote, a copy, an outcome."""
    with transaction():
        by = factories.stakeholder(consultation=world.consultation)
        answer = factories.answer(
            world.question, TEXT, by=by, id=OURS, public_number=PUBLIC, reference=SOURCE
        )
        point = factories.point(answer)
        point.outcome = models.OwnOutcome(
            kind=models.OutcomeKind.DEFERRED,
            reason="Later.",
            decided_by=world.chair,
            decided_at=NOW,
        )
        session.add_all([
            *vars(world).values(), answer, point,
            models.Placement(point=point, theme=world.theme),
            models.Quote(point=point, marked_by=world.chair),
            models.MinorityPoint(point=point, theme=world.theme, reason="Alone.", rank=1),
            models.Campaign(
                question=world.question, template=TEXT,
                copies=[models.CampaignCopy(answer=answer, similarity=1)],
            ),
        ])  # fmt: skip
        world.round.closes_at = NOW - timedelta(minutes=1)
        world.round.published_at = world.round.outcomes_published_at = NOW
    begin_read()
    return session.get_one(Round, world.round.id)


def written(write: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def pack(form: str, round_: Round) -> bytes:
    return FORMATS[form].render(compile_pack(round_, now=NOW))


def data(form: str, round_: Round) -> bytes:
    if form == "json":
        return render_data(round_)
    return written(lambda out: write_tables(round_, out, lambda *_: None))


def open_data(form: str, round_: Round) -> bytes:
    return written(lambda out: write_open_data(round_, form, out))


def observations(form: str, round_: Round) -> bytes:
    return TABLE_FORMATS[form].render(observed_rows(round_), "The Code")


def the_factual(form: str, round_: Round) -> bytes:
    return REPORT_FORMATS[form].write(factual_document(compile_factual_summary(round_, now=NOW)))


def the_synopsis(form: str, round_: Round) -> bytes:
    found = compile_synopsis(round_.consultation, now=NOW)
    return REPORT_FORMATS[form].write(synopsis_document(found))


def words_in(raw: bytes) -> str:
    """Everything that a file says, without the marks of its format and without spaces."""
    if raw.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(raw)
        words = "".join(page.get_textpage().get_text_range() for page in pages)
    elif raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        words = " ".join(part.decode(errors="replace") for part in parts)
    else:
        words = raw.decode()
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", words))


NAMING = {
    **{f"pack {form}": partial(pack, form) for form in FORMATS},
    **{f"data {form}": partial(data, form) for form in ("json", "csv.zip")},
    **{f"open data {form}": partial(open_data, form) for form in ("json", "csv.zip")},
    **{f"observations {form}": partial(observations, form) for form in TABLE_FORMATS},
}
"""What calls contributions by a number."""
COUNTING = {
    f"{name} {form}": partial(write, form)
    for name, write in (("factual summary", the_factual), ("synopsis", the_synopsis))
    for form in REPORT_FORMATS
}
"""What tells of them in counts and words alone."""


@pytest.mark.parametrize("file", NAMING)
def test_each_file_calls_a_contribution_by_its_public_number_and_no_other(round_, file):
    words = words_in(NAMING[file](round_))
    assert str(PUBLIC) in words
    assert str(OURS) not in words
    assert (SOURCE in words) is file.startswith("data"), "the data alone name the source"


def imported() -> models.Answer:
    return session.scalars(select(models.Answer).where(models.Answer.reference == SOURCE)).one()


@pytest.mark.parametrize("form", ["json", "csv.zip"])
@pytest.mark.parametrize("choice", sorted(set(models.Publication) - {models.Publication.NAMED}))
def test_what_a_table_called_it_leads_to_nobody_who_chose_not_to_be_named(round_, choice, form):
    """Whoever has the table finds in it who wrote what."""
    with transaction():
        imported().submission.publication = choice
    assert SOURCE not in words_in(data(form, round_))


def test_what_a_table_called_it_leads_to_nothing_that_was_removed(world, round_):
    with transaction():
        session.add(factories.removal(imported(), world))
    assert SOURCE not in words_in(data("json", round_))


@pytest.mark.parametrize("file", COUNTING)
def test_a_report_names_none_by_a_number_of_ours(round_, file):
    words = words_in(COUNTING[file](round_))
    assert str(OURS) not in words
    assert SOURCE not in words


def test_the_data_and_the_open_data_can_be_laid_side_by_side(round_):
    """As programs read them, in both of their formats."""
    told = json.loads(render_data(round_))
    answers = {a["id"]: a["text"] for q in told["questions"] for a in q["answers"]}
    contributions = json.loads(open_data("json", round_))["contributions"]
    assert {str(line["id"]): line["text"] for line in contributions} == answers
    with zipfile.ZipFile(io.BytesIO(data("csv.zip", round_))) as archive:
        raw = archive.read("answers.csv").decode("utf-8-sig")
    assert {row["id"] for row in csv.DictReader(io.StringIO(raw))} == set(answers)
