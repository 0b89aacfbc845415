"""`manage.py loaddata` names every bad row by file, line, model, key and field, and then loads nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from activities.models import Activity, CatalogVersion, Event, Listing
from providers.models import Provider
from tests.fixture_files import activity, load, load_text, provider, refusal, refusal_of_text, row

pytestmark = pytest.mark.django_db

BOARD = row("providers.board", "exb", abbreviation="EXB", name="Example Board", label="Example")
TYPE = row("activities.approvaltype", "lifelong-learning", name="Lifelong", short_name="Lifelong")


def credit(**fields: Any) -> dict[str, Any]:
    return row("activities.credit", activity=1, **fields)


def price(**fields: Any) -> dict[str, Any]:
    return row("activities.price", activity=1, **fields)


def approval(**fields: Any) -> dict[str, Any]:
    return row(
        "activities.boardapproval", activity=1, **{"board": "exb", "approval_type": "lifelong-learning", **fields}
    )


ROW = '{"model": "providers.provider", "fields": {}}'
BAD_VALUES = [
    (activity(title=""), "activities.activity 1: title: This field cannot be blank."),
    (activity(title=None), "title: Write text, in quotation marks."),
    (activity(title=7), "title: Write text, in quotation marks."),
    (activity(title="two\nlines"), "title: This is one line of text; remove the line break."),
    (activity(title="x" * 501), "title: Ensure this value has at most 500 characters"),
    (activity(title="a\x00b"), "title: The text holds the control character U+0000 at position 2"),
    (activity(title="a\ud800"), "title: The text holds the control character U+D800"),
    (activity(title="Gout \u202e)31("), "title: The text holds the control character U+202E at position 6; remove it."),
    (activity(description="\x1b[2J"), "description: The text holds the control character U+001B"),
    (activity(status="online"), "status: Value 'online' is not a valid choice."),
    (activity(status="withdrawn"), "status, withdrawal_reason: A withdrawn listing states a public reason."),
    (activity(tittle="x"), 'activities.activity 1: "tittle": There is no such field.'),
    (activity(credits=[1]), '"credits": There is no such field.'),
    (activity(listing=1), '"listing": There is no such field.'),
    (activity(provider_id="example-press"), '"provider_id": There is no such field.'),
    (activity(provider="nobody"), 'provider: There is no provider "nobody".'),
    (activity(provider=None), "provider: This must be the code of a provider."),
    (activity(provider=["example-press", "x"]), "provider: This must be the code of a provider."),
    (activity(provider="a\x00"), r'provider: "a\u0000" cannot be the code of a provider.'),
    (activity(provider="\udfff"), r'provider: "\udfff" cannot be the code of a provider.'),
    (activity(successor=99), "successor: There is no activity 99."),
    (activity(successor=1), "successor: A listing cannot be replaced by itself."),
    (activity(successor=True), "successor: This must be the number of an activity."),
    (activity(successor="2"), "successor: This must be the number of an activity."),
    (activity(successor=10**19), "successor: 10000000000000000000 cannot be the code of an activity."),
    (activity(keywords="ethics"), "keywords: This must be a list of codes."),
    (activity(keywords=["ethics"]), 'keywords: There is no keyword "ethics".'),
    (activity(keywords=[None]), "keywords: This must be the code of a keyword."),
    (activity(joint_providers=["example-press", "no"]), 'joint_providers: There is no provider "no".'),
    (activity(expires="2027-02-30"), "expires: "),
    (activity(expires="7/15/2027"), 'expires: Write a date like "2027-07-15".'),
    (activity(expires="٢٠٢٧-٠٧-١٥"), 'expires: Write a date like "2027-07-15".'),
    (activity(expires=20270715), 'expires: Write a date like "2027-07-15".'),
    (activity(released="2027-01-02", expires="2027-01-01"), "expires, released: The expiry is before the release."),
    (activity(starts="2027-01-02", ends="2027-01-01"), "ends, starts: The end is before the start."),
    (activity(doi="https://doi.org/10.1/x"), "doi: A DOI looks like 10.1001/jama.2024.7656"),
    (activity(doi="10.1001/JAMA.1"), "doi: Write the DOI in lower case"),
    (activity(registration_url="javascript:alert(1)"), "registration_url: Enter a web address"),
    (activity(registration_url="ftp://example.org/"), "registration_url: Enter a web address"),
    (activity(source_url="https://user:password@example.org/"), "source_url: A web address holds no @"),
    (activity(source_url="HTTPS://example.org/"), "source_url: Enter a web address"),
    (provider("x", website="javascript:alert(1)"), 'providers.provider "x": website: Enter a web address'),
    (activity(10**12), "activities.activity 1000000000000: activity_id: An activity ID is a number"),
    (activity(0), "activities.activity 0: activity_id: "),
    (activity(-1), "activities.activity -1: activity_id: "),
    (activity(10**40), "activity_id: Write a whole number that fits its column."),
    (activity(10**19), "activity_id: Ensure this value is less than or equal to"),
    (activity("1"), "activity_id: Write a whole number"),
    (activity(True), "activity_id: Write a whole number"),
    (activity(1.5), "activity_id: Write a whole number"),
    (activity(1, activity_id=2), "activity_id: This differs from the row's pk."),
    (provider("Not a slug"), "slug: Enter a valid “slug”"),
    (row("providers.provider", name="No slug"), "slug: This must be stated."),
    (row("activities.activity", 5, title="No provider"), "activities.activity 5: provider: This must be stated."),
    (row("activities.activity", 5, provider="example-press"), "activities.activity 5: title: This must be stated."),
    (row("providers.board", "xb", name="No label", abbreviation="XB"), 'providers.board "xb": label: This must be'),
    (row("activities.keyword", "x", name="X", position=-1), "position: Ensure this value is greater"),
    (row("activities.keyword", "x", name="X", position=10**19), 'keyword "x": '),
    (credit(amount="0"), "activities.credit 1: amount: Ensure this value is greater than or equal to 0.01."),
    (credit(amount="-1"), "amount: Ensure this value is greater"),
    (credit(amount="0.125"), "amount: Ensure that there are no more than 2 decimal places."),
    (credit(amount="12345.00"), "amount: Ensure that there are no more than 6 digits in total."),
    (credit(amount="one"), 'amount: Write an amount like "10.25".'),
    (credit(amount="1_000"), 'amount: Write an amount like "10.25".'),
    (credit(amount="١٢"), 'amount: Write an amount like "10.25".'),
    (credit(amount="NaN"), 'amount: Write an amount like "10.25".'),
    (credit(amount=True), 'amount: Write an amount like "10.25".'),
    (credit(amount=None), 'amount: Write an amount like "10.25".'),
    (credit(), "activities.credit 1: amount: This must be stated."),
    (
        credit(amount="1", credit_type="gold"),
        'activities.credit [1, "gold"]: credit_type: There is no credit type "gold".',
    ),
    (row("activities.credit", amount="1"), "activity: This must be stated."),
    (row("activities.credit", activity=77, amount="1"), "activities.credit 77: activity: There is no activity 77."),
    (price(), "amount, kind: State the amount"),
    (price(kind="variable", amount="5"), "amount, kind: State the amount"),
    (price(kind="amount", amount="-5"), "amount: Ensure this value is greater than or equal to 0."),
    (price(kind="free"), "kind: Value 'free' is not a valid choice."),
    (price(membership="ama", amount="5"), 'activities.price [1, "ama"]: membership: There is no membership "ama".'),
    (approval(approval_type=None), "approval_type, basis: A board's approval has an approval type"),
    (approval(basis="registered"), "approval_type, basis: A board's approval has an approval type"),
    (approval(points="0"), "points: Ensure this value is greater"),
    (
        approval(valid_from="2026-02-01", valid_until="2026-01-31"),
        "valid_from, valid_until: The approval ends before it begins.",
    ),
    (approval(board="nope"), 'board: There is no board "nope".'),
    (approval(evidence_url="data:text/html,x"), "evidence_url: Enter a web address"),
    (row("providers.certificate", board="exb", name="X", kind="major"), "kind: Value 'major' is not a valid choice."),
]


@pytest.mark.parametrize(("bad", "sentence"), BAD_VALUES)
def test_a_bad_row_is_named_and_nothing_is_loaded(tmp_path: Path, bad: dict[str, Any], sentence: str) -> None:
    needed = [provider()] if bad["model"] == "activities.activity" else [provider(), activity(), BOARD, TYPE]
    text = "[\n" + ",\n".join(json.dumps(one) for one in [*needed, bad]) + "\n]"
    message = refusal_of_text(tmp_path, text)
    assert message.startswith("Nothing was loaded.\nsome.json, line ")
    assert sentence in message
    assert len(message.splitlines()) == 2
    assert_nothing_loaded()


def assert_nothing_loaded() -> None:
    for table in (Provider, Activity, Event, Listing, CatalogVersion):
        assert not table.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1, column 1: A fixture is a list: it begins with [."),
        ("{}", "line 1, column 1: A fixture is a list: it begins with [."),
        ('[\n  {"model" "providers.provider"}\n]', "line 2, column 12: This is not JSON: Expecting ':' delimiter."),
        (f"[{ROW}\n\n {ROW}]", "line 3, column 2: A comma or ] is missing."),
        (f"[\n{ROW},\n]", "line 2, column 46: A comma stands before the end of the list."),
        (f"[{ROW}", "line 1, column 47: A comma or ] is missing."),
        ("[", "line 1, column 2: This is not JSON: Expecting value."),
        ("[] []", "line 1, column 4: There is more after the end of the list."),
        ('[{"model": "x\ny"}]', "line 1, column 14: This is not JSON: Invalid control character at."),
        ('[\n{"model": "x", "model": "y"}]', 'line 2: "model" is given twice in one object.'),
        ('[\n{"model": "x", "fields": {"position": NaN}}]', "line 2: NaN is not a number that can be stored."),
        ("[" + "[" * 100_000, "line 1, column 2: This is nested too deeply."),
        ("[1]", 'line 1: A row is an object with "model", "pk" (unless it has none) and "fields".'),
        ('[{"model": "providers.provider"}]', "line 1: A row is an object"),
        ('[{"model": 1, "fields": {}}]', "line 1: A row is an object"),
        ('[{"model": "providers.provider", "fields": []}]', "line 1: A row is an object"),
        ('[{"model": "providers.provider", "fields": {}, "key": 1}]', 'line 1: "key" does not belong into a row.'),
        ('[{"model": "providers.clinic", "fields": {}}]', 'line 1: "providers.clinic" is not a model.'),
        ('[{"model": "provider", "fields": {}}]', 'line 1: "provider" is not a model.'),
        (b'[\n{"model": "\xff"}]', "line 2: byte 14 of the file is not UTF-8."),
    ],
)
def test_a_broken_file_is_refused_with_line_and_column(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    assert f"some.json, {sentence}" in refusal_of_text(tmp_path, text)


def test_an_empty_list_and_a_byte_order_mark_are_no_fault(tmp_path: Path) -> None:
    load_text(tmp_path, " [ ] \n")
    load_text(tmp_path, b"\xef\xbb\xbf" + json.dumps([provider()]).encode())
    assert Provider.objects.count() == 1


@pytest.mark.parametrize("name", ["listing", "event", "catalogversion", "catalogcommit", "catalogchange"])
def test_rows_that_the_catalog_makes_itself_are_refused(tmp_path: Path, name: str) -> None:
    message = refusal(tmp_path, row(f"activities.{name}", 1))
    assert f"line 1: activities.{name}: The catalog makes these rows itself; leave them out of fixtures." in message


def test_a_row_that_stands_twice_in_a_file_is_named(tmp_path: Path) -> None:
    text = (
        "[\n"
        + ",\n".join(json.dumps(one) for one in [provider(), activity(), credit(amount="1"), credit(amount="2")])
        + "]"
    )
    assert "line 5: activities.credit 1: The file has this row already, in line 4." in refusal_of_text(tmp_path, text)
    assert_nothing_loaded()


def test_a_name_that_another_row_has_is_refused(tmp_path: Path) -> None:
    load(tmp_path, provider("one", name="Example"))
    assert 'providers.provider "two": name: Provider with this Name already exists.' in refusal(
        tmp_path, provider("two", name="Example")
    )


def test_a_name_that_another_row_of_the_file_has_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, provider("one", name="Example"), provider("two", name="Example"))
    assert 'providers.provider "two": name: Provider with this Name already exists.' in message


@pytest.mark.parametrize("status", ["draft", "in-review"])
@pytest.mark.parametrize("was", [{"status": "published"}, {"status": "withdrawn", "withdrawal_reason": "ended"}])
def test_a_listing_that_was_public_cannot_become_a_draft(tmp_path: Path, was: dict[str, str], status: str) -> None:
    load(tmp_path, provider(), activity(**was))
    message = refusal(tmp_path, activity(status=status))
    assert "activities.activity 1: status: This listing was public; it can be withdrawn, but not hidden" in message
    assert Activity.objects.get(pk=1).status == was["status"]


def test_a_public_listing_whose_activity_was_hidden_past_the_history_is_not_settled(tmp_path: Path) -> None:
    load(tmp_path, provider(), activity(status="published"))
    Activity.objects.update(status="draft")
    assert "Activity 1 was public; it can be withdrawn" in refusal(tmp_path, activity(title="Renamed"))
    assert Activity.objects.get().title == "Activity 1"


def test_a_row_is_refused_together_with_good_rows_that_change_others(tmp_path: Path) -> None:
    load(tmp_path, provider(), activity(1, status="published"))
    refusal(tmp_path, activity(1, title="Renamed"), activity(2, provider="nobody"))
    assert Activity.objects.get().title == "Activity 1"
    assert (Event.objects.count(), CatalogVersion.objects.get().v) == (1, 2 - 1)


def test_every_bad_value_of_a_row_is_named(tmp_path: Path) -> None:
    message = refusal(tmp_path, provider(), activity(title="", expires="soon", doi="x"))
    assert [line.split(": ")[2] for line in message.splitlines()[1:]] == ["title", "expires", "doi"]


def test_a_long_list_of_problems_is_cut_short(tmp_path: Path) -> None:
    message = refusal(tmp_path, provider(), *(activity(number, title="") for number in range(1, 40)))
    assert len(message.splitlines()) == 22
    assert message.endswith("These are the first problems; there are more.")


def test_rows_of_the_catalog_are_refused_in_other_formats(tmp_path: Path) -> None:
    line = json.dumps(provider())
    path = tmp_path / "some.jsonl"
    path.write_text(line)
    with pytest.raises(CommandError, match="Rows of the catalog are loaded from JSON files only"):
        call_command("loaddata", str(path))
    assert not Provider.objects.exists()


def test_a_file_that_is_not_there_is_wrong_use() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("loaddata", "nowhere")
    assert (refused.value.returncode, str(refused.value)) == (2, "No fixture named 'nowhere' found.")
