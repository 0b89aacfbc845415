"""What readers report about listings, for staff to answer. No page but the admin prints it."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from activities.models.activity import Activity
from cme_catalog.lib.fields import Line, Prose

KEPT_FOR = timedelta(days=180)
"""A report may hold a mail address, and whatever its writer wrote; it is deleted after this time."""
LONGEST = 2000


class ReportQuerySet(models.QuerySet["Report"]):
    def kept(self) -> Self:
        """Those that are not due for deletion."""
        return self.filter(sent_at__gt=timezone.now() - KEPT_FOR)

    def overdue(self) -> Self:
        return self.filter(sent_at__lte=timezone.now() - KEPT_FOR)


class Report(models.Model):
    """A reader's report of a problem with a listing, as it was at `listing_version`.

    `handled_by` is who changed its state or note last; `handled_by_name` stays when the account is gone.
    """

    class Kind(models.TextChoices):
        APPROVALS = "approvals", "Board approvals"
        DATES = "dates", "A date, or that it is open or expired"
        PRICE = "price", "Price"
        CREDIT = "credit", "Credit"
        LINK = "link", "A link that does not work"
        WORDING = "wording", "Title or wording"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="reports")
    listing_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = Prose(max_length=LONGEST)
    email = models.EmailField(blank=True)
    sent_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = Prose(blank=True, max_length=LONGEST, help_text="For staff only: what was found and done.")
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handled_by_name = Line("handled by", max_length=150, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Report of {self.sent_at:%Y-%m-%d} on activity {self.activity_id}"
