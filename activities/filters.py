"""The parameters of lists: their names, their meaning and their validation, for page, API, feeds and exports alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from activities import status
from activities.models import Activity
from activities.search import board_names, concepts, query, sql
from activities.search.concepts import Read
from activities.search.facets import FINDABLE
from activities.search.identified import identified
from activities.search.parameter_kinds import Codes, Facet, Parameter, SearchText
from activities.search.selection import FACETS, IN_NATURAL_ORDER, PAGE_SIZES, SORTS, Selection
from activities.search.vocabularies import MEMBER, Vocabularies
from cme_catalog.lib import parameters
from cme_catalog.lib.problems import ParameterForm, Problem, named, refusal

MOST_DOLLARS, MOST_CREDITS = 999_999_99, 9_999_99
"""In hundredths: what a price and a credit can be at most."""
LAST_PAGE = 10**9
_BOUNDS = ("max_price", "min_credits", "max_credits", "starts_from", "starts_to")


class QuestionForm(ParameterForm):
    """The question as a form, for printing it again with what is wrong beside each field."""

    def clean(self) -> None:
        for name, error in _crossed(self.cleaned_data, cast(QueryDict, self.data)):
            self.add_error(name, error)


_BETWEEN = (
    ("min_credits", "max_credits", "The least amount is above the greatest, so nothing matches."),
    ("starts_from", "starts_to", "The first day is after the last, so nothing matches."),
)


def _crossed(given: Mapping[str, Any], data: QueryDict) -> Iterator[tuple[str, ValidationError]]:
    """Bounds that cross are named and kept: together they match nothing, which is what was asked."""
    for least, most, expected in _BETWEEN:
        low, high = given[least], given[most]
        if low is not None and high is not None and low > high:
            yield least, refusal(", ".join(data.getlist(least)), "crossed", expected)


class ActivityFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Reads a query string. Unknown parameters are ignored; a bad value is dropped, only that value, and named."""

    q = Parameter(SearchText, "Search")
    q_as = Parameter(parameters.Option, "Search as", options=("text",))
    expand = Parameter(parameters.Option, "Search related words too", options=("0", "1"))
    explain = Parameter(parameters.Option, "Explain the order", options=("0", "1"))
    board = Facet("board")
    approval = Facet("approval")
    basis = Facet("basis")
    points_kind = Facet("points_kind")
    competency = Facet("competency")
    format = Facet("format")
    delivery = Facet("delivery")
    credit_type = Facet("credit_type")
    provider = Facet("provider")
    keyword = Facet("keyword")
    specialty = Facet("specialty")
    setting = Facet("setting")
    state = Facet("state")
    fee = Facet("fee")
    max_price = Parameter(parameters.Hundredths, "Price at most, in dollars", most=MOST_DOLLARS)
    member = Codes("Membership")
    min_credits = Parameter(parameters.Hundredths, "Credits at least", most=MOST_CREDITS)
    max_credits = Parameter(parameters.Hundredths, "Credits at most", most=MOST_CREDITS)
    support = Facet("support")
    starts_from = Parameter(parameters.Day, "Starts on or after")
    starts_to = Parameter(parameters.Day, "Starts on or before")
    open_on = Parameter(parameters.Day, "Open on")
    expired = Parameter(parameters.Option, "Expired activities", options=("0", "1"))
    sort = Parameter(parameters.Option, "Sort by", options=SORTS)
    page = Parameter(parameters.Whole, "Page", least=1, most=LAST_PAGE)
    per_page = Parameter(parameters.Option, "Per page", options=tuple(map(str, PAGE_SIZES)))
    find_provider = Parameter(parameters.Text, "Find a provider")
    find_keyword = Parameter(parameters.Text, "Find a keyword")
    find_specialty = Parameter(parameters.Text, "Find a specialty")

    class Meta:
        form = QuestionForm

    def __init__(
        self, data: QueryDict | None, *, today: date | None = None, vocabularies: Vocabularies | None = None
    ) -> None:
        """Reads the vocabularies in one query unless they are given. `today` is the catalog's day unless given."""
        super().__init__(data, queryset=Activity.objects.public())
        self.today = today or status.today()
        self.vocabularies = vocabularies or Vocabularies.load()
        for name in (*FACETS, MEMBER):
            self.filters[name].extra |= {"find": self.vocabularies[name].find, "expected": self._expected(name)}
        self.filters["open_on"].extra["least"] = self.today

    def _expected(self, name: str) -> str:
        offered = [code for code, term in self.vocabularies[name].items() if term.used]
        if name in IN_NATURAL_ORDER and offered:
            return parameters.one_of(offered)
        return f"The catalog knows no such {str(self.filters[name].label).lower()}."

    @cached_property
    def asked(self) -> "Asked":
        """What the query string asks."""
        return Reader(self.vocabularies, self.today, self.form.fields).read(self.data)

    @property
    def selection(self) -> Selection:
        """The checked question."""
        return self.asked.selection

    @property
    def problems(self) -> list[Problem]:
        """Every refused value, in the order of the parameters; it may be long."""
        return self.asked.problems

    def filter_queryset(self, queryset: "QuerySet[Activity]") -> "QuerySet[Activity]":
        """The reference answer, in its order."""
        return sql.ordered(self.selection)


