"""Pages of editions: asked for, followed, cancelled, taken away."""

import pytest
from sqlalchemy import select

from consultation import jobs
from consultation.compiling import room_of
from consultation.db import session, transaction
from consultation.models import Edition, Person, Round
from consultation.operations.plenary.editions import let_go
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def page(world) -> str:
    return f"/rounds/{world.round.id}/editions"


def _compiled(world) -> int:
    """The number of an edition whose files are nowhere."""
    round_ = session.get_one(Round, world.round.id)
    by = session.get_one(Person, world.secretariat.id)
    session.add(job := factories.compiling(factories.edition(world, round=round_, asked_by=by)))
    session.flush()
    return job.edition_id


def test_an_edition_is_asked_for_compiled_and_taken_away_file_by_file(
    secretariat, world, page, settings
):
    assert "No edition yet." in secretariat.get(page).words
    waits = secretariat.follow(secretariat.submit(secretariat.get(page), action="/editions"))
    assert "Edition 1 waits for its turn." in waits.words
    assert "Compiling: waiting for a worker" in waits.words
    assert jobs.run_next(data=settings.data)
    whole = secretariat.get(page)
    assert "0 of 2 questions signed; 1 answer, 2 themes, 1 quote. Nothing was done since" in (
        whole.words
    )
    (edition,) = session.query(Edition)
    number, names = edition.id, [*edition.files, "manifest.json"]
    for name in names:
        taken = secretariat.get(f"/editions/{number}/{name}")
        assert taken.status_code == 200
        path = room_of(settings.data, number) / name
        assert taken.response.data == path.read_bytes()
        assert taken.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_what_waits_can_be_cancelled(secretariat, world, page):
    secretariat.submit(secretariat.get(page), action="/editions")
    cancel = f"/editions/{session.scalar(select(Edition.id))}/cancel"
    shown = secretariat.get(page)
    secretariat.submit(shown, action=cancel)
    assert "Not compiled: cancelled by Secretariat" in secretariat.get(page).words
    assert secretariat.submit(shown, action=cancel).status_code == 409


@pytest.mark.parametrize(
    "name", ["../secret-key", "..%2Fsecret-key", "other.json", ".x", "manifest"]
)
def test_nothing_but_the_files_of_the_manifest_can_be_taken(secretariat, world, settings, name):
    with transaction():
        number = _compiled(world)
    assert secretariat.get(f"/editions/{number}/{name}").status_code == 404
    missing = secretariat.get(f"/editions/{number}/{factories.FILE}")
    assert missing.status_code == 409
    assert "is not in the data folder of this machine" in missing.words


def test_files_that_are_kept_no_longer_are_told_of_and_cannot_be_taken(
    secretariat, world, page, settings
):
    with transaction():
        number = _compiled(world)
        let_go(
            session.get_one(Round, world.round.id),
            because="Somebody withdrew a contribution.",
            now=NOW,
        )
    words = secretariat.get(page).words
    assert "Its files are kept no longer" in words
    assert "Somebody withdrew a contribution." in words
    assert "0" * 64 in words
    assert secretariat.get(f"/editions/{number}/{factories.FILE}").status_code == 404
