"""The same total by chance: what all lives claim, drawn many times over.

A check of the computed distribution, which is the better way to an answer. Each cell draws from a
stream of its own, `SeedSequence` with a key that is made of the cell's key: what it draws depends
on the seed and on that key, and not on what other cells there are, in which order they come, or
how many cores work. Runs are drawn in blocks, each with a stream of its own, so that more runs
begin with the runs that fewer give.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import attrs
import numpy as np

from mutualaid.checks import require_int, require_type
from mutualaid.errors import UnknownName
from mutualaid.scenario.figures import Figure, Floats, Integers, frozen, require_figure
from mutualaid.scenario.portfolio import Cell, Portfolio
from mutualaid.scenario.result import TOTAL
from mutualaid.scenario.shock import CommonShock, NoShock

BLOCK = 512
"""So many runs are drawn from one stream."""
AT_ONCE = 2**20
"""So many claims are held at once."""


def _same(left: Floats, right: Floats) -> bool:
    return np.array_equal(left, right)


@attrs.frozen
class SimulatedLoss:
    """What was paid in total in each run.

    Args:
        losses: Yuan, one for each run.
    """

    losses: Floats = attrs.field(
        converter=frozen, eq=attrs.cmp_using(eq=_same), repr=lambda losses: f"<{len(losses)}>"
    )

    def __hash__(self) -> int:
        return hash((len(self.losses), self.mean))

    def __reduce__(self) -> tuple[object, ...]:
        # Made anew, since an array that is copied could be written to.
        return type(self), (self.losses,)

    @property
    def mean(self) -> float:
        """What was paid on average, in yuan."""
        return float(self.losses.mean())

    @property
    def mean_error(self) -> float:
        """The standard error of the mean, in yuan."""
        return self.sd / math.sqrt(len(self.losses))

    @property
    def sd(self) -> float:
        """The standard deviation, in yuan."""
        return float(self.losses.std(ddof=1))

    def cdf(self, amount: Figure) -> float:
        """Give the share of runs in which no more than so many yuan were paid."""
        most = require_figure(amount, "amount", least=-math.inf)
        return float(np.mean(self.losses <= most))

    def probability_above(self, amount: Figure) -> float:
        """Give the share of runs in which more than so many yuan were paid."""
        most = require_figure(amount, "amount", least=-math.inf)
        return float(np.mean(self.losses > most))

    def quantile(self, level: Figure) -> float:
        """Give the least loss that a share of at least `level` of the runs does not pass."""
        chance = require_figure(level, "level", most=1.0)
        return float(np.quantile(self.losses, chance, method="inverted_cdf"))

    def var(self, level: Figure) -> float:
        """Give the value at risk: the quantile of that level, in yuan."""
        return self.quantile(level)

    def tvar(self, level: Figure) -> float:
        """Give the tail value at risk of the runs, in yuan; its level is from 0 to below 1."""
        chance = require_figure(level, "level", most=1 - 1e-9)
        at = self.quantile(chance)
        return at + float(np.mean(np.maximum(self.losses - at, 0))) / (1 - chance)


@attrs.frozen
class Simulation:
    """What was paid in each run, by group and in total.

    Args:
        seed: What all chance came from.
        runs: How many runs there were.
        losses: By group, in order, and in total.
    """

    seed: int
    runs: int
    losses: tuple[tuple[str, SimulatedLoss], ...] = attrs.field(repr=False)

    def __getitem__(self, code: str) -> SimulatedLoss:
        """Give what was paid in one group, or in "total"."""
        found = dict(self.losses)
        if code not in found:
            raise UnknownName(
                "The simulation has no group of this code", name="code", value=code, known=found
            )
        return found[code]


def simulate(
    portfolio: Portfolio,
    *,
    seed: int,
    runs: int = 10_000,
    shock: CommonShock | None = None,
    workers: int = 1,
) -> Simulation:
    """Draw what is paid to all lives of a portfolio, many times over.

    Args:
        portfolio: The cells.
        seed: A whole number from 0 up, from which all chance follows.
        runs: How many times.
        shock: What all lives have in common; nothing, if not said.
        workers: How many threads draw; the answer is the same for any number.

    Raises:
        InvalidType: An argument of the wrong type.
        InvalidValue: A number out of range.
    """
    cells = sorted(require_type(portfolio, Portfolio, "portfolio").cells, key=lambda one: one.key)
    require_int(seed, "seed", least=0)
    require_int(runs, "runs", least=2)
    groups = portfolio.groups
    draw = partial(_block, cells, groups, shock or NoShock(), seed)
    blocks = range(-(-runs // BLOCK))
    if require_int(workers, "workers", least=1) == 1:
        drawn = list(map(draw, blocks))
    else:
        with ThreadPoolExecutor(workers) as pool:
            drawn = list(pool.map(draw, blocks))
    losses = np.concatenate(drawn, axis=1)[:, :runs]
    by_code = {code: SimulatedLoss(each) for code, each in zip(groups, losses, strict=True)}
    return Simulation(seed, runs, (*by_code.items(), (TOTAL, SimulatedLoss(losses.sum(axis=0)))))


def _stream(seed: int, name: str, block: int) -> np.random.Generator:
    words = np.frombuffer(hashlib.sha256(name.encode()).digest(), dtype="<u4")
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(*map(int, words), block)))


def _block(
    cells: list[Cell], groups: tuple[str, ...], shock: CommonShock, seed: int, block: int
) -> Floats:
    """Draw one block of runs: a row for each group."""
    factors = shock.draw(_stream(seed, "shock", block), BLOCK)
    places = {code: place for place, code in enumerate(groups)}
    losses = np.zeros((len(groups), BLOCK))
    for cell in cells:
        rng = _stream(seed, f"cell {cell.key}", block)
        losses[places[cell.group]] += _losses(cell, factors, rng)
    return losses


def _losses(cell: Cell, factors: Floats, rng: np.random.Generator) -> Floats:
    part, whole = math.modf(cell.lives)
    chances = np.minimum(cell.probability * factors, 1.0)
    claims = rng.binomial(int(whole), chances)
    if part:
        claims += rng.binomial(1, np.minimum(cell.probability * part * factors, 1.0))
    losses = np.zeros(len(factors))
    for runs in _slices(claims):
        drawn = cell.severity.sample(rng, len(runs), cell.ceiling)
        losses += np.bincount(runs, drawn, minlength=len(factors))
    return losses


def _slices(claims: Integers) -> Iterator[Integers]:
    """Give the run of each claim, so many at once as are held."""
    ends = np.cumsum(claims)
    for low in range(0, int(ends[-1]), AT_ONCE):
        wanted = np.arange(low, min(low + AT_ONCE, int(ends[-1])))
        yield np.searchsorted(ends, wanted, side="right")
