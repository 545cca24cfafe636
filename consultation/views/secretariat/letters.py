"""The words of a consultation's letters, with a look at them filled in."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError
from consultation.forms.setting_up import LetterForm
from consultation.models import Consultation, LetterKind
from consultation.operations.correspondence.letters import (
    ensure_fields,
    use_usual_words,
    write_letter,
)
from consultation.permissions import Permission
from consultation.queries.correspondence.letters import (
    LETTERS,
    LINK,
    Wording,
    filled,
    own_wording,
    wording,
)
from consultation.views.secretariat import blueprint

EXAMPLE = {
    "name": "Ada Example",
    "office": "chair of WG1 Example group",
    "reason": "The call closed on 1 March.",
    "round": "Round 1",
    "closes": "31 March 2027, 23:59",
}
"""What the fields of a preview are filled with."""


@blueprint.get("/consultations/<int:consultation_id>/letters")
@permits(Permission.SET_UP, Consultation)
def list_letters(consultation: Consultation) -> ResponseReturnValue:
    """Every kind of letter, as it goes out now."""
    g.consultation = consultation
    lines = [
        (kind, letter, own_wording(consultation, kind), _preview(consultation, kind))
        for kind, letter in LETTERS.items()
    ]
    return render_template("secretariat/letters.html", consultation=consultation, lines=lines)


@blueprint.route("/consultations/<int:consultation_id>/letters/<kind>", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def word_letter(consultation: Consultation, kind: str) -> ResponseReturnValue:
    """Write a letter in the body's own words; look at it first, or go back to ours."""
    g.consultation = consultation
    which = LetterKind(kind) if kind in set(LetterKind) else abort(404)
    now = wording(consultation, which)
    form, status = LetterForm(title=now.subject, text=now.text), 200
    if "usual" in request.form:
        use_usual_words(consultation, which, by=acting_person(), now=g.arrived_at)
        flash("The letter goes out in the usual words again.")
        return redirect(url_for(".list_letters", consultation_id=consultation.id))
    if form.accepted():
        try:
            if "look" not in request.form:
                write_letter(consultation, which, form.words, by=acting_person(), now=g.arrived_at)
                flash("The letter goes out in these words from now on.")
                return redirect(url_for(".list_letters", consultation_id=consultation.id))
            ensure_fields(which, form.words)
        except RuleError as refused:
            form.text.errors, status = [str(refused)], refused.status
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/letter.html",
        consultation=consultation,
        kind=which,
        letter=LETTERS[which],
        form=form,
        is_own=own_wording(consultation, which) is not None,
        preview=_preview(consultation, which, form.words),
    )
    return page, status


def _preview(consultation: Consultation, kind: LetterKind, words: Wording | None = None) -> Wording:
    """A letter as somebody would get it."""
    letter = filled(words or wording(consultation, kind), consultation=consultation, **EXAMPLE)
    return Wording(letter.subject, letter.text.replace(LINK, "https://… (their own link)"))
