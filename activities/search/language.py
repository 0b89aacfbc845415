"""The normal form in which texts and queries are compared, word by word.

Compatibility form, no case, no accents, no trademark signs; quotes and dashes of one kind; American spelling. A word in
capitals is a token of its own where it can mean something else than in small letters: ALL is not all, US is not us.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from activities.search.american import american
from activities.search.word_forms import number_form, stem

__all__ = [
    "BREAK",
    "SPOKEN",
    "in_capitals",
    "is_shouted",
    "number_form",
    "plain",
    "query_tokens",
    "stem",
    "text_tokens",
    "tokens_of",
    "written_words",
]

BREAK = "|"
"""Stands between tokens that belong to different texts, so that no phrase goes over it. No token holds it."""

LONGEST = 32
"""Letters of a token; what follows is cut."""

_ALSO_WORDS = (
    "ACE AID AIDS ALL AM AN AND ANT ARE ARM ART AS AT BAD BE BED BIG BUT BY CAD CAN CAP CARE CAT CHIP COPE DASH DO DOT"
    " DRESS ED EAR FACT FAST FAT FIT FLAIR FOR FROM GAS GO HAD HAS HE HELP HER HIM HIP HIS HOT ICE IF IN IS IT LAP LEAD"
    " LAST LIFE MAN MAP MAY ME MEN MOST MY NICE NO NOT OF ON OR OUR OUT PAIN PAN PET PIE RAN RICE SAD SAFE SEE SHE SO"
    " SOAP STAR START STOP SUN TEN THE THIS TIPS TO TOP UP US WAS WE WHO WILL WISE YOU"
)
SPOKEN = frozenset(_ALSO_WORDS.split())
"""Words of everyday English that are also acronyms: typed in capitals, they are asked for in capitals only."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("™®©℠\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    }
    | {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "ω": "omega", "ß": "ss"}
)
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){1,5}[^\W\d_]\.?(?!\w)")
_INSIDE = re.compile(r"(?<=\w)'(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_WRITTEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s")


def plain(text: str) -> str:
    """The text with signs of one kind and without accents, in its own case; what cannot be text becomes a space."""
    signs = text.translate(_SIGNS)
    if not signs.isascii():
        decomposed = unicodedata.normalize("NFKD", signs).translate(_SIGNS)
        signs = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return "".join(mark if mark.isprintable() else " " for mark in signs)


def tokens_of(text: str) -> list[str]:
    """The tokens of a text without capitals: what names are compared by."""
    return [_token(word) for word in _words(plain(text))]


def text_tokens(text: str) -> list[str]:
    """The tokens of a text, in order. A word in capitals, of two to six letters, is a token in capitals.

    It counts as the same token in small letters too. In a text all in capitals they mean nothing.
    """
    bare = plain(text)
    if is_shouted(bare):
        return [_token(word) for word in _words(bare)]
    return [word if in_capitals(word) else _token(word) for word in _words(bare)]


def query_tokens(text: str, *, shouted: bool = False, capitals: Container[str] = SPOKEN) -> list[str]:
    """The tokens of a piece of a query that `plain` has read; `shouted` says that the whole query is in capitals.

    `capitals` are the words that are asked for in capitals when they are typed so.
    """
    words = _words(text)
    return [_token(word) if shouted or word not in capitals else word for word in words]


def written_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a plain text as they are written, with their places."""
    return _WRITTEN.finditer(text)


def is_shouted(text: str) -> bool:
    """Whether a plain text is all in capitals, so that they mean nothing: a word of it is too long for an acronym."""
    return text.isupper() and any(len(word) > 4 and word not in SPOKEN for word in _WORD.findall(text))


def in_capitals(word: str) -> bool:
    """Whether the index keeps a word in capitals as a token of its own: two to six letters of A to Z."""
    return 2 <= len(word) <= 6 and word.isascii() and word.isalpha() and word.isupper()


def _words(text: str) -> Iterable[str]:
    """The words of a plain text: U.S. is one word, Crohn's is Crohns, MRIs is MRI."""
    joined = _INSIDE.sub("", _DOTTED.sub(lambda letters: letters.group().replace(".", "") + " ", text))
    for word in _WORD.findall(joined):
        yield word[:-1] if _PLURAL_ACRONYM.fullmatch(word) else word


def _token(word: str) -> str:
    return american(word.casefold()[:LONGEST])
