"""The stage of the permission matrix: one world, put back before each request, and its visitors.

It stands on SQLite alone: the predicates are plain comparisons of keys, and what chairs and
stakeholders may do is asked of both databases by the tests of their pages.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
from sqlalchemy import event, update

from consultation import Plenary, create_app, db, models
from consultation.compiling import room_of
from consultation.config import ROOT, Settings
from consultation.db import session, transaction
from consultation.imports import paper_store
from consultation.operations.accounts.calendar_addresses import make_calendar_address
from consultation.operations.accounts.tokens import hash_of
from consultation.operations.coding import code_frames
from consultation.operations.coding.refusing_codes import refuse_codes
from consultation.operations.contributions.joining import notice_hash
from consultation.operations.contributions.meetings import seen_of
from consultation.operations.desk.arranging import arrangement_seen
from consultation.operations.desk.cutting import pair_seen, span_seen
from consultation.operations.desk.themes import rename_theme
from consultation.operations.desk.undoing import undo
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.observed_table import observed
from consultation.queries.plenary.signing import state_hash
from tests import factories, moderated, newcomers, setting_up
from tests.behind import behind_the_databases_back
from tests.client import PASSWORD, WRITES, Browser, Page, written
from tests.conftest import NOW
from tests.factories import World
from tests.nlp.test_splitting import FEES, LABELS
from tests.other_input import OtherInput, other_input
from tests.permissions import drafting
from tests.permissions.matrix import Expected

README = ROOT / "README.md"
PAPER = b"Keep it."
KEY = "0123456789abcdef0123456789abcdef"
CODE = "abcd2345efgh6723"
SECRET = "A" * 32
SUMMARY = "Nearly all who wrote want a record."


@dataclass(frozen=True)
class Reply:
    """What a visitor got, and what was written on the way."""

    page: Page
    written: list[str]

    @property
    def outcome(self) -> Expected:
        """The status; for the redirect to the page for signing in, and back here, its name."""
        location = urlsplit(self.page.headers.get("Location", ""))
        leads_back = parse_qs(location.query).get("next") == [self.page.path]
        is_sent_away = location.path == "/sign-in" and leads_back
        return "sign-in" if is_sent_away else self.page.status_code


@dataclass
class Stage:
    """An application, its database as it was made, and what its rows are called in routes.

    `phase` is the one the world stands in, or None once something was written to it.
    """

    app: Plenary
    kept: Path
    numbers: dict[str, dict[str, Any]]
    forms: dict[str, dict[str, Any]]
    tickets: dict[str, str]
    canaries: tuple[str, ...]
    phase: str | None = None

    def __post_init__(self) -> None:
        event.listen(self.app.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if WRITES.match(statement):
            self.phase = None

    def visitor(self, actor: str) -> Browser:
        """A browser in which the actor is signed in already."""
        browser = Browser(self.app)
        return browser.with_session(self.tickets[actor]) if actor in self.tickets else browser

    def path(self, endpoint: str) -> str:
        numbers = self.numbers[""] | self.numbers.get(endpoint, {})
        rule = next(self.app.url_map.iter_rules(endpoint))
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **{name: numbers[name] for name in rule.arguments})

    def ask(self, endpoint: str, method: str, actor: str, *, phase: str = "private") -> Reply:
        """One request of one actor, in the world as it was made."""
        return self.ready(endpoint, method, actor, phase=phase)()

    def ready(
        self, endpoint: str, method: str, actor: str, *, phase: str = "private"
    ) -> Callable[[], Reply]:
        """The same request, all but sent."""
        self.restore(phase)
        visitor = self.visitor(actor)
        if method == "GET":
            return lambda: self._reply(lambda: visitor.get(self.path(endpoint)))
        token = visitor.token()
        return lambda: self._post(visitor, endpoint, {"csrf_token": token})

    def post_with(self, token: dict[str, str], endpoint: str, actor: str) -> Reply:
        """A form that is right but for its token."""
        self.restore("private")
        return self._post(self.visitor(actor), endpoint, token)

    def _post(self, visitor: Browser, endpoint: str, token: dict[str, str]) -> Reply:
        form = self.forms[endpoint] | token
        return self._reply(lambda: visitor.post(self.path(endpoint), form))

    def _reply(self, request: Callable[[], Page]) -> Reply:
        with written(self.app) as statements:
            page = request()
        return Reply(page, statements)

    def restore(self, phase: str) -> None:
        """Put the world back as it was made, in one of its phases, unless it is there still."""
        session.remove()
        if self.phase == phase:
            return
        self.app.engine.dispose()
        shutil.copy(self.kept, self.app.engine.url.database or "")
        papers = self.kept.parent / "papers"
        shutil.copytree(papers.with_name("kept-papers"), papers, dirs_exist_ok=True)
        if phase == "public":
            _change(models.Consultation, is_public=True)
        if phase == "unpublished":
            _change(models.Draft, published_at=None)
        self.phase = phase


def _change(model: type[db.Base], **values: Any) -> None:
    with transaction(), behind_the_databases_back():
        session.execute(update(model).values(**values))


def build(folder: Path, template: Path) -> Stage:
    """Make the world and keep a copy of it."""
    database = folder / "plenary.sqlite"
    shutil.copy(template, database)
    app = create_app(Settings(data=folder, database_url=""))
    world = factories.world()
    with transaction():
        numbers, forms = _prepare(world, folder)
        tickets = {
            name: row.get_id()
            for name, row in vars(world).items()
            if isinstance(row, models.Person)
        }
        canaries = _canaries(world)
    session.remove()
    app.engine.dispose()
    shutil.copytree(folder / "papers", folder / "kept-papers")
    kept = folder / "kept.sqlite"
    shutil.copy(database, kept)
    return Stage(app, kept, numbers, forms, tickets, canaries)


def _prepare(
    world: World, folder: Path
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Add what some routes need beyond the world, and say how routes and forms call the rows."""
    session.add_all(vars(world).values())
    session.add(_summary(world.question, world.vice_chair))
    signed = factories.question(draft=world.draft, working_group=world.group)
    session.add_all(
        [signed, _signature(signed, world.chair), factories.word_template(world.consultation)]
    )
    _acts(world)
    _wordings(world)
    unsent = _unsent_submission(world)
    comment = factories.comment(world)
    paper, on_all = (
        factories.paper(world, sha256=sha256(PAPER).hexdigest()),
        factories.comment_on_all(world),
    )
    session.add_all([comment, paper, on_all])
    colleague = _open_to_newcomers(world)
    session.flush()
    code = code_frames.add_codes(
        code_frames.begin_frame(world.consultation), [code_frames.CodeLine("type", "T1", "Escape")],
        seen=0, by=None, now=NOW,
    )[0]  # fmt: skip
    for subject in (world.theme, world.point):
        refuse_codes(subject, [code], by=world.chair, now=NOW)
    # One that was in force: newcomers are asked to agree to nothing.
    notice = factories.privacy_notice(world.consultation, "We keep your address.")
    factories.privacy_notice(world.consultation, "")
    matter = factories.matter(world)
    session.add(matter)
    whole, begun = factories.edition(world), factories.edition(world, number=2, manifest=None)
    waiting = factories.compiling(begun, state=models.JobState.WAITING)
    report = factories.compiling(factories.synopsis(world))
    session.add_all([factories.compiling(whole), waiting, report])
    session.flush()
    room_of(folder, whole.id).mkdir(parents=True)
    (room_of(folder, whole.id) / factories.FILE).write_text("{}")
    set_up = setting_up.rows(world)
    paper_store.keep(folder, paper.submission.stakeholder_id, PAPER)
    published = _published_answer(world)
    made = drafting.drafts(world, published.question.draft, unsent.versions[0].question.draft)
    closed = _closed_round(world, number=8)
    world.point.answer.version = models.AnswerVersion(
        submission=paper.submission, question=world.question, number=2, saved_at=NOW,
        text=world.point.answer.text, position=models.Position.SUPPORT, pages=[[0, 1, paper.id]],
    )  # fmt: skip
    session.flush()
    entered = other_input(world, now=NOW, sha256=sha256(PAPER).hexdigest())
    paper_store.keep(folder, entered.begun.stakeholder_id, PAPER)
    of_moderation = moderated.rows(world, published)
    numbers = {
        "": {
            **entered.numbers[""],
            **of_moderation.pop(""),
            "consultation_id": world.consultation.id,
            "round_id": world.round.id,
            "draft_id": world.draft.id,
            "open_question_id": world.question.id,
            "theme_id": world.theme.id,
            "point_id": world.point.id,
            "submission_id": world.submission.id,
            "ordinal": 1,
            "key": world.question.provisions[0].key,
            "job_id": world.job.id,
            "extension": "json",
            "confirmation": f"register-{newcomers.TOKEN}",
            "token": f"reset-{newcomers.TOKEN}",
            "colleague_id": colleague.id,
            "stakeholder_id": world.submission.stakeholder_id,
            "answer_id": world.point.answer.id,
            "matter_id": matter.id,
            "code_id": code.id,
            "privacy_notice_id": notice.id,
            "secret": make_calendar_address(world.reader, now=NOW),
            "kind": "acceptance",
            **set_up,
        },
        "secretariat.reschedule": {"round_id": set_up["planned"]},
        "secretariat.remove_group": {"working_group_id": set_up["empty"]},
        "deadlines.publish": {"round_id": closed.id},
        "deadlines.publish_outcomes": {"round_id": closed.id},
        "reports.read_summary": {"round_id": closed.id},
        "reports.download_summary": {"round_id": closed.id, "extension": "docx"},
        "open_data.describe_data": {"round_id": published.question.round.id},
        "open_data.download_data": {"round_id": published.question.round.id},
        "observations.download_table": {"extension": "xlsx"},
        # Where one waits, asking gives that one.
        "secretariat.list_editions": {"round_id": _closed_round(world, number=7).id},
        "published.read_contribution": {"public_number": published.public_number},
        "api.read_contribution": {"public_number": published.public_number},
        "api.list_contributions": {"round_id": published.submission.round_id},
        "api.list_results": {"round_id": _told_round(world).id},
        "secretariat.turn_webhook_on": {"webhook_id": set_up["webhook_off"]},
        "stakeholder.answer_question": {"open_question_id": unsent.versions[0].question_id},
        "stakeholder.submit": {"submission_id": unsent.id},
        "stakeholder.add_comment": {"provision_id": comment.question.comments_on_id},
        "stakeholder.edit_comment": {"provision_id": comment.question.comments_on_id, "entry": 1},
        "stakeholder.edit_comment_on_all": {"entry": 1},
        "stakeholder.check_paper": {"paper_id": paper.id},
        "papers.read_paper": {"paper_id": paper.id},
        "papers.download_paper": {"paper_id": paper.id},
        "stakeholder.remove_paper": {"paper_id": paper.id},
        "stakeholder.download_table": {"extension": "xlsx"},
        "secretariat.download_comments": {"extension": "xlsx"},
        "secretariat.download_register": {"extension": "html"},
        "chair.compose_summary": {"open_question_id": unsent.versions[0].question_id},
        "chair.reopen": {"open_question_id": signed.id},
        "secretariat.take_file": {"edition_id": whole.id, "name": factories.FILE},
        "secretariat.cancel_edition": {"edition_id": begun.id},
    }
    numbers |= made.numbers(closed.id, world.draft.id)
    forms = _forms(world) | _forms_of_other_input(world, entered) | made.forms(world.group)
    forms |= moderated.forms() | _forms_of_observations(world)
    return entered.numbers | of_moderation | numbers, forms


