"""Scenarios side by side: one beside another, or what comes of one when figures are varied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from mutualaid.catalogue import Catalogue
from mutualaid.checks import require_type, to_tuple
from mutualaid.errors import ChangesNothing, InvalidValue
from mutualaid.messages import both, told
from mutualaid.policy.change import PolicyChange
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.population import Progress
from mutualaid.scenario.result import FIGURES, TOTAL, PlanResult, Result
from mutualaid.scenario.scenario import Scenario
from mutualaid.scenario.tabular import Column, Kind, Named, Tabular, Value, shown
from mutualaid.sources import Source
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PARTICIPATION = "participation"
SWEPT = Source("sweep")
Setting: TypeAlias = Value | Decimal
"""What a figure of the policy may be set to, or participation."""


@attrs.frozen
class Case:
    """One scenario of several, and what came out.

    Args:
        labels: By what it is told from the others.
        result: What came out.
    """

    labels: tuple[Value, ...]
    result: Result

    def find(self, code: str) -> PlanResult | None:
        """Give what came out for one plan, or in total; None for a plan that was not asked."""
        found = {plan.code: plan for plan in (*self.result.plans, self.result.total)}
        return found.get(code)


@attrs.frozen
class Comparison(Tabular):
    """Hold what came out of several scenarios, the first of which the others are held against.

    Args:
        over: What the labels of each case are.
        cases: The scenarios, in the order in which they were given.
        words: What figures are called that were varied; None of other labels.
    """

    over: tuple[str, ...]
    cases: tuple[Case, ...]
    words: tuple[Text | None, ...] = attrs.field(default=(), kw_only=True)

    @property
    def base(self) -> Result:
        """What came out of the first."""
        return self.cases[0].result

    @property
    def differing(self) -> tuple[str, ...]:
        """Codes of the plans of which not all cases have the same figures."""
        codes = dict.fromkeys(plan.code for case in self.cases for plan in case.result.plans)
        return tuple(code for code in codes if len({case.find(code) for case in self.cases}) > 1)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The labels, the plan, its figures, and how fees and benefits differ from the first."""
        return (
            *(self._label(place, name) for place, name in enumerate(self.over)),
            Column("plan", Kind.TEXT),
            *(column for column, _ in FIGURES),
            Column("income_change", Kind.YUAN),
            Column("expected_change", Kind.YUAN),
        )

    def _label(self, place: int, name: str) -> Column:
        texts = any(isinstance(case.labels[place], str | Named) for case in self.cases)
        words = self.words[place] if self.words else None
        heading = words or (Text(zh=name, en=name) if "." in name else None)
        return Column(name, Kind.TEXT if texts else Kind.FIGURE, heading=heading)

    def rows(self) -> Iterator[Sequence[Value]]:
        """Give a row for each case and plan that differs, and for the total."""
        shown = self.differing
        if not (shown and self._alone):
            shown = (*shown, TOTAL)
        for case in self.cases:
            for code in shown:
                plan, before = case.find(code), self.cases[0].find(code)
                if plan is not None:
                    yield (
                        *case.labels,
                        plan.named,
                        *(figure(plan) for _, figure in FIGURES),
                        plan.income - (before.income if before else 0.0),
                        plan.expected - (before.expected if before else 0.0),
                    )

    def notes(self, lang: Lang) -> tuple[str, ...]:
        """Say what the figures leave out, if anything, and in which cases if not in all alike."""
        kinds = [column.kind for column in self.columns]
        cases: dict[str, list[str]] = {}
        for case in self.cases:
            name = " / ".join(map(partial(shown, lang=lang), case.labels, kinds))
            for note in case.result.notes(lang):
                cases.setdefault(note, []).append(name)
        return tuple(
            note if len(names) == len(self.cases) else f"{'; '.join(names)} – {note}"
            for note, names in cases.items()
        )

    def plot(self, *, code: str = TOTAL, lang: Lang | None = None) -> Figure:
        """Draw what is paid and what there is to pay it from, and the chance of a deficit.

        Args:
            code: Of which plan, by its code, or "total".
            lang: "zh" or "en"; that of the environment, if not said.

        Raises:
            MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with
                Chinese characters is found.
            UnknownName: The first scenario has no such plan.
        """
        return draw("comparison.draw_comparison", self, lang, code=self.base[code].code)

    @property
    def _alone(self) -> bool:
        """Whether there is one plan, and the total no more than that."""
        totals = (attrs.evolve(case.result.total, code="", title=None) for case in self.cases)
        plans = (case.result.plans for case in self.cases)
        return all(
            [attrs.evolve(plan, code="", title=None, shares=0.0) for plan in some] == [total]
            for some, total in zip(plans, totals, strict=True)
        )

    def to_dict(self) -> dict[str, Any]:
        """Give what came out of each case, in values that JSON knows."""
        return {
            "over": list(self.over),
            "cases": [
                {
                    "labels": [one.code if isinstance(one, Named) else one for one in case.labels],
                    "result": case.result.to_dict(),
                }
                for case in self.cases
            ],
        }


