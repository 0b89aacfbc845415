"""The activity as staff edit it: the editorial half, the only truth."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from activities.models import vocabulary
from activities.models.choices import ApprovalList, Delivery, Registration, Status, Support, TextOrigin, Withdrawal
from cme_catalog.lib.fields import Line, Prose, WebAddress, validate_doi, web_address_check
from providers.models import Provider

LARGEST_ID = 10**12 - 1
"""An activity ID has twelve digits at most."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def get_by_natural_key(self, activity_id: int) -> "Activity":
        return self.get(pk=activity_id)

    def public(self) -> Self:
        """Activities a reader may see: published, with a listing that stands."""
        return self.filter(listing__withdrawn=False)

    def for_record(self) -> Self:
        """Everything a record prints, in a fixed number of queries."""
        return self.select_related("provider__accredited_provider", "accredited_provider", "format").prefetch_related(
            "joint_providers",
            "competencies",
            "keywords",
            "practice_settings",
            "quality_strategies",
            "specialties",
            "credits__credit_type",
            "prices__membership",
            "approvals__board",
            "approvals__approval_type",
            "approvals__points_kind",
        )


class Activity(models.Model):
    """One accredited CME activity. `activity_id` is its public number: permanent, never reused."""

    activity_id = models.BigIntegerField("activity ID", primary_key=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    withdrawal_reason = models.CharField(max_length=20, choices=Withdrawal.choices, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    internal_note = Prose(blank=True, help_text="For staff only; never printed.")

    title = Line(max_length=500)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="activities")
    accredited_provider = models.ForeignKey(
        Provider,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accredited_activities",
        help_text="Only when it is not the provider's own.",
    )
    joint_providers = models.ManyToManyField(Provider, blank=True, related_name="joint_activities")
    format = models.ForeignKey(vocabulary.FormatType, null=True, blank=True, on_delete=models.PROTECT)
    delivery = models.CharField(max_length=15, choices=Delivery.choices, blank=True)
    venue = Line(max_length=200, blank=True)
    city = Line(max_length=100, blank=True)
    state = Line(max_length=40, blank=True, help_text="Two-letter postal code in the US.")
    country = Line(max_length=60, blank=True)
    time_zone = Line(max_length=40, blank=True)

    description = Prose(blank=True)
    text_origin = models.CharField(max_length=10, choices=TextOrigin.choices, blank=True)
    objectives = Prose(blank=True, help_text="One to a line.")
    diplomate_engagement = Prose(blank=True)
    disclaimers = Prose(blank=True, help_text="One to a line, in order.")
    keywords = models.ManyToManyField(vocabulary.Keyword, blank=True)
    competencies = models.ManyToManyField(vocabulary.Competency, blank=True)
    practice_settings = models.ManyToManyField(vocabulary.PracticeSetting, blank=True)
    quality_strategies = models.ManyToManyField(vocabulary.QualityStrategy, blank=True)
    specialties = models.ManyToManyField(vocabulary.Specialty, blank=True)

    registration_url = WebAddress("registration address", blank=True)
    registration = models.CharField(max_length=10, choices=Registration.choices, blank=True)
    doi = Line("DOI", max_length=200, blank=True, db_index=True, validators=[validate_doi])
    released = models.DateField(null=True, blank=True)
    reviewed = models.DateField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    expires = models.DateField(null=True, blank=True, help_text="The last day on which credit can be earned.")

    commercial_support = models.CharField(max_length=10, choices=Support.choices, default=Support.UNKNOWN)
    supporters = Prose(blank=True, help_text="Names of ineligible companies, one to a line; no amounts.")
    approval_list = models.CharField(max_length=15, choices=ApprovalList.choices, default=ApprovalList.NOT_RECORDED)
    provider_reference = Line("provider's own ID", max_length=100, blank=True)
    accme_id = Line("ACCME ID", max_length=40, blank=True)
    source_url = WebAddress("source", blank=True)
    source_read = models.DateField("source read on", null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = Line(max_length=150, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["-activity_id"]
        permissions = [("publish_activity", "Can publish and withdraw listings")]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity_id__range=(1, LARGEST_ID)),
                name="activity_id_in_range",
                violation_error_message="An activity ID is a number from 1 to 999999999999.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="activity_has_title", violation_error_message="An activity has a title."
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="activity_status_known",
                violation_error_message="This is not a status of a listing.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="withdrawn_has_reason",
                violation_error_message="A withdrawn listing states a public reason.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("activity_id")),
                name="activity_does_not_succeed_itself",
                violation_error_message="A listing cannot be replaced by itself.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="ends_after_start",
                violation_error_message="The end is before the start.",
            ),
            models.CheckConstraint(
                condition=Q(expires__isnull=True) | Q(released__isnull=True) | Q(expires__gte=F("released")),
                name="expires_after_release",
                violation_error_message="The expiry is before the release.",
            ),
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi=Lower("doi"), doi__startswith="10.", doi__contains="/"),
                name="doi_shape",
                violation_error_message="A DOI looks like 10.1001/jama.2024.7656, in lower case.",
            ),
            web_address_check("registration_url", "registration_is_web_address"),
            web_address_check("source_url", "source_is_web_address"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("activities:activity_detail", args=[self.activity_id])

    def natural_key(self) -> tuple[int]:
        return (self.activity_id,)
