"""Where a vocabulary term, board, provider or membership is used: the listings that print it."""

from django.db import models
from django.db.models import Q

from activities.models import Activity

_PRINTED_THROUGH = {
    "provider": ["provider", "accredited_provider", "joint_providers", "provider__accredited_provider"],
    "board": ["approvals__board"],
    "approvaltype": ["approvals__approval_type"],
    "pointskind": ["approvals__points_kind"],
    "credittype": ["credits__credit_type"],
    "membership": ["prices__membership"],
    "formattype": ["format"],
    "competency": ["competencies"],
    "keyword": ["keywords"],
    "practicesetting": ["practice_settings"],
    "qualitystrategy": ["quality_strategies"],
    "specialty": ["specialties"],
}
"""The ways from an activity to each term its record prints."""


def printing(term: models.Model) -> set[int]:
    """The activity IDs of all listings whose record prints the term."""
    found: set[int] = set()
    for way in _PRINTED_THROUGH.get(term._meta.model_name or "", []):
        found.update(Activity.objects.filter(Q(**{way: term})).values_list("pk", flat=True))
    return found
