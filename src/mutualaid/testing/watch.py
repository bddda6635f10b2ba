"""Watch what plans call: a rule reads no clock and no source of chance."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from types import BuiltinFunctionType, FrameType, ModuleType

OF_DATES = {"today", "now", "utcnow"}
OF_CHANCE = {"random", "getrandbits"}
OF_MODULES = {
    *("clock_gettime", "clock_gettime_ns", "ctime", "gmtime", "localtime", "monotonic"),
    *("monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "process_time_ns"),
    *("strftime", "time", "time_ns", "urandom", "getrandom"),
}
MODULES = {"time", "posix", "nt"}


def readings(action: Callable[[], object]) -> list[str]:
    """Do something, and name every clock and source of chance that was read meanwhile.

    The calls themselves are watched, so that a clock is found out on a day on which it makes no
    difference, too.

    Args:
        action: What to do.

    Returns:
        What was read, with file and line of who read it; nothing twice.

    >>> readings(lambda: date(2016, 1, 1).year)
    []
    """
    found: dict[str, None] = {}
    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # whoever is called back at a collection, such as Hypothesis, times it
    sys.setprofile(partial(note, found))
    try:
        action()
    finally:
        sys.setprofile(before if callable(before) else None)  # one in C cannot be set again
        if collects:
            gc.enable()
    return list(found)


def note(found: dict[str, None], frame: FrameType, event: str, called: object) -> None:
    """Note a call if it reads a clock or draws lots: what a profiler is told of every call.

    Args:
        found: Where to note it.
        frame: Who calls.
        event: What happens, such as "c_call".
        called: What is called.
    """
    if event == "c_call" and isinstance(called, BuiltinFunctionType) and _reads(called):
        place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        found[f"{called.__qualname__} at {place}"] = None


def _reads(called: BuiltinFunctionType) -> bool:
    owner, name = called.__self__, called.__name__
    if isinstance(owner, ModuleType):
        return owner.__name__ in MODULES and name in OF_MODULES
    if isinstance(owner, random.Random):
        return name in OF_CHANCE
    return isinstance(owner, type) and issubclass(owner, date) and name in OF_DATES
