"""Listings side by side: the facts a reader decides by, row for row, with what differs found out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from activities.models import Delivery, Listing, Support
from activities.printing import links, words
from activities.printing.approvals import Claim, Force
from activities.printing.detail import Detail, address, detail

MOST = 4
LETTERS = "ABCD"
REGISTERED = "Registered by the provider for continuing certification credit"
_ID = "Activity ID"
_NOT_LISTED, _NOT_RECORDED = "No board listed", "Not recorded here"
_SILENT = (words.NOT_STATED, _NOT_LISTED, _NOT_RECORDED, "None recorded")
_FORCE = {Force.IN_FORCE: "", Force.ENDED: " (ended)", Force.NOT_YET: " (not yet in force)"}


class Line(NamedTuple):
    """One line of a cell; `alone` when it stands in a list and no other column has it."""

    text: str
    alone: bool = False


class Cell(NamedTuple):
    """What one listing says in a row; `link` is where its first line leads, empty when nowhere."""

    letter: str
    lines: tuple[Line, ...]
    link: str = ""


class Row(NamedTuple):
    label: str
    cells: tuple[Cell, ...]
    differs: bool


class Column(NamedTuple):
    """A listing, by the letter that stands for it where the columns lie below one another."""

    letter: str
    activity_id: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Comparison:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> list[str]:
        return [row.label for row in self.rows if row.differs]


class Question(NamedTuple):
    """What a row asks of each listing; in a list, lines that only one of them has are marked."""

    label: str
    says: "Callable[[Detail], list[str]]"
    in_list: bool = False
    leads_to: "Callable[[Detail], str]" = lambda page: ""


def of(listings: Sequence[Listing], day: date) -> Comparison:
    """At most MOST public listings as they stand on the day. Rows that none of them has anything to say in are left
    out; the activity ID differs by nature and is not marked.
    """
    pages = [detail(listing, day) for listing in listings]
    columns = (
        Column(letter, page.record["activity_id"], page.record["title"], address(page.record))
        for letter, page in zip(LETTERS, pages, strict=False)
    )
    rows = (_row(question, pages) for question in (*_FIRST, *_by_type(pages), *_LAST))
    return Comparison(tuple(columns), tuple(row for row in rows if any(cell.lines for cell in row.cells)))


def _row(question: Question, pages: Sequence[Detail]) -> Row:
    said = [tuple(dict.fromkeys(question.says(page))) for page in pages]
    times = Counter(line for lines in said for line in lines)
    marked = question.in_list and len(pages) > 1
    cells = (
        Cell(
            letter,
            tuple(Line(line, marked and times[line] == 1 and line not in _SILENT) for line in lines),
            question.leads_to(page),
        )
        for letter, page, lines in zip(LETTERS, pages, said, strict=False)
    )
    return Row(question.label, tuple(cells), differs=len(set(said)) > 1 and question.label != _ID)


def _by_type(pages: Sequence[Detail]) -> list[Question]:
    """A row for each approval type that any of them has, and one for registrations."""
    headings = dict.fromkeys(group.heading for page in pages for group in page.approvals.groups)
    rows = [Question(heading, partial(_approved, heading), in_list=True) for heading in headings]
    registered = any(page.approvals.registrations for page in pages)
    return [*rows, Question(REGISTERED, _registered, in_list=True)] if registered else rows


def _approved(heading: str, page: Detail) -> list[str]:
    claims = [claim for group in page.approvals.groups if group.heading == heading for claim in group.claims]
    return [_claim(claim) for claim in claims] or [_NOT_LISTED if page.approvals.complete else _NOT_RECORDED]


def _registered(page: Detail) -> list[str]:
    return [_claim(claim) for claim in page.approvals.registrations] or ["None recorded"]


def _claim(claim: Claim) -> str:
    row = claim.row
    points = f", {row['points']} points" if row["points"] else ""
    kind = f" ({row['points_kind']['name']})" if row["points_kind"] else ""
    return f"{row['board']['label']}{points}{kind}{_FORCE[claim.force]}"


def _known(page: Detail) -> list[str]:
    if page.approvals.complete:
        return ["The list is complete"]
    return ["Only part of the list is recorded" if page.approvals.recorded else "Approvals not recorded here"]


def _boards(page: Detail) -> list[str]:
    found = page.approvals
    if found.boards:
        count = f"{found.boards} board{'s' if found.boards > 1 else ''}"
    else:
        count = "None" if found.complete else "Not recorded here"
    return [f"{count}; registered with {found.registered_with}" if found.registered_with else count]


def _expires(page: Detail) -> list[str]:
    last = page.record["last_day"]
    closes_otherwise = last != page.record["expires"]
    return [words.day(page.record["expires"]), *([f"Open until {words.day(last)}"] if closes_otherwise else [])]


def _held(page: Detail) -> list[str]:
    return [line for line in (page.period, words.place(page.record)) if line]


def _format(page: Detail) -> list[str]:
    named, delivery = page.record["format"], page.record["delivery"]
    name = named["name"] if named else words.NOT_STATED
    return [name, *([words.choice(delivery, Delivery)] if delivery else [])]


def _credits(page: Detail) -> list[str]:
    return [words.credit(row) for row in page.record["credits"]] or [words.NOT_STATED]


def _provider(page: Detail) -> list[str]:
    record = page.record
    accredited = [f"Accredited provider: {record['accredited_provider']['name']}"] if page.answered_for else []
    joint = [f"Joint provider: {provider['name']}" for provider in record["joint_providers"]]
    return [record["provider"]["name"], *accredited, *joint]


def _register(page: Detail) -> list[str]:
    if page.expired:
        return ["Closed"]
    return ["Register on the provider's site" if page.record["registration_url"] else "No address recorded here"]


def _registration_link(page: Detail) -> str:
    return "" if page.expired else links.web_address(page.record["registration_url"])


def _support(page: Detail) -> list[str]:
    return [words.choice(page.record["commercial_support"], Support), *page.record["supporters"]]


def _credit_types(page: Detail) -> list[str]:
    found = (row["type"]["name"] if row["type"] else words.NOT_STATED for row in page.record["credits"])
    return list(dict.fromkeys(found)) or [words.NOT_STATED]


def _doi(page: Detail) -> str:
    return links.doi_address(page.record["doi"])


def _terms(field: str, empty: Sequence[str] = (words.NOT_STATED,)) -> "Callable[[Detail], list[str]]":
    def names(page: Detail) -> list[str]:
        return [term.get("label", term["name"]) for term in page.record[field]] or [*empty]  # type: ignore[literal-required]

    return names


def _texts(field: str) -> "Callable[[Detail], list[str]]":
    def texts(page: Detail) -> list[str]:
        return [*page.record[field]] or [words.NOT_STATED]  # type: ignore[literal-required]

    return texts


_FIRST = (
    Question("Status", lambda page: [page.standing.word]),
    Question("Board approvals", _boards),
    Question(_ID, lambda page: [str(page.record["activity_id"])]),
    Question("Expires", _expires),
    Question("Held", _held),
    Question("Format Type", _format),
    Question("CME Credit", _credits),
    Question("Fee", lambda page: words.prices(page.record["prices"])),
    Question("CME Provider", _provider),
    Question("Register for this Activity", _register, leads_to=_registration_link),
    Question("ABMS Member Board Approvals by Type", _known),
)
"""The labels of a listing's page, in its order; the description is left to that page."""
_LAST = (
    Question("Commercial Support?", _support),
    Question("Educational Objectives", _texts("objectives")),
    Question("Keywords", _terms("keywords"), in_list=True),
    Question("Competencies", _terms("competencies"), in_list=True),
    Question("Specialties", _terms("specialties", ()), in_list=True),
    Question("Practice Setting", _terms("practice_settings", ()), in_list=True),
    Question("National Quality Strategies", _terms("quality_strategies", ()), in_list=True),
    Question("CME Credit Type", _credit_types),
    Question("Disclaimers", _texts("disclaimers")),
    Question("DOI", lambda page: [page.record["doi"] or words.NOT_STATED], leads_to=_doi),
    Question("Last verified", lambda page: [words.day(page.record["verified_on"])]),
)
