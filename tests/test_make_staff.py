"""`manage.py make_staff USER --role ROLE`: an account for an editor or a reviewer, and no password nobody chose."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command, execute_from_command_line
from django.test import Client
from django.utils import timezone

from activities.management.commands import make_staff
from activities.roles import ROLES
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


def made(*arguments: str) -> str:
    out = StringIO()
    call_command("make_staff", *arguments, stdout=out)
    return out.getvalue()


def groups(name: str = "ann") -> list[str]:
    return list(User.objects.get(username=name).groups.values_list("name", flat=True))


def at_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """A terminal at which somebody types these answers, one after the other."""
    typed = iter(answers)
    monkeypatch.setattr(make_staff.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(make_staff.getpass, "getpass", lambda prompt: next(typed))


@pytest.mark.parametrize("role", list(ROLES.values()), ids=list(ROLES))
def test_an_account_is_made_with_the_permissions_of_its_role(role: object) -> None:
    said = made("ann", "--role", role.name)  # type: ignore[attr-defined]
    user = User.objects.get(username="ann")
    assert user.get_all_permissions() == role.permissions  # type: ignore[attr-defined]
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, False, True)
    assert f"ann is now staff of the catalog as {role.name}." in said  # type: ignore[attr-defined]


def test_a_new_account_has_no_password() -> None:
    said = made("ann", "--role", "editor")
    assert not User.objects.get(username="ann").has_usable_password()
    assert "has no password yet" in said
    tried = Client().post("/admin/login/", {"username": "ann", "password": "!"})
    assert tried.status_code == 200
    assert "_auth_user_id" not in tried.client.session


def test_done_twice_it_changes_nothing() -> None:
    made("ann", "--role", "editor", "--email", "ann@example.org")
    before = list(User.objects.values()), groups(), list(Group.objects.values())
    assert made("ann", "--role", "editor").startswith("ann is staff of the catalog as editor.")
    assert (list(User.objects.values()), groups(), list(Group.objects.values())) == before


def test_another_role_replaces_the_one_before_and_leaves_other_groups() -> None:
    made("ann", "--role", "reviewer")
    User.objects.get(username="ann").groups.add(Group.objects.create(name="choir"))
    made("ann", "--role", "editor")
    assert sorted(groups()) == ["choir", "editors"]
    assert not User.objects.get(username="ann").has_perm("activities.publish_activity")


def test_a_new_mail_address_replaces_the_old_one() -> None:
    made("ann", "--role", "editor", "--email", "old@example.org")
    made("ann", "--role", "editor", "--email", "new@example.org")
    assert User.objects.get(username="ann").email == "new@example.org"


def test_a_role_is_put_right_when_its_group_was_tampered_with() -> None:
    made("ann", "--role", "editor")
    Group.objects.get(name="editors").permissions.set(Permission.objects.filter(codename="publish_activity"))
    made("ann", "--role", "editor")
    assert User.objects.get(username="ann").get_all_permissions() == ROLES["editor"].permissions


def test_every_permission_of_a_role_exists() -> None:
    known = {
        f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")
    }
    for role in ROLES.values():
        assert role.permissions <= known


def test_a_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, PASSWORD, PASSWORD)
    made("ann", "--role", "editor", "--password")
    assert User.objects.get(username="ann").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("answers", "said"),
    [((PASSWORD, "something else"), "differ"), (("short", "short"), "too short"), (("password1234",) * 2, "common")],
)
def test_a_bad_password_makes_no_account(monkeypatch: pytest.MonkeyPatch, answers: tuple[str, str], said: str) -> None:
    at_terminal(monkeypatch, *answers)
    with pytest.raises(CommandError, match=said):
        made("ann", "--role", "editor", "--password")
    assert not User.objects.exists()


def test_a_password_is_not_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_staff.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="at a terminal") as refused:
        made("ann", "--role", "editor", "--password")
    assert refused.value.returncode == 2


def link(*arguments: str) -> str:
    address = made("ann", "--role", "editor", "--link", *arguments).splitlines()[-1]
    assert address.startswith("http://testserver/admin/password/")
    return urlsplit(address).path


def test_a_link_sets_a_password_once() -> None:
    path, ann = link(), Client()
    form = ann.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    ann.post(where, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert User.objects.get(username="ann").check_password(PASSWORD)
    again = Client().get(path, follow=True)
    assert "invalid" in again.content.decode()


def test_a_link_is_dead_after_an_hour() -> None:
    path = link()
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        assert "invalid" in Client().get(path, follow=True).content.decode()


def test_a_closed_account_is_refused() -> None:
    made("ann", "--role", "editor")
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="is closed"):
        made("ann", "--role", "reviewer")
    assert groups() == ["editors"]


@pytest.mark.parametrize("name", ["", "two words", "a" * 151, "semi;colon", "nul\0"])
def test_a_bad_user_name_is_refused(name: str) -> None:
    with pytest.raises(CommandError):
        made(name, "--role", "editor")
    assert not User.objects.exists()


def test_a_bad_mail_address_is_refused() -> None:
    with pytest.raises(CommandError, match="valid email"):
        made("ann", "--role", "editor", "--email", "nowhere")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "arguments", [[], ["ann"], ["ann", "--role", "owner"], ["ann", "--role", "editor", "--password", "--link"]]
)
def test_wrong_use_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "make_staff", *arguments])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert (said.out, said.err[:6]) == ("", "usage:")
