"""Cells that leave for a spreadsheet: no text becomes a formula, and what was joined or quoted can be had back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cme_catalog.lib.cells import DANGEROUS, is_dangerous, joined, parted, quoted, unquoted

odd_texts = st.one_of(st.text(), st.text(alphabet="'=+-@\t\r\n;\\ ab"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'=1", "''@x"])
def test_text_that_begins_like_a_formula_gets_a_quote(text: str) -> None:
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Asthma", "1-2", "'tis", "a=b", " =1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert quoted(text) == unquoted(text) == text


@given(text=odd_texts)
def test_no_quoted_cell_is_a_formula(text: str) -> None:
    assert not quoted(text).startswith(DANGEROUS)


@given(text=odd_texts)
def test_unquoted_cell_is_the_text_again(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert is_dangerous(text) == (quoted(text) != text)


@given(items=st.lists(odd_texts.filter(bool)))
def test_joined_texts_can_be_parted(items: list[str]) -> None:
    assert parted(joined(items)) == items


def test_keywords_with_commas_stay_whole() -> None:
    assert joined(["Equity, Diversity, and Inclusion", "a;b"]) == "Equity, Diversity, and Inclusion; a\\;b"
