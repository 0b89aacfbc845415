"""What to show when somebody else saved first: both values side by side, and a form that goes on from theirs.

The form is laid anew over the current version. Fields the person did not touch take the current value; what was typed
stays. Rows that stand (credits, prices, approvals) take their current values and typed changes of them are shown
beside; rows that were newly typed stay in the form.
"""

from contextlib import suppress
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import QueryDict

from activities.admin.forms import ActivityForm, Rebased
from activities.models import Event

NOTHING = "—"
_FRAME = ("id", "activity", "DELETE")
"""Fields of a row that are not its content."""


class Difference(NamedTuple):
    """A field, or one field of a row, where what stands differs from what was typed."""

    label: str
    now: str
    yours: str


class Comparison(NamedTuple):
    """What a stale form is told: by whom and why the listing was changed since, and where the two differ."""

    events: list[Event]
    differences: list[Difference]


def rebase(data: QueryDict, form: ActivityForm, formsets: list[Any]) -> Rebased:
    """The posted data over the current version. `form` and `formsets` are bound to the current rows."""
    rebased = Rebased(mutable=True)
    for key, values in data.lists():
        rebased.setlist(key, values)
    typed = set(form.changed_data)
    for name in form.fields:
        if name not in typed and name != "reason":
            _put(rebased, form[name].html_name, form[name].initial)
        _put(rebased, form[name].html_initial_name, form[name].initial)
    rebased["version_read"] = str(form.instance.version)
    for formset in formsets:
        _rebase_rows(rebased, formset)
    rebased._mutable = False
    return rebased


def compare(form: ActivityForm, formsets: list[Any]) -> Comparison:
    """Where the posted values differ from the current ones, field by field."""
    version = form.data.get("version_read", "")
    since = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    events = Event.objects.filter(activity=form.instance, version__gt=since).order_by("version")
    return Comparison(list(events), _of_fields(form) + [row for formset in formsets for row in _of_rows(formset)])


def _rebase_rows(rebased: Rebased, formset: Any) -> None:
    prefix = formset.prefix
    added = [_cells(form) for form in formset.extra_forms if form.has_changed()]
    for key in [key for key in rebased if key.startswith(f"{prefix}-")]:
        del rebased[key]
    current = [_current_cells(form) for form in _fresh(formset).initial_forms]
    for index, cells in enumerate([*current, *added]):
        for name, value in cells.items():
            _put(rebased, f"{prefix}-{index}-{name}", value)
    counts = {"TOTAL": len(current) + len(added), "INITIAL": len(current), "MIN_NUM": 0, "MAX_NUM": formset.max_num}
    for name, count in counts.items():
        rebased[f"{prefix}-{name}_FORMS"] = str(count)


def _cells(form: Any) -> dict[str, Any]:
    return {name: form[name].data for name in form.fields if form[name].data}


def _current_cells(form: Any) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def _fresh(formset: Any) -> Any:
    """The same rows as they stand."""
    return type(formset)(instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset)


def _of_fields(form: ActivityForm) -> list[Difference]:
    found = []
    for name in form.changed_data:
        now, yours = _text(form.fields[name], form[name].initial), _text(form.fields[name], form[name].data)
        if now != yours and name not in ("reason", "version_read"):
            found.append(Difference(str(form[name].label), now, yours))
    return found


def _of_rows(formset: Any) -> list[Difference]:
    """The cells in which a posted row differs from the row that stands, and the rows only one side has."""
    kind = str(formset.model._meta.verbose_name)
    standing = {str(row.pk): row for row in formset.queryset}
    found = []
    for form in formset.forms:
        row = standing.pop(str(form["id"].data or ""), None)
        if row is not None:
            found += _of_cells(f"{kind} {row}", form, row)
        elif form.has_changed():
            missing = "removed by now" if form["id"].data else "new"
            found.append(Difference(f"{kind}, {missing}", NOTHING, _row_text(form)))
    return found + [Difference(f"{kind}, added by now", str(row), NOTHING) for row in standing.values()]


def _of_cells(label: str, form: Any, row: Any) -> list[Difference]:
    if form.data.get(f"{form.prefix}-DELETE"):
        return [Difference(label, str(row), "deleted")]
    pairs = [
        (form[name].label, _text(field, form[name].initial), _text(field, form[name].data))
        for name, field in form.fields.items()
        if name in form.changed_data and name not in _FRAME
    ]
    return [Difference(f"{label}: {name}", now, yours) for name, now, yours in pairs if now != yours]


def _row_text(form: Any) -> str:
    cells = (_text(field, form[name].data) for name, field in form.fields.items() if name not in _FRAME)
    return ", ".join(cell for cell in cells if cell != NOTHING)


def _text(field: Any, value: Any) -> str:
    """A value as a person reads it: names for codes, whatever was typed when it is not valid."""
    with suppress(ValidationError):
        value = field.clean(value) if isinstance(field, ModelChoiceField) else value
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(sorted(str(one) for one in value)) or NOTHING
    if not isinstance(field, ModelChoiceField | ModelMultipleChoiceField):
        value = dict(getattr(field, "choices", ())).get(value, value)
    return str(value).replace("\r\n", "\n").strip() if value not in (None, "") else NOTHING


def _put(data: Rebased, key: str, value: Any) -> None:
    """Set a value as a browser would send it."""
    if isinstance(value, list | tuple | QuerySet):
        data.setlist(key, [_posted(one) for one in value])
    else:
        data[key] = _posted(value)


def _posted(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))
