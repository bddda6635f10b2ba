"""Names for people: plans, benefit lines and events by their titles, in place of their codes.

What people read names a plan by its short title. A code stands where somebody is to type it: in
paths, behind the event that is nearest to one that is not listed, in what a program reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mutualaid.plan import Edition
from mutualaid.text import Lang, Text, look_up_key

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue
    from mutualaid.ledger import Ledger


class Names:
    """Hold the titles that editions give.

    Args:
        editions: The editions; the later goes before the earlier.
    """

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._titles: dict[tuple[str, ...], Text] = {}
        self._codes: dict[str, str] = {}
        for edition in editions:
            code = edition.code
            self._titles[(code,)] = edition.info.short
            self._codes |= dict.fromkeys(map(look_up_key, edition.info.names), code)
            for line in edition.benefit.lines:
                self._titles[code, "line", line.code] = line.name
                for event in line.events:
                    self._titles[code, "event", event.code] = event.title

    def plan(self, code: str, lang: Lang) -> str:
        """Give the short title of a plan; its code where no edition has it."""
        return self._title((code,), lang)

    def line(self, plan: str, code: str, lang: Lang) -> str:
        """Give the name of a benefit line."""
        return self._title((plan, "line", code), lang)

    def event(self, plan: str, code: str, lang: Lang) -> str:
        """Give the title of an event; what was claimed where the plan lists no such event."""
        return self._title((plan, "event", code), lang)

    def code(self, name: str) -> str:
        """Give the code of a plan by any of its names; the name itself where there is none."""
        return self._codes.get(look_up_key(name), name)

    def _title(self, key: tuple[str, ...], lang: Lang) -> str:
        title = self._titles.get(key)
        return key[-1] if title is None else title.of(lang)


def names_in(book: Ledger, catalogue: Catalogue | None = None) -> Names:
    """Give the names in the covers of a ledger and, where they give none, in a catalogue.

    Args:
        book: The ledger.
        catalogue: Plans of which there may be no cover.
    """
    plans = () if catalogue is None else catalogue.values()
    installed = [edition for plan in plans for edition in plan.editions]
    covered = {id(cover.edition): cover.edition for cover in book.covers()}
    return Names([*installed, *covered.values()])
