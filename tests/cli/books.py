"""A ledger and claims on disk, for `settle` and `statement` to read."""

from __future__ import annotations

from pathlib import Path

from records.examples import covers

from mutualaid import Ledger
from mutualaid.records import to_json

HEADER = "id,plan,insured,event,on,amount"
PAID = "C1,critical_illness,M1,malignant_tumour,2016-03-09,6000"
CUT = "C2,critical_illness,M1,malignant_tumour,2016-04-09,6000"
USED_UP = "C6,critical_illness,M1,leukaemia,2016-05-09,6000"
REFUSED = "C3,critical_illness,M1,cold,2016-03-09,5"
NOT_KNOWN = "C4,accident_property,M1,death,2016-03-09,"
BROKEN = "C5,critical_illness,M1,malignant_tumour,2016-02-30,5"


def write_covers(folder: Path) -> str:
    """Write the covers of one member, as `mutualaid review --covers` does; give the path."""
    path = folder / "covers.json"
    path.write_text(
        to_json(Ledger([*covers("critical_illness"), *covers("accident_property")])), "utf-8"
    )
    return str(path)


def write_claims(folder: Path, *lines: str, name: str = "claims.csv") -> str:
    """Write a table of claims; give the path."""
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]), "utf-8")
    return str(path)
