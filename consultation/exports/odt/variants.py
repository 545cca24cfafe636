"""Styles that differ from a named one in one place: set in, kept with the next, from the right."""

from dataclasses import dataclass, field

from consultation.exports.odt.styles import named


@dataclass
class Variants:
    """Every difference that was asked for, once, in the order of asking."""

    made: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, style: str, properties: dict[str, str]) -> str:
        """The name of a style with these paragraph properties; the style's own where none."""
        if not properties:
            return named(style)
        attributes = " ".join(f'{name}="{value}"' for name, value in properties.items())
        key = (style, attributes)
        return self.made.setdefault(key, f"paragraph-{len(self.made) + 1}")

    @property
    def styles(self) -> list[str]:
        """The styles to define, as XML."""
        return [
            f'<style:style style:name="{name}" style:family="paragraph" '
            f'style:parent-style-name="{named(style)}">'
            f"<style:paragraph-properties {attributes}/></style:style>"
            for (style, attributes), name in self.made.items()
        ]
