"""The roles of staff, as data: a role is a group and the permissions it holds. `docs/permissions.md` is its table."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

VOCABULARIES = (
    "activities.approvaltype",
    "activities.competency",
    "activities.concept",
    "activities.credittype",
    "activities.formattype",
    "activities.keyword",
    "activities.membership",
    "activities.pointskind",
    "activities.practicesetting",
    "activities.qualitystrategy",
    "activities.specialty",
)
ROWS = ("activities.credit", "activities.price", "activities.boardapproval")


class Role(NamedTuple):
    """A role's name on the command line, its group, and its permissions as "application.action_model"."""

    name: str
    group: str
    permissions: frozenset[str]


def _may(actions: str, models: Iterable[str]) -> frozenset[str]:
    pairs = (model.split(".") for model in models)
    return frozenset(f"{app}.{action}_{model}" for app, model in pairs for action in actions.split())


EDITOR = Role(
    "editor",
    "editors",
    _may("view add change", ["activities.activity", "providers.provider", *VOCABULARIES])
    | _may("view add change delete", ROWS)
    | _may("view add change delete", ["activities.conceptterm"])
    | _may("view", ["activities.neverjoined"])
    | _may("view change", ["providers.board"])
    | _may("view add change", ["providers.certificate"])
    | _may("view", ["activities.event"])
    | _may("view change", ["activities.report", "activities.failedquery"])
    | _may("view", ["activities.searchtest"]),
)
REVIEWER = Role(
    "reviewer",
    "reviewers",
    EDITOR.permissions
    | {"activities.publish_activity"}
    | _may("add change delete", ["activities.neverjoined"])
    | _may("delete", ["activities.report", "activities.searchtest"])
    | _may(
        "delete",
        ["providers.provider", "providers.certificate", *VOCABULARIES],
    ),
)
ROLES = {role.name: role for role in (EDITOR, REVIEWER)}


def give(user: User, role: Role) -> None:
    """Make the account staff with this one role; roles it held before end. Writes nothing that is so already."""
    with transaction.atomic():
        group = group_of(role)
        if not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
        user.groups.remove(*Group.objects.filter(name__in=[one.group for one in ROLES.values() if one != role]))
        user.groups.add(group)


def group_of(role: Role) -> Group:
    """The role's group, holding exactly the role's permissions."""
    group, _ = Group.objects.get_or_create(name=role.group)
    wanted = [found for found in Permission.objects.select_related("content_type") if _name(found) in role.permissions]
    group.permissions.set(wanted)
    return group


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
