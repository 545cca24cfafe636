"""How a stakeholder lets a contribution be published is honoured wherever it is shown."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from consultation import models
from consultation.db import session, transaction
from consultation.exports import FORMATS
from consultation.exports.data import render_data
from consultation.models import Publication
from consultation.models.answer import UNPUBLISHED
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.desk.themes import theme_line
from consultation.queries.grouping.campaigns import campaigns_of
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.told import Leaving
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


def test_no_title_made_of_what_is_withheld_leaves_whatever_names_it(world):
    """Not as the runner-up, nor where a minority point was found or is, nor of an own outcome."""
    words = "Small repairs need no new version."
    with transaction():
        hidden = session.merge(world.second_theme)
        hidden.title = words
        answer = session.merge(world.point).answer
        other = factories.stakeholder(consultation=session.merge(world.consultation))
        said = factories.answer(session.merge(world.question), "Say by when.", by=other)
        point, moved = factories.point(said, 0, 6), factories.point(said, 7, 12)
        moved.outcome = models.OwnOutcome(
            kind=models.OutcomeKind.REFERRED,
            reason="Later.",
            decided_by=session.merge(world.chair),
            decided_at=NOW,
        )
        session.add_all([
            models.Placement(point=point, theme=session.merge(world.theme)),
            models.Placement(point=moved, theme=hidden),
            models.Fit(
                point=point, theme=session.merge(world.theme), score=0.6,
                runner_up=hidden, runner_up_score=0.5,
            ),
            models.MinorityPoint(point=point, theme=hidden, reason="Alone.", rank=1),
            models.MinorityPoint(point=moved, theme=hidden, reason="Alone.", rank=2),
            factories.matter(world, theme=hidden, point=None, answer=None),
        ])  # fmt: skip
    told = f"Theme {world.second_theme.id}"
    data = json.loads(render_data(session.merge(world.round)))
    assert words in json.dumps(data)
    with transaction():
        session.merge(world.submission).publication = Publication.WITHHELD
    raw = render_data(session.merge(world.round)).decode()
    (question, *_) = json.loads(raw)["questions"]
    assert words not in raw
    assert answer.label in raw
    first, second = question["minority_points"]
    assert (first["found_in"], second["theme"]) == (told, told)
    (told_of,) = [a for a in question["answers"] if a["id"] == said.label]
    assert told_of["points"][0]["runner_up"] == told
    pack = compile_pack(session.merge(world.round), now=NOW)
    for form in ("json", "html", "csv.zip"):
        assert words.encode() not in packed(FORMATS[form].render(pack))


def packed(raw: bytes) -> bytes:
    """What is in a file, out of its archive."""
    if not raw.startswith(b"PK"):
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_former_title_that_only_what_is_withheld_says_is_told_as_not_published(world):
    """A note keeps the title of its time in words; nothing says whose that was."""
    note = {"noted_by": world.chair, "noted_at": NOW, "reason": "Alone.", "note": "It is heard."}
    former = "We like tea"
    session.add(models.MinorityNote(point=world.point, found_in=former, **note))
    session.commit()
    (line,) = Leaving(world.question).minority
    assert line.found_in == former
    by = factories.stakeholder(consultation=world.consultation, publication=Publication.WITHHELD)
    secret = "They brew in secret"
    answer = factories.answer(world.question, secret, by=by)
    session.add_all([answer, factories.point(answer)])
    session.scalars(select(models.MinorityNote)).one().found_in = secret
    session.commit()
    (line,) = Leaving(world.question).minority
    assert line.found_in == UNPUBLISHED
