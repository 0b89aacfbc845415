"""The API says what the pages say: the list, the record, the reader's price, and what is refused, named."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from activities import records, workflow
from activities.models import Activity, Listing, Withdrawal
from activities.record_shape import Record
from tests.api_reader import ask, ids, read, refusals, refused
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> Iterator[int]:
    """A listing for $30, free to members of the AMA, with approvals and a registration; it is the reader's day."""
    with on_day(DAY):
        make_vocabularies()
        yield publish(
            title="Asthma in “adults”",
            prices={"public": "30", "ama": "0"},
            credits={"ama-pra-1": "1"},
            approvals=[
                approval("abim"),
                approval("abs", "self-assessment", valid_until=DAY - timedelta(1)),
                registration("abim"),
            ],
            expires=DAY + timedelta(20),
        )


def test_record_is_the_stored_one_byte_for_byte(client: Client, listed: int) -> None:
    response = ask(client, f"/api/activities/{listed}/")
    stored = Listing.objects.get(activity_id=listed)
    assert response.content == stored.record.encode()
    assert records.digest(response.text) == stored.digest


@pytest.mark.parametrize(("query", "amount", "audience"), [("", "30", "public"), ("member=ama", "0", "ama")])
def test_price_is_the_one_of_the_reader(client: Client, listed: int, query: str, amount: str, audience: str) -> None:
    (result,) = read(client, f"/api/activities/?{query}")["results"]
    assert (result["effective_price"]["amount"], result["effective_price"]["audience"]) == (amount, audience)
    assert result["record"]["prices"] == read(client, f"/api/activities/{listed}/")["prices"]


def test_one_activity_with_a_membership_is_a_result_of_the_list(client: Client, listed: int) -> None:
    (result,) = read(client, "/api/activities/?member=ama")["results"]
    assert read(client, f"/api/activities/{listed}/?member=ama") == result
    assert result["record"] == read(client, f"/api/activities/{listed}/")


def test_result_says_how_the_listing_stands_on_the_reference_day(client: Client, listed: int) -> None:
    (result,) = read(client, "/api/activities/")["results"]
    assert (result["standing"], result["record"]["last_day"]) == ("ending-soon", "2026-09-21")
    later = f"open_on={DAY + timedelta(21)}"
    assert read(client, f"/api/activities/?{later}")["results"] == []
    assert read(client, f"/api/activities/{listed}/?{later}")["standing"] == "expired"
    assert result["url"] == f"http://testserver/activities/{listed}/"


@pytest.mark.parametrize(
    ("query", "matching"),
    [
        ("board=abim", [("abim", "board"), ("abim", "registered")]),
        ("board=abim&basis=board", [("abim", "board")]),
        ("approval=lifelong-learning", [("abim", "board")]),
        ("points_kind=medical-knowledge&board=abim", [("abim", "registered")]),
        ("board=abs", []),
        ("board=abim&approval=self-assessment", []),
    ],
)
def test_matching_approvals_match_all_on_one_row_in_force(
    client: Client, listed: int, query: str, matching: list[tuple[str, str]]
) -> None:
    result = read(client, f"/api/activities/{listed}/?{query}")
    assert [(row["board"]["code"], row["basis"]) for row in result["matching_approvals"]] == matching
    assert bool(read(client, f"/api/activities/?{query}")["results"]) == bool(matching)


def test_no_approvals_are_matched_when_none_are_asked_for(client: Client, listed: int) -> None:
    assert read(client, f"/api/activities/{listed}/?member=ama")["matching_approvals"] is None


@pytest.mark.parametrize("query", ["fields=title,doi", "fields=doi&fields=title", "fields=doi,title,doi"])
def test_fields_picks_from_the_record_in_its_order(client: Client, listed: int, query: str) -> None:
    assert list(read(client, f"/api/activities/{listed}/?{query}")) == ["title", "doi"]
    (result,) = read(client, f"/api/activities/?{query}")["results"]
    assert list(result["record"]) == ["title", "doi"]
    assert result["activity_id"] == listed


def test_every_field_of_the_record_can_be_picked(client: Client, listed: int) -> None:
    whole = read(client, f"/api/activities/{listed}/")
    assert set(whole) == set(Record.__annotations__)
    for name in whole:
        assert read(client, f"/api/activities/{listed}/?fields={name}") == {name: whole[name]}


def test_unknown_field_is_named(client: Client, listed: int) -> None:
    for address in ("/api/activities/", f"/api/activities/{listed}/", f"/api/activities/{listed}/?member=ama"):
        joined = f"{address}{'&' if '?' in address else '?'}fields=title,internal_note"
        (error,) = refused(client, joined, 400)["errors"]
        assert (error["parameter"], error["value"], error["reason"]) == ("fields", "internal_note", "unknown-code")


