"""Tables of an OpenDocument text, and the bars that stand in their rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from consultation.exports.document.blocks import Bar, Cell, Chart, Link, Table
from consultation.exports.figures import BAR_TITLE, FILLED, blanks
from consultation.exports.looks import cell_style
from consultation.exports.odt.styles import bar_style, named
from consultation.exports.odt.words import link, words
from consultation.exports.text import xml_text

LONG_CELL = 600
"""Characters above which a table row may run over the end of a page."""


@dataclass
class Tables:
    """Writes tables, and remembers the widths that their columns have."""

    widths: dict[float, str] = field(default_factory=dict)
    wholes: dict[tuple[float, bool], str] = field(default_factory=dict)

    @property
    def styles(self) -> list[str]:
        """The styles that the tables need beside the named ones."""
        columns = [
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
            for width, name in self.widths.items()
        ]
        tables = [
            f'<style:style style:name="{name}" style:family="table"><style:table-properties '
            f'style:width="{width:.2f}cm" table:align="left" '
            f'style:may-break-between-rows="{"false" if together else "true"}"/></style:style>'
            for (width, together), name in self.wholes.items()
        ]
        return [*columns, *tables]

    def xml(self, block: Table, chart: Chart | None, number: int) -> str:
        """A captioned table whose header row is repeated; a chart has a bar in each row."""
        widths = [*block.widths, chart.width] if chart else block.widths
        whole = (round(sum(widths), 2), block.together)
        style = self.wholes.setdefault(whole, f"table-{len(self.wholes) + 1}")
        columns = "".join(
            f'<table:table-column table:style-name="{self._width(w)}"/>' for w in widths
        )
        titles = [*block.header, BAR_TITLE] if chart else block.header
        body = "".join(
            self._row(row, block.figures, _bar(chart, at) if chart else "")
            for at, row in enumerate(block.rows)
        )
        caption = words(block.caption)
        told = f"<table:desc>{escape(xml_text(chart.told))}</table:desc>" if chart else ""
        return (
            f'<text:p text:style-name="Caption">{caption}</text:p>'
            f'<table:table table:name="Table{number}" table:style-name="{style}">'
            f"<table:title>{escape(xml_text(block.caption))}</table:title>{told}{columns}"
            f"<table:table-header-rows>{_head(titles, block.figures)}</table:table-header-rows>"
            f"{body}</table:table>"
        )

    def _width(self, width: float) -> str:
        return self.widths.setdefault(round(width, 3), f"column-{len(self.widths) + 1}")

    def _row(self, cells: Sequence[Cell], figures: Sequence[bool], bar: str) -> str:
        short = all(len(str(cell)) < LONG_CELL for cell in cells)
        inside = "".join(
            _cell(_value(cell), cell_style(header=False, figure=figure), "body-cell")
            for cell, figure in zip(cells, figures, strict=True)
        )
        last = _cell(bar, "Plenary Table Text", "body-cell") if bar else ""
        style = "whole-row" if short else "long-row"
        return f'<table:table-row table:style-name="{style}">{inside}{last}</table:table-row>'


def _head(titles: Sequence[str], figures: Sequence[bool]) -> str:
    cells = "".join(
        _cell(
            words(title),
            cell_style(header=True, figure=at < len(figures) and figures[at]),
            "head-cell",
        )
        for at, title in enumerate(titles)
    )
    return f'<table:table-row table:style-name="whole-row">{cells}</table:table-row>'


def _cell(inside: str, style: str, look: str) -> str:
    return (
        f'<table:table-cell table:style-name="{look}" office:value-type="string">'
        f'<text:p text:style-name="{named(style)}">{inside}</text:p></table:table-cell>'
    )


def _value(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f"{link(cell.text, cell.anchor)}"
    return f"{cell:,}" if isinstance(cell, int) else words(cell)


def _bar(chart: Chart, at: int) -> str:
    bar: Bar = chart.bars[at]
    scale = FILLED * chart.width / max(chart.most, 1)
    parts = [(bar_style(kind), blanks(count * scale)) for kind, count in bar]
    return "".join(
        f'<text:span text:style-name="{style}">{part}</text:span>' for style, part in parts
    )
