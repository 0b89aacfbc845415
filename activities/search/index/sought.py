"""What a clause finds in one segment, and in all: by field and by how well. A set is made when it is asked for."""

from collections.abc import Callable, Iterable, Sequence

from activities.search.index.bitmaps import Slots, union
from activities.search.index.lexicon import FORM, SAME, STEM
from activities.search.index.segment import Likeness, Segment
from activities.search.query import Clause, Unit

EXACT, STEMMED, SYNONYM = range(3)
"""How well a clause is found. Each set of a later quality holds those of the earlier ones."""


Phrase = tuple[Likeness, ...]


def likenesses(unit: Unit) -> Phrase:
    """The tokens of a unit as they are found exactly: a quoted one as it stands, else in both numbers."""
    return tuple((token, SAME if unit.quoted else FORM) for token in unit.tokens)


def _forms(tokens: Iterable[str]) -> Phrase:
    return tuple((token, FORM) for token in tokens)


class Sought:
    """A clause in one segment."""

    def __init__(self, segment: Segment, clause: Clause) -> None:
        self.segment, self.clause = segment, clause
        self._fields: dict[tuple[int, int], Slots] = {}
        self._within: dict[tuple[int, int], Slots] = {}
        self._tokens: dict[Likeness, list[int]] = {}

    def in_field(self, quality: int, field: int) -> Slots:
        """The slots whose field holds the clause at least so well."""
        key = (quality, field)
        if key not in self._fields:
            better = [self.in_field(quality - 1, field)] if quality else []
            self._fields[key] = union([*better, *(one for one in self._new(quality, field) if one)])
        return self._fields[key]

    def within(self, quality: int, field: int) -> Slots:
        """The slots that hold the clause at least so well in the field or in one before it."""
        key = (quality, field)
        if key not in self._within:
            here = self.in_field(quality, field)
            self._within[key] = union(one for one in (self.within(quality, field - 1), here) if one) if field else here
        return self._within[key]

    def _new(self, quality: int, field: int) -> list[Slots]:
        """What this quality adds."""
        if quality == EXACT:
            return [self._having(likenesses(unit), field) for unit in self.clause.units]
        if quality == STEMMED:
            words = (unit.tokens[0] for unit in self.clause.units if len(unit.tokens) == 1 and not unit.quoted)
            return [self.segment.having(self._other_forms(word), field) for word in words]
        synonyms = dict.fromkeys((synonym.tokens, synonym.but) for synonym in self.clause.synonyms)
        return [self._having(_forms(tokens), field, tuple(map(_forms, but))) for tokens, but in synonyms]

    def _having(self, phrase: Phrase, field: int, but: tuple[Phrase, ...] = ()) -> Slots:
        if len(phrase) == 1 and not but:
            return self.segment.having(self._numbers(phrase[0]), field)
        return self.segment.having_phrase(phrase, field, but)

    def _numbers(self, like: Likeness) -> list[int]:
        """The tokens that stand for the one asked for; looked up once for all fields."""
        if like not in self._tokens:
            self._tokens[like] = self.segment.lexicon.numbers(*like).tolist()
        return self._tokens[like]

    def _other_forms(self, word: str) -> list[int]:
        """The tokens with the word's stem, but for its singular and plural, which are found exactly."""
        exact = self._numbers((word, FORM))
        return [number for number in self._numbers((word, STEM)) if number not in exact]


class SoughtInAll:
    """A clause in all segments: of each, what still stands."""

    def __init__(self, parts: Sequence[tuple[Sought, Slots]]) -> None:
        self.parts = parts
        self._kept: dict[tuple[str, int, int], Slots] = {}

    def in_field(self, quality: int, field: int) -> Slots:
        return self._all("in_field", quality, field, lambda part: part.in_field(quality, field))

    def within(self, quality: int, field: int) -> Slots:
        return self._all("within", quality, field, lambda part: part.within(quality, field))

    def _all(self, name: str, quality: int, field: int, of: Callable[[Sought], Slots]) -> Slots:
        key = (name, quality, field)
        if key not in self._kept:
            found = ((of(part), gone) for part, gone in self.parts)
            self._kept[key] = union(slots - gone if gone else slots for slots, gone in found if slots)
        return self._kept[key]
