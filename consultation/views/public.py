"""Pages that readers see: consultations, drafts, help."""

from collections.abc import Sequence

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import reading
from consultation.access import permits, signed_in_person
from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.languages import LANGUAGES
from consultation.models import Consultation, Draft
from consultation.permissions import Permission, may
from consultation.predicates import takes_part
from consultation.queries.consultations import consultations
from consultation.queries.consultations.notices import notice_in_force
from consultation.queries.contributions.own import OwnWriting, own_writing
from consultation.queries.drafts import drafts
from consultation.queries.drafts.comparison import history
from consultation.queries.drafts.drafts import PlainGroup
from consultation.queries.drafts.official_answers import answers_beside
from consultation.queries.drafts.preparing import draft_before
from consultation.queries.plenary.results import results_at
from consultation.roles import parts_of
from consultation.views import draft_pages
from consultation.views.navigation import links_of

blueprint = Blueprint("public", __name__)

MINE = "mine"
"""What the filter is called that shows the working groups a person leads."""


@blueprint.get("/")
@permits(Permission.VISIT)
def home() -> ResponseReturnValue:
    """Every consultation the reader may see, with its current round and what is theirs in it."""
    lines = consultations.visible_to(signed_in_person(), g.arrived_at)
    return render_template("public/home.html", lines=[(line, [*links_of(line)]) for line in lines])


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
    takes_in = consultation.registration or may(person, Permission.JOIN, consultation)
    return render_template(
        "public/consultation.html",
        drafts=drafts.published_drafts(consultation),
        takes_newcomers=takes_in and not takes_part(person, consultation),
        languages=[LANGUAGES.get(code, code) for code in consultation.languages],
        notice=notice_in_force(consultation),
    )


@blueprint.get("/drafts/<int:draft_id>")
@permits(Permission.READ_DRAFT, Draft)
def read_draft(draft: Draft) -> ResponseReturnValue:
    """The draft as a document, each open question in a box beside its provision."""
    g.round = draft.round
    text = drafts.text_of(draft)
    groups, led = text.groups, _led(draft, text.groups)
    chosen = _chosen(request.args.get("group", ""), groups, led)
    sought = " ".join(request.args.get("q", "").split())[:SHORT_TEXT_LIMIT]
    shown = text.sections
    if chosen:
        shown = draft_pages.share(draft, shown, drafts.with_strands(chosen, groups))
    own = _own(draft)
    address = url_for("public.read_draft", draft_id=draft.id)
    return render_template(
        "public/draft.html",
        draft=draft,
        address=address,
        contents=draft_pages.contents(draft, shown, address if sought else ""),
        outline=draft_pages.outline(draft, shown),
        parts=() if sought else draft_pages.parts(draft, shown, own, g.arrived_at),
        shown=shown,
        beside=answers_beside(draft),
        groups=groups,
        led=led,
        chosen=chosen,
        sought=sought,
        findings=reading.findings(shown, sought),
        own=own,
        before=draft_before(draft.round),
    )


@blueprint.get("/drafts/<int:draft_id>/provisions/<key>")
@permits(Permission.READ_DRAFT, Draft)
def read_provision(draft: Draft, key: str) -> ResponseReturnValue:
    """One provision of a draft, at an address that stays."""
    g.round = draft.round
    own = _own(draft)
    spot = drafts.spot(drafts.text_of(draft), key) or abort(404)
    return render_template(
        "public/provision.html",
        draft=draft,
        beside=answers_beside(draft),
        spot=spot,
        history=history(draft, spot.provision),
        said=results_at(draft, key, g.arrived_at),
        closes=draft_pages.closes(draft.round, g.arrived_at),
        may_answer=draft_pages.takes_answers(draft, own, g.arrived_at),
        own=own,
    )


def _own(draft: Draft) -> OwnWriting | None:
    """What the reader wrote, where they take part."""
    person = signed_in_person()
    part = parts_of(person, draft.round.consultation).stakeholder_id if person else None
    return own_writing(draft.round, part) if part is not None else None


def _led(draft: Draft, groups: Sequence[PlainGroup]) -> list[PlainGroup]:
    """The working groups in which the reader is chair or vice-chair."""
    person = signed_in_person()
    offices = parts_of(person, draft.round.consultation).offices if person else {}
    return [group for group in groups if group.id in offices]


def _chosen(asked: str, groups: Sequence[PlainGroup], led: list[PlainGroup]) -> list[PlainGroup]:
    """The working groups whose part of the draft was asked for; none for the whole."""
    return led if asked == MINE else [group for group in groups if group.code == asked]
