"""A list as a file: the same listings in the same order in every format, refused whole rather than wrong."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from activities import files, records, workflow
from activities.models import Activity, Listing, Status, Withdrawal
from activities.search import addresses
from activities.search.index.current import catalog_index
from activities.search.results import every
from activities.search.selection import Selection
from tests import random_catalog
from tests.factories import DAY, catalog_for_a_module, publish
from tests.file_reader import ATOM, IDS, atom_feed, ris_records
from tests.listing_reader import on_day, result_ids
from tests.random_catalog import selections
from tests.reader import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KINDS = tuple(files.LIST_FILES)
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def catalog(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield


@pytest.fixture
def today(catalog: None) -> Iterator[None]:
    with on_day(DAY):
        yield


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    content: bytes = response.getvalue()
    return content


def is_refused(asked: Selection) -> bool:
    """Whether a list is empty for a reason that a file is refused for."""
    credits_cross = None not in (asked.min_credits, asked.max_credits) and asked.min_credits > asked.max_credits
    days_cross = None not in (asked.starts_from, asked.starts_to) and asked.starts_from > asked.starts_to
    return bool(asked.nothing) or credits_cross or days_cross


@given(selection=selections().filter(lambda asked: not is_refused(asked)))
@settings(max_examples=20)
def test_every_file_holds_the_ids_of_the_list_in_its_order(catalog: None, selection: Selection) -> None:
    client = Client()
    with on_day(selection.day):
        listed = result_ids(read(client, addresses.address(paged(selection), "/activities/")))
        found = {kind: IDS[kind](body(client, addresses.address(selection, f"/activities.{kind}"))) for kind in KINDS}
    dated = [one for one in listed if has_a_day(one)]
    assert found == {kind: dated if kind == "ics" else listed for kind in KINDS}


def paged(selection: Selection) -> Selection:
    """The whole of the list on one page: the catalog of these tests is small."""
    return Selection(**{name: getattr(selection, name) for name in Selection.__slots__} | {"page": 1, "per_page": 100})


def has_a_day(activity_id: int) -> bool:
    record = records.parse(Listing.objects.get(activity_id=activity_id).record)
    return bool(record["last_day"] or (records.is_held(record) and record["starts"]))


@each_kind
def test_file_is_for_taking_away(client: Client, today: None, kind: str) -> None:
    response = client.get(f"/activities.{kind}?board=abim&fee=free&q=asthma")
    assert response.headers["Content-Type"] == files.LIST_FILES[kind].content_type
    attached = f'attachment; filename="cme-activities-asthma-abim-free-2026-09-01.{kind}"'
    assert response.headers.get("Content-Disposition") == (None if kind == "atom" else attached)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"].startswith("public")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("board=nope", "board: “nope”"),
        ("max_price=1e9", "max_price: “1e9”"),
        ("open_on=2026-02-30", "open_on: “2026-02-30”"),
        ("sort=%3Cb%3E", "sort: “<b>”"),
        ("board=abim&board=nope", "board: “nope”"),
        ("q=%01x", "q:"),
        ("member=nobody", "member: “nobody”"),
        ("max_price=" + "9" * 3000, "max_price:"),
        ("page=0", "page: “0”"),
        ("min_credits=2&max_credits=1", "min_credits: “2”"),
    ],
)
def test_bad_value_is_named_and_there_is_no_file(client: Client, today: None, query: str, named: str) -> None:
    for kind in KINDS:
        response = client.get(f"/activities.{kind}?{query}")
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        assert named in response.text
        assert "Content-Disposition" not in response.headers


@each_kind
def test_unknown_parameter_changes_nothing(client: Client, today: None, kind: str) -> None:
    assert IDS[kind](body(client, f"/activities.{kind}?utm_source=x&columns[]=1")) == IDS[kind](
        body(client, f"/activities.{kind}")
    )


@each_kind
def test_empty_list_is_a_file_without_rows(client: Client, today: None, kind: str) -> None:
    assert IDS[kind](body(client, f"/activities.{kind}?q=xylophonitis")) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "atom"])
def test_page_makes_no_difference_to_a_file(client: Client, today: None, kind: str) -> None:
    whole, second = (IDS[kind](body(client, f"/activities.{kind}{query}")) for query in ("", "?page=2&per_page=10"))
    assert whole == second
    assert len(whole) > 10


def test_feed_comes_in_pages_that_lead_to_one_another(
    client: Client, today: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.feeds.ENTRIES", 7)
    address, walked, identifiers = "http://testserver/activities.atom?expired=1", list[int](), set[str]()
    while address:
        feed = atom_feed(content := body(client, address.removeprefix("http://testserver")))
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == address
        identifiers.add(feed.findtext(f"{ATOM}id"))
        walked += IDS["atom"](content)
        address = links.get("next", "")
    assert walked == catalog_index.ids(Selection(day=DAY, include_expired=True), 0, 1000)
    assert identifiers == {"http://testserver/activities.atom?expired=1"}


def test_feed_says_what_it_is_about_and_when_it_changed(client: Client, today: None) -> None:
    feed = atom_feed(body(client, "/activities.atom?board=abim"))
    assert feed.findtext(f"{ATOM}title") == "CME Catalog: Board: Internal Medicine (ABIM)"
    newest = max(entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry"))
    assert feed.findtext(f"{ATOM}updated") == newest


def test_json_is_the_text_that_the_digests_cover(client: Client, today: None) -> None:
    found = json.loads(body(client, "/activities.json"))
    for record in found:
        assert records.digest(records.canonical(record)) == Listing.objects.get(activity=record["activity_id"]).digest


def test_head_has_the_headers_and_writes_nothing(client: Client, today: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.head("/activities.xlsx?fee=free")
    assert response.headers["Content-Disposition"].endswith('-free-2026-09-01.xlsx"')
    assert response.getvalue() == b""
    assert not [query for query in queries if "record" in query["sql"]]


@each_kind
def test_file_is_not_sent_to_who_has_it(client: Client, today: None, kind: str) -> None:
    tag = client.get(f"/activities.{kind}").headers["ETag"]
    again = client.get(f"/activities.{kind}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    publish("Another")
    assert client.get(f"/activities.{kind}", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_file_is_only_for_reading(client: Client, today: None, method: str) -> None:
    assert client.generic(method, "/activities.csv").status_code == 405


def test_listing_withdrawn_while_the_file_is_written_is_left_out(today: None) -> None:
    made = [publish(f"Number {number}") for number in range(3)]
    wanted = every(Selection(day=DAY))
    activity = Activity.objects.get(pk=made[1])
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    found = [listing.activity_id for listing in wanted]
    assert [one for one in found if one in made] == [made[2], made[0]]
    assert len(wanted) == len(found) + 1


def test_drafts_and_withdrawn_listings_are_in_no_file(client: Client, today: None) -> None:
    hidden = set(Activity.objects.exclude(status=Status.PUBLISHED).values_list("pk", flat=True))
    assert hidden
    for kind in KINDS:
        assert not hidden & set(IDS[kind](body(client, f"/activities.{kind}?expired=1"))), kind


@pytest.mark.parametrize("kind", ["csv", "ris"])
def test_as_many_queries_for_one_chunk_as_for_less(client: Client, today: None, kind: str) -> None:
    def asked(query: str) -> int:
        body(client, f"/activities.{kind}{query}")
        with CaptureQueriesContext(connection) as queries:
            body(client, f"/activities.{kind}{query}")
        return len(queries)

    assert asked("?expired=1") == asked("?fee=free") == 3


@each_kind
@pytest.mark.parametrize("text", ["{}", "activity {}", "#{}", "https://doi.org/10.5555/EXPIRED.1"])
def test_identifier_gives_its_one_listing_even_an_expired_one(
    client: Client, today: None, kind: str, text: str
) -> None:
    made = publish(doi="10.5555/expired.1", expires=DAY - timedelta(days=9))
    asked = urlencode({"q": text.format(made)})
    assert IDS[kind](body(client, f"/activities.{kind}?{asked}")) == [made]
    assert IDS[kind](body(client, f"/activities.{kind}?{asked}&board=abnm")) == []


def test_name_of_a_file_is_short_plain_ascii() -> None:
    everything = Selection(
        day=DAY,
        text='x"\r\nSet-Cookie: a=b; été ' + "word " * 50,
        board=("abim",),
        open_on=DAY + timedelta(days=9),
    )
    name = files.name(everything, "csv")
    assert name.isascii()
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(name) < 120


def test_name_tells_the_selection(today: None) -> None:
    asked = Selection(day=DAY, board=("abim", "abp"), fee=("free",), members=("ama",), include_expired=True)
    assert files.name(asked, "csv") == "cme-activities-abim-abp-free-ama-expired-2026-09-01.csv"
    later = Selection(day=DAY + timedelta(9), open_on=DAY + timedelta(9))
    assert files.name(later, "ics") == "cme-activities-open-2026-09-10-2026-09-01.ics"


def test_citations_of_a_list_name_page_and_day(client: Client, today: None) -> None:
    publish("Citing", doi="10.5555/x.1", sets={"keywords": ["equity"]}, provider="example-lung", released=DAY)
    record = ris_records(body(client, "/activities.ris?q=citing"))[0]
    assert (record["TY"], record["TI"], record["AU"]) == (["ELEC"], ["Citing"], ["Example Lung"])
    assert record["KW"] == ["Equity, Diversity, and Inclusion"]
    assert record["UR"] == [f"http://testserver/activities/{record['ID'][0]}/"]
    assert (record["PY"], record["Y2"]) == (["2026"], ["2026/09/01/"])
    assert record["L3"] == ["https://doi.org/10.5555/x.1"]
    assert "DO" not in record


def test_list_offers_its_files_with_the_same_question(client: Client, today: None) -> None:
    document = read(client, "/activities/?sort=title&board=abim&page=2&per_page=10&format=journal&utm_source=x")
    offered = [link.get("href") for link in document.cssselect("#results .files a")]
    assert offered == [f"/activities.{kind}?board=abim&format=journal&sort=title" for kind in KINDS]
    assert result_ids(read(client, "/activities/?board=abim&format=journal&sort=title&per_page=100")) == IDS["json"](
        body(client, offered[2])
    )
    feeds = {link.get("type"): link.get("href") for link in document.cssselect("head link[rel=alternate]")}
    assert feeds == {"application/atom+xml": offered[3], "application/json": offered[2]}


def test_list_without_filters_offers_everything(client: Client, today: None) -> None:
    links = read(client, "/activities/").cssselect("#results .files a")
    assert [link.get("href") for link in links] == [f"/activities.{kind}" for kind in KINDS]


@pytest.mark.parametrize("query", ["q=xylophonitis", "board=nope"])
def test_empty_list_offers_no_file(client: Client, today: None, query: str) -> None:
    assert not read(client, f"/activities/?{query}").cssselect(".files")
