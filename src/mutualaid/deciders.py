"""Generate, for one start day, a straight-line function that decides every plan at once.

`check` defines the rules; this is their fast form for one member. Each rule says through
`condition` what it comes to on the day; the conditions of all plans are written out as one
function, in which what several plans ask of the member is asked once. Tests hold it equal to
`check`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from mutualaid.decision import Decision
from mutualaid.plan import Edition
from mutualaid.question import Question
from mutualaid.rules import Rule
from mutualaid.rules.conditions import (
    Always,
    Among,
    Asked,
    AtMost,
    Born,
    Condition,
    Every,
    Is,
    NoChild,
    Not,
    Some,
    atoms,
)
from mutualaid.rules.fees import SoldBy

DECLARED = "declared."
"""How the path of what is declared under a code goes on, after whose it is."""
DecideAll = Callable[[Question, Question, Question], dict[str, Decision]]
"""Takes the question for plans that are sold once, by the share, by level."""


def holds(rule: Rule, question: Question) -> bool | None:
    """Ask a rule for True, False or None."""
    return rule.check(question).standing.holds


def compile_decide_all(editions: Iterable[Edition], starts: date) -> DecideAll:
    """Write and compile the function that decides these editions for covers from one day on."""
    editions = tuple(editions)
    writer = _Writer()
    conditions = [edition.own_rules.condition(starts) for edition in editions]
    seen = Counter(part for condition in conditions for part in atoms(condition))
    writer.share(part for part, times in seen.items() if times > 1 and _of_member(part))
    decision = writer.constant(Decision)
    rows = []
    for edition, condition in zip(editions, conditions, strict=True):
        question = edition.fee.sold_by.value
        known_true, known_false = writer.write(condition, question)
        outcome = f"True if {known_true} else False if {known_false} else None"
        rows.append(
            f"{edition.code!r}: {decision}({writer.constant(edition)}, {outcome}, {question}),"
        )
    arguments = ", ".join(way.value for way in SoldBy)
    body = [*writer.locals(), f"return {{{' '.join(rows)}}}"]
    source = f"def decide_all({arguments}):\n    " + "\n    ".join(body)
    namespace = dict(writer.constants)
    # The text is written here from the rules alone; no text of a user enters it.
    exec(compile(source, f"<mutualaid decide_all {starts}>", "exec"), namespace)  # noqa: S102
    function: DecideAll = namespace["decide_all"]  # type: ignore[assignment]  # made by exec
    return function


def _of_member(condition: Condition) -> bool:
    """Tell whether a condition is worth sharing: a comparison of what every entry has."""
    return isinstance(condition, Born) and condition.path.startswith("member.")


class _Writer:
    """Writes conditions as Python expressions, over locals and constants that it names."""

    def __init__(self) -> None:
        self.constants: dict[str, object] = {}
        self._attributes: dict[str, str] = {}
        self._shared: dict[Condition, tuple[str, str]] = {}

    def constant(self, value: object) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def share(self, conditions: Iterable[Condition]) -> None:
        for number, condition in enumerate(conditions):
            known_true, _ = self.write(condition, SoldBy.ONCE.value)
            self._shared[condition] = (f"c{number}", known_true)

    def locals(self) -> Iterator[str]:
        """Give the lines that come first: attributes and shared comparisons, each read once."""
        yield f"child = {SoldBy.ONCE.value}.child"
        for whose in ("member", "unit"):
            yield f"{whose} = {SoldBy.ONCE.value}.{whose}"
        for path, name in self._attributes.items():
            yield f"{name} = {path}"
        for name, known_true in self._shared.values():
            yield f"{name} = {known_true}"

    def _read(self, path: str, question: str) -> str:
        whose, _, attribute = path.partition(".")
        if not attribute:
            return f"{question}.{whose}"
        name = path.replace(".", "_")
        if attribute.startswith(DECLARED):
            path = f"{whose}.declared.get({attribute.removeprefix(DECLARED)!r})"
        if whose == "child":  # there may be none, so it is read only behind a guard
            return path
        return self._attributes.setdefault(path, name)

    def write(self, condition: Condition, question: str) -> tuple[str, str]:
        """Write a condition as two expressions: known true, and known false."""
        if condition in self._shared:
            name, _ = self._shared[condition]
            return name, f"not {name}"
        match condition:
            case Always():
                return "True", "False"
            case Is(path, value):
                said = self._read(path, question)
                if isinstance(value, bool):
                    return f"{said} is {value}", f"{said} is {not value}"
                name = self.constant(value)
                return f"{said} is {name}", f"({said} is not {name} and {said} is not None)"
            case Among(path, values):
                said = self._read(path, question)
                return f"{said} in {values!r}", f"{said} not in {values!r}"
            case AtMost(path, bound):
                said = self._read(path, question)
                return f"{said} <= {bound}", f"{said} > {bound}"
            case Born():
                known_true = self._write_born(condition, question)
                return known_true, f"not {known_true}"
            case NoChild():
                return "child is None", "child is not None"
            case Asked(rule):
                asked = f"{self.constant(holds)}({self.constant(rule)}, {question})"
                return f"{asked} is True", f"{asked} is False"
            case _:
                return self._write_combined(condition, question)

    def _write_born(self, born: Born, question: str) -> str:
        said = self._read(born.path, question)
        low = "" if born.first is None else f"{self.constant(born.first)} <= "
        high = "" if born.last is None else f" <= {self.constant(born.last)}"
        return f"({low}{said}{high})"

    def _write_combined(self, condition: Not | Every | Some, question: str) -> tuple[str, str]:
        if isinstance(condition, Not):
            known_true, known_false = self.write(condition.part, question)
            return known_false, known_true
        written = [self.write(part, question) for part in condition.parts]
        joints = (" and ", " or ") if isinstance(condition, Every) else (" or ", " and ")
        return (
            f"({joints[0].join(known for known, _ in written)})",
            f"({joints[1].join(known for _, known in written)})",
        )
