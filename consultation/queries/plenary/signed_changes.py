"""What differs between two states that signatures stand under, in plain words, theme by theme."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consultation.models import OutcomeKind
from consultation.queries.plenary.signed_state import State
from consultation.wording import noun

NOWHERE = "under no theme"
ASIDE = "set aside"
LOST = "counted no more"

Place = int | str | None
"""Where a point is: a theme's number, under none, set aside; None where it does not count."""


@dataclass(frozen=True)
class Change:
    """One thing that differs; `theme_id` is the theme that it is about, where that is one now."""

    about: str
    what: str
    theme_id: int | None = None


def changes(before: State, after: State) -> tuple[Change, ...]:
    """Everything that differs, in groups; nothing for two states that are the same."""
    before, after = _examined(before), _examined(after)
    if before == after:
        return ()
    return tuple(_Pair(before, after).all()) or (
        Change("Other", "Figures, terms or the order of equals differ, and nothing listed here."),
    )


class _Pair:
    """Two states of one question, the former and the newer one."""

    def __init__(self, before: State, after: State) -> None:
        self.before, self.after = before, after
        self.old, self.new = _themes(before), _themes(after)
        was, now = _places(before), _places(after)
        # Of every point where it was and where it is; None where it did not count or does no more.
        self.moves = Counter((was.get(p), now.get(p)) for p in was.keys() | now.keys())

    def all(self) -> Iterator[Change]:
        yield from self._texts()
        yield from self._made()
        yield from self._gone()
        yield from self._titles()
        yield from self._moved()
        yield from self._outcomes()
        yield from self._quotes()
        yield from self._answers()

    @cached_property
    def _both(self) -> list[int]:
        return [theme_id for theme_id in self.new if theme_id in self.old]

    def _texts(self) -> Iterator[Change]:
        for key, about in (("question", "Question"), ("summary", "Summary")):
            if self.before[key] != self.after[key]:
                what = "is worded otherwise" if self.before[key] else "was written"
                yield Change(about, f"The {key} {what}.")

    def _made(self) -> Iterator[Change]:
        for theme_id in [one for one in self.new if one not in self.old]:
            inside = sum(self._from(theme_id).values())
            fresh = self.moves[None, theme_id]
            told = f"New: {self._name(theme_id)}, {noun(inside, 'point')}"
            told += f" ({fresh:,} of them new)" if fresh else ""
            outcome = self.new[theme_id]["outcome"]
            yield Change("Themes", f"{told}{f', {outcome}' if outcome else ''}.", theme_id)

    def _gone(self) -> Iterator[Change]:
        for theme_id in [one for one in self.old if one not in self.new]:
            homes = self._to(theme_id)
            where = ", ".join(f"{n:,} {self._home(place)}" for place, n in homes.most_common())
            told = f"Gone: {_quoted(self.old[theme_id])}"
            whose = f" ({noun(sum(homes.values()), 'point')}: {where})" if homes else ""
            yield Change("Themes", f"{told}{whose}.")

    def _from(self, place: Place) -> Counter[Place]:
        """Where the points of a place were before, those that were there already too."""
        return Counter({was: n for (was, now), n in self.moves.items() if now == place})

    def _to(self, place: Place) -> Counter[Place]:
        """Where the points of a former place are now."""
        return Counter({now: n for (was, now), n in self.moves.items() if was == place})

    def _home(self, place: Place) -> str:
        if isinstance(place, int):
            return f"now in {self._name(place)}"
        return f"now {place}" if place else LOST

    def _titles(self) -> Iterator[Change]:
        for theme_id in self._both:
            old, new = self.old[theme_id], self.new[theme_id]
            if old["title"] != new["title"]:
                told = f"Renamed: {_quoted(old)} is {_quoted(new)} now."
                yield Change("Themes", told, theme_id)
            outer = new.get("parent_id")
            if old.get("parent_id") != outer:
                where = f"is nested in {self._name(outer)}" if outer else "is nested nowhere"
                yield Change("Themes", f"{_quoted(new)} {where} now.", theme_id)
        if all(was == now for was, now in self.moves) and list(self.old) != list(self.new):
            yield Change("Themes", "The themes stand in another order.")

    def _moved(self) -> Iterator[Change]:
        places: list[Place] = [*self._both, NOWHERE, ASIDE]
        for place in places:
            came, left = self._from(place), self._to(place)
            parts = [*_counted(came, place, "in", "new"), *_counted(left, place, "out", LOST)]
            if parts and isinstance(place, int):
                yield Change("Points", f"{self._name(place)}: {', '.join(parts)}.", place)
            elif parts:
                yield Change("Points", f"{str(place).capitalize()}: {', '.join(parts)}.")
        cuts, cut = (_cuts(state) for state in (self.before, self.after))
        if count := len(cuts ^ cut):
            yield Change("Points", f"Cut or joined otherwise by somebody: {noun(count, 'point')}.")
        texts, text = (_texts(state) for state in (self.before, self.after))
        if count := sum(text[p] != texts[p] for p in text.keys() & texts.keys()):
            yield Change("Points", f"In an answer that was changed: {noun(count, 'point')}.")

    def _outcomes(self) -> Iterator[Change]:
        for theme_id in self._both:
            told = _decided(self.old[theme_id], self.new[theme_id])
            if told:
                yield Change("Outcomes", f"{self._name(theme_id)}: {told}.", theme_id)
        was, now = (_own(state) for state in (self.before, self.after))
        kinds = {
            "new": len(now.keys() - was.keys()),
            "changed": sum(now[p] != was[p] for p in now.keys() & was.keys()),
            "gone": len(was.keys() - now.keys()),
        }
        if any(kinds.values()):
            told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
            yield Change("Outcomes", f"Of single points: {told}.")

    def _quotes(self) -> Iterator[Change]:
        for theme_id in self._both:
            was, now = (dict(side[theme_id]["quotes"]) for side in (self.old, self.new))
            kinds = {
                "more": len(now.keys() - was.keys()),
                "fewer": len(was.keys() - now.keys()),
                "marked by somebody else or suggested now": sum(
                    now[p] != was[p] for p in now.keys() & was.keys()
                ),
            }
            if any(kinds.values()):
                told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items() if count)
                yield Change("Quotes", f"{self._name(theme_id)}: {told}.", theme_id)

    def _answers(self) -> Iterator[Change]:
        was, now = dict(self.before["ledger"]), dict(self.after["ledger"])
        for what, count in now.items():
            if count != was.get(what, 0):
                yield Change(
                    "Answers", f"{what.capitalize()}: {count:,}, was {was.get(what, 0):,}."
                )
        if self.before.get("figures", {}) and self._ticks(self.before) != self._ticks(self.after):
            yield Change("Answers", "What was ticked is counted otherwise.")

    @staticmethod
    def _ticks(state: State) -> Any:
        return state.get("figures", {}).get("choices")

    def _name(self, theme_id: int) -> str:
        return _quoted(self.new[theme_id])


