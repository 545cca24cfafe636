"""The nouns: typed rows, their constraints, and the rules that need one row and the clock."""

from consultation.models.account import (
    SESSION_LIFE,
    TOKEN_LIFE,
    Attempt,
    EndedSession,
    RecoveryCode,
    Token,
    TokenKind,
)
from consultation.models.analysis import (
    Analysis,
    Campaign,
    CampaignCopy,
    Placement,
    Point,
    Quote,
    Reading,
    TextVector,
    Theme,
)
from consultation.models.answer import Answer, AnswerVersion, PaperPlace, Position, Remark
from consultation.models.api import ApiToken, Delivery, Scope, Webhook, WebhookEvent
from consultation.models.audit import AuditEntry, LogCover
from consultation.models.code_frame import (
    Code,
    CodeFrame,
    CodeUse,
    CodeWording,
    FrameAct,
    FrameActKind,
)
from consultation.models.coding import Coding, Sample, SampledPoint
from consultation.models.consultation import (
    Appointment,
    Consultation,
    Extension,
    Membership,
    Office,
    Rescheduling,
    Role,
    Round,
    WorkingGroup,
)
from consultation.models.draft import KINDS, Draft, Provision
from consultation.models.edition import Edition, EditionKind
from consultation.models.eligibility import Eligibility
from consultation.models.invitation import Invitation
from consultation.models.job import Job, JobState
from consultation.models.lineage import Anchor, Lineage
from consultation.models.mail import Mail
from consultation.models.mail_template import LetterKind, MailTemplate
from consultation.models.matter import Matter, MatterEntry, MatterKind, MatterState
from consultation.models.meeting import Meeting, MeetingCorrection, MeetingKind, Poll
from consultation.models.minority_note import MinorityNote
from consultation.models.moderation import (
    Find,
    ModerationRules,
    Redaction,
    Removal,
    RemovalStatement,
    SealedField,
    SealedText,
)
from consultation.models.notice import PrivacyNotice
from consultation.models.observation import Observation
from consultation.models.official_answer import OfficialAnswer, OfficialWording
from consultation.models.paper import PAPER_LIMIT, Paper, PaperKind
from consultation.models.person import Organisation, Person
from consultation.models.plenary import Outcome, OutcomeKind, OwnOutcome, SignOff, Summary
from consultation.models.question import AGREEMENT_SCALE, OpenQuestion, QuestionKind
from consultation.models.reading_mark import AnswerRead, Assignment, Visit
from consultation.models.reasons import Fit, MinorityPoint, Recurrence, Subtheme
from consultation.models.receipt import Act, Receipt
from consultation.models.refusal import CodeRefusal, Refusal
from consultation.models.stakeholder import Publication, Stakeholder
from consultation.models.step import Step
from consultation.models.submission import ENTERED, Source, Submission
from consultation.models.word_template import WordTemplate
from consultation.models.workspace import Colleague, Note

__all__ = [
    "AGREEMENT_SCALE",
    "ENTERED",
    "KINDS",
    "PAPER_LIMIT",
    "SESSION_LIFE",
    "TOKEN_LIFE",
    "Act",
    "Analysis",
    "Anchor",
    "Answer",
    "AnswerRead",
    "AnswerVersion",
    "ApiToken",
    "Appointment",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "Campaign",
    "CampaignCopy",
    "Code",
    "CodeFrame",
    "CodeRefusal",
    "CodeUse",
    "CodeWording",
    "Coding",
    "Colleague",
    "Consultation",
    "Delivery",
    "Draft",
    "Edition",
    "EditionKind",
    "Eligibility",
    "EndedSession",
    "Extension",
    "Find",
    "Fit",
    "FrameAct",
    "FrameActKind",
    "Invitation",
    "Job",
    "JobState",
    "LetterKind",
    "Lineage",
    "LogCover",
    "Mail",
    "MailTemplate",
    "Matter",
    "MatterEntry",
    "MatterKind",
    "MatterState",
    "Meeting",
    "MeetingCorrection",
    "MeetingKind",
    "Membership",
    "MinorityNote",
    "MinorityPoint",
    "ModerationRules",
    "Note",
    "Observation",
    "Office",
    "OfficialAnswer",
    "OfficialWording",
    "OpenQuestion",
    "Organisation",
    "Outcome",
    "OutcomeKind",
    "OwnOutcome",
    "Paper",
    "PaperKind",
    "PaperPlace",
    "Person",
    "Placement",
    "Point",
    "Poll",
    "Position",
    "PrivacyNotice",
    "Provision",
    "Publication",
    "QuestionKind",
    "Quote",
    "Reading",
    "Receipt",
    "RecoveryCode",
    "Recurrence",
    "Redaction",
    "Refusal",
    "Remark",
    "Removal",
    "RemovalStatement",
    "Rescheduling",
    "Role",
    "Round",
    "Sample",
    "SampledPoint",
    "Scope",
    "SealedField",
    "SealedText",
    "SignOff",
    "Source",
    "Stakeholder",
    "Step",
    "Submission",
    "Subtheme",
    "Summary",
    "TextVector",
    "Theme",
    "Token",
    "TokenKind",
    "Visit",
    "Webhook",
    "WebhookEvent",
    "WordTemplate",
    "WorkingGroup",
]
