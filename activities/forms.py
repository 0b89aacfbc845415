"""The forms that readers fill in."""

from django import forms

from activities.models import Report
from activities.models.report import LONGEST
from cme_catalog.lib.text import validate_plain_text


class ReportForm(forms.Form):
    """What is wrong with a listing. `text` is plain text, `email` may stay empty."""

    kind = forms.ChoiceField(
        label="What is wrong?",
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )
    text = forms.CharField(
        label="What should it say, and where can we read that?",
        max_length=LONGEST,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Do not include patient information, or anything else about another person.",
        error_messages={"required": "Tell us what is wrong."},
    )
    email = forms.EmailField(
        label="Your email address, if we may ask back",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Only for this report. It is deleted with the report after 180 days.",
    )
