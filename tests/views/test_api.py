"""The API: described truly, paged, cached by its reader, and no wider open than the pages."""

import base64
import json
import zlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from openapi_spec_validator import validate
from sqlalchemy import select, text

from consultation import db
from consultation.access import STATIC
from consultation.db import session, transaction
from consultation.models import (
    Answer,
    ApiToken,
    Appointment,
    AuditEntry,
    Consultation,
    Draft,
    Lineage,
    MeetingKind,
    Membership,
    Office,
    OfficialAnswer,
    OfficialWording,
    OpenQuestion,
    Person,
    Point,
    Publication,
    Round,
    Scope,
    Stakeholder,
)
from consultation.operations.consultations import api_tokens
from consultation.operations.contributions.meetings import (
    MeetingNotes,
    publish_meeting,
    seen_of,
    write_meeting,
)
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.queries.plenary import results
from consultation.views import api
from consultation.views.api.asking import NOTHING
from tests import factories
from tests.client import Browser
from tests.conftest import NOW
from tests.views import visiting
from tests.views.test_results import decided
from tests.views.visiting import change, count, stored


@pytest.fixture
def program(app) -> Iterator[Browser]:
    """Something without a cookie; what it has noted of its tokens is left for no other test."""
    app.queue.huey.storage.flush_queue()
    yield Browser(app)
    app.queue.huey.storage.flush_queue()


@pytest.fixture
def secretariat(app, world) -> Browser:
    return Browser(app).sign_in(world.secretariat.email)


def token_for(world, scope=Scope.SECRETARIAT, **given) -> str:
    with transaction():
        return api_tokens.make_api_token(
            session.get_one(Consultation, world.consultation.id), "A mirror", scope,
            by=session.get_one(Person, world.secretariat.id),
            **{"expires_at": NOW + timedelta(days=9), "now": NOW} | given,
        )  # fmt: skip


def ask(browser, path, token="", **headers):
    sent = {"Authorization": f"Bearer {token}"} if token else {}
    return browser.get(f"/api/v1{path}", headers=sent | headers)


def read(browser, path, token=""):
    reply = ask(browser, path, token)
    assert reply.status_code == 200, reply.text
    return json.loads(reply.text)


def detail(reply) -> str:
    """The sentence of a refusal."""
    return reply.response.get_json(force=True)["detail"]


def published(world) -> None:
    change(world.consultation, is_public=True)
    change(world.round, closes_at=NOW - timedelta(minutes=1), published_at=NOW)


