"""Hostile papers are refused with a sentence, in a child that can do nothing; the rest goes on."""

import resource
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from consultation.config import ROOT
from consultation.errors import ImportRefused
from consultation.imports import papers
from consultation.imports.papers import read_paper
from tests.harmless_pdfs import WORDS, harmless_pdfs
from tests.hostile import naming, refused
from tests.hostile_pdfs import greedy_pdfs, refused_pdfs
from tests.papers_made import body, docx_of, pdf_of

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
