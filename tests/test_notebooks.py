"""The notebooks run from start to end, cell by cell, and show what they are there to show."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

TUTORIALS = Path(__file__).parents[1] / "docs" / "tutorials"


def run(name: str) -> list[Any]:
    """Run the cells of a notebook in order; give what each of them shows."""
    notebook = json.loads((TUTORIALS / name).read_text("utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = []
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            tree = ast.parse("".join(cell["source"]), f"{name}, cell {number}")
            last = tree.body.pop()
            exec(compile(tree, f"{name}, cell {number}", "exec"), names)  # noqa: S102
            assert isinstance(last, ast.Expr)
            expression = compile(ast.Expression(last.value), f"{name}, cell {number}", "eval")
            shown.append(eval(expression, names))  # noqa: S307
    return shown


@pytest.fixture(autouse=True)
def _beside_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where a notebook runs: in its own folder."""
    monkeypatch.chdir(TUTORIALS)


def test_a_plan_is_priced() -> None:
    result, loss, _, (even, safe, today), table, swept, chinese, bars, again = run(
        "pricing-a-plan.ipynb"
    )

    assert even < safe < today == 90
    assert "break-even fee" in result.to_html("en")
    assert "sweep" not in table.to_html("en")
    assert all(picture._repr_png_() for picture in (loss, swept, chinese, bars))
    assert again is True


def test_a_change_of_policy_is_costed() -> None:
    table, difference, compared, chinese, edge, cliff, field, years, fan = run(
        "costing-a-change.ipynb"
    )

    before, after, fewer = (case.result["critical_illness"] for case in table.cases)
    assert after.deficit < before.deficit
    assert fewer.lives < before.lives < after.lives
    assert len(difference.rows) == 2
    assert edge["critical_illness"].edge
    assert all(picture._repr_png_() for picture in (compared, chinese, cliff, field, fan))
    assert len(years.years) == 6
