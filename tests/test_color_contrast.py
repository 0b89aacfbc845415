"""The colors of static/css/tokens.css keep the contrast that the accessibility page promises (WCAG 1.4.6, 1.4.11)."""

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"
TEXT = ("ink", "accent", "visited", "good", "caution", "stop")
QUIET = ("quiet-ink",)
CONTROLS = ("control", "focus")
GROUNDS = ("paper", "panel", "accent-ground", "caution-ground", "stop-ground")

type_of_colors = dict[str, tuple[float, float, float]]


def themes() -> dict[str, type_of_colors]:
    """Light and dark from the same names: dark overrides light."""
    light, dark = TOKENS.read_text().split("(prefers-color-scheme: dark)")
    dark = dark.split("(forced-colors: active)")[0]
    return {"light": colors(light), "dark": colors(light) | colors(dark)}


def colors(css: str) -> type_of_colors:
    found = re.findall(r"--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", css)
    return {name: (float(lightness), float(chroma), float(hue)) for name, lightness, chroma, hue in found}


def luminance(color: tuple[float, float, float]) -> float:
    """Relative luminance of an oklch color, by way of linear sRGB (the matrices of CSS Color 4)."""
    lightness, chroma, hue = color
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_and_white() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    ("name", "least"),
    [*((name, 7.0) for name in TEXT), *((name, 4.5) for name in QUIET), *((name, 3.0) for name in CONTROLS)],
)
def test_color_stands_out_from_its_ground(theme: str, ground: str, name: str, least: float) -> None:
    tokens = themes()[theme]
    assert contrast(tokens[name], tokens[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_a_button_stand_out(theme: str) -> None:
    tokens = themes()[theme]
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 7
