"""A state as named arrays and sets that can be written to a file, and back.

Arrays come back as views of the file, shared by all processes that map it; sets are small and copied.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Protocol, TypeVar

import numpy as np

from activities.search.index.bitmaps import NONE, Numbers, Slots
from activities.search.index.columns import Columns
from activities.search.index.ladders import Ladder
from activities.search.index.lexicon import Groups, Lexicon
from activities.search.index.segment import Segment
from activities.search.index.state import State
from activities.search.index.texts import Texts
from activities.search.index.titles import Titles
from activities.search.index.windows import Kind, Windows
from activities.search.versions import Version

Plain = Any
"""What JSON can say."""

T = TypeVar("T")


class Source(Protocol):
    """What was packed."""

    plain: Plain

    def array(self, name: str) -> Numbers: ...


class Packed:
    """Arrays by name, and the plain part that says what they are."""

    def __init__(self) -> None:
        self.arrays: dict[str, Numbers] = {}
        self.plain: Plain = {}

    def put(self, name: str, array: Numbers) -> None:
        if name in self.arrays:
            raise ValueError(f"two arrays are named {name!r}")
        self.arrays[name] = array

    def put_sets(self, name: str, sets: Sequence[Slots]) -> None:
        """The sets one after another, and where each ends."""
        pieces = [slots.serialize() for slots in sets]
        self.put(f"{name} sets", np.frombuffer(b"".join(pieces), np.uint8))
        self.put(f"{name} ends", np.cumsum([0, *map(len, pieces)], dtype=np.int64))


def pack(state: State) -> Packed:
    packed = Packed()
    packed.put("ids", state.ids)
    titles = state.titles.packed()
    packed.put("titles slots", titles.slots)
    packed.put("titles keys", titles.keys)
    packed.put("titles bounds", titles.ends)
    packed.put_sets("titles", [titles.members])
    packed.plain = {
        "version": list(state.version),
        "sets": {name: list(sets) for name, sets in state.sets.items()},
        "ladders": _numbered("ladder", state.ladders, lambda name, ladder: _pack_ladder(packed, name, ladder)),
        "rows": _numbered("rows", state.rows, lambda name, rows: _pack_rows(packed, name, rows)),
        "columns": state.columns.names,
    }
    packed.put("columns codes", state.columns.codes)
    packed.put("columns ends", state.columns.ends)
    _pack_texts(packed, state.texts)
    for name, sets in state.sets.items():
        packed.put_sets(f"facet {name}", list(sets.values()))
    return packed


def unpack(source: Source) -> State:
    plain = source.plain
    return State(
        Version(*plain["version"]),
        source.array("ids"),
        {
            name: dict(zip(values, _sets(source, f"facet {name}"), strict=True))
            for name, values in plain["sets"].items()
        },
        {(name, value): _ladder(source, where, limits) for where, (name, value), limits in plain["ladders"]},
        _titles(source),
        {Kind(*kind): _rows(source, where) for where, kind, _ in plain["rows"]},
        Columns(list(map(tuple, plain["columns"])), source.array("columns codes"), source.array("columns ends")),
        Texts([_segment(source)], [NONE]),
    )


def _numbered(name: str, parts: Any, put: Callable[[str, Any], Plain]) -> list[Plain]:
    """Each part under a name of its own, with its key and what the arrays do not say of it."""
    return [[where := f"{name} {at}", key, put(where, part)] for at, (key, part) in enumerate(parts.items())]


def _pack_ladder(packed: Packed, name: str, ladder: Ladder) -> list[int]:
    packed.put(f"{name} values", ladder.values)
    packed.put(f"{name} slots", ladder.slots)
    packed.put_sets(name, ladder.sets)
    return ladder.limits


def _ladder(source: Source, name: str, limits: list[int]) -> Ladder:
    values, slots = source.array(f"{name} values"), source.array(f"{name} slots")
    return Ladder(values, slots, limits, _sets(source, name))


def _pack_rows(packed: Packed, name: str, rows: Windows) -> None:
    packed.put(f"{name} slots", rows.slots)
    packed.put(f"{name} first", rows.first)
    packed.put(f"{name} last", rows.last)
    packed.put_sets(name, [rows.members])


def _rows(source: Source, name: str) -> Windows:
    slots, first, last = (source.array(f"{name} {part}") for part in ("slots", "first", "last"))
    (members,) = _sets(source, name)
    return Windows(slots, first, last, members)


_SEGMENT = ("slots", "starts", "places", "ends", "sets", "set_ends")
_LEXICON = ("tokens", "lengths")
_GROUPS = ("keys", "ends", "numbers")


def _pack_texts(packed: Packed, texts: Texts) -> None:
    segment = texts.packed()
    lexicon = segment.lexicon
    for name, part, fields in (
        ("texts", segment, _SEGMENT),
        ("lexicon", lexicon, _LEXICON),
        ("forms", lexicon.forms, _GROUPS),
        ("stems", lexicon.stems, _GROUPS),
    ):
        for field in fields:
            packed.put(f"{name} {field}", getattr(part, field))


def _segment(source: Source) -> Segment:
    def arrays(name: str, fields: Sequence[str]) -> list[Numbers]:
        return [source.array(f"{name} {field}") for field in fields]

    tokens, lengths = arrays("lexicon", _LEXICON)
    lexicon = Lexicon(tokens, lengths, *(Groups(*arrays(name, _GROUPS)) for name in ("forms", "stems")))
    slots, starts, *others = arrays("texts", _SEGMENT)
    return Segment(slots, starts, lexicon, *others)


def _titles(source: Source) -> Titles:
    (members,) = _sets(source, "titles")
    slots, keys, ends = (source.array(f"titles {part}") for part in ("slots", "keys", "bounds"))
    return Titles(slots, members, keys, ends, {})


def _sets(source: Source, name: str) -> list[Slots]:
    pieces, ends = source.array(f"{name} sets").data, source.array(f"{name} ends").tolist()
    return [Slots.deserialize(bytes(pieces[start:end])) for start, end in pairwise(ends)]
