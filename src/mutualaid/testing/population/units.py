"""The units of a population, before anyone of them is entered."""

from __future__ import annotations

import attrs
import numpy as np

from mutualaid.testing.population.draws import Bools, Draws, Floats, Ints

TAIL = 1.2
"""Exponent of the Lomax distribution of sizes; the smaller, the heavier the tail."""
SCALE = 12.0
"""Its scale; half of the units have at most nine people."""
LARGEST = 40_000
EDGES = (1, 2, 29, 30, 31, 99, 100, 101, 125)
"""Sizes about which the plans ask another share of the people."""
SHARES_ASKED = (50, 70, 80)
"""Percentages of the people that plans ask for."""
COLUMNS = 24


@attrs.frozen
class Units:
    """What is drawn of some units; one row each.

    Args:
        employees: How many people they have.
        entered: How many of them are entered.
        women: Share of women among the people.
        tidy: Whether nothing is missing or wrong with anyone.
        once: Whether everybody takes one share.
        by_level: Whether levels are asked for, and not shares.
        by_plan: Whether each row names its plan.
        extra_women: Of the women, how many more there are than are entered, as a share of those.
        extra_parents: Of the parents of minors, the same.
        rest: What else is drawn of them.
    """

    employees: Ints
    entered: Ints
    women: Floats
    tidy: Bools
    once: Bools
    by_level: Bools
    by_plan: Bools
    extra_women: Floats
    extra_parents: Floats
    rest: Draws


def draw_units(seed: np.random.SeedSequence, count: int, by_plan: float) -> Units:
    """Draw units of every size, so that some fall on each side of every share that is asked."""
    draws = Draws(seed, count, COLUMNS)
    lomax = 1 + SCALE * ((1 - draws.next()) ** (-1 / TAIL) - 1)
    at_edge = draws.happens(0.08)
    edge = np.asarray(EDGES)[(draws.next() * len(EDGES)).astype(np.int64)]
    employees = np.where(at_edge, edge, np.minimum(lomax, LARGEST).astype(np.int64))
    return Units(
        employees,
        _entered(draws, employees),
        women=0.1 + 0.8 * draws.next(),
        tidy=draws.happens(0.6),
        once=draws.happens(0.5),
        by_level=draws.happens(0.25),
        by_plan=draws.happens(by_plan),
        extra_women=_extra(draws, 80),
        extra_parents=_extra(draws, 50),
        rest=draws,
    )


def _entered(draws: Draws, employees: Ints) -> Ints:
    """Enter everyone, about as many as a share asks for, or any number."""
    percent = np.asarray(SHARES_ASKED)[(draws.next() * len(SHARES_ASKED)).astype(np.int64)]
    about = -(-percent * employees // 100) + draws.among((-1, 0, 1), (0.4, 0.4, 0.2))
    any_number = np.ceil((0.3 + 0.7 * draws.next()) * employees).astype(np.int64)
    way = draws.among((0, 1, 2), (0.55, 0.3, 0.15))
    entered = np.choose(way, [employees, about, any_number])
    return np.asarray(np.clip(entered, 1, employees))


def _extra(draws: Draws, percent: int) -> Floats:
    """Draw how many more there are than are entered: none, or about what a share lets pass."""
    let_pass = 100 / percent - 1
    return np.where(draws.happens(0.5), 0.0, let_pass * (0.8 + 0.4 * draws.next()))
