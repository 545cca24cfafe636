"""Drafts of the stage: one that is edited, one that lacks nothing, comments without a place."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from consultation import models
from consultation.db import session
from consultation.queries.drafts import preparing
from consultation.queries.drafts.lineage import traced
from tests import factories
from tests.conftest import NOW
from tests.factories import World

TAKEN = {
    "provisions": [
        {"depth": 0, "kind": "measure", "number": "1", "title": "Tea", "text": "At five."}
    ],
    "questions": [],
}


@dataclass(frozen=True)
class Drafts:
    """The drafts that the routes of the secretariat name, and an anchor without a place."""

    edited: models.Draft
    ready: models.Draft
    second: models.Draft
    anchor: models.Anchor

    def numbers(self, empty_round: int, published: int) -> dict[str, dict[str, Any]]:
        """How the routes call them."""
        first = self.edited.provisions[0].id
        _, question = preparing.asked_in(self.edited)
        of_draft = (
            "edit_draft", "discard_draft", "add_provision", "ask_question", "trace_lineage",
            "confirm_alike",
        )  # fmt: skip
        of_provision = (
            "edit_provision", "step_provision", "move_provision", "split_provision",
            "merge_provision", "remove_provision",
        )  # fmt: skip
        of_question = ("edit_question", "step_question", "remove_question")
        compared = {"draft_id": published, "other_id": self.second.id}
        return {
            **{f"secretariat.{name}": {"draft_id": self.edited.id} for name in of_draft},
            **{f"secretariat.{name}": {"provision_id": first} for name in of_provision},
            **{f"secretariat.{name}": {"open_question_id": question.id} for name in of_question},
            "secretariat.publish_draft": {"draft_id": self.ready.id},
            "secretariat.begin_draft": {"round_id": empty_round},
            "secretariat.import_draft": {"round_id": empty_round},
            "anchors.list_anchors": {"draft_id": self.anchor.draft_id},
            "anchors.look_again": {"draft_id": self.anchor.draft_id},
            "anchors.settle_anchor": {"anchor_id": self.anchor.id},
            "comparing.compare": compared,
            "comparing.download_comparison": compared | {"extension": "csv"},
        }

    def forms(self, group: models.WorkingGroup) -> dict[str, dict[str, Any]]:
        """What is posted to these routes."""
        words = {"kind": "measure", "number": "7", "title": "Tea", "working_group_id": 0}
        asked = {
            "number": "Q77", "text": "Tea when?", "kind": "text", "working_group_id": group.id,
        }  # fmt: skip
        seen = traced(self.edited, self.anchor.draft).seen
        told = {"text": "Tea at seven."}
        return {
            "secretariat.begin_draft": {"start": "empty", "title": "Another draft"},
            "secretariat.import_draft": {
                "title": "Another draft", "working_group_id": 0, "provisions": json.dumps(TAKEN),
            },
            "secretariat.publish_draft": {},
            "secretariat.discard_draft": {},
            "secretariat.add_provision": words | told | {"under": 0},
            "secretariat.edit_provision": words | told | {"seen": 1},
            "secretariat.step_provision": {"direction": "down"},
            "secretariat.move_provision": {"under": self.edited.provisions[1].id},
            "secretariat.split_provision": words | {"seen": 1, "at": 12},
            "secretariat.merge_provision": words | told | {"seen": 1, "next_seen": 1},
            "secretariat.remove_provision": {"seen": 1, "reason": "It said nothing."},
            "secretariat.ask_question": asked,
            "secretariat.edit_question": asked | {"seen": 1},
            "secretariat.step_question": {"direction": "up"},
            "secretariat.remove_question": {"seen": 1},
            "secretariat.trace_lineage": {
                "seen": seen, "lines-0-provision": self.edited.provisions[0].id,
                "lines-0-origins": "", "lines-0-note": "It is new.",
            },
            "secretariat.confirm_alike": {"seen": seen},
            "anchors.look_again": {},
            "anchors.settle_anchor": {"provision": self.anchor.draft.provisions[0].id, "seen": 1},
        }  # fmt: skip


def drafts(world: World, old: models.Draft, second: models.Draft) -> Drafts:
    """Both follow `old`, which gets a provision that was commented on twice."""
    said = _provision(old, "Of tea", "Tea is served at four.", working_group=world.group)
    comments = _comments(world, old, said)
    carried = _draft(world, 10, "A draft that comments are carried to", published_at=NOW)
    goes_on = _provision(carried, said.title, "Tea is served.", working_group=world.group)
    edited = _draft(world, 11, "A draft that is edited")
    cups = [_provision(edited, f"Of cups {n}", "Tea is hot. It is served in cups.") for n in (1, 2)]
    same = _provision(edited, goes_on.title, goes_on.text, working_group=world.group)
    session.add_all(comments)
    session.flush()
    rows = [_lineage(world, edited, None, each) for each in cups]
    anchor = models.Anchor(draft_id=carried.id, answer_id=comments[0].id)
    asked = [
        factories.question(draft=edited, working_group=world.group, number=f"Q9{n}") for n in (1, 2)
    ]
    session.add_all([*rows, models.Lineage(draft_id=edited.id, old_id=goes_on.id, new_id=same.id)])
    session.add_all([anchor, *asked])
    ready = _draft(world, 12, "A draft that lacks nothing")
    whole = _provision(ready, "Of all tea", "Tea is good.", working_group=world.group)
    session.add(_lineage(world, ready, goes_on, whole))
    session.flush()
    return Drafts(edited, ready, second, anchor)


def _draft(world: World, number: int, title: str, **given: Any) -> models.Draft:
    later = {"opens_at": NOW + timedelta(days=60), "closes_at": NOW + timedelta(days=90)}
    round_ = factories.round_(
        consultation=world.consultation, number=number, title=f"Round {number}", **later
    )
    draft = factories.draft(round=round_, **{"title": title, "published_at": None} | given)
    session.add(draft)
    session.flush()
    return draft


def _provision(draft: models.Draft, title: str, text: str, **given: Any) -> models.Provision:
    made = factories.provision(draft_id=draft.id, title=title, text=text, **given)
    session.add(made)
    session.flush()
    return made


def _comments(world: World, old: models.Draft, said: models.Provision) -> list[models.Answer]:
    standing = factories.question(
        draft=old, working_group=world.group, number="C tea", comments_on=said, provisions=[said]
    )
    found = []
    for text in ("Why at four?", "Why tea?"):
        body = factories.stakeholder(consultation=world.consultation)
        answer = factories.answer(standing, text, by=body)
        answer.version.passage = {"exact": "at five", "prefix": "", "suffix": "", "start": 0}
        found.append(answer)
    return found


def _lineage(
    world: World, draft: models.Draft, old: models.Provision | None, new: models.Provision
) -> models.Lineage:
    return models.Lineage(
        draft_id=draft.id, old_id=old.id if old else None, new_id=new.id,
        decided_by=world.secretariat, decided_at=NOW,
    )  # fmt: skip
