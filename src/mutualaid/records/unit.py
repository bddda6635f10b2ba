"""A unit from a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs

from mutualaid.errors import InvalidValue, MutualAidError, UnknownName
from mutualaid.people import Unit
from mutualaid.telling import in_file


def read_unit(path: str | Path) -> Unit:
    """Read a unit from a TOML file whose keys are the attributes of `Unit`.

    What the file does not say is unknown. A number or a yes or no is written bare:
    `employees = 120`, `has_union = true`.

    Raises:
        InvalidType: A value of the wrong type.
        InvalidValue: Not TOML in UTF-8, no id, a negative number, more women than employees.
        OSError: The file cannot be read.
        UnknownName: A key that is no attribute of a unit; the nearest is named.
    """
    known = [field.name for field in attrs.fields(Unit)]
    try:
        said = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{path} is no TOML in UTF-8: {error}",
            hint='write lines such as: employees = 120, has_union = true, name = "…"',
        ) from None
    for name in said:
        if name not in known:
            raise UnknownName(f"{path} says what no unit has", name="key", value=name, known=known)
    if "id" not in said:
        raise InvalidValue(f"{path} gives the unit no id", hint='add a line: id = "…"')
    try:
        return Unit(**said)
    except MutualAidError as error:
        raise in_file(error, str(path)) from None