@attrs.frozen
class Sweep(Comparison):
    """Hold what came out for every combination of some figures; the first is the base."""


def compare(base: Scenario, *others: Scenario, progress: Progress | None = None) -> Comparison:
    """Run scenarios and put them side by side.

    Args:
        base: The scenario that the others are held against.
        others: The others; each stands under its `title`.
        progress: Is called with how many scenarios are done, and how many there are.

    Raises:
        InvalidType: Something that is no scenario.
        InvalidValue: Two scenarios of one title.
        MutualAidError: As from `Scenario.run`.
    """
    scenarios = [require_type(one, Scenario, "scenario") for one in (base, *others)]
    titles = [one.title for one in scenarios]
    if len(set(titles)) < len(titles):
        raise InvalidValue(
            "Two scenarios have one title",
            name="title",
            value=[title.en for title in titles],
            allowed="a title for each",
            hint='scenario.but(name="…") gives one a name',
        )
    labelled = [
        ((Named(title.en, title),), one) for title, one in zip(titles, scenarios, strict=True)
    ]
    return Comparison(("scenario",), tuple(_run(labelled, progress)))


def sweep(
    base: Scenario, *, over: Mapping[str, Iterable[Setting]], progress: Progress | None = None
) -> Sweep:
    """Run a scenario for every combination of some figures.

    Args:
        base: The scenario that is varied; it is not a case itself unless its own figures are.
        over: What is varied, each with its values: figures of the policy by their paths, as in
            `PolicyChange.set`, such as "critical_illness.fee.amount"; "participation" in points,
            or that of one plan, such as "participation.accident".
        progress: Is called with how many scenarios are done, and how many there are.

    Raises:
        InvalidValue: Nothing is varied, or something over no value; participation above 0.
        MutualAidError: As from `Catalogue.with_change` and `Scenario.run`.
    """
    axes = {path: to_tuple(values, path) for path, values in over.items()}
    if not axes or not all(axes.values()):
        raise InvalidValue(
            "Nothing is varied",
            name="over",
            value=axes,
            allowed='paths with values, such as {"accident.eligibility.age.maximum": [60, 65]}',
        )
    base.expose()  # Plans in which nothing is varied are exposed once.
    policy = base.catalogue.at(base.starts)
    cases = [
        (tuple(map(_label, values)), _varied(base, policy, dict(zip(axes, values, strict=True))))
        for values in product(*axes.values())
    ]
    words = tuple(_words(policy, path, values, base) for path, values in axes.items())
    return Sweep(tuple(axes), tuple(_run(cases, progress)), words=words)


def _label(value: Setting) -> Value:
    return float(value) if isinstance(value, Decimal) else value


def _run(
    scenarios: Sequence[tuple[tuple[Value, ...], Scenario]], progress: Progress | None
) -> Iterator[Case]:
    for number, (labels, scenario) in enumerate(scenarios, start=1):
        yield Case(labels, scenario.run())
        if progress is not None:
            progress(number, len(scenarios))


def _varied(base: Scenario, policy: Catalogue, values: Mapping[str, Setting]) -> Scenario:
    """Give the scenario with some of its figures set."""
    falls: dict[str, Any] = dict(base.points)
    settings = {}
    for path, value in values.items():
        whose, _, plan = path.partition(".")
        if whose != PARTICIPATION:
            settings[path] = value
        elif plan:
            falls[plan] = value
        else:
            falls = dict.fromkeys(base.editions, value)
    changed = {
        path: value for path, value in settings.items() if _changes(policy, path, value, base)
    }
    if changed:
        policy = policy.with_change(_change(changed, base))
    return base.but(catalogue=policy, participation=falls)


def _changes(policy: Catalogue, path: str, value: Setting, base: Scenario) -> bool:
    """Tell whether a figure is another than it is already."""
    try:
        policy.with_change(_change({path: value}, base))
    except ChangesNothing:
        return False
    return True


def _words(policy: Catalogue, path: str, values: Iterable[Setting], base: Scenario) -> Text | None:
    """Word the place of a figure as a difference of policies does; None of participation."""
    if path.partition(".")[0] == PARTICIPATION:
        return None
    other = next((value for value in values if _changes(policy, path, value, base)), None)
    if other is None:
        return None
    changed = policy.with_change(_change({path: other}, base))
    row = policy.diff(changed, on=base.starts).rows[0]
    plan = policy[row.plan].info.short
    return both(lambda lang: told(plan.of(lang), row.place.of(lang), lang))


def _change(settings: Mapping[str, Setting], base: Scenario) -> PolicyChange:
    return PolicyChange("sweep", since=base.starts, source=SWEPT, set=settings)
