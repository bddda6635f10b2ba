"""What a difference of two policies comes to for one entry, and for one unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from mutualaid.checks import NIL
from mutualaid.dates import completed_years
from mutualaid.decision import money
from mutualaid.enums import Named
from mutualaid.finding import Finding, Standing, plain
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.policy.grants import granted
from mutualaid.question import Entry
from mutualaid.review import EntryDecision, Review
from mutualaid.text import LANGUAGES, Lang, Text

BAND = 5
"""Completed years in an age band."""
By: TypeAlias = Literal["plan", "unit", "sex", "age_band"]
GROUPS: tuple[By, ...] = ("plan", "unit", "sex", "age_band")
MOVES = {
    (False, True): "effect.comes_in",
    (True, False): "effect.falls_out",
    (True, True): "effect.stays_in",
    (None, True): "effect.was_open",
    (True, None): "effect.becomes_open",
    (False, None): "effect.becomes_open",
}
"""How it is worded what becomes of who was in, out or not known, and is so now."""


class Verdict(Named):
    """How an entry comes off.

    Who comes in and did not before is a WINNER, who no longer comes in a LOSER. Of who comes in
    on both sides it is better to pay less, to be given back more of it, to have a higher cap or
    one more line, or to be covered for a longer term, and worse the other way round: only better
    is a WINNER, only worse a LOSER, and some of each is BOTH. NEITHER: only the payers are others,
    or who does not come in is answered otherwise. OPEN: one of the answers, or one of the fees,
    is not known.
    """

    WINNER = "winner"
    LOSER = "loser"
    BOTH = "both"
    NEITHER = "neither"
    OPEN = "open"


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class EffectRow:
    """One entry, asked of one plan on both sides.

    Args:
        plan: Code of the plan.
        unit: Id of the unit.
        starts: First day of the cover.
        entry: The entry.
        before: The answer of the one side; None where the plan is not in force, or does not take
            the entry.
        after: The answer of the other.
    """

    plan: str
    unit: str
    starts: date
    entry: Entry
    before: EntryDecision | None
    after: EntryDecision | None

    @property
    def title(self) -> Text:
        """Short name of the plan."""
        return _title(self.plan, self.after, self.before)

    @property
    def changed(self) -> bool:
        """Whether the two answers differ."""
        return _granted(self.before) != _granted(self.after)

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the person comes off better or worse."""
        one, other = self.before, self.after
        was_in, is_in = _is_in(one), _is_in(other)
        if was_in is None or is_in is None:
            return Verdict.OPEN
        if one is not None and other is not None and was_in and is_in:
            return _weigh(one, other)
        return Verdict.NEITHER if was_in is is_in else Verdict.WINNER if is_in else Verdict.LOSER

    @property
    def fee_before(self) -> Decimal | None:
        """Fee in yuan on the one side; 0 for who does not come in, None where not known."""
        return NIL if self.before is None else self.before.fee

    @property
    def fee_after(self) -> Decimal | None:
        """Fee in yuan on the other side."""
        return NIL if self.after is None else self.after.fee

    @property
    def caps_before(self) -> dict[str, Decimal | None]:
        """Caps in yuan by benefit line on the one side; none for who does not come in."""
        return {} if self.before is None else self.before.caps

    @property
    def caps_after(self) -> dict[str, Decimal | None]:
        """Caps in yuan by benefit line on the other side."""
        return {} if self.after is None else self.after.caps

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why the entry does not come in, on the side where it does not; the later if on both."""
        return _reasons(self.after, self.before)

    @property
    def age_band(self) -> str:
        """The member's completed years on the start day, in bands of five: "60–64"."""
        age = completed_years(self.entry.member.birth_date, self.starts)
        return f"{age // BAND * BAND}–{age // BAND * BAND + BAND - 1}"

    def group(self, by: By) -> str:
        """Name the group to which the entry belongs: of plans, units, sexes or age bands."""
        if by == "sex":
            return self.entry.member.sex.value
        name: str = getattr(self, by)
        return name

    @property
    def name(self) -> str:
        """The ids of the unit, the member and, where there is one, the child."""
        return mask(" · ".join(part for part in (self.unit, *self.entry.key) if part))

    def words(self, lang: Lang) -> str:
        """Word what has become different for the entry, and why."""
        return render("any_of.joint", lang).join(_words(self, lang))

    def to_dict(self) -> dict[str, object]:
        """Give the row in values that JSON knows; money as digits."""
        return {
            "plan": self.plan,
            "unit": mask(self.unit),
            "member": mask(self.entry.member.id),
            "child": None if self.entry.child is None else mask(self.entry.child.id),
            "starts": plain(self.starts),
            "verdict": self.verdict.value,
            "accepted_before": _is_in(self.before),
            "accepted_after": _is_in(self.after),
            "fee_before": plain(self.fee_before),
            "fee_after": plain(self.fee_after),
            "caps_before": {code: plain(cap) for code, cap in self.caps_before.items()},
            "caps_after": {code: plain(cap) for code, cap in self.caps_after.items()},
            "reasons": [finding.to_dict() for finding in self.reasons],
            "words": {lang: self.words(lang) for lang in LANGUAGES},
        }


