"""Writers who save and submit at once, and the account of what they were told was received."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, Queue
from random import Random

from consultation.models import Position
from tests.durability.visitor import Form, Gone, Refused, Visitor

WRITERS = 8
SAVES = 4
"""Saves of one stakeholder before the submission is sent."""

WORDS = (
    "record", "change", "model", "état", "größe", "отчёт", "記録", "سجل", "🙂", "e\u0301",
    "<b>", "&", '"quoted"', "it’s", "=1+1",
)  # fmt: skip


@dataclass(frozen=True)
class Saved:
    """A save that was acknowledged."""

    author: str
    question_id: int
    text: str
    position: str


@dataclass(frozen=True)
class Received:
    """A receipt that was read."""

    author: str
    number: str
    content_hash: str


@dataclass(eq=False)
class Sending:
    """A submission on its way: what its author would send again."""

    author: str
    visitor: Visitor
    form: Form


@dataclass
class Account:
    """Who was told what; filled by all writers (appending to a list is one step)."""

    tried: list[Saved] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    unanswered: list[Sending] = field(default_factory=list)
    answered: list[Sending] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return len(self.saved) + len(self.submitted)

    def save(self, visitor: Visitor, save: Saved) -> None:
        """Write into the answer's form and save it; before it is sent, note that it was tried."""
        form = visitor.get(f"/questions/{save.question_id}/answer").form("text")
        self.tried.append(save)
        visitor.send(form, text=save.text, position=save.position)
        self.saved.append(save)

    def send(self, sending: Sending) -> Received:
        """Send a submission, for the first time or again, and download its receipt."""
        reply = sending.visitor.send(sending.form)
        self.submitted.append(sending.author)
        self.answered.append(sending)
        if sending in self.unanswered:
            self.unanswered.remove(sending)
        content = sending.visitor.get_json(f"{reply.location}.json")
        assert recomputed_hash(content) == content["content_hash"]
        received = Received(sending.author, content["number"], content["content_hash"])
        self.received.append(received)
        return received


def review_page(round_id: int) -> str:
    return f"/rounds/{round_id}/submission"


def recomputed_hash(receipt: dict) -> str:
    """The hash as anyone can compute it from a receipt file, by the words in the file alone."""
    answers = [
        {name: value for name, value in line.items() if name != "question_text"}
        for line in receipt["lines"]
    ]
    answers.sort(key=lambda answer: (answer["question"], answer.get("entry", 1)))
    content = {"answers": answers, "number": receipt["submission"], "salt": receipt["salt"]}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Writers:
    """Eight people at a time, each saving answers and submitting, until the server is gone."""

    def __init__(
        self, port: int, round_id: int, questions: list[int], emails: list[str], seed: int
    ) -> None:
        self.port = port
        self.round_id = round_id
        self.questions = questions
        self.waiting: Queue[str] = Queue()
        for email in emails:
            self.waiting.put(email)
        self.random = Random(seed)
        self.account = Account()

    @contextmanager
    def at_work(self) -> Iterator[Account]:
        """Writers at work inside; on leaving, each ends with the answer (or the end) it is due."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=self._write, args=(stop, Random(self.random.random())))
            for _ in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self.account
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=120)
        assert not any(thread.is_alive() for thread in threads), "a writer never came back"

    def _write(self, stop: threading.Event, random: Random) -> None:
        while not stop.is_set():
            try:
                self._take_part(self.waiting.get_nowait(), stop, random)
            except Refused as refusal:
                self.account.refused.append(str(refusal))
            except (Gone, Empty):
                return

    def _take_part(self, author: str, stop: threading.Event, random: Random) -> None:
        visitor = Visitor(self.port)
        try:
            visitor.sign_in(author)
            for question_id in random.choices(self.questions, k=SAVES):
                if stop.is_set():
                    return
                self._save(author, visitor, question_id, random)
            self._submit(author, visitor)
        finally:
            visitor.close()

    def _save(self, author: str, visitor: Visitor, question_id: int, random: Random) -> None:
        position = random.choice(list(Position))
        self.account.save(visitor, Saved(author, question_id, _text(random), str(position)))

    def _submit(self, author: str, visitor: Visitor) -> None:
        form = visitor.get(review_page(self.round_id)).form("key")
        sending = Sending(author, visitor, form)
        self.account.unanswered.append(sending)
        self.account.send(sending)


def _text(random: Random) -> str:
    """A text that nobody else writes, from a line to some thousand words."""
    words = random.choices(WORDS, k=random.choice([3, 30, 300, 2000]))
    return f"{random.getrandbits(64):016x} {' '.join(words)} end"
