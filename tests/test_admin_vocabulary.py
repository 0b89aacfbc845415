"""Staff change vocabularies, providers and boards: with a reason, on every listing that prints them, never unseen."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from activities import workflow
from activities.admin.forms import TermForm
from activities.models import BoardApproval, Event, Keyword, Listing
from providers.models import Board, Certificate, Provider
from tests.reader import page, words
from tests.staff import activity, at_desk, editor, errors, messages, opened, post, reviewer, send

pytestmark = pytest.mark.django_db

GOUT = "/admin/activities/keyword/gout/"
SOCIETY = "/admin/providers/provider/example-society/"


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


@pytest.fixture
def gout() -> Keyword:
    return Keyword.objects.create(code="gout", name="Gout")


def printing(term: Keyword, number: int = 101) -> None:
    """A published listing that prints the term."""
    row = activity(number, published=True)
    with workflow.editing(row, version=2, by="test", reason="for a test"):
        row.keywords.add(term)


def renamed(client: Client, address: str, **answers: str) -> None:
    where = f"{address}change/"
    response = send(client, where, opened(client, where), **{"reason": "Its name since January", **answers})
    assert response.status_code == 302, errors(response)


def test_a_new_name_shows_on_the_listing_with_its_reason(edith: Client, gout: Keyword) -> None:
    printing(gout)
    renamed(edith, GOUT, name="Gouty arthritis")
    assert "Gouty arthritis" in Listing.objects.get(activity=101).record
    event = Event.objects.filter(activity=101).latest("version")
    assert (event.verb, event.actor_name, event.reason) == ("renamed", "edith", "Its name since January")


def test_a_renamed_provider_and_board_show_too(edith: Client) -> None:
    board = Board.objects.create(code="eb", abbreviation="EB", name="Example Board", label="Old field")
    row = activity(published=True)
    with workflow.editing(row, version=2, by="test", reason="for a test"):
        BoardApproval.objects.create(activity=row, board=board, basis="registered")
    renamed(edith, SOCIETY, name="Example Academy")
    renamed(edith, "/admin/providers/board/eb/", label="New field")
    record = Listing.objects.get(activity=101).record
    assert "Example Academy" in record
    assert "New field" in record


def test_nothing_is_renamed_without_a_reason(edith: Client, gout: Keyword) -> None:
    form = opened(edith, f"{GOUT}change/")
    response = send(edith, f"{GOUT}change/", form, name="Gouty arthritis", reason=" ")
    assert "This field is required." in errors(response)
    gout.refresh_from_db()
    assert gout.name == "Gout"


def test_a_code_is_permanent(edith: Client, gout: Keyword) -> None:
    assert "code" not in opened(edith, f"{GOUT}change/").fields
    renamed(edith, GOUT, code="podagra", name="Podagra")
    assert list(Keyword.objects.values_list("code", "name")) == [("gout", "Podagra")]


def test_a_code_that_exists_is_refused(edith: Client, gout: Keyword) -> None:
    add = "/admin/activities/keyword/add/"
    response = send(edith, add, opened(edith, add), code="gout", name="Other", reason="Why")
    assert "already exists" in errors(response)
    response = send(edith, add, opened(edith, add), code="other", name="Gout", reason="Why")
    assert "already exists" in errors(response)


def test_a_new_term_is_logged_with_its_reason(edith: Client) -> None:
    add = "/admin/activities/keyword/add/"
    response = send(edith, add, opened(edith, add), code="gout", name="Gout", reason="Asked for by readers")
    assert response.status_code == 302
    assert "Reason: Asked for by readers." in LogEntry.objects.get().change_message


def test_the_second_of_two_renames_is_refused_and_shows_both_names(edith: Client, gout: Keyword) -> None:
    emil = at_desk(editor("emil"))
    form = opened(emil, f"{GOUT}change/")
    renamed(edith, GOUT, name="Theirs")
    response = send(emil, f"{GOUT}change/", form, name="Mine", reason="Why")
    assert "Somebody else saved first; this is now “Theirs”." in errors(response)
    document = page(response)
    assert document.get_element_by_id("id_name").get("value") == "Mine"
    gout.refresh_from_db()
    assert gout.name == "Theirs"
    again = send(emil, f"{GOUT}change/", document.cssselect("#content form")[0])
    assert again.status_code == 302
    gout.refresh_from_db()
    assert gout.name == "Mine"


def test_a_term_in_use_says_where_and_stays(gout: Keyword) -> None:
    printing(gout)
    rita = at_desk(reviewer())
    form = opened(rita, f"{GOUT}delete/")
    response = send(rita, f"{GOUT}delete/", form, reason="Not needed")
    assert "“Gout” is used by 1 listing; take it out of them first." in errors(response)
    assert Keyword.objects.filter(pk="gout").exists()


def test_an_unused_term_is_removed_with_a_reason(gout: Keyword) -> None:
    rita = at_desk(reviewer())
    form = opened(rita, f"{GOUT}delete/")
    assert "This field is required." in errors(send(rita, f"{GOUT}delete/", form, reason=""))
    assert send(rita, f"{GOUT}delete/", form, reason="Not needed").status_code == 302
    assert messages(rita) == "“Gout” was removed."
    assert not Keyword.objects.exists()


@pytest.mark.parametrize("code", ["unknown", "%00x", "a" * 300, "..", "%F0%9F%98%80"])
def test_an_unknown_term_is_no_failure(code: str) -> None:
    rita = at_desk(reviewer())
    for end in ("change", "delete", "history"):
        for response in (
            rita.get(f"/admin/activities/keyword/{code}/{end}/"),
            rita.post(f"/admin/activities/keyword/{code}/{end}/", {"reason": "Why"}),
        ):
            assert response.status_code in (302, 400, 404)


def test_a_boards_certificates_are_edited_with_it(edith: Client) -> None:
    Board.objects.create(code="eb", abbreviation="EB", name="Example Board", label="Field")
    where = "/admin/providers/board/eb/"
    row = {"certificates__TOTAL_FORMS": "1", "certificates__0__name": "Example medicine"}
    renamed(edith, where, **row, certificates__0__kind="specialty")
    assert [str(one) for one in Certificate.objects.all()] == ["Example medicine"]
    assert "certificates changed" in LogEntry.objects.get().change_message


def test_a_provider_is_not_its_own_accredited_provider(edith: Client) -> None:
    activity()
    where = f"{SOCIETY}change/"
    form = dict(opened(edith, where).form_values())
    response = post(edith, where, {**form, "accredited_provider": "example-society", "reason": "Why"})
    assert response.status_code == 200
    assert errors(response)


def test_a_name_taken_at_the_same_moment_is_a_message(
    edith: Client, gout: Keyword, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form found the name free, and then somebody else was faster."""
    Keyword.objects.create(code="podagra", name="Podagra")
    monkeypatch.setattr(TermForm, "validate_unique", lambda form: None)
    response = send(edith, f"{GOUT}change/", opened(edith, f"{GOUT}change/"), name="Podagra", reason="Why")
    assert response.status_code == 302
    assert "Somebody else saved at the same moment" in messages(edith)
    gout.refresh_from_db()
    assert gout.name == "Gout"


