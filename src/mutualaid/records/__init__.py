"""Files in: the unit's TOML and the roster's CSV, with every bad cell reported and none lost."""

from mutualaid.records.cells import BadCell
from mutualaid.records.roster import RosterFile, RosterRow, read_roster
from mutualaid.records.unit import read_unit

__all__ = ["BadCell", "RosterFile", "RosterRow", "read_roster", "read_unit"]
