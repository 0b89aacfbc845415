"""What two states of the index must have in common to give the same answers, whatever way they came about."""

from datetime import date
from itertools import pairwise
from typing import Any

from activities.search.index.forward import WIDTH
from activities.search.index.state import State


def content(state: State, *days: date) -> dict[str, Any]:
    """Everything in the state, and what it derives for the days, in plain values."""
    return {
        "version": state.version,
        "public": list(state.public),
        "ids": {slot: int(state.ids[slot]) for slot in state.public},
        "sets": {name: {value: list(slots) for value, slots in sets.items()} for name, sets in state.sets.items()},
        "ladders": {key: _ladder(ladder) for key, ladder in state.ladders.items()},
        "titles": [(slot, state.titles.key(slot)) for slot in state.titles.slots.tolist()],
        "titled": sorted(state.titles.members),
        "rows": {
            kind: sorted(zip(rows.slots.tolist(), rows.first.tolist(), rows.last.tolist(), strict=True))
            for kind, rows in state.rows.items()
        },
        "columns": state.columns.counts(state.public),
        "texts": _texts(state),
        "days": {day: _day(state, day) for day in days},
    }


def _texts(state: State) -> dict[int, list[str]]:
    """The words of each listing by field, put together again from the postings."""
    forward = state.texts.packed().forward()
    words, starts = [forward.tokens[number] for number in forward.ids.tolist()], forward.starts.tolist()
    fields = [" ".join(words[start + 1 : end]) for start, end in pairwise(starts)]
    return {slot: fields[at * WIDTH : (at + 1) * WIDTH] for at, slot in enumerate(forward.slots.tolist())}


def _ladder(ladder: Any) -> dict[str, Any]:
    return {
        "steps": list(zip(ladder.values.tolist(), ladder.slots.tolist(), strict=True)),
        "members": list(ladder.members),
        "sets": {limit: list(slots) for limit, slots in zip(ladder.limits, ladder.sets, strict=True)},
    }


def _day(state: State, day: date) -> dict[str, Any]:
    stands = state.on(day)
    values = stands.approvals.values
    return {
        "open": list(stands.open),
        "kinds": {kind: list(slots) for kind, slots in stands.approvals.kinds.items()},
        "values": {facet: {value: list(slots) for value, slots in sets.items()} for facet, sets in values.items()},
    }
