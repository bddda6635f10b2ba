"""The transform of the total: a product over all lives, where it is not nought.

With f the transform of a limited severity on the grid, a life that claims with the chance p has
the transform 1 - p + p f, and the total that of all lives multiplied; mixed over the common shock.
(Heckman and Meyers, "The calculation of aggregate loss distributions from claim severity and
claim count distributions", PCAS LXX (1983); Embrechts and Frei, "Panjer recursion versus FFT for
compound distributions", Mathematical Methods of Operations Research 69 (2009).)

Two things keep it fast. Its modulus is at most exp(-d), d = sum of n p (1 - p) (1 - Re f) over the
cells, since |1 - p + p f|^2 <= 1 - 2 p (1 - p) (1 - Re f); of many lives only a few frequencies
are not nought, and no others are looked at. And at these p z, z = f - 1, is small, so that the
logarithms of a law's lives are summed as a series in z, whose coefficients are sums of powers of
p: cells cost nothing, and the factor of the shock goes into the coefficients.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import attrs
import numpy as np
from scipy import fft

from mutualaid.scenario.figures import Complexes, Flags, Floats, Integers
from mutualaid.scenario.portfolio import Law
from mutualaid.scenario.severity import OnGrid
from mutualaid.scenario.shock import Nodes
from mutualaid.scenario.window import Grid

NOUGHT = 38.0
"""A modulus below exp(-38) is taken for 0. By Parseval's identity the chances are then off by
exp(-38) at most in the root of their sum of squares, and so all together by that and the root of
their number, which is less than 1e-13 for a million of them."""
TERMS = 20
"""So many terms of a series."""
TINY = 1e-13
"""The remainder of all series of a law, at most."""
AT_ONCE = 2**21
"""So many numbers are held at once, nodes by frequencies."""


@attrs.frozen(eq=False)
class _Apart:
    """Lives whose logarithms are taken one by one, and where.

    Args:
        where: Frequencies.
        z: The severity's transform less 1, at each.
        chances: Probabilities.
        lives: How many have each.
    """

    where: Integers
    z: Complexes
    chances: Floats
    lives: Floats

    def logarithm(self, factors: Floats, wanted: Integers) -> tuple[Integers, Complexes]:
        """Give the sum of the logarithms at those of the wanted frequencies that are here."""
        _, here, there = np.intersect1d(wanted, self.where, assume_unique=True, return_indices=True)
        z = self.z[there]
        total = np.zeros((len(factors), len(z)), dtype=np.complex128)
        for chance, lives in zip(self.chances, self.lives, strict=True):
            claims = np.minimum(factors * chance, 1.0)[:, None]
            real, imaginary = claims * z.real, claims * z.imag
            # Of the modulus squared less 1, so that nothing is lost where it is near to 1.
            with np.errstate(divide="ignore"):
                total.real += lives / 2 * np.log1p(2 * real + real**2 + imaginary**2)
            total.imag += lives * np.arctan2(imaginary, 1 + real)
        return here, total


@attrs.define(eq=False)
class _Sum:
    """The logarithm of the transform as it grows, law by law.

    Args:
        nodes: The factors of the shock.
        where: The frequencies that are still looked at.
        decay: How far the logarithm of the modulus has fallen at each, at least, by factor.
        series: What each frequency has of each power of the shock's factor.
        apart: Lives that are in no series.
    """

    nodes: Nodes
    where: Integers
    decay: Floats
    series: list[Complexes]
    apart: list[_Apart] = attrs.Factory(list)

    def add(self, law: Law, transform: Complexes) -> None:
        """Take in the lives of a law, given the transform of its severity less 1."""
        self._narrow(law, transform)
        z = transform[self.where]
        most = self.nodes.greatest
        reach = (TINY / float(law.lives.sum())) ** (1 / (TERMS + 1))
        # A probability that the shock carries past 1 is no power of its factor. Of the others the
        # greater are summed as a series only where z is small.
        inside = law.probabilities * most <= 1
        small = law.probabilities * most * 2 <= reach
        near = float(law.probabilities[inside].max(initial=0.0)) * most * np.abs(z) <= reach
        self._add_series(law, z, near, inside, small)
        everywhere = np.ones(len(z), dtype=bool)
        for who, at in ((~inside, everywhere), (inside & ~small, ~near)):
            if who.any() and at.any():
                lives = _Apart(self.where[at], z[at], law.probabilities[who], law.lives[who])
                self.apart.append(lives)

    def _narrow(self, law: Law, transform: Complexes) -> None:
        # With a factor q a probability p gives q p (1 - q p), at least q times what is taken here.
        spread = law.lives @ (
            law.probabilities * np.maximum(1 - self.nodes.greatest * law.probabilities, 0)
        )
        self.decay -= spread * transform.real[self.where]
        keep = self.decay <= self._enough
        if not keep.all():
            self.where, self.decay = self.where[keep], self.decay[keep]
            self.series = [power[keep] for power in self.series]

    @property
    def _enough(self) -> float:
        """A decay by which the modulus, mixed over all factors, is nought."""
        if not self.nodes.least:
            return math.inf
        weights = self.nodes.weights
        return float(np.max((NOUGHT + np.log(weights * len(weights))) / self.nodes.factors))

    def _add_series(self, law: Law, z: Complexes, near: Flags, inside: Flags, small: Flags) -> None:
        power = -np.ones(len(z), dtype=np.complex128)
        chances = np.ones(len(law.lives))
        for term in range(TERMS):
            power *= -z
            chances = chances * law.probabilities
            sums = law.lives * chances / (term + 1)
            summed = np.where(near, sums[inside].sum(), sums[small].sum())
            self.series[term] = self.series[term] + summed * power

    def mixed(self) -> Complexes:
        """Give the transform at the frequencies that are left, mixed over the shock."""
        factors, weights = self.nodes.factors, self.nodes.weights
        powers = factors[:, None] ** np.arange(1, TERMS + 1)
        series = np.stack(self.series)
        whole = np.empty(len(self.where), dtype=np.complex128)
        for low in range(0, len(whole), many := max(AT_ONCE // len(weights), 1)):
            part = slice(low, low + many)
            logarithm = powers @ series[:, part]
            for lives in self.apart:
                at, each = lives.logarithm(factors, self.where[part])
                logarithm[:, at] += each
            whole[part] = weights @ np.exp(logarithm)
        return whole


def probabilities(laws: Iterable[tuple[Law, OnGrid]], grid: Grid, nodes: Nodes) -> Floats:
    """Give the chance of each amount of the grid, modulo its width.

    Args:
        laws: The lives, each with its limited severity on the grid.
        grid: The amounts.
        nodes: The factors of the common shock.

    Returns:
        One chance for each amount of the grid, before anything is cut off or scaled.
    """
    where = np.arange(grid.size // 2 + 1)
    # Nothing takes room before the first law, which leaves few frequencies of many lives.
    nothing = np.broadcast_to(np.complex128(0), len(where))
    total = _Sum(nodes, where, np.zeros(len(where)), [nothing] * TERMS)
    for law, severity in laws:
        masses = severity.masses.copy()
        masses[0] -= 1
        total.add(law, fft.rfft(_folded(masses, grid.size), grid.size))
    transform = np.zeros(len(where), dtype=np.complex128)
    # In whole numbers, since the first amount may be many widths of the grid away.
    turns = total.where * (grid.first % grid.size) % grid.size
    transform[total.where] = total.mixed() * np.exp(2j * np.pi * turns / grid.size)
    chances: Floats = fft.irfft(transform, grid.size)
    return chances


def unheeded(grid: Grid) -> float:
    """Bound what all chances together are off because frequencies are taken for nought."""
    return math.exp(-NOUGHT) * math.sqrt(grid.size)


def _folded(masses: Floats, size: int) -> Floats:
    """Give masses modulo the width of the grid."""
    if len(masses) <= size:
        return masses
    whole = np.zeros(-(-len(masses) // size) * size)
    whole[: len(masses)] = masses
    folded: Floats = whole.reshape(-1, size).sum(axis=0)
    return folded
