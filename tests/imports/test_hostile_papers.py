"""Hostile papers are refused with a sentence, in a child that can do nothing; the rest goes on."""

import random
import resource
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from consultation.config import ROOT
from consultation.errors import ImportRefused
from consultation.imports import papers
from consultation.imports.papers import read_paper, read_sheets
from consultation.imports.reader.blocks import TEXT_LIMIT
from tests.harmless_pdfs import WORDS, harmless_pdfs
from tests.hostile import naming, refused
from tests.hostile_pdfs import greedy_pdfs, refused_pdfs
from tests.papers_made import W, body, docx_of, pdf_of

TOO_MUCH = "holds more than 5,000,000 characters"
CORPUS = list(refused())
HARMLESS = list(harmless_pdfs())
GREEDY = list(greedy_pdfs())
LINK = '<R><Relationship TargetMode="External" Target="{}"/></R>'


def test_there_are_forty_of_the_pdfs_alone_and_no_two_are_the_same():
    """trust.md 57 to 59."""
    every = CORPUS + HARMLESS + GREEDY
    assert len({name for name, _ in every}) == len({raw for _, raw in every}) == len(every)
    assert len(list(refused_pdfs())) >= 40
    assert len(HARMLESS) >= 30


@pytest.mark.parametrize(("name", "raw"), CORPUS, ids=[name for name, _ in CORPUS])
def test_it_is_refused_with_a_sentence_that_says_what_to_do(name, raw):
    """trust.md 57 to 59."""
    with pytest.raises(ImportRefused) as said:
        read_paper(raw, name=name)
    sentence = str(said.value)
    assert sentence.startswith(f"“{name}” ")
    assert sentence.endswith(".")
    assert "Traceback" not in sentence


@pytest.mark.parametrize(("name", "raw"), HARMLESS, ids=[name for name, _ in HARMLESS])
def test_what_stands_around_the_words_is_not_followed(name, raw):
    """trust.md 59."""
    read = read_paper(raw, name=name)
    assert [(block.text, block.page) for block in read.blocks] == [(WORDS, 1)]
    assert (read.kind, read.left_out) == ("pdf", ())


@pytest.mark.parametrize(("name", "raw"), GREEDY, ids=[name for name, _ in GREEDY])
def test_the_child_is_killed_at_its_limit_while_a_good_paper_is_read(name, raw):
    """trust.md 59."""
    with ThreadPoolExecutor(1) as pool:
        greedy = pool.submit(read_paper, raw, name=name)
        assert read_paper(HARMLESS[0][1], name="good.pdf").blocks[0].text == WORDS
        with pytest.raises(ImportRefused, match="asks for more time or memory"):
            greedy.result()


def test_a_child_that_takes_too_much_time_is_killed():
    """trust.md 59."""
    act = "import reader.__main__ as child; child.SECONDS = 1; child.limit()\nwhile True: pass"
    command = [sys.executable, "-I", "-c", CHILD.format(root=READERS, act=act)]
    done = subprocess.run(command, check=False, timeout=30)
    assert done.returncode < 0


