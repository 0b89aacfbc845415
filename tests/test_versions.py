"""Names may be kept from one version to the next only where the log shows that none of them changed."""

import pytest

from activities import workflow
from activities.search.versions import Version, names_stand, present
from providers.models import Provider
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def before() -> Version:
    factories.make_vocabularies()
    factories.publish("Asthma")
    return present()


def test_names_stand_while_only_listings_change(before: Version) -> None:
    factories.publish("Burns")
    assert names_stand(before, present())


def test_a_renamed_provider_ends_it(before: Version) -> None:
    provider = Provider.objects.get(slug="example-lung")
    with workflow.renaming(provider, by="the tests", reason="A test."):
        provider.name = "Example Breath"
        provider.save(update_fields=["name"])
    assert not names_stand(before, present())


def test_another_history_or_an_earlier_catalog_ends_it(before: Version) -> None:
    factories.publish("Burns")
    later = present()
    assert not names_stand(Version(before.v, "another token"), later)
    assert not names_stand(Version(later.v + 1, "a"), later)
    assert not names_stand(Version(later.v + 9, "a"), later)