def _forms_of_observations(world: World) -> dict[str, dict[str, Any]]:
    """An observation that somebody wrote by hand, and a table that has another in its place."""
    answer = world.point.answer
    session.add(factories.observation(answer, written_by=world.chair))
    session.flush()
    shown = next(each.row for each in observed(world.question) if each.answer_id == answer.id)
    row = {"number": 2, "row_id": shown.row_id, "observations": "Tea it is."}
    return {
        "observations.edit_offline": {"observations": json.dumps([row])},
        "observations.compose_again": {"seen": 1},
    }


def _forms_of_other_input(world: World, entered: OtherInput) -> dict[str, dict[str, Any]]:
    read = {"seen": entered.answer.wordings[-1].seen}
    place = f"draft {world.draft.id}"
    written = {"kind": "workshop", "title": "Tea", "held_at": "2027-04-10T10:00"}
    words = {"question": "Tea?", "answer": "Yes."}
    table = json.dumps([["id", "text"], [[2, ["7", "Tea at nine."], {}]]])
    return {
        "secretariat.write_meeting": written | {"seen": 0},
        "secretariat.edit_meeting": written | {"seen": 1},
        "secretariat.publish_meeting": {"seen": seen_of(entered.meeting)},
        "secretariat.add_answer": words | {"seen": ""},
        "secretariat.reword_answer": words | read,
        "secretariat.publish_wording": read,
        "secretariat.end_answer": {"reason": "The draft says it."},
        "secretariat.choose_word_template": {"usual": "yes"},
        "secretariat.say_precedence": {"sentence": "The draft decides."},
        "secretariat.begin_entry": {
            "source": "e-mail", "reached": "2027-04-11T09:00", "who": "new",
            "person": "Eva Roth", "category": "not stated", "publication": "anonymous",
        },
        "secretariat.read_entry": {"place": place, "text": "Too long.", "position": "oppose"},
        "secretariat.correct_entry": {"text": "Longer.", "position": "oppose", "seen": 1},
        "secretariat.receive_entry": {},
        "secretariat.take_back_entry": {"reason": "Twice."},
        "secretariat.attach_entered": {"file": (str(README), "letter.md")},
        "secretariat.check_entered": {"sections-0-take": "y", "sections-0-place": place},
        "secretariat.import_table": {
            "table": table, "columns-0-column": "1", "columns-2-column": "0",
            "questions-0-place": place, "publication": "anonymous",
            "reached": "2027-04-11T09:00", "take": "y",
        },
    }  # fmt: skip