def test_the_server_grows_no_larger_by_a_bomb():
    """trust.md 57."""
    (bomb,) = (raw for name, raw in CORPUS if name == "bomb.docx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImportRefused, match="would unpack to"):
        read_paper(bomb, name="bomb.docx")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20_000, "kilobytes"


def test_no_file_and_no_address_that_a_document_names_is_read(tmp_path):
    """trust.md 58."""
    canary = tmp_path / "canary"
    canary.write_text("SECRET", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        told = {}
        for name, raw in naming(str(canary), address):
            with pytest.raises(ImportRefused) as said:
                read_paper(raw, name=name)
            told[name] = str(said.value)
        linked = docx_of(
            body("Keep it."),
            **{"word/_rels/document.xml.rels": LINK.format(address)},
        )
        assert read_paper(linked, name="linked.docx").blocks[0].text == "Keep it."
        with pytest.raises(TimeoutError):
            listener.accept()
    assert len(told) == 8
    assert not [sentence for sentence in told.values() if "SECRET" in sentence]


READERS = str(ROOT / "consultation" / "imports")
CHILD = (
    "import sys; sys.path.insert(0, {root!r}); from reader.__main__ import limit; limit(); {act}"
)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("import socket; socket.socket()", "needs no socket"),
        ("import os; os.system('true')", "needs no os.system"),
        ("import subprocess; subprocess.run(['true'])", "needs no"),
        ("open('written', 'wb', buffering=0).write(b'x')", "File too large"),
        ("bytearray(1_200_000_000)", "MemoryError"),
        ("[open('/dev/null') for _ in range(50)]", "Too many open files"),
    ],
)
def test_the_child_has_given_up(act, says, tmp_path):
    """trust.md 57 and 59."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", CHILD.format(root=READERS, act=act)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode != 0
    assert says in done.stderr


def test_what_takes_too_long_is_given_up_and_the_next_paper_is_read(monkeypatch):
    """trust.md 59."""
    monkeypatch.setattr(papers, "SECONDS", 0.001)
    with pytest.raises(ImportRefused, match="could not be read"):
        read_paper(b"Keep it.", name="slow.txt")
    monkeypatch.undo()
    assert read_paper(b"Keep it.", name="next.txt").kind == "text"


def test_a_page_that_asks_for_more_than_there_is_harms_nobody():
    stream = "q " * 200_000
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    raw = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )  # fmt: skip
    with pytest.raises(ImportRefused):
        read_paper(raw, name="deep.pdf")


def test_more_than_ten_megabytes_are_refused_before_anything_is_read():
    with pytest.raises(ImportRefused, match=r"has 10\.1 MB; up to 10 MB can be taken"):
        read_paper(b"a" * 10_100_000, name="long.txt")


def test_five_million_characters_are_read_and_one_more_is_refused():
    """trust.md 57: a document of three megabytes gave thirty-three million characters."""
    assert len(read_paper(b"a" * TEXT_LIMIT, name="long.txt").blocks[0].text) == TEXT_LIMIT
    with pytest.raises(ImportRefused, match=TOO_MUCH):
        read_paper(b"a" * (TEXT_LIMIT + 1), name="long.txt")


def made_of(xml: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'


def test_a_footnote_called_again_and_again_does_not_make_a_paper_grow():
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{"word " * 2_000}</w:t></w:r></w:p></w:footnote>'
    raw = docx_of(
        made_of('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' * 600),
        **{"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>'},
    )
    with pytest.raises(ImportRefused, match=TOO_MUCH):
        read_paper(raw, name="notes.docx")


def test_many_short_paragraphs_are_as_much_as_few_long_ones():
    with pytest.raises(ImportRefused, match=TOO_MUCH):
        read_paper(b"Keep it.\n\n" * 100_001, name="lines.txt")


def test_a_table_with_too_much_in_it_is_refused():
    text = random.Random(1).randbytes(TEXT_LIMIT // 2 + 1).hex()
    cell = f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
    raw = docx_of(made_of(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    with pytest.raises(ImportRefused, match=TOO_MUCH):
        read_sheets(raw, name="table.docx")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("{'kind': 'text', 'blocks': [{'text': 'a' * 5_000_001}], 'left_out': []}", TOO_MUCH),
        ("{'kind': 'text', 'blocks': [{'text': ''}] * 100_001, 'left_out': []}", TOO_MUCH),
        ("{'kind': 'text', 'blocks': [], 'left_out': ['a' * 5_000_001]}", TOO_MUCH),
        ("{'kind': 'text', 'blocks': [], 'left_out': ['a' * 100_000_001]}", "could not be read"),
    ],
)
def test_what_a_child_answers_is_measured_again(monkeypatch, answer, says):
    monkeypatch.setattr(papers, "_START", f"import json; print(json.dumps({answer}))")
    with pytest.raises(ImportRefused, match=says):
        read_paper(b"Keep it.", name="taken over.pdf")


def test_the_rows_that_a_child_answers_are_measured_again(monkeypatch):
    answer = (
        "{'kind': 'xlsx', 'sheets': [{'name': '', 'rows': [[''] * 5_000_001], 'unread': [], "
        "'is_hidden': False, 'merged': []}]}"
    )
    monkeypatch.setattr(papers, "_START", f"import json; print(json.dumps({answer}))")
    with pytest.raises(ImportRefused, match=TOO_MUCH):
        read_sheets(b"Keep it.", name="taken over.xlsx")
