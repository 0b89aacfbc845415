"""The shortlist: kept in one cookie of one page, changed by forms alone, and read whatever became of its activities."""

from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings as project
from django.http import HttpResponseBase
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from activities import workflow
from activities.models import Activity, Status, Withdrawal
from activities.models.activity import LARGEST_ID
from activities.shortlist import LONGEST_COOKIE, MOST, Full, Shortlist
from tests.factories import DAY, make_vocabularies, publish, publish_all
from tests.listing_reader import on_day, result_ids
from tests.reader import assert_well_made, one, page, read, words
from tests.test_query_budgets import asked

pytestmark = pytest.mark.django_db

HERE = "/shortlist/"
NAME = project.SHORTLIST_COOKIE_NAME


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def holding(client: Client, *ids: int) -> Client:
    """A browser in which these were saved."""
    client.cookies[NAME] = Shortlist(ids).to_cookie()
    return client


def saved(client: Client) -> tuple[int, ...]:
    """What the browser holds now."""
    return Shortlist.parse(client.cookies[NAME].value if NAME in client.cookies else None).ids


def said(response: HttpResponseBase) -> str:
    return words(one(page(response), "main"))


def withdraw(activity_id: int, successor: int) -> None:
    workflow.withdraw(
        Activity.objects.get(pk=activity_id),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=successor),
    )


def test_empty_shortlist_says_what_it_is_for(client: Client) -> None:
    document = read(client, HERE)
    assert_well_made(document)
    assert "Nothing is saved in this browser" in words(document)
    assert "You need no account" in words(document)
    assert not document.cssselect("main form")


def test_save_link_of_a_listing_leads_to_a_page_that_asks_and_changes_nothing(client: Client) -> None:
    activity_id = publish("Asthma")
    link = one(read(client, f"/activities/{activity_id}/"), f"main a[href='{HERE}?add={activity_id}']")
    response = client.get(link.get("href"))
    document = page(response)
    assert_well_made(document)
    assert result_ids(document) == [activity_id]
    assert words(one(document, "main form button")) == "Save to my shortlist"
    assert NAME not in response.cookies
    assert saved(client) == ()


def test_card_of_a_list_has_a_link_that_leads_there_and_says_of_what(client: Client) -> None:
    activity_id = publish('Asthma "now"')
    link = one(read(client, "/activities/"), f"article a[href='{HERE}?add={activity_id}']")
    assert words(link) == "Save"
    assert link.get("aria-label") == 'Save: Asthma "now"'


def test_the_form_on_that_page_saves(client: Client) -> None:
    activity_id = publish("Asthma")
    form = one(read(client, f"{HERE}?add={activity_id}"), "main form")
    response = client.post(HERE, dict(form.form_values()), follow=True)
    assert saved(client) == (activity_id,)
    assert "Saved to your shortlist" in said(response)
    assert words(one(page(response), "#result-count")) == "1 activity saved"
    assert result_ids(page(response)) == [activity_id]


@pytest.mark.parametrize("query", ["add={0}", "id={0}", "save={0}", "remove={0}", "clear=1", "up={0}", "down={0}"])
def test_reading_any_address_changes_nothing(client: Client, query: str) -> None:
    first, second = publish(), publish()
    holding(client, first, second)
    for method in (client.get, client.head):
        assert NAME not in method(f"{HERE}?{query.format(second)}").cookies
    assert saved(client) == (first, second)


@pytest.mark.parametrize("action", ["save", "remove", "up", "down"])
def test_form_without_its_token_is_refused_and_changes_nothing(action: str) -> None:
    activity_id = publish()
    stranger = holding(Client(enforce_csrf_checks=True), activity_id)
    stranger.cookies[project.CSRF_COOKIE_NAME] = "a" * 32
    response = stranger.post(HERE, {action: str(activity_id), "csrfmiddlewaretoken": "a" * 32})
    assert response.status_code == 403
    assert saved(stranger) == (activity_id,)


def test_form_with_its_token_is_taken() -> None:
    activity_id = publish()
    browser = Client(enforce_csrf_checks=True)
    form = one(page(browser.get(f"{HERE}?add={activity_id}")), "main form")
    assert browser.post(HERE, dict(form.form_values())).status_code == 302
    assert saved(browser) == (activity_id,)


def test_cookies_belong_to_this_page_alone(client: Client) -> None:
    activity_id = publish()
    asks = client.get(f"{HERE}?add={activity_id}").cookies
    keeps = client.post(HERE, {"save": str(activity_id)}).cookies
    assert set(asks) == {project.FORM_COOKIE_NAME}
    for cookie in (asks[project.FORM_COOKIE_NAME], keeps[NAME]):
        assert cookie["path"] == HERE
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")


