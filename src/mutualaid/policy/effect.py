"""Whom a difference of two policies reaches among those who apply: who gains, who loses, and why.

What an application is answered is compared: who comes in, fee, caps, term. What a claim would be
paid is not: an event that is no longer listed makes nobody worse off here.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, overload

import attrs

from mutualaid.application import Application
from mutualaid.checks import EXACT, NIL, require_type, to_tuple
from mutualaid.display import Displayed
from mutualaid.errors import InvalidValue
from mutualaid.finding import plain
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.policy.effect_rows import GROUPS, By, EffectRow, EffectUnit, Verdict
from mutualaid.review import Review
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan
    from mutualaid.frames.effect import FrameEffect
    from mutualaid.frames.frame import Fallback, Validate

SCHEMA_VERSION = 1
NAMED = 5
"""So many people are named of each group in the text; `rows` holds them all."""
Applications: TypeAlias = "Application | Iterable[Application]"


class Frame(Protocol):
    """A dataframe, as far as it can be told without loading what it is of."""

    @property
    def columns(self) -> Any:
        """Its columns, or their names."""


@attrs.frozen
class EffectSummary:
    """What a difference comes to for one group.

    Args:
        group: The plan's code, the unit's id, the sex, or the age band; None for everyone; in a
            population also what else it is grouped by, of several things each.
        entries: How many answers were compared.
        verdicts: How many of those that differ come off how; see `Verdict`.
        fee_before: Fees in yuan on the one side, of all of them that are known.
        fee_after: Fees in yuan on the other.
        unknown_before: How many fees are not known on the one side.
        unknown_after: How many on the other.
    """

    group: str | tuple[str, ...] | None
    entries: int
    verdicts: Mapping[Verdict, int]
    fee_before: Decimal
    fee_after: Decimal
    unknown_before: int
    unknown_after: int

    @property
    def changed(self) -> int:
        """How many answers differ."""
        return sum(self.verdicts.values())

    @property
    def winners(self) -> int:
        """How many come off better."""
        return self.verdicts[Verdict.WINNER]

    @property
    def losers(self) -> int:
        """How many come off worse."""
        return self.verdicts[Verdict.LOSER]

    def text(self, lang: Lang) -> str:
        """Word the counts and the fees."""
        facts = {
            "entries": self.entries,
            "changed": self.changed,
            "winners": self.winners,
            "losers": self.losers,
            "both": self.verdicts[Verdict.BOTH],
            "neither": self.verdicts[Verdict.NEITHER],
            "open": self.verdicts[Verdict.OPEN],
            "before": self.fee_before,
            "after": self.fee_after,
        }
        text = render("effect.head", lang, facts=facts)
        if not (self.unknown_before or self.unknown_after):
            return text
        unknown = {"before": self.unknown_before, "after": self.unknown_after}
        return "\n".join((text, render("effect.fees_unknown", lang, facts=dict(unknown))))

    def to_dict(self) -> dict[str, object]:
        """Give it in values that JSON knows; money as digits."""
        group = self.group
        return {
            "group": list(map(mask, group)) if isinstance(group, tuple) else group and mask(group),
            "entries": self.entries,
            "changed": self.changed,
            "verdicts": {verdict.value: self.verdicts[verdict] for verdict in Verdict},
            "fee_before": plain(self.fee_before),
            "fee_after": plain(self.fee_after),
            "unknown_before": self.unknown_before,
            "unknown_after": self.unknown_after,
        }


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Effect(Displayed):
    """Hold what a difference of two policies comes to for those who apply.

    Args:
        answers: Every entry with every plan of either side, as both answer it.
        units: The units of which a plan answers otherwise, as a whole.
    """

    answers: tuple[EffectRow, ...] = attrs.field(repr=False)
    units: tuple[EffectUnit, ...]

    @cached_property
    def rows(self) -> tuple[EffectRow, ...]:
        """The answers that differ."""
        return tuple(answer for answer in self.answers if answer.changed)

    @cached_property
    def total(self) -> EffectSummary:
        """What it comes to for everyone."""
        return _summary(None, self.answers)

    def summary(self, by: By) -> tuple[EffectSummary, ...]:
        """Say what it comes to for each group; groups for which nothing differs among them.

        Args:
            by: "plan", "unit", the member's "sex", or the member's "age_band" of five years.

        Raises:
            InvalidValue: Something else to group by.
        """
        if by not in GROUPS:
            raise InvalidValue(
                "Nothing is grouped by this", name="by", value=by, allowed=", ".join(GROUPS)
            )
        groups: dict[str, list[EffectRow]] = {}
        for answer in self.answers:
            groups.setdefault(answer.group(by), []).append(answer)
        order = list(groups)
        if by == "age_band":
            order.sort(key=lambda band: int(band.partition("–")[0]))
        elif by == "sex":
            order.sort()
        return tuple(_summary(name, groups[name]) for name in order)

    def text(self, lang: Lang) -> str:
        """Word it: counts and fees, units, and what becomes different for how many people."""
        lines = [self.total.text(lang), *(unit.words(lang) for unit in self.units)]
        groups: dict[tuple[str, str], list[str]] = {}
        for row in self.rows:
            groups.setdefault((row.title.of(lang), row.words(lang)), []).append(row.name)
        for (title, words), names in groups.items():
            named = names[:NAMED]
            if len(names) > NAMED:
                named.append(render("effect.more", lang))
            joint = render("all_of.joint", lang)
            facts = {"plan": title, "words": words, "count": len(names), "names": joint.join(named)}
            lines.append(render("effect.group", lang, facts=facts))
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Give it in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "effect",
            "version": SCHEMA_VERSION,
            "total": self.total.to_dict(),
            "summary": {by: [one.to_dict() for one in self.summary(by)] for by in GROUPS},
            "units": [unit.to_dict() for unit in self.units],
            "rows": [row.to_dict() for row in self.rows],
        }


def _summary(group: str | None, answers: Iterable[EffectRow]) -> EffectSummary:
    answers = tuple(answers)
    fees = [[answer.fee_before for answer in answers], [answer.fee_after for answer in answers]]
    verdicts = [answer.verdict for answer in answers if answer.changed]
    with localcontext(EXACT):
        sums = [sum((fee for fee in side if fee is not None), NIL) for side in fees]
    return EffectSummary(
        group,
        len(answers),
        {verdict: verdicts.count(verdict) for verdict in Verdict},
        sums[0],
        sums[1],
        fees[0].count(None),
        fees[1].count(None),
    )


@overload
def effect(
    before: Catalogue, after: Catalogue, entries: Applications | Mapping[str, Applications], /
) -> Effect: ...


@overload
def effect(
    before: Catalogue,
    after: Catalogue,
    entries: Frame,
    units: Frame | None = None,
    *,
    starts: date,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    validate: Validate = "values",
    fallback: Fallback | None = None,
) -> FrameEffect: ...


def effect(
    before: Catalogue,
    after: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date | None = None,
    **asked: Any,
) -> Effect | FrameEffect:
    """Tell whom the difference of two policies reaches among those who apply, and how.

    Args:
        before: The one policy.
        after: The other.
        entries: An application, or several, each asked of every plan that is in force on its
            day on either side; or, where they differ by plan, in shares say, those of each plan,
            by its code. Or a whole population: a dataframe with a row for each person, or each
            person and child, as `decide_frame` takes it.
        units: Of a population, a row for each unit; if not given, the entries hold their figures.
        starts: Of a population, the first day of the covers; applications have theirs.
        **asked: Of a population, `plans`, `columns`, `validate` and `fallback`, as `decide_frame`
            takes them; the plans are those in force on either side, if not said.

    Raises:
        InvalidFrame: A dataframe that cannot be decided.
        InvalidType: Something that is neither an `Application` nor a dataframe.
        InvalidValue: A dataframe without `starts`.
        NoColumnForm: A rule of which only `check` can tell how it stands, asked of a dataframe.
        NotInForce: No plan that is asked of a dataframe is in force on either side.
        UnknownName: A plan is named that neither side has.
    """
    if starts is not None:
        # Frames stand above the policy; what reckons them is loaded by name, at first use.
        frames = importlib.import_module("mutualaid.frames.effect")
        found: FrameEffect = frames.frame_effect(
            before, after, entries, units, starts=starts, **asked
        )
        return found
    if is_frame(entries):
        raise InvalidValue(
            "It is not said from when a population is covered",
            name="starts",
            value=None,
            allowed="the first day of the covers, such as starts=date(2016, 1, 1)",
        )
    return _effect(before, after, entries)


def is_frame(entries: object) -> bool:
    """Tell a dataframe of whatever engine, without loading any."""
    return hasattr(type(entries), "columns")


def _effect(
    before: Catalogue, after: Catalogue, applications: Applications | Mapping[str, Applications]
) -> Effect:
    codes = tuple(dict.fromkeys((*before, *after)))
    if isinstance(applications, Mapping):
        asked = _by_plan(applications, before, after)
    else:
        asked = dict.fromkeys(codes, _to_applications(applications))
    answers: list[EffectRow] = []
    units: list[EffectUnit] = []
    for code in codes:
        one, other = before.get(code), after.get(code)
        for application in asked.get(code, ()):
            reviews = (_review(one, application), _review(other, application))
            answers += _answers(code, application, *reviews)
            unit = EffectUnit(code, application.unit.id, *reviews)
            if unit.changed:
                units.append(unit)
    return Effect(tuple(answers), tuple(units))


def _by_plan(
    applications: Mapping[Any, Applications], *sides: Catalogue
) -> dict[str, tuple[Application, ...]]:
    """Give the applications of each plan, by its code."""
    found = {}
    for name, asked in applications.items():
        side = next((side for side in sides if name in side), sides[0])
        found[side[name].code] = _to_applications(asked)
    return found


def _to_applications(applications: Applications) -> tuple[Application, ...]:
    if isinstance(applications, Application):
        return (applications,)
    return tuple(
        require_type(one, Application, f"applications[{place}]")
        for place, one in enumerate(to_tuple(applications, "applications"))
    )


def _review(plan: Plan | None, application: Application) -> Review | None:
    if plan is None or not plan.in_force(application.starts):
        return None
    return plan.review(application)


def _answers(
    code: str, application: Application, before: Review | None, after: Review | None
) -> Iterator[EffectRow]:
    """Pair the answers to each entry; whoever neither side takes is left out."""
    sides = [
        {} if review is None else {answer.entry.key: answer for answer in review.entries}
        for review in (before, after)
    ]
    for entry in application.entries:
        answers = [side.get(entry.key) for side in sides]
        if answers != [None, None]:
            yield EffectRow(code, application.unit.id, application.starts, entry, *answers)
