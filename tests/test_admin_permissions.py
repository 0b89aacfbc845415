"""Who may do what: the table of `docs/permissions.md`, every row with every person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from activities import roles, workflow
from activities.admin.forms import digest
from activities.admin.step_page import address
from activities.models import (
    Activity,
    Concept,
    ConceptTerm,
    FailedQuery,
    Keyword,
    NeverJoined,
    Report,
    SearchTest,
    Withdrawal,
)
from providers.models import Board, Provider
from tests.staff import LIST, activity, at_desk, change_address, editor, reviewer

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent.parent / "docs" / "permissions.md"
KEYWORDS, PROVIDERS, BOARDS = (
    f"/admin/{name}/" for name in ("activities/keyword", "providers/provider", "providers/board")
)
REPORTS = "/admin/activities/report/"
ROWS = {f"{name}-{count}_FORMS": "0" for name in ("credits", "prices", "approvals") for count in ("TOTAL", "INITIAL")}
CERTIFICATES = {"certificates-TOTAL_FORMS": "0", "certificates-INITIAL_FORMS": "0"}
FORM = {
    "title": "New",
    "provider": "example-society",
    "commercial_support": "unknown",
    "approval_list": "not-recorded",
    "version_read": "1",
    "reason": "Because",
    **ROWS,
}
NAMES = {"abbreviation": "EB", "name": "Example Board", "label": "Renamed", "reason": "Because", **CERTIFICATES}
NEW_BOARD = {**NAMES, "abbreviation": "NB", "name": "New Board"}


class Deed(NamedTuple):
    """Something a person tries; `done` tells whether it happened, without it an answer of 200 does."""

    act: Callable[[Client], HttpResponseBase]
    done: Callable[[], bool] | None = None


def get(path: str, **query: str) -> Deed:
    return Deed(lambda client: client.get(path, query))


def post(path: str, done: Callable[[], bool], **data: Any) -> Deed:
    return Deed(lambda client: client.post(path, data), done)


def status(number: int, expected: str) -> Callable[[], bool]:
    return lambda: Activity.objects.get(pk=number).status == expected


def titled(number: int) -> Callable[[], bool]:
    return lambda: Activity.objects.get(pk=number).title == "New"


def gone(model: type[Model], key: object) -> Callable[[], bool]:
    return lambda: not model._default_manager.filter(pk=key).exists()


def there(model: type[Model], **values: object) -> Callable[[], bool]:
    return lambda: model._default_manager.filter(**values).exists()


def step(name: str, versions: str, done: Callable[[], bool], **more: str) -> Deed:
    return post(address(name), done, versions=versions, reason="Because", **more)


def deeds() -> dict[str, Deed]:
    """Draft 1, in review 2, published 3, withdrawn 4."""
    return {
        "see the staff home page": get("/admin/"),
        "see the list of activities": get(LIST),
        "open an activity": get(change_address(1)),
        "see an activity's history": get(f"{LIST}1/history/"),
        "find providers while typing": get(
            "/admin/autocomplete/", app_label="activities", model_name="activity", field_name="provider", term="ex"
        ),
        "change an activity": post(change_address(1), titled(1), **FORM),
        "change a published listing": post(change_address(3), titled(3), **{**FORM, "version_read": "2"}),
        "add an activity": post(f"{LIST}add/", there(Activity, title="New"), **FORM),
        "open the deletion of an activity": get(f"{LIST}1/delete/"),
        "delete an activity": post(f"{LIST}1/delete/", gone(Activity, 1), post="yes"),
        "delete chosen activities": post(LIST, gone(Activity, 1), action="delete_selected", _selected_action="1"),
        "ask to send to review": get(address("submit"), id="1"),
        "send to review": step("submit", "1:1", status(1, "in-review")),
        "return to draft": step("return-to-draft", "2:2", status(2, "draft")),
        "ask to publish": get(address("publish"), id="1"),
        "publish": step("publish", "1:1", status(1, "published")),
        "publish a draft through the form": post(
            change_address(1), status(1, "published"), **FORM, status="published", _publish="1"
        ),
        "publish a withdrawn listing again": step("publish", "4:3", status(4, "published")),
        "ask to withdraw": get(address("withdraw"), id="3"),
        "withdraw": step("withdraw", "3:2", status(3, "withdrawn"), public_reason="ended"),
        "send chosen ones to review": step("submit", "1:1 5:1", status(5, "in-review")),
        "choose some to publish": Deed(
            lambda client: client.post(LIST, {"action": "publish", "_selected_action": ["1", "5"]})
        ),
        "publish chosen ones": step("publish", "1:1 5:1", status(5, "published")),
        "withdraw chosen ones": step("withdraw", "3:2 6:2", status(6, "withdrawn"), public_reason="ended"),
        **deeds_with_terms(),
    }


def read(model: type[Model], key: str) -> dict[str, str]:
    """The hidden field that says what was read."""
    return {"row_read": digest(model._default_manager.get(pk=key))}


def deeds_with_terms() -> dict[str, Deed]:
    keyword = {"name": "Renamed", "position": "0", "reason": "Because", **read(Keyword, "used")}
    organization = {"name": "Renamed", "reason": "Because", **read(Provider, "example-society")}
    account = User.objects.get(username="emil").pk
    rights = {"username": "emil", "is_active": "on", "is_staff": "on", "groups": Group.objects.get(name="reviewers").pk}
    return {
        "rename a keyword": post(f"{KEYWORDS}used/change/", there(Keyword, name="Renamed"), **keyword),
        "add a keyword": post(f"{KEYWORDS}add/", there(Keyword, code="new"), code="new", **keyword),
        "remove an unused keyword": post(f"{KEYWORDS}unused/delete/", gone(Keyword, "unused"), reason="Because"),
        "remove a used keyword": post(f"{KEYWORDS}used/delete/", gone(Keyword, "used"), reason="Because"),
        "rename a provider": post(
            f"{PROVIDERS}example-society/change/", there(Provider, name="Renamed"), **organization
        ),
        "add a provider": post(f"{PROVIDERS}add/", there(Provider, slug="new"), slug="new", **organization),
        "remove an unused provider": post(
            f"{PROVIDERS}example-unused/delete/", gone(Provider, "example-unused"), reason="Because"
        ),
        "rename a board": post(f"{BOARDS}eb/change/", there(Board, label="Renamed"), **NAMES, **read(Board, "eb")),
        "add a board": post(
            f"{BOARDS}add/", there(Board, code="nb"), code="nb", **{**NAMES, "abbreviation": "NB", "name": "N"}
        ),
        "remove a board": post(f"{BOARDS}eb/delete/", gone(Board, "eb"), reason="Because"),
        **deeds_with_concepts(),
        **deeds_with_failed_queries(),
        **deeds_with_reports(),
        "see accounts": get("/admin/auth/user/"),
        "change an account's role": post(
            f"/admin/auth/user/{account}/change/", there(User, username="emil", groups__name="reviewers"), **rights
        ),
    }


def deeds_with_concepts() -> dict[str, Deed]:
    concepts, pairs, pair = "/admin/activities/concept/", "/admin/activities/neverjoined/", NeverJoined.objects.get()
    term = {"terms-0-text": "podagra", "terms-0-kind": "entry", "terms-0-sense": "0"}
    form = {"terms-TOTAL_FORMS": "1", "terms-INITIAL_FORMS": "0", **term, "reason": "Because"}
    gout = {"name": "gout", **form, **read(Concept, "gout")}
    return {
        "see the concepts of the search": get(concepts),
        "look at what a concept's change does": Deed(
            lambda client: client.post(f"{concepts}gout/change/", {**gout, "_preview": "1"})
        ),
        "give a concept a term": post(f"{concepts}gout/change/", there(ConceptTerm, text="podagra"), **gout),
        "add a concept": post(f"{concepts}add/", there(Concept, code="new"), code="new", name="new", **form),
        "remove a concept": post(f"{concepts}gout/delete/", gone(Concept, "gout"), reason="Because"),
        "see the pairs never joined": get(pairs),
        "add a pair never joined": post(
            f"{pairs}add/", there(NeverJoined, first="a"), first="a", second="b", reason="Because"
        ),
        "remove a pair never joined": post(f"{pairs}{pair.pk}/delete/", gone(NeverJoined, pair.pk), reason="Because"),
    }


def deeds_with_failed_queries() -> dict[str, Deed]:
    queries, tests = "/admin/activities/failedquery/", "/admin/activities/searchtest/"
    query, test = FailedQuery.objects.get(), SearchTest.objects.get()
    meaning = {"concept": "gout", "kind": "entry", "state": "waiting", "reason": "Because"}
    return {
        "see what was searched in vain": get(queries),
        "say what a failed query means": post(
            f"{queries}{query.pk}/change/", there(ConceptTerm, text=query.text), **meaning
        ),
        "remove a permanent search test": post(f"{tests}{test.pk}/delete/", gone(SearchTest, test.pk), post="yes"),
    }


def deeds_with_reports() -> dict[str, Deed]:
    report = Report.objects.get()
    answer = {"state": "answered", "note": "Done.", "row_read": digest(report)}
    return {
        "see readers' reports": get(REPORTS),
        "answer a report": post(f"{REPORTS}{report.pk}/change/", there(Report, state="answered"), **answer),
        "add a report": post(f"{REPORTS}add/", there(Report, note="Done."), **answer),
        "delete a report": post(f"{REPORTS}{report.pk}/delete/", gone(Report, report.pk), post="yes"),
    }


def table() -> dict[str, dict[str, str]]:
    lines = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines() if line.startswith("|")]
    head, _, *rows = lines
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


UNHEARD = [pytest.param(who, marks=pytest.mark.one_database) for who in ("visitor", "reader", "closed")]
PEOPLE = [*UNHEARD, "editor", "reviewer", "administrator"]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def catalog(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), undone():
        make_catalog()
        yield


def make_catalog() -> None:
    """Two drafts, one in review, two published, one withdrawn; a keyword, a provider and a board more."""
    row = activity(1)
    workflow.submit(activity(2), version=1, by="test", reason="for a test")
    for number in (3, 6):
        activity(number, published=True)
    workflow.withdraw(
        activity(4, published=True), version=2, by="test", reason="for a test", public_reason=Withdrawal.ENDED
    )
    activity(5)
    row.keywords.add(Keyword.objects.create(code="used", name="Used"))
    Keyword.objects.create(code="unused", name="Unused")
    Concept.objects.create(code="gout", name="gout")
    FailedQuery.objects.create(text="sugar sickness", last_day=date(2026, 9, 1))
    SearchTest.objects.create(text="a", finds_what="b", added_on=date(2026, 9, 1))
    NeverJoined.objects.create(first="ileum", second="ilium")
    Provider.objects.create(slug="example-unused", name="Example Unused")
    Board.objects.create(code="eb", abbreviation="EB", name="Example Board", label="Example")
    Report.objects.create(activity=row, listing_version=1, kind="price", text="Wrong.", sent_at=timezone.now())
    roles.group_of(roles.REVIEWER)
    editor("emil")


def desk(who: str) -> Client:
    match who:
        case "visitor":
            return Client(raise_request_exception=False)
        case "reader":
            return at_desk(User.objects.create_user("rhea"))
        case "closed":
            client = at_desk(user := reviewer("carl"))
            User.objects.filter(pk=user.pk).update(is_active=False)
            return client
        case "administrator":
            return at_desk(User.objects.create_superuser("ada"))
    return at_desk(editor() if who == "editor" else reviewer())


def two_accounts() -> AbstractContextManager[None]:
    """The account that asks and the one it asks about are read singly; that is no loop over rows."""
    return zeal_ignore([{"model": "auth.User", "field": "get()"}])


def outcome(client: Client, deed: Deed) -> str:
    with two_accounts():
        response = deed.act(client)
    assert response.status_code < 500, response.status_code
    if response.status_code == 302 and response.headers["Location"].startswith("/admin/login/"):
        assert deed.done is None or not deed.done()
        return "login"
    happened = deed.done() if deed.done else response.status_code == 200
    return "yes" if happened else "no"


def test_the_table_and_the_deeds_are_the_same(catalog: None) -> None:
    assert list(table()) == list(deeds())


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_holds(catalog: None, who: str) -> None:
    client, found = desk(who), {}
    for what, deed in deeds().items():
        with undone():
            found[what] = outcome(client, deed)
    assert found == {what: row[who] for what, row in table().items()}


@pytest.mark.parametrize("name", ["publish", "withdraw"])
def test_an_editor_is_told_no_with_403_on_each_way_to_publish(catalog: None, name: str) -> None:
    client = at_desk(editor())
    assert client.get(address(name), {"id": "1"}).status_code == 403
    assert client.post(address(name), {"versions": "1:1", "reason": "Because"}).status_code == 403
    assert address(name) not in client.get(change_address(1)).content.decode()
    assert f'value="{name}"' not in client.get(LIST).content.decode()


def test_losing_a_role_counts_from_the_next_request(catalog: None) -> None:
    user = reviewer()
    client = at_desk(user)
    assert client.get(address("publish"), {"id": "1"}).status_code == 200
    roles.give(user, roles.EDITOR)
    assert client.get(address("publish"), {"id": "1"}).status_code == 403
    user.groups.clear()
    assert client.get(LIST).status_code == 403


def test_an_account_may_only_look_when_its_role_lets_it_only_look(catalog: None) -> None:
    user = User.objects.create_user("vera", is_staff=True)
    looks = Group.objects.create(name="lookers")
    looks.permissions.set(
        [found for found in roles.group_of(roles.EDITOR).permissions.all() if "view" in found.codename]
    )
    user.groups.add(looks)
    client = at_desk(user)
    assert client.get(change_address(1)).status_code == 200
    assert client.get(f"{KEYWORDS}used/change/").status_code == 200
    assert client.post(change_address(1), FORM).status_code == 403
    assert client.post(f"{KEYWORDS}used/change/", {"name": "Renamed", "reason": "x"}).status_code == 403
    assert client.get(address("submit"), {"id": "1"}).status_code == 403


def test_a_changed_role_is_logged_from_old_to_new(catalog: None) -> None:
    ada = at_desk(User.objects.create_superuser("ada"))
    assert outcome(ada, deeds()["change an account's role"]) == "yes"
    with two_accounts():
        history = ada.get(f"/admin/auth/user/{User.objects.get(username='emil').pk}/history/")
    assert "Groups: editors → reviewers." in history.content.decode()
