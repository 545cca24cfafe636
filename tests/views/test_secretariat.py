"""The secretariat's pages: their figures are those of the queries, and the pack leaves whole."""

import io
import json
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pptx
import pypdfium2
import pytest
from lxml import etree, html

from consultation import exports
from consultation.db import session, transaction
from consultation.models import OpenQuestion, Publication, Round, Stakeholder
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.consultations.rounds import overview
from consultation.queries.contributions.ledger import round_ledger
from tests import factories
from tests.client import XHTML, Page
from tests.conftest import NOW
from tests.factories import World
from tests.views.visiting import change, links, sign, stored, tables

SUMMARY = "Nearly all want a record."


def more_answers(world: World) -> None:
    """Answers that tell the figures apart: another submission, one late, one withdrawn."""
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        question = session.get_one(OpenQuestion, world.question.id)
        for given in (
            {"submitted_at": NOW - timedelta(days=3)},
            {"is_late": True},
            {"withdrawn_at": NOW},
        ):
            body = factories.stakeholder(
                consultation=round_.consultation, category="industry", organisation=None
            )
            sent = factories.submission(round=round_, stakeholder=body, **given)
            session.add(factories.answer(question, "Two years.", by=body, submission=sent))


def figures(page: Page) -> dict[str, str]:
    """The figures at the top of the round's page, by their names."""
    (four,) = page.find("dl", class_="four")
    names, numbers = four.iter(f"{XHTML}dt"), four.iter(f"{XHTML}dd")
    return {name.text: number.text for name, number in zip(names, numbers, strict=True)}


def test_the_rounds_figures_are_those_of_the_query(secretariat, world):
    more_answers(world)
    seen = overview(session.get_one(Round, world.round.id))
    assert (seen.stakeholders, seen.counts.submissions, seen.late) == (5, 2, 1)
    page = secretariat.get(f"/rounds/{world.round.id}")
    assert figures(page) == {
        "taking part": "5",
        "submissions": "2",
        "answers": "2",
        "organisations": "1",
    }
    assert "1 late submission; 2 of 2 questions not signed off" in page.words


def test_the_round_shows_who_wrote_and_when(secretariat, world):
    more_answers(world)
    found = tables(secretariat.get(f"/rounds/{world.round.id}"))
    kinds, days = found["Submissions by kind of stakeholder"], found["Submissions by day"]
    assert (kinds["civil society"][0], kinds["industry"][0]) == ("1", "1")
    assert (days["9 Apr 2027"][0], days["11 Apr 2027"][0]) == ("1", "1")


def test_the_round_leads_to_every_question_and_says_what_is_signed(secretariat, world):
    sign(world, SUMMARY)
    page = secretariat.get(f"/rounds/{world.round.id}")
    for question in (world.question, world.other_question):
        assert f"/questions/{question.id}/themes" in links(page)
    assert "1 of 2 questions not signed off" in page.words
    assert "Q01 Which changes are material? WGA 1 2 1 done Chair" in page.words
    assert "Q02 What is a serious event? WGB 0 0 0 not asked for not yet" in page.words


def test_the_ledgers_figures_are_those_of_the_query(secretariat, world):
    more_answers(world)
    ledger = round_ledger(session.get_one(Round, world.round.id))
    page = secretariat.get(f"/rounds/{world.round.id}/ledger")
    assert "Everything is accounted for, and agrees with the figures of the pack." in page.words
    found = tables(page)
    for caption, lines in (
        ("Submissions", ledger.submissions),
        ("Answers", ledger.answers),
        ("Points", ledger.points),
    ):
        shown = {what: cells[0] for what, cells in found[caption].items() if what != "in all"}
        assert shown.pop("What became of them") == "How many"
        assert shown == {line.what: str(line.count) for line in lines}, caption
        assert found[caption]["in all"] == (str(sum(line.count for line in lines)),)


def test_the_ledger_accounts_for_each_question_and_adds_up_to_the_round(secretariat, world):
    more_answers(world)
    found = tables(secretariat.get(f"/rounds/{world.round.id}/ledger"))
    for kind in ("Answers", "Points"):
        by_question = found[f"{kind} by question"]
        columns = by_question.pop("Question")
        totals = [sum(map(int, cells)) for cells in zip(*by_question.values(), strict=True)]
        expected = {what: cells[0] for what, cells in found[kind].items()}
        assert {what: str(n) for what, n in zip(columns, totals, strict=True)} == {
            what: expected[what] for what in columns
        }


