"""A new analysis never undoes what a person decided, and loses no point: any history will do."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.db import begin_write, session
from tests.operations.desk import ANSWERS, SENTENCES, act, desk, readings

# Where placing would put some of the points: in some theme, gone or not, or nowhere for now.
learnt = st.dictionaries(st.integers(0, ANSWERS * SENTENCES), st.none() | st.integers(0, 9))
histories = st.lists(
    st.tuples(readings, st.just({}) | learnt, st.lists(act, max_size=8)), min_size=2, max_size=4
)


@given(history=histories)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_people_decided_stays_and_every_point_is_in_exactly_one_place(database, history):
    """trust.md 35."""
    begin_write()
    try:
        made = desk()
        for read, suggested, acts in history:
            before = made.decisions()
            made.analyse(read, suggested)
            made.check(before)
            if not suggested:
                after = made.everything()
                made.analyse(read)
                assert made.everything() == after, "the same reading again changed something"
            for each in acts:
                made.act(*each)
    finally:
        session.rollback()
