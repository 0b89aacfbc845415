"""What a reader's search text asks for, read without touching data.

A query is clauses, all of which a listing must hold. A clause is alternatives: words or phrases, any of which will do.
What a word is called elsewhere (`synonyms`) is added by `concepts`, which makes another query of it; nothing here, and
nothing in the index, knows concepts.
"""

import dataclasses
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from activities.search import language
from activities.search.identifiers import Identifier, identifier

TITLE, PROVIDER, BOARD, KEYWORD = FIELDS = ("title", "provider", "board", "keyword")
MOST_WORDS, MOST_IN_PHRASE = 32, 16


class Unit(NamedTuple):
    """A word, or words that follow one another. Tokens in capitals are asked for in capitals only.

    `quoted` says that the reader wants just these forms; else the singular is as good as the plural, and a single word
    is found in other verb forms too, further down the list.
    """

    tokens: tuple[str, ...]
    quoted: bool = False


class Synonym(NamedTuple):
    """Another word or phrase for the clause, and the code of the concept that says so.

    Inside one of the longer phrases of `but`, which mean something else, it is not found.
    """

    tokens: tuple[str, ...]
    concept: str
    but: tuple[tuple[str, ...], ...] = ()


class Note(NamedTuple):
    """Something about the query that the page says: a code for programs, and a sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Alternatives, any of which will do. With a `field` they are sought only there; a `negative` one removes.

    `synonyms` are found too, ranked after the words themselves. `boards` are the codes of boards that the units name,
    for the field "board" alone; `board_names` finds them. `texts` are the units as the reader wrote them; clauses that
    ask for the same are the same however they were written.
    """

    units: tuple[Unit, ...]
    field: str = ""
    negative: bool = False
    synonyms: tuple[Synonym, ...] = ()
    boards: tuple[str, ...] = ()
    texts: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    @property
    def written(self) -> str:
        """The clause as a reader writes it."""
        prefix = ("-" if self.negative else "") + (f"{self.field}:" if self.field else "")
        return " OR ".join(prefix + text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Query:
    """A search text as it was read: what it asks for, the identifier it may be, and what is to be said about it."""

    clauses: tuple[Clause, ...] = ()
    identifier: Identifier | None = None
    notes: tuple[Note, ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses a listing must hold. Without any there is no relevance."""
        return tuple(clause for clause in self.clauses if not clause.negative)

    @property
    def unwanted(self) -> tuple[Clause, ...]:
        """The clauses a listing must not hold."""
        return tuple(clause for clause in self.clauses if clause.negative)

    @property
    def ranked(self) -> tuple[Clause, ...]:
        """The wanted clauses that are sought in every field: where they are found decides the order."""
        return tuple(clause for clause in self.wanted if not clause.field)

    @property
    def whole(self) -> tuple[Unit, ...]:
        """The ranked clauses as one phrase, unit after unit; empty when one of them has alternatives."""
        ranked = self.ranked
        return tuple(clause.units[0] for clause in ranked) if all(len(one.units) == 1 for one in ranked) else ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """The distinct tokens of the wanted clauses, in order."""
        units = (unit for clause in self.wanted for unit in clause.units)
        return tuple(dict.fromkeys(token for unit in units for token in unit.tokens))


EMPTY = Query()

CUT = "cut"
_CUT = Note(CUT, f"Only the first {MOST_WORDS} words are searched.")
_CUT_PHRASE = Note("phrase-cut", f"Only the first {MOST_IN_PHRASE} words of a phrase are searched.")
_QUOTE = Note("quote", "A quotation mark without its partner was left out.")
_OR = Note("or", "“OR” joins two words in the same field; here it does not, so it was read as a word or left out.")
_FIELD = Note("field", "After “title:”, “provider:”, “board:” or “keyword:” comes a word, without a space.")

_PIECE = re.compile(
    rf"(?P<minus>-+)?(?:(?P<field>{'|'.join(FIELDS)}):)?(?:\"(?P<phrase>[^\"]*)\"|(?P<word>[^\s\"]+))?", re.IGNORECASE
)
_APART = re.compile(r"[^\w.'-]+")


def parse(text: str, capitals: Container[str] = language.SPOKEN) -> Query:
    """Read a search text. It takes time in proportion to its length; what cannot be read is searched as plain words.

    `capitals` are the words that are asked for in capitals when they are typed so.
    """
    plain = language.plain(text)
    reader = _Reader(plain, capitals)
    reader.read()
    return Query(tuple(reader.clauses), identifier(plain), tuple(dict.fromkeys(reader.notes)))


class _Reader:
    """Reads a plain text piece by piece into clauses and notes."""

    def __init__(self, text: str, capitals: Container[str]) -> None:
        self.text, self.shouted, self.capitals = text, language.is_shouted(text), capitals
        self.clauses: list[Clause] = []
        self.notes: list[Note] = []
        self.left = MOST_WORDS
        self.joining = False

    def read(self) -> None:
        if self.text.count('"') % 2:
            self.notes.append(_QUOTE)
        for piece in _PIECE.finditer(self.text):
            if not self.left and (piece["word"] or piece["phrase"]):
                self.notes.append(_CUT)
                break
            if piece.group():
                self._read(piece)
        if self.joining:
            self._or_is_a_word()

    def _read(self, piece: re.Match[str]) -> None:
        if piece.group() == "OR":
            self._read_or()
        else:
            self._read_units(piece)

    def _read_units(self, piece: re.Match[str]) -> None:
        negative = bool(piece["minus"]) and not self.text[: piece.start()][-1:].strip()
        field = (piece["field"] or "").lower()
        units = [(unit, text) for unit, text in self._units(piece) if unit.tokens]
        if field and not units:
            self.notes.append(_FIELD)
            field, units = "", [(Unit((field,)), field)]
        for unit, text in units:
            self._add(Clause((unit,), field, negative, texts=(text,)))

    def _read_or(self) -> None:
        if self.joining or not self.clauses or self.clauses[-1].negative:
            self._or_is_a_word()
        else:
            self.joining = True

    def _or_is_a_word(self) -> None:
        self.notes.append(_OR)
        self.joining = False
        self._add(Clause((self._cut(Unit(self._tokens("OR"))),), texts=("OR",)))

    def _add(self, clause: Clause) -> None:
        if not clause.units[0].tokens:
            return
        joining, self.joining = self.joining, False
        if joining and (clause.negative or clause.field != self.clauses[-1].field):
            self.notes.append(_OR)
        elif joining:
            before = self.clauses[-1]
            units, texts = (*before.units, *clause.units), (*before.texts, *clause.texts)
            self.clauses[-1] = replace(before, units=units, texts=texts)
            return
        self.clauses.append(clause)

    def _units(self, piece: re.Match[str]) -> Iterator[tuple[Unit, str]]:
        """The units of a piece with their texts: a phrase; or the words in it, those with hyphens as phrases."""
        if piece["phrase"] is not None:
            yield self._cut(Unit(self._tokens(piece["phrase"]), quoted=True)), f'"{piece["phrase"]}"'
        for part in _APART.split(piece["word"] or ""):
            yield self._cut(Unit(self._tokens(part))), part

    def _tokens(self, text: str) -> tuple[str, ...]:
        return tuple(language.query_tokens(text, shouted=self.shouted, capitals=self.capitals))

    def _cut(self, unit: Unit) -> Unit:
        tokens = unit.tokens[:MOST_IN_PHRASE]
        if len(tokens) < len(unit.tokens):
            self.notes.append(_CUT_PHRASE)
        if len(tokens) > self.left:
            self.notes.append(_CUT)
        tokens = tokens[: self.left]
        self.left -= len(tokens)
        return Unit(tokens, unit.quoted)
