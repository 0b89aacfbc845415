"""Hostile input to the staff pages: an error of the form, never a failure, and nothing written that was not meant."""

import pytest
from django.test import Client

from activities.admin.step_page import address
from activities.models import Activity, Keyword
from providers.models import Provider
from tests.staff import LIST, activity, at_desk, editor, errors, reviewer

pytestmark = pytest.mark.django_db

NUL, HUGE = "a\0b", "9" * 60


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


@pytest.mark.parametrize("number", ["999", "0", "-1", "x", HUGE, "1_0", "%E0%A5%A7"])
def test_an_unknown_activity_is_no_failure(edith: Client, number: str) -> None:
    for response in (edith.get(f"{LIST}{number}/change/"), edith.post(f"{LIST}{number}/change/", {"title": "x"})):
        assert response.status_code in (302, 404)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%22",
        "q=" + HUGE,
        "q=%E2%80%AE",
        "p=" + HUGE,
        "p=-1",
        "p=x",
        "o=" + HUGE,
        "o=x.y",
        "activity_id__in=" + HUGE,
        "activity_id__exact=" + HUGE,
        "status__regex=(",
        "provider__website__contains=a",
        "provider__slug__exact=%27",
        "provider__slug__in=,",
        "approvals__board__code__exact=" + HUGE,
        "commercial_support__isnull=maybe",
        "all=x",
        "_to_field=title",
        "_popup=1",
    ],
)
def test_no_query_of_the_list_fails(edith: Client, query: str) -> None:
    activity()
    assert edith.get(f"{LIST}?{query}").status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("chosen", [["x"], [HUGE], ["-1"], ["1_0"], [NUL], ["101", "' OR 1=1"]])
def test_forged_choices_in_the_list_are_refused(edith: Client, chosen: list[str]) -> None:
    activity()
    response = edith.post(LIST, {"action": "submit", "_selected_action": chosen})
    assert response.status_code == 400


@pytest.mark.parametrize("action", ["", "nothing", "delete_selected", NUL, "__class__"])
def test_a_forged_action_does_nothing(edith: Client, action: str) -> None:
    activity()
    response = edith.post(LIST, {"action": action, "_selected_action": ["101"]})
    assert response.status_code in (200, 302)
    assert list(Activity.objects.values_list("pk", "status")) == [(101, "draft")]


@pytest.mark.parametrize(
    "versions", ["", "x", "101", "101:", ":1", "101:x", f"{HUGE}:1", f"101:{HUGE}", "١:١", NUL, "101:1 101:1 x"]
)
def test_a_forged_step_is_refused(versions: str) -> None:
    activity()
    response = at_desk(reviewer()).post(address("publish"), {"versions": versions, "reason": "Why"})
    assert response.status_code in (200, 409)
    assert Activity.objects.get(pk=101).status == "draft"


def test_a_step_for_an_activity_that_is_gone_is_refused() -> None:
    response = at_desk(reviewer()).post(address("publish"), {"versions": "7:1", "reason": "Why"})
    assert "Activity 7 is not in the catalog." in errors(response)


@pytest.mark.parametrize("successor", ["101", "102", "999", "x", HUGE, NUL, "١٠٢"])
def test_a_bad_successor_is_an_error_of_the_form(successor: str) -> None:
    activity(101, published=True)
    activity(102)
    answers = {"versions": "101:2", "reason": "Why", "public_reason": "replaced", "successor": successor}
    response = at_desk(reviewer()).post(address("withdraw"), answers)
    assert response.status_code in (200, 409)
    assert errors(response)
    assert Activity.objects.get(pk=101).status == "published"


@pytest.mark.parametrize("value", ["", "else", NUL, HUGE])
def test_a_bad_public_reason_is_an_error_of_the_form(value: str) -> None:
    activity(101, published=True)
    answers = {"versions": "101:2", "reason": "Why", "public_reason": value}
    assert errors(at_desk(reviewer()).post(address("withdraw"), answers))


@pytest.mark.parametrize("code", ["", NUL, HUGE * 3, "two words", "ünï", "../x", "a" * 101])
def test_a_bad_code_is_an_error_of_the_form(edith: Client, code: str) -> None:
    for model, key, where in ((Keyword, "code", "activities/keyword"), (Provider, "slug", "providers/provider")):
        before = model._default_manager.count()
        answers = {key: code, "name": "Name", "position": "0", "reason": "Why"}
        response = edith.post(f"/admin/{where}/add/", answers)
        assert response.status_code == 200
        assert errors(response)
        assert model._default_manager.count() == before


@pytest.mark.parametrize("position", [HUGE, "-1", "1e5", NUL, ""])
def test_a_bad_position_is_an_error_of_the_form(edith: Client, position: str) -> None:
    answers = {"code": "gout", "name": "Gout", "position": position, "reason": "Why"}
    response = edith.post("/admin/activities/keyword/add/", answers)
    assert response.status_code == 200
    assert errors(response)


@pytest.mark.parametrize("query", ["term=%22&page=" + HUGE, "term=" + HUGE, "term=%E2%80%AE", "field_name=x", ""])
def test_no_query_of_the_autocomplete_fails(edith: Client, query: str) -> None:
    where = "/admin/autocomplete/?app_label=activities&model_name=activity&field_name=provider&"
    assert edith.get(where + query).status_code in (200, 403, 404)
