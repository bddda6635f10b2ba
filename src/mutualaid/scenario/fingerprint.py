"""Fingerprints: by which it is told whether a run is given what an earlier one was given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualaid.frames.engines import is_eager, read
from mutualaid.plan import Edition
from mutualaid.records import to_plain

if TYPE_CHECKING:
    import narwhals as nw

METHOD = "sha256:"
NO_RULE = ("source", "sources", "in_force", "period")
"""Keys of an edition that take no part in what it decides."""


def of_document(document: object) -> str:
    """Give the fingerprint of values that JSON knows; the order of keys makes no difference."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), default=_plain)
    return METHOD + sha256(text.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else attrs.asdict(value, recurse=False)  # type: ignore[arg-type]


def of_edition(edition: Edition) -> str:
    """Give the fingerprint of a plan's rules; where they are laid down takes no part in it."""
    return of_document(_rules(to_plain(edition)))


def _rules(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _rules(inner) for key, inner in value.items() if key not in NO_RULE}
    return [_rules(inner) for inner in value] if isinstance(value, list | tuple) else value


def of_input(given: Any, name: str) -> str | None:
    """Give the fingerprint of a file, or of the rows of a frame.

    Args:
        given: The path of a file; a frame of any engine; or None.
        name: What the frame is called in an error.

    Returns:
        The fingerprint: of a file, of its bytes; of a frame, of its values by their columns, the
        same for any engine, in the order of the rows. None where nothing is given, and of a lazy
        frame, whose rows are not read for it.
    """
    if given is None:
        return None
    if isinstance(given, str | Path):
        with Path(given).open("rb") as file:
            taken = sha256()
            while chunk := file.read(1 << 20):
                taken.update(chunk)
        return METHOD + taken.hexdigest()
    frame = read(given, name)
    return _of_rows(frame) if is_eager(frame) else None


def _of_rows(frame: nw.DataFrame[Any]) -> str:
    taken = sha256()
    for column in sorted(frame.columns):
        values = frame.get_column(column).to_arrow()
        taken.update(f"{column}\0{len(values)}\0".encode())
        for part in _parts(values):
            taken.update(part)
    return METHOD + taken.hexdigest()


def _parts(values: Any) -> Iterator[bytes]:
    """Give a column in bytes that do not depend on the engine: what is null, and all else."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_decode()
    yield np.packbits(np.asarray(whole.is_null(nan_is_null=True))).tobytes()
    kind = whole.type
    if pa.types.is_temporal(kind):
        yield pc.fill_null(whole.cast(pa.date32()).cast(pa.int32()), 0).to_numpy().tobytes()
    elif pa.types.is_boolean(kind):
        yield np.asarray(pc.fill_null(whole, fill_value=False)).tobytes()
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = np.asarray(pc.fill_null(whole.cast(pa.float64(), safe=False), np.nan))
        yield np.where(np.isnan(numbers), np.nan, numbers + 0.0).tobytes()
    elif not pa.types.is_null(kind):
        yield from _texts(pc.fill_null(whole.cast(pa.large_string()), ""))


def _texts(texts: Any) -> Iterator[bytes]:
    _, offsets, letters = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    yield np.diff(ends).tobytes()
    yield bytes(letters or b"")[ends[0] : ends[-1]]  # no letters at all have no buffer
