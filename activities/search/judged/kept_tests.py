"""The tests that staff keep: queries that must find all that other queries find, in the catalog at hand."""

from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from activities.models import SearchTest
from activities.search.judged.shown import shown


class Missed(NamedTuple):
    """A test, and the listings that its text should find and does not."""

    test: SearchTest
    listings: tuple[int, ...]


def missed(day: date) -> list[Missed]:
    """The tests that fail. One whose other query finds nothing any more holds; expired listings count."""
    tried = (Missed(test, _missing(test, day)) for test in SearchTest.objects.all())
    return [test for test in tried if test.listings]


def _missing(test: SearchTest, day: date) -> tuple[int, ...]:
    wanted, found = (_listed(text, day) for text in (test.finds_what, test.text))
    return tuple(sorted(set(wanted) - set(found)))


def _listed(text: str, day: date) -> tuple[int, ...]:
    question = QueryDict(mutable=True)
    question.update({"q": text, "expired": "1"})
    return shown(question, day).ids
