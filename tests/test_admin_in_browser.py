"""One working day of an editor in a real browser, under the same strict policy as in production."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from activities import workflow
from activities.models import Activity, Credit, CreditType
from activities.roles import EDITOR, REVIEWER
from tests.accessibility import ALL_RULES
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


def test_an_editor_changes_a_title_and_sees_history_and_page(screen: Page, live_server: LiveServer) -> None:
    member("edith", EDITOR, PASSWORD)
    activity(published=True)
    log_in(screen, live_server, "edith")
    screen.get_by_label("Title:").fill("Asthma in children")
    screen.get_by_label("Reason:").fill("Title corrected by the provider")
    screen.get_by_role("button", name="Save and continue editing").click()
    assert "Activity 101 is saved as version 3." in screen.locator(".messagelist").inner_text()
    screen.get_by_role("link", name="History").click()
    event = screen.locator(".event").first.inner_text()
    for words in ("edith", "Title corrected by the provider", "Asthma in adults", "Asthma in children"):
        assert words in event
    screen.go_back()
    screen.get_by_role("link", name="View on site").click()
    assert screen.get_by_role("heading", level=1).inner_text() == "Asthma in children"
    assert refused(screen) == []


def test_look_ups_and_new_rows_work_under_the_policy(screen: Page, live_server: LiveServer) -> None:
    member("edith", EDITOR, PASSWORD)
    CreditType.objects.create(code="ama-pra-1", name="AMA PRA Category 1 Credit")
    provider("example-college", "Example College")
    activity()
    log_in(screen, live_server, "edith")
    screen.locator(".field-provider .select2-selection").click()
    screen.locator(".select2-search__field").last.fill("coll")
    screen.get_by_role("option", name="Example College").click()
    screen.get_by_role("button", name="Add another Credit").click()
    screen.locator("#id_credits-0-credit_type").select_option("ama-pra-1")
    screen.locator("#id_credits-0-amount").fill("1.5")
    screen.get_by_label("Reason:").fill("Now at the college")
    screen.get_by_role("button", name="Save", exact=True).click()
    screen.locator(".messagelist").wait_for()
    row = Activity.objects.get(pk=101)
    assert (row.provider_id, [str(credit.amount) for credit in row.credits.all()]) == ("example-college", ["1.50"])
    assert refused(screen) == []


def critical(screen: Page) -> list[str]:
    """What axe calls critical or serious in the part of the page that is ours; look-ups are the admin's own."""
    parts = {"include": [["#content"]], "exclude": [[".select2"]]}
    result = Axe().run(screen, context=parts, options={"runOnly": ALL_RULES})
    return [
        f"{violation['id']}: {node['html']}"
        for violation in result.response["violations"]
        if violation["impact"] in ("critical", "serious")
        for node in violation["nodes"]
    ]


def test_our_own_staff_pages_are_accessible(screen: Page, live_server: LiveServer) -> None:
    member("rita", REVIEWER, PASSWORD)
    row = activity(published=True)
    Credit.objects.create(activity=row, amount="1")
    log_in(screen, live_server, "rita")
    screen.get_by_label("Title:").fill("Mine")
    screen.get_by_label("Reason:").fill("Why")
    with workflow.editing(row, version=2, by="test", reason="Meanwhile") as locked:
        locked.title = "Theirs"
        locked.save(update_fields=["title"])
    screen.get_by_role("button", name="Save", exact=True).click()
    assert "Theirs" in screen.locator(".comparison").inner_text()
    found = {"comparison": critical(screen)}
    for page in ("101/change/", "101/history/", "steps/withdraw/?id=101", ""):
        screen.goto(f"{live_server.url}{LIST}{page}")
        found[page] = critical(screen)
    screen.emulate_media(color_scheme="dark")
    screen.goto(f"{live_server.url}{LIST}")
    found["dark list"] = critical(screen)
    assert {name: faults for name, faults in found.items() if faults} == {}