def _examined(state: State) -> State:
    """A state without the outcomes that say no more than that there is none."""
    none = {"outcome": None, "outcome_by": None}
    blank = {None, str(OutcomeKind.NOT_EXAMINED)}
    themes = [t | none if t["outcome"] in blank else t for t in state["themes"]]
    return state | {"themes": themes}


def _themes(state: State) -> dict[int, State]:
    return {theme["theme_id"]: theme for theme in state["themes"]}


def _places(state: State) -> dict[int, Place]:
    return {
        point_id: theme_id or (NOWHERE if discarded is None else ASIDE)
        for point_id, theme_id, discarded, *_ in state["places"]
    }


def _texts(state: State) -> dict[int, int]:
    return {point_id: version_id for point_id, _, _, version_id in state["places"]}


def _cuts(state: State) -> set[tuple[int, ...]]:
    return {tuple(cut) for cut in state.get("cuts", ())}


def _own(state: State) -> Mapping[int, Any]:
    return {point_id: said for point_id, *said in state.get("own outcomes", ())}


def _quoted(theme: State) -> str:
    return f"“{theme['title']}”"


def _counted(others: Counter[Place], here: Place, way: str, which: str) -> Iterator[str]:
    """How many points came in or went out, and how many of them are `which`."""
    count = sum(n for place, n in others.items() if place != here)
    some = f" ({others[None]:,} of them {which})" if others[None] else ""
    if count:
        yield f"{noun(count, 'point')} {way}{some}"


def _outcome(theme: State) -> str:
    """What was decided on a theme; without a decision it is not examined, as a signature says."""
    return str(theme["outcome"] or OutcomeKind.NOT_EXAMINED)


def _decided(old: State, new: State) -> str:
    was, now = _outcome(old), _outcome(new)
    told = []
    if was != now:
        told.append(f"was {was}")
    elif old["outcome_reason"] != new["outcome_reason"]:
        told.append("the reason is worded otherwise")
    if old.get("changes") != new.get("changes"):
        told.append(f"changes {_listed(new)}, before that {_listed(old)}")
    if not told and old["outcome_by"] != new["outcome_by"]:
        told.append("decided anew")
    return f"{now}, {'; '.join(told)}" if told else ""


def _listed(theme: State) -> str:
    return ", ".join(theme.get("changes", ())) or "no provision"
