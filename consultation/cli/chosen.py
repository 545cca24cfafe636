"""Which round a command is about."""

import click

from consultation import db
from consultation.errors import RuleError
from consultation.models import Round
from consultation.queries.consultations import consultations

round_option = click.option(
    "--round", "round_id", type=int, help="Number of a round.  [default: the newest]"
)


def chosen_round(round_id: int | None) -> Round:
    """The round that was named, or the newest consultation's newest round."""
    if round_id is not None:
        found = db.session.get(Round, round_id)
        if found is None:
            raise RuleError(f"There is no round {round_id}.")
        return found
    newest = consultations.newest()
    if newest is None or not newest.rounds:
        raise RuleError("There is no consultation yet. Make one with: ./plenary import or demo")
    return newest.rounds[-1]
