"""`manage.py load_first_listings`: an empty catalog gets its first listings, any other is left alone."""

import pytest
from django.core.management import call_command
from django.test import Client

from activities.models import Activity
from providers.models import Board
from tests.reader import one, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_day() -> None:
    call_command("load_first_listings", verbosity=0)


@pytest.mark.usefixtures("first_day")
def test_empty_catalog_shows_the_first_listing(client: Client) -> None:
    assert words(one(read(client, "/activities/13645/"), "h1")) == (
        "International Medical Graduates and the Physician Workforce"
    )
    assert Board.objects.count() == 24


@pytest.mark.usefixtures("first_day")
def test_second_run_keeps_what_editors_changed() -> None:
    Activity.objects.filter(activity_id=13645).update(title="As the editor wrote it")
    call_command("load_first_listings", verbosity=0)
    assert Activity.objects.get(activity_id=13645).title == "As the editor wrote it"
