"""Moderation: what was found, what is redacted, what is removed, and the rules for it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError, UnknownFilter
from consultation.forms.moderation import (
    DecideRemovalForm,
    DecideSpanForm,
    ReasonForm,
    RespondForm,
)
from consultation.models import Answer, Consultation, Redaction, Removal, Round
from consultation.operations.privacy import redacting, removing
from consultation.permissions import Permission
from consultation.queries.privacy.finds import (
    ALL,
    DECIDED,
    WAITING,
    moderated,
    moderation_list,
)
from consultation.queries.privacy.moderation import (
    all_rules,
    moderation_of,
    removal_seen,
    removals_in,
    rules_in_force,
)

blueprint = Blueprint("moderation", __name__)

STATES = {WAITING: "Waiting for a decision", DECIDED: "Decided on", ALL: "All"}


@blueprint.get("/consultations/<int:consultation_id>/moderation")
@permits(Permission.READ_CONSULTATION, Consultation)
def read_rules(consultation: Consultation) -> ResponseReturnValue:
    """By which rules the body moderates, and how often it did."""
    g.consultation = consultation
    return render_template(
        "public/moderation.html",
        consultation=consultation,
        rules=rules_in_force(consultation),
        all_rules=all_rules(consultation),
        rounds=moderation_of(consultation),
    )


@blueprint.get("/rounds/<int:round_id>/moderation")
@permits(Permission.RUN_ROUND, Round)
def list_finds(round_: Round) -> ResponseReturnValue:
    """What was found in a round and is to be decided on, by kind; and the removals."""
    g.round = round_
    state, kind = request.args.get("state", WAITING), request.args.get("kind", "")
    page = request.args.get("page", "1")
    if state not in STATES or not page.isascii() or not page.isdigit() or not 0 < int(page) < 10**6:
        raise UnknownFilter("The list has no such page. Follow a link on it.")
    found = moderation_list(round_, state=state, kind=kind[:40], page=int(page))
    return render_template(
        "moderation/list.html",
        round=round_,
        found=found,
        state=state,
        states=STATES,
        kind=kind[:40],
        removals=removals_in(round_),
    )


@blueprint.route("/answers/<int:answer_id>/moderate", methods=["GET", "POST"])
@permits(Permission.MODERATE_ANSWER, Answer)
def moderate_answer(answer: Answer) -> ResponseReturnValue:
    """One answer with what was found in it; a span goes or stays, with a reason."""
    g.round = answer.submission.round
    form, status = DecideSpanForm(), 200
    if form.accepted():
        try:
            decision = redacting.decide(
                answer.version,
                form.span_in(answer.version),
                stays=form.decision.data == "stay",
                reason=form.reason.data or "",
                by=acting_person(),
                now=g.arrived_at,
            )
        except RuleError as refused:
            form.reason.errors, status = [str(refused)], refused.status
        else:
            flash("They may stay." if decision.stays else "Redacted, wherever the text is read.")
            return redirect(url_for(".moderate_answer", answer_id=answer.id))
    page = _answer_page(answer, form)
    return page, status if status != 200 else 422 if form.errors else 200


def _answer_page(answer: Answer, form: DecideSpanForm) -> str:
    (line,) = moderated([answer])
    return render_template(
        "moderation/answer.html",
        round=g.round,
        line=line,
        form=form,
        sealed=redacting.sealed_of(answer.version) is not None,
    )


@blueprint.route("/redactions/<int:redaction_id>/lift", methods=["GET", "POST"])
@permits(Permission.LIFT_REDACTION, Redaction)
def lift_redaction(redaction: Redaction) -> ResponseReturnValue:
    """Let a decision hold no more."""
    g.round = redaction.version.submission.round
    form = ReasonForm()
    if form.accepted():
        redacting.lift(
            redaction, because=form.reason.data or "", by=acting_person(), now=g.arrived_at
        )
        flash("Lifted: the words can be read again, and decided on anew.")
        return redirect(url_for(".list_finds", round_id=g.round.id))
    page = render_template("moderation/lift.html", round=g.round, redaction=redaction, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/answers/<int:answer_id>/sealed", methods=["GET", "POST"])
@permits(Permission.MODERATE_ANSWER, Answer)
def read_sealed(answer: Answer) -> ResponseReturnValue:
    """Read what was redacted, for a reason that the log keeps."""
    g.round = answer.submission.round
    form, sealed = ReasonForm(), None
    if form.accepted():
        sealed = redacting.unseal(
            answer.version, reason=form.reason.data or "", by=acting_person(), now=g.arrived_at
        )
    page = render_template(
        "moderation/sealed.html", round=g.round, answer=answer, form=form, sealed=sealed
    )
    return page, 422 if form.errors else 200


@blueprint.route("/answers/<int:answer_id>/remove", methods=["GET", "POST"])
@permits(Permission.PROPOSE_REMOVAL, Answer)
def propose_removal(answer: Answer) -> ResponseReturnValue:
    """Ask a second person to take a contribution out of the public view."""
    g.round = answer.submission.round
    form = ReasonForm()
    if form.accepted():
        removal = removing.propose_removal(
            answer, reason=form.reason.data or "", by=acting_person(), now=g.arrived_at
        )
        flash("Proposed. A second person confirms or refuses it.")
        return redirect(url_for(".decide_removal", removal_id=removal.id))
    rules = rules_in_force(g.round.consultation)
    page = render_template(
        "moderation/propose.html", round=g.round, answer=answer, form=form, rules=rules
    )
    return page, 422 if form.errors else 200


@blueprint.route("/removals/<int:removal_id>/decide", methods=["GET", "POST"])
@permits(Permission.DECIDE_REMOVAL, Removal)
def decide_removal(removal: Removal) -> ResponseReturnValue:
    """How a removal stands; the second person confirms or refuses it, anybody takes it back."""
    g.round = removal.answer.submission.round
    form, status = DecideRemovalForm(seen=removal_seen(removal)), 200
    if form.accepted():
        try:
            _decide(removal, form)
        except RuleError as refused:
            form.reason.errors, status = [str(refused)], refused.status
            form.seen.data = removal_seen(removal)
        else:
            flash("Decided, and written into the log.")
            return redirect(url_for(".decide_removal", removal_id=removal.id))
    page = render_template(
        "moderation/decide.html",
        round=g.round,
        removal=removal,
        form=form,
        is_own=removal.proposed_by_id == acting_person().id,
    )
    return page, status if status != 200 else 422 if form.errors else 200


def _decide(removal: Removal, form: DecideRemovalForm) -> None:
    by, now = acting_person(), g.arrived_at
    if form.decision.data == "confirm":
        removing.confirm_removal(removal, seen=form.seen.data or "", by=by, now=now)
    else:
        removing.end_removal(removal, because=form.reason.data or "", by=by, now=now)


@blueprint.route("/removals/<int:removal_id>/answer", methods=["GET", "POST"])
@permits(Permission.ANSWER_REMOVAL, Removal)
def answer_removal(removal: Removal) -> ResponseReturnValue:
    """What the author reads of a removal, and says to it."""
    g.round = removal.answer.submission.round
    form = RespondForm()
    if form.accepted():
        removing.answer_removal(removal, form.text.data or "", by=acting_person(), now=g.arrived_at)
        flash("Sent. Whoever decides on it reads it.")
        return redirect(url_for(".answer_removal", removal_id=removal.id))
    page = render_template("moderation/respond.html", round=g.round, removal=removal, form=form)
    return page, 422 if form.errors else 200
