"""A listing on its own page: the record as it stands on a day, for a reader with these memberships."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from django.urls import reverse

from activities import records
from activities.models import Listing
from activities.prices import effective_price
from activities.printing import approvals, gaps, links, words
from activities.printing.approvals import Approvals
from activities.printing.card import standing_of
from activities.records import Record
from activities.status import Standing


class Brief(NamedTuple):
    """A listing in one line."""

    title: str
    address: str
    credits: str
    price: str
    until: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page prints beside the record itself. `your_price` is empty unless a chosen membership has a price."""

    record: Record
    version: int
    day: date
    standing: Standing
    approvals: Approvals
    your_price: str

    @property
    def expired(self) -> bool:
        return self.standing is Standing.EXPIRED

    @property
    def ends_in(self) -> str:
        """How soon the last day is, when it is soon: "Ends today", "Ends in 3 days"; else empty."""
        if self.standing is not Standing.ENDING_SOON:
            return ""
        return words.ends_in((date.fromisoformat(self.record["last_day"]) - self.day).days)

    @property
    def period(self) -> str:
        """The days on which a live activity is held."""
        return words.period(self.record["starts"], self.record["ends"])

    @property
    def answered_for(self) -> bool:
        """Whether an organisation other than the provider is known to be the accredited provider."""
        return self.record["accredited_provider"] != self.record["provider"]


def detail(listing: Listing, day: date, members: Collection[str] = ()) -> Detail:
    """The page of a public listing on a day. Memberships whose members pay no price of their own are ignored."""
    return detail_of(records.parse(listing.record), listing.version, day, members)


def detail_of(record: Record, version: int, day: date, members: Collection[str] = ()) -> Detail:
    """The page of a record, which may be that of an earlier version."""
    mine = {row["audience"] for row in record["prices"]}.intersection(members)
    return Detail(
        record=record,
        version=version,
        day=day,
        standing=standing_of(record, day),
        approvals=approvals.of(record, day),
        your_price=words.effective(effective_price(record["prices"], mine)) if mine else "",
    )


def address(record: Record, *, readable: bool = False) -> str:
    """The path of a listing's page, with a slug of its title after it when that is asked for and can be made."""
    path = path_of(record["activity_id"])
    end = links.slug(record["title"]) if readable else ""
    return f"{path}{end}/" if end else path


def path_of(activity_id: int) -> str:
    """The path of the page of a listing."""
    before, after = _around_id()
    return f"{before}{activity_id}{after}"


@cache
def _around_id() -> tuple[str, str]:
    """What stands around the activity ID: looked up once, since a file may hold a hundred thousand addresses."""
    before, _, after = reverse("activities:activity_detail", args=[0]).rpartition("0")
    return before, after


def brief(listing: Listing, day: date) -> Brief:
    """A listing in one line, at its public price."""
    record = records.parse(listing.record)
    return Brief(
        title=record["title"],
        address=address(record),
        credits=gaps.credit(record["credits"], ()),
        price=gaps.price(record["prices"], ()),
        until=gaps.until(standing_of(record, day), record["last_day"]),
    )
