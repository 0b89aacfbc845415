"""Plain text: the normal form in which words are compared."""

import pytest

from cme_catalog.lib.text import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Résumé", "resume"),
        ("Re\u0301sume\u0301", "resume"),
        ("AMA PRA Category 1 Credit™", "ama pra category 1 credit"),
        ("Sjögren’s", "sjogren’s"),
        ("STRAẞE", "strasse"),
        ("ℌepatitis", "hepatitis"),  # A letter-like sign turns into a capital when it is decomposed.
        ("ﬁbrosis", "fibrosis"),
        ("10²", "102"),
    ],
)
def test_words_compare_without_case_accents_and_trademark_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_plain_letters_fold_as_all_others_do() -> None:
    text = "The ABMS Directory, 2026: 10.25 Credits"
    assert fold(text) == fold(text + "é")[:-1] == text.lower()
    assert words("Equity, Diversity, and Inclusion") == ["equity", "diversity", "and", "inclusion"]
