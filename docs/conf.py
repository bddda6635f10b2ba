"""How Sphinx builds the documentation; nothing is fetched from the network."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from making.bilingual import SearchBoth, in_its_language

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "mutualaid"
author = "The mutualaid maintainers"
project_copyright = author
release = installed("mutualaid")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "examples"]
templates_path = ["_templates"]

# Headings have the anchors that they have on a code host, so that `readings.md#r1` holds in both.
myst_heading_anchors = 3
# Quotation marks stand as they are written: those of Chinese are guessed wrongly.
smartquotes = False

# Notebooks are run by every build, from start to end; one that fails or warns fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_output_stderr = "error"

# Docstrings write `name` for code.
default_role = "code"
add_module_names = False
python_use_unqualified_type_names = True
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False


# Every name in a signature leads somewhere, but for these.
nitpicky = True
nitpick_ignore_regex = [
    # Of other libraries, whose pages are not fetched.
    ("py:.*", r"(collections|datetime|decimal|enum|hypothesis|numpy|pathlib|types|typing)\..*"),
    # Short names of types, as they stand in annotations: aliases, and type variables.
    ("py:.*", r"(mutualaid\.[\w.]+\.)?[A-Z]|[A-Z]\w*|date"),
    # What is passed on, and used by no reader directly.
    ("py:.*", r"mutualaid\.(corners|frames\.(sides|grouping)|testing\.(subject|case_scene))\..*"),
    ("py:.*", r"mutualaid\.policy\.(effect\.Frame|claim_corners\..*)"),
    ("py:.*", r"mutualaid\.(question\.Roster|rules\.fees\.SoldBy|rules\.benefits\.Sold)"),
]
html_theme = "furo"
html_title = "mutualaid · 互助保障"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_search_scorer = str(Path(__file__).parent / "making" / "search.js")
html_search_language = SearchBoth.lang
html_show_sphinx = False
html_copy_source = False


def setup(app: Sphinx) -> None:
    """Keep what properties say: napoleon takes "fee: 0 for who is refused" for a type."""
    kept: dict[str, list[str]] = {}

    def keep(_: Sphinx, what: str, name: str, __: object, ___: object, lines: list[str]) -> None:
        if what == "property":
            kept[name] = list(lines)

    def restore(_: Sphinx, __: str, name: str, ___: object, ____: object, lines: list[str]) -> None:
        lines[:] = kept.pop(name, lines)

    app.connect("autodoc-process-docstring", keep, priority=400)
    app.connect("autodoc-process-docstring", restore, priority=600)
    app.add_search_language(SearchBoth)
    app.connect("html-page-context", in_its_language, priority=900)
