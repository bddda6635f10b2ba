"""Enumerations that show themselves as a program writes them."""

from __future__ import annotations

import enum


class Named(enum.Enum):
    """Base of the public enumerations: the repr of one is what makes it again."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"
