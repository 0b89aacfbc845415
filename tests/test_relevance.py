"""What stands first: title, keywords, objectives, provider, description; an exact word before another form."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from activities.models import Keyword
from activities.search.engine import Engine
from activities.search.index.current import Index
from activities.search.query import Synonym, parse
from activities.search.reference import reference
from activities.search.selection import Selection
from tests import factories
from tests.factories import DAY, catalog_for_a_module

pytestmark = pytest.mark.django_db
RELEASED, RECENT = DAY - timedelta(days=100), DAY - timedelta(days=5)
OVER, SOON = DAY - timedelta(days=1), DAY + timedelta(days=30)


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker: object) -> Iterator[Index]:
    with catalog_for_a_module(django_db_blocker):
        Keyword.objects.create(code="gout", name="Gout, acute and chronic")
        yield Index()


ENGINES = ["index", "reference"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, index: Index) -> Engine:
    return index if request.param == "index" else reference


@pytest.fixture
def publish() -> Any:
    """Publishes a listing of its title, all released on one day."""

    def made(title: str, released: date = RELEASED, **holds: Any) -> str:
        factories.publish(title, released=released, **holds)
        return title

    return made


def found(engine: Engine, text: str, **more: Any) -> list[str]:
    """The titles of the list."""
    selection = Selection(day=DAY, query=parse(text), sort="relevance", include_expired=True, **more)
    return [listing.record.split('"title":"')[1].split('"')[0] for listing in engine.page(selection).listings]


def test_tiers_come_in_their_order(engine: Engine, publish: Any) -> None:
    expected = [
        publish("Acute gout"),
        publish("All about acute gout today"),
        publish("Gout that is acute"),
        publish("An acute pain", sets={"keywords": ["gout"]}),
        publish("Gout alone", objectives=["Tell what is acute"]),
        publish("Acute care", provider="example-skin", objectives=["Skin, gout"]),
        publish("Rheumatology", description="Acute\nand chronic gout"),
    ]
    publish("Acute pain")
    later = [publish("Rheumatology of late", released=DAY, description="Acute gout")]
    assert found(engine, "acute gout") == [*expected[:4], *expected[5:3:-1], *later, expected[6]]


def test_inside_a_tier_expired_ones_are_last_then_quality_then_what_ends_soon(engine: Engine, publish: Any) -> None:
    expected = [
        publish("Managing gout", released=DAY),
        publish("Managing gout of old"),
        publish("Managing gout soon over", released=DAY, expires=SOON),
        publish("Gout managed", released=DAY),
        publish("Managing gout, but over", released=RECENT, expires=OVER),
        publish("Gout managed, but over", released=RECENT, expires=OVER),
    ]
    order = found(engine, "gout managing")
    assert order == expected


def test_the_larger_activity_id_decides_in_the_end(engine: Engine, publish: Any) -> None:
    made = [publish(f"Gout {number}") for number in range(3)]
    assert found(engine, "gout") == made[::-1]


def test_a_vaccine_is_found_by_all_its_forms_and_exact_ones_first(engine: Engine, publish: Any) -> None:
    publish("Vaccines for all")
    publish("A vaccine")
    publish("Vaccination in practice")
    assert (
        found(engine, "vaccine")
        == found(engine, "vaccines")
        == ["A vaccine", "Vaccines for all", "Vaccination in practice"]
    )
    assert found(engine, "vaccination") == ["Vaccination in practice", "A vaccine", "Vaccines for all"]


def test_a_phrase_is_only_the_phrase_hyphens_included(engine: Engine, publish: Any) -> None:
    publish("Making a shared decision")
    publish("Shared decision-making", description="A decision")
    publish("On shared decision making")
    assert found(engine, '"shared decision making"') == ["Shared decision-making", "On shared decision making"]
    assert found(engine, '"shared decisions making"') == []


def test_capitals_and_short_words_mean_something(engine: Engine, publish: Any) -> None:
    publish("All pediatric emergencies")
    publish("ALL in pediatric oncology")
    publish("PEDIATRICS FOR ALL OF US")
    assert found(engine, "ALL pediatric") == ["ALL in pediatric oncology"]
    assert len(found(engine, "all pediatric")) == 3
    assert found(engine, "of us") == ["PEDIATRICS FOR ALL OF US"]
    assert found(engine, "US") == []


def test_international_is_not_internal(engine: Engine, publish: Any) -> None:
    publish("Internal medicine graduates of a universe")
    publish("International medical graduates")
    assert found(engine, "international medical graduates") == ["International medical graduates"]
    assert found(engine, "university") == []


def test_minus_takes_away_the_word_and_its_forms_but_not_other_names(engine: Engine, publish: Any) -> None:
    publish("Gout treated")
    publish("Gout therapy")
    assert found(engine, "gout -treating") == ["Gout therapy"]
    assert found(engine, "-gout") == []


def test_fields_and_alternatives(engine: Engine, publish: Any) -> None:
    publish("Skin care", provider="example-lung")
    publish("Lung care", provider="example-skin", sets={"keywords": ["asthma"]})
    assert found(engine, "title:skin") == found(engine, "provider:lung") == ["Skin care"]
    assert found(engine, "skin OR asthma provider:skin") == ["Lung care"]
    assert found(engine, "keyword:asthma") == ["Lung care"]
    assert found(engine, "care -provider:skin") == ["Skin care"]


def test_another_name_ranks_after_the_word_and_works_at_once(engine: Engine, publish: Any) -> None:
    publish("Myocardial infarction")
    publish("Attack of the heart")
    publish("Heart attacks")
    query = parse("heart-attack")
    (clause,) = query.clauses
    assert titles(engine, query) == ["Heart attacks"]
    named = type(clause)(clause.units, synonyms=(Synonym(("myocardial", "infarctions"), "mi"),))
    assert titles(engine, type(query)((named,))) == ["Heart attacks", "Myocardial infarction"]


def titles(engine: Engine, query: Any) -> list[str]:
    page = engine.page(Selection(day=DAY, query=query, sort="relevance"))
    return [listing.record.split('"title":"')[1].split('"')[0] for listing in page.listings]


def test_each_listing_says_why_it_stands_there(engine: Engine, publish: Any) -> None:
    publish("Acute gout", description="Gout")
    publish("Pain", objectives=["Gouts"], description="It is acute")
    page = engine.page(Selection(day=DAY, query=parse("acute gout"), sort="relevance"))
    assert [tuple(rank) for rank in page.ranks] == [
        (2, 0, (("title",), ("title", "description"))),
        (8, 0, (("description",), ("objectives",))),
    ]
    assert engine.page(Selection(day=DAY)).ranks == []


def test_any_other_order_lists_the_same_listings(engine: Engine, publish: Any) -> None:
    for title in ("B gout", "A gout", "Gouty"):
        publish(title)
    selection = Selection(day=DAY, query=parse("gout"), sort="title")
    assert [listing.record.count("A gout") for listing in engine.page(selection).listings] == [1, 0]
