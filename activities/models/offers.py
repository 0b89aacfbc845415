"""What an activity gives and what it costs: credits and prices."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from activities.models import vocabulary
from activities.models.activity import Activity


class CreditQuerySet(models.QuerySet["Credit"]):
    def get_by_natural_key(self, activity_id: int, credit_type: str) -> "Credit":
        return self.get(activity=activity_id, credit_type=credit_type or None)


class Credit(models.Model):
    """An amount of one credit type, or of a type not stated. Several are alternatives and never summed."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="credits")
    credit_type = models.ForeignKey(vocabulary.CreditType, null=True, blank=True, on_delete=models.PROTECT)
    amount = models.DecimalField(max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["credit_type__position", "credit_type"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="credit_amount_positive",
                violation_error_message="An amount of credit is more than 0.",
            ),
            models.UniqueConstraint(
                fields=["activity", "credit_type"],
                name="credit_once_per_type",
                violation_error_message="This activity already has an amount of this credit type.",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(credit_type__isnull=True),
                name="credit_of_unknown_type_once",
                violation_error_message="This activity already has an amount whose credit type is not stated.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.credit_type or 'credit, type not stated'}"

    def natural_key(self) -> tuple[int, str]:
        return (self.activity_id, self.credit_type_id or "")


class PriceQuerySet(models.QuerySet["Price"]):
    def get_by_natural_key(self, activity_id: int, membership: str) -> "Price":
        return self.get(activity=activity_id, membership=membership or None)


class Price(models.Model):
    """What one audience pays, in US dollars: everybody when `membership` is empty, else its members."""

    class Kind(models.TextChoices):
        AMOUNT = "amount", "An amount"
        VARIABLE = "variable", "Varies"
        NOT_STATED = "not-stated", "Not stated"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="prices")
    membership = models.ForeignKey(vocabulary.Membership, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AMOUNT)
    amount = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )

    objects = PriceQuerySet.as_manager()

    class Meta:
        ordering = ["membership__position", "membership"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="amount", amount__gte=0, amount__isnull=False)
                | Q(kind__in=["variable", "not-stated"], amount__isnull=True),
                name="price_amount_fits_kind",
                violation_error_message="State the amount, 0 or more, when the kind is “amount”, and only then.",
            ),
            models.UniqueConstraint(
                fields=["activity", "membership"],
                name="price_once_per_membership",
                violation_error_message="This activity already has a price for this membership.",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(membership__isnull=True),
                name="public_price_once",
                violation_error_message="This activity already has a public price.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership or 'public'}: {self.amount if self.kind == 'amount' else self.get_kind_display()}"

    def natural_key(self) -> tuple[int, str]:
        return (self.activity_id, self.membership_id or "")