NOT_ASKED = Finding("effect.not_asked", Standing.FAILED, None)
"""A plan is not in force on the day, or does not take the entry besides another."""


def _is_in(side: EntryDecision | Review | None) -> bool | None:
    return False if side is None else side.accepted


def _reasons(*sides: EntryDecision | Review | None) -> tuple[Finding, ...]:
    """Give why the first side that does not let in does not; nothing, where all do."""
    for side in sides:
        if side is None:
            return (NOT_ASKED,)
        if not side.accepted:
            return side.reasons
    return ()


def _title(code: str, *sides: EntryDecision | Review | None) -> Text:
    titles = (side.edition.info.short for side in sides if side is not None)
    return next(titles, Text(zh=code, en=code))


def _granted(side: EntryDecision | None) -> tuple[object, ...]:
    return (False,) if side is None else granted(side)


def _weigh(one: EntryDecision, other: EntryDecision) -> Verdict:
    """Weigh what two editions grant to who comes in by both."""
    if one.fee is None or other.fee is None:
        return Verdict.OPEN if granted(one) != granted(other) else Verdict.NEITHER
    caps = [
        (other.caps.get(line) or NIL) - (one.caps.get(line) or NIL)
        for line in dict.fromkeys((*one.caps, *other.caps))
    ]
    years = other.edition.info.term_years - one.edition.info.term_years
    returned = (other.returned or NIL) - (one.returned or NIL)
    better = [one.fee - other.fee, returned, *caps, Decimal(years)]
    gains, losses = any(more > 0 for more in better), any(more < 0 for more in better)
    if gains and losses:
        return Verdict.BOTH
    return Verdict.WINNER if gains else Verdict.LOSER if losses else Verdict.NEITHER


def _words(row: EffectRow, lang: Lang) -> Iterator[str]:
    joint = render("all_of.joint", lang)
    reasons = joint.join(reason.text(lang) for reason in row.reasons)
    sides = _is_in(row.before), _is_in(row.after)
    yield render(MOVES.get(sides, "effect.otherwise"), lang, facts={"reasons": reasons})
    if row.fee_before != row.fee_after:
        fees = {"before": money(row.fee_before, lang), "after": money(row.fee_after, lang)}
        yield render("effect.fee", lang, facts=fees)
    one, other = row.before, row.after
    if one is None or other is None or not (one.accepted and other.accepted):
        return
    if one.returned != other.returned:
        given = {"before": money(one.returned, lang), "after": money(other.returned, lang)}
        yield render("effect.returned", lang, facts=given)
    for code in dict.fromkeys((*one.caps, *other.caps)):
        caps = [side.caps.get(code, NIL) for side in (one, other)]
        if caps[0] != caps[1]:
            line = (other if code in other.caps else one).edition.benefit.line(code).name
            shown = {"before": money(caps[0], lang), "after": money(caps[1], lang)}
            yield render("effect.cap", lang, facts={"line": line, **shown})
    years = {"before": one.edition.info.term_years, "after": other.edition.info.term_years}
    if years["before"] != years["after"]:
        yield render("effect.term", lang, facts=dict(years))
    if one.paid_by != other.paid_by:
        yield render("effect.payers", lang)


# Units --------------------------------------------------------------------------------------------


@attrs.frozen
class EffectUnit:
    """A unit of which one plan answers otherwise, as a whole.

    Args:
        plan: Code of the plan.
        unit: Id of the unit.
        before: The review by the one side; None where the plan is not in force.
        after: The review by the other.
    """

    plan: str
    unit: str
    before: Review | None
    after: Review | None

    @property
    def changed(self) -> bool:
        """Whether the two answer otherwise."""
        return _is_in(self.before) is not _is_in(self.after)

    @property
    def falls(self) -> bool:
        """Whether it was accepted and no longer is."""
        return _is_in(self.before) is True and _is_in(self.after) is False

    @property
    def climbs(self) -> bool:
        """Whether it was refused and is accepted now."""
        return _is_in(self.before) is False and _is_in(self.after) is True

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why it is not accepted, on the side where it is not; the later if on both."""
        return _reasons(self.after, self.before)

    @property
    def shortfall(self) -> int | None:
        """How many more would have to join, where too few do on the side that refuses."""
        return next((one.shortfall for one in self.reasons if one.shortfall is not None), None)

    def words(self, lang: Lang) -> str:
        """Word what has become of the unit."""
        code = (
            "effect.unit_falls"
            if self.falls
            else "effect.unit_climbs"
            if self.climbs
            else "effect.unit_otherwise"
        )
        joint = render("all_of.joint", lang)
        reasons = joint.join(reason.text(lang) for reason in self.reasons)
        title = _title(self.plan, self.after, self.before)
        facts = {"unit": self.unit, "plan": title, "reasons": reasons}
        return render(code, lang, facts=facts)

    def to_dict(self) -> dict[str, object]:
        """Give it in values that JSON knows."""
        return {
            "plan": self.plan,
            "unit": mask(self.unit),
            "accepted_before": _is_in(self.before),
            "accepted_after": _is_in(self.after),
            "shortfall": self.shortfall,
            "reasons": [finding.to_dict() for finding in self.reasons],
            "words": {lang: self.words(lang) for lang in LANGUAGES},
        }
