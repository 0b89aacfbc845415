"""The list of activities as HTML.

`templates/activities/activity_list.html` is rendered once, with gaps; this module fills them. Each gap is filled from a
small template of its own, likewise rendered once, so that no template is rendered for an ordinary list. What is
rare is rendered as usual: notes above the results, steps from an empty list, fields with a refused value.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from activities import files
from activities.filters import ActivityFilter
from activities.printing import panel
from activities.printing.card import cards_of
from activities.search.about_text import AboutText
from activities.search.chips import Chip
from activities.search.choices import Choice
from activities.search.pages import PageLink
from activities.search.ranks import QUALITIES, TIERS
from activities.search.results import Answer
from activities.search.steps import Step
from cme_catalog.lib.patterns import Gaps, Pattern, joined, pattern
from cme_catalog.site import Site

SEARCH = ("q",)
BOUNDS = ("max_price", "min_credits", "max_credits", "open_on", "starts_from", "starts_to")
KINDS = tuple((ending, kind.label) for ending, kind in files.LIST_FILES.items())
NO_TEXT = AboutText()
NOTHING, CHECKED, SELECTED = map(SafeString, ("", " checked", " selected"))


def list_page(answer: Answer, steps: list[Step], canonical: str, site: Site) -> bytes:
    """The whole page in UTF-8. `steps` lead from an empty list to others; `canonical` is the address of this one."""
    question = files.question(answer.selection)
    return pattern("activities/activity_list.html", site=site).page(
        title=_title(answer),
        description=_description(answer),
        canonical=canonical,
        neighbors=_neighbors(answer, question),
        search=_fields("activities/_list_search.html", answer, SEARCH).fill(**_values(answer, SEARCH)),
        how_many=f" ({len(answer.chips)})" if answer.chips else "",
        facets=panel.facets(answer.facets),
        bounds=_bounds(answer),
        clear=pattern("activities/_clear_all.html").fill() if answer.chips else NOTHING,
        count=_counted(answer.total),
        sorts=_options(answer.choices.sorts, usual=answer.selection.usual_sort),
        sizes=_options(answer.choices.sizes, usual="25"),
        chips=_chips(answer.chips),
        notes=_notes(answer),
        results=_results(answer, steps),
        pages=_pages(answer),
        files=_files(answer, question),
    )


def _title(answer: Answer) -> str:
    text = f"“{answer.selection.text}”: " if answer.selection.text else ""
    page = f", page {answer.pages.number}" if answer.pages.number > 1 else ""
    return f"{text}Activities{page}"


def _description(answer: Answer) -> str:
    chosen = " for the chosen filters" if answer.chips else ""
    of_what = "CME activity" if answer.total == 1 else "CME activities"
    return f"{answer.total} {of_what}{chosen}, with the boards that approve them, price, credit and last day."


def _counted(total: int) -> str:
    return f"{total} {'activity' if total == 1 else 'activities'}"


def _neighbors(answer: Answer, question: str) -> SafeString:
    """What stands before and after the page, and the whole list for programs."""
    pages = answer.pages
    links = pattern("activities/_neighbors.html", previous=bool(pages.previous), next=bool(pages.next))
    return links.fill(previous=pages.previous, next=pages.next, question=question)


def _files(answer: Answer, question: str) -> SafeString:
    """The whole list as files, unless it is empty: then there is nothing to take, or a value that a file refuses."""
    if not answer.total:
        return NOTHING
    return pattern("activities/_files.html", kinds=KINDS).fill(question=question)


def _fields(template: str, answer: Answer, names: Iterable[str]) -> Pattern:
    """Fields of the form with gaps for their values, or as they were sent when one of them was refused."""
    if any(problem.parameter in names for problem in answer.asked.problems):
        return Pattern.of(template, form=answer.asked.form)
    return _empty_fields(template)


def _values(answer: Answer, names: Iterable[str]) -> dict[str, str]:
    return {name: answer.asked.typed(name) for name in names}


@cache
def _empty_fields(template: str) -> Pattern:
    form, gaps = ActivityFilter(None).form, Gaps()
    form.initial = {name: [gaps[name]] for name in (*SEARCH, *BOUNDS)}
    return Pattern.of(template, form=form)


def _bounds(answer: Answer) -> SafeString:
    return _fields("activities/_bounds.html", answer, BOUNDS).fill(
        members=_members(answer.choices.members),
        expired=CHECKED if answer.selection.include_expired else NOTHING,
        **_values(answer, BOUNDS),
    )


def _members(offered: Iterable[Choice]) -> SafeString:
    choices = [_member(member.value, member.label, member.selected) for member in offered]
    return pattern("activities/_members.html").fill(choices=joined(choices)) if choices else NOTHING


@lru_cache(maxsize=512)
def _member(value: str, label: str, selected: bool) -> SafeString:
    return pattern("activities/_member.html").fill(value=value, label=label, state=CHECKED if selected else NOTHING)


def _options(offered: Iterable[Choice], *, usual: str) -> SafeString:
    """The usual choice has no value, so that it has no place in the address."""
    return joined(
        [_option("" if choice.value == usual else choice.value, choice.label, choice.selected) for choice in offered]
    )


@lru_cache(maxsize=64)
def _option(value: str, label: str, selected: bool) -> SafeString:
    return pattern("activities/_option.html").fill(value=value, label=label, state=SELECTED if selected else NOTHING)


def _chips(chips: Iterable[Chip]) -> SafeString:
    one = pattern("activities/_chip.html")
    pieces = [one.fill(address=chip.address, about=chip.about, label=chip.label) for chip in chips]
    return pattern("activities/_chips.html").fill(chips=joined(pieces)) if pieces else NOTHING


def _notes(answer: Answer) -> SafeString:
    """What stands above the results beside the chips: an ordinary template, rendered when there may be something."""
    asked, notes = answer.selection, answer.notes
    rare = (
        answer.about_text != NO_TEXT or answer.problems or notes.left_out_by_price or (asked.board and not answer.total)
    )
    said = [render_to_string("activities/_list_notes.html", {"answer": answer})] if rare else []
    if notes.unrecorded:
        said.append(pattern("activities/_unrecorded.html", one=notes.unrecorded == 1).fill(count=notes.unrecorded))
    return joined(said)


def _results(answer: Answer, steps: list[Step]) -> SafeString:
    if not answer.listings:
        return render_to_string("activities/_steps.html", {"steps": steps})
    cards = cards_of(answer.listings, answer.selection)
    if answer.ranks:
        cards = [piece for pair in zip(cards, _reasons(answer), strict=True) for piece in pair]
    return joined(cards)


def _reasons(answer: Answer) -> list[SafeString]:
    """For staff: why each listing stands where it does."""
    clauses = [" or ".join(clause.texts) for clause in answer.selection.query.wanted]
    return [
        render_to_string(
            "activities/_reason.html",
            {
                "number": rank.tier,
                "tier": TIERS.get(rank.tier, ""),
                "quality": QUALITIES[rank.quality],
                "found": list(zip(clauses, rank.fields, strict=False)),
            },
        )
        for rank in answer.ranks
    ]


def _pages(answer: Answer) -> SafeString:
    pages = answer.pages
    if pages.count == 1:
        return NOTHING
    whole = pattern("activities/_pages.html", previous=bool(pages.previous), next=bool(pages.next))
    return whole.fill(
        previous=pages.previous,
        next=pages.next,
        links=joined([_page(link) for link in pages.links]),
        first=pages.first,
        last=pages.last,
        total=answer.total,
    )


def _page(link: PageLink) -> SafeString:
    one = pattern("activities/_page.html", current=link.current, gapped=link.gap)
    return one.fill(number=link.number, address=link.address)
