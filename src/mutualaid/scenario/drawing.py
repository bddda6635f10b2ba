"""How results reach their pictures: what draws them is loaded at first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mutualaid.errors import MissingExtra
from mutualaid.text import Lang, check_lang, default_lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(place: str, what: Any, lang: Lang | None, **how: Any) -> Figure:
    """Draw something with the function of a module of `pictures`.

    Args:
        place: Module and function, such as "loss.draw_result".
        what: What is drawn.
        lang: "zh" or "en"; that of the environment, if not said.
        **how: What else the function takes.

    Raises:
        MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with Chinese
            characters is found.
    """
    module, _, name = place.partition(".")
    spoken = default_lang() if lang is None else check_lang(lang)
    try:
        pictures = import_module(f"mutualaid.scenario.pictures.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise MissingExtra(
            "Pictures are drawn by matplotlib, which is not installed",
            hint="pip install 'mutualaid[plot]'",
        ) from None
    drawn: Figure = getattr(pictures, name)(what, lang=spoken, **how)
    return drawn
