"""Medical concepts: the names under which clinicians look for one thing, and words that must never be taken for one."""

from django.db import models
from django.db.models import F, Q

from cme_catalog.lib.fields import Line, Prose
from providers.models import ByCode

SHARED = "Another concept has this term; give each of them its sense, or remove one."


class Concept(models.Model):
    """One thing that readers look for. `code` is permanent; `name` is the preferred name, and a term like the others.

    `note` is for staff: what the concept covers and what it leaves out.
    """

    code = models.SlugField(primary_key=True, max_length=100)
    name = Line(max_length=200, unique=True)
    note = Prose(blank=True, help_text="For staff: what the concept covers, and what it leaves out.")

    objects = ByCode()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class ConceptTermQuerySet(models.QuerySet["ConceptTerm"]):
    def get_by_natural_key(self, concept: str, text: str) -> "ConceptTerm":
        return self.get(concept=concept, text=text)


class ConceptTerm(models.Model):
    """Another name of a concept.

    Whoever types one of them looks for all of them. Two kinds are exceptions. A member (a drug of a class) is found
    through the concept and does not stand for it. A related term is not searched: it is offered where nothing was found
    (a drug's disease, to who asked for the drug). A term that several concepts have is ambiguous: each of them gives
    its `sense`, 1 for the commonest; 0 says that the term means this concept alone.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", "Entry term or lay word"
        ACRONYM = "acronym", "Acronym"
        SPELLING = "spelling", "Spelling variant"
        SHORT_NAME = "short-name", "Brand or policy short name"
        MEMBER = "member", "Member of the class"
        RELATED = "related", "Wider or related thing"

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="terms")
    text = Line(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ENTRY)
    capitals_only = models.BooleanField(
        default=False, help_text="Meant only when typed in capitals, because it is also an ordinary word (ALL, US, IT)."
    )
    sense = models.PositiveSmallIntegerField(
        default=0, help_text="0 unless other concepts have this term too; then 1 for the commonest meaning, 2, 3, …"
    )

    objects = ConceptTermQuerySet.as_manager()

    class Meta:
        ordering = ["concept", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "text"],
                name="concept_term_once",
                violation_error_message="The concept already has this term.",
            ),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(sense=0) & ~Q(kind__in=["member", "related"]),
                name="concept_term_means_one_concept",
                violation_error_message=SHARED,
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["member", "related"]) | Q(sense=0, capitals_only=False),
                name="concept_member_is_no_acronym",
                violation_error_message="A member has neither a sense nor capitals:"
                " nobody types it for the class. Nor has a related term.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["entry", "acronym", "spelling", "short-name", "member", "related"]),
                name="concept_term_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, str]:
        return (self.concept_id, self.text)


class NeverJoinedQuerySet(models.QuerySet["NeverJoined"]):
    def get_by_natural_key(self, first: str, second: str) -> "NeverJoined":
        return self.get(first=first, second=second)


class NeverJoined(models.Model):
    """Two words that look alike and mean different things; no concept, stem or correction may join them."""

    first = Line(max_length=100)
    second = Line(max_length=100)

    objects = NeverJoinedQuerySet.as_manager()

    class Meta:
        ordering = ["first", "second"]
        verbose_name = "pair never joined"
        verbose_name_plural = "pairs never joined"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="never_joined_once",
                violation_error_message="This pair is there already.",
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="never_joined_are_two",
                violation_error_message="A pair is made of two different words.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def natural_key(self) -> tuple[str, str]:
        return (self.first, self.second)
