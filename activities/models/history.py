"""Events: every change of a listing, with the whole record. Rows are only ever added."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from activities.models.activity import Activity
from activities.models.choices import Status


class Verb(models.TextChoices):
    CREATED = "created", "Created"
    CHANGED = "changed", "Changed"
    SUBMITTED = "submitted", "Sent to review"
    RETURNED = "returned", "Returned to draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LOADED = "loaded", "Loaded from a file"
    RENAMED = "renamed", "Changed with a name it prints"
    REBUILT = "rebuilt", "Rebuilt"


class EventQuerySet(models.QuerySet["Event"]):
    def public_of(self, activity_id: int) -> Self:
        """The events of a listing after which it was public, or `withdrawn` in place of that, in their order.

        A record's text begins with its ID and its status, so that no text has to be read to the end.
        """
        published, withdrawn = (
            f'{{"activity_id":{activity_id},"status":"{status}"' for status in (Status.PUBLISHED, Status.WITHDRAWN)
        )
        return (
            self.filter(activity_id=activity_id)
            .filter(Q(record__startswith=published) | Q(record__startswith=withdrawn))
            .annotate(withdrawn=Case(When(record__startswith=withdrawn, then=Value(True)), default=Value(False)))
            .order_by("version")
        )


class Event(models.Model):
    """One recorded change of a listing: who, when, why, from what to what.

    `record` is canonical JSON text and `digest` its SHA-256; `previous_digest` is that of the event before, empty for
    the first. `private` holds the staff-only fields in the same form. `changes` maps each changed field to
    its old and new value (JSON text). `actor_name` stays when the account is gone.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=10, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    changes = models.TextField()
    record = models.TextField()
    private = models.TextField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "-version"]
        constraints = [models.UniqueConstraint(fields=["activity", "version"], name="event_once_per_version")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, version {self.version} of activity {self.activity_id}"
