"""The steps between the states of a listing: from where, to where, under which permission."""

from typing import NamedTuple

from activities.models import Activity, Status, Verb, Withdrawal

EDIT = "activities.change_activity"
PUBLISH = "activities.publish_activity"


class Step(NamedTuple):
    """One verb that changes a status; accounts need its permission."""

    verb: Verb
    label: str
    origins: frozenset[Status]
    to: Status
    permission: str

    def open_to(self, activity: Activity) -> bool:
        """Whether the activity stands where this step begins."""
        return activity.status in self.origins


SUBMIT = Step(Verb.SUBMITTED, "Send to review", frozenset({Status.DRAFT}), Status.IN_REVIEW, EDIT)
RETURN = Step(Verb.RETURNED, "Return to draft", frozenset({Status.IN_REVIEW}), Status.DRAFT, EDIT)
PUBLISH_IT = Step(
    Verb.PUBLISHED,
    "Publish",
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN}),
    Status.PUBLISHED,
    PUBLISH,
)
WITHDRAW = Step(Verb.WITHDRAWN, "Withdraw", frozenset({Status.PUBLISHED}), Status.WITHDRAWN, PUBLISH)

STEPS = {"submit": SUBMIT, "return-to-draft": RETURN, "publish": PUBLISH_IT, "withdraw": WITHDRAW}
"""Every step by the name of its address."""

NEEDS_SUCCESSOR = (Withdrawal.REPLACED, Withdrawal.DUPLICATE)
"""Public reasons of a withdrawal that say nothing unless they name another listing."""
