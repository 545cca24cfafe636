"""The pages of codes, with something suggested, refused, coded, out of use, or not coded yet."""

from consultation.db import session, transaction
from consultation.models import Point, Theme
from consultation.operations.coding.code_uses import Choice
from tests.browser.coding import LINES, Coded, codes, has_a_frame, retires
from tests.browser.scene import CHAIR, RECEIVED, SECRETARIAT
from tests.browser.states import PRIMARY, Reach, Stage, State

TABLE = "/questions/{n.question_id}/coded"
UNCODED = "/questions/{n.question_id}/not-coded"
FRAME = "/consultations/{n.consultation_id}/codes"
KEEP = "main form .btn-primary"


def _framed(stage: Stage, who: str = CHAIR) -> Coded:
    there = has_a_frame(stage.numbers)
    session.remove()
    stage.visit.sign_in(who)
    return there


def _first(there: Coded, query: str = "?suggest=y") -> str:
    return f"/points/{there.point_id}/codes{query}"


def _suggests(stage: Stage) -> None:
    stage.goes(_first(_framed(stage)))


def _ticked_and_refused(stage: Stage) -> None:
    there = _framed(stage)
    page = stage.goes(_first(there))
    page.check(f"#code-{there.codes['T1']}")
    page.check(f"#refuse-{there.codes['T1']}")
    stage.presses(KEEP)


def _refused(stage: Stage) -> None:
    there = _framed(stage)
    codes(Point, there.point_id, Choice(refused=frozenset({there.codes["T1"]})))
    stage.goes(_first(there, ""))


def _coded(path: str, who: str = CHAIR) -> Reach:
    """Something of each kind: coded, out of use, fitting none, refused, not coded."""

    def reach(stage: Stage) -> None:
        there = _framed(stage, who)
        kept = frozenset({there.codes["T1"], there.codes["T2"]})
        refused = frozenset({there.codes["S2"]})
        codes(Point, there.point_id, Choice(kept, frozenset({"source"}), "Silence", refused))
        codes(Theme, there.theme_id, Choice(frozenset({there.codes["T3"]}), refused=refused))
        retires(there.codes["T2"])
        stage.goes(path)

    return reach


def _out_of_use(stage: Stage) -> None:
    there = _framed(stage)
    codes(Point, there.point_id, Choice(frozenset({there.codes["T2"]})))
    retires(there.codes["T2"])
    stage.goes(_first(there, ""))


def _goes(act: str) -> Reach:
    """A theme with a code is about to go into another, or away."""

    def reach(stage: Stage) -> None:
        there = _framed(stage)
        codes(Theme, there.theme_id, Choice(frozenset({there.codes["T3"]})))
        with transaction():
            session.add(into := Theme(question_id=stage.numbers.question_id, title="Another"))
            session.flush()
            address = f"/themes/{there.theme_id}/{act}?into={into.id}"
        session.remove()
        stage.goes(address)

    return reach


def _bare(path: str) -> Reach:
    def reach(stage: Stage) -> None:
        stage.visit.sign_in(CHAIR)
        stage.goes(path)

    return reach


def _wrong_line(stage: Stage) -> None:
    stage.visit.sign_in(SECRETARIAT)
    page = stage.goes(FRAME)
    page.get_by_label("New codes").fill(f"{LINES}\ntype; T9")
    stage.presses(PRIMARY)


OF_CODES = (
    State("codes suggested", 200, "1 code suggested", _suggests, who=""),
    State("a code ticked and refused", 422, "is ticked and refused", _ticked_and_refused, who=""),
    State("a code refused", 200, "Refused here", _refused, who=""),
    State("coded with what is out of use", 200, "is out of use since version 2", _out_of_use,
          who=""),
    State("what was coded in a question", 200, "Refused suggestions", _coded(TABLE), who=""),
    State("what was coded over all", 200, "Points not coded, question by question",
          _coded("/consultations/{n.consultation_id}/coded"), who=""),
    State("points not coded", 200, RECEIVED[1], _coded(f"{UNCODED}?facet=source"), who=""),
    State("every point coded", 200, "Every point of this question is coded in “type”",
          _coded(f"{UNCODED}?facet=type"), who=""),
    State("points not coded for want of a frame", 200, "This consultation has no code yet.",
          _bare(UNCODED), who=""),
    State("nothing coded for want of a frame", 200, "This consultation has no code yet.",
          _bare(TABLE), who=""),
    State("a frame as it was", 200, "Version 1 of 2, as it was", _coded(f"{FRAME}?version=1"),
          who=""),
    State("a merge that loses codes", 200, "Code lost. Type: T3", _goes("merge"), who=""),
    State("a discard that loses codes", 200, "Its codes go with it", _goes("discard"), who=""),
    State("a wrong line of codes", 409, "Line 9 needs a facet", _wrong_line, who=""),
    State("codes in the pack", 200, "A point has its own codes",
          _coded("/rounds/{n.round_id}/pack", SECRETARIAT), who=""),
)  # fmt: skip