def _summary(question: models.OpenQuestion, author: models.Person) -> models.Summary:
    return models.Summary(question_id=question.id, text=SUMMARY, written_by=author, written_at=NOW)


def _acts(world: World) -> None:
    """Two acts on the question, of which the second was undone."""
    for title in ("Leave small repairs alone", "Leave repairs alone"):
        theme = world.second_theme
        rename_theme(theme, title, seen=theme.version, by=world.vice_chair, now=NOW)
    newest = next_to_undo(world.question)
    assert newest is not None
    undo(world.question, seen=newest.id, by=world.vice_chair, now=NOW)


def _signature(question: models.OpenQuestion, chair: models.Person) -> models.SignOff:
    session.add(question)
    session.flush()
    return models.SignOff(question_id=question.id, chair=chair, signed_at=NOW, state_hash="0" * 64)


def _open_to_newcomers(world: World) -> models.Colleague:
    """Registration, a mailed token of each kind, a code for colleagues, and one of the owner's."""
    world.consultation.registration = True
    world.submission.stakeholder.code_hash = hash_of(CODE)
    world.submission.stakeholder.code_until = NOW + timedelta(days=1)
    colleague = newcomers.colleague(stakeholder=world.submission.stakeholder)
    session.add_all([colleague, *map(newcomers.token, models.TokenKind)])
    return colleague


