"""What a query finds, by reading one listing after another: obviously right rather than fast.

With SQL it is the reference for text: `sql` answers the parameters, this the words.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from activities import records, wording
from activities.models import Listing
from activities.search import spelling
from activities.search.language import number_form, stem, text_tokens
from activities.search.query import BOARD, KEYWORD, PROVIDER, TITLE, Clause, Query, Synonym, Unit
from activities.search.ranks import FIRST_OF_FIELDS, PHRASE_IN_TITLE, WHOLE_TITLE, Rank
from activities.search.selection import Selection
from activities.search.spelling import Correction, Near

EXACT, ANOTHER_FORM, ANOTHER_NAME = range(3)
EVERYWHERE = range(len(wording.FIELDS))
_PLACES = {TITLE: wording.TITLE, KEYWORD: wording.KEYWORDS, PROVIDER: wording.PROVIDER}

Text = list[str]


class Read(NamedTuple):
    """What is read of a listing: the tokens of each text by field, and its boards with first and last day."""

    fields: tuple[list[Text], ...]
    boards: tuple[tuple[str, str, str], ...]


def ranks(selection: Selection) -> dict[int, Rank]:
    """The public listings that hold what the selection's query asks for, by activity ID."""
    listings = Listing.objects.public().values_list("activity_id", "record").iterator()
    found = ((activity_id, rank(text, selection.query, selection.day)) for activity_id, text in listings)
    return {activity_id: one for activity_id, one in found if one is not None}


@lru_cache(maxsize=50_000)
def rank(record: str, query: Query, day: date) -> Rank | None:
    """Why a listing stands where it does, by its record's text; None when it is not found.

    Without a wanted clause all rank alike.
    """
    read = _read(record)
    if any(_quality(clause, read, EVERYWHERE, day) in (EXACT, ANOTHER_FORM) for clause in query.unwanted):
        return None
    if any(_quality(clause, read, EVERYWHERE, day) is None for clause in query.wanted):
        return None
    fields = tuple(tuple(_fields(clause, read, day)) for clause in query.wanted)
    for tier, upto in _tiers(query, read):
        qualities = [_quality(clause, read, range(upto + 1), day) for clause in query.wanted]
        if None not in qualities:
            return Rank(tier, max((quality or EXACT for quality in qualities), default=EXACT), fields)
    raise AssertionError("what is found everywhere is found in the last tier")


@lru_cache(maxsize=10_000)
def _read(text: str) -> Read:
    record = records.parse(text)
    fields = tuple([text_tokens(text) for text in texts] for texts in wording.texts(record))
    boards = tuple((row["board"]["code"], row["from"], row["until"]) for row in record["approvals"])
    return Read(fields, boards)


def _tiers(query: Query, read: Read) -> Iterator[tuple[int, int]]:
    """The tiers to try, each with the last field that counts in it."""
    title = read.fields[wording.TITLE][0]
    phrase = [(token, unit.quoted) for unit in query.whole for token in unit.tokens]
    if phrase and len(phrase) == len(title) and _stands_at(0, phrase, title):
        yield WHOLE_TITLE, wording.TITLE
    if phrase and any(_stands_at(at, phrase, title) for at in range(len(title))):
        yield PHRASE_IN_TITLE, wording.TITLE
    for upto in EVERYWHERE:
        yield FIRST_OF_FIELDS + upto, upto


def _fields(clause: Clause, read: Read, day: date) -> Iterator[str]:
    if clause.field == BOARD:
        yield from [BOARD] if _quality(clause, read, EVERYWHERE, day) == EXACT else []
        return
    for place in [_PLACES[clause.field]] if clause.field else EVERYWHERE:
        if _quality(clause, read, [place], day) is not None:
            yield wording.FIELDS[place]


