"""Pages that take a minority point from where it is heard, and where its note is shown then."""

from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import MinorityPoint, OpenQuestion, Placement, Point, Theme
from tests import factories
from tests.browser.states import Reach, Stage, State
from tests.browser.states_of_learning import ALIKE, SUGGESTIONS, TITLES, was_analysed

NOTE = "They said so in the session, and the others agreed that it is one argument."
OWED = "Write the note:"
IN_THE_PACK = "It stays on the list of minority points and in the pack"


def has_minority_points(stage: Stage) -> None:
    """One minority point waits unplaced; one follows another point and is in another theme."""
    was_analysed(stage)
    with transaction():
        first, second = (_theme(stage, title) for title in TITLES[:2])
        whole = session.scalars(
            select(Point).join(Point.placement).where(Placement.theme_id == first)
        ).first()
        assert whole is not None
        half = len(whole.text) // 2
        rest = factories.point(whole.answer, half, len(whole.text))
        whole.end = half
        waiting = _points(stage).where(~Point.placement.has())
        session.add_all([rest, Placement(point=rest, theme_id=second)])
        session.add_all(
            [
                MinorityPoint(point=rest, theme_id=second, reason="The only author.", rank=1),
                MinorityPoint(
                    point=session.scalars(waiting).first(), reason="It fits no theme.", rank=2
                ),
            ]
        )
    session.remove()


def _points(stage: Stage):
    question = session.get_one(OpenQuestion, stage.numbers.question_id)
    return select(Point).where(Point.answer.has(question_id=question.id)).order_by(Point.id)


def _theme(stage: Stage, title: str) -> int:
    found = select(Theme.id).where(
        Theme.question_id == stage.numbers.question_id, Theme.title == title
    )
    return session.scalars(found).one()


def heard(path: str) -> Reach:
    """A page of the minority point that follows another, `{before}`, or of its theme."""

    def reach(stage: Stage) -> None:
        has_minority_points(stage)
        point = session.scalars(
            _points(stage).where(Point.placement.has(theme_id=_theme(stage, TITLES[1])))
        ).all()[-1]
        before = session.scalars(
            _points(stage).where(Point.answer_id == point.answer_id, Point.start < point.start)
        ).one()
        address = path.format(point=point.id, before=before.id, theme=_theme(stage, TITLES[1]))
        session.remove()
        stage.goes(address)

    return reach


def pressed(path: str, button: str = "main form .btn-primary") -> Reach:
    """What the page says that is sent as it is, without a note."""

    def reach(stage: Stage) -> None:
        heard(path)(stage)
        stage.presses(button)

    return reach


def moves_all(stage: Stage) -> None:
    heard("/themes/{theme}")(stage)
    stage.page.locator("[name=everything]").check()
    stage.page.locator("#move-points [name=theme]").select_option("0")
    stage.presses(".move-chosen button")


def accepts_all(stage: Stage) -> None:
    heard(SUGGESTIONS.format(n=stage.numbers))(stage)
    for box in stage.page.locator("[name=chosen]").all():
        box.check()
    stage.presses("text=Accept the chosen")


def moves_all_that_was_found(stage: Stage) -> None:
    heard(ALIKE.format(n=stage.numbers))(stage)
    for box in stage.page.locator("[name=chosen]").all():
        box.check()
    stage.page.locator("#found-form [name=theme]").select_option("0")
    stage.presses("#found-form button")


def undoes_what_was_found_since(stage: Stage) -> None:
    """A point was moved, then found to be alone where it is, and the move is undone."""
    heard("/points/{before}/move")(stage)
    number = int(stage.page.url.split("/points/")[1].split("/")[0])
    stage.page.locator("[name=theme]").select_option(TITLES[1])
    stage.presses()
    with transaction():
        theme = _theme(stage, TITLES[1])
        session.add(MinorityPoint(point_id=number, theme_id=theme, reason="Alone.", rank=3))
    session.remove()
    stage.presses(".history form[action*='/undo'] button")


def moves_with_a_note(stage: Stage) -> None:
    heard("/points/{point}/move")(stage)
    stage.page.locator("[name=theme]").select_option(TITLES[0])
    stage.page.get_by_label("Note").fill(NOTE)
    stage.presses()
    stage.goes(f"/themes/{_theme(stage, TITLES[0])}")


OF_NOTES = (
    State("a minority point to be moved", 200, "It is a minority point",
          heard("/points/{point}/move"), who=""),
    State("a minority point moved without a note", 422, OWED,
          pressed("/points/{point}/move?theme=0"), who=""),
    State("a minority point to be discarded", 200, IN_THE_PACK,
          heard("/points/{point}/discard"), who=""),
    State("a theme with a minority point to be discarded", 200, IN_THE_PACK,
          heard("/themes/{theme}/discard"), who=""),
    State("a theme with a minority point merged without a note", 422, OWED,
          pressed("/themes/{theme}/merge"), who=""),
    State("a minority point to be joined to one elsewhere", 200, "The next is a minority point",
          heard("/points/{before}/join"), who=""),
    State("a minority point joined without a note", 422, OWED,
          pressed("/points/{before}/join"), who=""),
    State("a theme with a minority point to be chosen", 200, "minority point The only author.",
          heard("/themes/{theme}"), who=""),
    State("all points of a theme moved without a note", 422, OWED, moves_all, who=""),
    State("suggestions for minority points accepted without a note", 422, OWED, accepts_all,
          who=""),
    State("what was found by meaning moved without a note", 422, OWED, moves_all_that_was_found,
          who=""),
    State("an undo that takes a minority point away", 422, "It would take 1 minority point away",
          undoes_what_was_found_since, who=""),
    State("a desk with the note of a minority point", 200, f"noted: {NOTE}", moves_with_a_note,
          who=""),
)  # fmt: skip
