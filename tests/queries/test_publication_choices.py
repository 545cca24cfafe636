"""How a stakeholder lets a contribution be published is honoured wherever it is shown."""

import json

import pytest

from consultation import models
from consultation.db import session
from consultation.exports import FORMATS
from consultation.exports.data import render_data
from consultation.models import Publication
from consultation.operations.pack import compile_pack
from consultation.queries.campaigns import campaigns_of
from consultation.queries.minority import minority_of
from consultation.queries.themes import theme_line
from tests import factories
from tests.conftest import NOW
from tests.shown import points_under

CANARIES = ("Wilhelmina Quist", "Quist Foundry", "quist@example.org")
COUNTRY = "San Marino"
TEXT = "Every change must be recorded."
CHOICES = {
    Publication.NAMED: "Wilhelmina Quist, Quist Foundry",
    Publication.ORGANISATION: "Quist Foundry",
    Publication.ANONYMOUS: "Anonymous (civil society)",
}


@pytest.fixture
def shown(world):
    """Writes an answer whose every trace is public: quoted, alone in a theme, in a campaign."""

    def write(choice: Publication, *, alone: bool = False):
        name, body, email = CANARIES
        by = factories.stakeholder(
            consultation=world.consultation,
            person=factories.person(name=name, email=email),
            organisation=None if alone else factories.organisation(name=body),
            name=name,
            country=COUNTRY,
            publication=choice,
        )
        answer = factories.answer(world.question, TEXT, by=by)
        point = factories.point(answer)
        session.add_all(
            [
                models.Placement(point=point, theme=world.theme),
                models.Quote(point=point, marked_by=world.chair),
                models.MinorityPoint(point=point, theme=world.theme, reason="Alone.", rank=1),
                models.Campaign(
                    question=world.question,
                    template=TEXT,
                    copies=[models.CampaignCopy(answer=answer, similarity=1)],
                ),
            ]
        )
        session.commit()
        return answer

    return write


@pytest.mark.parametrize(("choice", "author"), CHOICES.items())
def test_the_author_is_named_as_chosen(world, shown, choice, author):
    answer = shown(choice)
    names = {
        quote.author for quote in theme_line(world.theme).quotes if quote.answer == answer.label
    }
    names |= {p.author for p in points_under(world.theme) if p.answer_id == answer.id}
    names |= {copy.author for line in campaigns_of(world.question) for copy in line.copies}
    names |= {line.said.author for line in minority_of(world.question)}
    data = json.loads(render_data(world.round))
    names |= {each["author"] for part in data["questions"] for each in part["minority_points"]}
    names |= {
        each["author"]
        for question in data["questions"]
        for each in question["answers"]
        if each["id"] == answer.label
    }
    assert names == {author}


@pytest.mark.parametrize(
    ("choice", "alone", "says"),
    [
        (Publication.NAMED, False, True),
        (Publication.NAMED, True, True),
        (Publication.ORGANISATION, False, True),
        (Publication.ORGANISATION, True, False),
        (Publication.ANONYMOUS, False, False),
        (Publication.ANONYMOUS, True, False),
    ],
)
def test_a_country_stands_beside_a_name_only(world, shown, choice, alone, says):
    """Who chose to be named by their kind alone may be the only one of it in a country."""
    answer = shown(choice, alone=alone)
    (point,) = [p for p in points_under(world.theme) if p.answer_id == answer.id]
    assert point.country == (COUNTRY if says else "")
    assert (COUNTRY in render_data(world.round).decode()) is says


@pytest.mark.parametrize(
    ("choice", "alone", "hidden"),
    [
        (Publication.NAMED, False, (CANARIES[2],)),
        (Publication.NAMED, True, (CANARIES[2],)),
        (Publication.ORGANISATION, False, (CANARIES[0], CANARIES[2])),
        (Publication.ORGANISATION, True, CANARIES),
        (Publication.ANONYMOUS, False, CANARIES),
        (Publication.ANONYMOUS, True, CANARIES),
    ],
)
def test_what_is_not_published_leaves_in_no_export(world, shown, choice, alone, hidden):
    shown(choice, alone=alone)
    pack = compile_pack(world.round, now=NOW)
    left = repr(pack) + render_data(world.round).decode() + FORMATS["json"].render(pack).decode()
    assert TEXT in left
    assert [canary for canary in hidden if canary in left] == []
