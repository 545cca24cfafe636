"""What the API answers with of meetings, official answers and lineage: every field, its meaning."""

from marshmallow import Schema, fields, validate

from consultation.boundary import LARGEST_NUMBER
from consultation.models import MeetingKind, Position
from consultation.views.api.schemas import PageQuery, said


class LineageQuery(PageQuery):
    since = fields.Integer(
        load_default=None,
        validate=validate.Range(1, LARGEST_NUMBER),
        **said("id of an earlier draft; the published one before where it is left out"),
    )


class PollOptionSchema(Schema):
    option = fields.String()
    chosen = fields.Integer(**said("how many chose it"))


class PollSchema(Schema):
    question = fields.String()
    options = fields.List(fields.Nested(PollOptionSchema))
    takes_several = fields.Boolean(**said("whether one person may have chosen several"))
    answered = fields.Integer()
    present = fields.Integer(allow_none=True)


class RaisedSchema(Schema):
    text = fields.String()
    said_by = fields.String(**said("empty for who is not named"))
    category = fields.String()
    position = fields.String(validate=validate.OneOf([p.value for p in Position]))
    about = fields.String(**said("the question or provision it was said to"))


class MeetingSchema(Schema):
    id = fields.Integer()
    round = fields.Integer(**said("id of its round"))
    kind = fields.String(validate=validate.OneOf([kind.value for kind in MeetingKind]))
    title = fields.String()
    held_at = fields.AwareDateTime()
    place = fields.String()
    working_groups = fields.List(fields.String(), **said("codes"))
    attendance = fields.Dict(
        keys=fields.String(), values=fields.Integer(), **said("how many of each kind were there")
    )
    agenda = fields.String(**said("Markdown"))
    minutes = fields.String(**said("Markdown"))
    polls = fields.List(fields.Nested(PollSchema))
    published_at = fields.AwareDateTime(allow_none=True)
    page = fields.Url(**said("where a person reads it"))


class FormerMeetingSchema(Schema):
    """What a published meeting said until it was corrected; nobody is named in it."""

    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
    reason = fields.String(**said("why it was corrected then"))
    kind = fields.String()
    title = fields.String()
    held_at = fields.AwareDateTime()
    place = fields.String()
    attendance = fields.Dict(keys=fields.String(), values=fields.Integer())
    agenda = fields.String()
    minutes = fields.String()
    raised = fields.List(fields.Nested(RaisedSchema))


class WholeMeetingSchema(MeetingSchema):
    raised = fields.List(fields.Nested(RaisedSchema))
    former = fields.List(
        fields.Nested(FormerMeetingSchema), **said("as it was before its corrections, newest first")
    )


class WordingSchema(Schema):
    number = fields.Integer()
    question = fields.String()
    answer = fields.String(**said("Markdown"))
    draft = fields.Integer(allow_none=True, **said("id of the draft whose provisions it is about"))
    about = fields.List(fields.String(), **said("keys of the provisions it is about"))
    published_at = fields.AwareDateTime(**said("since when it held"))
    ended_at = fields.AwareDateTime(allow_none=True, **said("null while it is in force"))
    ended_because = fields.String()


class OfficialAnswerSchema(Schema):
    id = fields.Integer()
    number = fields.Integer(**said("stays, in its consultation"))
    in_force = fields.Integer(allow_none=True, **said("number of the wording in force"))
    wordings = fields.List(
        fields.Nested(WordingSchema), **said("every one that was ever in force, the newest first")
    )
    page = fields.Url(**said("where a person reads it"))


class LineageProvisionSchema(Schema):
    key = fields.String()
    number = fields.String()
    kind = fields.String()
    title = fields.String()


class LineageSchema(Schema):
    """Provisions of the earlier draft that go on together, and in what; either may be empty."""

    became = fields.List(
        fields.String(),
        **said("kept, reworded, renumbered, moved, split, merged, removed, added"),
    )
    old = fields.List(fields.Nested(LineageProvisionSchema))
    new = fields.List(fields.Nested(LineageProvisionSchema))
    notes = fields.List(fields.String())
    is_proposed = fields.Boolean(**said("whether only the machine has said so"))
