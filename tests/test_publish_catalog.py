"""`manage.py publish_catalog`: everything derived can be deleted and made anew; `--check` names what is stale."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from activities import rebuilding
from activities.models import (
    Activity,
    CatalogChange,
    CatalogCommit,
    CatalogVersion,
    Event,
    Listing,
    Status,
    Verb,
    Withdrawal,
)
from activities.search import versions
from activities.search.index import snapshot
from activities.search.index.current import Index
from activities.search.selection import Selection
from tests.factories import DAY, approval, make_vocabularies, publish

pytestmark = pytest.mark.django_db

DERIVED = (
    "version",
    "withdrawn",
    "record",
    "digest",
    "facts",
    "words",
    "released",
    "last_day",
    "card",
)


@pytest.fixture(autouse=True)
def _vocabularies() -> None:
    make_vocabularies()


@pytest.fixture
def asthma() -> int:
    return publish(
        "Asthma in adults", credits={"ama-pra-1": "1"}, prices={"public": "30"}, approvals=[approval("abim")]
    )


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("publish_catalog", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def problems(*arguments: str) -> str:
    """What the command complains of; it exits with 1."""
    errors = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("publish_catalog", *arguments, stdout=StringIO(), stderr=errors)
    assert refused.value.returncode == 1
    return errors.getvalue()


def derived() -> list[tuple[Any, ...]]:
    rows = Listing.objects.order_by("activity_id")
    return [(row.activity_id, bytes(row.title_key), *(getattr(row, name) for name in DERIVED)) for row in rows]


def test_a_current_catalog_passes_the_check_and_is_left_alone(asthma: int) -> None:
    before = (derived(), CatalogVersion.objects.get().token)
    assert "Version 1 of the catalog has 1 listings and 0 tombstones" in run("--check")
    assert "Found: nothing stale.\nListings written: 0, taken down: 0; events written: 0." in run()
    assert (derived(), CatalogVersion.objects.get().token) == before


def test_an_empty_catalog_has_nothing_to_rebuild() -> None:
    assert "Version 0 of the catalog has 0 listings" in run()
    run("--check")


def test_deleted_listings_come_back_in_new_slots(asthma: int) -> None:
    publish(status=Status.WITHDRAWN, withdrawal_reason=Withdrawal.ENDED)
    publish(status=Status.DRAFT)
    before, old_slots = derived(), set(Listing.objects.values_list("slot", flat=True))
    Listing.objects.all().delete()
    assert problems("--check").count("the listing is missing") == 2
    assert "the listing is missing: 2." in run()
    assert derived() == before
    assert not old_slots & set(Listing.objects.values_list("slot", flat=True))
    run("--check")


def test_readers_with_an_older_state_are_made_to_read_anew_when_slots_were_lost(asthma: int) -> None:
    publish("Another")
    Listing.objects.all().delete()
    run()
    newest = CatalogVersion.objects.get()
    assert [commit.v for commit in CatalogCommit.objects.all()] == [newest.v]
    assert set(CatalogChange.objects.values_list("slot", flat=True)) == set(
        Listing.objects.values_list("slot", flat=True)
    )


def test_everything_derived_can_be_deleted_and_rebuilt(asthma: int) -> None:
    before = derived()
    for table in (Listing, CatalogChange, CatalogCommit, CatalogVersion):
        table.objects.all().delete()
    run()
    assert derived() == before
    assert Event.objects.count() == 1


def test_a_lost_version_row_never_hands_out_a_slot_twice(asthma: int) -> None:
    CatalogVersion.objects.all().delete()
    other = publish("Another")
    slots = dict(Listing.objects.values_list("activity_id", "slot"))
    assert slots == {asthma: 0, other: 1}
    assert CatalogVersion.objects.get().v == 2


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("record", "{}", "the record differs"),
        ("digest", "0" * 64, "the record differs"),
        ("withdrawn", True, "the record differs"),
        ("facts", "{}", "the facts differ (facts)"),
        ("title_key", b"zzz", "the facts differ (title_key)"),
        ("words", "x\n\n\n\n", "the facts differ (words)"),
        ("last_day", "2020-01-01", "the facts differ (last_day)"),
        ("version", 9, "the facts differ (version)"),
    ],
)
def test_a_listing_that_was_altered_is_named_and_put_right(asthma: int, column: str, value: Any, reason: str) -> None:
    before = derived()
    Listing.objects.update(**{column: value})
    assert problems("--check") == f"Activity {asthma}: {reason}.\n"
    assert "Listings written: 1," in run()
    assert derived() == before
    assert Event.objects.count() == 1


def test_a_listing_written_on_an_earlier_day_is_not_stale_for_that() -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        publish(approvals=[approval("abim", valid_from=date(2026, 6, 1), valid_until=date(2026, 8, 31))])
    for day in ("2026-07-01", "2027-01-01"):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            run("--check")


def test_the_check_changes_nothing(asthma: int) -> None:
    Listing.objects.update(record="{}")
    Activity.objects.update(title="Changed past the history")
    before = (derived(), list(Event.objects.values()), list(CatalogVersion.objects.values()))
    problems("--check")
    assert (derived(), list(Event.objects.values()), list(CatalogVersion.objects.values())) == before


def test_a_row_changed_past_the_history_is_named_and_gets_its_event(asthma: int) -> None:
    Activity.objects.update(title="Changed past the history")
    named = problems("--check")
    assert f"Activity {asthma}: changed without an event." in named
    assert f"Activity {asthma}: the record differs." in named
    assert "events written: 1." in run()
    event = Event.objects.latest("version")
    assert (event.version, event.verb, event.actor_name) == (2, Verb.REBUILT, "publish_catalog")
    assert "Changed past the history" in Listing.objects.get().record
    run("--check")


def test_a_private_note_changed_past_the_history_is_named(asthma: int) -> None:
    Activity.objects.update(internal_note="Psst.")
    assert problems("--check") == f"Activity {asthma}: changed without an event.\n"


def test_an_activity_that_was_never_recorded_is_published_with_its_event() -> None:
    Activity.objects.create(pk=7, title="Put in by hand", provider_id="example-heart", status=Status.PUBLISHED)
    assert "Activity 7: changed without an event (version 0 has no event)." in problems("--check")
    run()
    assert Listing.objects.get().activity_id == 7
    run("--check")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_a_listing_of_a_hidden_activity_is_named_and_taken_down(asthma: int, status: Status) -> None:
    Activity.objects.update(status=status)
    assert f"Activity {asthma}: the listing should not be public." in problems("--check")
    assert "taken down: 1; events written: 1." in run()
    assert not Listing.objects.exists()
    assert CatalogChange.objects.filter(slot=0, commit=CatalogVersion.objects.get().v).exists()
    run("--check")


def test_listings_without_an_activity_are_named_and_left(asthma: int) -> None:
    stands = Listing.objects.get()
    derived = {"record": stands.record, "words": stands.words, "changed_at": stands.changed_at}
    Listing.objects.create(slot=50, activity_id=777, version=1, **derived)
    for arguments in (["--check"], []):
        assert problems(*arguments) == "Slot 50: no activity 777 stands behind it.\n"
    assert Listing.objects.count() == 2


@pytest.fixture
def history(asthma: int) -> int:
    for title in ("Second title", "Third title"):
        Activity.objects.update(title=title)
        run()
    return asthma


@pytest.mark.parametrize(
    ("version", "change", "broken"),
    [
        (1, {"record": '{"title":"forged"}'}, [1]),
        (2, {"digest": "0" * 64}, [2, 3]),
        (2, {"previous_digest": "0" * 64}, [2]),
        (1, {"previous_digest": "0" * 64}, [1]),
    ],
)
def test_an_altered_event_is_named_by_its_version(
    history: int, version: int, change: dict[str, str], broken: list[int]
) -> None:
    Event.objects.filter(version=version).update(**change)
    expected = "".join(f"Activity {history}: the digest of an event is broken (version {one}).\n" for one in broken)
    assert problems("--check") == expected
    assert problems() == expected


def test_a_removed_event_is_noticed(history: int) -> None:
    Event.objects.filter(version=2).delete()
    assert problems("--check") == f"Activity {history}: the digest of an event is broken (version 3).\n"


def test_a_long_list_is_counted_and_not_named_whole(asthma: int) -> None:
    stands = Listing.objects.get()
    Listing.objects.bulk_create(
        Listing(slot=50 + number, activity_id=777 + number, version=1, changed_at=stands.changed_at)
        for number in range(150)
    )
    with pytest.raises(CommandError, match=r"150 problems, 50 of them not named\."):
        call_command("publish_catalog", "--check", stdout=StringIO(), stderr=StringIO())


def test_a_pipe_gets_plain_lines_of_progress(asthma: int) -> None:
    assert "Activities compared: 1 of 1\n" in run("--check")


def test_the_record_of_a_tombstone_holds_no_content() -> None:
    publish("Withdrawn title", status=Status.WITHDRAWN, withdrawal_reason=Withdrawal.ENDED)
    Listing.objects.all().delete()
    run()
    assert "Withdrawn title" not in Listing.objects.get().record


@pytest.fixture
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "CME_DATA_DIR", tmp_path)
    return tmp_path / "index"


def test_the_index_is_written_for_new_workers(asthma: int, snapshots: Path) -> None:
    assert "The index is written" in run()
    (path,) = snapshots.glob("*.index")
    assert snapshot.load(path).version == versions.present()


def test_an_index_that_cannot_be_written_is_named(asthma: int, snapshots: Path) -> None:
    snapshots.write_text("a file where the directory should be")
    assert "The index could not be written" in problems()


def test_check_names_a_damaged_snapshot(asthma: int, snapshots: Path) -> None:
    run()
    (path,) = snapshots.glob("*.index")
    path.write_bytes(path.read_bytes()[:-1])
    assert f"The index snapshot {path.name} cannot be read" in problems("--check")


def test_the_log_of_changes_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "KEPT_VERSIONS", 3)
    first = publish()
    behind = Index()
    assert behind.ids(Selection(day=DAY), 0, 10) == [first]
    later = [publish(f"Asthma {number}") for number in range(6)]
    run()
    present = versions.present().v
    assert list(CatalogCommit.objects.order_by("v").values_list("v", flat=True)) == list(
        range(present - 3, present + 1)
    )
    assert set(CatalogChange.objects.values_list("commit", flat=True)) <= set(range(present - 3, present + 1))
    assert behind.ids(Selection(day=DAY), 0, 10) == [*reversed(later), first]
