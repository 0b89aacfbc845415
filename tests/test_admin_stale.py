"""Two people edit the same activity: the second save is refused and shows both values; nothing is overwritten."""

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities import workflow
from activities.models import Activity, Credit, CreditType, Event, Keyword
from tests.reader import one, page, words
from tests.staff import activity, at_desk, change_address, edit, editor, errors, opened, send, the_form

pytestmark = pytest.mark.django_db

ADDRESS = change_address()


@pytest.fixture
def edith() -> Client:
    return at_desk(editor("edith"))


@pytest.fixture
def emil() -> Client:
    return at_desk(editor("emil"))


def differences(document: HtmlElement) -> dict[str, tuple[str, str]]:
    """Label to (theirs, yours), as the page prints them."""
    rows = one(document, ".comparison").cssselect("tbody tr")
    cells = [[words(cell) for cell in row] for row in rows]
    return {label: (theirs, yours) for label, theirs, yours in cells}


def refused(client: Client, form: HtmlElement, **answers: str) -> HtmlElement:
    response = send(client, ADDRESS, form, **{"reason": "Mine", **answers})
    assert response.status_code == 409
    return page(response)


def test_the_second_save_is_refused_and_shows_both_values(edith: Client, emil: Client) -> None:
    activity(city="Boston")
    form = opened(emil, ADDRESS)
    assert edit(edith, title="Theirs", reason="Their reason").status_code == 302
    document = refused(emil, form, title="Mine", city="Chicago")
    assert differences(document) == {"Title": ("Theirs", "Mine"), "City": ("Boston", "Chicago")}
    assert "edith: Changed. Their reason" in words(one(document, ".comparison"))
    row = Activity.objects.get(pk=101)
    assert (row.title, row.city, row.version) == ("Theirs", "Boston", 2)
    assert Event.objects.count() == 2


def test_the_form_goes_on_from_the_current_version_with_what_was_typed(edith: Client, emil: Client) -> None:
    activity(venue="Old hall")
    form = opened(emil, ADDRESS)
    edit(edith, title="Theirs", venue="New hall")
    document = refused(emil, form, title="Mine", city="Chicago", reason="My reason")
    response = send(emil, ADDRESS, the_form(document))
    assert response.status_code == 302, errors(response)
    row = Activity.objects.get(pk=101)
    assert (row.title, row.city, row.venue, row.version) == ("Mine", "Chicago", "New hall", 3)
    assert Event.objects.get(version=3).reason == "My reason"


def test_a_third_change_meanwhile_refuses_again(edith: Client, emil: Client) -> None:
    activity()
    form = opened(emil, ADDRESS)
    edit(edith, title="First")
    document = refused(emil, form, title="Mine")
    edit(edith, title="Second")
    assert differences(refused(emil, the_form(document)))["Title"] == ("Second", "Mine")
    assert Activity.objects.get(pk=101).title == "Second"


def test_fields_nobody_typed_into_do_not_come_back(edith: Client, emil: Client) -> None:
    row = activity(description="Old text", released="2026-01-01")
    row.keywords.add(Keyword.objects.create(code="asthma", name="Asthma"))
    Keyword.objects.create(code="gout", name="Gout, Acute")
    form = opened(emil, ADDRESS)
    edit(edith, description="New text", released="2026-02-02", keywords=["gout"])
    document = refused(emil, form, title="Mine")
    assert list(differences(document)) == ["Title"]
    assert send(emil, ADDRESS, the_form(document)).status_code == 302
    row = Activity.objects.get(pk=101)
    assert (row.title, row.description, str(row.released)) == ("Mine", "New text", "2026-02-02")
    assert [keyword.pk for keyword in row.keywords.all()] == ["gout"]


def test_choices_are_compared_by_their_names(edith: Client, emil: Client) -> None:
    activity()
    for code, name in (("asthma", "Asthma"), ("gout", "Gout")):
        Keyword.objects.create(code=code, name=name)
    form = opened(emil, ADDRESS)
    edit(edith, keywords=["gout"], commercial_support="no")
    document = refused(emil, form, keywords=["asthma"], commercial_support="yes")
    assert differences(document) == {"Keywords": ("Gout", "Asthma"), "Commercial support": ("No", "Yes")}


def test_rows_stand_as_they_are_now_and_typed_ones_are_shown_or_kept(edith: Client, emil: Client) -> None:
    for code in ("one", "two", "new"):
        CreditType.objects.create(code=code, name=f"Credit {code}")
    with workflow.editing(activity(), version=1, by="test", reason="for a test") as row:
        kept = Credit.objects.create(activity=row, credit_type_id="one", amount="1")
        Credit.objects.create(activity=row, credit_type_id="two", amount="2")
    form = opened(emil, ADDRESS)
    edit(edith, credits__0__amount="1.5", credits__1__DELETE="on")
    typed = {"credits__TOTAL_FORMS": "3", "credits__2__credit_type": "new", "credits__2__amount": "7"}
    document = refused(emil, form, credits__0__amount="9", **typed)
    assert differences(document) == {
        "credit 1.50 Credit one: Amount": ("1.50", "9"),
        "credit, removed by now": ("—", "Credit two, 2.00"),
        "credit, new": ("—", "Credit new, 7"),
    }
    assert send(emil, ADDRESS, the_form(document)).status_code == 302
    amounts = {str(credit.amount) for credit in Credit.objects.all()}
    assert amounts == {"1.50", "7.00"}
    assert Credit.objects.filter(pk=kept.pk, amount="1.50").exists()


def test_a_step_taken_meanwhile_makes_a_form_stale(edith: Client) -> None:
    row = activity()
    form = opened(edith, ADDRESS)
    workflow.submit(row, version=1, by="test", reason="ready")
    assert send(edith, ADDRESS, form, title="Mine", reason="Mine").status_code == 409
    assert Activity.objects.get(pk=101).title == "Asthma in adults"


def test_a_version_that_is_not_the_current_one_never_saves(edith: Client) -> None:
    activity()
    form = opened(edith, ADDRESS)
    for version in ("", "0", "2", "x", "-1", "١", "9" * 40):
        answer = send(edith, ADDRESS, form, title="Mine", reason="Mine", version_read=version)
        assert answer.status_code == 409, version
        assert Activity.objects.get(pk=101).title == "Asthma in adults", version


def test_the_version_is_checked_before_the_rows_are_validated(edith: Client, emil: Client) -> None:
    with workflow.editing(activity(), version=1, by="test", reason="for a test") as row:
        Credit.objects.create(activity=row, amount="1")
    form = opened(emil, ADDRESS)
    edit(edith, credits__0__DELETE="on")
    document = refused(emil, form, credits__0__amount="not a number")
    assert ("—", "not a number") in differences(document).values()
    assert not document.cssselect("#credits-group .errorlist")


def test_saves_that_take_turns_overwrite_nothing(edith: Client, emil: Client) -> None:
    activity()
    saved = 0
    for turn in range(4):
        forms = [(client, opened(client, ADDRESS)) for client in (edith, emil)]
        for client, form in forms if turn % 2 else reversed(forms):
            answer = send(client, ADDRESS, form, title=f"Title {turn} {id(client)}", reason="Race")
            saved += answer.status_code == 302
            assert answer.status_code in (302, 409)
    assert saved == 4
    assert Activity.objects.get(pk=101).version == 5