def test_the_document_is_openapi_3_1_and_names_every_address_of_the_api(app, program):
    found = json.loads(program.get("/api/v1/openapi.json").text)
    validate(found)
    assert found["openapi"].startswith("3.1")
    rules = {
        rule.rule.replace("<int:", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in STATIC
    }
    assert set(found["paths"]) == rules


def test_nothing_but_reading_is_offered(app):
    for path, methods in api.document(app)["paths"].items():
        assert set(methods) <= {"get", "parameters"}, path


def test_the_page_of_the_reference_lists_what_the_document_does(app, program):
    page = program.get("/api/v1")
    for path in api.document(app)["paths"]:
        assert f"GET {path}" in page.words


def test_what_is_answered_has_the_fields_that_the_document_says(app, world, program):
    published(world)
    schemas = api.document(app)["components"]["schemas"]
    for path, name in (
        (f"/consultations/{world.consultation.id}", "Consultation"),
        (f"/rounds/{world.round.id}", "Round"),
        (f"/drafts/{world.draft.id}", "Draft"),
    ):
        assert set(read(program, path)) == set(schemas[name]["properties"]), path
    (item, *_) = read(program, f"/drafts/{world.draft.id}/provisions")["items"]
    assert set(item) == set(schemas["Section"]["properties"])
    (item, *_) = read(program, f"/rounds/{world.round.id}/contributions")["items"]
    assert set(item) == set(schemas["Contribution"]["properties"])


def test_a_draft_is_read_provision_by_provision_with_its_questions(world, program):
    published(world)
    items = read(program, f"/drafts/{world.draft.id}/provisions")["items"]
    assert [item["key"] for item in items if item["key"]]
    numbers = [question["number"] for item in items for question in item["questions"]]
    assert world.question.number in numbers


def test_contributions_are_named_as_their_authors_chose(world, program):
    published(world)
    with transaction():
        part = session.get_one(Stakeholder, world.submission.stakeholder_id)
        part.publication = Publication.ANONYMOUS
    reply = ask(program, f"/rounds/{world.round.id}/contributions")
    (item, *_) = json.loads(reply.text)["items"]
    assert item["is_anonymous"]
    assert item["country"] == ""
    with transaction():
        part = session.get_one(Stakeholder, world.submission.stakeholder_id)
        names = {part.person.name, part.organisation.name if part.organisation else ""} - {""}
    assert not [name for name in names if name in reply.text]


def test_nothing_is_read_before_it_is_published(world, program):
    change(world.consultation, is_public=True)
    for part in ("contributions", "results"):
        reply = ask(program, f"/rounds/{world.round.id}/{part}")
        assert reply.status_code == 404
        assert "not published" in detail(reply)
    number = stored(world.point).answer.public_number
    nothing = detail(ask(program, f"/contributions/{number + 1}"))
    reply = ask(program, f"/contributions/{number}")
    assert (reply.status_code, detail(reply)) == (404, nothing)
    published(world)
    with transaction():
        answer = session.get_one(Point, world.point.id).answer
        answer.submission.publication = Publication.WITHHELD
    reply = ask(program, f"/contributions/{number}")
    assert (reply.status_code, detail(reply)) == (404, nothing)


def test_results_tell_themes_and_outcomes_of_what_is_signed(world, program):
    published(world)
    decided(world)
    visiting.sign(world, "Most want it recorded.")
    change(world.round, outcomes_published_at=NOW)
    items = read(program, f"/rounds/{world.round.id}/results")["items"]
    (signed,) = [item for item in items if item["signed_at"]]
    assert signed["question"] == world.question.number
    assert signed["ticks"] == {}
    outcomes = {theme["outcome"]["kind"] for theme in signed["themes"]}
    assert "adopted in part" in outcomes
    assert all(item["themes"] == [] for item in items if not item["signed_at"])


def test_a_list_is_read_page_by_page_to_its_end(world, program):
    published(world)
    path = f"/drafts/{world.draft.id}/provisions"
    whole = read(program, path)
    assert whole["next"] is None
    items, cursor = [], ""
    while cursor is not None:
        page = read(program, f"{path}?limit=1&cursor={cursor}")
        items += page["items"]
        cursor = page["next"]
    assert items == whole["items"]


@pytest.mark.parametrize("cursor", ["%00", "bm8", "W10", "WzEsMl0x", "WzEsIjIiXQ", "é", "W1tdXQ"])
def test_a_cursor_that_is_none_is_refused(world, program, cursor):
    published(world)
    reply = ask(program, f"/drafts/{world.draft.id}/provisions?cursor={cursor}")
    assert reply.status_code == 400
    assert "none of ours" in detail(reply)


def test_a_list_that_changed_meanwhile_is_begun_again(world, program):
    published(world)
    with transaction():
        session.add(factories.consultation(title="One more", is_public=True))
    cursor = read(program, "/consultations?limit=1")["next"]
    with transaction():
        session.add(factories.consultation(title="A third", is_public=True))
    reply = ask(program, f"/consultations?limit=1&cursor={cursor}")
    assert reply.status_code == 409
    assert "Begin again" in detail(reply)


def test_where_one_contribution_went_and_another_came_the_list_is_begun_again(world, program):
    """It is as long as before, and what stood first on the second page is on the first now."""
    published(world)
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        for number in range(30):
            by = factories.stakeholder(consultation=question.draft.round.consultation)
            session.add(factories.answer(question, f"Point {number}.", by=by))
    path = f"/rounds/{world.round.id}/contributions"
    page = read(program, path)
    assert read(program, f"{path}?cursor={page['next']}")["next"] is None
    with transaction():
        first = Answer.public_number == page["items"][0]["id"]
        session.scalars(select(Answer).where(first)).one().replaced_at = NOW
        question = session.get_one(OpenQuestion, world.question.id)
        by = factories.stakeholder(consultation=question.draft.round.consultation)
        session.add(factories.answer(question, "A last point.", by=by))
    assert ask(program, f"{path}?cursor={page['next']}").status_code == 409


def test_what_is_unchanged_is_not_sent_again(world, program):
    published(world)
    path = f"/drafts/{world.draft.id}"
    first = ask(program, path)
    has_it = {"If-None-Match": first.headers["ETag"]}
    again = program.client.get(f"/api/v1{path}", headers=has_it)
    assert (again.status_code, again.data) == (304, b"")
    change(world.draft, title="Another title")
    changed = ask(program, path, **has_it)
    assert changed.status_code == 200


def test_no_other_sites_script_is_let_in(world, program):
    published(world)
    reply = ask(program, f"/drafts/{world.draft.id}", Origin="https://example.org")
    assert [name for name in reply.headers if name[0].startswith("Access-Control")] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/rounds/999999", 404), ("/nothing", 404), ("/consultations?limit=0", 422),
     ("/consultations?limit=x", 422), ("/rounds/99999999999999999999", 404),
     ("/rounds/1/contributions?campaign=99999999999999999999", 422),
     ("/rounds/1/contributions?campaign=2147483648", 422)],
)  # fmt: skip
def test_a_refusal_is_a_problem_that_says_what_to_do(world, program, path, status):
    published(world)
    reply = ask(program, path)
    assert (reply.status_code, reply.headers["Content-Type"]) == (
        status, "application/problem+json",
    )  # fmt: skip
    assert reply.response.get_json(force=True)["status"] == status
    assert detail(reply).endswith(".")


