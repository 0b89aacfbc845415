"""The boards' approvals of an activity, and its registrations through ACCME, which are not approvals."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from activities.models.activity import Activity
from activities.models.vocabulary import ApprovalType, PointsKind
from cme_catalog.lib.fields import Line, WebAddress, web_address_check
from providers.models import Board

ALWAYS = date(1900, 1, 1)
"""Stands for an open beginning where a key needs a value."""


class BoardApprovalQuerySet(models.QuerySet["BoardApproval"]):
    def get_by_natural_key(
        self, activity_id: int, board: str, approval_type: str, points_kind: str, basis: str, valid_from: str
    ) -> "BoardApproval":
        return self.get(
            activity=activity_id,
            board=board,
            approval_type=approval_type or None,
            points_kind=points_kind or None,
            basis=basis,
            valid_from=valid_from or None,
        )

    def in_force(self, day: date) -> Self:
        """The rows that count on a day; an empty end is open."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        not_over = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        return self.filter(begun, not_over)


class BoardApproval(models.Model):
    """The dated claim that one board accepts an activity as one approval type.

    A row whose basis is `registered` is the provider's registration through ACCME: it has no approval type, and its
    kind of points is the board's own.
    """

    class Basis(models.TextChoices):
        BOARD = "board", "Approved by the board"
        REGISTERED = "registered", "Registered by the provider through ACCME"
        UNKNOWN = "unknown", "Basis not stated"

    class Reporter(models.TextChoices):
        PROVIDER = "provider", "The provider reports completion"
        PHYSICIAN = "physician", "The physician reports completion"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="approvals")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="approvals")
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.BOARD)
    approval_type = models.ForeignKey(ApprovalType, null=True, blank=True, on_delete=models.PROTECT)
    points = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01"))]
    )
    points_kind = models.ForeignKey(PointsKind, null=True, blank=True, on_delete=models.PROTECT)
    valid_from = models.DateField("from", null=True, blank=True)
    valid_until = models.DateField("until", null=True, blank=True)
    complete_by = models.DateField(null=True, blank=True)
    reported_by = models.CharField(max_length=10, choices=Reporter.choices, blank=True)
    evidence_url = WebAddress("evidence", blank=True)
    evidence_reference = Line(max_length=200, blank=True, help_text="A document that is not on the web.")
    checked_on = models.DateField(null=True, blank=True)

    objects = BoardApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["board__label", "approval_type__position", "points_kind__position", "valid_from"]
        indexes = [models.Index(fields=["board", "approval_type"], name="approval_by_board_and_type")]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="registered", approval_type__isnull=True)
                | Q(basis__in=["board", "unknown"], approval_type__isnull=False),
                name="approval_type_fits_basis",
                violation_error_message="A board's approval has an approval type; "
                "a registration through ACCME has none.",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gt=0),
                name="points_positive",
                violation_error_message="Points are more than 0.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="approval_ends_after_start",
                violation_error_message="The approval ends before it begins.",
            ),
            web_address_check("evidence_url", "evidence_is_web_address"),
            models.UniqueConstraint(
                "activity",
                "board",
                "basis",
                Coalesce("approval_type", Value("")),
                Coalesce("points_kind", Value("")),
                Coalesce("valid_from", Value(ALWAYS)),
                name="approval_once",
                violation_error_message="This board already has an approval of this type with the same beginning.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.approval_type or self.points_kind or self.get_basis_display()}"

    def natural_key(self) -> tuple[int, str, str, str, str, str]:
        begins = self.valid_from.isoformat() if self.valid_from else ""
        return (
            self.activity_id,
            self.board_id,
            self.approval_type_id or "",
            self.points_kind_id or "",
            self.basis,
            begins,
        )
