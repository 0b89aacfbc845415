"""Accounts of staff, for administrators: what a person may do comes from a role, and each change of it is logged."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest

# A role's permissions are the catalog's own data (`roles.py`), not something to edit.
admin.site.unregister(Group)
admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    actions = None
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account is closed (made inactive), not deleted: events name it."""
        return False

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:  # type: ignore[override]
        """Each changed field from old to new."""
        if add:
            return "Created."
        pairs = ((name, _text(form.initial.get(name)), _text(form.cleaned_data[name])) for name in form.changed_data)
        return " ".join(f"{form[name].label}: {old} → {new}." for name, old, new in pairs)


def _text(value: Any) -> str:
    if isinstance(value, list | QuerySet):
        return ", ".join(sorted(str(one) for one in value)) or "none"
    return {True: "yes", False: "no"}.get(value, f"“{value or ''}”")
