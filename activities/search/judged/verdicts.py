"""What is right and wrong about the answer to a judged query."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from activities.search.judged import scores
from activities.search.judged.queries import Judged
from activities.search.judged.shown import Shown

IDENTIFIER = "identifier"
OFFERED = ("suggestion", "offers")
"""What `expect` may name that a reader can follow instead of a listing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rank` is the place of the first relevant listing. `forbidden` are those among the first ten that must not be.

    `broken` says in a few words each what was expected and is not so. `one_step_away` is a relevant listing for who
    takes one of the first steps that an empty list offers.
    """

    judged: Judged
    total: int
    rank: int | None
    gain: float
    forbidden: tuple[int, ...]
    broken: tuple[str, ...]
    one_step_away: bool = False

    @property
    def ranked(self) -> bool:
        """Whether the catalog holds an answer, so that its place counts."""
        return bool(self.judged.relevant)

    @property
    def counted(self) -> bool:
        """Whether the query can succeed: by a listing, else by what is offered in place of one."""
        return self.ranked or any(name in self.judged.expect for name in OFFERED)

    @property
    def success(self) -> bool:
        return scores.success(self.rank) if self.ranked else not self.broken

    @property
    def fine(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.forbidden and not self.broken and (self.success or not self.counted)


Lists = Mapping[str, tuple[int, ...]]
"""For each judged query, the whole list of its answer."""


def verdict(judged: Judged, shown: Shown, lists: Lists) -> Verdict:
    """Judge what is shown. `lists` holds the lists of the queries that others are compared with."""
    found = (CHECKS[name](judged, shown, lists) for name in judged.expect)
    broken = [sentence for sentence in (*found, _nothing_else(judged, shown)) if sentence]
    return Verdict(
        judged=judged,
        total=len(shown.ids),
        rank=scores.first_rank(shown.ids, judged.relevant),
        gain=scores.gain(shown.ids, judged.grades),
        forbidden=tuple(sorted(set(shown.ids[: scores.DEPTH]) & judged.forbidden)),
        broken=tuple(broken),
        one_step_away=not judged.relevant.isdisjoint(shown.one_step_away),
    )


def _nothing_else(judged: Judged, shown: Shown) -> str:
    strangers = set(shown.ids) - set(judged.grades)
    return f"also lists {_some(strangers)}" if judged.nothing_else and strangers else ""


def _identifier(judged: Judged, shown: Shown, lists: Lists) -> str:
    wanted = judged.expect["identifier"]
    return "" if shown.answer.identified == wanted else f"does not lead to {wanted}"


def _first(judged: Judged, shown: Shown, lists: Lists) -> str:
    wanted = judged.expect["first"]
    return "" if shown.ids[:1] == (wanted,) else f"{wanted} is not first"


def _only(judged: Judged, shown: Shown, lists: Lists) -> str:
    wanted = judged.expect["only"]
    return "" if sorted(shown.ids) == sorted(wanted) else f"lists {_some(shown.ids)}, not {_some(wanted)}"


def _never(judged: Judged, shown: Shown, lists: Lists) -> str:
    there = set(shown.ids) & set(judged.expect["never"])
    return f"lists {_some(there)}" if there else ""


def _nothing(judged: Judged, shown: Shown, lists: Lists) -> str:
    return f"lists {_some(shown.ids)}" if shown.ids else ""


def _same_set(judged: Judged, shown: Shown, lists: Lists) -> str:
    other = lists[judged.expect["same_set"]]
    apart = set(shown.ids) ^ set(other)
    return f"differs from “{judged.expect['same_set']}” by {_some(apart)}" if apart else ""


def _same_order(judged: Judged, shown: Shown, lists: Lists) -> str:
    same = shown.ids == lists[judged.expect["same_order"]]
    return "" if same else f"not in the order of “{judged.expect['same_order']}”"


def _offers(judged: Judged, shown: Shown, lists: Lists) -> str:
    kind, _, code = judged.expect["offers"].partition(":")
    offered = [place for place in shown.answer.about_text.places if place.kind == kind]
    return "" if any(place.address.endswith(f"/{code}/") for place in offered) else f"the {kind} is not offered"


def _senses(judged: Judged, shown: Shown, lists: Lists) -> str:
    told = {meaning.name for one in shown.answer.about_text.ambiguous for meaning in one.meanings if meaning.total}
    missing = [sense for sense in judged.expect["senses"] if sense not in told]
    return f"no choice of {', '.join(missing)}" if missing else ""


def _suggestion(judged: Judged, shown: Shown, lists: Lists) -> str:
    """Offered with what it finds, and not applied."""
    wanted = judged.expect["suggestion"]
    if shown.ids:
        return f"lists {_some(shown.ids)} instead of asking"
    return "" if wanted in shown.spellings else f"“{wanted}” is not offered"


def _not_suggested(judged: Judged, shown: Shown, lists: Lists) -> str:
    return f"offers “{judged.expect['not_suggested']}”" if judged.expect["not_suggested"] in shown.spellings else ""


def _some(ids: Collection[int]) -> str:
    named = ", ".join(map(str, sorted(ids)[:3]))
    return f"{named} and {len(ids) - 3} more" if len(ids) > 3 else named or "nothing"


CHECKS: Mapping[str, Callable[[Judged, Shown, Lists], str]] = {
    "identifier": _identifier,
    "first": _first,
    "only": _only,
    "never": _never,
    "nothing": _nothing,
    "same_set": _same_set,
    "same_order": _same_order,
    "offers": _offers,
    "senses": _senses,
    "suggestion": _suggestion,
    "not_suggested": _not_suggested,
}
"""What `expect` can say; each gives a few words when it is not so."""
