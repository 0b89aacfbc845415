"""Words that are true of every listing here: in a catalog of CME activities, none has to say that it is one.

"Child abuse course" asks for child abuse. A word stays where it may mean something else: within a concept (simulation
training), behind what is no concept (strength training), before "of" (the course of a disease), quoted, or alone.
"""

from collections.abc import Container, Sequence

from activities.search.query import Clause

_ALWAYS = frozenset(["cme"])
ALONE = frozenset((word,) for word in _ALWAYS)
"""Their tokens, which may also be a term of a concept."""
_AT_AN_END = frozenset(["course", "courses", "credit", "credits", "training"])
"""Left out behind a concept at the end of a query, and before "for" and its like."""
_ABOUT = frozenset(["for", "on", "in", "about"])
PURPOSE = frozenset(
    [
        "license",
        "licenses",
        "licensure",
        "relicensure",
        "renewal",
        "requirement",
        "requirements",
        "state",
        "medical",
        "my",
    ]
)
"""What a course may be taken for, behind "course for": that is the reader's matter and stands in no listing."""
LITTLE = _ABOUT | frozenset(["a", "an", "and", "at", "by", "from", "of", "or", "the", "to", "with"])
"""Words that ask for nothing by themselves."""


def unneeded(clauses: Sequence[Clause], taken: Container[int]) -> list[int]:
    """The places of the clauses that every listing answers; none when nothing else is asked for.

    `taken` are the places of concepts.
    """
    words = [_word(clause) if at not in taken else "" for at, clause in enumerate(clauses)]
    found: list[int] = []
    for at in reversed(range(len(words))):
        if _says_nothing(words, at, found, taken):
            found += [at, *_tail(words, at + 1)]
    left = (at for at, clause in enumerate(clauses) if not clause.negative and at not in found)
    return sorted(set(found)) if any(words[at] not in LITTLE for at in left) else []


def named(words: Sequence[str]) -> list[str]:
    """Words that were left out, as a page names them: "for" and its like only between others."""
    last = max(at for at, word in enumerate(words) if word.lower() not in LITTLE)
    return [*words[: last + 1]]


def _tail(words: Sequence[str], at: int) -> list[int]:
    """What goes with a word that is left out: "for" and its like behind it, and a purpose that ends the query."""
    if at == len(words) or words[at] not in _ABOUT:
        return []
    ends = all(word in PURPOSE for word in words[at + 1 :])
    return list(range(at, len(words) if ends else at + 1))


def _says_nothing(words: Sequence[str], at: int, found: Container[int], taken: Container[int]) -> bool:
    if words[at] in _ALWAYS:
        return True
    last, before_what_it_is_about = at + 1 == len(words), words[at + 1 : at + 2] and words[at + 1] in _ABOUT
    if words[at] not in _AT_AN_END or not (last or before_what_it_is_about or at + 1 in found):
        return False
    behind = at - 1 in taken or (at > 0 and words[at - 1] in _ALWAYS | _AT_AN_END)
    return behind or (at == 0 and bool(before_what_it_is_about))


def _word(clause: Clause) -> str:
    """The one plain word of a clause in small letters; empty when it is anything else."""
    if clause.negative or clause.field or len(clause.units) > 1 or clause.units[0].quoted:
        return ""
    tokens = clause.units[0].tokens
    return tokens[0].lower() if len(tokens) == 1 else ""
