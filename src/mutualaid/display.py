"""How an answer shows itself in a notebook: what it says, in the language of the environment."""

from __future__ import annotations

import importlib

from mutualaid.text import Lang, default_lang


class Displayed:
    """What a notebook shows as a table or a few lines instead of its `repr`."""

    __slots__ = ()

    def to_html(self, lang: Lang) -> str:
        """Give a short view of it in HTML, as a notebook shows it.

        A notebook shows it in Chinese where the environment speaks Chinese (`LC_ALL`,
        `LC_MESSAGES` or `LANG` begins with zh), else in English. Texts are escaped, identity
        numbers masked, and of long tables the first rows are shown, with how many more there are.
        """
        # What words a view knows every answer and stands above them; it is loaded at first use.
        notebook = importlib.import_module("mutualaid.notebook")
        shown: str = notebook.view(self, lang)
        return shown

    def _repr_html_(self) -> str:
        return self.to_html(default_lang())
