"""A stored card, its gaps filled, reads as if it had been made for this reader and this day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from activities import records
from activities.models import Listing
from activities.printing import gaps
from activities.printing.card import StoredCard, cards_of, claim_of
from activities.search.selection import Selection

DAY = date(2026, 11, 23)
BOARDS = ("aba", "abfm", "abim", "abs")
TYPES = ("lifelong-learning", "self-assessment")

days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
iso_days = st.one_of(st.just(""), days.map(date.isoformat))
selections = st.builds(
    Selection,
    day=days,
    board=st.sets(st.sampled_from(BOARDS)).map(lambda found: tuple(sorted(found))),
    approval=st.sets(st.sampled_from(TYPES)).map(lambda found: tuple(sorted(found))),
    members=st.sampled_from([(), ("ama",), ("acp", "ama")]),
    credit_type=st.sampled_from([(), ("aafp-prescribed",)]),
)


@st.composite
def claims(draw: st.DrawFn) -> dict[str, object]:
    board, kind = draw(st.sampled_from(BOARDS)), draw(st.sampled_from(TYPES))
    begins, ends = sorted([draw(iso_days), draw(iso_days)])
    return {
        "board": {"code": board, "abbreviation": board.upper(), "label": f"Board <{board}>", "name": board},
        "basis": "board",
        "type": {"code": kind, "name": kind, "short": kind.capitalize()},
        "points_kind": None,
        "from": begins,
        "until": ends,
    }


@st.composite
def listing_records(draw: st.DrawFn) -> records.Record:
    audiences = draw(st.sets(st.sampled_from(["public", "ama", "acp"])))
    types = draw(st.sets(st.sampled_from(["ama-pra-1", "aafp-prescribed", ""])))
    return {  # type: ignore[typeddict-item]
        "activity_id": 1,
        "title": "A & B",
        "format": None,
        "provider": {"code": "example", "name": "Example <Society>"},
        "joint_providers": [],
        "last_day": draw(iso_days),
        "approval_list": "complete",
        "approvals": draw(st.lists(claims(), max_size=6)),
        "credits": [
            {"type": {"code": code, "name": code} if code else None, "amount": draw(st.sampled_from(["1", "0.5"]))}
            for code in sorted(types)
        ],
        "prices": [
            {"audience": one, "audience_name": one, "kind": "amount", "amount": draw(st.sampled_from(["0", "30"]))}
            for one in sorted(audiences)
        ],
    }


@settings(max_examples=40)
@given(listing_records(), days, selections)
def test_a_card_stored_on_any_day_reads_as_one_made_for_the_reader(
    record: records.Record, made: date, selection: Selection
):
    stored = StoredCard.parse(StoredCard.of(record, made).to_text())
    filled = stored.fill(selection, 2)
    claims = [claim_of(row) for row in record["approvals"]]
    fresh = [
        gaps.boards(claims, "No board lists it", selection),
        gaps.price(record["prices"], selection.members),
        gaps.credit(record["credits"], selection.credit_type),
    ]
    assert all(gap in filled for gap in fresh)
    assert filled == StoredCard.of(record, selection.day).fill(selection, 2)


@settings(max_examples=40)
@given(listing_records(), selections)
def test_a_card_holds_no_mark_and_no_markup_of_its_values(record: records.Record, selection: Selection):
    filled = StoredCard.of(record, DAY).fill(selection, 3)
    assert "\x1e" not in filled
    assert "<Society>" not in filled
    assert "<aba>" not in filled
    assert filled.count("<h3") == filled.count("</h3>") == 1


def test_a_card_of_an_older_template_is_made_anew():
    record: records.Record = {  # type: ignore[typeddict-item]
        "activity_id": 7,
        "title": "New title",
        "format": None,
        "provider": {"code": "example", "name": "Example Society"},
        "joint_providers": [],
        "last_day": "",
        "approval_list": "partial",
        "approvals": [],
        "credits": [],
        "prices": [],
    }
    old = StoredCard.of(record, DAY)
    text = old._replace(made_by="0123456789abcdef", html="<p>Old</p>").to_text()
    listing = Listing(activity_id=7, card=text, record=records.canonical(record))
    (filled,) = cards_of([listing], Selection(day=DAY))
    assert "New title" in filled
    assert "Old" not in filled


@settings(max_examples=40)
@given(listing_records())
def test_a_mark_in_a_title_opens_no_gap_and_no_field(record: records.Record):
    record["title"] = "A\x1eboards\x1eB"
    record["provider"]["name"] = "A\x1dB"
    filled = StoredCard.parse(StoredCard.of(record, DAY).to_text()).fill(Selection(day=DAY), 2)
    assert ">A boards B</a>" in filled
    assert filled.count("card-boards") == 1
