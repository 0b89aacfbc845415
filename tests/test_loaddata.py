"""`manage.py loaddata`: a fixture is loaded whole, with its history and published, and what it omits is kept."""

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, BoardApproval, CatalogVersion, Credit, Event, Keyword, Listing, Verb
from providers.models import Board, Provider
from tests.fixture_files import SHIPPED, activity, load, load_text, provider, row

pytestmark = pytest.mark.django_db

TABLES = (Activity, BoardApproval, Board, Credit, Event, Listing, CatalogVersion)


def published(number: int = 1, **fields: Any) -> dict[str, Any]:
    return activity(number, **{"status": "published", **fields})


def catalog_version() -> int:
    return CatalogVersion.objects.values_list("v", flat=True).first() or 0


def last_event(number: int = 1) -> Event:
    return Event.objects.filter(activity=number).latest("version")


def everything() -> list[list[dict[str, Any]]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_the_shipped_fixtures_publish_their_listings() -> None:
    call_command("loaddata", *SHIPPED, verbosity=0)
    assert "International Medical Graduates and the Physician Workforce" in Listing.objects.get(activity=13645).record
    assert catalog_version() == 1


def test_loading_twice_changes_nothing() -> None:
    call_command("loaddata", *SHIPPED, verbosity=0)
    before = everything()
    call_command("loaddata", *SHIPPED, verbosity=0)
    assert everything() == before


def test_loading_twice_writes_no_row(tmp_path: Path) -> None:
    rows = [provider(), published(), row("activities.price", activity=1, amount="30")]
    load(tmp_path, *rows)
    with CaptureQueriesContext(connection) as queries:
        load(tmp_path, *rows)
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_an_event_says_which_file_was_loaded_and_by_what(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(), name="spring.json")
    event = last_event()
    assert (event.verb, event.actor_name, event.reason) == (Verb.LOADED, "loaddata", "loaded spring.json")
    assert json.loads(event.changes)["title"] == [None, "Activity 1"]


def test_the_version_goes_on_once_for_a_load_that_changes_something(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(1), published(2))
    load(tmp_path, published(1, title="Renamed"), published(2, title="Renamed too"))
    assert catalog_version() == 2


def test_a_draft_is_not_published_and_leaves_the_version(tmp_path: Path) -> None:
    load(tmp_path, provider())
    before = catalog_version()
    load(tmp_path, activity())
    assert not Listing.objects.exists()
    assert (catalog_version(), last_event().verb) == (before, Verb.LOADED)


def test_fields_that_a_row_omits_keep_their_values(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(doi="10.1001/jama.1", internal_note="Call them."))
    load(tmp_path, activity(title="Renamed"))
    found = Activity.objects.get(pk=1)
    assert (found.title, found.status, found.doi, found.internal_note) == (
        "Renamed",
        "published",
        "10.1001/jama.1",
        "Call them.",
    )


def test_a_withdrawn_listing_stays_withdrawn_when_the_row_omits_the_status(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(status="withdrawn", withdrawal_reason="ended"))
    load(tmp_path, activity(title="Renamed"))
    assert Listing.objects.get(activity=1).withdrawn


def test_relations_that_a_row_omits_keep_their_codes(tmp_path: Path) -> None:
    words = [row("activities.keyword", code, name=code) for code in ("ethics", "sleep")]
    load(tmp_path, provider(), *words, published(keywords=["ethics", "sleep"]))
    load(tmp_path, activity(title="Renamed"))
    assert set(Activity.objects.get(pk=1).keywords.values_list("pk", flat=True)) == {"ethics", "sleep"}


def test_relations_become_what_a_row_says_and_the_listing_follows(tmp_path: Path) -> None:
    words = [row("activities.keyword", code, name=code) for code in ("ethics", "sleep", "pain")]
    load(tmp_path, provider(), *words, published(keywords=["ethics", "sleep"]))
    load(tmp_path, activity(keywords=["sleep", "pain", "pain"]))
    record = json.loads(Listing.objects.get(activity=1).record)
    assert [keyword["code"] for keyword in record["keywords"]] == ["pain", "sleep"]
    assert set(json.loads(last_event().changes)) == {"keywords"}


def test_a_changed_credit_makes_an_event_of_its_activity(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(), row("activities.credit", activity=1, amount="1"))
    load(tmp_path, row("activities.credit", activity=1, amount=0.5))
    assert Credit.objects.get().amount == 0.5
    assert set(json.loads(last_event().changes)) == {"credits"}


def test_a_row_without_a_number_is_found_by_its_natural_key(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(), row("activities.credit", activity=1, amount="1"))
    load(tmp_path, row("activities.credit", 999, activity=1, amount="2"))
    assert [credit.amount for credit in Credit.objects.all()] == [2]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (row("providers.board", "exb", label="Renamed"), "the board exb"),
        (row("providers.provider", "example-press", name="Example Renamed"), "the provider example-press"),
        (row("activities.membership", "exm", name="Renamed"), "the membership exm"),
        (row("activities.keyword", "ethics", name="Renamed"), "the keyword ethics"),
    ],
)
def test_a_changed_name_shows_on_every_listing_that_prints_it(
    tmp_path: Path, changed: dict[str, Any], named: str
) -> None:
    load(tmp_path, *printed_names(), name="first.json")
    load(tmp_path, changed, name="names.json")
    assert "Renamed" in Listing.objects.get(activity=1).record
    event = last_event()
    assert (event.verb, event.reason) == (Verb.RENAMED, f"loaded names.json, which changed {named}")
    assert Event.objects.filter(activity=2).count() == (2 if named.startswith("the provider") else 1)


