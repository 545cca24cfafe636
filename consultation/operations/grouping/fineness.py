"""How many themes a question is grouped into, chosen while nobody has edited them."""

from datetime import datetime

from consultation.errors import NotAllowedYet
from consultation.models import OpenQuestion, Person
from consultation.operations import jobs
from consultation.operations.audit import record
from consultation.operations.desk.themes import open_question_for_edit
from consultation.queries.grouping.fineness import is_edited


def choose_fineness(
    question: OpenQuestion, themes: int | None, *, by: Person, now: datetime
) -> None:
    """Have a question grouped into about so many themes, now and by every later analysis.

    None leaves it to the rule. Raises NotAllowedYet once people have decided anything about its
    themes: what they decided stays, and a new grouping beside it would fit neither.
    """
    open_question_for_edit(question)
    if is_edited(question):
        raise NotAllowedYet(
            "Somebody has edited the themes of this question, and what people decided stays. "
            "Merge themes to have fewer; split them to have more."
        )
    before, question.themes_wanted = question.themes_wanted, themes
    jobs.ask_for_analysis(question, asked_by=by, now=now)
    record(
        "choose how many themes",
        question,
        person=by,
        now=now,
        before={"themes": before},
        after={"themes": themes},
        question=question,
    )
