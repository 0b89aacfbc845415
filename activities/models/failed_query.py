"""What readers searched for in vain, as a work list; and what was mended, as tests that stay."""

from typing import Self

from django.db import models

from cme_catalog.lib.fields import Line


class FailedQueryQuerySet(models.QuerySet["FailedQuery"]):
    def waiting(self) -> Self:
        """Those that nobody has dealt with, the most frequent first."""
        return self.filter(state=FailedQuery.State.WAITING).order_by("-times", "text")


class FailedQuery(models.Model):
    """A search text that found nothing or little. Nothing says who asked; `last_day` is all that says when.

    `text` is in normal form. `total` is the number of listings it found when last asked, without any filter.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MENDED = "mended", "Mended"
        SET_ASIDE = "set-aside", "Set aside"

    text = Line(max_length=200, unique=True)
    total = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)
    last_day = models.DateField(db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    objects = FailedQueryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "failed queries"

    def __str__(self) -> str:
        return f"“{self.text}”"


class SearchTest(models.Model):
    """A query that must find everything another finds, for as long as there is a listing to find.

    `manage.py search_check` runs it on the catalog it is given. Being a pair of queries it outlives every listing.
    """

    text = Line(max_length=200, unique=True)
    finds_what = Line(max_length=200, help_text="A query that finds what the text should find.")
    added_by = models.CharField(max_length=150)
    added_on = models.DateField()

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return f"“{self.text}” finds what “{self.finds_what}” finds"
