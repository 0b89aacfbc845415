"""Plain text: the normal form in which words are compared."""

import re

import pytest
from django.core.exceptions import ValidationError

from cme_catalog.lib.text import fold, validate_plain_text, words

TURNS = [chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


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


@pytest.mark.parametrize("turn", TURNS)
def test_character_that_turns_the_direction_of_writing_is_refused_by_its_place(turn: str) -> None:
    sentence = f"The text holds the control character U+{ord(turn):04X} at position 5; remove it."
    with pytest.raises(ValidationError, match=re.escape(sentence)):
        validate_plain_text(f"Gout{turn} in adults")


def test_text_in_another_script_is_text() -> None:
    validate_plain_text("Résumé, כאב, ألم, 痛み, α-blockers\n\t– “quoted”")
