"""A drawn listing as rows of the editorial half."""

from dataclasses import dataclass

from activities.examples.drafts import Draft
from activities.examples.standings import Approval
from activities.examples.terms import Loaded, Terms, loaded
from activities.models import Activity, BoardApproval, Credit, Keyword, Price


@dataclass(slots=True)
class Rows:
    """An activity that is not saved, with the rows that hang on it. `links` are its many-to-many fields.

    The activity has its rows at hand as `for_record()` loads them: its record can be built without a database.
    """

    draft: Draft
    activity: Activity
    credits: list[Credit]
    prices: list[Price]
    approvals: list[BoardApproval]
    links: dict[str, Loaded]


def of(draft: Draft, terms: Terms, first_id: int) -> Rows:
    """The rows of a draft; its activity ID is its number after the first one's."""
    activity = Activity(
        activity_id=first_id + draft.number,
        provider=terms.providers[draft.subject.provider.slug],
        format=terms.formats[draft.subject.format],
        **draft.columns,
    )
    rows = Rows(
        draft=draft,
        activity=activity,
        credits=_credits(activity, draft, terms),
        prices=_prices(activity, draft, terms),
        approvals=[_approval(activity, row, terms) for row in draft.approvals],
        links=_links(draft, terms),
    )
    activity._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "credits": loaded(Credit, rows.credits),
        "prices": loaded(Price, rows.prices),
        "approvals": loaded(BoardApproval, rows.approvals),
        **rows.links,
    }
    return rows


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


def _links(draft: Draft, terms: Terms) -> dict[str, Loaded]:
    return {
        "keywords": loaded(Keyword, terms.keywords_named(draft.keywords)),
        "specialties": terms.linked("specialties", draft.specialties),
        "competencies": terms.linked("competencies", draft.competencies),
        "practice_settings": terms.linked("settings", draft.settings),
        "quality_strategies": terms.linked("strategies", draft.strategies),
        "joint_providers": terms.linked("providers", draft.joint_providers),
    }
