"""The staff pages of concepts: few queries however many terms, and nothing typed becomes markup."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from activities.models import Concept, ConceptTerm, NeverJoined
from activities.roles import REVIEWER
from tests.reader import assert_nothing_inline, page
from tests.staff import PASSWORD, activity, at_desk, member, opened, reviewer, send
from tests.test_admin_in_browser import critical, log_in

pytestmark = pytest.mark.django_db

CONCEPTS = "/admin/activities/concept/"
GOUT = f"{CONCEPTS}gout/change/"
MARK = "<xss-mark onload=x>\"'"


@pytest.fixture
def rita() -> Client:
    return at_desk(reviewer())


def concept(code: str = "gout", terms: int = 0, name: str = "") -> Concept:
    made = Concept.objects.create(code=code, name=name or code)
    ConceptTerm.objects.bulk_create(ConceptTerm(concept=made, text=f"{code} name {at}") for at in range(terms))
    return made


def queries(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked]


WHO_ASKS = ["django_session", "auth_user"]
RIGHTS = ["auth_permission", "auth_permission"]


def test_the_list_asks_the_same_queries_for_3_and_30_concepts(rita: Client) -> None:
    counted_and_read = ["activities_concept", "activities_concept", "activities_conceptterm"]
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            concept(f"concept-{number}", 3)
        assert queries(rita, CONCEPTS) == [*WHO_ASKS, *RIGHTS, *counted_and_read]


def test_the_form_asks_the_same_queries_for_3_and_30_terms(rita: Client) -> None:
    """The row, what a person may do with it, its terms for the digest and for the form."""
    concept("few", 3)
    concept("many", 30)
    found = [queries(rita, f"{CONCEPTS}{code}/change/") for code in ("few", "many")]
    assert found[0] == found[1]
    assert sorted(found[0]) == sorted(
        [*WHO_ASKS, *RIGHTS, "activities_concept", *["activities_conceptterm"] * (len(found[0]) - 5)]
    )
    assert len(found[0]) <= 9


def test_nothing_typed_becomes_markup(rita: Client) -> None:
    made = concept(name=f"gout {MARK}")
    made.note = MARK
    made.save(update_fields=["note"])
    ConceptTerm.objects.create(concept=made, text=f"podagra {MARK}")
    NeverJoined.objects.create(first=f"a {MARK}", second=f"b {MARK}")
    preview = send(rita, GOUT, opened(rita, GOUT), "_preview", reason=MARK, name=f"gout two {MARK}")
    looked_at = [rita.get(at) for at in (CONCEPTS, GOUT, f"{CONCEPTS}gout/delete/", "/admin/activities/neverjoined/")]
    for response in (preview, *looked_at):
        assert response.status_code == 200
        document = page(response)
        assert not document.cssselect("xss-mark")
        assert_nothing_inline(document)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 375])
def test_a_term_is_added_after_a_look_at_what_changes(new_screen: Page, live_server: LiveServer, width: int) -> None:
    member("rita", REVIEWER, PASSWORD)
    concept(terms=1)
    activity(101, "Podagra through the ages", published=True)
    new_screen.set_viewport_size({"width": width, "height": 900})
    log_in(new_screen, live_server, "rita")
    found = {}
    new_screen.goto(f"{live_server.url}{CONCEPTS}?q=gout")
    found["list"] = critical(new_screen)
    new_screen.goto(f"{live_server.url}{GOUT}")
    new_screen.locator("[name=terms-1-text]").fill("podagra")
    new_screen.get_by_label("Reason:").fill("Asked for by readers")
    found["form"] = critical(new_screen)
    new_screen.get_by_role("button", name="Look at what changes").click()
    assert "+1" in new_screen.locator(".changes").inner_text()
    assert new_screen.evaluate("document.documentElement.scrollWidth") == width
    new_screen.emulate_media(color_scheme="dark")
    found["preview"] = critical(new_screen)
    new_screen.get_by_role("button", name="Save", exact=True).click()
    new_screen.locator(".messagelist").wait_for()
    assert ConceptTerm.objects.filter(text="podagra").exists()
    assert {name: faults for name, faults in found.items() if faults} == {}
