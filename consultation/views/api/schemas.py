"""What the API answers with: every field, and what it means; the reference is made of these."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from consultation.boundary import LARGEST_NUMBER
from consultation.models import OutcomeKind, Position, Publication
from consultation.views.api.paging import LIMIT, MOST


def said(what: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": what}, **more}


class CursorQuery(Schema):
    """Which part of a list is asked for; what an address carries beside is left alone."""

    class Meta:
        unknown = EXCLUDE

    cursor = fields.String(load_default="", **said("“next” of the page before"))


class PageQuery(CursorQuery):
    limit = fields.Integer(
        load_default=LIMIT,
        validate=validate.Range(1, MOST),
        **said("how many items at most"),
    )


class ContributionQuery(CursorQuery):
    campaign = fields.Integer(
        load_default=None,
        validate=validate.Range(1, LARGEST_NUMBER),
        **said("each copy of one campaign, whose copies are one item otherwise"),
    )


class ExtensionSchema(Schema):
    was = fields.AwareDateTime(**said("when the round was to close"))
    closes_at = fields.AwareDateTime(**said("when it closes since"))
    reason = fields.String()
    at = fields.AwareDateTime(**said("when it was extended"))


class RoundSchema(Schema):
    id = fields.Integer()
    consultation = fields.Integer(**said("id of its consultation"))
    number = fields.Integer()
    title = fields.String()
    opens_at = fields.AwareDateTime()
    closes_at = fields.AwareDateTime()
    late_until = fields.AwareDateTime(allow_none=True, **said("until when it takes late ones"))
    is_open = fields.Boolean()
    extensions = fields.List(fields.Nested(ExtensionSchema))
    contributions_published_at = fields.AwareDateTime(allow_none=True)
    outcomes_published_at = fields.AwareDateTime(allow_none=True)
    draft = fields.Integer(allow_none=True, **said("id of its draft, once that can be read"))
    page = fields.Url(**said("where a person reads it"))


class ConsultationSchema(Schema):
    id = fields.Integer()
    title = fields.String()
    host = fields.String()
    summary = fields.String()
    legal_basis = fields.String()
    languages = fields.List(fields.String(), **said("codes of the languages it takes (ISO 639-1)"))
    time_zone = fields.String(**said("name of its zone (IANA)"))
    is_public = fields.Boolean()
    page = fields.Url(**said("where a person reads it"))


class DraftSchema(Schema):
    id = fields.Integer()
    round = fields.Integer(**said("id of its round"))
    title = fields.String()
    published_at = fields.AwareDateTime(allow_none=True, **said("null while it is prepared"))
    page = fields.Url(**said("where a person reads it"))


class OpenQuestionSchema(Schema):
    id = fields.Integer()
    number = fields.String()
    text = fields.String()
    working_group = fields.String(**said("code of the group that put it"))
    choices = fields.List(fields.String())
    takes_several = fields.Boolean(**said("whether several choices may be ticked"))
    about = fields.List(fields.String(), **said("keys of the provisions it is about"))


class SectionSchema(Schema):
    key = fields.String(
        allow_none=True,
        **said("permanent through every draft; null where the questions are about no provision"),
    )
    number = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    text = fields.String(allow_none=True, **said("Markdown"))
    parent = fields.String(allow_none=True, **said("key of the provision above"))
    depth = fields.Integer()
    working_group = fields.String(allow_none=True, **said("code of the group that answers for it"))
    questions = fields.List(fields.Nested(OpenQuestionSchema))


class ContributionSchema(Schema):
    id = fields.Integer()
    author = fields.String(**said("as the author chose to be named"))
    is_anonymous = fields.Boolean()
    source = fields.String(**said("how it came in, where it was not sent here"))
    category = fields.String()
    country = fields.String(**said("empty for who is anonymous"))
    question = fields.String(**said("number of the open question, or of the provision’s own"))
    position = fields.String(validate=validate.OneOf([p.value for p in Position]))
    remark = fields.String()
    choices = fields.List(fields.String())
    passage = fields.String(**said("words of the draft that it is about"))
    text = fields.String()
    proposed = fields.String(**said("the wording that its author proposes"))
    campaign = fields.Integer(allow_none=True)
    alike = fields.Integer(**said("near-identical contributions that this item stands for"))
    page = fields.Url(**said("where a person reads it"))


class ReceivedSchema(ContributionSchema):
    """A contribution as its secretariat has it; of one that is withheld the words stay away."""

    class Meta:
        exclude = ("alike", "page")

    publication = fields.String(
        validate=validate.OneOf([choice.value for choice in Publication]),
        **said("how its author lets it be published"),
    )
    is_withheld = fields.Boolean(**said("whether its author or two who removed it keep it back"))
    is_published = fields.Boolean(**said("whether everybody may read it now"))


class CountsSchema(Schema):
    points = fields.Integer()
    answers = fields.Integer()
    submissions = fields.Integer()
    organisations = fields.Integer()
    from_meetings = fields.Integer(**said("answers that are from meetings, and nobody’s"))


class QuoteSchema(Schema):
    start = fields.Integer(**said("where in the answer’s text it begins, in characters"))
    end = fields.Integer()
    text = fields.String()
    author = fields.String(**said("as the author chose to be named"))
    category = fields.String()


class OutcomeSchema(Schema):
    kind = fields.String(validate=validate.OneOf([kind.value for kind in OutcomeKind]))
    reason = fields.String()
    changes = fields.List(fields.String(), **said("the provisions that it changes"))


class ThemeSchema(Schema):
    id = fields.Integer()
    parent = fields.Integer(allow_none=True, **said("id of the theme it is nested in"))
    title = fields.String()
    counts = fields.Nested(CountsSchema)
    by_position = fields.Dict(keys=fields.String(), values=fields.Integer())
    by_category = fields.Dict(keys=fields.String(), values=fields.Integer())
    quotes = fields.List(fields.Nested(QuoteSchema))
    outcome = fields.Nested(OutcomeSchema)


class ResultSchema(Schema):
    """A question; what was said and decided is null and empty until a chair has signed it."""

    question = fields.String(**said("number of the question"))
    text = fields.String()
    about = fields.List(fields.String(), **said("keys of the provisions it is about"))
    signed_at = fields.AwareDateTime(allow_none=True)
    signed_by = fields.String(allow_none=True)
    counts = fields.Nested(CountsSchema, allow_none=True)
    ticks = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        allow_none=True,
        **said("how many ticked each choice, in the question's own order"),
    )
    summary = fields.String(allow_none=True, **said("Markdown"))
    themes = fields.List(fields.Nested(ThemeSchema))


class ProblemSchema(Schema):
    """A refusal as RFC 9457 has it; `detail` is the sentence that says what to do."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()


def listed(item: type[Schema]) -> type[Schema]:
    """A page of a list of such items."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "next": fields.String(
                allow_none=True, **said("cursor of the next page, null on the last")
            ),
        },
        name=f"{item.__name__.removesuffix('Schema')}Page",
    )