def test_other_pages_set_no_cookie_and_say_the_same_with_one(client: Client) -> None:
    activity_id = publish()
    addresses = ("/", "/activities/", f"/activities/{activity_id}/", "/providers/", "/boards/abim/", "/about/")
    without = {address: client.get(address) for address in addresses}
    holding(client, activity_id)
    for address, before in without.items():
        after = client.get(address)
        assert not before.cookies
        assert not after.cookies
        assert before.content == after.content, address
        assert after.headers["Cache-Control"].startswith("public"), address
        assert "csrfmiddlewaretoken" not in after.content.decode()


@pytest.mark.parametrize("query", ["", "?add=13645", "?id=13645", "?clear=1"])
def test_no_cache_keeps_a_shortlist(client: Client, query: str) -> None:
    assert holding(client, publish()).get(HERE + query).headers["Cache-Control"] == "no-store"


def test_activities_stand_in_the_readers_order_and_move(client: Client) -> None:
    first, second, third = (publish() for _ in range(3))
    holding(client, third, first, second)
    assert result_ids(read(client, HERE)) == [third, first, second]
    response = client.post(HERE, {"up": str(second)})
    assert response.headers["Location"] == f"{HERE}#saved-{second}"
    assert saved(client) == (third, second, first)
    client.post(HERE, {"down": str(third)})
    client.post(HERE, {"down": str(first)})
    assert saved(client) == (second, third, first)


def test_removed_activity_can_be_saved_again(client: Client) -> None:
    first, second = publish(), publish()
    response = holding(client, first, second).post(HERE, {"remove": str(first)}, follow=True)
    assert saved(client) == (second,)
    assert "Removed from your shortlist" in said(response)
    assert one(page(response), ".banner a").get("href") == f"{HERE}?add={first}"


def test_clearing_asks_first_and_spares_what_another_tab_saved_meanwhile(client: Client) -> None:
    first, second, later = (publish() for _ in range(3))
    form = one(read(holding(client, first, second), f"{HERE}?clear=1"), "main form")
    client.post(HERE, {"save": str(later)})
    client.post(HERE, {"remove": [value for name, value in form.form_values() if name == "remove"]})
    assert saved(client) == (later,)


def test_two_tabs_that_save_one_after_the_other_both_count(client: Client) -> None:
    first, second = publish(), publish()
    tabs = [one(read(client, f"{HERE}?add={number}"), "main form") for number in (first, second)]
    for form in tabs:
        client.post(HERE, dict(form.form_values()))
    assert saved(client) == (first, second)


def test_shared_address_shows_a_list_and_offers_to_save_it(client: Client) -> None:
    first, second = publish(), publish()
    mine = read(holding(client, second, first), HERE)
    address = one(mine, "#share-address").get("value")
    assert address == f"http://testserver{HERE}?id={second}&id={first}"
    other = Client()
    document = page(other.get(address))
    assert result_ids(document) == [second, first]
    form = one(document, "main form")
    other.post(HERE, {"save": [value for name, value in form.form_values() if name == "save"]})
    assert saved(other) == (second, first)


def test_what_became_of_each_activity_is_said(client: Client) -> None:
    opened, ending = publish(expires=DAY + timedelta(400)), publish(expires=DAY + timedelta(3))
    expired, gone = publish(expires=DAY - timedelta(1)), publish("Xylophonitis")
    withdraw(gone, opened)
    document = read(holding(client, opened, ending, expired, gone, 424242), HERE)
    assert result_ids(document) == [opened, ending, expired, gone, 424242]
    assert [words(mark) for mark in document.cssselect(".card-status")] == [
        "Open",
        "Ending soon",
        "Expired",
        "Withdrawn",
        "Not in this catalog",
    ]
    assert "Today: 1 open, 1 ending soon, 1 expired, 1 withdrawn, 1 not in this catalog." in words(document)
    assert f"Reason: {Withdrawal.REPLACED.label}" in words(document)
    assert "Xylophonitis" not in words(document)


def test_hidden_listing_is_as_unknown_as_one_that_never_was(client: Client) -> None:
    hidden = publish("Xylophonitis", status=Status.DRAFT)
    shown = client.get(f"{HERE}?add={hidden}").content.decode().replace(str(hidden), "N")
    assert shown == Client().get(f"{HERE}?add=424242").content.decode().replace("424242", "N")
    assert "form" not in {form.tag for form in page(client.get(f"{HERE}?add={hidden}")).cssselect("main form")}
    client.post(HERE, {"save": str(hidden)})
    assert saved(client) == ()


