"""What a reader asks of a catalog of editions, and what one answer must say to be of one edition."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lxml import html

from tests.editions import OTHERS, PARTS, PROVIDER, Edition
from tests.reader import words

EDITION = re.compile(r"edition ?(\d+)", re.IGNORECASE)
SORTS = ("title", "newest", "expiring", "price", "credits")
FREE_AND_UNSUPPORTED = urlencode({"provider": PROVIDER, "fee": "free", "support": "no"})
"""No edition is both."""


BESIDE = 1
"""Others on the last page of everything by title, of 25 listings."""


class Mixed(Exception):
    """An answer is not of one edition; the message says what it says."""


class Question(NamedTuple):
    """`address` takes a number that makes it another question each time, the edition last seen, and a part's ID.
    `check` takes the answer and that edition, and returns the edition that the answer is of, or raises Mixed.
    """

    address: Callable[[int, Edition, int], str]
    check: Callable[[str, Edition], Edition]


def only(numbers: Iterable[str]) -> Edition:
    """The one edition that all of these are."""
    found = set(numbers)
    if len(found) != 1:
        raise Mixed(f"editions {', '.join(sorted(found)) or 'none'}")
    return Edition(int(found.pop()))


def agree(edition: Edition, found: Mapping[str, Any], **expected: Any) -> Edition:
    """Raises Mixed unless everything found is as the edition has it."""
    if wrong := [f"{name} {found[name]}, not {expected[name]}" for name in expected if found[name] != expected[name]]:
        raise Mixed(f"edition {edition.number} with {'; '.join(wrong)}")
    return edition


def asking(path: str, number: int, **more: str) -> str:
    """The parts under a limit of the price that nobody asked for before, so that no finished page answers."""
    limit = {"max_price": f"{100 + number / 100:.2f}", "sort": SORTS[number % len(SORTS)]}
    return f"{path}?{urlencode({'provider': PROVIDER, **limit, **more})}"


def listed(text: str) -> dict[str, Any]:
    """What a page of the list says."""
    document = html.document_fromstring(text)
    inputs = {(one.get("name"), one.get("value")): one for one in document.iter("input")}
    cards = [words(one) for one in document.iter("article")]
    label = words(inputs["provider", PROVIDER].getparent())
    return {
        "total": int(words(document.get_element_by_id("result-count")).split()[0]),
        "cards": len(cards),
        "editions": EDITION.findall(" ".join([label, *cards])),
        "prices": {price for card in cards for price in re.findall(r"Free|\$\d+", card)},
        "states": [_count(inputs, "state", code) for code in ("NY", "CA")],
        "support": [_count(inputs, "support", code) for code in ("yes", "no")],
        "free": _count(inputs, "fee", "free"),
        "steps": [words(one) for one in document.xpath("//*[@class='steps']//li")],
    }


def _count(inputs: Mapping[tuple[str, str], Any], name: str, value: str) -> int:
    return int(inputs[name, value].get("data-count")) if (name, value) in inputs else 0


def _of_list(found: Mapping[str, Any], total: int, edition: Edition, *, others: int = 0, beside: int = 0) -> Edition:
    """A list with so many listings because of the edition, all of them on its page, and others, some beside them."""
    return agree(
        edition,
        found,
        total=total + others,
        cards=total + beside,
        prices={f"${edition.price}" if edition.price else "Free"},
        states=[edition.east, PARTS - edition.east],
        support=[total, 0] if edition.even else [0, total],
        free=total if edition.even else 0,
    )


def whole_list(text: str, seen: Edition) -> Edition:
    found = listed(text)
    return _of_list(found, PARTS, only(found["editions"]))


def list_of_everything(text: str, seen: Edition) -> Edition:
    """The last page by title, on which the parts stand."""
    found = listed(text)
    return _of_list(found, PARTS, only(found["editions"]), others=OTHERS, beside=BESIDE)


def eastern_list(text: str, seen: Edition) -> Edition:
    found = listed(text)
    edition = only(found["editions"])
    return _of_list(found, edition.east, edition)


def list_of_a_word(text: str, seen: Edition) -> Edition:
    """The word stands in the titles of one edition only: all of that one answer, or nothing."""
    found = listed(text)
    edition = only(found["editions"])
    total = PARTS if edition == seen else 0
    return _of_list(found, PARTS, edition) if total else agree(edition, found, total=0, cards=0)


def empty_list(text: str, seen: Edition) -> Edition:
    """One filter less leads to all parts or to none, according to the filter: so one of two steps is offered."""
    found = listed(text)
    edition = only(found["editions"])
    kept = "Without commercial support: No" if edition.even else "Without price: Free"
    steps = [f"{kept} {PARTS} activities", f"Without any filter {PARTS + OTHERS} activities"]
    return agree(edition, found, total=0, cards=0, steps=steps)


def _of_records(records: list[dict[str, Any]], edition: Edition) -> Edition:
    """Records that are all as the edition has them."""
    said = {
        "titles": all(one["title"].endswith(f"edition{edition.number}") for one in records),
        "providers": {one["provider"]["name"] for one in records},
        "prices": {Decimal(one["prices"][0]["amount"]) for one in records},
        "support": {one["commercial_support"] for one in records},
    }
    return agree(
        edition,
        said,
        titles=True,
        providers={edition.name},
        prices={Decimal(edition.price)},
        support={edition.support},
    )


def api_list(text: str, seen: Edition) -> Edition:
    edition, answer = only(EDITION.findall(text)), json.loads(text)
    found = answer | {
        "results": len(answer["results"]),
        "states": {one["record"]["state"] for one in answer["results"]},
        "prices": {Decimal(one["effective_price"]["amount"]) for one in answer["results"]},
    }
    agree(
        edition,
        found,
        catalog_version=edition.version,
        total=edition.east,
        results=edition.east,
        states={"NY"},
        prices={Decimal(edition.price)},
    )
    return _of_records([one["record"] for one in answer["results"]], edition)


def api_walk(text: str, seen: Edition) -> Edition:
    edition, answer = only(EDITION.findall(text)), json.loads(text)
    agree(edition, answer, catalog_version=edition.version, total=PARTS)
    return _of_records([one["record"] for one in answer["results"]], edition)


def api_facets(text: str, seen: Edition) -> Edition:
    edition, answer = only(EDITION.findall(text)), json.loads(text)
    counts = {(facet["name"], one["value"]): one["count"] for facet in answer["facets"] for one in facet["values"]}
    found = answer | {
        "states": [counts["state", "NY"], counts["state", "CA"]],
        "support": [counts.get(("support", one), 0) for one in ("yes", "no")],
        "provider": counts["provider", PROVIDER],
    }
    total = edition.east
    return agree(
        edition,
        found,
        catalog_version=edition.version,
        total=total,
        states=[total, PARTS - total],
        support=[total, 0] if edition.even else [0, total],
        provider=total,
    )


def file_of_records(text: str, seen: Edition) -> Edition:
    """Of a file it is only promised that each record is as it stands when it is read: a short one is read at once."""
    edition, records = only(EDITION.findall(text)), json.loads(text)
    agree(edition, {"records": len(records)}, records=PARTS)
    return _of_records(records, edition)


def one_record(text: str, seen: Edition) -> Edition:
    return _of_records([json.loads(text)], only(EDITION.findall(text)))


def one_page(text: str, seen: Edition) -> Edition:
    """What a listing's page says about itself; what stands beside it has a moment of its own."""
    document = html.document_fromstring(text)
    told = [words(document.find(".//title")), words(document.find(".//h1"))]
    told += [one.get("content") for one in document.iter("meta") if one.get("name") == "description"]
    told += document.xpath("//script[@type='application/ld+json']/text()")
    edition = only(EDITION.findall(" ".join(told)))
    price = json.loads(told[-1])["offers"][0]["price"]
    return agree(edition, {"price": Decimal(price)}, price=Decimal(edition.price))