def _unsent_submission(world: World) -> models.Submission:
    """The owner's submission in another open round of the consultation, saved and not sent."""
    stakeholder = world.submission.stakeholder
    round_ = factories.round_(consultation=world.consultation, number=2, title="Round 2")
    draft = factories.draft(round=round_, title="Draft 2")
    question = factories.question(draft=draft, working_group=world.group)
    submission = factories.submission(round=round_, stakeholder=stakeholder, submitted_at=None)
    version = models.AnswerVersion(
        submission=submission, question=question, number=1, text="Tea at four.", saved_at=NOW
    )
    session.add(version)
    session.flush()
    return submission


def _closed_round(world: World, **given: Any) -> models.Round:
    """A round of the consultation that closed yesterday."""
    days = {"opens_at": NOW - timedelta(days=9), "closes_at": NOW - timedelta(days=1)}
    round_ = factories.round_(consultation=world.consultation, title="An old round", **days | given)
    session.add(round_)
    session.flush()
    return round_


def _told_round(world: World) -> models.Round:
    """A round whose outcomes are published."""
    return _closed_round(world, number=41, published_at=NOW, outcomes_published_at=NOW)


def _published_answer(world: World) -> models.Answer:
    """An answer of the owner's in a round whose contributions are published."""
    round_ = _closed_round(world, number=9, published_at=NOW)
    question = factories.question(
        draft=factories.draft(round=round_, title="An old draft"), working_group=world.group
    )
    answer = factories.answer(question, "Tea at three.", by=world.submission.stakeholder)
    session.add(answer)
    session.flush()
    return answer


