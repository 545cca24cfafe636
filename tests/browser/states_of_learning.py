"""The desk that suggests, finds and draws, with something to suggest, to find and to draw."""

from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Answer, Fit, Placement, Theme
from tests import factories
from tests.browser.scene import RECEIVED
from tests.browser.states import Stage, State, seen, sent_as_it_is

SUGGESTIONS = "/questions/{n.question_id}/suggestions?sure=3"
ALIKE = "/questions/{n.question_id}/alike?text=publish+incidents"
MAP = "/questions/{n.question_id}/map"
TITLES = ("Publish the register", "Two years for small firms", "An audit each year")


def was_analysed(stage: Stage) -> None:
    """Twelve points: of four on each of three subjects three are under its theme, one waits."""
    with transaction():
        themes = [Theme(question_id=stage.numbers.question_id, title=title) for title in TITLES]
        session.add_all(themes)
        answers = session.scalars(
            select(Answer).where(Answer.question_id == stage.numbers.question_id)
        ).all()
        for answer in answers:
            number = RECEIVED.index(answer.text)
            point = factories.point(answer, 0, len(answer.text))
            session.add(point)
            session.add(Fit(point=point, across=number / 12, down=(number % 4) / 4))
            if number % 4:
                session.add(Placement(point=point, theme=themes[number // 4]))
    session.remove()
    stage.visit.sign_in("chair@example.org")


def chooses_nothing(stage: Stage) -> None:
    was_analysed(stage)
    sent_as_it_is(SUGGESTIONS.replace("=3", "=9"))(stage)


OF_LEARNING = (
    State("what is suggested", 200, "3 suggestions, the surest first",
          seen(SUGGESTIONS, was_analysed), who=""),
    State("no suggestion chosen", 422, "Choose at least one point", chooses_nothing, who=""),
    State("what was found by meaning", 200, "the nearest first", seen(ALIKE, was_analysed), who=""),
    State("a map with its table", 200, "The map as a table", seen(MAP, was_analysed), who=""),
)  # fmt: skip
