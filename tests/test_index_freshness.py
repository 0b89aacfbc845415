"""What a reader gets is of one version of the catalog, and of the newest."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities import publishing, workflow
from activities.models import Activity, CatalogChange, CatalogCommit, CatalogVersion, Keyword, Listing, Withdrawal
from activities.search import sql, versions
from activities.search.index import current, making, reads
from activities.search.index.current import READY, Index
from activities.search.index.harvest import Row
from activities.search.index.making import IndexUnavailable
from activities.search.index.question import Question
from activities.search.index.state import State
from activities.search.query import parse
from activities.search.selection import Selection
from activities.search.versions import Version
from tests import factories
from tests.factories import DAY
from tests.index_states import content

pytestmark = pytest.mark.django_db
OPEN = Selection(day=DAY, per_page=10)
BY = {"by": "the tests", "reason": "A test changes it."}


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    """An index at the version of a catalog of three listings, which must not be built again."""
    factories.make_vocabularies()
    for number in range(3):
        factories.publish(f"Asthma {number}", state="NY")
    made = Index()
    made.total(OPEN)
    monkeypatch.setattr(making, "build", built_anew)
    return made


class BuiltAnewError(Exception):
    pass


def built_anew() -> State:
    raise BuiltAnewError


def retitle(title: str = "Heart") -> int:
    activity = Activity.objects.order_by("pk")[0]
    with workflow.editing(activity, version=activity.version, **BY) as locked:
        locked.title = title
        locked.save(update_fields=["title"])
    return activity.pk


def titles(index: Index) -> list[str]:
    return [listing.record.split('"title":"')[1].split('"')[0] for listing in index.page(OPEN).listings]


def test_a_page_is_one_statement(index: Index) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = index.page(OPEN)
    assert len(page.listings) == page.question.total == 3
    assert len(queries) == 1


def test_a_page_with_words_is_one_statement(index: Index) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = index.page(Selection(day=DAY, query=parse("asthma 2"), sort="relevance"))
    assert [listing.slot for listing in page.listings] == [2]
    assert len(queries) == 1


def test_a_page_without_listings_is_one_statement(index: Index) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert index.page(Selection(day=DAY, state=("CA",))).listings == []
    assert len(queries) == 1


def test_a_page_beyond_the_last_is_the_last(index: Index) -> None:
    far = Selection(day=DAY, per_page=10, page=10**9)
    assert [one.pk for one in index.page(far).listings] == [one.pk for one in index.page(OPEN).listings]


def test_an_edit_is_in_the_next_answer(index: Index) -> None:
    retitle("Heart")
    assert titles(index) == ["Asthma 2", "Asthma 1", "Heart"]
    assert index.ids(Selection(day=DAY, sort="title"), 2, 3) == [Activity.objects.get(title="Heart").pk]


def test_a_withdrawn_listing_is_gone_from_the_next_answer(index: Index) -> None:
    activity = Activity.objects.order_by("pk")[0]
    workflow.withdraw(activity, version=activity.version, public_reason=Withdrawal.ENDED, **BY)
    assert titles(index) == ["Asthma 2", "Asthma 1"]
    assert index.counts(OPEN, ["state"]) == {"state": {"NY": 2}}


def test_a_deleted_listing_is_gone_from_the_next_answer(index: Index) -> None:
    publishing.take_down([Activity.objects.order_by("pk")[0].pk])
    assert titles(index) == ["Asthma 2", "Asthma 1"]
    assert index.counts(OPEN, ["state"]) == {"state": {"NY": 2}}


def test_changed_names_alone_raise_the_version(index: Index) -> None:
    keyword = Keyword.objects.get(pk="unused")
    with workflow.renaming(keyword, **BY):
        keyword.name = "Of nobody at all"
        keyword.save(update_fields=["name"])
    before = index.state_at_hand
    assert index.page(OPEN).version == versions.present() != (before and before.version)


def test_an_edit_while_the_page_is_made_is_in_it(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = Question.slots

    def slots_and_an_edit(self: Question, start: int, stop: int) -> list[int]:
        if self.state.version.v == 3:
            retitle("Heart")
        return slots(self, start, stop)

    monkeypatch.setattr(Question, "slots", slots_and_an_edit)
    page = index.page(OPEN)
    assert page.version == page.question.state.version == versions.present()
    assert '"title":"Heart"' in page.listings[2].record


def test_a_word_that_an_edit_brings_is_found_at_once_and_the_one_it_takes_away_is_not(index: Index) -> None:
    retitle("Kidney")
    assert index.total(Selection(day=DAY, query=parse("kidneys"))) == 1
    assert index.total(Selection(day=DAY, query=parse("asthma"))) == 2
    retitle("Lung")
    assert index.total(Selection(day=DAY, query=parse("kidney"))) == 0


def test_listings_without_their_words_are_said_to_be_of_older_code(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    Listing.objects.filter(slot=1).update(words="")
    assert "run publish_catalog" in Index().readiness()


def test_a_catalog_that_always_moves_is_a_named_error(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    slots, tries = Question.slots, []

    def slots_and_an_edit(self: Question, start: int, stop: int) -> list[int]:
        tries.append(retitle(f"Heart {len(tries)}"))
        return slots(self, start, stop)

    monkeypatch.setattr(Question, "slots", slots_and_an_edit)
    with pytest.raises(IndexUnavailable):
        index.page(OPEN)
    assert len(tries) == current.TRIES


def test_a_catalog_that_moves_while_changes_are_read_is_read_again(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle("Heart")
    way = reads.way

    def way_and_an_edit(since: Version) -> Version:
        found = way(since)
        if found.v == 4:
            retitle("Lung")
        return found

    monkeypatch.setattr(reads, "way", way_and_an_edit)
    assert titles(index) == ["Asthma 2", "Asthma 1", "Lung"]


def test_listings_read_over_a_while_become_one_version(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large catalog is read in steps; here somebody edits, adds, withdraws and deletes between them."""
    monkeypatch.undo()
    monkeypatch.setattr(reads, "CHUNK", 2)
    happenings = iter([lambda: retitle("Heart"), lambda: factories.publish("Lung"), withdraw_last, delete_first])

    def edited_meanwhile() -> Iterator[Row]:
        for row in in_steps():
            next(happenings, lambda: None)()
            yield row

    in_steps = reads.everything
    monkeypatch.setattr(reads, "everything", edited_meanwhile)
    state = making.build()
    monkeypatch.undo()
    assert state.version == versions.present()
    assert content(state, DAY) == content(making.build(), DAY)
    assert next(happenings, None) is None


