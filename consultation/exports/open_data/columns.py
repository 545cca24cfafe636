"""The data dictionary of the open data: every table, its columns, and what each holds."""

from consultation.exports.data.columns import Table
from consultation.queries.counts import FEWEST

TABLES = (
    Table(
        "contributions",
        {
            "id": "Number of the contribution; its address ends in /contributions/ and this.",
            "question": "Number of the question it answers; a comment has that of its provision.",
            "author": "Who wrote it, as they chose to be named; else their kind alone.",
            "is_anonymous": "Whether its author chose that no name stands with it.",
            "source": "How it came in, where it was not sent here.",
            "category": "Kind of stakeholder.",
            "country": "Country; empty where no name stands with it.",
            "position": "The author's own stated stand.",
            "remark": "What a comment is: general, substantive, legal, editorial, …",
            "choices": "What was ticked, one a line.",
            "passage": "The words of the draft that it is about.",
            "text": "The text as it was sent.",
            "proposed": "The wording that the author proposes.",
            "campaign": "Near-identical texts have the same number here; empty for all others.",
        },
    ),
    Table(
        "questions",
        {
            "number": "Number of the question; other tables call it by this.",
            "text": "What is asked, or what the comments are on.",
            "working_group": "Code of the working group that answers for it.",
            "about": "Provisions that it is about, one a line.",
            "answers": "Answers that were submitted and count, ticks without a word included.",
            "submissions": "Submissions with such an answer.",
            "organisations": "Organisations with such an answer.",
        },
    ),
    Table(
        "stated",
        {
            "question": "Number of the question.",
            "by": "What is counted: position or choice.",
            "value": "The position, or what was ticked.",
            "answers": "Answers with it, those without a word included. No count is a vote.",
        },
    ),
    Table(
        "replies",
        {
            "by": "What submissions are counted by: category, country, size, register.",
            "value": f"Which one; countries and sizes with fewer than {FEWEST} are one value.",
            "submissions": "Submissions in time and not withdrawn; each cut adds up to the same.",
        },
    ),
    Table(
        "dictionary",
        {
            "table": "Name of a table.",
            "column": "Name of one of its columns.",
            "meaning": "What the column holds.",
        },
    ),
)
