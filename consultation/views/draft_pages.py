"""The parts of a draft's page: what is the same for many readers is rendered once in a process."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar, TypeVarTuple

from flask import get_template_attribute, request
from markupsafe import Markup

from consultation import reading
from consultation.models import Draft, Round
from consultation.operations.contributions.answers import is_writable
from consultation.queries.contributions.own import OwnWriting
from consultation.queries.drafts.drafts import PlainProvision, Section
from consultation.rendering import left

MACROS = "macros/draft.html"
PAGES = 64
"""Readings of drafts that a process keeps: a few for each draft and each hour before it closes."""

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def kept(make: Callable[[*Given], Made]) -> Callable[[Draft, *Given], Made]:
    """Make it once in a process for a published draft, whose sections are the same each time.

    Those of a draft in preparation are new each time: keeping what is made of them would only push
    out what is of use.
    """
    once = lru_cache(maxsize=PAGES)(make)

    def made(draft: Draft, *given: *Given) -> Made:
        return make(*given) if draft.published_at is None else once(*given)

    return made


def closes(round_: Round, now: datetime) -> str:
    """How long an open question can be answered, in words; empty before the round opens."""
    return left(round_.closes_at, now) if round_.opens_at <= now else ""


def takes_answers(draft: Draft, own: OwnWriting | None, now: datetime) -> bool:
    """Whether the reader can write beside the draft now."""
    return (
        own is not None
        and draft.published_at is not None
        and is_writable(draft.round, own.submission, now)
    )


@kept
def share(sections: tuple[Section, ...], groups: frozenset[int]) -> tuple[Section, ...]:
    """What some working groups answer for."""
    return reading.share(sections, groups)


@kept
def outline(sections: tuple[Section, ...]) -> reading.Outline:
    """How much there is to read."""
    return reading.outline(sections)


@kept
def contents(sections: tuple[Section, ...], address: str) -> Markup:
    """Links to every provision, on the page at `address` or, where that is empty, on this one."""
    macro = get_template_attribute(MACROS, "contents")
    links: Markup = macro(sections, reading.outline(sections).parts, address)
    return links


def parts(
    draft: Draft, sections: tuple[Section, ...], own: OwnWriting | None, now: datetime
) -> Sequence[Markup]:
    """Each section as the reader sees it, with what they wrote there."""
    asked = (draft.id, closes(draft.round, now), takes_answers(draft, own, now))
    blank = _blank(draft, sections, *asked, request.script_root)
    if own is None or not own.versions:
        return blank
    part = _part(outline(draft, sections).parts, *asked)
    return [
        part(section, own) if own.is_beside(section) else page
        for section, page in zip(sections, blank, strict=True)
    ]


@kept
def _blank(
    sections: tuple[Section, ...], draft_id: int, words: str, may_answer: bool, _root: str
) -> tuple[Markup, ...]:
    """Each section as somebody sees it who has written nothing."""
    part = _part(reading.outline(sections).parts, draft_id, words, may_answer)
    return tuple(part(section, None) for section in sections)


def _part(
    minutes: Mapping[PlainProvision, int], draft_id: int, words: str, may_answer: bool
) -> Callable[[Section, OwnWriting | None], Markup]:
    macro = get_template_attribute(MACROS, "part")

    def render(section: Section, own: OwnWriting | None) -> Markup:
        time = minutes.get(section.provision) if section.provision else None
        html: Markup = macro(section, draft_id, time, words, own, may_answer)
        return html

    return render
