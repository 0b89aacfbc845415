"""What editors and reviewers work with. Every save goes through `workflow`; nothing here writes by another way."""

from activities.admin.accounts import AccountAdmin
from activities.admin.activity import ActivityAdmin
from activities.admin.vocabulary import TermAdmin

__all__ = ["AccountAdmin", "ActivityAdmin", "TermAdmin"]