def _quality(clause: Clause, read: Read, places: Iterable[int], day: date) -> int | None:
    """How well the clause is found in these fields, or in its own; None when it is not."""
    if clause.field == BOARD:
        return EXACT if any(_in_force(clause, *row, day.isoformat()) for row in read.boards) else None
    if clause.field:
        places = [_PLACES[clause.field]]
    texts = [text for place in places for text in read.fields[place]]
    if any(_holds(unit, text) for unit in clause.units for text in texts):
        return EXACT
    words = [unit.tokens[0] for unit in clause.units if len(unit.tokens) == 1 and not unit.quoted]
    if any(_form_of(found, word) for word in words for text in texts for found in text):
        return ANOTHER_FORM
    if any(_means(synonym, text) for synonym in clause.synonyms for text in texts):
        return ANOTHER_NAME
    return None


def _in_force(clause: Clause, board: str, first: str, last: str, day: str) -> bool:
    return board in clause.boards and (not first or first <= day) and (not last or day <= last)


def _holds(unit: Unit, text: Text) -> bool:
    return bool(_places(unit.tokens, text, quoted=unit.quoted))


def _means(synonym: Synonym, text: Text) -> bool:
    """Whether the text holds the other name somewhere outside of the longer phrases that mean something else."""
    inside = {at + _offset(synonym.tokens, but) for but in synonym.but for at in _places(but, text)}
    return bool(_places(synonym.tokens, text) - inside)


def _offset(tokens: Sequence[str], longer: Sequence[str]) -> int:
    short, long = (tuple(map(number_form, one)) for one in (tokens, longer))
    return next(at for at in range(len(long)) if long[at : at + len(short)] == short)


def _places(tokens: Sequence[str], text: Text, *, quoted: bool = False) -> set[int]:
    phrase = [(token, quoted) for token in tokens]
    return {at for at in range(len(text)) if _stands_at(at, phrase, text)}


def _stands_at(at: int, phrase: Sequence[tuple[str, bool]], text: Text) -> bool:
    found = text[at : at + len(phrase)]
    return len(found) == len(phrase) and all(
        _same(one, token, quoted) for one, (token, quoted) in zip(found, phrase, strict=True)
    )


def _same(found: str, asked: str, quoted: bool) -> bool:
    """Capitals that are asked for must be there; else the singular is as good as the plural, unless it is quoted."""
    if asked.isupper():
        return found == asked
    return found.lower() == asked if quoted else number_form(found) == number_form(asked)


def _form_of(found: str, asked: str) -> bool:
    return found == asked if asked.isupper() else stem(found) == stem(asked)


def corrections(query: Query, known: Container[str]) -> list[Correction]:
    """What may be meant by the query's words that neither a public listing nor `known` has."""
    texts = [_read(text).fields for text in Listing.objects.public().values_list("record", flat=True)]
    listings = Counter(
        word for fields in texts for word in {word.lower() for field in fields for word in chain(*field)}
    )
    found = []
    for token in query.tokens:
        if spelling.doubtful(token) and token not in known and stem(token) not in map(stem, listings):
            meant = [Near(word, _edits(token, word), count) for word, count in listings.items() if _alike(token, word)]
            found.append(spelling.correction(token, (one for one in meant if one.edits <= spelling.most_edits(token))))
    return [one for one in found if one.words]


def _alike(token: str, word: str) -> bool:
    return word.isalpha() and word[0] == token[0]


def _edits(one: str, other: str) -> int:
    """Letters put in, left out, exchanged, or swapped with their neighbor, to make one word of the other."""
    rows = [list(range(len(other) + 1))]
    for at, letter in enumerate(one):
        row = [at + 1]
        for to, wanted in enumerate(other):
            row.append(min(rows[-1][to + 1] + 1, row[-1] + 1, rows[-1][to] + (letter != wanted)))
            if at and to and one[at - 1 : at + 1] == other[to - 1 : to + 1][::-1]:
                row[-1] = min(row[-1], rows[-2][to - 1] + 1)
        rows.append(row)
    return rows[-1][-1]
