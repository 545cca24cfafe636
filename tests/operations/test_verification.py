"""A receipt file is held against itself and against what was given here; trust.md 36."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from consultation import exports
from consultation.db import session
from consultation.exports import verify_receipt
from consultation.models import AnswerVersion, Paper, Publication, Receipt, Remark, Submission
from consultation.operations.contributions.receipts import sent_contents
from consultation.operations.contributions.verification import HASHED, NoReceipt, verify
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from tests import factories
from tests.operations.test_changing_a_submission import sent_twice, take_back
from tests.operations.test_submissions import save, send

SCRIPT = Path(exports.__file__).with_name("verify_receipt.py")
CHANGES = {
    "a letter": lambda file: file["lines"][0].update(text=file["lines"][0]["text"] + "."),
    "the position": lambda file: file["lines"][0].update(position="oppose"),
    "one more line": lambda file: file["lines"].append(dict(file["lines"][0], entry=2)),
    "one line less": lambda file: file["lines"].pop(),
    "the salt": lambda file: file.update(salt="0" * 32),
    "the submission": lambda file: file.update(submission="R1-999999"),
}


def file_of(receipt: Receipt) -> str:
    return receipt_file(receipt_copy(receipt))


def altered(receipt: Receipt, change: str) -> str:
    file = json.loads(file_of(receipt))
    CHANGES[change](file)
    return json.dumps(file)


def checked_offline(file: str, tmp_path, *told: str) -> subprocess.CompletedProcess:
    """The script by itself: no module of ours, nothing that is installed."""
    path = tmp_path / "receipt.json"
    path.write_text(file, "utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(path), *told],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={},
    )  # fmt: skip


def test_a_receipt_matches_was_given_here_and_is_the_newest(world):
    sent = send(world, save(world, "Größe 🙂\n“état”", choices=["agree"]).submission)
    verdict = verify(file_of(sent.receipts[0]))
    assert verdict.is_whole
    assert verdict.receipt is sent.receipts[0]
    assert (verdict.later, verdict.is_withdrawn) == (None, False)


@pytest.mark.parametrize("change", CHANGES)
def test_an_altered_receipt_does_not_match(world, change, tmp_path):
    sent = sent_twice(world)
    verdict = verify(altered(sent.receipts[0], change))
    assert not verdict.is_whole
    assert verdict.receipt is sent.receipts[0]
    offline = checked_offline(altered(sent.receipts[0], change), tmp_path)
    assert offline.returncode == 1
    assert "does NOT match" in offline.stdout


def test_whoever_computes_the_hash_of_an_altered_text_has_no_receipt_of_ours(world):
    sent = send(world, save(world).submission)
    file = json.loads(altered(sent.receipts[0], "a letter"))
    file["content_hash"] = verify(json.dumps(file)).computed
    verdict = verify(json.dumps(file))
    assert verdict.is_whole
    assert verdict.receipt is None


def test_every_receipt_of_a_history_stays_verifiable_and_only_the_last_counts(world):
    """trust.md 39: withdrawn, then sent again, then changed."""
    sent = send(world, save(world, "Keep it.").submission)
    take_back(world, sent)
    send(world, sent, key="again")
    save(world, "Drop it.")
    send(world, sent, key="changed")
    receipts = session.get_one(Submission, sent.id).receipts
    assert [str(receipt.act) for receipt in receipts] == ["sent", "withdrawn", "sent", "changed"]
    verdicts = [verify(file_of(receipt)) for receipt in receipts]
    assert all(verdict.is_whole for verdict in verdicts)
    # The text that was sent again is the same, so its first receipt is found by hash and number.
    assert [verdict.receipt for verdict in verdicts] == receipts
    assert [verdict.later for verdict in verdicts] == [receipts[-1]] * 3 + [None]
    assert not any(verdict.is_withdrawn for verdict in verdicts)
    take_back(world, sent, key="for good")
    assert verify(file_of(receipts[0])).is_withdrawn


def test_the_script_checks_a_receipt_offline_with_the_standard_library_alone(world, tmp_path):
    sent = send(world, save(world, "Größe 🙂\n“état”", choices=["agree"]).submission)
    receipt = sent.receipts[0]
    offline = checked_offline(file_of(receipt), tmp_path)
    assert (offline.returncode, offline.stderr) == (0, "")
    assert receipt.content_hash in offline.stdout
    assert checked_offline(file_of(receipt), tmp_path, receipt.content_hash).returncode == 0
    assert checked_offline(file_of(receipt), tmp_path, "0" * 64).returncode == 1
    assert checked_offline("tea", tmp_path).returncode == 2


def test_what_is_held_against_the_hash_is_all_that_the_hash_covers():
    full = AnswerVersion(
        question=factories.question(), entry=2, text="Keep it.", position="support",
        choices=["agree"], remark=Remark.LEGAL, passage={"exact": "14 days"}, proposed="21 days",
        annex="Ours.", publication=Publication.NAMED, pages=[[0, 1, 7]],
        submission=Submission(papers=[Paper(id=7, name="statement.pdf", sha256="0" * 64)]),
    )  # fmt: skip
    (content,) = sent_contents([full])
    assert set(HASHED) == set(verify_receipt.HASHED) == set(content)


BAD = {
    "nothing": "",
    "no JSON": "tea at four",
    "half": '{"format": "plenary-receipt-2"',
    "another JSON": "[1, 2]",
    "another format": '{"format": "plenary-receipt-1", "lines": []}',
    "no hash": '{"format": "plenary-receipt-2", "lines": [], "number": "R", "salt": ""}',
    "deep": "[" * 100_000 + "]" * 100_000,
    "a huge number": '{"format": ' + "9" * 10_000 + "}",
}
FULL = {
    "format": "plenary-receipt-2", "number": "R", "submission": "R", "salt": "", "content_hash": "0"
}  # fmt: skip
ODD_LINES = [
    "tea", [1], [{"text": "x"}], [{"question": 1}], [{"question": "Q", "entry": "1"}],
    [{"question": "Q", "text": "\ud800"}], [None], {"question": "Q"},
]  # fmt: skip


@pytest.mark.parametrize("file", BAD.values(), ids=BAD)
def test_what_is_no_receipt_is_told_so_in_a_sentence(world, file):
    with pytest.raises(NoReceipt, match="receipt"):
        verify(file)


@pytest.mark.parametrize("lines", ODD_LINES, ids=range(len(ODD_LINES)))
def test_lines_that_no_receipt_can_have_are_told_so(world, lines):
    with pytest.raises(NoReceipt, match="receipt"):
        verify(json.dumps(FULL | {"lines": lines}))


@pytest.mark.parametrize("name", ["number", "submission", "salt", "content_hash"])
@pytest.mark.parametrize("text", ["\ud800", "\x00"], ids=["half a character", "NUL"])
def test_what_no_database_and_no_page_can_hold_is_in_no_receipt(world, name, text):
    with pytest.raises(NoReceipt, match="receipt"):
        verify(json.dumps(FULL | {"lines": [], name: text}))
