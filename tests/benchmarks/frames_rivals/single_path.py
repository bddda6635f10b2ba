"""The library's single path, application by application: the answer that all others must give."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from frames_rivals.codes import COLUMNS, PLANS, REPEATED, R
from mutualaid import load_catalogue
from mutualaid.testing.population import to_applications


def fen(yuan: Decimal | None) -> int | None:
    """Give yuan in fen."""
    return None if yuan is None else int(yuan * 100)


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    catalogue = load_catalogue()
    nothing = (None, None, REPEATED, None, None)
    out = {plan: [nothing] * len(entries) for plan in PLANS}
    for one in to_applications(entries, units, starts=starts, plans=PLANS):
        places = {
            entry.key: row for entry, row in zip(one.application.entries, one.rows, strict=True)
        }
        for plan in one.plans:
            for entry in catalogue[plan].review(one.application).entries:
                caps = entry.caps.values()
                out[plan][places[entry.entry.key]] = (
                    entry.eligible,
                    entry.accepted,
                    R[entry.reasons[0].code] if entry.reasons else 0,
                    fen(entry.fee),
                    None if None in caps else sum(map(fen, caps)),
                )
    kinds = (pl.Boolean, pl.Boolean, pl.Int64, pl.Int64, pl.Int64)
    return pl.DataFrame(
        {
            f"{plan}_{name}": pl.Series([values[place] for values in out[plan]], dtype=kind)
            for plan in PLANS
            for place, (name, kind) in enumerate(zip(COLUMNS, kinds, strict=True))
        }
    )
