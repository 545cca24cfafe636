"""What a stakeholder brings along in files: a comment table filled offline, and a long paper."""

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from consultation.queries.contributions.comment_table import COLUMNS
from tests import papers_made
from tests.browser.devices import Device
from tests.browser.evenings import Journey

PAGES = 60
PAPER = "Kestrel statement.pdf"
TAKEN = (("Measure 1.1", "1.1"), ("Measure 2.1", "2.1"), ("Measure 3.1", ""))
"""Headings of the sections that are taken, and the provision each is about; "" is the draft."""

FILLED = {
    "Measure 2.2 Lawful collection": ("te", "Say who lists a site, and who strikes it off.", ""),
    "Measure 5.3 Incident reports": (
        "editorial",
        "=gravity is defined nowhere.",
        "by gravity as the annex defines it",
    ),
}
"""By what column 3 says: the type, the comment and the wording proposed."""

ADDED = ("Measure 1.1", "", "A second remark: thirty days are short in August.", "")
WRONG = ("Measure 9.9", "", "On what is not there.", "")


def fill(path: Path) -> None:
    """Fill the table as a person does in a spreadsheet: cells typed over, two rows below."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Comments"]
    for row in range(2, sheet.max_row + 1):
        clause = _cell(sheet, row, "clause").value
        if clause in FILLED:
            _type(sheet, row, (clause, *FILLED[clause]))
    for added in (ADDED, WRONG):
        _type(sheet, sheet.max_row + 1, added)
    workbook.save(path)


def _type(sheet: Worksheet, row: int, words: tuple[str, ...]) -> None:
    for name, word in zip(("clause", "remark", "comment", "proposed"), words, strict=True):
        cell = _cell(sheet, row, name)
        cell.value = word or None
        cell.data_type = "s" if word else "n"  # typed into a cell of text, "=" begins no formula


def _cell(sheet: Worksheet, row: int, column: str):  # type: ignore[no-untyped-def]
    return sheet.cell(row, list(COLUMNS).index(column) + 1)


def downloads_the_table(journey: Journey, device: Device) -> Path:
    device.page.goto(journey.review)
    device.follow(f"/rounds/{journey.numbers.round}/table")
    return journey.downloads_by(device, "Download as XLSX")


def uploads_the_table(journey: Journey, device: Device, table: Path) -> None:
    """See first what would change, a row that cannot be taken among it; then take the others."""
    page = device.page
    page.get_by_label("The filled table").set_input_files(table)
    device.press(page.get_by_role("button", name="Show what would change"))
    assert "3 rows to take, " in device.words
    assert "1 that cannot be taken. Nothing is saved yet." in device.words
    assert "column 3 Clause/Subclause: No provision or question is called “Measure 9.9”" in (
        device.words
    )
    device.press(page.get_by_role("button", name="Take these 3 rows"))
    assert "3 rows taken. Not sent until you submit. 1 row could not be taken." in device.words
    assert device.path == journey.review


def attaches_the_paper(journey: Journey, device: Device) -> None:
    paper = journey.downloads / PAPER
    paper.write_bytes(papers_made.statement(PAGES))
    device.page.goto(journey.review)
    device.follow(f"/rounds/{journey.numbers.round}/papers")
    device.page.get_by_label("A paper").set_input_files(paper)
    device.press(device.page.get_by_role("button", name="Attach this paper"))
    assert f"“{PAPER}” is attached." in device.words


def checks_what_was_read(device: Device) -> None:
    """Every page of it is there, in order, and no running header."""
    shown = device.page.locator(".paper-section div.answer-text").all_text_contents()
    assert len(shown) == PAGES
    for number, text in enumerate(shown, 1):
        assert papers_made.sentence(number) in " ".join(text.split())
        assert "Kettle Works" not in text


def takes_three_sections(journey: Journey, device: Device) -> None:
    """Untick the others, and say of one where it belongs."""
    page = device.page
    wanted = {heading for heading, _ in TAKEN}
    for section in page.locator(".paper-section").all():
        heading = section.locator("h2").inner_text()
        section.get_by_role("checkbox").set_checked(any(heading.startswith(w) for w in wanted))
    third = page.get_by_label("It is about: Measure 3.1 Our view of part 3", exact=True)
    third.select_option(label="The draft as a whole")
    device.press(page.get_by_role("button", name="Take the ticked sections as answers").first)
    assert f"3 sections taken from “{PAPER}”. Not sent until you submit." in device.words
    assert device.path == journey.review
