"""Names that pages print are those of the version of the page, and read anew only when one changed."""

import pytest

from activities import workflow
from activities.models import Activity, CatalogCommit, CatalogVersion, Keyword
from activities.search import names, versions
from activities.search.index.current import catalog_index
from activities.search.names import Keeper
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabularies
from providers.models import Board, Provider
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
BY = {"by": "the tests", "reason": "A test changes it."}


def known(keeper: Keeper) -> names.Names:
    """What a reader gets after a page found the catalog moved."""
    catalog_index.total(Selection(day=DAY))
    return keeper.known()


class ReadAnewError(Exception):
    pass


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """It knows the names of a catalog of one listing, and must not read them again."""
    factories.make_vocabularies()
    factories.publish("Asthma", sets={"keywords": ["asthma"]})
    catalog_index.forget()
    keeper = Keeper()
    keeper.known()

    def read_anew(used: names.Used) -> Vocabularies:
        raise ReadAnewError

    monkeypatch.setattr(names.Vocabularies, "load", read_anew)
    return keeper


def edit(*keywords: str) -> None:
    activity = Activity.objects.get()
    with workflow.editing(activity, version=activity.version, **BY) as locked:
        locked.title = f"{locked.title} again"
        locked.save(update_fields=["title"])
        locked.keywords.set(keywords)


def test_an_edit_leaves_the_names(keeper: Keeper) -> None:
    before = keeper.known()
    edit("asthma")
    edit("asthma")
    after = known(keeper)
    assert after.version == versions.present() != before.version
    assert after.vocabularies is before.vocabularies


def test_a_keyword_that_no_listing_had_is_offered(keeper: Keeper) -> None:
    edit("asthma", "equity")
    with pytest.raises(ReadAnewError):
        known(keeper)


def test_a_name_that_listings_print_is_read(keeper: Keeper) -> None:
    provider = Provider.objects.get(pk="example-heart")
    with workflow.renaming(provider, **BY):
        provider.name = "Example Hearts"
        provider.save(update_fields=["name"])
    with pytest.raises(ReadAnewError):
        known(keeper)


def test_a_name_that_no_listing_prints_is_read(keeper: Keeper) -> None:
    edit("asthma")
    rename_board()
    edit("asthma")
    with pytest.raises(ReadAnewError):
        known(keeper)


def rename_board() -> None:
    board = Board.objects.get(pk="abnm")
    with workflow.renaming(board, **BY):
        board.label = "Nuclear"
        board.save(update_fields=["label"])


@pytest.mark.parametrize("gone", [{"v": 1}, {"v": 2}], ids=["the version kept", "one between"])
def test_where_the_log_does_not_lead_names_are_read(keeper: Keeper, gone: dict[str, int]) -> None:
    edit("asthma")
    edit("asthma")
    CatalogCommit.objects.filter(**gone).delete()
    with pytest.raises(ReadAnewError):
        known(keeper)


def test_names_of_another_history_are_read(keeper: Keeper) -> None:
    CatalogVersion.objects.update(token="of another history")
    CatalogCommit.objects.update(token="of another history")
    with pytest.raises(ReadAnewError):
        known(keeper)


def test_what_is_read_is_what_stands(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    keyword = Keyword.objects.get(pk="unused")
    with workflow.renaming(keyword, **BY):
        keyword.name = "Of nobody at all"
        keyword.save(update_fields=["name"])
    assert known(keeper).vocabularies == Vocabularies.load()
    assert known(keeper).vocabularies["keyword"].label("unused") == "Of nobody at all"
