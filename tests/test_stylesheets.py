"""The style sheets: five cascade layers, one file each, joined for the reader, small, the same in every direction."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from pytest_django import Settings

from cme_catalog.stylesheet import LAYERS, NAME, joined

FOLDER = Path(__file__).parent.parent / "static" / "css"
STAFF = "admin"
"""Django's own admin has style sheets without layers; ours for it joins those and no public page loads it."""
LARGEST_TOTAL = 15 * 1024

every_layer = pytest.mark.parametrize("layer", LAYERS)


def css(layer: str) -> str:
    """The rules of a file, without comments."""
    return re.sub(r"/\*.*?\*/", "", (FOLDER / f"{layer}.css").read_text(), flags=re.DOTALL)


def test_there_is_one_file_for_each_layer() -> None:
    assert {file.stem for file in FOLDER.glob("*.css")} == {*LAYERS, STAFF}


def test_the_first_file_fixes_the_order_of_the_layers() -> None:
    assert css("tokens").strip().startswith(f"@layer {', '.join(LAYERS)};")


@every_layer
def test_every_rule_stands_in_the_layer_of_its_file(layer: str) -> None:
    outside = re.sub(r"@layer [a-z, ]+;", "", css(layer)).strip()
    assert outside.startswith(f"@layer {layer} {{")
    depth = 0
    for place, sign in enumerate(outside):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or place >= len(outside) - 1 or "{" not in outside[:place]


@every_layer
def test_nothing_is_forced_or_fetched_from_elsewhere(layer: str) -> None:
    assert not re.findall(r"!important|@import|url\(\s*['\"]?(?:https?:)?//", css(layer))


@every_layer
def test_properties_are_logical(layer: str) -> None:
    without_queries = re.sub(r"\([^)]*\)", "", css(layer))
    assert not re.findall(r"(?:margin|padding|border)-(?:left|right|top|bottom)", without_queries)
    assert not re.findall(r"(?<![-\w])(?:left|right|top|bottom|width|height)\s*:", without_queries)


@every_layer
def test_colors_come_from_the_tokens(layer: str) -> None:
    if layer not in ("tokens", "print"):
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl|oklch)\(", css(layer))


def test_reader_is_sent_one_file_with_every_rule_of_every_layer_in_order() -> None:
    sent = Path(finders.find(NAME)).read_text()
    assert re.findall(r"^@layer (\w+) {$", sent, flags=re.MULTILINE) == list(LAYERS)
    assert "".join(sent.split()) == "".join("".join(css(layer) for layer in LAYERS).split())


def test_change_of_a_layer_is_in_the_next_answer(settings: Settings, tmp_path: Path) -> None:
    finders.find(NAME)
    shutil.copytree(FOLDER, tmp_path / "static" / "css")
    settings.BASE_DIR = tmp_path
    with (tmp_path / "static" / "css" / "print.css").open("a") as layer:
        layer.write("/* a note */\n@layer print { h1 { color: black; } }\n")
    sent = Path(finders.find(NAME)).read_text()
    assert sent.endswith("@layer print { h1 { color: black; } }\n")
    assert "a note" not in sent


def test_what_is_sent_is_small() -> None:
    assert len(gzip.compress(joined().encode())) <= LARGEST_TOTAL