def printed_names() -> list[dict[str, Any]]:
    return [
        provider(),
        row("providers.board", "exb", abbreviation="EXB", name="Example Board", label="Example"),
        row("activities.approvaltype", "lifelong-learning", name="Lifelong", short_name="Lifelong"),
        row("activities.membership", "exm", name="Example Members"),
        row("activities.keyword", "ethics", name="Ethics"),
        published(1, keywords=["ethics"]),
        published(2),
        row("activities.price", activity=1, membership="exm", amount="0"),
        row("activities.boardapproval", activity=1, board="exb", approval_type="lifelong-learning"),
    ]


def test_a_listing_that_changed_with_a_name_it_prints_has_one_event_with_both_causes(tmp_path: Path) -> None:
    load(tmp_path, *printed_names())
    load(tmp_path, row("activities.keyword", "ethics", name="Ethics!"), activity(title="Renamed"), name="both.json")
    event = last_event()
    assert (event.version, event.verb) == (2, Verb.LOADED)
    assert event.reason == "loaded both.json; loaded both.json, which changed the keyword ethics"


def test_a_name_that_no_listing_prints_raises_the_version_all_the_same(tmp_path: Path) -> None:
    load(tmp_path, *printed_names())
    before = catalog_version()
    load(tmp_path, row("providers.board", "exb", website="https://board.example/"))
    assert (catalog_version(), Event.objects.count()) == (before + 1, 2)


def test_codes_may_be_written_as_natural_keys_and_stand_before_their_rows(tmp_path: Path) -> None:
    load(tmp_path, activity(1, provider=["example-press"], successor=[2]), provider(), activity(2))
    assert Activity.objects.get(pk=1).successor_id == 2


def test_the_fields_that_only_staff_see_are_kept_in_the_event(tmp_path: Path) -> None:
    load(tmp_path, provider(), published())
    load(tmp_path, activity(internal_note="Ask again in May."))
    assert json.loads(last_event().changes) == {"internal_note": ["", "Ask again in May."]}
    assert "May" not in Listing.objects.get(activity=1).record


def test_versions_in_a_dump_are_not_taken_over(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(version=41))
    assert Activity.objects.get(pk=1).version == 1


def test_a_dump_of_the_catalog_loads_without_a_change(tmp_path: Path) -> None:
    call_command("loaddata", *SHIPPED, verbosity=0)
    before = everything()
    dump = StringIO()
    derived = [
        f"activities.{name}" for name in ("listing", "event", "catalogversion", "catalogcommit", "catalogchange")
    ]
    call_command("dumpdata", "activities", "providers", exclude=derived, stdout=dump)
    load_text(tmp_path, dump.getvalue())
    assert everything() == before


def test_rows_of_other_applications_load_beside_ours(tmp_path: Path) -> None:
    user = row("auth.user", 7, username="editor", password="!", date_joined="2026-01-01T00:00:00Z")
    load(tmp_path, user, provider(), row("auth.group", None, name="readers", permissions=[]))
    assert User.objects.get(pk=7).username == "editor"
    assert Provider.objects.count() == 1


def test_a_bad_row_takes_the_rows_of_other_applications_with_it(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        load(tmp_path, row("auth.group", None, name="readers", permissions=[]), provider("Not a slug"))
    assert not Group.objects.exists()


def test_excluded_models_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text(json.dumps([provider(), row("activities.keyword", "ethics", name="Ethics")]))
    call_command("loaddata", str(path), exclude=["activities.keyword"], verbosity=0)
    assert (Provider.objects.count(), Keyword.objects.count()) == (1, 0)


def test_unknown_fields_are_passed_over_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text(json.dumps([provider(fax="none")]))
    call_command("loaddata", str(path), ignorenonexistent=True, verbosity=0)
    assert Provider.objects.count() == 1


def test_the_command_counts_what_it_did(tmp_path: Path) -> None:
    load(tmp_path, provider(), published(1))
    printed = load(tmp_path, provider(), published(1, title="Renamed"), published(2))
    assert "1 new, 1 changed, 1 as before" in printed
    assert "listings changed: 2" in printed


def test_a_fixture_may_be_compressed(tmp_path: Path) -> None:
    path = tmp_path / "some.json.gz"
    path.write_bytes(gzip.compress(json.dumps([provider()]).encode()))
    call_command("loaddata", str(path), verbosity=0)
    assert Provider.objects.get().slug == "example-press"
