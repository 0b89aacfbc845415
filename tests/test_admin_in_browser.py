"""One working day of an editor in a real browser, under the same strict policy as in production."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from activities import workflow
from activities.models import Activity, Credit, CreditType
from activities.roles import EDITOR, REVIEWER
from tests.accessibility import grave_violations
from tests.staff import LIST, PASSWORD, activity, change_address, member, provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = """
window.refused = JSON.parse(sessionStorage.getItem('refused') || '[]');
document.addEventListener('securitypolicyviolation', event => {
  window.refused.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ' ' + event.sample);
  sessionStorage.setItem('refused', JSON.stringify(window.refused));
});
"""


def refused(screen: Page) -> list[str]:
    """What the content security policy has refused since the log-in."""
    return screen.evaluate("window.refused")


def log_in(screen: Page, server: LiveServer, name: str) -> None:
    screen.add_init_script(LISTEN)
    screen.goto(f"{server.url}{change_address()}")
    screen.get_by_label("Username").fill(name)
    screen.get_by_label("Password").fill(PASSWORD)
    screen.get_by_role("button", name="Log in").click()


def test_an_editor_changes_a_title_and_sees_history_and_page(new_screen: Page, live_server: LiveServer) -> None:
    member("edith", EDITOR, PASSWORD)
    activity(published=True)
    log_in(new_screen, live_server, "edith")
    new_screen.get_by_label("Title:").fill("Asthma in children")
    new_screen.get_by_label("Reason:").fill("Title corrected by the provider")
    new_screen.get_by_role("button", name="Save and continue editing").click()
    assert "Activity 101 is saved as version 3." in new_screen.locator(".messagelist").inner_text()
    new_screen.get_by_role("link", name="History").click()
    event = new_screen.locator(".event").first.inner_text()
    for words in ("edith", "Title corrected by the provider", "Asthma in adults", "Asthma in children"):
        assert words in event
    new_screen.go_back()
    new_screen.get_by_role("link", name="View on site").click()
    assert new_screen.get_by_role("heading", level=1).inner_text() == "Asthma in children"
    assert refused(new_screen) == []


def test_look_ups_and_new_rows_work_under_the_policy(new_screen: Page, live_server: LiveServer) -> None:
    member("edith", EDITOR, PASSWORD)
    CreditType.objects.create(code="ama-pra-1", name="AMA PRA Category 1 Credit")
    provider("example-college", "Example College")
    activity()
    log_in(new_screen, live_server, "edith")
    new_screen.locator(".field-provider .select2-selection").click()
    new_screen.locator(".select2-search__field").last.fill("coll")
    new_screen.get_by_role("option", name="Example College").click()
    new_screen.get_by_role("button", name="Add another Credit").click()
    new_screen.locator("#id_credits-0-credit_type").select_option("ama-pra-1")
    new_screen.locator("#id_credits-0-amount").fill("1.5")
    new_screen.get_by_label("Reason:").fill("Now at the college")
    new_screen.get_by_role("button", name="Save", exact=True).click()
    new_screen.locator(".messagelist").wait_for()
    row = Activity.objects.get(pk=101)
    assert (row.provider_id, [str(credit.amount) for credit in row.credits.all()]) == ("example-college", ["1.50"])
    assert refused(new_screen) == []


def critical(screen: Page) -> list[str]:
    """What axe calls critical or serious in the part of the page that is ours; look-ups are the admin's own."""
    return grave_violations(screen, {"include": [["#content"]], "exclude": [[".select2"]]})


def test_our_own_staff_pages_are_accessible(new_screen: Page, live_server: LiveServer) -> None:
    member("rita", REVIEWER, PASSWORD)
    row = activity(published=True)
    Credit.objects.create(activity=row, amount="1")
    log_in(new_screen, live_server, "rita")
    new_screen.get_by_label("Title:").fill("Mine")
    new_screen.get_by_label("Reason:").fill("Why")
    with workflow.editing(row, version=2, by="test", reason="Meanwhile") as locked:
        locked.title = "Theirs"
        locked.save(update_fields=["title"])
    new_screen.get_by_role("button", name="Save", exact=True).click()
    assert "Theirs" in new_screen.locator(".comparison").inner_text()
    found = {"comparison": critical(new_screen)}
    for page in ("101/change/", "101/history/", "steps/withdraw/?id=101", ""):
        new_screen.goto(f"{live_server.url}{LIST}{page}")
        found[page] = critical(new_screen)
    new_screen.emulate_media(color_scheme="dark")
    new_screen.goto(f"{live_server.url}{LIST}")
    found["dark list"] = critical(new_screen)
    assert {name: faults for name, faults in found.items() if faults} == {}
