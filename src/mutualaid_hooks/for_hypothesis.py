"""The Hypothesis plugin: `st.from_type(Member)` and the like draw from `mutualaid.testing`.

Hypothesis runs this whenever it is imported, mostly before `mutualaid` is, and often where nobody
needs it. So nothing is imported here: strategies are registered once `mutualaid` has been, and
made when one is first asked for.
"""

from __future__ import annotations

import enum
import importlib
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

LIBRARY = "mutualaid"
WITHOUT = (BaseException, enum.Enum)
"""Classes that need no strategy: nobody draws an error, and Hypothesis draws an enum itself."""


def set_up() -> None:
    """Register the strategies now, or as soon as the library is imported."""
    if LIBRARY in sys.modules:
        register(sys.modules[LIBRARY])
    elif not any(isinstance(finder, _Awaiting) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Awaiting())


def register(library: ModuleType) -> None:
    """Register a strategy for every public type of the library."""
    from hypothesis import strategies as st  # noqa: PLC0415 - in the midst of its own import

    for name in library.__all__:
        kind = getattr(library, name)
        if isinstance(kind, type) and not issubclass(kind, WITHOUT) and not is_protocol(kind):
            st.register_type_strategy(kind, _strategy)


def is_protocol(kind: type[Any]) -> bool:
    """Tell whether a class only describes others; it has no values of its own."""
    return bool(getattr(kind, "_is_protocol", False))


def _strategy(kind: type[Any]) -> Any:
    return importlib.import_module(f"{LIBRARY}.testing.strategies").of_type(kind)


class _Awaiting(MetaPathFinder):
    """Waits for the library to be imported."""

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature of a finder
        target: ModuleType | None = None,  # noqa: ARG002 - the signature of a finder
    ) -> ModuleSpec | None:
        if name != LIBRARY:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Registering(spec, spec.loader)
        return spec


class _Registering(Loader):
    """Loads the library as its own loader does, and registers the strategies."""

    def __init__(self, spec: ModuleSpec, loader: Loader) -> None:
        self._spec, self._loader = spec, loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._spec.loader = self._loader
        self._loader.exec_module(module)
        register(module)