@dataclass(frozen=True)
class Asked:
    """A query string that was read. `problems` are all refused values, in the order of the parameters: maybe many.

    `data` is what was read, with the vocabularies and for the day given.
    """

    data: QueryDict
    vocabularies: Vocabularies
    today: date
    given: Mapping[str, Any]
    problems: list[Problem]
    _read: dict[tuple[str, bool], Read] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def selection(self) -> Selection:
        """The checked question."""
        given = self.given
        day, text = given["open_on"], given["q"] or ""
        only = identified(text) if given["q_as"] != "text" else ()
        lost = {problem.parameter: problem.value for problem in reversed(self.problems) if problem.parameter in FACETS}
        refused = {facet: value for facet, value in lost.items() if not given[facet]}
        asked = Selection(
            day=day or self.today,
            open_on=day,
            include_expired=given["expired"] == "1" and day is None,
            nothing=frozenset(refused),
            refused=tuple(sorted(refused.items())),
            members=given[MEMBER],
            text=text,
            query=query.EMPTY if only else self.read(text, expand=given["expand"] != "0").query,
            only=only,
            identifiers=given["q_as"] != "text",
            expand=given["expand"] != "0",
            explain=given["explain"] == "1",
            page=given["page"] or 1,
            per_page=int(given["per_page"] or 25),
            **{name: given[name] for name in (*FACETS, *_BOUNDS)},
        )
        return replace(asked, sort=self._sort(asked))

    def read(self, text: str, *, expand: bool = True) -> Read:
        """A search text, read with the boards and the other names that the catalog knows; each is read once."""
        if (text, expand) not in self._read:
            found = concepts.read(text, self.vocabularies.concepts, expand=expand)
            query = board_names.found(found.query, self.vocabularies["board"])
            self._read[text, expand] = replace(found, query=query)
        return self._read[text, expand]

    def rewording(self, text: str, *, expand: bool = True) -> Selection:
        """The first page of the same question with another search text, which is no identifier."""
        worded = replace(
            self.selection,
            text=text,
            query=self.read(text, expand=expand).query,
            expand=expand,
            only=(),
            identifiers=False if identified(text) else self.selection.identifiers,
            page=1,
        )
        return replace(worded, sort=self._sort(worded))

    def _sort(self, asked: Selection) -> str:
        """The order asked for; without words, relevance is the usual order."""
        sort: str | None = self.given["sort"]
        return sort if sort and (sort != "relevance" or asked.query.wanted) else asked.usual_sort

    @property
    def finding(self) -> dict[str, str]:
        """The text by which the reader looks for values of a long facet; it changes what is printed, not the list."""
        return {facet: self.given[f"find_{facet}"] or "" for facet in FINDABLE}

    def typed(self, name: str) -> str:
        """What the reader wrote for a parameter, safe to print again."""
        if name not in self.data:
            return ""
        field: type[parameters.Parameter] = ActivityFilter.base_filters[name].field_class
        return field.widget().format_value(self.data.getlist(name)) or ""

    @property
    def form(self) -> ParameterForm:
        """The form as it was sent, for printing it again; making it costs more than all else about a list."""
        form: ParameterForm = ActivityFilter(self.data, today=self.today, vocabularies=self.vocabularies).form
        return form


class Reader:
    """Reads many query strings of one day with the fields of one form: making a form for each would cost far more."""

    def __init__(self, vocabularies: Vocabularies, today: date, fields: Mapping[str, Any] | None = None) -> None:
        """With the fields of an empty form unless they are given."""
        self.vocabularies, self.today = vocabularies, today
        self._fields = fields or ActivityFilter(None, today=today, vocabularies=vocabularies).form.fields
        self._unset = parameters.unset(self._fields)

    def read(self, data: QueryDict) -> Asked:
        """What the query string asks: the same as the filter set says."""
        given, refused = parameters.read(self._fields, data, self._unset)
        for name, error in _crossed(given, data):
            refused.setdefault(name, []).append(error)
        return Asked(data, self.vocabularies, self.today, given, named(refused, self._fields))