def test_every_bad_value_is_named_with_its_reason(client: Client, listed: int) -> None:
    query = "board=abim&board=xx&fee=cheap&open_on=2026-08-31&max_price=1e3&page=0&sort=best&fields=x&cursor=x"
    assert refusals(client, f"/api/activities/?{query}") == {
        ("board", "unknown-code"),
        ("fee", "unknown-code"),
        ("open_on", "past-day"),
        ("max_price", "not-a-number"),
        ("page", "not-a-number"),
        ("sort", "unknown-value"),
        ("fields", "unknown-code"),
        ("cursor", "not-a-cursor"),
    }


def test_unknown_parameters_are_ignored(client: Client, listed: int) -> None:
    plain = ask(client, "/api/activities/").content
    for query in ("utm_source=x", "board__in=abim", "limit=1", "format_=x", "explain=2", "find_keyword=%3F"):
        assert ask(client, f"/api/activities/?{query}").content == plain, query


def test_one_activity_minds_only_parameters_about_it(client: Client, listed: int) -> None:
    assert ask(client, f"/api/activities/{listed}/?page=x&sort=x").status_code == 200
    assert refusals(client, f"/api/activities/{listed}/?member=xx&page=x") == {("member", "unknown-code")}


def test_draft_unknown_and_impossible_are_the_same_404(client: Client, listed: int) -> None:
    draft = publish(status="draft")
    answers = {
        ask(client, f"/api/activities/{one}/").content for one in (draft, listed + 500, 0, 2**63, 10**40, "x", "1.0")
    }
    assert len(answers) == 1
    assert refused(client, f"/api/activities/{draft}/", 404)["title"] == "Nothing here"


def test_withdrawn_is_gone_with_reason_and_successor(client: Client, listed: int) -> None:
    old = publish("The old one")
    workflow.withdraw(
        Activity.objects.get(pk=old),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=listed),
    )
    problem = refused(client, f"/api/activities/{old}/", 410)
    assert (problem["activity_id"], problem["reason"]) == (old, "replaced")
    assert problem["successor"]["activity_id"] == listed
    assert "The old one" not in str(problem)
    assert ids(read(client, "/api/activities/")) == [listed]


def test_withdrawn_with_a_successor_that_went_too_names_none(client: Client, listed: int) -> None:
    old = Activity.objects.get(pk=publish("The old one"))
    ended = {"by": "the tests", "reason": "A test.", "public_reason": Withdrawal.ENDED}
    replaced = ended | {"public_reason": Withdrawal.REPLACED, "successor": Activity.objects.get(pk=listed)}
    workflow.withdraw(old, version=1, **replaced)
    workflow.withdraw(Activity.objects.get(pk=listed), version=1, **ended)
    assert refused(client, f"/api/activities/{old.pk}/", 410)["successor"] is None


def test_page_beyond_the_last_is_the_last(client: Client, listed: int) -> None:
    last = read(client, "/api/activities/?page=1000000000&member=ama")
    assert (last["page"], last["pages"], ids(last)) == (1, 1, [listed])


def test_facets_name_the_memberships_that_have_prices(client: Client, listed: int) -> None:
    memberships = read(client, "/api/facets/?member=ama")["memberships"]
    assert [(one["value"], one["selected"]) for one in memberships] == [("ama", True), ("acp", False)]


def test_providers_and_boards_count_their_open_listings(client: Client, listed: int) -> None:
    providers = {one["code"]: one for one in read(client, "/api/providers/")["providers"]}
    assert providers["example-heart"]["open_activities"] == 1
    assert providers["example-lung"]["open_activities"] == 0
    assert ids(read(client, providers["example-heart"]["activities"])) == [listed]
    boards = {one["code"]: one for one in read(client, "/api/boards/")["boards"]}
    assert (boards["abim"]["open_activities"], boards["abs"]["open_activities"]) == (1, 0)
    assert ids(read(client, boards["abim"]["activities"])) == [listed]


def test_provider_and_board_tell_what_their_pages_tell(client: Client, listed: int) -> None:
    assert read(client, "/api/providers/example-heart/")["imprints"] == []
    board = read(client, "/api/boards/abim/")
    assert [(one["code"], one["count"]) for one in board["by_approval"]] == [("lifelong-learning", 1)]
    assert [(one["code"], one["count"]) for one in board["by_basis"]] == [("board", 1), ("registered", 1)]


@pytest.mark.parametrize("address", ["/api/providers/nobody/", "/api/boards/XX/", "/api/boards/xx/", "/api/x/"])
def test_unknown_address_is_a_problem_document(client: Client, listed: int, address: str) -> None:
    refused(client, address, 404)


@pytest.mark.parametrize("code", ["ABIM", "Abim"])
def test_board_in_capitals_leads_to_its_one_address(client: Client, listed: int, code: str) -> None:
    response = ask(client, f"/api/boards/{code}/?a=1&b=%2F")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/boards/abim/?a=1&b=%2F")
