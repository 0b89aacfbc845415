"""The cursor of a walk: an opaque text that says where in which list the next step begins."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from activities.models.activity import LARGEST_ID
from activities.search import addresses
from activities.search.index.walking import LARGEST_VALUE, Place
from activities.search.selection import Selection

BEGINNING = "*"
LONGEST = 3_000
_FORM = 1
"""Of the text; one of another form is refused."""


class Cursor(NamedTuple):
    """The walk's reference day, a digest of its question, and the place after which the next step begins."""

    day: date
    question: str
    after: Place


def question_of(selection: Selection) -> str:
    """A digest of what decides about a list and its order; how many listings a step takes is no part of it."""
    asked = addresses.query(replace(selection, page=1, per_page=25))
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def write(cursor: Cursor) -> str:
    text = json.dumps([_FORM, cursor.day.isoformat(), cursor.question, *cursor.after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str) -> Cursor:
    """The cursor behind a text of ours. Raises ValueError for anything else."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(parts, list) or len(parts) != 5 or parts[0] != _FORM:
        raise ValueError("of another form")
    _, day, question, value, activity_id = parts
    if not (isinstance(day, str) and isinstance(question, str)):
        raise ValueError("of other types")
    return Cursor(date.fromisoformat(day), question, _place(value, activity_id))


def _place(value: object, activity_id: object) -> Place:
    """The place, if it can be one: a cursor is not signed, so whoever makes one up just begins elsewhere."""
    if type(activity_id) is not int or not 0 < activity_id <= LARGEST_ID:
        raise ValueError("no activity ID")
    if isinstance(value, str):
        value.encode()  # A lone surrogate is no text; that is a ValueError too.
        return Place(value, activity_id)
    if value is None or (type(value) is int and abs(value) <= LARGEST_VALUE):
        return Place(value, activity_id)
    raise ValueError("no value")
