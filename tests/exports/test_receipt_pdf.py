"""A receipt as a document: tagged, whole, and every hostile text in it literally."""

import json
import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from consultation.exports.receipt_pdf import render_receipt_pdf
from consultation.queries.contributions.receipts import ReceiptCopy, ReceiptLine, receipt_file
from tests import factories

AT = datetime(2027, 4, 12, 10, 0, 0, 123_456, tzinfo=UTC)
CODE = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
HOSTILE = {
    "typst": '#import "@preview/x:1.0.0": * #read("/etc/passwd") $x^2$ [a] *b* _c_ `d` <l> @r = t',
    "comments": "// gone? /* gone? */ -- --- ... ~ \\ \\u{41} 'single' \"double\"",
    "jinja": "{{7*7}} {% raw %} ${7*7}",
    "latex": "\\end{document} \\input{x} %comment",
    "markup": "<script>alert(1)</script> <font color='red'>x</font> &amp;",
    "a word without a space": "x" * 20_000,
    "lines": "one\n\n\n  two\tthree   four\n- five",
    "letters": "Größe, état, łódź, ﬁ ffi, Ωμέγα, Україна",
    "right to left": "הכול נשמר כאן",
    "emoji": "🙂 🙂🏳️ 👩‍👩‍👧 end",
    "far scripts": "記録を残す 𐍈 नमस्ते",
    "soft hyphens": "Ver\u00adfassung\u200bs\u00a0recht",
    "a code that was typed": "[U+0041] stays",
}


def line(text: str, **given) -> ReceiptLine:
    fields = {
        "question": "Q01", "question_text": "Which changes are material?", "entry": 1,
        "position": "support", "choices": [], "remark": None, "passage": None, "proposed": "",
        "annex": "", "publication": None, "paper": None,
    }  # fmt: skip
    return ReceiptLine(text=text, **fields | given)


def receipt(*lines: ReceiptLine, **given) -> ReceiptCopy:
    fields = {
        "number": "R1-000007/2", "submission": "R1-000007", "act": "changed", "received_at": AT,
        "stored_late_at": None, "content_hash": "5f" * 32, "salt": "00" * 16,
        "received_for": "Kettle Works", "publication": "named", "published_as": "Kettle Works",
    }  # fmt: skip
    return ReceiptCopy(lines=lines, **fields | given)


def document(copy: ReceiptCopy, *, is_late: bool = False) -> bytes:
    return render_receipt_pdf(copy, factories.round_(), is_late=is_late)


def words(pdf: bytes) -> str:
    """The letters of a document in their order: no white space, no mark that nobody sees."""
    pages = pypdfium2.PdfDocument(pdf)
    return seen("".join(page.get_textpage().get_text_range() for page in pages))


def seen(text: str) -> str:
    decoded = CODE.sub(lambda code: chr(int(code[1], 16)), text)
    letters = re.sub(r"[\s\u200b\u200c\u200d\u00ad\ufffe\ufe0f]", "", decoded)
    return re.sub(r"R1-000007/2\d/\d", "", letters)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["text", "proposed", "annex", "question_text"])
def test_what_was_sent_stands_in_the_document_to_the_letter(text, field):
    """trust.md 45 and 56."""
    other = {} if field == "text" else {field: text}
    pdf = document(receipt(line(text if field == "text" else "Plain.", **other)))
    expected = "".join(reversed(seen(text))) if "הכול" in text else seen(text)
    found = words(pdf)
    assert expected.replace("ﬁ", "fi") in found or seen(text).replace("ﬁ", "fi") in found


def test_the_document_says_all_that_a_receipt_says():
    passage = {"exact": "complete at release", "prefix": "", "suffix": "", "start": 0}
    found = words(
        document(
            receipt(
                line(
                    "Say by when.", position="oppose", choices=["agree"], remark="legal",
                    passage=passage, proposed="within a week", annex="For the chairs.",
                    publication="anonymous",
                    paper=[
                        {"name": "statement.pdf", "sha256": "ab" * 32, "pages": [[0, 4], [9, 5]]},
                        {"name": "annex.txt", "sha256": "cd" * 32, "pages": [[20, 0]]},
                    ],
                )
            )
        )
    )  # fmt: skip
    for said in (
        "Changes received: R1-000007/2", "before the deadline", "A code of conduct", "5f" * 32,
        "12 April 2027, 12:00 (Europe/Brussels time, UTC+2)", "2027-04-12 10:00:00 UTC",
        "Which changes are material?", "Oppose · agree · legal · published anonymous",
        "complete at release", "Say by when.", "within a week", "For the chairs.",
        f"statement.pdf, p. 4 (SHA-256 {'ab' * 32})", f"annex.txt (SHA-256 {'cd' * 32})",
    ):  # fmt: skip
        assert seen(said) in found, said


def test_a_receipt_that_waited_across_the_deadline_says_when_it_was_stored():
    """trust.md 25: flagged with both times, in the document and in the file inside it."""
    waited = receipt(line("x"), stored_late_at=AT + timedelta(minutes=2))
    said = "12 April 2027, 12:02 (Europe/Brussels time, UTC+2), after the deadline: it waited"
    assert seen(said) in words(document(waited))
    assert "Stored" not in words(document(receipt(line("x"))))
    assert json.loads(receipt_file(waited))["stored_late_at"] == "2027-04-12T10:02:00.123456+00:00"
    assert "stored_late_at" not in json.loads(receipt_file(receipt(line("x"))))


def test_late_and_withdrawn_are_called_so():
    assert seen("after the deadline; it is on the late list") in words(
        document(receipt(line("x")), is_late=True)
    )
    assert seen("It counts no more") in words(document(receipt(act="withdrawn")))


@pytest.mark.parametrize("text", [HOSTILE["emoji"], HOSTILE["letters"], "Plain words."])
def test_the_document_is_tagged_titled_and_conforms_to_pdf_ua(text):
    pdf = document(receipt(line(text)))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    opened = pypdfium2.PdfDocument(pdf)
    assert opened.is_tagged()
    assert opened.get_metadata_value("Title") == "Changes received: R1-000007/2"
    assert b"/Lang(en)" in pdf.replace(b" ", b"")


def test_the_receipt_file_is_inside_to_the_byte():
    copy = receipt(line(HOSTILE["emoji"] + HOSTILE["far scripts"]))
    opened = pypdfium2.PdfDocument(document(copy))
    (attachment,) = [opened.get_attachment(n) for n in range(opened.count_attachments())]
    assert attachment.get_name() == "receipt.json"
    assert bytes(attachment.get_data()).decode() == receipt_file(copy)


def test_a_letter_without_a_font_is_shown_as_its_code_and_that_is_said():
    found = words(document(receipt(line("🙂"))))
    assert seen("Letters that no font of this machine has are shown as their code") in found
    assert seen("Letters that no font") not in words(document(receipt(line("Größe"))))


def test_the_same_receipt_gives_the_same_document():
    assert document(receipt(line("Keep it."))) == document(receipt(line("Keep it.")))


def test_a_document_says_for_whom_it_is_and_how_that_is_published():
    copy = receipt(
        line("Keep it."), received_for="Größe & *Söhne*", publication="anonymous",
        published_as="Anonymous (company)",
    )  # fmt: skip
    said = words(document(copy))
    assert seen("For: Größe & *Söhne*") in said
    assert seen("Published: anonymous, as “Anonymous (company)”") in said
