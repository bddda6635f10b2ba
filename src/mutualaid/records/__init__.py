"""Files in: the unit's TOML and the roster's CSV, with every bad cell reported and none lost."""

from mutualaid.records.cells import BadCell
from mutualaid.records.changes import load_change
from mutualaid.records.claims import ClaimsFile, read_claims
from mutualaid.records.pseudonyms import pseudonym
from mutualaid.records.roster import RosterFile, RosterRow, read_roster
from mutualaid.records.schema import json_schema
from mutualaid.records.unit import read_unit
from mutualaid.records.values import from_json, from_plain, to_json, to_plain

__all__ = [
    "BadCell",
    "ClaimsFile",
    "RosterFile",
    "RosterRow",
    "from_json",
    "from_plain",
    "json_schema",
    "load_change",
    "pseudonym",
    "read_claims",
    "read_roster",
    "read_unit",
    "to_json",
    "to_plain",
]
