"""The rules that hold for every query are seen to hold, and seen to be broken when an answer is tampered with."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from activities import workflow
from activities.models import Activity, Withdrawal
from activities.search.index.current import Page, catalog_index
from activities.search.judged.always import broken
from activities.search.judged.shown import Shown, shown
from tests.factories import DAY, make_vocabularies, publish, publish_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def gout() -> Shown:
    make_vocabularies()
    publish_all({"title": f"Gout {number}"} for number in range(12))
    publish("Gout of old", expires=DAY - timedelta(days=9))
    return asked("gout", DAY)


def asked(text: str, day: date) -> Shown:
    return shown(QueryDict(f"q={text}"), day)


def test_rules_hold(gout: Shown) -> None:
    assert len(gout.ids) == 12
    assert broken([gout]) == []


def test_withdrawn_listing_is_named(gout: Shown) -> None:
    gone = Activity.objects.get(pk=gout.ids[3])
    workflow.withdraw(gone, version=gone.version, by="Ada", reason="Over.", public_reason=Withdrawal.ENDED)
    assert f"“gout” lists withdrawn [{gone.pk}]." in broken([gout])


def test_another_order_is_named(gout: Shown) -> None:
    swapped = replace(gout, ids=(*gout.ids[:10], gout.ids[11], gout.ids[10]))
    assert broken([swapped]) == [
        "“gout” has not one order.",
        "“gout” has pages that repeat or skip: from place 11.",
    ]


def test_wrong_count_is_named(gout: Shown) -> None:
    facet = gout.answer.facets[0]
    value = facet.values[0]
    answer = replace(gout.answer, facets=(replace(facet, counts={**facet.counts, value.value: 99}),))
    (sentence,) = broken([replace(gout, answer=answer)])
    assert sentence.startswith(f"“gout” counts 99 for {facet.name}={value.value}, but lists ")


def test_expired_listing_before_an_active_one_is_named(gout: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = catalog_index.page

    def turned(*arguments: Any, **options: Any) -> Page:
        page = whole(*arguments, **options)
        return page._replace(listings=page.listings[::-1])

    monkeypatch.setattr(catalog_index, "page", turned)
    assert "“gout” puts an expired listing before an active one of its tier." in broken([gout])