def test_a_ledger_that_does_not_agree_is_said_aloud(secretariat, world, monkeypatch):
    monkeypatch.setattr(
        "consultation.queries.contributions.ledger.unplaced_points", lambda _question: 7
    )
    page = secretariat.get(f"/rounds/{world.round.id}/ledger")
    assert "Totals that must agree do not" in page.words
    assert "Q01: 1 unplaced points in the ledger, 7 in the pack" in page.words
    assert "Everything is accounted for" not in page.words


def test_the_pack_is_previewed_with_what_is_unsigned_in_the_margin(secretariat, world):
    sign(world, SUMMARY)
    page = secretariat.get(f"/rounds/{world.round.id}/pack")
    assert "1 question not signed off yet: Q02." in page.words
    margins = ["".join(p.itertext()) for p in page.find("p", class_="margin")]
    assert margins == ["Signed by Chair, 12 April 2027, 12:00 (Europe/Brussels time)", "Not signed"]
    assert SUMMARY in page.words
    for words in ("Record every change", "Leave small repairs out", "Every change must be"):
        assert words in page.words


def test_the_preview_shows_the_figures_that_the_document_will(secretariat, world):
    more_answers(world)
    pack = compile_pack(session.get_one(Round, world.round.id), now=NOW)
    counts = pack.counts
    assert (counts.answers, counts.organisations, counts.points) == (2, 1, 3)
    page = secretariat.get(f"/rounds/{world.round.id}/pack")
    assert "Round 1, Draft 1 · The Forum 2 answers from 1 organisation, 3 points" in page.words


def test_the_preview_offers_every_format(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/pack")
    downloads = {link for link in links(page) if "/pack." in link}
    assert downloads == {f"/rounds/{world.round.id}/pack.{form}" for form in exports.FORMATS}


def words_in(extension: str, content: bytes) -> str:
    """Everything a downloaded pack says."""
    return READERS[extension](content)


def in_pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return " ".join("".join(p.get_textpage().get_text_range() for p in pages).split())


def in_odt(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return " ".join(etree.fromstring(packed.read("content.xml")).itertext())


def in_pptx(content: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(content)).slides
    frames = [
        shape.text_frame for slide in slides for shape in slide.shapes if shape.has_text_frame
    ]
    frames += [slide.notes_slide.notes_text_frame for slide in slides]
    return "\n".join(frame.text for frame in frames)


def in_docx(content: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def in_csv(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8-sig") for name in packed.namelist())


def in_xlsx(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    )


def in_json(content: bytes) -> str:
    return json.dumps(json.loads(content), ensure_ascii=False)


READERS = {
    "docx": in_docx, "pdf": in_pdf, "html": lambda page: html.fromstring(page).text_content(),
    "odt": in_odt, "pptx": in_pptx, "xlsx": in_xlsx, "json": in_json, "csv.zip": in_csv,
}  # fmt: skip


@pytest.mark.parametrize("extension", sorted(exports.FORMATS))
def test_a_download_is_the_pack_in_its_format_under_a_plain_name(secretariat, world, extension):
    sign(world, SUMMARY)
    page = secretariat.get(f"/rounds/{world.round.id}/pack.{extension}")
    assert page.status_code == 200
    assert page.response.mimetype == exports.FORMATS[extension].mimetype
    assert page.headers["Content-Disposition"] == (
        f'attachment; filename="the-code-round-1-plenary-pack-2027-04-12.{extension}"'
    )
    words = words_in(extension, page.response.data)
    for expected in ("The Code", "Record every change", "Every change must be recorded."):
        assert expected in words


@pytest.mark.parametrize("extension", ["doc", "exe", "docx.exe", "DOCX"])
def test_an_unknown_format_is_not_there(secretariat, world, extension):
    assert secretariat.get(f"/rounds/{world.round.id}/pack.{extension}").status_code == 404


@pytest.mark.parametrize(
    ("publication", "name"),
    [
        (Publication.NAMED, "Kettle Works"),
        (Publication.ORGANISATION, "Kettle Works"),
        (Publication.ANONYMOUS, "Anonymous (civil society)"),
    ],
)
def test_the_pack_names_an_author_as_they_chose(secretariat, world, publication, name):
    author = session.get_one(Stakeholder, stored(world.submission).stakeholder_id)
    change(author, publication=publication)
    everything = [secretariat.get(f"/rounds/{world.round.id}/pack").words]
    for extension in exports.FORMATS:
        download = secretariat.get(f"/rounds/{world.round.id}/pack.{extension}")
        everything.append(words_in(extension, download.response.data))
    for words in everything:
        assert name in words
        assert ("Kettle Works" in words) is (name == "Kettle Works")