def test_many_terms_are_found_while_typing(edith: Client, gout: Keyword) -> None:
    where = "/admin/autocomplete/?app_label=activities&model_name=activity&field_name=keywords&term="
    assert edith.get(f"{where}gou").json()["results"] == [{"id": "gout", "text": "Gout"}]
    assert edith.get(f"{where}asth").json()["results"] == []


def test_every_vocabulary_has_its_page(edith: Client) -> None:
    home = page(edith.get("/admin/"))
    offered = {words(link) for link in home.cssselect("#content-main th a")}
    assert offered >= {
        "Activities",
        "Approval types",
        "Boards",
        "Competencies",
        "Credit types",
        "Format types",
        "Keywords",
        "Memberships",
        "Points kinds",
        "Practice settings",
        "Providers",
        "Quality strategies",
        "Specialties",
    }
    assert "Users" not in offered
    for link in home.cssselect("#content-main a"):
        assert edith.get(link.get("href")).status_code == 200


def test_removing_a_provider_keeps_those_who_depend_on_it() -> None:
    activity()
    rita = at_desk(reviewer())
    response = send(rita, f"{SOCIETY}delete/", opened(rita, f"{SOCIETY}delete/"), reason="Why")
    assert "is used by 1 listing" in errors(response)
    assert Provider.objects.filter(pk="example-society").exists()
