"""`make_example_catalog`: the same for the same seed, like real life in its proportions, and sound row by row."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import ManagementUtility, call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Model

from activities import records, workflow
from activities.examples.drafts import DOI_PREFIX, Draft, Drawing
from activities.history import Cause
from activities.models import (
    Activity,
    ApprovalList,
    BoardApproval,
    CatalogVersion,
    Credit,
    Event,
    Keyword,
    Listing,
    Membership,
    Price,
    Status,
    Verb,
)
from providers.models import Provider

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 3, 1)
MANY = 3000


def drafts(count: int, seed: int = 1) -> list[Draft]:
    return list(Drawing(seed, TODAY).drafts(count))


@pytest.fixture(scope="module")
def many() -> list[Draft]:
    return drafts(MANY)


@pytest.fixture
def vocabularies(db: None) -> None:
    call_command("loaddata", "vocabularies", "boards", "providers", verbosity=0)


def make(activities: int, *more: str, seed: int = 1) -> str:
    """Runs the command and returns what it prints."""
    out = StringIO()
    args = [f"--activities={activities}", f"--seed={seed}", f"--today={TODAY}", *more]
    call_command("make_example_catalog", *args, stdout=out)
    return out.getvalue()


def share(found: list[Draft], of: list[Draft]) -> float:
    return len(found) / len(of)


def published(found: list[Draft]) -> list[Draft]:
    return [one for one in found if one.columns["status"] == Status.PUBLISHED and not one.withdrawal]


def last_day(draft: Draft) -> date | None:
    return min((day for day in (draft.columns["ends"], draft.columns["expires"]) if day), default=None)


# The same for the same seed


def test_two_processes_draw_the_same_listings_and_another_seed_others() -> None:
    assert digest_of_a_process(hash_seed="1") == digest_of_a_process(hash_seed="2")
    assert [str(one) for one in drafts(5, seed=1)] != [str(one) for one in drafts(5, seed=2)]


def digest_of_a_process(*, hash_seed: str) -> str:
    code = (
        "import django, hashlib; django.setup()\n"
        "from datetime import date\n"
        "from activities.examples.drafts import Drawing\n"
        "drafts = Drawing(1, date(2026, 3, 1)).drafts(200)\n"
        "print(hashlib.sha256(repr([str(one) for one in drafts]).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_a_larger_catalog_begins_with_the_smaller_one() -> None:
    assert [str(one) for one in drafts(80)[:30]] == [str(one) for one in drafts(30)]


@pytest.mark.usefixtures("vocabularies")
@pytest.mark.parametrize("activities", [30, 140])
def test_the_reading_half_alone_says_the_same_as_both_halves(activities: int) -> None:
    with transaction.atomic():
        whole = make(activities)
        transaction.set_rollback(True)
    alone = make(activities, "--listings-only")
    assert whole.splitlines()[-1] == alone.splitlines()[-1]
    assert not Activity.objects.exists()
    assert not Event.objects.exists()


# Sound row by row


@pytest.mark.usefixtures("vocabularies")
@pytest.mark.parametrize("activities", [5, 60])
def test_every_row_passes_the_checks_of_forms_and_database(activities: int) -> None:
    make(activities)
    rows: list[Model] = [*Activity.objects.all(), *BoardApproval.objects.all()]
    rows += [*Credit.objects.all(), *Price.objects.all()]
    for row in rows:
        row.full_clean()
    assert Activity.objects.count() == activities


@pytest.mark.usefixtures("vocabularies")
def test_the_terms_it_adds_pass_the_checks_too() -> None:
    make(5)
    for row in [*Provider.objects.all(), *Keyword.objects.all(), *Membership.objects.all()]:
        row.full_clean()


@pytest.mark.usefixtures("vocabularies")
def test_listings_and_events_say_what_the_activities_say() -> None:
    make(60)
    ids = list(Activity.objects.values_list("pk", flat=True))
    assert workflow.settle(ids, Cause("a test", "looking for differences", Verb.CHANGED)) == 0
    for activity in Activity.objects.for_record():
        text = records.canonical(records.build(activity))
        assert activity.events.order_by("-version").first().record == text
        listing = Listing.objects.filter(activity=activity).first()
        assert (listing is None) == (activity.status in (Status.DRAFT, Status.IN_REVIEW))
        if activity.status == Status.PUBLISHED:
            assert listing is not None
            assert (listing.record, listing.version) == (text, 1)


@pytest.mark.usefixtures("vocabularies")
def test_withdrawn_listings_were_published_first_and_say_why() -> None:
    make(100)
    withdrawn = Activity.objects.filter(status=Status.WITHDRAWN)
    assert withdrawn
    for activity in withdrawn:
        verbs = activity.events.order_by("version").values_list("verb", flat=True)
        assert list(verbs) == [Verb.CREATED, Verb.WITHDRAWN]
        assert activity.withdrawal_reason
        assert activity.listing.withdrawn


@pytest.mark.usefixtures("vocabularies")
def test_everything_belongs_to_providers_that_are_named_examples() -> None:
    make(60)
    for activity in Activity.objects.for_record():
        answering = activity.accredited_provider or activity.provider.answerable
        for provider in (activity.provider, answering, *activity.joint_providers.all()):
            assert provider.name.startswith("Example ")
        for price in activity.prices.exclude(membership=None):
            assert price.membership is not None
            assert price.membership.name.startswith("Example ")


# Proportions


def test_three_in_ten_are_over_and_the_rest_is_open(many: list[Draft]) -> None:
    days = [last_day(one) for one in many]
    over = [day for day in days if day is not None and day < TODAY]
    assert 0.27 < len(over) / len(many) < 0.33
    assert 0.01 < days.count(None) / len(many) < 0.05
    assert sum(1 for day in days if day and 0 <= (day - TODAY).days <= 30) / len(many) > 0.02


def test_some_are_withdrawn_drafts_or_in_review(many: list[Draft]) -> None:
    states = Counter(one.columns["status"] for one in many)
    withdrawn = [one for one in many if one.withdrawal]
    assert 0.02 < len(withdrawn) / len(many) < 0.05
    assert len({one.withdrawal for one in withdrawn}) == 6
    assert [one for one in withdrawn if one.successor is not None]
    assert states[Status.DRAFT] > states[Status.IN_REVIEW] > 10


def test_a_successor_is_published_and_of_the_same_provider(many: list[Draft]) -> None:
    for one in many:
        if one.successor is not None:
            after = many[one.successor]
            assert after.subject.provider is one.subject.provider
            assert after in published(many)


def test_journal_activities_have_a_doi_and_one_credit(many: list[Draft]) -> None:
    journal = [one for one in many if one.subject.format == "journal"]
    assert share(journal, many) > 0.2
    assert all(one.credits == [("ama-pra-1", Decimal(1))] for one in journal)
    assert all(one.columns["doi"].startswith(f"{DOI_PREFIX}/") for one in journal)


def test_now_and_then_two_listings_share_a_doi(many: list[Draft]) -> None:
    times = Counter(one.columns["doi"] for one in many if one.columns["doi"])
    assert 1 < len([doi for doi, count in times.items() if count > 1]) < 0.05 * len(times)


def test_what_meets_has_dates_and_a_place_or_a_stream(many: list[Draft]) -> None:
    live = [one.columns for one in many if one.subject.format in ("live", "rss")]
    assert {columns["delivery"] for columns in live} == {"in-person", "live-streamed"}
    for columns in live:
        assert columns["starts"] <= columns["ends"]
        assert columns["time_zone"]
        assert bool(columns.get("city")) == (columns["delivery"] == "in-person")


def test_credits_are_quarters_from_a_quarter_to_forty(many: list[Draft]) -> None:
    amounts = {amount for one in many for _, amount in one.credits}
    assert (min(amounts), max(amounts)) == (Decimal("0.25"), Decimal(40))
    assert all(amount % Decimal("0.25") == 0 for amount in amounts)
    assert max(len(one.credits) for one in many) >= 3
    assert [one for one in many if not one.credits]


def test_every_kind_of_price_occurs(many: list[Draft]) -> None:
    public = Counter(kind for one in many for member, kind, _ in one.prices if not member)
    assert set(public) == {"amount", "variable", "not-stated"}
    assert 0.25 < share([one for one in many if one.prices == [("", "amount", Decimal(0))]], many) < 0.45
    assert [one for one in many if not one.prices]
    assert {len([row for row in one.prices if row[0]]) for one in many} == {0, 1, 2, 3}
    bands = {amount for one in many for _, _, amount in one.prices if amount}
    assert min(bands) < 50 < max(amount for amount in bands if amount <= 200) <= 200 < max(bands)


def test_approvals_cluster_by_specialty_and_have_windows(many: list[Draft]) -> None:
    rows = [(one, row) for one in many for row in one.approvals]
    near = [row for one, row in rows if row["board"] in one.subject.concept.boards]
    assert len(near) / len(rows) > 0.4
    ended = [row for _, row in rows if row["valid_until"] and row["valid_until"] < TODAY]
    coming = [row for _, row in rows if row["valid_from"] and row["valid_from"] > TODAY]
    assert min(len(ended), len(coming)) > 100
    assert {row.get("approval_type") for _, row in rows} >= {"lifelong-learning", "self-assessment", "improvement"}
    assert {one.columns["approval_list"] for one in many} == set(ApprovalList.values)
    assert {row["board"] for _, row in rows if row["basis"] == "board"} >= {"abim", "abts", "abnm", "abmgg"}


def test_registrations_carry_the_boards_own_kind_of_points(many: list[Draft]) -> None:
    kinds = {
        (row["board"], row["points_kind"]) for one in many for row in one.approvals if row["basis"] == "registered"
    }
    assert kinds >= {
        ("abim", "medical-knowledge"),
        ("abs", "accredited-cme"),
        ("aba", "patient-safety"),
        ("abp", "lifelong-learning-and-self-assessment"),
        ("abpath", "lifelong-learning"),
    }


def test_support_joint_providers_and_sources_vary(many: list[Draft]) -> None:
    assert {one.columns["commercial_support"] for one in many} == {"yes", "no", "unknown"}
    for one in many:
        assert bool(one.columns["supporters"]) == (one.columns["commercial_support"] == "yes")
    assert 0.05 < share([one for one in many if one.joint_providers], many) < 0.2


def test_titles_are_mostly_unique(many: list[Draft]) -> None:
    assert len({one.columns["title"] for one in many}) > 0.95 * len(many)


def test_no_slot_is_left_open_and_no_text_is_empty(many: list[Draft]) -> None:
    for one in many:
        texts = [one.columns[name] for name in ("title", "description", "objectives")]
        assert all(texts)
        assert not any(mark in text for text in texts for mark in "{}")
        assert texts[1].count(":\n") == 3


# The command


@pytest.mark.usefixtures("vocabularies")
def test_activity_ids_follow_the_ones_there_are() -> None:
    Activity.objects.create(activity_id=1_000_004, title="An editor's own", provider=Provider.objects.earliest("slug"))
    assert "1000005 to 1000009" in make(5)
    with workflow.creating(
        Activity(title="The next one", provider=Provider.objects.earliest("slug")), by="a test", reason="a test"
    ) as activity:
        assert activity.pk == 1_000_010


@pytest.mark.usefixtures("vocabularies")
@pytest.mark.parametrize("first", [[], ["--listings-only"]])
def test_a_second_catalog_is_refused_and_nothing_added(first: list[str]) -> None:
    make(8, *first)
    before = (Listing.objects.count(), CatalogVersion.objects.get().v)
    for more in ([], ["--listings-only"]):
        with pytest.raises(CommandError, match="holds example listings already; nothing was added") as refused:
            make(8, *more, seed=2)
        assert refused.value.returncode == 1
    assert (Listing.objects.count(), CatalogVersion.objects.get().v) == before


@pytest.mark.django_db
def test_without_the_vocabularies_it_says_what_to_load() -> None:
    with pytest.raises(CommandError, match=r"manage\.py loaddata vocabularies boards"):
        make(3)
    assert not Provider.objects.exists()


@pytest.mark.usefixtures("vocabularies")
def test_keywords_that_are_there_are_used_and_others_added() -> None:
    shipped = set(Keyword.objects.values_list("pk", flat=True))
    Keyword.objects.create(code="own-code", name="professional PRACTICE")
    make(200)
    assert Keyword.objects.filter(name__iexact="professional practice").count() == 1
    assert Activity.objects.filter(keywords="own-code").exists()
    assert shipped < set(Keyword.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "bad", [["--activities=0"], ["--activities=1e3"], ["--activities=٣"], ["--seed=-1"], ["--today=2026-02-30"], []]
)
def test_wrong_use_is_exit_code_2(bad: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    good: dict[str, Any] = {"--activities": "3", "--seed": "1"} if bad else {"--seed": "1"}
    argv = [f"{name}={value}" for name, value in good.items()] + bad
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "make_example_catalog", *argv]).execute()
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
