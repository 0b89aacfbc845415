"""Whatever people typed comes out of the staff pages as text, and the pages hold what a strict policy allows."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db.models import CharField, Model, TextField
from django.test import Client

from activities import workflow
from activities.models import Activity, BoardApproval, Credit, Keyword, Membership, Price
from cme_catalog.lib.fields import WebAddress
from providers.models import Board, Provider
from tests.reader import assert_nothing_inline, page, words
from tests.staff import LIST, activity, at_desk, change_address, edit, editor, opened, reviewer, send

pytestmark = pytest.mark.django_db

MARK = "<xss-mark onload=x>\"'"


def marked(row: Model) -> Model:
    """The row with the mark in each of its fields that takes free text."""
    for field in row._meta.concrete_fields:
        free = isinstance(field, CharField | TextField) and not field.choices and not field.primary_key
        if free and not isinstance(field, WebAddress) and field.name != "doi":
            setattr(row, field.attname, MARK[: field.max_length])
    return row


@pytest.fixture
def catalog() -> Activity:
    """A published listing and all it prints, with the mark in every text; changed once more, so that history has it."""
    for row in (
        Provider(slug="example-society"),
        Board(code="eb"),
        Keyword(code="gout"),
        Membership(code="example-members"),
    ):
        marked(row).save()
    listing = activity(101, published=True)
    with workflow.editing(listing, version=2, by="test", reason=MARK) as row:
        marked(row)
        row.version = 2
        row.save()
        row.keywords.add("gout")
        Credit.objects.create(activity=row, amount="1")
        Price.objects.create(activity=row, membership_id="example-members", amount="1")
        approval = BoardApproval(activity=row, board_id="eb", basis="registered")
        marked(approval)
        approval.save()
    return Activity.objects.get(pk=101)


def addresses() -> Iterator[str]:
    yield from (
        "/admin/",
        LIST,
        change_address(),
        f"{LIST}add/",
        f"{LIST}101/history/",
        f"{LIST}steps/withdraw/?id=101",
    )
    for where in ("providers/provider/example-society", "providers/board/eb", "activities/keyword/gout"):
        yield from (f"/admin/{where}/{end}/" for end in ("change", "history"))
        yield f"/admin/{where.rpartition('/')[0]}/"
    yield "/admin/activities/keyword/gout/delete/"


def assert_only_text(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, address
    document = page(response)
    assert not document.cssselect("xss-mark"), address
    assert not [one for one in document.iter() if isinstance(one.tag, str) and "onload" in one.attrib], address


def test_no_text_becomes_markup(catalog: Activity) -> None:
    client = at_desk(reviewer())
    for address in addresses():
        assert_only_text(client, address)
    assert MARK in page(client.get(f"{LIST}101/history/")).text_content()


def test_no_text_becomes_markup_in_messages_and_comparisons(catalog: Activity) -> None:
    client, other = at_desk(reviewer()), at_desk(editor())
    form = opened(client, change_address())
    assert edit(other, city=f"{MARK} theirs", reason=MARK).status_code == 302
    response = send(client, change_address(), form, city=f"{MARK} mine", reason=MARK)
    assert response.status_code == 409
    assert f"{MARK} mine" in page(response).text_content()
    assert not page(response).cssselect("xss-mark")
    assert_only_text(client, change_address())
    assert_only_text(other, LIST)


def test_our_own_pages_need_no_inline_script_or_style(catalog: Activity) -> None:
    client = at_desk(reviewer())
    for address in addresses():
        assert_nothing_inline(page(client.get(address)))


def test_staff_pages_carry_the_catalogs_name(catalog: Activity) -> None:
    for client in (Client(), at_desk(editor())):
        document = page(client.get("/admin/", follow=True))
        assert document.cssselect("title")[0].text.endswith(f"{settings.CME_SITE_NAME} staff")
        assert words(document.cssselect("#site-name")[0]) == f"{settings.CME_SITE_NAME} staff"
        assert "Django" not in document.text_content()
