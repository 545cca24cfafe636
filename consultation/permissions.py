"""Who may do what: one table of permissions and predicates.

*Who* never looks at the clock; whether it is too late is the rows' own rule, and another answer.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from consultation.models import Person
from consultation.predicates import (
    answers_question,
    answers_removal,
    anyone,
    attached,
    comments_on_draft,
    comments_on_provision,
    enters,
    enters_paper,
    founds,
    is_secretariat,
    is_signed_in,
    leads_colleague,
    leads_own_part,
    may_join,
    may_read,
    moderates,
    parts_with_colleague,
    reads_answer,
    reads_coverage,
    reads_draft,
    reads_ledger,
    reads_meeting,
    reads_notice,
    reads_official_answer,
    reads_paper,
    reads_round,
    reads_submission,
    reviews_or_runs,
    runs,
    runs_its_group,
    runs_its_round,
    submits,
    takes_part,
    takes_part_in_round,
    wrote,
)
from consultation.reviewing import (
    chairs,
    chairs_its_question,
    decides_on_removal,
    leads,
    reads_matter,
    reviews,
    reviews_its_question,
    sees_job,
    settles_anchor,
)
from consultation.roles import holds_office


class Permission(StrEnum):
    """Everything a route can ask for."""

    VISIT = "visit the front pages"
    HAVE_ACCOUNT = "use an account of one's own"
    READ_CONSULTATION = "read a consultation"
    READ_NOTICE = "read a privacy notice"
    READ_DRAFT = "read a draft"
    READ_ROUND = "read a round's dates, and what is published of it"
    READ_ANSWER = "read a published contribution"
    ANSWER_QUESTION = "answer an open question"
    COMMENT_PROVISION = "comment on a provision"
    COMMENT_DRAFT = "comment on a whole draft"
    KEEP_PAPER = "take from a paper of one's own, or remove it"
    READ_PAPER = "read a paper whole"
    TAKE_PART = "send a submission in a round"
    READ_SUBMISSION = "read a submission"
    READ_SAVED = "read all that was saved, sent or not"
    SUBMIT = "submit, change or withdraw a submission"
    JOIN = "begin to take part"
    WRITE_TOGETHER = "see who writes with one"
    LEAD_WORKSPACE = "lead a workspace"
    LEAD_COLLEAGUE = "say what a colleague may do"
    REMOVE_COLLEAGUE = "remove a colleague or leave"
    REVIEW_QUESTION = "see what was said to a question"
    EDIT_QUESTION = "work on a question's themes and summary"
    EDIT_THEME = "rename, merge or discard a theme"
    EDIT_POINT = "move, cut, join, discard or quote a point"
    REVIEW_THEME = "read a theme's points"
    REVIEW_POINT = "read what is like a point"
    REVIEW_ANSWER = "say that one has read an answer"
    ASSIGN_QUESTION = "assign a question"
    DROP_OBSERVATION = "have an observation composed again"
    READ_MATTER = "read and answer what reviewers have among themselves"
    READ_COVERAGE = "see which provisions draw comments"
    READ_CODES = "read a consultation's code frame and what was coded"
    EDIT_FRAME = "add to a code frame"
    EDIT_CODE = "reword, split or retire a code"
    SIGN_QUESTION = "sign off or reopen a question"
    START_ANALYSIS = "start an analysis"
    SEE_JOB = "see a job's progress"
    SEE_DESK = "see one's questions as chair"
    SEE_STAKEHOLDERS = "see everybody who takes part"
    CORRECT_STAKEHOLDER = "correct who a stakeholder is"
    RUN_ROUND = "run a round"
    TAKE_EDITION = "take away an edition of the pack"
    FOUND_CONSULTATION = "found a consultation"
    SET_UP = "set up a consultation"
    HANDLE_TOKEN = "revoke a token"  # noqa: S105
    HANDLE_WEBHOOK = "see a webhook's deliveries, and turn it on or off"
    SET_UP_GROUP = "rename or remove a working group"
    HANDLE_INVITATION = "send an invitation again or take it back"
    END_OFFICE = "end an office"
    END_ROLE = "end a role"
    HANDLE_DECISION = "send a decision on eligibility again"
    PREPARE_DRAFTS = "see the drafts that are prepared"
    EDIT_DRAFT = "prepare a draft"
    EDIT_PROVISION = "edit a provision of a draft in preparation"
    EDIT_ASKED = "edit an open question of a draft in preparation"
    READ_ANCHORS = "see where comments on the draft before belong"
    SETTLE_ANCHOR = "say where a comment on the draft before belongs"
    READ_LEDGER = "read the ledger"
    WRITE_OBSERVATIONS = "write observations of the comment table"
    COMPARE_ROUNDS = "compare a round with the one before"
    READ_MEETING = "read a meeting"
    WRITE_MEETING = "write a meeting down"
    ENTER_SUBMISSION = "write down what somebody sent otherwise"
    ENTER_PAPER = "take from a paper that somebody sent otherwise"
    READ_OFFICIAL_ANSWER = "read an official answer"
    WRITE_OFFICIAL_ANSWER = "word an official answer anew"
    WRITE_OFFICIAL_ANSWERS = "word official answers"
    MODERATE_ANSWER = "redact words of an answer, and read what was redacted"
    LIFT_REDACTION = "lift a redaction"
    PROPOSE_REMOVAL = "propose to take a contribution out of the public view"
    DECIDE_REMOVAL = "decide on a removal"
    ANSWER_REMOVAL = "say something to the removal of a contribution of one's own"


Predicate = Callable[[Person | None, Any], bool]

POLICY: dict[Permission, Predicate] = {
    Permission.VISIT: anyone,
    Permission.HAVE_ACCOUNT: is_signed_in,
    Permission.READ_CONSULTATION: may_read,
    Permission.READ_NOTICE: reads_notice,
    Permission.READ_DRAFT: reads_draft,
    Permission.READ_ROUND: reads_round,
    Permission.READ_ANSWER: reads_answer,
    Permission.ANSWER_QUESTION: answers_question,
    Permission.COMMENT_PROVISION: comments_on_provision,
    Permission.COMMENT_DRAFT: comments_on_draft,
    Permission.KEEP_PAPER: attached,
    Permission.READ_PAPER: reads_paper,
    Permission.TAKE_PART: takes_part_in_round,
    Permission.READ_SUBMISSION: reads_submission,
    Permission.READ_SAVED: wrote,
    Permission.SUBMIT: submits,
    Permission.JOIN: may_join,
    Permission.WRITE_TOGETHER: takes_part,
    Permission.LEAD_WORKSPACE: leads_own_part,
    Permission.LEAD_COLLEAGUE: leads_colleague,
    Permission.REMOVE_COLLEAGUE: parts_with_colleague,
    Permission.REVIEW_QUESTION: reviews,
    Permission.EDIT_QUESTION: chairs,
    Permission.EDIT_THEME: chairs_its_question,
    Permission.EDIT_POINT: chairs_its_question,
    Permission.REVIEW_THEME: reviews_its_question,
    Permission.REVIEW_POINT: reviews_its_question,
    Permission.REVIEW_ANSWER: reviews_its_question,
    Permission.ASSIGN_QUESTION: leads,
    Permission.DROP_OBSERVATION: reviews_its_question,
    Permission.READ_MATTER: reads_matter,
    Permission.READ_COVERAGE: reads_coverage,
    Permission.READ_CODES: reviews_or_runs,
    Permission.EDIT_FRAME: is_secretariat,
    Permission.EDIT_CODE: runs,
    Permission.SIGN_QUESTION: leads,
    Permission.START_ANALYSIS: reviews,
    Permission.SEE_JOB: sees_job,
    Permission.SEE_DESK: holds_office,
    Permission.SEE_STAKEHOLDERS: is_secretariat,
    Permission.CORRECT_STAKEHOLDER: runs,
    Permission.RUN_ROUND: runs,
    Permission.TAKE_EDITION: runs_its_round,
    Permission.FOUND_CONSULTATION: founds,
    Permission.SET_UP: is_secretariat,
    Permission.HANDLE_TOKEN: runs,
    Permission.HANDLE_WEBHOOK: runs,
    Permission.SET_UP_GROUP: runs,
    Permission.HANDLE_INVITATION: runs,
    Permission.END_OFFICE: runs_its_group,
    Permission.END_ROLE: runs,
    Permission.HANDLE_DECISION: runs,
    Permission.PREPARE_DRAFTS: is_secretariat,
    Permission.EDIT_DRAFT: runs,
    Permission.EDIT_PROVISION: runs,
    Permission.EDIT_ASKED: runs,
    Permission.READ_ANCHORS: reads_coverage,
    Permission.SETTLE_ANCHOR: settles_anchor,
    Permission.READ_LEDGER: reads_ledger,
    Permission.WRITE_OBSERVATIONS: reads_ledger,
    Permission.COMPARE_ROUNDS: reads_ledger,
    Permission.READ_MEETING: reads_meeting,
    Permission.WRITE_MEETING: runs,
    Permission.ENTER_SUBMISSION: enters,
    Permission.ENTER_PAPER: enters_paper,
    Permission.READ_OFFICIAL_ANSWER: reads_official_answer,
    Permission.WRITE_OFFICIAL_ANSWER: runs,
    Permission.WRITE_OFFICIAL_ANSWERS: is_secretariat,
    Permission.MODERATE_ANSWER: moderates,
    Permission.LIFT_REDACTION: runs,
    Permission.PROPOSE_REMOVAL: reviews_its_question,
    Permission.DECIDE_REMOVAL: decides_on_removal,
    Permission.ANSWER_REMOVAL: answers_removal,
}


def may(person: Person | None, permission: Permission, subject: object = None) -> bool:
    """Whether the table lets this person do this to that."""
    return POLICY[permission](person, subject)
