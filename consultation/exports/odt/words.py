"""Words as OpenDocument has them: nothing of a text is lost to what XML makes of white space."""

import re
from collections.abc import Sequence
from html import escape

from consultation.exports.document.blocks import Run
from consultation.exports.text import xml_text

_WHITE = re.compile(r"\r\n?|\n|\t|^ +| {2,}| +$")


def words(text: str) -> str:
    r"""A text as XML: tabs, line breaks and more than one space are elements of their own.

    >>> words("a  b\n<c> d")
    'a<text:s text:c="2"/>b<text:line-break/>&lt;c&gt; d'
    """
    return _WHITE.sub(_white, escape(xml_text(text), quote=False))


def _white(found: re.Match[str]) -> str:
    if found[0] == "\t":
        return "<text:tab/>"
    if found[0].isspace() and " " not in found[0]:
        return "<text:line-break/>"
    return f'<text:s text:c="{len(found[0])}"/>'


def link(text: str, anchor: str) -> str:
    """Words that lead to a place of the document."""
    look = 'text:style-name="Plenary_20_Link" text:visited-style-name="Plenary_20_Link"'
    return f'<text:a xlink:type="simple" xlink:href="#{anchor}" {look}>{words(text)}</text:a>'


def spans(runs: Sequence[Run]) -> str:
    """Runs as XML, each in the look that it has."""
    return "".join(_span(run) for run in runs)


def _span(run: Run) -> str:
    body = words(run.text)
    looks = [name for name, has in (("Strong", run.bold), ("Emphasis", run.italic)) if has]
    if looks:
        body = f'<text:span text:style-name="Plenary_20_{"_20_".join(looks)}">{body}</text:span>'
    if run.code:
        body = f'<text:span text:style-name="Plenary_20_Fixed">{body}</text:span>'
    return body