def test_a_catalog_that_moves_at_every_step_is_a_named_error(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def moving(state: State) -> State:
        retitle("Heart")
        return state

    def read_while_edited() -> Iterator[Row]:
        retitle("Lung")
        yield from ()

    monkeypatch.setattr(making, "caught_up", moving)
    monkeypatch.setattr(reads, "everything", read_while_edited)
    with pytest.raises(IndexUnavailable):
        making.build()


def test_what_stops_the_making_thread_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def full_disk() -> State:
        raise OSError("no space left")

    monkeypatch.setattr(making, "from_snapshot", full_disk)
    monkeypatch.setattr(making.connection, "close", lambda: None)
    making._maker._make()
    assert "The index could not be made." in caplog.text


def withdraw_last() -> None:
    activity = Activity.objects.order_by("-pk")[0]
    workflow.withdraw(activity, version=activity.version, public_reason=Withdrawal.ENDED, **BY)


def delete_first() -> None:
    publishing.take_down([Activity.objects.order_by("pk")[0].pk])


def another_token() -> None:
    CatalogVersion.objects.update(token="of another history")
    CatalogCommit.objects.update(token="of another history")


def trimmed_log() -> None:
    retitle("Heart")
    retitle("Lung")
    CatalogCommit.objects.filter(v__lte=4).delete()


def gap_in_the_log() -> None:
    retitle("Heart")
    retitle("Lung")
    CatalogCommit.objects.filter(v=4).delete()


def older_catalog() -> None:
    CatalogCommit.objects.filter(v=3).delete()
    CatalogVersion.objects.update(v=2, token=CatalogCommit.objects.get(v=2).token)


def far_ahead() -> None:
    retitle("Heart")
    commit = CatalogCommit.objects.get(v=4)
    CatalogChange.objects.bulk_create(CatalogChange(commit=commit, slot=0) for _ in range(reads.MOST_PATCHED))


@pytest.mark.parametrize("happening", [another_token, trimmed_log, gap_in_the_log, older_catalog, far_ahead])
def test_where_the_log_does_not_lead_the_index_is_built_anew(
    index: Index, happening: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    happening()
    with pytest.raises(BuiltAnewError):
        index.page(OPEN)
    monkeypatch.undo()
    page = index.page(OPEN)
    assert page.version == versions.present()
    assert [listing.activity_id for listing in page.listings] == sql.ids(OPEN, 0, 10)


def test_a_large_index_is_not_built_while_a_reader_waits(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(making, "MOST_WHILE_WAITING", 2)
    monkeypatch.setattr(making._maker, "begin", lambda: begun.append(True))
    index.forget()
    with pytest.raises(IndexUnavailable, match="being made"):
        index.page(OPEN)
    assert index.readiness() == "the index is being made"
    assert len(begun) == 2


def test_an_index_that_is_at_hand_is_ready(index: Index) -> None:
    assert index.readiness() == READY


def test_a_listing_without_readable_facts_is_left_out(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    Listing.objects.filter(slot=1).update(facts="{")
    assert len(Index().page(OPEN).listings) == 2


def test_listings_of_older_code_are_said_to_be_so(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    Listing.objects.filter(slot=1).update(facts="{}")
    assert "run publish_catalog" in Index().readiness()


def test_an_empty_catalog_is_answered() -> None:
    page = Index().page(OPEN)
    assert (page.listings, page.question.total, page.version) == ([], 0, Version(0, ""))


def test_a_listing_that_is_missing_is_never_an_empty_place(index: Index) -> None:
    Listing.objects.filter(slot=1).delete()
    with pytest.raises(IndexUnavailable):
        index.page(OPEN)


def test_a_forked_worker_begins_without_a_state(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current.catalog_index, "_state", index.state_at_hand)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str(current.catalog_index.state_at_hand).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) == b"None"
    assert current.catalog_index.state_at_hand is not None
