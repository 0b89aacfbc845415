"""Facets, chips, choices and pages come ready to print, each with its address."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from activities import workflow
from activities.models import Activity, Keyword, Withdrawal
from activities.search.facets import TOP, Facet
from activities.search.results import Answer, answer, every
from activities.search.selection import FACETS, Selection
from tests import factories
from tests.factories import DAY, approval, registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog(db: None) -> Iterator[None]:
    with time_machine.travel(f"{DAY}T12:00:00-04:00", tick=False):
        factories.make_vocabularies()
        yield


def asked(query: str = "", path: str = "") -> Answer:
    return answer(QueryDict(query), path=path)


def facet(found: Answer, name: str) -> Facet:
    return next(facet for facet in found.facets if facet.name == name)


def printed(found: Answer, name: str) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in facet(found, name).values]


def test_facets_stand_in_the_order_of_the_contract() -> None:
    assert tuple(facet.name for facet in asked().facets) == FACETS


def test_values_that_match_nothing_stay() -> None:
    factories.publish(approvals=[approval("abim")])
    assert printed(asked(), "board") == [("abim", 1), ("abnm", 0), ("abp", 0), ("abs", 0)]
    assert printed(asked(), "fee")[0] == ("free", 0)


def test_values_are_labelled_in_words() -> None:
    factories.publish(approvals=[approval("abim")])
    first = facet(asked(), "board").values[0]
    assert (first.label, first.selected) == ("Internal Medicine (ABIM)", False)
    labels = [value.label for value in facet(asked(), "fee").values]
    assert labels == ["Free", "Under $50", "$50 to $200", "Over $200", "Varies", "Price not stated"]


def test_states_are_named_and_places_abroad_stay_as_they_are() -> None:
    factories.publish(state="NY")
    factories.publish(state="Ontario")
    assert [value.label for value in facet(asked(), "state").values] == ["New York", "Ontario"]


def test_an_approval_type_that_no_public_listing_uses_is_hidden() -> None:
    factories.publish(approvals=[approval("abim", "self-assessment")])
    factories.publish(approvals=[approval("abim", "patient-safety")], status="draft")
    assert printed(asked(), "approval") == [("self-assessment", 1)]
    assert printed(asked("approval=patient-safety"), "approval") == [("self-assessment", 1), ("patient-safety", 0)]


def test_nothing_of_a_draft_or_a_withdrawn_listing_is_counted_or_offered() -> None:
    hidden = {"provider": "example-skin", "sets": {"keywords": ["unused"], "specialties": ["cardiology"]}}
    factories.publish("Secret draft", status="draft", state="WY", **hidden)
    gone = Activity.objects.get(pk=factories.publish("Gone", state="AK", approvals=[registration("abim")], **hidden))
    workflow.withdraw(gone, version=1, by="tests", reason="Gone.", public_reason=Withdrawal.ENDED)
    found = asked("expired=1")
    assert found.total == 0
    for name in ("provider", "keyword", "specialty", "state", "points_kind", "approval"):
        assert printed(found, name) == [], name
    assert {value.count for facet in found.facets for value in facet.values} == {0}


def test_short_vocabularies_keep_their_order_and_others_go_by_count() -> None:
    factories.publish(sets={"competencies": ["prof"]}, format_id="live")
    factories.publish(sets={"competencies": ["prof", "mk"]}, format_id="live")
    factories.publish(format_id="enduring")
    assert [value for value, _ in printed(asked(), "competency")] == ["pc", "mk", "prof"]
    assert printed(asked(), "format") == [("live", 2), ("enduring", 1), ("journal", 0)]
    assert printed(asked("format=journal"), "format")[0] == ("journal", 0)


def test_a_long_facet_shows_its_top_and_keeps_the_rest() -> None:
    codes = [f"k{number:02}" for number in range(TOP + 4)]
    Keyword.objects.bulk_create(Keyword(code=code, name=code) for code in codes)
    factories.publish(sets={"keywords": codes})
    long = facet(asked(), "keyword")
    assert (long.long, len(long.top), len(long.rest)) == (True, TOP, 4)
    many = facet(asked("&".join(f"keyword={code}" for code in codes[2:])), "keyword")
    assert list(many.top) == codes[2:]
    assert len(many.chosen) == TOP + 2
    short = facet(asked(), "specialty")
    assert (short.long, short.top, short.rest) == (False, short.codes, ())


def test_an_address_adds_the_value_or_takes_it_away_and_begins_at_the_first_page() -> None:
    factories.publish(approvals=[approval("abim")])
    found = asked("board=abs&fee=free&page=1&per_page=10&sort=title&unknown=1", path="/activities/")
    boards = {value.value: value.address for value in facet(found, "board").values}
    assert boards["abs"] == "/activities/?fee=free&per_page=10&sort=title"
    assert boards["abim"] == "/activities/?board=abim&board=abs&fee=free&per_page=10&sort=title"
    assert facet(asked("board=abs", path="/activities/"), "board").values[0].address == "/activities/"
    assert facet(asked("board=abs"), "board").values[0].address == "?"


def test_taking_a_value_replaces_what_was_refused() -> None:
    boards = {value.value: value.address for value in facet(asked("board=nobody&fee=free"), "board").values}
    assert boards["abim"] == "?board=abim&fee=free"


def test_the_canonical_address_leaves_out_what_is_usual_and_sorts_the_rest() -> None:
    usual = "page=1&per_page=25&expired=0&expand=1&explain=0&fee="
    query = f"sort=newest&{usual}&state=ny&max_price=050.00&board=abs&board=ABIM&q=+x++y"
    assert asked(query).canonical == "board=abim&board=abs&max_price=50&q=x+y&sort=newest&state=NY"
    assert asked("sort=newest&page=1&per_page=25&expired=0").canonical == ""
    assert asked("explain=1&fee=free").canonical == "fee=free"
    assert asked("min_credits=0.50&open_on=2026-10-01&expired=1&q_as=text&expand=0&member=AMA").canonical == (
        "expand=0&member=ama&min_credits=0.5&open_on=2026-10-01&q_as=text"
    )


def test_every_piece_of_the_question_is_a_chip_with_the_way_out_of_it() -> None:
    query = (
        "q=heart&board=abim&board=abs&fee=free&member=ama&max_price=49.50&min_credits=0.5&max_credits=2"
        "&starts_from=2026-09-02&starts_to=2026-12-31&expired=1&keyword=nothing+like+it"
    )
    found = asked(query)
    assert [(chip.about, chip.label) for chip in found.chips] == [
        ("Search", "“heart”"),
        ("Board", "Internal Medicine (ABIM)"),
        ("Board", "Surgery (ABS)"),
        ("Keyword", "“nothing like it” is not known"),
        ("Price", "Free"),
        ("Prices for members of", "American Medical Association"),
        ("Price at most", "$49.50"),
        ("Credits at least", "0.5"),
        ("Credits at most", "2"),
        ("Starts on or after", "September 2, 2026"),
        ("Starts on or before", "December 31, 2026"),
        ("Expired activities", "included"),
    ]
    for chip in found.chips:
        left = asked(chip.address.removeprefix("?"))
        assert len(left.chips) == len(found.chips) - 1, chip
        assert chip not in left.chips


def test_without_the_text_nothing_is_left_of_how_it_was_to_be_read() -> None:
    (chip,) = asked("q=13645&q_as=text&expand=0").chips
    assert (chip.label, chip.address) == ("“13645”", "?")


def test_open_on_is_a_chip_too() -> None:
    (chip,) = asked("open_on=2027-03-01").chips
    assert (chip.about, chip.label, chip.address) == ("Open on", "March 1, 2027", "?")


def test_a_search_without_its_text_goes_back_to_the_usual_order() -> None:
    assert asked("q=heart").chips[0].address == "?"
    assert asked("q=heart&sort=title").chips[0].address == "?sort=title"


def test_choices_change_the_view_and_not_the_list() -> None:
    found = asked("q=heart&fee=free&page=3&member=ama")
    assert [choice.value for choice in found.choices.sorts] == [
        "relevance",
        "newest",
        "expiring",
        "credits",
        "price",
        "price-per-credit",
        "title",
    ]
    assert [choice.selected for choice in found.choices.sorts].index(True) == 0
    assert found.choices.sorts[1].address == "?fee=free&member=ama&q=heart&sort=newest"
    assert found.choices.sizes[0].address == "?fee=free&member=ama&per_page=10&q=heart"
    assert [(choice.value, choice.selected) for choice in found.choices.members] == [("ama", True), ("acp", False)]
    assert found.choices.members[0].address == "?fee=free&q=heart"
    assert "relevance" not in [choice.value for choice in asked().choices.sorts]


def test_pages_offer_the_ends_and_the_neighbors() -> None:
    factories.publish_all({"title": "Asthma"} for _ in range(95))
    found = asked("per_page=10&page=5")
    assert [(link.number, link.gap, link.current) for link in found.pages.links] == [
        (1, False, False),
        (3, True, False),
        (4, False, False),
        (5, False, True),
        (6, False, False),
        (7, False, False),
        (10, True, False),
    ]
    assert (found.pages.first, found.pages.last, found.pages.count) == (41, 50, 10)
    assert (found.pages.previous, found.pages.next) == ("?page=4&per_page=10", "?page=6&per_page=10")
    assert found.pages.links[0].address == "?per_page=10"
    last = asked("per_page=10&page=10").pages
    assert (last.first, last.last, last.next) == (91, 95, "")


def test_an_empty_list_is_one_empty_page() -> None:
    pages = asked("fee=free").pages
    assert (pages.number, pages.count, pages.first, pages.last, pages.previous, pages.next) == (1, 1, 0, 0, "", "")
    assert [link.number for link in pages.links] == [1]


def test_feeds_and_exports_read_the_whole_list_in_order() -> None:
    made = [factories.publish() for _ in range(12)]
    found = asked("per_page=10&page=2")
    assert [listing.activity_id for listing in every(found.selection)] == made[::-1]
    assert [listing.activity_id for listing in found.listings] == made[1::-1]


def test_a_selection_is_a_question_too() -> None:
    made = factories.publish(approvals=[approval("abim")])
    factories.publish()
    found = answer(Selection(day=DAY, board=("abim",)), path="/activities/")
    assert ([listing.activity_id for listing in found.listings], found.canonical) == ([made], "board=abim")


@pytest.mark.parametrize("query", ["", "q=asthma&board=abim&fee=free&max_price=50&sort=price-per-credit&expired=1"])
def test_an_answer_asks_the_database_twice_at_most_whatever_its_size(query: str) -> None:
    def queries() -> int:
        asked(query)  # The index learns what changed.
        with CaptureQueriesContext(connection) as captured:
            found = asked(query)
        assert found.total > 0
        return len(captured)

    def publish(number: int) -> None:
        holds = {"prices": {"public": "0"}, "credits": {"ama-pra-1": "1"}, "approvals": [approval("abim")]}
        factories.publish_all({"title": "Asthma", **holds} for _ in range(number))

    publish(3)
    for_three = queries()
    publish(27)
    assert queries() == for_three <= 2