def _forms(world: World) -> dict[str, dict[str, Any]]:
    """What is posted: right in form and in time."""
    session.refresh(world.theme)
    theme = {"version": world.theme.version}
    draft = world.draft.id
    place = {"seen": f"theme {world.theme.id}"}
    return {
        "account.sign_in": {"email": world.reader.email, "password": PASSWORD},
        "account.sign_out": {},
        "account.give_code": {"code": "123456"},
        "account.sign_out_everywhere": {},
        "account.own_calendar": {},
        "account.end_calendar": {},
        "account.register": {"email": "new@example.org", "person": "Nia", "password": PASSWORD},
        "account.confirm": {"password": PASSWORD},
        "account.forgotten": {"email": world.reader.email},
        "account.reset": {"password": PASSWORD},
        "account.change_name": {"person": "Nia New"},
        "account.change_password": {"current": PASSWORD, "password": "another password"},
        "account.turn_on": {
            "current": PASSWORD,
            "secret": SECRET,
            "code": pyotp.TOTP(SECRET).at(NOW),
        },
        "account.turn_off": {"current": PASSWORD},
        "account.delete_account": {"current": PASSWORD},
        "stakeholder.choose_publication": {"publication": "anonymous"},
        "stakeholder.take_part": {
            "own_category": "civil society",
            "publication": "named",
            "notice": notice_hash(world.consultation),
        },
        "stakeholder.correct_part": {"organisation": "Tea Works", "own_category": "company"},
        "secretariat.correct_stakeholder": {
            "organisation": "Tea Works",
            "own_category": "company",
            "reason": "They asked.",
        },
        "secretariat.list_editions": {},
        "secretariat.cancel_edition": {},
        "secretariat.list_synopses": {},
        "stakeholder.make_code": {},
        "stakeholder.join_colleagues": {"code": CODE},
        "stakeholder.set_right": {"may_submit": "y"},
        "stakeholder.remove_colleague": {},
        "stakeholder.hand_over": {},
        "stakeholder.write_note": {"text": "Tea first.", "entry": 1},
        "stakeholder.answer_question": {"text": "Tea at five.", "position": "support", "seen": 1},
        "stakeholder.submit": {"key": KEY},
        "stakeholder.withdraw": {"key": KEY},
        "stakeholder.add_comment": {"text": "Tea at six.", "position": "support", "seen": 0},
        "stakeholder.edit_comment": {"text": "Tea at six.", "position": "support", "seen": 1},
        "stakeholder.add_comment_on_all": {"text": "Too long.", "position": "oppose", "seen": 0},
        "stakeholder.edit_comment_on_all": {"text": "Longer.", "position": "oppose", "seen": 1},
        "stakeholder.attach_paper": {"file": (str(README), "paper.md")},
        "stakeholder.check_paper": {"sections-0-take": "y", "sections-0-place": f"draft {draft}"},
        "stakeholder.remove_paper": {},
        "stakeholder.fill_offline": {"rows": '[{"number": 2, "clause": "all", "comment": "Tea."}]'},
        "deadlines.extend": {"until": "2027-05-01T12:00", "reason": "The site was down."},
        "deadlines.allow_late": {"until": "2027-05-01T12:00", "reason": "The site was down."},
        "deadlines.publish": {},
        "deadlines.publish_outcomes": {},
        "given_back.download": {"text": "Tea at eight."},
        **setting_up.forms(world),
        "verify.check_receipt": {"text": receipt_file(receipt_copy(world.submission.receipts[0]))},
        "chair.raise_on_point": {"kind": "memo", "text": "Look at this.", "to": "other"},
        "chair.raise_on_theme": {"kind": "second reading", "text": "Sure?", "to": "other"},
        "chair.answer_matter": {"state": "taken up", "text": "We see to it.", "seen": 0},
        "chair.mark_answer": {"version": world.point.answer.version_id, "read": "y"},
        "chair.mark_theme": {"newest": world.point.answer.id},
        "codes.add_codes": {"lines": "type; T2; Reach", "seen": 1},
        "codes.reword_code": {"label": "Flight", "seen": 1},
        "codes.split_code": {"lines": "type; T2; Reach\ntype; T3; Speed", "seen": 1},
        "codes.retire_code": {"reason": "Nobody used it.", "seen": 1},
        "codes.code_theme": {"none_fits": "type", "seen": 1, "last": 0},
        "codes.take_back_for_theme": {"refused_code": 1},
        "codes.take_back_for_point": {"refused_code": 1},
        "codes.code_point": {"none_fits": "type", "seen": 1, "last": 0},
        "chair.mark_seen": {"newest": world.point.answer.id},
        "chair.assign_question": {"assignee": world.vice_chair.id},
        "chair.start_analysis": {},
        "chair.choose_fineness": {"themes": "7"},
        "chair.arrange": arranged(world.question),
        "chair.rename_theme": theme | {"title": "Keep a record"},
        "chair.propose_parts": {},
        "chair.merge_theme": theme | {"into": world.second_theme.id},
        "chair.discard_theme": theme | {"reason": "It says nothing."},
        "chair.decide_outcome": theme | {"kind": "adopted", "reason": ""},
        "chair.move_point": place | {"theme": world.second_theme.id},
        "chair.cut_point": {"words": "must", "seen": span_seen(world.point)},
        "chair.join_points": {"seen": pair_seen(world.point)},
        "chair.move_points": {"points": world.point.id, "theme": world.second_theme.id},
        "chair.place_points": {"points": world.unplaced.id, "theme": world.theme.id},
        "chair.answer_suggestions": {
            "chosen": f"{world.unplaced.id}:{world.theme.id}:0",
            "act": "accept",
        },
        "chair.move_found": {"chosen": f"{world.unplaced.id}:0", "theme": world.theme.id},
        "chair.move_alike": {"chosen": f"{world.unplaced.id}:0", "theme": world.theme.id},
        "chair.undo_step": {"step": _of(next_to_undo(world.question))},
        "chair.redo_step": {"step": _of(next_to_redo(world.question))},
        "chair.discard_point": place | {"reason": "It is about tea."},
        "chair.draw_sample": {
            "size": 10,
            "first": world.chair.id,
            "second": world.vice_chair.id,
        },
        "chair.code_point": {"rank": 1, "theme": world.theme.id},
        "chair.decide_point": {"kind": "adopted", "reason": "", "seen": "as its theme"},
        "chair.quote_point": {"marked": "y", "seen": "suggested"},
        "chair.write_summary": {"text": "All want a record.", "version": 1},
        "chair.compose_summary": {"version": 0},
        "chair.sign_off": {"state_hash": state_hash(world.question)},
        "chair.reopen": {"reason": "A point was overlooked."},
    }


def arranged(question: models.OpenQuestion) -> dict[str, Any]:
    """What the page that arranges the themes sends, their order turned round."""
    given: dict[str, Any] = {"seen": arrangement_seen(question)}
    for at, line in enumerate(reversed(themes_in_order(question))):
        entry = {"theme": line.theme_id, "number": at + 1, "nested_in": line.parent_id or 0}
        given |= {f"places-{at}-{name}": value for name, value in entry.items()}
    return given


def _of(step: models.Step | None) -> int:
    assert step is not None
    return step.id


def _wordings(world: World) -> None:
    """So many different points under the theme that it has parts."""
    for text in (*FEES, *LABELS):
        by = factories.stakeholder(consultation=world.consultation)
        point = factories.point(factories.answer(world.question, text, by=by))
        session.add(models.Placement(point=point, theme=world.theme))


def _canaries(world: World) -> tuple[str, ...]:
    """What nobody may see who is refused: names, texts and themes of the consultation."""
    return (
        world.consultation.title,
        world.draft.title,
        world.question.text,
        world.other_question.text,
        world.theme.title,
        world.second_theme.title,
        world.point.text,
        world.unplaced.text,
        world.point.answer.author,
        world.submission.number,
        SUMMARY,
    )
