"""The privacy notice from the command line."""

from pathlib import Path

import click

from consultation import clock, db
from consultation.boundary import clean_text
from consultation.cli import console, instance, plenary
from consultation.errors import ImportRefused, RuleError
from consultation.models import PrivacyNotice
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.queries.consultations import consultations


@plenary.command("notice")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@instance
def put_notice_in_force(file: Path) -> None:
    """Put a privacy notice (Markdown) in force in the newest consultation.

    Who takes part is asked to read it; the one before stays to be read. An empty file: none.
    """
    try:
        text = clean_text(file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportRefused(f"“{file.name}” is not text in UTF-8. Save it so.") from error
    with db.transaction():
        consultation = consultations.newest()
        if consultation is None:
            raise RuleError("There is no consultation yet. Make one with: ./plenary import or demo")
        notice = put_in_force(PrivacyNotice, consultation, text, now=clock.now())
        called = f"privacy notice {notice.number}" if notice and text else "no privacy notice"
        said = f"“{consultation.title}”: {called} is in force."
    console.print(said, markup=False)
