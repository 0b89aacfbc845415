"""The words listings are described with. Codes are permanent; staff extend the tables and may rename."""

from django.db import models

from cme_catalog.lib.fields import Line, Prose
from providers.models import ByCode


class Term(models.Model):
    """A named value of one vocabulary. `position` orders a short list that has an order of its own."""

    code = models.SlugField(primary_key=True, max_length=100)
    name = Line(max_length=200, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ByCode()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class FormatType(Term):
    """How the learning is organised: journal-based, enduring, live, …"""

    description = Prose(blank=True)


class CreditType(Term):
    """A kind of credit. `name` is the full phrase for one credit, `plural_name` for several."""

    plural_name = Line(max_length=200, blank=True)
    abbreviation = Line(max_length=40, blank=True)
    system = Line(max_length=200, blank=True, help_text="The organisation whose credit it is.")


class ApprovalType(Term):
    """What a board's approval counts as. `name` is the heading the directory prints.

    A type is offered to readers only once an approval uses it.
    """

    short_name = Line(max_length=80)
    description = Prose(blank=True)
    moc_part = Line(max_length=100, blank=True, help_text="The older part of Maintenance of Certification.")


class PointsKind(Term):
    """A board's own kind of points, as providers register them through ACCME; never an approval type."""


class Competency(Term):
    """One of the six ABMS/ACGME core competencies. `label` is the short form listings print."""

    label = Line(max_length=200)

    class Meta(Term.Meta):
        verbose_name_plural = "competencies"


class Keyword(Term):
    """A keyword; it may hold commas."""


class PracticeSetting(Term):
    """Where the learner practices: inpatient, rural, …"""


class QualityStrategy(Term):
    """A national quality strategy the activity names."""

    class Meta(Term.Meta):
        verbose_name_plural = "quality strategies"


class Specialty(Term):
    """A medical field the activity is for."""

    class Meta(Term.Meta):
        verbose_name_plural = "specialties"


class Membership(Term):
    """An organisation (or group: subscribers, trainees) whose members pay another price."""
