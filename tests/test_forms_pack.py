"""The crispy-forms template pack `cme`: labels, help and errors that assistive technology can follow."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field, as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import forms
from lxml import html
from lxml.html import HtmlElement

from tests.reader import assert_labels_and_ids, assert_nothing_inline, one, words


class Counted(forms.CheckboxSelectMultiple):
    """Check boxes that know how many activities each would leave."""

    counts = {"journal": 12, "live": 0}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        count = self.counts[str(value)]
        option["attrs"] |= {"data-count": count, "disabled": count == 0}
        return option


class Sample(forms.Form):
    topic = forms.CharField(help_text="A few words.")
    format = forms.MultipleChoiceField(
        choices=[("journal", "Journal <based>"), ("live", "Live")],
        widget=Counted,
        required=False,
        help_text="Any of them.",
    )
    fee = forms.ChoiceField(choices=[("free", "Free"), ("any", "Any")], widget=forms.RadioSelect)
    sort = forms.ChoiceField(choices=[("newest", "Newest"), ("title", "Title")], required=False)
    expired = forms.BooleanField(label="Include expired", required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("These do <not> fit together.")


def helper(**changes: Any) -> FormHelper:
    made = FormHelper()
    made.form_method = "get"
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def rendered(form: forms.Form, **changes: Any) -> HtmlElement:
    document = html.document_fromstring(f"<main>{render_crispy_form(form, helper(**changes))}</main>")
    assert_labels_and_ids(document)
    assert_nothing_inline(document)
    return document


def test_every_field_has_its_label() -> None:
    document = rendered(Sample())
    assert words(one(document, "label[for=id_topic]")) == "Topic (required)"
    assert words(one(document, "label[for=id_sort]")) == "Sort"
    assert words(one(document, "label[for=id_expired]")) == "Include expired"


def test_help_is_tied_to_its_field() -> None:
    document = rendered(Sample())
    assert one(document, "#id_topic").get("aria-describedby") == "id_topic_helptext"
    assert words(one(document, "#id_topic_helptext")) == "A few words."


def test_group_of_check_boxes_is_a_fieldset_with_legend_help_and_counts() -> None:
    group = one(rendered(Sample(initial={"format": ["journal"]})), "fieldset#id_format")
    assert words(one(group, "legend")) == "Format"
    assert group.get("aria-describedby") == "id_format_helptext"
    journal, live = group.cssselect("input[type=checkbox][name=format]")
    assert (journal.get("value"), journal.get("data-count"), "checked" in journal.attrib) == ("journal", "12", True)
    assert (live.get("data-count"), "disabled" in live.attrib, "checked" in live.attrib) == ("0", True, False)
    assert [words(count) for count in group.cssselect(".count")] == ["12", "0"]
    assert words(one(group, f"label[for={journal.get('id')}]")) == "Journal <based>"


def test_radio_buttons_are_a_fieldset_without_counts() -> None:
    group = one(rendered(Sample()), "fieldset#id_fee")
    assert words(one(group, "legend")) == "Fee (required)"
    assert [button.get("value") for button in group.cssselect("input[type=radio]")] == ["free", "any"]
    assert not group.cssselect(".count")


def test_choices_in_named_groups_keep_their_names() -> None:
    class Grouped(forms.Form):
        place = forms.ChoiceField(choices=[("West", [("ca", "California")])], widget=forms.RadioSelect)

    assert "West California" in words(one(rendered(Grouped()), "fieldset"))


def test_error_is_tied_to_its_field_and_named_in_the_summary() -> None:
    document = rendered(Sample({"format": ["journal"]}))
    topic = one(document, "#id_topic")
    assert topic.get("aria-invalid") == "true"
    assert topic.get("aria-describedby").split() == ["id_topic_helptext", "id_topic_error"]
    assert words(one(document, "#id_topic_error")) == "Error: This field is required."
    summary = one(document, ".error-summary[role=alert]")
    assert summary.getparent().index(summary) == 0
    assert words(summary.cssselect("li")[0]) == "These do <not> fit together."
    assert {link.get("href") for link in summary.cssselect("a")} == {"#id_topic", "#id_fee"}


def test_error_of_a_group_is_tied_to_the_fieldset() -> None:
    group = one(rendered(Sample({"topic": "airway"})), "fieldset#id_fee")
    assert group.get("aria-describedby") == "id_fee_error"


def test_error_of_a_hidden_field_is_said_without_a_link() -> None:
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    summary = one(rendered(Hidden({})), ".error-summary")
    assert words(one(summary, "li")) == "Key: This field is required."
    assert not summary.cssselect("a")


def test_form_without_errors_has_no_summary() -> None:
    assert not rendered(Sample()).cssselect(".error-summary, .error")


def test_what_the_reader_typed_stays_text() -> None:
    document = rendered(Sample({"topic": '"><script>alert(1)</script>', "note": "</textarea><b>x"}))
    assert not document.cssselect("script, b")
    assert one(document, "#id_topic").get("value") == '"><script>alert(1)</script>'


def test_layout_keeps_order_groups_and_buttons() -> None:
    layout = Layout(
        Fieldset("What it costs", "fee", css_id="cost"),
        Div("topic", css_class="side-by-side"),
        HTML("<p>Then apply.</p>"),
    )
    document = rendered(Sample(), layout=layout, inputs=[Submit("", "Apply filters")], form_class="filters")
    form = one(document, "form.filters[method=get]")
    assert words(form.cssselect("fieldset#cost > legend")[0]) == "What it costs"
    assert one(form, "div.side-by-side #id_topic") is not None
    button = one(form, "input[type=submit]")
    assert (button.get("value"), button.get("name")) == ("Apply filters", None)
    assert not document.cssselect("[name=sort]")


def test_layout_shows_the_summary_too() -> None:
    assert one(rendered(Sample({}), layout=Layout("topic")), ".error-summary") is not None


def test_form_that_is_only_read_carries_no_token() -> None:
    assert not rendered(Sample()).cssselect("[name=csrfmiddlewaretoken]")


def test_form_that_is_sent_carries_its_token() -> None:
    made = render_crispy_form(Sample(), helper(form_method="post"), context={"csrf_token": "abc"})
    assert one(html.fragment_fromstring(made), "[name=csrfmiddlewaretoken]").get("value") == "abc"


def test_file_form_says_how_it_is_sent() -> None:
    class WithFile(forms.Form):
        file = forms.FileField()

    assert one(rendered(WithFile()), "form").get("enctype") == "multipart/form-data"


def test_labels_can_be_for_assistive_technology_only() -> None:
    document = rendered(Sample(), form_show_labels=False)
    assert one(document, "label[for=id_sort]").get("class") == "visually-hidden"


def test_fields_can_be_printed_inside_a_form_of_the_page() -> None:
    document = html.document_fromstring(str(as_crispy_form(Sample())))
    assert not document.cssselect("form")
    assert one(document, "#id_topic") is not None
    assert one(html.document_fromstring(str(as_crispy_field(Sample()["sort"]))), "select#id_sort") is not None
