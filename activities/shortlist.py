"""A reader's shortlist: activity IDs in the reader's order, kept in a signed cookie and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.core import signing

from activities.models.activity import LARGEST_ID
from cme_catalog.lib.numbers import whole

MOST = 100
LONGEST_COOKIE = 4096
"""Bytes of a cookie that a browser keeps; a hundred of the longest IDs and their signature are a third of it."""

_SIGNER = "activities.shortlist"
_BETWEEN = "."


class Full(Exception):
    """There is no room for all of these; the message says how much there is."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """At most MOST activity IDs, each once. `unreadable` when a cookie was there that this catalog did not write."""

    ids: tuple[int, ...] = ()
    unreadable: bool = False

    @classmethod
    def parse(cls, cookie: str | None) -> Self:
        """What the cookie holds; empty, and said to be unreadable, when it is forged, garbled or too long."""
        if cookie is None:
            return cls()
        try:
            return cls(_ids(cookie))
        except (signing.BadSignature, ValueError):
            return cls(unreadable=True)

    def to_cookie(self) -> str:
        """The signed value of the cookie: digits, dots and the signature."""
        return signing.Signer(salt=_SIGNER).sign(_BETWEEN.join(map(str, self.ids)))

    def having(self, ids: Iterable[int]) -> Self:
        """With these at the end, in their order, unless they are on it. Raises Full; then none is added."""
        new = [one for one in dict.fromkeys(ids) if one not in self.ids]
        room = MOST - len(self.ids)
        if len(new) > room:
            raise Full(
                f"Nothing was saved: a shortlist holds at most {MOST} activities, and yours has room for {room} more."
            )
        return type(self)((*self.ids, *new))

    def without(self, ids: Iterable[int]) -> Self:
        gone = set(ids)
        return type(self)(tuple(one for one in self.ids if one not in gone))

    def moved(self, activity_id: int, steps: int) -> Self:
        """With one activity so many places further down (up when negative), as far as there are places."""
        if activity_id not in self.ids:
            return self
        others = self.without([activity_id]).ids
        place = min(max(self.ids.index(activity_id) + steps, 0), len(others))
        return type(self)((*others[:place], activity_id, *others[place:]))


def _ids(cookie: str) -> tuple[int, ...]:
    """Raises BadSignature or ValueError."""
    if len(cookie) > LONGEST_COOKIE:
        raise ValueError("longer than any cookie of ours")
    text = signing.Signer(salt=_SIGNER).unsign(cookie)
    ids = dict.fromkeys(whole(part, least=1, most=LARGEST_ID) for part in text.split(_BETWEEN)) if text else {}
    return tuple(ids)[:MOST]
