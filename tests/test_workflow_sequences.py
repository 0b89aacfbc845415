"""Whatever happens in whatever order: the chain of events, the versions and the listings agree."""

import hashlib
import json
from contextlib import suppress

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from activities import records, workflow
from activities.models import (
    Activity,
    CatalogChange,
    CatalogCommit,
    CatalogVersion,
    Credit,
    Event,
    Keyword,
    Listing,
    Status,
    Withdrawal,
)
from activities.steps import STEPS
from tests.staff import activity, provider

NUMBERS = (1, 2)
TITLES = st.sampled_from(["Gout", "Asthma", "Gicht – eine Übersicht", "a" * 500])
MOVES = st.one_of(
    st.tuples(st.just("title"), st.sampled_from(NUMBERS), TITLES),
    st.tuples(st.just("credit"), st.sampled_from(NUMBERS), st.sampled_from(["0.5", "1", "10.25"])),
    st.tuples(st.just("keyword"), st.sampled_from(NUMBERS), st.sampled_from(["on", "off"])),
    st.tuples(st.just("step"), st.sampled_from(NUMBERS), st.sampled_from(sorted(STEPS))),
    st.tuples(st.just("rename keyword"), st.just(0), TITLES),
    st.tuples(st.just("rename provider"), st.just(0), TITLES.map(lambda title: f"Example {title}"[:200])),
    st.tuples(st.just("stale"), st.sampled_from(NUMBERS), TITLES),
)


def move(kind: str, number: int, value: str) -> None:
    """One act of some editor; what the workflow refuses has no effect."""
    if kind.startswith("rename"):
        term = Keyword.objects.get() if kind == "rename keyword" else provider()
        with workflow.renaming(term, by="test", reason=kind):
            type(term)._default_manager.filter(pk=term.pk).update(name=value[:200])
        return
    row = Activity.objects.get(pk=number)
    version = row.version - (kind == "stale")
    with suppress(workflow.Refused):
        if kind == "step":
            ending = {"public_reason": Withdrawal.ENDED} if value == "withdraw" else {}
            workflow.take(STEPS[value], {number: version}, by="test", reason=kind, **ending)
            return
        with workflow.editing(row, version=version, by="test", reason=kind) as locked:
            change(locked, kind, value)


def change(row: Activity, kind: str, value: str) -> None:
    if kind == "credit":
        Credit.objects.update_or_create(activity=row, credit_type=None, defaults={"amount": value})
    elif kind == "keyword":
        row.keywords.set(Keyword.objects.all() if value == "on" else [])
    else:
        row.title = value
        row.save(update_fields=["title"])


def check(row: Activity) -> None:
    """The chain is unbroken, the versions are consecutive, and event, rows and listing say the same."""
    events = list(Event.objects.filter(activity=row).order_by("version"))
    assert [event.version for event in events] == list(range(1, row.version + 1))
    assert [event.previous_digest for event in events] == ["", *(event.digest for event in events[:-1])]
    for event in events:
        assert event.digest == hashlib.sha256(event.record.encode()).hexdigest()
        assert json.loads(event.changes)
    assert events[-1].record == records.canonical(records.build(row))
    check_listing(row, events[-1])


def check_listing(row: Activity, last: Event) -> None:
    listing = Listing.objects.filter(activity=row).first()
    if row.status in (Status.DRAFT, Status.IN_REVIEW):
        assert listing is None
        return
    assert listing is not None
    assert (listing.version, listing.withdrawn) == (row.version, row.status == Status.WITHDRAWN)
    if not listing.withdrawn:
        assert (listing.record, listing.digest) == (last.record, last.digest)


class Sequences(TestCase):
    @examples(max_examples=20)
    @given(st.lists(MOVES, max_size=10))
    def test_any_sequence_of_verbs_keeps_chain_versions_and_listings(self, moves: list[tuple[str, int, str]]) -> None:
        Keyword.objects.create(code="gout", name="Gout")
        for number in NUMBERS:
            activity(number)
        for kind, number, value in moves:
            move(kind, number, value)
        for row in Activity.objects.for_record():
            check(row)
        changed = set(CatalogChange.objects.values_list("slot", flat=True))
        assert changed == set(Listing.objects.values_list("slot", flat=True))
        versions = list(CatalogCommit.objects.order_by("v").values_list("v", flat=True))
        assert versions == list(range(1, (CatalogVersion.objects.first() or CatalogVersion()).v + 1))
