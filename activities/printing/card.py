"""A listing on a list: the four facts a reader scans for, in one fixed order, seen through the reader's question.

The door renders the card once and stores it with gaps; a list fills the gaps for its reader and its day.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from activities import records
from activities.models import ApprovalList, Listing
from activities.printing import gaps
from activities.printing.gaps import Claim
from activities.records import ApprovalRecord, Record
from activities.search.selection import Selection
from activities.status import Standing, standing

TEMPLATE = "activities/_card.html"
GAPS = ("level", "status", "credits", "price", "until", "boards")
# Control characters, which no stored text may hold: one stands between fields, one on both sides of a gap's name.
_FIELD, _MARK = "\x1d", "\x1e"
_ALWAYS = ("", "9999-12-31")


class StoredCard(NamedTuple):
    """A card with gaps, as fields of text: a list reads a hundred of them and needs most of them for the usual reader.

    `html` has the names of gaps between marks. `credit`, `price` and `boards` fill them for a reader who chose nothing
    that changes them, boards from the day `first` to the day `last`; `open` and `expired` say until when. The rest is
    what fills them for other readers; `credits`, `prices` and `claims` are JSON.
    """

    made_by: str
    html: str
    credit: str
    price: str
    boards: str
    open: str
    expired: str
    first: str
    last: str
    last_day: str
    silence: str
    credits: str
    prices: str
    claims: str

    @classmethod
    def of(cls, record: Record, day: date) -> "StoredCard":
        """The card of a record as it is on a day; it can be filled for any other day."""
        record = _without_marks(record)
        claims = [claim_of(row) for row in record["approvals"]]
        silence = "No board lists it" if record["approval_list"] == ApprovalList.COMPLETE else "Approvals not recorded"
        first, last = _holds(claims, day)
        return cls(
            made_by=maker(),
            html=_html(record),
            credit=gaps.credit(record["credits"], ()),
            price=gaps.price(record["prices"], ()),
            boards=gaps.boards(claims, silence, Selection(day=day)),
            open=gaps.until(Standing.OPEN, record["last_day"]),
            expired=gaps.until(Standing.EXPIRED, record["last_day"]),
            first=first,
            last=last,
            last_day=record["last_day"],
            silence=silence,
            credits=_json(record["credits"]),
            prices=_json(record["prices"]),
            claims=_json(claims),
        )

    def to_text(self) -> str:
        return _FIELD.join(self)

    @classmethod
    def parse(cls, text: str) -> "StoredCard":
        return cls(*text.split(_FIELD))

    def fill(self, selection: Selection, level: int) -> SafeString:
        """The card as HTML for a reader with this question, its title a heading of this level."""
        stands = standing(date.fromisoformat(self.last_day) if self.last_day else None, selection.day)
        filled = {
            "level": str(level),
            "status": gaps.STATUS[stands],
            "until": self.expired if stands is Standing.EXPIRED else self.open,
            "credits": self._credit(selection),
            "price": self._price(selection),
            "boards": self._boards(selection),
        }
        whole = [filled[part] if at % 2 else part for at, part in enumerate(self.html.split(_MARK))]
        return mark_safe("".join(whole))  # noqa: S308

    def _credit(self, selection: Selection) -> str:
        return gaps.credit(json.loads(self.credits), selection.credit_type) if selection.credit_type else self.credit

    def _price(self, selection: Selection) -> str:
        # Most listings have no price for members; finding the code in the text is ten times faster than reading it.
        if selection.members and any(code in self.prices for code in selection.members):
            return gaps.price(json.loads(self.prices), selection.members)
        return self.price

    def _boards(self, selection: Selection) -> str:
        asked = selection.board or selection.approval or selection.basis or selection.points_kind
        if not asked and self.first <= selection.day.isoformat() <= self.last:
            return self.boards
        return gaps.boards(map(Claim._make, json.loads(self.claims)), self.silence, selection)


def stored(record: Record, day: date) -> str:
    """The text of `Listing.card` for a record."""
    return StoredCard.of(record, day).to_text()


def cards_of(listings: Iterable[Listing], selection: Selection, level: int = 2) -> list[SafeString]:
    """The cards of public listings as HTML, in their order."""
    return [_current(listing, selection).fill(selection, level) for listing in listings]


def standing_of(record: Record, day: date) -> Standing:
    """The standing of a listing on a day."""
    return standing(date.fromisoformat(record["last_day"]) if record["last_day"] else None, day)


@cache
def maker() -> str:
    """Names what makes cards in this process: a digest of their template and of the code that fills it."""
    template = Path(str(get_template(TEMPLATE).origin))  # type: ignore[attr-defined]
    code = [Path(__file__).with_name(f"{name}.py") for name in ("card", "gaps", "words")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in [template, *code])).hexdigest()[:16]


def _current(listing: Listing, selection: Selection) -> StoredCard:
    """The stored card; one that another template made is made anew, until `publish_catalog` stores it."""
    if listing.card.startswith(maker()):
        return StoredCard.parse(listing.card)
    return StoredCard.of(records.parse(listing.record), selection.day)


def _without_marks(record: Record) -> Record:
    """The record without marks that got in past validation: they would open gaps and fields of their own."""
    text = cleaned = records.canonical(record)
    for mark in (_FIELD, _MARK):
        cleaned = cleaned.replace(json.dumps(mark)[1:-1], " ")
    return record if cleaned == text else records.parse(cleaned)


def _json(rows: Sequence[object]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _html(record: Record) -> str:
    """The rendered template with marks around the names of its gaps; it escapes every value of the record."""
    context = {
        "record": record,
        "address": reverse("activities:activity_detail", args=[record["activity_id"]]),
        "gap": {name: f"{_MARK}{name}{_MARK}" for name in GAPS},
    }
    return get_template(TEMPLATE).render(context).strip()


def claim_of(row: ApprovalRecord) -> Claim:
    """A row of the approval list as cards read it."""
    board, approval, kind = row["board"], row["type"], row["points_kind"]
    return Claim(
        board=board["code"],
        abbreviation=board["abbreviation"],
        label=board["label"],
        basis=row["basis"],
        approval=approval["code"] if approval else "",
        points_kind=kind["code"] if kind else "",
        says=_says(row),
        begins=row["from"],
        ends=row["until"],
    )


def _says(row: ApprovalRecord) -> str:
    if row["type"] is not None:
        return row["type"].get("short", row["type"]["name"])
    return f"registered ({row['points_kind']['name']})" if row["points_kind"] else "registered"


def _holds(claims: list[Claim], day: date) -> tuple[str, str]:
    """The first and the last day between which the same claims count as on this day."""
    turns = [date.fromisoformat(claim.begins) for claim in claims if claim.begins]
    turns += [date.fromisoformat(claim.ends) + timedelta(days=1) for claim in claims if claim.ends]
    before = max((turn for turn in turns if turn <= day), default=None)
    after = min((turn for turn in turns if turn > day), default=None)
    return (
        before.isoformat() if before else _ALWAYS[0],
        (after - timedelta(days=1)).isoformat() if after else _ALWAYS[1],
    )
