"""Taking in what readers report: kept once, counted by network address, deleted in time."""

from django.utils import timezone

from activities.models import Listing, Report
from cme_catalog.lib.allowance import Allowance

ALLOWED = (Allowance("reports", most=5, seconds=3600), Allowance("all reports", most=200, seconds=3600))
"""So many from one network address, and so many in all, within an hour."""


def wait(address: str) -> int:
    """Count a report from a network address; in how many seconds it may be sent, 0 for now."""
    one, every = ALLOWED
    now = timezone.now().timestamp()
    return (one.wait(address, now) if address else 0) or every.wait("", now)


def keep(listing: Listing, *, kind: str, text: str, email: str) -> None:
    """Keep a report for staff; the same one sent twice is kept once. Those whose time is over are deleted."""
    forget()
    same = {"activity_id": listing.activity_id, "kind": kind, "text": text, "email": email}
    if not Report.objects.filter(**same).exists():
        Report.objects.create(**same, listing_version=listing.version, sent_at=timezone.now())


def forget() -> int:
    """Delete the reports whose time is over, and count them."""
    deleted, _ = Report.objects.overdue().delete()
    return deleted
