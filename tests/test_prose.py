"""Plain text and its conventions: paragraphs, headed paragraphs and lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.printing.prose import Block, blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n \n", []),
        ("One.", [Block(text="One.")]),
        ("One\nline\n\nTwo", [Block(text="One line"), Block(text="Two")]),
        ("One\r\n\r\nTwo", [Block(text="One"), Block(text="Two")]),
        ("Importance:\nIt matters.", [Block("Importance", "It matters.")]),
        ("Importance:\n\nIt matters.", [Block(text="Importance:"), Block(text="It matters.")]),
        ("Importance: it matters.", [Block(text="Importance: it matters.")]),
        ("Note:", [Block(text="Note:")]),
        (":\nText", [Block(text=": Text")]),
        ("- One\n- Two", [Block(items=("One", "Two"))]),
        ("We cover:\n- One\n- Two", [Block(text="We cover:"), Block(items=("One", "Two"))]),
        (
            "Aims:\nThese two.\n- One\n- Two\nThen more.",
            [
                Block("Aims", "These two."),
                Block(items=("One", "Two")),
                Block(text="Then more."),
            ],
        ),
        ("-one\n- two", [Block(text="-one"), Block(items=("two",))]),
        ("- Aims:\ntext", [Block(items=("Aims:",)), Block(text="text")]),
        ("<b>Bold</b>", [Block(text="<b>Bold</b>")]),
    ],
)
def test_text_is_read_into_blocks(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected


@given(st.text(alphabet=st.sampled_from("ab:- \n\r\t<")))
def test_no_word_is_lost_or_added(text: str) -> None:
    printed = "".join(f"{block.heading}{block.text}{''.join(block.items)}" for block in blocks(text))
    kept = [mark for mark in printed if mark in "ab<"]
    assert kept == [mark for mark in text if mark in "ab<"]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(block.text or block.items for block in blocks(text))
