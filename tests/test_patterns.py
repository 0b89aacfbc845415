"""A template rendered once and filled many times reads as if it had been rendered each time."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from cme_catalog.lib.patterns import joined, pattern

TEXT = """{% if bold %}<b>{{ gap.label }}</b>{% endif %}
<a href="{{ gap.address }}" title="100%(label)s">{{ gap.label }}</a> {{ gap.count }}
"""

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(autouse=True, scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder: Path = tmp_path_factory.mktemp("templates")
    (folder / "link.html").write_text(TEXT)
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [folder]}
    with override_settings(TEMPLATES=[engine]):
        yield
    pattern.cache_clear()


@given(label=TEXTS, address=TEXTS, count=st.integers())
def test_filling_is_rendering(label: str, address: str, count: int) -> None:
    values = {"label": label, "address": address, "count": count}
    rendered = get_template("link.html").render({"bold": True, "gap": values})
    assert pattern("link.html", bold=True).fill(**values) == rendered.strip()
    assert pattern("link.html", bold=True).page(**values) == rendered.strip().encode()


@given(label=st.text(), address=st.text())
def test_gaps_can_be_filled_one_after_another(label: str, address: str) -> None:
    whole = pattern("link.html")
    assert whole.partly(label=label).partly(address=address).fill(count=1) == whole.fill(
        label=label, address=address, count=1
    )


def test_html_is_not_escaped_again() -> None:
    link = pattern("link.html").fill(label="A & B", address="", count=0)
    twice = pattern("link.html").fill(label=joined([link, link]), address="", count=0)
    assert twice.count("A &amp; B") == 2
    assert "&amp;amp;" not in twice


def test_a_gap_left_open_is_an_error() -> None:
    with pytest.raises(KeyError, match="count"):
        pattern("link.html").fill(label="", address="")