def test_a_hundred_fit_and_not_one_more(client: Client) -> None:
    ids = publish_all([{"title": f"Asthma {number}"} for number in range(MOST + 1)])
    holding(client, *ids[:99])
    client.post(HERE, {"save": str(ids[99])})
    assert len(saved(client)) == MOST
    response = client.post(HERE, {"save": str(ids[100])})
    assert response.status_code == 200
    assert "Nothing was saved: a shortlist holds at most 100 activities" in said(response)
    assert result_ids(page(response)) == [ids[100]]
    assert len(saved(client)) == MOST


def test_a_hundred_of_the_longest_ids_fit_into_a_cookie() -> None:
    longest = Shortlist(tuple(range(LARGEST_ID - MOST + 1, LARGEST_ID + 1)))
    jar = SimpleCookie({NAME: longest.to_cookie()})
    assert len(jar.output(header="")) < LONGEST_COOKIE
    assert Shortlist.parse(jar[NAME].value) == longest


def test_page_asks_for_all_its_listings_at_once(client: Client) -> None:
    first, second, third, gone = (publish() for _ in range(4))
    assert asked(holding(client, first), HERE) == ["chosen listings"]
    assert asked(holding(client, first, second, third), HERE) == ["chosen listings"]
    withdraw(gone, first)
    assert asked(holding(client, first, gone), HERE) == ["chosen listings"] * 2
    assert asked(client, f"{HERE}?id={first}&id={gone}") == ["chosen listings"] * 2
    assert asked(Client(), HERE) == []


FORGED = Shortlist((13645,)).to_cookie().replace("13645", "13646") if project.configured else ""


@pytest.mark.parametrize(
    "cookie", [FORGED, "", "13645", "13645:x", ":", "\x7f", "é", "0" * 5000, "1." * 3000, "-1:abc", "<script>", "a=b;c"]
)
def test_cookie_that_is_not_ours_is_an_empty_shortlist_and_said_to_be(client: Client, cookie: str) -> None:
    client.cookies[NAME] = cookie
    document = read(client, HERE)
    assert "could not be read, so the shortlist starts empty" in words(document)
    assert result_ids(document) == []
    activity_id = publish()
    client.post(HERE, {"save": str(activity_id)})
    assert saved(client) == (activity_id,)


@pytest.mark.parametrize("value", ["x", "-1", "0", "1e5", "१२", "9" * 5000, "1" * 13, "\x7f", "<b>", "1;2", "1 2"])
@pytest.mark.parametrize("name", ["add", "id", "again", "note", "clear"])
def test_bad_value_is_named_and_never_a_failure(client: Client, name: str, value: str) -> None:
    response = client.get(HERE, {name: value})
    assert response.status_code == 200
    assert ("could not be used" in said(response)) is (name in ("add", "id"))
    for action in ("save", "remove", "up", "down"):
        assert client.post(HERE, {action: value}).status_code == 302


ids = some.lists(some.integers(1, 200), max_size=MOST, unique=True).map(tuple)


@given(ids, ids)
def test_saving_keeps_order_holds_each_once_and_is_all_or_nothing(held: tuple[int, ...], new: tuple[int, ...]) -> None:
    more = [one for one in new if one not in held]
    if len(held) + len(more) > MOST:
        with pytest.raises(Full):
            Shortlist(held).having(new)
    else:
        assert Shortlist(held).having(new).ids == (*held, *more)


@given(ids, some.integers(1, 200), some.integers(-200, 200))
def test_moving_and_removing_lose_nothing_else(held: tuple[int, ...], one: int, steps: int) -> None:
    moved = Shortlist(held).moved(one, steps).ids
    assert sorted(moved) == sorted(held)
    assert Shortlist(moved).without([one]) == Shortlist(held).without([one])
    if one in held:
        assert moved.index(one) == min(max(held.index(one) + steps, 0), len(held) - 1)


@given(some.text(max_size=60))
def test_no_text_but_our_own_is_read(cookie: str) -> None:
    assert Shortlist.parse(cookie) == Shortlist(unreadable=True)


@given(ids)
def test_what_is_kept_is_what_is_read(held: tuple[int, ...]) -> None:
    assert Shortlist.parse(Shortlist(held).to_cookie()) == Shortlist(held)
