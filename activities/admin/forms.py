"""The forms of the staff pages: each change carries its reason and the version that was read."""

import hashlib
import re
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model
from django.http import QueryDict

from activities.models import Activity, Concept, Status, Withdrawal
from activities.models.listing import FIRST_ACTIVITY_ID
from activities.steps import NEEDS_SUCCESSOR
from cme_catalog.lib.numbers import whole
from cme_catalog.lib.parameters import EARLIEST, LATEST
from cme_catalog.lib.text import validate_plain_text

LARGEST_VERSION = 2**31 - 1


class Reason(forms.CharField):
    """Why something is changed, in one line; it is kept with the change."""

    default_validators = [validate_plain_text]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=500,
            widget=AdminTextInputWidget(attrs={"class": "vTextField"}),
            help_text="Kept with the change, for everybody who asks later. It stays filled in for your next change.",
            **kwargs,
        )


class Day(forms.DateField):
    """A day of this age; earlier and later ones are slips, and break the arithmetic of time zones at the very ends."""

    default_validators = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


class Amount(forms.DecimalField):
    """An amount written with ASCII digits and at most one point: no exponent, no sign, no underscore."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(r"[0-9]*\.?[0-9]*", value.strip(), re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Whole(forms.CharField):
    """A whole number in ASCII digits between two bounds."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return whole(text, least=self.least, most=self.most)
        except ValueError:
            raise ValidationError(f"Enter a whole number from {self.least} to {self.most}.", code="whole") from None


class ReasonedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model's form with a reason; `reason_before` is the last one this person gave."""

    reason_before: ClassVar[str] = ""
    reason = Reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"].initial = self.reason_before


class TermForm(ReasonedForm):
    """A term, provider or board; `row_read` is the digest of what the person looked at."""

    row_read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "row_read" in self.fields:
            self.fields["row_read"].initial = digest(self.instance)

    def _get_validation_exclusions(self) -> set[str]:
        """The code is not typed, but rules between it and other fields hold."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {self.instance._meta.pk.name}

    def clean(self) -> dict[str, Any] | None:
        """Here the instance still is the row as it stands."""
        if not self.instance._state.adding and self.cleaned_data.get("row_read") != digest(self.instance):
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["row_read"] = digest(self.instance)  # type: ignore[index]
            for name in set(self.changed_data) & {field.name for field in self.instance._meta.fields}:
                now = getattr(self.instance, name)
                self.add_error(name, f"Somebody else saved first; this is now “{'' if now is None else now}”.")
            raise ValidationError("Nothing was saved. Look at both values and save again.", code="stale")
        return super().clean()


def digest(row: Model) -> str:
    """Two states of a row have one digest when every field is the same; a concept's terms are part of it."""
    rows = [row, *(row.terms.order_by("pk") if isinstance(row, Concept) and row.pk else ())]
    values = [str(field.value_from_object(one)) for one in rows for field in one._meta.concrete_fields]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()


class Rebased(QueryDict):
    """What was typed into a form that had gone stale, laid over the current version: to look at, not to save."""


class ActivityForm(ReasonedForm):
    """An activity's own fields; `version_read` says which version the person looked at.

    Each field also carries what it showed at first, so that a stale form tells what was typed from what stood there.
    """

    version_read = Whole(least=0, most=LARGEST_VERSION, required=False, widget=forms.HiddenInput)
    activity_id = Whole(
        label="Activity ID",
        least=1,
        most=FIRST_ACTIVITY_ID - 1,
        required=False,
        help_text="The directory's number, when it lists the activity. Left empty, the catalog gives one.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "version_read" in self.fields:
            self.fields["version_read"].initial = self.instance.version
            for field in self._meta.model._meta.get_fields():
                if field.name in self.fields:
                    self.fields[field.name].show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        if isinstance(self.data, Rebased):
            raise ValidationError("Nothing was saved: the listing was changed by somebody else.", code="stale")
        return super().clean()


class StepForm(forms.Form):
    """Why the status of some activities changes. `versions` holds "activity ID:version read" for each of them."""

    versions = forms.CharField(widget=forms.HiddenInput)
    reason = Reason()

    def clean_versions(self) -> dict[int, int]:
        try:
            return dict(_version(pair) for pair in self.cleaned_data["versions"].split())
        except ValueError:
            raise ValidationError("The form was damaged; open it again.", code="versions") from None


class WithdrawForm(StepForm):
    """A withdrawal, with what its address answers from then on."""

    public_reason = forms.ChoiceField(
        label="Public reason",
        choices=[("", "---------"), *Withdrawal.choices],
        help_text="Readers see this sentence at the listing's address.",
    )
    successor = Whole(
        label="Successor",
        least=1,
        most=10**12 - 1,
        required=False,
        help_text="The activity ID of the published listing that stands in its place.",
    )

    def clean_public_reason(self) -> Withdrawal:
        return Withdrawal(self.cleaned_data["public_reason"])

    def clean_successor(self) -> Activity | None:
        number = self.cleaned_data["successor"]
        if number is None:
            return None
        found = Activity.objects.filter(pk=number, status=Status.PUBLISHED).first()
        if found is None:
            raise ValidationError("No published listing has this activity ID.", code="successor")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needed = cleaned.get("public_reason") in NEEDS_SUCCESSOR
        if needed and "successor" not in self.errors and not cleaned.get("successor"):
            self.add_error("successor", "This reason needs the listing that stands in its place.")
        return cleaned


def _version(pair: str) -> tuple[int, int]:
    activity_id, _, version = pair.partition(":")
    return whole(activity_id, least=1, most=10**12 - 1), whole(version, least=0, most=LARGEST_VERSION)
