"""Pages that readers see: consultations, drafts, help."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consultation import reading
from consultation.access import permits, signed_in_person
from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.models import Consultation, Draft, WorkingGroup
from consultation.permissions import Permission, takes_part
from consultation.queries import consultations, drafts
from consultation.queries.own import OwnWriting, own_writing
from consultation.roles import stakeholder_of

blueprint = Blueprint("public", __name__)

MINE = "mine"
"""What the filter is called that shows the working groups a person leads."""


@blueprint.get("/")
@permits(Permission.VISIT)
def home() -> ResponseReturnValue:
    """Every consultation the reader may see, with its current round."""
    return render_template(
        "public/home.html", lines=consultations.visible_to(signed_in_person(), g.arrived_at)
    )


@blueprint.get("/help")
@permits(Permission.VISIT)
def help_page() -> ResponseReturnValue:
    """How Plenary works, in the words the pages use."""
    return render_template("public/help.html")


@blueprint.get("/consultations/<int:consultation_id>")
@permits(Permission.READ_CONSULTATION, Consultation)
def read_consultation(consultation: Consultation) -> ResponseReturnValue:
    """What is drafted, by whom, in which rounds, and where to go from here."""
    g.consultation = consultation
    person = signed_in_person()
    return render_template(
        "public/consultation.html",
        drafts=drafts.published_drafts(consultation),
        takes_newcomers=consultation.registration and not takes_part(person, consultation),
    )


@blueprint.get("/drafts/<int:draft_id>")
@permits(Permission.READ_DRAFT, Draft)
def read_draft(draft: Draft) -> ResponseReturnValue:
    """The draft as a document, each open question in a box beside its provision."""
    g.round = draft.round
    sections = drafts.sections(draft)
    groups, led = _working_groups(draft)
    chosen = _chosen(request.args.get("group", ""), groups, led)
    sought = " ".join(request.args.get("q", "").split())[:SHORT_TEXT_LIMIT]
    shown = reading.share(sections, drafts.with_strands(chosen, groups)) if chosen else sections
    return render_template(
        "public/draft.html",
        draft=draft,
        sections=shown,
        total=len(sections),
        parts={part.provision.id: part.minutes for part in reading.parts(shown)},
        minutes=reading.minutes_of(shown),
        groups=groups,
        led=led,
        chosen=chosen,
        sought=sought,
        findings=reading.findings(shown, sought),
        own=_own(draft),
    )


@blueprint.get("/drafts/<int:draft_id>/provisions/<key>")
@permits(Permission.READ_DRAFT, Draft)
def read_provision(draft: Draft, key: str) -> ResponseReturnValue:
    """One provision of a draft, at an address that stays."""
    g.round = draft.round
    spot = drafts.spot(draft, key) or abort(404)
    return render_template("public/provision.html", draft=draft, spot=spot, own=_own(draft))


def _own(draft: Draft) -> OwnWriting | None:
    """What the reader wrote, where they take part."""
    person = signed_in_person()
    stakeholder = stakeholder_of(person, draft.round.consultation) if person else None
    return own_writing(draft.round, stakeholder) if stakeholder else None


def _working_groups(draft: Draft) -> tuple[list[WorkingGroup], list[WorkingGroup]]:
    """Every working group, and those that the reader leads."""
    person, consultation = signed_in_person(), draft.round.consultation
    led = drafts.groups_led_by(person, consultation) if person else ()
    return consultation.working_groups, list(led)


def _chosen(asked: str, groups: list[WorkingGroup], led: list[WorkingGroup]) -> list[WorkingGroup]:
    """The working groups whose part of the draft was asked for; none for the whole."""
    return led if asked == MINE else [group for group in groups if group.code == asked]
