"""The palette keeps WCAG 2.2 AA: computed from the theme files, every pair that the pages use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

THEMES = Path(__file__).parents[2] / "frontend" / "css" / "themes.css"
GROUNDS = ["--color-base-100", "--color-base-200"]
TEXT = ["--color-base-content", "--viva-muted", "--color-primary"]
ON_SOFT = ["neutral", "success", "warning", "error"]
FILLED = ["primary", "secondary", "neutral", "success", "warning", "error", "info"]
SHAPES = [
    "--viva-control",
    "--viva-focus",
    "--color-primary",
    "--color-success",
    "--color-warning",
    "--color-error",
]


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r'name: "(viva-\w+)";(.*?)\n}', THEMES.read_text(), re.S)
    return {name: dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs() -> list[tuple[str, str, float]]:
    text = [(fore, ground, 4.5) for fore in TEXT for ground in [*GROUNDS, "--viva-neutral-soft"]]
    soft = [(f"--viva-{tone}-text", f"--viva-{tone}-soft", 4.5) for tone in ON_SOFT]
    problems = [("--viva-error-text", ground, 4.5) for ground in GROUNDS]
    filled = [(f"--color-{tone}-content", f"--color-{tone}", 4.5) for tone in FILLED]
    hovered = [("--color-primary-content", "--viva-primary-hover", 4.5)]
    code = [("--color-base-content", "--viva-code", 4.5), ("--viva-muted", "--viva-code", 4.5)]
    shapes = [(shape, ground, 3.0) for shape in SHAPES for ground in GROUNDS]
    return text + soft + problems + filled + hovered + code + shapes


def test_contrast_of_black_on_white_is_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", ["viva-light", "viva-dark"])
def test_every_pair_of_colours_is_legible(theme: str) -> None:
    colours = palettes()[theme]
    found = {(fore, ground): contrast(colours[fore], colours[ground]) for fore, ground, _least in pairs()}
    assert [(pair, round(found[pair[:2]], 2)) for pair in pairs() if found[pair[:2]] < pair[2]] == []
