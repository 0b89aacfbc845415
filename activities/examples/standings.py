"""What boards say of an example activity: approvals with their windows, registrations through ACCME."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from activities.examples.dice import Dice
from activities.examples.offers import Credits, Days
from activities.examples.subjects import Subject

YEAR = timedelta(days=364)

BROAD = (
    *("abai", "aba", "abcrs", "abfm", "abmgg", "abnm", "abo", "abos"),
    *("abpath", "abpmr", "abps", "abpm", "abpn", "abr", "abts", "abu"),
)
"""Boards that are named together on many listings, whatever the field."""

POINTS_KINDS = {
    "aba": ["lifelong-learning", "patient-safety"],
    "abim": ["medical-knowledge", "practice-assessment"],
    "abo": ["lifelong-learning", "self-assessment", "patient-safety", "improvement-in-medical-practice"],
    "abos": ["cme", "sae"],
    "abohns": ["self-assessment"],
    "abp": ["lifelong-learning-and-self-assessment"],
    "abpath": ["lifelong-learning", "improvement-in-medical-practice"],
    "abpmr": ["cme", "self-assessment"],
    "abs": ["accredited-cme", "self-assessment"],
    "abts": ["cme"],
}
"""The kinds of points each board takes through ACCME."""

Approval = dict[str, Any]
Window = tuple[date | None, date | None]


def approvals(dice: Dice, subject: Subject, when: Days, today: date, offered: Credits) -> tuple[str, list[Approval]]:
    """How complete the approval list is, and its rows; no two rows say the same with the same beginning."""
    kept = dice.weighted({"complete": 45, "partial": 25, "not-recorded": 30})
    rows: list[Approval] = []
    if kept != "not-recorded" and not dice.chance(0.05):
        for kind, boards in _approved(dice, subject, partial=kept == "partial").items():
            rows += [row for board in boards for row in _by_board(dice, board, kind, when, today)]
    if dice.chance(0.4):
        rows += _registrations(dice, subject, when, offered)
    return kept, rows


def _approved(dice: Dice, subject: Subject, *, partial: bool) -> dict[str, list[str]]:
    """The boards under each approval type: those of the concept, and at times the ones that list almost anything."""
    boards = list(dict.fromkeys([*subject.concept.boards, *subject.other.boards[:1]]))
    learning = list(dict.fromkeys([*boards, *BROAD])) if dice.chance(0.28) else dice.some(boards, 1, len(boards))
    found = {"lifelong-learning": dice.some(learning, 1, max(1, len(learning) // 2)) if partial else learning}
    if subject.format in ("enduring", "internet", "journal") and dice.chance(0.35):
        found["self-assessment"] = dice.some(boards, 1, 4)
    if "safety" in subject.concept.name or dice.chance(0.04):
        found["patient-safety"] = dice.some(boards, 1, 3)
    if subject.format == "pi-cme":
        found["improvement"] = dice.some(boards, 1, 4)
    return found


def _by_board(dice: Dice, board: str, kind: str, when: Days, today: date) -> list[Approval]:
    row = {
        "board": board,
        "basis": "unknown" if dice.chance(0.06) else "board",
        "approval_type": kind,
        "points": Decimal(dice.one((5, 10, 15, 20))) if dice.chance(0.08) else None,
        **_evidence(dice, board, today),
    }
    return [row | {"valid_from": begins, "valid_until": ends} for begins, ends in _windows(dice, when, today)]


def _windows(dice: Dice, when: Days, today: date) -> tuple[Window, ...]:
    """Open, as long as the activity, ended, still to come, or renewed."""
    turn = dice.after(today, -200, -1)
    options: dict[tuple[Window, ...], float] = {
        ((None, None),): 42,
        (_usual(when),): 43,
        ((None, turn),): 3,
        ((turn - YEAR, turn),): 3,
        ((dice.after(today, 1, 120), None),): 5,
        ((turn - YEAR, turn), (turn + timedelta(days=1), None)): 4,
    }
    return dice.weighted(options)


def _usual(when: Days) -> Window:
    return when.released, when.expires or when.ends


def _evidence(dice: Dice, board: str, today: date) -> Approval:
    if dice.chance(0.5):
        return {}
    known = {"evidence_url": f"https://www.example.org/approvals/{board}/{dice.whole(1000, 9999)}"}
    if dice.chance(0.2):
        known = {"evidence_reference": f"Letter EX-{dice.whole(100, 999)} of the provider"}
    return {**known, "checked_on": dice.after(today, -300, 0)}


def _registrations(dice: Dice, subject: Subject, when: Days, offered: Credits) -> list[Approval]:
    boards = [board for board in subject.concept.boards if board in POINTS_KINDS]
    begins, ends = _usual(when)
    return [
        {
            "board": board,
            "basis": "registered",
            "points": offered[0][1] if offered else None,
            "points_kind": kind,
            "valid_from": begins,
            "valid_until": ends,
            "complete_by": ends,
            "reported_by": "physician" if dice.chance(0.1) else "provider",
        }
        for board in boards
        for kind in dice.some(POINTS_KINDS[board], 1, 2)
    ]
