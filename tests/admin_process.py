"""An editor in a process of its own, at the admin of a catalog that others serve; the argument is the new title."""

import sys

import django

ACTIVITY = 13645


def give_title(title: str) -> None:
    """Opens the form of the activity in the admin, types the title and saves."""
    from django.contrib.auth.models import User
    from django.test import Client

    from activities.roles import REVIEWER
    from tests import staff

    person = User.objects.filter(username="rita").first() or staff.member("rita", REVIEWER)
    desk = Client(HTTP_HOST="catalog.example", HTTP_X_FORWARDED_PROTO="https")
    desk.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = staff.edit(desk, ACTIVITY, title=title)
    assert response.status_code == 302, staff.errors(response)


if __name__ == "__main__":
    django.setup()
    give_title(sys.argv[1])
