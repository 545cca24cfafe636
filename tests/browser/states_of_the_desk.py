"""States of the desk of one question, as its chair sees it."""

from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import (
    Answer,
    Fit,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Subtheme,
    Theme,
)
from tests import factories
from tests.browser import scene
from tests.browser.states import Reach, Stage, State

DESK = "/questions/{n.question_id}/themes"
UNPLACED = "/questions/{n.question_id}/unplaced"


def add_points(stage: Stage) -> None:
    """Two themes with a sub-theme each and a hundred points and more; some are unplaced."""
    with transaction():
        question = session.get_one(OpenQuestion, stage.numbers.question_id)
        themes = [Theme(question=question, title=title) for title in ("All of it", "Some of it")]
        parts = [Subtheme(theme=theme, title="A part") for theme in themes]
        session.add_all([*themes, *parts])
        answers = session.scalars(select(Answer).where(Answer.question == question)).all()
        for number, answer in enumerate(answers):
            for start in range(0, min(len(answer.text), 36), 3):
                point = factories.point(answer, start, start + 3)
                session.add(point)
                if start < 30:
                    session.add(Placement(point=point, theme=(theme := themes[number > 10])))
                    session.add(
                        Fit(point=point, theme=theme, score=0.5, subtheme=parts[number > 10],
                            runner_up=themes[number < 11], runner_up_score=0.45)
                    )  # fmt: skip


def looks_at(path: str, *before: Reach) -> Reach:
    """The chair opens an address of the desk, once all that was done."""

    def reach(stage: Stage) -> None:
        stage.visit.sign_in(scene.CHAIR)
        for step in before:
            step(stage)
        stage.goes(path)

    return reach


def moves_nothing(stage: Stage) -> None:
    looks_at(DESK, add_points)(stage)
    stage.presses(".move-chosen button")


def chooses_some(stage: Stage) -> None:
    looks_at(DESK, add_points)(stage)
    page = stage.page
    for number in range(3):
        page.locator("[name=points]").nth(number).check()
    page.locator(".point").nth(2).focus()
    page.keyboard.press("j")
    page.locator("#answer mark", has_text=page.locator(".said").nth(3).inner_text()).wait_for()


def looks_at_long_point(number: int, act: str) -> Reach:
    """Every answer is one point, but the first, of which a tail was set aside."""

    def reach(stage: Stage) -> None:
        stage.visit.sign_in(scene.CHAIR)
        with transaction():
            answers = session.scalars(
                select(Answer).where(Answer.question_id == stage.numbers.question_id)
            ).all()
            long = [factories.point(answer, 0, len(answer.text) - 9) for answer in answers]
            aside = factories.point(answers[0], len(answers[0].text) - 8)
            by = session.scalars(select(Person).where(Person.email == scene.CHAIR)).one()
            session.add_all(long)
            session.add(Placement(point=aside, placed_by=by, discarded_because="It is about tea."))
            session.flush()
            point_id = long[number].id
        stage.goes(f"/points/{point_id}/{act}")

    return reach


def cuts_at_nothing(stage: Stage) -> None:
    looks_at_long_point(1, "cut")(stage)
    stage.presses()


def unfolds_everything(stage: Stage) -> None:
    looks_at(DESK, add_points)(stage)
    stage.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def looks_at_a_few_letters(act: str) -> Reach:
    """A page of a point of three characters; an analysis may have made others."""

    def reach(stage: Stage) -> None:
        looks_at(DESK, add_points)(stage)
        of_three = select(Point.id).where(
            Point.start == 0,
            Point.end == 3,
            Point.answer.has(question_id=stage.numbers.question_id),
        )
        stage.goes(f"/points/{session.scalars(of_three).first()}/{act}")

    return reach


def arranges_wrongly(stage: Stage) -> None:
    looks_at("/questions/{n.question_id}/arrange", add_points)(stage)
    stage.page.locator("#places-0-number").fill("0")
    stage.presses("text=Keep this order")


OF_THE_DESK = (
    State("a desk without themes", 200, "No themes yet.", looks_at(DESK), who=""),
    State("a desk of many points", 200, "Page 1 of 2", looks_at(DESK, add_points), who=""),
    State("a desk with everything unfolded", 200, "Filter and search", unfolds_everything, who=""),
    State("the last page of a list", 200, "Page 2 of 2",
          looks_at(f"{DESK}?page=2", add_points), who=""),
    State("a desk under filters", 200, "Shown: 2 of 12 answers",
          looks_at(f"{DESK}?position=oppose&words=i", add_points), who=""),
    State("a desk under filters that leave nothing", 200, "Shown: 0 of 12 answers",
          looks_at(f"{DESK}?country=Atlantis&words=zymurgy", add_points), who=""),
    State("the unplaced points", 200, "fit no theme yet", looks_at(UNPLACED, add_points), who=""),
    State("points that are chosen, and one that is walked to", 200, "Move the chosen points",
          chooses_some, who=""),
    State("the balance of a question", 200, "How to read it",
          looks_at("/questions/{n.question_id}/balance", add_points), who=""),
    State("a sample that nobody has drawn", 200, "How far two agree",
          looks_at("/questions/{n.question_id}/sample"), who=""),
    State("a sample to code that nobody has drawn", 200, "No sample has been drawn yet.",
          looks_at("/questions/{n.question_id}/coding"), who=""),
    State("the outcome of one point", 200, "holds for this point alone",
          looks_at_a_few_letters("outcome"), who=""),
    State("a point to be cut in two", 200, "For a point that makes two arguments",
          looks_at_long_point(1, "cut"), who=""),
    State("a point of a few letters to be cut in two", 200, "The words with which the second",
          looks_at_a_few_letters("cut"), who=""),
    State("a point cut at no place", 422, "Choose a place, or write the words",
          cuts_at_nothing, who=""),
    State("two points to be joined", 200, "The joined point is where the first is",
          looks_at_a_few_letters("join"), who=""),
    State("a point that was set aside and is not joined", 200, "One of the two was set aside",
          looks_at_long_point(0, "join"), who=""),
    State("a move looked at before it is done", 200, "Nothing is done yet.",
          looks_at(f"{DESK}?everything=y&to=0", add_points), who=""),
    State("themes with numbers that are none", 422, "The first theme has number 1.",
          arranges_wrongly, who=""),
    State("nothing chosen to be moved", 422, "Choose at least one point", moves_nothing, who=""),
)  # fmt: skip
