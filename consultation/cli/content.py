"""import, analyse, ledger, export: a consultation's content in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from consultation import clock, db, exports, jobs
from consultation.cli import console, instance, plenary
from consultation.cli.chosen import chosen_round, round_option
from consultation.cli.importing import import_into, report, shaped
from consultation.config import Settings
from consultation.errors import RuleError
from consultation.exports.data import Tell, write_data, write_tables
from consultation.imports.answers import match_columns, read_answers
from consultation.imports.tables import read_table
from consultation.models import JobState, OpenQuestion, Publication
from consultation.operations import jobs as job_rows
from consultation.operations.contributions import intake
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.consultations.word_templates import looks_of
from consultation.queries.contributions.ledger import RoundLedger, round_ledger
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.jobs import newest_jobs, pending_analyses
from consultation.wording import noun

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
"""What a bar of progress shows."""


@plenary.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--new", "title", help="Title of the consultation to make.")
@click.option("--round", "round_id", type=int, help="Number of a round to take the answers into.")
@click.option(
    "--question",
    "questions",
    multiple=True,
    metavar="WORDS=PLACE",
    help="Say what a question of the table is about (“Records=Q3”, “Records=Measure 3.2”), or that "
    "a column of an export is one.",
)
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]),
    help="When the table reached you, by the clocks of the consultation.  [default: now]",
)
@click.option(
    "--in-time", "because", default="", help="Why it counts though it came after the deadline."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Say which column holds a field (text=Answer).",
)
@click.option("--encoding", default="utf-8-sig", show_default=True, help="Encoding of a CSV file.")
@click.option(
    "--publication",
    type=click.Choice([p.value for p in Publication]),
    default=Publication.ANONYMOUS.value,
    show_default=True,
    help="How contributions that say nothing of it may be published.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@instance
def import_answers(
    file: Path,
    title: str | None,
    round_id: int | None,
    questions: tuple[str, ...],
    received: datetime | None,
    because: str,
    columns: tuple[str, ...],
    encoding: str,
    publication: str,
    dry_run: bool,
) -> None:
    """Make a consultation from a table of answers (CSV, XLSX, XLS, ODS), or take it into a round.

    An export of EUSurvey, Citizen Space or Qualtrics, a row for each respondent, is recognised:
    look at what is proposed with --dry-run, and name a column more with --question.

    A table that is taken into a round twice changes nothing the second time. Every row that cannot
    be taken is named with its number, column and reason, and so is every row in which something was
    changed or looks odd; a blank answer is taken and accounted for as blank.
    """
    if (title is None) == (round_id is None):
        raise RuleError("Say either --new TITLE or --round NUMBER.")
    table, given = shaped(read_table(file, encoding=encoding), _given(columns), questions)
    matched = match_columns(table.columns, given)
    batch = read_answers(
        table, matched, publication=Publication(publication), by_id=round_id is not None
    )
    if round_id is not None:
        import_into(round_id, batch, questions, received, because, dry_run=dry_run)
        return
    report(batch)
    if dry_run:
        console.print(f"Dry run: {noun(len(batch.answers), 'answer')} could be taken, none was.")
        return
    with db.transaction():
        taken = intake.take_answers(batch, title=title or "", now=clock.now())
        console.print(
            f"“{title}”: {noun(taken.answers, 'answer')} to {noun(taken.questions, 'question')} in "
            f"{noun(taken.submissions, 'submission')} from "
            f"{noun(taken.organisations, 'organisation')}.",
            markup=False,
        )
    console.print("Next: ./plenary analyse")


def _given(columns: tuple[str, ...]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    if any(not sign for _, sign, _ in pairs):
        raise RuleError("Write --column as FIELD=NAME, for example --column text=Answer.")
    return {field: name for field, _, name in pairs}


@plenary.command()
@round_option
@click.option("--question", "number", metavar="NUMBER", help="Only this question (Q12).")
@instance
def analyse(round_id: int | None, number: str | None) -> None:
    """Group the answers of a round into themes, question by question.

    What people decided stays; signed questions are left alone.
    """
    questions = [q for q in questions_in(chosen_round(round_id)) if number in {None, q.number}]
    if not questions:
        raise RuleError(f"There is no question {number} in this round.")
    numbers = {question.id: question.number for question in questions}
    asked = {question.id for question in questions if question.sign_off is None}
    analyse_questions(questions)
    newest = [job for job in newest_jobs(chosen_round(round_id)) if job.question_id in asked]
    undone = [job for job in newest if job.state is not JobState.DONE]
    for job in undone:
        number = numbers.get(job.question_id or 0, "")
        console.print(f"{number}: {job.state}, {job.message}", markup=False)
    if any(job.is_pending for job in undone):
        console.print("Another worker has these, or died with them: run this again in a minute.")
    if undone:
        raise SystemExit(1)


def analyse_questions(questions: list[OpenQuestion]) -> None:
    """Ask for the analyses and do them here, with a progress bar."""
    numbers = {question.id: question.number for question in questions if not question.sign_off}
    signed = len(questions) - len(numbers)
    if signed:
        console.print(f"{signed} signed off: left as signed.")
    jobs.sweep(timedelta(seconds=Settings().heartbeat_seconds))
    with db.transaction():
        for question in questions:
            if question.id in numbers:
                job_rows.ask_for_analysis(question, asked_by=None, now=clock.now())
        waiting = pending_analyses()
    with Progress(*COLUMNS, console=console) as bars:
        overall = bars.add_task("Questions", total=waiting)
        step = bars.add_task("")

        def watch(question_id: int, done: int, total: int, stage: str) -> None:
            label = f"{numbers.get(question_id, '')} {stage}"
            bars.update(step, description=label, completed=done, total=total)

        while jobs.run_next(watch):
            bars.advance(overall)
        bars.remove_task(step)


@plenary.command()
@round_option
@instance
def ledger(round_id: int | None) -> None:
    """Account for every submission, answer and point exactly once; exit 1 where totals differ."""
    db.begin_read()
    account = round_ledger(chosen_round(round_id))
    _print_ledger(account)
    if not account.reconciles:
        for fault in account.faults:
            console.print(f"Does not agree: {fault}", markup=False)
        raise SystemExit(1)
    console.print("Everything is accounted for exactly once, and agrees with the pack.")


def _print_ledger(account: RoundLedger) -> None:
    for title, lines in (
        ("Submissions", account.submissions),
        ("Answers", account.answers),
        ("Points", account.points),
    ):
        console.print(f"[bold]{title}[/bold]")
        for line in lines:
            console.print(f"  {line.count:>9,}  {line.what}")
        console.print(f"  {sum(line.count for line in lines):>9,}  in all")


@plenary.group()
def export() -> None:
    """The plenary pack and the data as files."""


@export.command("pack")
@click.option(
    "--format",
    "extension",
    type=click.Choice(list(exports.FORMATS)),
    default="docx",
    show_default=True,
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: named after the consultation]",
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Word document of your own whose styles and pages the DOCX takes.  "
    "[default: the consultation's]",
)
@round_option
@instance
def export_pack(
    extension: str, output: Path | None, template: Path | None, round_id: int | None
) -> None:
    """What the plenary receives: themes, quotes, counts, summaries, signatures."""
    if template and extension != "docx":
        raise click.UsageError("Only the format docx takes a template.")
    db.begin_read()
    round_ = chosen_round(round_id)
    pack = compile_pack(round_, now=clock.now())
    path = output or Path(exports.file_name(pack, extension))
    looks = template.read_bytes() if template else looks_of(round_.consultation)
    exports.write_whole(path, exports.formats_with(looks)[extension].render(pack))
    unsigned = noun(len(pack.unsigned), "question")
    console.print(f"Wrote {path}; not signed yet: {unsigned}.", markup=False)


@export.command("data")
@click.option(
    "--format",
    "extension",
    type=click.Choice(["json", "csv.zip"]),
    default="json",
    show_default=True,
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: data.json or data.csv.zip]",
)
@click.option("--semicolon", is_flag=True, help="Part the cells of CSV with ; as Excel may want.")
@round_option
@instance
def export_data(extension: str, output: Path | None, semicolon: bool, round_id: int | None) -> None:
    """Every question with its ledger, campaigns, themes, answers and their points."""
    db.begin_read()
    path = output or Path(f"data.{extension}")
    round_ = chosen_round(round_id)
    with telling() as tell, exports.whole_file(path) as file:
        if extension == "json":
            write_data(round_, file, tell)
        else:
            write_tables(round_, file, tell, separator=";" if semicolon else ",")
    console.print(f"Wrote {path}.", markup=False)


@contextmanager
def telling() -> Iterator[Tell]:
    """Shows on a terminal how far an export is."""
    bars = Progress(*COLUMNS, console=console, transient=True, disable=not console.is_terminal)
    with bars:
        bar = bars.add_task("")

        def tell(done: int, total: int, stage: str) -> None:
            bars.update(bar, description=stage, completed=done, total=total)

        yield tell
