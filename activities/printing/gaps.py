"""The parts of a card that depend on the reader or on the day, as HTML: they fill the gaps of the stored card.

They stand here and not in a template because a list fills a hundred of them for one page.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from activities.prices import AMA_PRA_1, EffectivePrice, effective_price, sorting_credit
from activities.printing import words
from activities.printing.approvals import REGISTERED
from activities.records import CreditRecord, PriceRecord
from activities.search.selection import Selection
from activities.status import Standing
from cme_catalog.lib.numbers import hundredths

MOST_CODES = 6
"""Board codes a card prints before it says how many more there are."""

STATUS = {one: format_html('<span class="status status-{}">{}</span>', one, one.word) for one in Standing}


class Claim(NamedTuple):
    """A row of the approval list as cards read it: codes, names and the days it counts from and until."""

    board: str
    abbreviation: str
    label: str
    basis: str
    approval: str
    points_kind: str
    says: str
    begins: str
    ends: str


def until(standing: Standing, last_day: str) -> SafeString:
    """The last day on which the activity can be taken, or could be."""
    if not last_day:
        return SafeString("Last day not stated")
    if standing == Standing.EXPIRED:
        return format_html("Expired {}", words.day(last_day))
    return format_html('Open until <time datetime="{}">{}</time>', last_day, words.day(last_day))


def credit(rows: list[CreditRecord], chosen: tuple[str, ...]) -> SafeString:
    """The credit that sorts, its type for listeners, and how many alternatives there are."""
    main = _main_credit(rows, chosen)
    if main is None:
        return SafeString("Credit not stated")
    named = main["type"]["name"] if main["type"] else "type not stated"
    others = len(rows) - 1
    more = _quiet(f" or {others} other type{'s' if others > 1 else ''}") if others else ""
    amount = escape(words.credits_alone(main["amount"]))
    return SafeString(f'{amount}<span class="visually-hidden">, {escape(named)}</span>{more}')


def _main_credit(rows: list[CreditRecord], chosen: tuple[str, ...]) -> CreditRecord | None:
    """The credit that sorts; of two equal amounts the one of a chosen type, then of AMA PRA Category 1."""
    largest = sorting_credit(rows, chosen)
    same = [row for row in rows if hundredths(Decimal(row["amount"])) == largest]
    return min(same, key=lambda row: (_code(row) not in chosen, _code(row) != AMA_PRA_1), default=None)


def _code(row: CreditRecord) -> str:
    return row["type"]["code"] if row["type"] else ""


def price(rows: list[PriceRecord], members: Collection[str]) -> SafeString:
    """The effective price, and what it is for readers without or with another membership."""
    found = effective_price(rows, members)
    note = _price_note(rows, found)
    return SafeString(f"{escape(words.effective(found))}{_quiet(f' ({note})') if note else ''}")


def _price_note(rows: list[PriceRecord], found: EffectivePrice) -> str:
    """The public price beside a member's one; or that some members pay less than what is printed."""
    if found.audience != "public":
        public = effective_price(rows)
        return f"{words.effective(public)} for others" if public.kind != "not-stated" else ""
    best = effective_price(rows, {row["audience"] for row in rows})
    if best.cents is None or best.cents == found.cents:
        return ""
    return "free for some members" if best.cents == 0 else "less for some members"


def boards(claims: Iterable[Claim], silence: str, selection: Selection) -> SafeString:
    """The chosen boards and what they say, then the codes of the others; approvals and registrations apart."""
    day, chosen = selection.day.isoformat(), selection.board
    counting = [claim for claim in claims if claim.begins <= day and (not claim.ends or day <= claim.ends)]
    if not counting:
        return _quiet(silence)
    if selection.approval or selection.basis or selection.points_kind:
        counting.sort(key=lambda claim: not _is_asked_for(claim, selection))
    says: dict[str, dict[str, None]] = {}
    codes: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for board, abbreviation, label, basis, _, _, said, _, _ in counting:
        if board in chosen:
            says.setdefault(label, {})[said] = None
        else:
            codes[basis == REGISTERED][abbreviation] = None
    parts = [f"<strong>{escape(label)}: {escape(', '.join(says[label]))}</strong>" for label in sorted(says)]
    for what, found in (("Also approved" if says else "Approved", codes[False]), ("Registered", codes[True])):
        if found:
            parts.append(_codes(what, list(found)))
    return SafeString(" ".join(parts))


def _is_asked_for(claim: Claim, selection: Selection) -> bool:
    """Whether the claim is of the type, basis and kind of points that the reader's question is about."""
    return (
        (not selection.approval or claim.approval in selection.approval)
        and (not selection.basis or claim.basis in selection.basis)
        and (not selection.points_kind or claim.points_kind in selection.points_kind)
    )


def _codes(what: str, codes: list[str]) -> str:
    more = f", +{len(codes) - MOST_CODES}" if len(codes) > MOST_CODES else ""
    return f"<span>{what}: {escape(', '.join(codes[:MOST_CODES]))}{more}</span>"


def _quiet(text: str) -> SafeString:
    return SafeString(f'<span class="quiet">{escape(text)}</span>')