def test_writing_is_refused(world, program):
    reply = program.client.post("/api/v1/consultations")
    assert (reply.status_code, reply.content_type) in {
        (405, "application/problem+json"), (400, "application/problem+json"),
    }  # fmt: skip


def test_nobody_is_told_whether_there_is_a_private_consultation(app, world, program):
    """trust.md 69: what is there and private is refused word for word as what is not there."""
    outsider = Browser(app).sign_in(world.outsider.email)
    for path in ("/consultations", "/rounds", "/drafts", "/meetings", "/official-answers"):
        nothing = ask(program, f"{path}/999999")
        assert nothing.status_code == 404
        assert "send a token" in detail(nothing)
    private = (f"/consultations/{world.consultation.id}", f"/rounds/{world.round.id}")
    for path in (*private, f"/drafts/{world.draft.id}", f"{private[1]}/figures"):
        for visitor in (program, outsider):
            reply = ask(visitor, path)
            assert (reply.status_code, detail(reply)) == (404, detail(nothing)), path


@pytest.mark.parametrize("is_public", [True, False])
def test_what_is_not_published_yet_is_refused_as_what_is_not_there(app, world, program, is_public):
    """Whoever has the number of a draft, meeting or official answer learns nothing by it."""
    change(world.consultation, is_public=is_public)
    change(world.draft, published_at=None)
    with transaction():
        meeting = factories.meeting(round_id=world.round.id, written_by_id=world.secretariat.id)
        answer = OfficialAnswer(consultation_id=world.consultation.id, number=1)
        session.add_all([meeting, answer])
        session.flush()
        unpublished = (f"/meetings/{meeting.id}", f"/official-answers/{answer.id}")
    draft = f"/drafts/{world.draft.id}"
    reader = Browser(app).sign_in(world.reader.email)
    asks = [(program, None), (program, token_for(world, Scope.PUBLIC)), (reader, None)]
    for path in (draft, f"{draft}/provisions", f"{draft}/lineage", *unpublished):
        for visitor, raw in asks:
            reply = ask(visitor, path, raw)
            assert (reply.status_code, detail(reply)) == (404, NOTHING), path
        assert read(program, path, token_for(world)), path


def test_what_only_the_secretariat_reads_of_a_public_consultation_asks_for_a_token(world, program):
    change(world.consultation, is_public=True)
    reply = ask(program, f"/rounds/{world.round.id}/figures")
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_published_meetings_are_read_with_what_was_said_and_how_they_were_corrected(
    app, world, program
):
    published(world)
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        by = session.get_one(Person, world.secretariat.id)
        question = session.get_one(OpenQuestion, world.question.id)
        raised = RaisedPoint(question, "It is long.", "industry", said_by="Ida Berg")
        notes = MeetingNotes(
            kind=MeetingKind.WORKSHOP, title="Records", held_at=NOW, attendance={"industry": 4},
            points=[raised],
        )  # fmt: skip
        meeting = write_meeting(round_, notes, by=by, now=NOW)
        session.add(factories.meeting(round=round_, title="Behind doors"))
        publish_meeting(meeting, seen=seen_of(meeting), by=by, now=NOW)
        number = meeting.id
    (listed,) = read(program, f"/consultations/{world.consultation.id}/meetings")["items"]
    assert (listed["id"], listed["attendance"]) == (number, {"industry": 4})
    found = read(program, f"/meetings/{number}")
    assert [(line["text"], line["said_by"]) for line in found["raised"]] == [
        ("It is long.", "Ida Berg")
    ]
    assert found["former"] == []
    schema = api.document(app)["components"]["schemas"]["WholeMeeting"]
    assert set(found) == set(schema["properties"])


