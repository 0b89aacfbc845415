"""Who offers activities (providers) and who certifies physicians (the 24 ABMS member boards)."""

from typing import Any

from django.db import models
from django.urls import reverse

from cme_catalog.lib.fields import Line, Prose, WebAddress, web_address_check


class ByCode(models.Manager[Any]):
    """Finds a row by its permanent code or slug, which is its primary key."""

    def get_by_natural_key(self, code: str) -> Any:
        return self.get(pk=code)


class Provider(models.Model):
    """The organisation or imprint under whose name an activity is offered (JAMA).

    `slug` is permanent. `accredited_provider` answers for the imprint's activities; an organisation that is itself
    accredited leaves it empty.
    """

    slug = models.SlugField(primary_key=True, max_length=100)
    name = Line(max_length=200, unique=True)
    accredited_provider = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="imprints"
    )
    accreditor = Line(max_length=200, blank=True, help_text="Who accredits the organisation: ACCME or a state society.")
    website = WebAddress(blank=True)
    about = Prose(blank=True)

    objects = ByCode()

    class Meta:
        ordering = ["name"]
        constraints = [
            web_address_check("website", "provider_website_is_web_address"),
            models.CheckConstraint(
                condition=~models.Q(accredited_provider=models.F("slug")),
                name="provider_is_not_its_own_imprint",
                violation_error_message="A provider is not its own imprint; leave the accredited provider empty.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("providers:provider_detail", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def answerable(self) -> "Provider":
        """The accredited provider: the one named, else the provider itself."""
        return self.accredited_provider or self


class Board(models.Model):
    """One of the ABMS member boards. `code` is the lower-case code of its address (abim) and permanent."""

    code = models.SlugField(primary_key=True, max_length=20)
    abbreviation = Line(max_length=20, unique=True)
    name = Line(max_length=200, unique=True)
    label = Line(max_length=200, help_text="The short name that approval lists print.")
    website = WebAddress(blank=True)

    objects = ByCode()

    class Meta:
        ordering = ["label"]
        constraints = [web_address_check("website", "board_website_is_web_address")]

    def __str__(self) -> str:
        return f"{self.label} ({self.abbreviation})"

    def get_absolute_url(self) -> str:
        return reverse("providers:board_detail", args=[self.code])

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def get_by_natural_key(self, board: str, name: str) -> "Certificate":
        return self.get(board=board, name=name)


class Certificate(models.Model):
    """A specialty or subspecialty that a board certifies."""

    class Kind(models.TextChoices):
        SPECIALTY = "specialty", "Specialty"
        SUBSPECIALTY = "subspecialty", "Subspecialty"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="certificates")
    name = Line(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["board", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                name="certificate_once_per_board",
                violation_error_message="The board already has a certificate of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (self.board_id, self.name)
