"""Random changes to the random catalog, made by the verbs that staff and commands use."""

from random import Random

from activities import publishing, workflow
from activities.models import Activity, ApprovalList, Keyword, Status, Withdrawal
from providers.models import Board
from tests import factories, random_catalog

BY, WHY = "the tests", "A test changes it."


def make(number: int) -> None:
    """One change, chosen by the number; the same number makes the same change."""
    chance = Random(number)
    chance.choice(
        (_rewrite, _rewrite, _rewrite, _add, _withdraw, _republish, _rename, _several, _take_down, _only_names)
    )(chance)


def _some(chance: Random, status: Status) -> Activity | None:
    found = list(Activity.objects.filter(status=status).order_by("pk"))
    return chance.choice(found) if found else None


def _rewrite(chance: Random) -> None:
    """Everything about one listing becomes something else."""
    if activity := _some(chance, Status.PUBLISHED):
        with workflow.editing(activity, version=activity.version, by=BY, reason=WHY) as locked:
            factories.rewrite(locked, **random_catalog.listing(chance))


def _several(chance: Random) -> None:
    chosen = chance.sample(list(Activity.objects.order_by("pk")), k=8)
    versions = {activity.pk: activity.version for activity in chosen}
    with workflow.editing_many(versions, by=BY, reason=WHY) as locked:
        for activity in locked:
            activity.approval_list = chance.choice(ApprovalList.values)
            activity.expires = None
            activity.save(update_fields=["approval_list", "expires"])


def _add(chance: Random) -> None:
    factories.publish(**random_catalog.listing(chance))


def _withdraw(chance: Random) -> None:
    if activity := _some(chance, Status.PUBLISHED):
        workflow.withdraw(
            activity, version=activity.version, by=BY, reason=WHY, public_reason=Withdrawal.PROVIDER_REQUEST
        )


def _take_down(chance: Random) -> None:
    """What a rebuild does with a listing that readers should not have."""
    if activity := _some(chance, Status.PUBLISHED):
        publishing.take_down([activity.pk])


def _republish(chance: Random) -> None:
    if activity := _some(chance, chance.choice((Status.WITHDRAWN, Status.DRAFT))):
        workflow.publish(activity, version=activity.version, by=BY, reason=WHY)


def _rename(chance: Random) -> None:
    board = Board.objects.get(pk=chance.choice(random_catalog.VALUES["board"]))
    with workflow.renaming(board, by=BY, reason=WHY):
        board.label = f"{board.label[:20]} {chance.randint(0, 999)}"
        board.save(update_fields=["label"])


def _only_names(chance: Random) -> None:
    """A keyword that no listing prints."""
    keyword = Keyword.objects.get(pk="unused")
    with workflow.renaming(keyword, by=BY, reason=WHY):
        keyword.name = f"Of nobody {chance.randint(0, 999)}"
        keyword.save(update_fields=["name"])
