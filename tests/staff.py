"""The staff cast of the tests, and their browser: forms are filled in and sent as a person's browser sends them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client
from lxml.html import HtmlElement
from zeal import zeal_ignore

from activities import workflow
from activities.models import Activity, FormatType
from activities.roles import EDITOR, REVIEWER, Role, give
from providers.models import Provider
from tests.reader import page, words

Answers = Mapping[str, str | Sequence[str]]

LIST = "/admin/activities/activity/"
PASSWORD = "a long password for the tests"


def member(name: str, role: Role, password: str | None = None) -> User:
    """A person of the staff; without a password, because hashing one takes its time."""
    user = User.objects.create_user(name, password=password)
    give(user, role)
    return User.objects.get(pk=user.pk)


def editor(name: str = "edith") -> User:
    return member(name, EDITOR)


def reviewer(name: str = "rita") -> User:
    return member(name, REVIEWER)


def at_desk(user: User) -> Client:
    """A browser in which the person is logged in; a failure inside a view shows as a 500, as it would to them."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def provider(slug: str = "example-society", name: str = "Example Society") -> Provider:
    return Provider.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def activity(number: int = 101, title: str = "Asthma in adults", *, published: bool = False, **fields: Any) -> Activity:
    """An activity with its first event; a draft unless it is to be published."""
    FormatType.objects.get_or_create(code="journal", defaults={"name": "Journal-based"})
    row = Activity(pk=number, title=title, provider=fields.pop("provider", None) or provider(), **fields)
    with workflow.creating(row, by="test", reason="for a test"):
        pass
    row.refresh_from_db()
    if published:
        workflow.publish(row, version=row.version, by="test", reason="for a test")
    return Activity.objects.get(pk=number)


def change_address(number: int = 101) -> str:
    return f"{LIST}{number}/change/"


def the_form(document: HtmlElement) -> HtmlElement:
    """The one form of a staff page that is neither the log-out nor the theme form."""
    forms = [form for form in document.cssselect("#content form") if form.get("method") == "post"]
    assert len(forms) == 1, len(forms)
    return forms[0]


def filled(form: HtmlElement, answers: Answers) -> dict[str, list[str]]:
    """What the browser would send: every control as it stands, with the answers typed over."""
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    for name, answer in answers.items():
        sent[name] = [answer] if isinstance(answer, str) else list(answer)
    return sent


def opened(client: Client, address: str) -> HtmlElement:
    """The form at an address, which must answer 200."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return the_form(page(response))


def send(client: Client, address: str, form: HtmlElement, button: str = "_save", **answers: Any) -> HttpResponseBase:
    """The answer to the form, sent with a button; redirects are not followed."""
    sent = filled(form, {name.replace("__", "-"): value for name, value in answers.items()})
    return post(client, urljoin(address, form.get("action", "")), {**sent, button: "1"})


def post(client: Client, address: str, data: Any, **more: Any) -> HttpResponseBase:
    """A form has two fields that name a provider, and each is looked up: that is no loop over rows."""
    with zeal_ignore([{"model": "providers.Provider", "field": "get()"}]):
        return client.post(address, data, **more)


def edit(client: Client, number: int = 101, button: str = "_save", **answers: Any) -> HttpResponseBase:
    """Open the activity's form, type the answers and send it."""
    address = change_address(number)
    answers.setdefault("reason", "The provider says so.")
    return send(client, address, opened(client, address), button, **answers)


def errors(response: HttpResponseBase) -> str:
    """The error messages a form shows."""
    return " ".join(words(found) for found in page(response).cssselect(".errorlist, .errornote"))


def messages(client: Client, address: str = LIST) -> str:
    """The messages that wait for the person."""
    return " ".join(words(found) for found in page(client.get(address)).cssselect(".messagelist li"))
