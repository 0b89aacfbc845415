"""`manage.py loaddata` with values nobody would write: every one is loaded or refused in a sentence, never a crash."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import Activity, BoardApproval, Credit, Listing, Price
from providers.models import Board, Provider
from tests.factories import make_vocabularies
from tests.fixture_files import activity, load, load_text, provider, row

pytestmark = pytest.mark.django_db

FIELDS = [
    (model, field.name)
    for model in (Activity, Credit, Price, BoardApproval, Provider, Board)
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec=None), max_size=20),
    st.sampled_from(
        ["abim", "ama", "example-heart", "2026-02-30", "0001-01-01", "9999-12-31", "1e5", "\x00", "\ud800"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(autouse=True)
def _vocabularies() -> None:
    make_vocabularies()
    Activity.objects.create(pk=1, title="Asthma", provider_id="example-heart")


def good_row(model: Any) -> dict[str, Any]:
    """A row that loads, to be spoiled in one field."""
    children = {
        Credit: {"activity": 1, "credit_type": "ama-pra-1", "amount": "1"},
        Price: {"activity": 1, "amount": "30"},
        BoardApproval: {"activity": 1, "board": "abim", "approval_type": "lifelong-learning"},
    }
    if model in children:
        return row(model._meta.label_lower, **children[model])
    if model is Activity:
        return activity(1, provider="example-heart", status="published")
    if model is Provider:
        return provider("example-new", name="Example New")
    return row("providers.board", "exb", abbreviation="EXB", name="Example Board", label="Example")


def outcome(folder: Path, content: str | bytes) -> str:
    """What loading says. Whatever was written is rolled back, so that examples do not see each other."""
    with transaction.atomic():
        try:
            said = load_text(folder, content)
        except CommandError as refused:
            said = str(refused)
        transaction.set_rollback(True)
    return said


def assert_loaded_or_refused(said: str) -> None:
    assert said.startswith(("Installed ", "Nothing was loaded.\nsome.json, line "))
    assert said.encode()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(FIELDS), value=VALUES)
def test_any_value_in_any_field_is_loaded_or_refused(tmp_path: Path, place: tuple[Any, str], value: Any) -> None:
    model, name = place
    spoiled = good_row(model)
    spoiled["fields"][name] = value
    assert_loaded_or_refused(outcome(tmp_path, json.dumps([spoiled])))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES)
def test_any_value_in_place_of_a_row_or_its_parts_is_refused(tmp_path: Path, value: Any) -> None:
    for text in (value, [value], [{"model": value, "fields": {}}], [{**provider(), "pk": value}]):
        assert_loaded_or_refused(outcome(tmp_path, json.dumps(text)))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 200), junk=st.binary(max_size=4))
def test_a_file_that_is_cut_or_spoiled_anywhere_is_refused(tmp_path: Path, cut: int, junk: bytes) -> None:
    whole = json.dumps([provider("example-new", name="Example é"), activity(2, provider="example-new")]).encode()
    assert_loaded_or_refused(outcome(tmp_path, whole[:cut] + junk + whole[cut + 1 :]))


def test_a_bad_second_file_takes_the_first_one_with_it(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([activity(2, provider="example-heart", status="published")]))
    bad.write_text(json.dumps([activity(3, provider="nobody")]))
    with pytest.raises(CommandError, match=r"bad.json, line 1: activities.activity 3: provider"):
        call_command("loaddata", str(good), str(bad))
    assert not Activity.objects.filter(pk=2).exists()
    assert not Listing.objects.exists()


def test_a_bad_row_after_thousands_of_good_ones_is_named_with_its_line(tmp_path: Path) -> None:
    rows = [activity(number, provider="example-heart") for number in range(10, 1510)]
    text = "[\n" + ",\n".join(
        json.dumps(one) for one in [*rows, activity(2000, starts="2026-02-02", ends="2026-02-01")]
    )
    with pytest.raises(CommandError, match=r"some.json, line 1502: activities.activity 2000: ends, starts: "):
        load_text(tmp_path, text.replace('"provider": "example-press"', '"provider": "example-heart"') + "\n]")
    assert Activity.objects.count() == 1


def test_a_fixture_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps([provider("example-new", name="Example New")])))
    call_command("loaddata", "-", format="json", verbosity=0)
    assert Provider.objects.filter(pk="example-new").exists()


def test_text_with_markup_is_stored_as_it_is(tmp_path: Path) -> None:
    title = "<script>alert('x')</script> & \"quotes\" {{ 7 * 7 }}"
    load(tmp_path, activity(1, provider="example-heart", title=title, status="published"))
    assert Activity.objects.get(pk=1).title == title
    assert json.loads(Listing.objects.get().record)["title"] == title
