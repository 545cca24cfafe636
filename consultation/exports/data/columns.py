"""The data dictionary: every table of the data, its columns, and what each holds."""

from dataclasses import dataclass

_QUESTION = {"question": "Number of the question."}
_THEME = {"theme": "Title of the theme."}
_SPAN = {
    "start": "Where it begins in the text of the answer, in characters, from 0.",
    "end": "Where it ends, the character after its last.",
}
_SAID = {
    "answer": "Public number of the answer it stands in.",
    **_SPAN,
    "text": "The words themselves.",
    "author": "Who wrote it, as they chose to be named.",
    "source": "How it came in, where it was not sent here.",
}


@dataclass(frozen=True)
class Table:
    """A table and, by column, what it holds."""

    name: str
    columns: dict[str, str]


TABLES = (
    Table(
        "questions",
        {
            "number": "Number of the question; other tables call it by this.",
            "text": "What is asked, or what the comments are on.",
            "kind": "How it is answered: text, agreement or choice.",
            "working_group": "Code of the working group that answers for it.",
            "summary": "The chairs' text in Markdown, its figures filled in.",
            "summary_composed": "Whether a rule wrote the summary and no person edited it.",
            "signed_by": "Whose signature stands under what is here; empty where nobody's does.",
        },
    ),
    Table(
        "answers",
        {
            **_QUESTION,
            "id": "Public number of the answer, the same in every file and address; of one that "
            "was withdrawn or replaced nothing else is given.",
            "imported_as": "What the table that it was imported from calls it, where its author "
            "is named: by this, whoever has the table finds who wrote it.",
            "state": "What became of it: exactly one state, as in the ledger.",
            "detail": "To which it is identical, or why it could not be read.",
            "author": "Who wrote it, as they chose to be named.",
            "source": "How it came in: sent here, imported, by e-mail, on paper, in a meeting.",
            "said_in": "The meeting in which it was said.",
            "category": "Kind of stakeholder.",
            "country": "Country, unless the author chose to be named by their kind alone.",
            "position": "The author's own stated stand.",
            "choices": "What was ticked, one a line.",
            "remark": "What a comment is: general, technical, editorial.",
            "passage": "The words of the draft that it is about.",
            "text": "The text as it was sent.",
            "proposed": "The wording that the author proposes.",
        },
    ),
    Table(
        "points",
        {
            **_QUESTION,
            "answer": "Public number of the answer it stands in.",
            **_SPAN,
            "text": "The words themselves.",
            "language": "Language, as recognised.",
            "kind": "What sort of sentence it is, such as a request.",
            "references": "Provisions and laws that it names, one a line.",
            "state": "Where it is: exactly one state, as in the ledger.",
            **_THEME,
            "placed_by": "Whether a person or the machine put it there.",
            "own_outcome": "What was decided on it by itself.",
            "own_outcome_reason": "Why.",
            "own_outcome_changes": "Provisions that change because of it, one a line.",
            "score": "How well it fits its theme, 0 to 1.",
            "runner_up": "Title of the theme that it fits next best.",
            "runner_up_score": "How well it would fit there.",
        },
    ),
    Table(
        "themes",
        {
            **_QUESTION,
            **_THEME,
            "nested_in": "Title of the theme it is nested in.",
            "proposed_by": "Who made it; empty for the machine.",
            "titled_by": "Who titled it; empty for the machine.",
            "terms": "Words that set it apart, one a line.",
            "points": "Points under it.",
            "answers": "Answers with a point under it.",
            "submissions": "Submissions with a point under it.",
            "organisations": "Organisations with a point under it.",
            "from_meetings": "Of the answers those that were said in meetings.",
            "unquotable": "Quotes of it that are not published, and in no table of quotes.",
            "outcome": "What was decided on it.",
            "outcome_reason": "Why.",
            "changes": "Provisions that change because of it, one a line.",
        },
    ),
    Table(
        "theme_counts",
        {
            **_QUESTION,
            **_THEME,
            "by": "What is counted by: category or position.",
            "value": "The category or position.",
            "answers": "Answers with a point under the theme.",
        },
    ),
    Table(
        "quotes",
        {
            **_QUESTION,
            **_THEME,
            **_SAID,
            "marked_by": "Who marked it as a quote; empty for the machine.",
            "taken_from": "Page of the paper it was taken from.",
        },
    ),
    Table(
        "minority_points",
        {
            **_QUESTION,
            **_SAID,
            "reason": "Why it is to be heard although few make it.",
            **_THEME,
            "found_in": "Theme it was found in, where it is no longer there.",
            "since": "What became of it since.",
            "note": "Why somebody took it from there.",
            "noted_by": "Who did.",
        },
    ),
    Table(
        "campaigns",
        {
            **_QUESTION,
            "campaign": "Number of the campaign within the question.",
            "template": "The text that its copies share.",
            "submissions": "Submissions with a copy.",
            "distinct_texts": "Different texts among the copies.",
            "organisations": "Organisations that sent a copy.",
        },
    ),
    Table(
        "campaign_copies",
        {
            **_QUESTION,
            "campaign": "Number of the campaign within the question.",
            "answer": "Public number of the answer.",
            "similarity": "How near it is to the template, 0 to 1.",
            "additions": "What its author added, one a line.",
        },
    ),
    Table(
        "codes",
        {
            **_QUESTION,
            "theme": "Title of the theme that is coded; empty for a point.",
            "answer": "Public number of the answer whose point is coded; empty for a theme.",
            **_SPAN,
            "facet": "Dimension of the code frame.",
            "key": "Key of the code; empty where none fits.",
            "label": "What the code says.",
            "missing": "Which code is missing, where none fits.",
            "version": "Version of the frame under which it was coded.",
            "refused": "Whether a person refused this code for it.",
        },
    ),
    Table(
        "code_frame",
        {
            "facet": "Dimension of the code frame.",
            "key": "Key of the code.",
            "label": "What it says.",
            "definition": "What it means.",
            "version": "Version of the frame.",
        },
    ),
    Table(
        "reopened",
        {
            **_QUESTION,
            "signed_by": "Who had signed.",
            "reopened_by": "Who took the signature back.",
            "reason": "Why.",
            "signed_again_by": "Who signed next.",
            "changes": "What differs between the two signatures, one a line.",
        },
    ),
    Table(
        "ledger",
        {
            "question": "Number of the question; empty for the round's submissions.",
            "of": "What is counted: submissions, answers or points.",
            "state": "What became of them.",
            "count": "How many; each is counted once.",
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
