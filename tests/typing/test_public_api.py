"""The file that type checkers read names everything that is public."""

from __future__ import annotations

import ast
from pathlib import Path

import mutualaid
from mutualaid import load_catalogue

TREE = ast.parse((Path(__file__).parent / "public_api.py").read_text("utf-8"))


def test_every_public_name_is_used() -> None:
    used = {node.id for node in ast.walk(TREE) if isinstance(node, ast.Name)}
    assert set() == set(mutualaid.__all__) - used


def test_every_shipped_plan_is_held_to_the_protocol() -> None:
    held = [
        ast.unparse(node.value)
        for node in TREE.body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    ]
    assert [f"mutualaid_plans.{code}" for code in load_catalogue()] == held