def test_official_answers_are_read_with_every_wording_that_was_in_force(world, program):
    published(world)
    with transaction():
        answer = OfficialAnswer(consultation_id=world.consultation.id, number=1)
        said = {"question": "Is a typo a change?", "written_by_id": world.secretariat.id}
        said |= {"written_at": NOW, "published_at": NOW, "draft_id": world.draft.id}
        answer.wordings = [
            OfficialWording(number=1, answer="Yes.", ended_at=NOW, **said),
            OfficialWording(number=2, answer="No.", **said),
            OfficialWording(number=3, answer="Perhaps.", **said | {"published_at": None}),
        ]
        session.add(answer)
        session.flush()
        number = answer.id
    (listed,) = read(program, f"/consultations/{world.consultation.id}/official-answers")["items"]
    assert listed == read(program, f"/official-answers/{number}")
    assert listed["in_force"] == 2
    assert [wording["answer"] for wording in listed["wordings"]] == ["No.", "Yes."]


def test_lineage_tells_what_became_of_each_provision(world, program):
    published(world)
    with transaction():
        old = session.get_one(Draft, world.draft.id)
        consultation = session.get_one(Consultation, world.consultation.id)
        later = factories.round_(consultation=consultation, number=2)
        new = factories.draft(round=later, title="Second draft", published_at=NOW)
        session.add_all([later, new])
        session.flush()
        (first, *_) = old.provisions
        kept = factories.provision(
            draft=new, key=first.key, number="99", kind=first.kind, title=first.title,
            text=first.text,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        session.add(Lineage(draft=new, old=first, new=kept, decided_by=None))
        new_id, old_id, key = new.id, old.id, first.key
    items = read(program, f"/drafts/{new_id}/lineage")["items"]
    (line,) = [item for item in items if item["new"]]
    assert [each["key"] for each in line["old"]] == [key]
    assert "renumbered" in line["became"]
    assert read(program, f"/drafts/{new_id}/lineage?since={old_id}")["items"] == items
    assert read(program, f"/drafts/{old_id}/lineage")["items"] == []
    for since in (new_id, 999_999):
        assert ask(program, f"/drafts/{new_id}/lineage?since={since}").status_code == 404


def test_a_page_of_results_works_out_no_question_of_another(world, program, monkeypatch):
    published(world)
    change(world.round, outcomes_published_at=NOW)
    asked = []
    monkeypatch.setattr(results, "stands", lambda question: asked.append(question.number))
    page = read(program, f"/rounds/{world.round.id}/results?limit=1")
    assert asked == [item["question"] for item in page["items"]]
    assert page["next"]
    (rest,) = read(program, f"/rounds/{world.round.id}/results?cursor={page['next']}")["items"]
    assert asked[1:] == [rest["question"]]


def test_a_token_of_the_secretariat_reads_what_is_not_published_as_its_authors_chose(
    app, world, program
):
    """Words that are withheld, removed or redacted are in no answer; the choice is named."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        for choice in (Publication.ANONYMOUS, Publication.WITHHELD):
            by = factories.stakeholder(
                consultation=question.draft.round.consultation, publication=choice,
                name="Wilhelmina Quist", country="Malta",
            )  # fmt: skip
            session.add(factories.answer(question, f"I am {choice}.", by=by))
    path = f"/rounds/{world.round.id}/received"
    assert ask(program, path).status_code == 404
    items, cursor, raw = [], "", token_for(world)
    while cursor is not None:
        page = read(program, f"{path}?limit=1&cursor={cursor}", raw)
        items += page["items"]
        cursor = page["next"]
    assert len({item["id"] for item in items}) == len(items) == 3
    told = {item["publication"]: item for item in items}
    assert (told["anonymous"]["text"], told["anonymous"]["country"]) == ("I am anonymous.", "")
    assert told["not published"]["is_withheld"]
    assert not any(item["is_published"] for item in items)
    assert not [word for word in ("Quist", "Malta", "I am not pub") if word in json.dumps(items)]
    schema = api.document(app)["components"]["schemas"]["Received"]
    assert set(items[0]) == set(schema["properties"])
    change(world.round, closes_at=NOW - timedelta(minutes=1), published_at=NOW)
    items = read(program, path, raw)["items"]
    assert [i["is_published"] for i in items] == [not i["is_withheld"] for i in items]


def test_no_token_for_what_is_public_reads_what_is_not_published(world, program):
    change(world.consultation, is_public=True)
    path = f"/rounds/{world.round.id}/received"
    assert ask(program, path, token_for(world, Scope.PUBLIC)).status_code == 403


def test_a_token_of_the_secretariat_opens_its_consultation_and_no_other(world, program):
    with transaction():
        other = factories.consultation(title="Another")
        session.add(other)
        session.flush()
        number = other.id
    raw = token_for(world)
    assert read(program, f"/consultations/{world.consultation.id}", raw)
    assert read(program, f"/rounds/{world.round.id}/figures", raw)["answers"] > 0
    titles = [item["title"] for item in read(program, "/consultations", raw)["items"]]
    assert titles == [world.consultation.title]
    assert ask(program, f"/consultations/{number}", raw).status_code == 404


def test_drafts_in_preparation_are_for_the_secretariat(world, program):
    change(world.consultation, is_public=True)
    change(world.draft, published_at=None)
    path = f"/consultations/{world.consultation.id}/drafts"
    assert read(program, path)["items"] == []
    assert read(program, path, token_for(world, Scope.PUBLIC))["items"] == []
    raw = token_for(world)
    assert [item["id"] for item in read(program, path, raw)["items"]] == [world.draft.id]
    assert read(program, f"/drafts/{world.draft.id}", raw)["published_at"] is None


def test_a_token_for_what_is_public_opens_nothing_else(world, program):
    raw = token_for(world, Scope.PUBLIC)
    reply = ask(program, f"/rounds/{world.round.id}", raw)
    assert reply.status_code == 404
    change(world.consultation, is_public=True)
    assert read(program, f"/rounds/{world.round.id}", raw)
    assert ask(program, f"/rounds/{world.round.id}/figures", raw).status_code == 403


def test_a_token_opens_what_its_maker_may_read_now(world, program):
    raw = token_for(world)
    assert read(program, f"/rounds/{world.round.id}", raw)
    with transaction():
        session.execute(db.Base.metadata.tables["membership"].delete())
    assert count(Membership) == 0
    assert ask(program, f"/rounds/{world.round.id}", raw).status_code == 404


def test_a_token_of_the_secretariat_ends_with_its_makers_part_in_it(world, program):
    """Who chairs a group still reads as a chair: not with what the secretariat gave a program."""
    with transaction():
        for row in session.scalars(select(Membership)):
            session.delete(row)
        session.add(
            Appointment(
                person_id=world.secretariat.id, working_group_id=world.group.id,
                office=Office.CHAIR,
            )
        )  # fmt: skip
    change(world.draft, published_at=None)
    raw = token_for(world)
    assert ask(program, f"/drafts/{world.draft.id}", raw).status_code == 404
    assert read(program, "/consultations", raw)["items"] == []


def test_a_token_of_an_account_that_is_out_of_use_opens_nothing(world, program):
    raw = token_for(world)
    change(world.secretariat, disabled_at=NOW)
    assert ask(program, f"/rounds/{world.round.id}", raw).status_code == 404


def test_a_token_that_is_wrong_expired_or_revoked_opens_nothing(world, program):
    late = token_for(world, now=NOW - timedelta(days=9), expires_at=NOW - timedelta(seconds=1))
    gone = token_for(world)
    with transaction():
        token = session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()
        api_tokens.revoke_api_token(
            token, by=session.get_one(Person, world.secretariat.id), now=NOW
        )
    for raw in (late, gone, "plenary_made-up", "é"):
        reply = program.client.get(
            "/api/v1/consultations", headers={"Authorization": f"Bearer {raw}"}
        )
        assert reply.status_code == 401, raw
        assert "Ask the secretariat" in reply.get_json(force=True)["detail"]


def test_a_session_does_not_stand_in_for_a_token_that_is_wrong(world, secretariat):
    reply = secretariat.client.get(
        f"/api/v1/rounds/{world.round.id}", headers={"Authorization": "Bearer made-up"}
    )
    assert reply.status_code == 401


def test_trying_tokens_is_limited_and_a_right_one_is_not_in_its_way(world, program):
    raw = token_for(world)
    for _ in range(60):
        program.client.get("/api/v1/consultations", headers={"Authorization": "Bearer x"})
    reply = program.client.get("/api/v1/consultations", headers={"Authorization": "Bearer x"})
    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) > 0
    assert read(program, f"/rounds/{world.round.id}", raw)


def test_the_last_day_of_use_is_written_by_the_worker(app, world, program):
    raw = token_for(world)
    read(program, f"/rounds/{world.round.id}", raw)
    task = app.queue.huey.dequeue()
    app.queue.huey.execute(task)
    assert session.scalars(select(ApiToken.last_used_on)).one() == NOW.date()
    session.rollback()
    read(program, f"/rounds/{world.round.id}", raw)
    assert app.queue.huey.dequeue() is None


def test_a_token_is_made_on_a_page_shown_once_and_kept_as_a_hash(app, world, secretariat):
    path = f"/consultations/{world.consultation.id}/settings/tokens"
    made = secretariat.submit(
        secretariat.get(path), action="/settings/tokens", called="Our mirror", scope="secretariat"
    )
    assert made.status_code == 302
    page = secretariat.follow(made)
    (shown,) = [code.text for code in page.find("code")]
    assert shown.startswith("plenary_")
    assert shown not in secretariat.get(path).text
    assert read(Browser(app), f"/rounds/{world.round.id}", shown)
    kept = session.scalars(select(ApiToken)).one()
    assert (kept.name, kept.scope) == ("Our mirror", Scope.SECRETARIAT)
    assert shown not in everything_stored()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.person_id) == ("make a token", world.secretariat.id)


def test_reloading_the_page_that_shows_a_token_makes_no_other_and_shows_none(
    app, world, secretariat
):
    path = f"/consultations/{world.consultation.id}/settings/tokens"
    made = secretariat.submit(
        secretariat.get(path), action="/settings/tokens", called="Our mirror", scope="public"
    )
    cookies = [value for name, value in made.headers if name == "Set-Cookie"]
    page = secretariat.follow(made)
    (shown,) = [code.text for code in page.find("code")]
    assert not [each for each in cookies if shown in each or shown[8:] in decoded(each)]
    again = secretariat.get(page.address)
    assert shown not in again.text
    assert again.status_code == 200
    assert count(ApiToken) == 1


def decoded(cookie: str) -> str:
    """What a signed cookie holds, for whoever has it."""
    payload = cookie.partition("=")[2].partition(";")[0]
    compressed = payload.startswith(".")
    raw = payload.lstrip(".").partition(".")[0]
    data = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
    return (zlib.decompress(data) if compressed else data).decode("utf-8", "replace")


def everything_stored() -> str:
    """Every cell of every table."""
    return "\n".join(
        str(row)
        for table in db.Base.metadata.sorted_tables
        for row in session.execute(text(f'SELECT * FROM "{table.name}"'))
    )


def test_a_token_is_revoked_on_the_page(world, secretariat, program):
    raw = token_for(world)
    path = f"/consultations/{world.consultation.id}/settings/tokens"
    number = session.scalars(select(ApiToken.id)).one()
    session.rollback()
    sent = secretariat.submit(secretariat.get(path), action=f"/tokens/{number}/revoke")
    assert "is revoked" in secretariat.follow(sent).words
    reply = program.client.get("/api/v1/consultations", headers={"Authorization": f"Bearer {raw}"})
    assert reply.status_code == 401
    assert session.scalars(select(AuditEntry.action)).all()[-1] == "revoke a token"


@pytest.mark.parametrize(
    ("zone", "until"),
    [("America/New_York", "9999-12-31T23:59"), ("Europe/Brussels", "0001-01-01T00:01")],
)
def test_a_day_out_of_the_calendar_is_refused_at_its_field(world, secretariat, zone, until):
    change(world.consultation, time_zone=zone)
    path = f"/consultations/{world.consultation.id}/settings/tokens"
    page = secretariat.submit(
        secretariat.get(path), action="/settings/tokens", called="Long", until=until
    )
    assert page.status_code == 422
    assert "out of the calendar" in page.words


@pytest.mark.parametrize("until", ["2026-01-01T10:00", "2030-01-01T10:00"])
def test_a_token_is_good_for_a_year_at_most(world, secretariat, until):
    path = f"/consultations/{world.consultation.id}/settings/tokens"
    page = secretariat.submit(
        secretariat.get(path), action="/settings/tokens", called="Long", until=until
    )
    assert page.status_code == 409
    assert "at most a year" in page.words
    assert page.fields("/settings/tokens")["called"] == "Long"
