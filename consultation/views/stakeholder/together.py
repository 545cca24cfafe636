"""Writing together: the code for colleagues, who may submit, the lead, and notes beside answers."""

from flask import flash, g, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import NotAllowedYet, NoticeUnread
from consultation.forms.together import CodeForm, NoteForm, PressForm, RightForm
from consultation.models import Colleague, Consultation, OpenQuestion, Stakeholder
from consultation.operations.contributions import leading, together
from consultation.operations.contributions.joining import notice_hash
from consultation.permissions import Permission
from consultation.queries.consultations.notices import notice_in_force
from consultation.queries.consultations.stakeholders import standing_of
from consultation.queries.contributions.workspace import colleagues_of
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import own_part, taking_part


@blueprint.get("/consultations/<int:consultation_id>/together")
@permits(Permission.WRITE_TOGETHER, Consultation)
def write_together(consultation: Consultation) -> ResponseReturnValue:
    """Who writes with me, and what each may do; a code that was just made, this once."""
    g.consultation = consultation
    stakeholder = own_part(consultation)
    return render_template(
        "stakeholder/together.html",
        consultation=consultation,
        stakeholder=stakeholder,
        colleagues=colleagues_of(stakeholder),
        standing=standing_of(stakeholder, g.arrived_at),
        code=_code_just_made(stakeholder),
    )


def _code_just_made(stakeholder: Stakeholder) -> str:
    """What the session brings from making it, unless a newer one has ended it."""
    code: str = cookie.pop("code", "")
    return code if together.is_code_of(stakeholder, code) else ""


@blueprint.post("/consultations/<int:consultation_id>/together/code")
@permits(Permission.LEAD_WORKSPACE, Consultation)
def make_code(consultation: Consultation) -> ResponseReturnValue:
    """Make a code; the page behind shows it, and loading that again makes no other."""
    if PressForm().accepted():
        part = own_part(consultation)
        cookie["code"] = together.make_code(part, author=acting_person(), now=g.arrived_at)
    return redirect(url_for(".write_together", consultation_id=consultation.id))


@blueprint.route("/together/join", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def join_colleagues() -> ResponseReturnValue:
    """Join colleagues by the code that their lead made."""
    form = CodeForm()
    if form.accepted():
        try:
            colleague = together.join(
                acting_person(), form.code.data or "", agreed_to=form.agreed_to, now=g.arrived_at
            )
        except NoticeUnread as unread:
            form.ask_for(notice_hash(unread.consultation))
            return _join_page(form, unread.consultation)
        except NotAllowedYet as refused:
            form.refuse(str(refused))
            return _join_page(form, status=refused.status)
        flash("You write together now. Everything that is saved here is yours in common.")
        return _back(colleague)
    return _join_page(form)


def _join_page(
    form: CodeForm, consultation: Consultation | None = None, *, status: int = 422
) -> ResponseReturnValue:
    """The code, and then the privacy notice of the consultation that it is for."""
    notice = notice_in_force(consultation) if consultation is not None else None
    page = render_template(
        "stakeholder/join.html", form=form, consultation=consultation, notice=notice
    )
    return page, status if form.errors else 200


def _back(colleague: Colleague) -> ResponseReturnValue:
    return redirect(url_for(".write_together", consultation_id=colleague.consultation_id))


@blueprint.post("/colleagues/<int:colleague_id>/right")
@permits(Permission.LEAD_COLLEAGUE, Colleague)
def set_right(colleague: Colleague) -> ResponseReturnValue:
    """Give a colleague the right to submit, or take it."""
    form = RightForm()
    if form.accepted():
        given = bool(form.may_submit.data)
        together.set_right(colleague, may_submit=given, author=acting_person(), now=g.arrived_at)
        flash(f"{colleague.person.name} may {'submit now' if given else 'no longer submit'}.")
    return _back(colleague)


@blueprint.route("/colleagues/<int:colleague_id>/remove", methods=["GET", "POST"])
@permits(Permission.REMOVE_COLLEAGUE, Colleague)
def remove_colleague(colleague: Colleague) -> ResponseReturnValue:
    """Remove a colleague, or leave; what they wrote stays."""
    person, consultation = acting_person(), colleague.consultation
    form = PressForm()
    if not form.accepted():
        g.consultation = consultation
        return render_template("stakeholder/remove_colleague.html", colleague=colleague, form=form)
    name, leaves = colleague.person.name, colleague.person_id == person.id
    together.remove(colleague, author=person, now=g.arrived_at)
    if leaves:
        flash("You have left. What you wrote stays with your colleagues.")
        return redirect(url_for("public.home"))
    flash(f"{name} writes with you no longer. What they wrote stays.")
    return redirect(url_for(".write_together", consultation_id=consultation.id))


@blueprint.route("/colleagues/<int:colleague_id>/lead", methods=["GET", "POST"])
@permits(Permission.LEAD_COLLEAGUE, Colleague)
def hand_over(colleague: Colleague) -> ResponseReturnValue:
    """Make a colleague the lead; oneself stays, as a colleague who may submit."""
    form = PressForm()
    if form.accepted():
        leading.hand_over(colleague, author=acting_person(), now=g.arrived_at)
        flash(f"{colleague.person.name} leads now. You may still write and submit.")
        return _back(colleague)
    g.consultation = colleague.consultation
    return render_template("stakeholder/hand_over.html", colleague=colleague, form=form)


@blueprint.post("/questions/<int:open_question_id>/notes")
@permits(Permission.ANSWER_QUESTION, OpenQuestion)
def write_note(question: OpenQuestion) -> ResponseReturnValue:
    """Leave a note for colleagues, beside an answer or a comment."""
    person, stakeholder = taking_part(question.round)
    form = NoteForm()
    accepted = form.accepted()
    entry = 1 if form.entry.errors else form.entry.data
    if accepted:
        together.write_note(
            person, stakeholder, question, form.text.data or "", entry=entry, now=g.arrived_at
        )
    else:
        flash(
            "The note was not kept: it belongs to no answer of yours. Open the answer again."
            if form.entry.errors
            else "The note was not kept: write it, then leave it."
        )
    return redirect(f"{_where_written(question, entry)}#notes")


def _where_written(question: OpenQuestion, entry: int) -> str:
    """The page on which an answer or a comment is written."""
    if question.on_whole_draft:
        return url_for(".edit_comment_on_all", draft_id=question.draft_id, entry=entry)
    if question.comments_on_id is not None:
        return url_for(".edit_comment", provision_id=question.comments_on_id, entry=entry)
    return url_for(".answer_question", open_question_id=question.id)
