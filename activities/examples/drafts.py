"""Example listings as plain values: all that chance decides, before any database is asked.

The same seed and day give the same drafts, whatever the database, and more of them begin with the same ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from activities.examples import offers, standings
from activities.examples.dice import Dice
from activities.examples.material import Material, material
from activities.examples.offers import Credits, Days, Prices
from activities.examples.standings import Approval
from activities.examples.subjects import Subject, choose
from activities.examples.wording import Wording, keyword_names
from activities.models import Status, Support, TextOrigin, Withdrawal

SITE = "https://www.example.org"
DOI_PREFIX = "10.5555"
"""The prefix that is kept for tests and documentation; no such DOI resolves."""

SUPPORTERS = ("Example Pharmaceuticals", "Example Devices", "Example Diagnostics", "Example Biologics")


@dataclass(slots=True)
class Draft:
    """One example listing. `columns` are the activity's own; everything else is by code, keywords by name.

    `number` counts from 0; so does `successor`, the number of the listing that replaces a withdrawn one.
    """

    number: int
    subject: Subject
    columns: dict[str, Any]
    credits: Credits
    prices: Prices
    approvals: list[Approval]
    keywords: list[str]
    specialties: list[str]
    competencies: list[str]
    settings: list[str]
    strategies: list[str]
    joint_providers: list[str]
    withdrawal: str = ""
    successor: int | None = None


@dataclass(slots=True)
class Drawing:
    """Draws listing after listing, and remembers what each provider last published, for successors and shared DOIs."""

    seed: int
    today: date
    latest: dict[str, Draft] = field(default_factory=dict)

    def drafts(self, count: int) -> Iterator[Draft]:
        for number in range(count):
            yield self._draft(number)

    def _draft(self, number: int) -> Draft:
        dice = Dice(f"{self.seed}:{number}")
        draft = _drawn(dice, material(), number, self.today)
        self._set_status(dice, draft)
        draft.columns["doi"] = self._doi(dice, draft)
        if draft.columns["status"] == Status.PUBLISHED and not draft.withdrawal:
            self.latest[draft.subject.provider.slug] = draft
        return draft

    def _set_status(self, dice: Dice, draft: Draft) -> None:
        """Withdrawn listings are published first, as in life; the withdrawal is a second step."""
        status = dice.weighted({"published": 92.5, "withdrawn": 3.5, Status.DRAFT: 2.5, Status.IN_REVIEW: 1.5})
        draft.columns["status"] = status if status in (Status.DRAFT, Status.IN_REVIEW) else Status.PUBLISHED
        if status == "withdrawn":
            draft.withdrawal = dice.one(Withdrawal.values)
            before = self.latest.get(draft.subject.provider.slug)
            if before and draft.withdrawal in (Withdrawal.REPLACED, Withdrawal.DUPLICATE):
                draft.successor = before.number

    def _doi(self, dice: Dice, draft: Draft) -> str:
        """A DOI of its own for what stands in a journal; once in a while one that another listing has too."""
        journal = draft.subject.format == "journal"
        if not journal and not dice.chance(0.02):
            return ""
        before = self.latest.get(draft.subject.provider.slug)
        if journal and before and before.columns["doi"] and dice.chance(0.015):
            return str(before.columns["doi"])
        initials = "".join(word[0] for word in draft.subject.provider.slug.split("-"))
        return f"{DOI_PREFIX}/{initials}.{draft.columns['released'].year}.{draft.number + 1:06}"


def _drawn(dice: Dice, source: Material, number: int, today: date) -> Draft:
    subject = choose(dice, source)
    when = offers.days(dice, subject.format, today)
    offered = offers.credit_amounts(dice, subject, when)
    approval_list, rows = standings.approvals(dice, subject, when, today, offered)
    return Draft(
        number=number,
        subject=subject,
        columns={
            **_texts(dice, subject, when),
            **offers.columns(when),
            **offers.place(dice, subject.format),
            **_registration(dice, subject, number),
            **_support(dice),
            **_sources(dice, subject, number, today, when),
            "approval_list": approval_list,
        },
        credits=offered,
        prices=offers.prices(dice, subject, offered),
        approvals=rows,
        keywords=keyword_names(dice, subject.concept, subject.other),
        specialties=_specialties(dice, subject),
        competencies=_competencies(dice, subject),
        settings=dice.some(SETTINGS, 1, 3) if dice.chance(0.4) else [],
        strategies=dice.some(STRATEGIES, 1, 1) if dice.chance(0.12) else [],
        joint_providers=_joint_providers(dice, source, subject),
    )


SETTINGS = ["academic-medicine", "inpatient", "outpatient", "rural", "urban", "va-military"]
STRATEGIES = ["patient-safety-medical-errors", "systems-based-practice"]


def _texts(dice: Dice, subject: Subject, when: Days) -> dict[str, str]:
    began = when.starts or when.released
    wording = Wording(dice, subject, began.year if began else 0)
    answers_for_it = subject.provider.accredited_by or subject.provider.name
    disclaimers = [f"This activity is accredited by {answers_for_it}."]
    if dice.chance(0.15):
        disclaimers.append("The faculty have disclosed all relevant financial relationships.")
    return {
        "title": wording.title(),
        "description": wording.description(),
        "objectives": wording.objectives(),
        "diplomate_engagement": wording.engagement() if dice.chance(0.45) else "",
        "disclaimers": "\n".join(disclaimers) if dice.chance(0.85) else "",
        "text_origin": TextOrigin.CATALOG if dice.chance(0.4) else TextOrigin.PROVIDER,
    }


def _registration(dice: Dice, subject: Subject, number: int) -> dict[str, str]:
    if dice.chance(0.08):
        return {}
    limited = subject.format in ("rss", "committee-learning") or dice.chance(0.06)
    return {
        "registration_url": f"{SITE}/{subject.provider.slug}/register/{number + 1}",
        "registration": "limited" if limited else "" if dice.chance(0.2) else "open",
    }


def _support(dice: Dice) -> dict[str, str]:
    support = dice.weighted({Support.NO: 70, Support.UNKNOWN: 18, Support.YES: 12})
    named = dice.some(SUPPORTERS, 1, 2) if support == Support.YES else []
    return {"commercial_support": support, "supporters": "\n".join(named)}


def _sources(dice: Dice, subject: Subject, number: int, today: date, when: Days) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if dice.chance(0.5):
        known["provider_reference"] = f"EX-{number + 1:06}"
    if dice.chance(0.3):
        known["accme_id"] = f"{900_000_000 + number}"
    if dice.chance(0.6):
        known |= {"source_url": f"{SITE}/{subject.provider.slug}/{number + 1}", "source_read": today}
    if dice.chance(0.35):
        known |= {"verified_on": dice.after(today, -200, 0), "verified_by": "Example editor"}
    if when.released and dice.chance(0.25):
        known["reviewed"] = dice.after(when.released, 30, 300)
    return known


def _specialties(dice: Dice, subject: Subject) -> list[str]:
    found = dice.some(subject.field.specialties, 1, 3)
    if "abfm" in subject.concept.boards and dice.chance(0.4):
        found.append("Family Medicine")
    return list(dict.fromkeys(found))


def _competencies(dice: Dice, subject: Subject) -> list[str]:
    """Medical knowledge and patient care for clinical matters, the other four more often for matters of practice."""
    practice = subject.concept.shape == "subject"
    likelihoods = {
        "pc": 0.25 if practice else 0.65,
        "mk": 0.45 if practice else 0.9,
        "pbli": 0.8 if subject.format == "pi-cme" else 0.2,
        "ics": 0.4 if practice else 0.12,
        "prof": 0.45 if practice else 0.05,
        "sbp": 0.45 if practice else 0.12,
    }
    return [code for code, likelihood in likelihoods.items() if dice.chance(likelihood)]


def _joint_providers(dice: Dice, source: Material, subject: Subject) -> list[str]:
    if subject.format == "journal" or not dice.chance(0.14):
        return []
    others = [one.slug for one in source.providers if one.kind != "journal" and one is not subject.provider]
    return dice.some(others, 1, 2)
