"""Lists of an OpenDocument text: bullets and numbers, ten levels deep."""

DEEPEST, STEP = 10, 0.635
"""Levels that a list has, and the centimetres by which each is set in."""

_SIGNS, _KINDS = "•–▪", "1ai"


def _bullet(at: int) -> str:
    return _level("bullet", f'text:bullet-char="{_SIGNS[at % 3 - 1]}"', at)


def _number(at: int) -> str:
    return _level("number", f'style:num-format="{_KINDS[at % 3 - 1]}" style:num-suffix="."', at)


def _level(kind: str, mark: str, at: int) -> str:
    return (
        f'<text:list-level-style-{kind} text:level="{at}" {mark}><style:list-level-properties '
        'text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-{STEP}cm" fo:margin-left="{STEP * at:.3f}cm"/>'
        f"</style:list-level-properties></text:list-level-style-{kind}>"
    )


LISTS = tuple(
    f'<text:list-style style:name="{name}">'
    f"{''.join(level(at) for at in range(1, DEEPEST + 1))}</text:list-style>"
    for name, level in (("bullets", _bullet), ("numbers", _number))
)
