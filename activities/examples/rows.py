"""A drawn listing as rows of the editorial half."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from activities.examples.drafts import Draft
from activities.examples.standings import Approval
from activities.examples.terms import Terms
from activities.models import Activity, BoardApproval, Credit, Price


@dataclass(slots=True)
class Rows:
    """An activity that is not saved, with the rows that hang on it. `links` are its many-to-many fields."""

    draft: Draft
    activity: Activity
    credits: list[Credit]
    prices: list[Price]
    approvals: list[BoardApproval]
    links: dict[str, Sequence[Any]]

    def furnished(self) -> Activity:
        """The activity as `for_record()` would load it, so that its record can be built without a database."""
        related: dict[str, Sequence[Any]] = {
            "credits": self.credits,
            "prices": self.prices,
            "approvals": self.approvals,
            **self.links,
        }
        loaded = {name: _loaded(name, found) for name, found in related.items()}
        self.activity._prefetched_objects_cache = loaded  # type: ignore[attr-defined]
        return self.activity


def _loaded(name: str, found: Sequence[Any]) -> models.QuerySet[Any]:
    """A queryset that has its rows, as Django's prefetching leaves it behind."""
    model: Any = Activity._meta.get_field(name).related_model
    queryset: models.QuerySet[Any] = model._default_manager.all()
    queryset._result_cache = list(found)
    return queryset


def of(draft: Draft, terms: Terms, first_id: int) -> Rows:
    """The rows of a draft; its activity ID is its number after the first one's."""
    activity = Activity(
        activity_id=first_id + draft.number,
        provider=terms.providers[draft.subject.provider.slug],
        format=terms.formats[draft.subject.format],
        **draft.columns,
    )
    return Rows(
        draft=draft,
        activity=activity,
        credits=_credits(activity, draft, terms),
        prices=_prices(activity, draft, terms),
        approvals=[_approval(activity, row, terms) for row in draft.approvals],
        links=_links(draft, terms),
    )


def withdraw(rows: Rows, first_id: int) -> None:
    """Take the published activity back, in memory."""
    successor = rows.draft.successor
    rows.activity.status = "withdrawn"
    rows.activity.withdrawal_reason = rows.draft.withdrawal
    rows.activity.successor_id = None if successor is None else first_id + successor


def _credits(activity: Activity, draft: Draft, terms: Terms) -> list[Credit]:
    return [
        Credit(activity=activity, credit_type=terms.credit_types[code] if code else None, amount=amount)
        for code, amount in draft.credits
    ]


def _prices(activity: Activity, draft: Draft, terms: Terms) -> list[Price]:
    return [
        Price(activity=activity, membership=terms.memberships[code] if code else None, kind=kind, amount=amount)
        for code, kind, amount in draft.prices
    ]


def _approval(activity: Activity, row: Approval, terms: Terms) -> BoardApproval:
    kind, points_kind = row.get("approval_type"), row.get("points_kind")
    found = {
        "board": terms.boards[row["board"]],
        "approval_type": terms.approval_types[kind] if kind else None,
        "points_kind": terms.points_kinds[points_kind] if points_kind else None,
    }
    return BoardApproval(activity=activity, **{**row, **found})


def _links(draft: Draft, terms: Terms) -> dict[str, Sequence[Any]]:
    return {
        "keywords": terms.keywords_named(draft.keywords),
        "specialties": terms.specialties_named(draft.specialties),
        "competencies": [terms.competencies[code] for code in draft.competencies],
        "practice_settings": [terms.settings[code] for code in draft.settings if code in terms.settings],
        "quality_strategies": [terms.strategies[code] for code in draft.strategies if code in terms.strategies],
        "joint_providers": [terms.providers[slug] for slug in draft.joint_providers],
    }
