"""export synopsis, export summary, export open-data: what everybody may have, as files."""

from pathlib import Path

import click

from consultation import clock, db, exports
from consultation.cli import console, instance
from consultation.cli.chosen import chosen_round, round_option
from consultation.cli.content import export, telling
from consultation.exports.document import Document
from consultation.exports.document.factual import factual_document
from consultation.exports.document.synopsis import synopsis_document
from consultation.exports.open_data import (
    OPEN_DATA_FORMATS,
    ensure_published,
    write_open_data,
)
from consultation.exports.reports import REPORT_FORMATS, report_name
from consultation.models import Round
from consultation.operations.plenary.factual import compile_factual_summary
from consultation.operations.plenary.synopsis import compile_synopsis
from consultation.wording import noun

format_option = click.option(
    "--format",
    "extension",
    type=click.Choice(list(REPORT_FORMATS)),
    default="docx",
    show_default=True,
)
output_option = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: named after the consultation]",
)


@export.command("synopsis")
@format_option
@output_option
@round_option
@instance
def export_synopsis(extension: str, output: Path | None, round_id: int | None) -> None:
    """Every activity of a round's consultation, who replied, results, and how input was used."""
    db.begin_read()
    round_ = chosen_round(round_id)
    report = compile_synopsis(round_.consultation, now=clock.now())
    path = _write(synopsis_document(report), output, extension, round_, "synopsis-report")
    unsigned = noun(len(report.unsigned), "question")
    console.print(f"Wrote {path}; not signed yet: {unsigned}.", markup=False)


@export.command("summary")
@format_option
@output_option
@round_option
@instance
def export_summary(extension: str, output: Path | None, round_id: int | None) -> None:
    """Who replied in a closed round, in counts alone."""
    db.begin_read()
    round_ = chosen_round(round_id)
    summary = compile_factual_summary(round_, now=clock.now())
    path = _write(factual_document(summary), output, extension, round_, "factual-summary")
    console.print(f"Wrote {path}.", markup=False)


@export.command("open-data")
@click.option(
    "--format",
    "extension",
    type=click.Choice(list(OPEN_DATA_FORMATS)),
    default="csv.zip",
    show_default=True,
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: open-data.csv.zip or open-data.json]",
)
@round_option
@instance
def export_open_data(extension: str, output: Path | None, round_id: int | None) -> None:
    """Published contributions, each author named as they chose, with a data dictionary."""
    db.begin_read()
    round_ = chosen_round(round_id)
    ensure_published(round_, clock.now())
    path = output or Path(f"open-data.{extension}")
    with telling() as tell, exports.whole_file(path) as file:
        write_open_data(round_, extension, file, tell)
    console.print(f"Wrote {path}.", markup=False)


def _write(
    document: Document, output: Path | None, extension: str, round_: Round, kind: str
) -> Path:
    consultation = round_.consultation
    path = output or Path(
        report_name(
            consultation.title,
            kind,
            made_at=document.made_at,
            zone=consultation.zone,
            ext=extension,
        )
    )
    exports.write_whole(path, REPORT_FORMATS[extension].write(document))
    return path