def other_page(text: str, seen: Edition) -> Edition:
    """The front page, or the provider's: names beside counts and some parts."""
    return only(EDITION.findall(text))


LIST, API = "/activities/", "/api/activities/"
OFTEN = (
    Question(lambda number, seen, part: asking(LIST, number), whole_list),
    Question(lambda number, seen, part: asking(LIST, number, state="NY"), eastern_list),
    Question(lambda number, seen, part: asking(API, number, state="NY"), api_list),
    Question(lambda number, seen, part: asking(LIST, number, q=f"edition{seen.number}"), list_of_a_word),
    Question(lambda number, seen, part: asking("/api/facets/", number, state="NY"), api_facets),
)
SELDOM = (
    Question(lambda number, seen, part: f"{LIST}{part}/?q=read{number}", one_page),
    Question(lambda number, seen, part: f"{LIST}?sort=title&page={100 + number}", list_of_everything),
    Question(lambda number, seen, part: asking(API, number, cursor="*"), api_walk),
    Question(lambda number, seen, part: f"{LIST}?page={number}&{FREE_AND_UNSUPPORTED}", empty_list),
    Question(lambda number, seen, part: f"{LIST[:-1]}.json?provider={PROVIDER}", file_of_records),
    Question(lambda number, seen, part: f"{LIST}{part}.json", one_record),
    Question(lambda number, seen, part: f"{API}{part}/", one_record),
    Question(lambda number, seen, part: "/", other_page),
    Question(lambda number, seen, part: f"/providers/{PROVIDER}/", other_page),
)
QUESTIONS = (*OFTEN, *SELDOM, *OFTEN)
