"""The coded values of listings. Codes are permanent; labels are what pages print."""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Delivery(models.TextChoices):
    IN_PERSON = "in-person", "In person"
    LIVE_STREAMED = "live-streamed", "Live-streamed"
    ONLINE = "online", "Online"
    PRINT = "print", "Print"


class Registration(models.TextChoices):
    OPEN = "open", "Open to all"
    LIMITED = "limited", "Limited"


class Support(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not stated"


class TextOrigin(models.TextChoices):
    CATALOG = "catalog", "Written by this catalog"
    PROVIDER = "provider", "The provider's own text"


class ApprovalList(models.TextChoices):
    """How much we know of the boards' approvals; only a complete list says that a board does not list it."""

    COMPLETE = "complete", "Complete"
    PARTIAL = "partial", "Partial"
    NOT_RECORDED = "not-recorded", "Not recorded"


class Withdrawal(models.TextChoices):
    PROVIDER_REQUEST = "provider-request", "The provider asked for it to be withdrawn."
    ENDED = "ended", "The provider no longer offers it."
    REPLACED = "replaced", "Another listing replaces it."
    DUPLICATE = "duplicate", "It was listed twice."
    LISTED_IN_ERROR = "listed-in-error", "It was listed in error."
    ACCREDITATION = "accreditation", "Its accreditation ended or was withdrawn."
