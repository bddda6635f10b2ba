"""Both sides of a difference over one frame: what each plan answers before, and after.

Each side decides the frame as it was given: an answer that rests on another would have an engine
that is lazy go through all of the one for each use in the other. A plan whose rules are the same
on both sides is decided once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs
import narwhals as nw

from mutualaid.catalogue import Catalogue
from mutualaid.errors import NotInForce
from mutualaid.frames.amounts import Amount
from mutualaid.frames.answers import wide_answers
from mutualaid.frames.codes import NO_REASON, NOT_ASKED
from mutualaid.frames.engines import AnyFrame, is_eager, left_join, read
from mutualaid.frames.errors import FrameProblem, InvalidFrame
from mutualaid.frames.frame import Fallback, Validate, decide_frame
from mutualaid.frames.grouping import OURS, text
from mutualaid.frames.known import Flag, both, either, no
from mutualaid.frames.probes import by_one_way, deposit, giving_back, payers
from mutualaid.frames.schema import Input
from mutualaid.plan import Edition

NOTHING = nw.lit(0, dtype=nw.Int64)
RETURNED, WAY = "returned", "by_"


@attrs.frozen
class Side:
    """What one plan answers on one side.

    Args:
        edition: Its rules; None where it is not in force.
        prefix: What the names of the columns begin with that hold its answers.
    """

    edition: Edition | None
    prefix: str

    def column(self, name: str) -> nw.Expr:
        """Give an answer."""
        return nw.col(f"{self.prefix}{name}")

    @property
    def taken(self) -> Flag:
        """Which rows the plan takes."""
        return False if self.edition is None else self.column("reason") >= NO_REASON

    def holds(self, name: str) -> Flag:
        """Say in which rows "eligible" or "accepted" is known to hold."""
        return False if self.edition is None else self.column(name).fill_null(value=False)

    def unknown(self, name: str) -> Flag:
        """Say in which of the rows that are taken an answer is not known."""
        return False if self.edition is None else both(self.taken, self.column(name).is_null())

    @property
    def refused(self) -> Flag:
        """Say which of the rows that are taken surely do not come in."""
        return both(self.taken, no(self.holds("accepted")), no(self.unknown("accepted")))

    @property
    def reason(self) -> nw.Expr:
        """The number of the reason."""
        return nw.lit(NOT_ASKED, dtype=nw.Int64) if self.edition is None else self.column("reason")

    def amount(self, name: str) -> Amount:
        """Give a fee or a cap in fen; nothing for a row that is not taken."""
        if self.edition is None:
            return Amount(NOTHING)
        return Amount(self.column(name).fill_null(0), no(self.unknown(name)))

    @property
    def lines(self) -> tuple[str, ...]:
        """The codes of its benefit lines."""
        return () if self.edition is None else tuple(one.code for one in self.edition.benefit.lines)

    def cap(self, line: str) -> Amount:
        """Give the cap of one benefit line in fen; nothing where there is no such line."""
        if line not in self.lines:
            return Amount(NOTHING)
        return self.amount(f"cap_{line}" if len(self.lines) > 1 else "cap")


@attrs.frozen
class Pair:
    """What one plan answers on both sides.

    Args:
        code: Its code.
        before: The one side.
        after: The other; the same where the rules do not differ.
    """

    code: str
    before: Side
    after: Side

    @property
    def differs(self) -> bool:
        """Whether the rules differ; if not, the answers do not either."""
        return self.before is not self.after

    @property
    def sides(self) -> tuple[Side, ...]:
        """Both sides, or the one that is both."""
        return (self.before, self.after) if self.differs else (self.before,)

    @property
    def here(self) -> Flag:
        """Which rows are taken by either side."""
        return either(*(side.taken for side in self.sides))

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Both editions, where the rules differ and are in force on both sides; else nothing."""
        found = tuple(side.edition for side in self.sides if side.edition is not None)
        return found if len(found) > 1 else ()

    @property
    def gives_back_otherwise(self) -> bool:
        """Whether other parts of a fee may be given back.

        Raises:
            NoColumnForm: A fee of which only `amount_returned` can tell.
        """
        fees = [edition.fee for edition in self.editions]
        return fees[1:] != fees[:1] and len({deposit(one) for one in self.editions}) > 1

    @property
    def paid_otherwise(self) -> bool:
        """Whether others may pay: other payers, or the payers of another way of joining."""
        if not self.editions:
            return False
        one, other = self.editions
        named = {*payers(one), *payers(other)}
        same_ways = one.eligibility == other.eligibility and one.fee == other.fee
        return len(named) > 1 and not same_ways

    def probes(self) -> Iterator[tuple[Side, str, str, Edition]]:
        """Give what is to be asked besides, where it matters.

        Yields:
            The side, the answer's name, the name of the answer that tells it, and the rules that
            are asked.
        """
        for side in self.sides:
            edition = side.edition
            if edition is None:
                continue
            if self.gives_back_otherwise and deposit(edition) is not None:
                yield side, RETURNED, "fee", giving_back(edition)
            if self.paid_otherwise and len(set(payers(edition))) > 1:
                # Whoever comes in by none of the others comes in by the last way.
                for number in range(len(payers(edition)) - 1):
                    yield side, f"{WAY}{number}", "accepted", by_one_way(edition, number)


@attrs.frozen
class Asked:
    """What is asked of both sides.

    Args:
        entries: The entries, as they were given.
        units: The units.
        starts: First day of the covers.
        columns: The frames' own names of columns.
        validate: As in `decide_frame`.
        fallback: The same.
    """

    entries: Any
    units: Any
    starts: date
    columns: Mapping[str, str] | None
    validate: Validate
    fallback: Fallback | None

    def decide(
        self, catalogue: Catalogue, plans: Iterable[str], names: Mapping[str, str]
    ) -> AnyFrame:
        """Decide the entries, and keep some of the answers under names of our own.

        Args:
            catalogue: The plans.
            plans: Codes of those that are asked.
            names: Our names, by those of the answers that are kept.
        """
        made = decide_frame(
            catalogue,
            self.entries,
            self.units,
            starts=self.starts,
            plans=plans,
            columns=self.columns,
            lines=True,
            validate=self.validate,
            fallback=self.fallback,
        )
        there = read(self.entries, "entries").collect_schema().names()
        answers = (nw.col(name).alias(ours) for name, ours in names.items())
        return nw.from_native(made).select(*there, *answers)


@attrs.frozen
class Sides:
    """Two policies, and the people of whom they are asked.

    Args:
        before: The one policy.
        after: The other.
        asked: What they are asked.
        people: The columns of the entries.
    """

    before: Catalogue
    after: Catalogue
    asked: Asked
    people: Input

    def pairs(self, plans: Iterable[str] | None) -> tuple[Pair, ...]:
        """Give the plans that are asked and in force on either side.

        Args:
            plans: Names of the plans to ask; every plan, if not said.

        Raises:
            NotInForce: None of them is.
            UnknownName: No plan has this name.
        """
        before, after, starts = self.before, self.after, self.asked.starts
        wanted = tuple(dict.fromkeys((*before, *after)))
        if plans is not None:
            named = {(before if name in before else after)[name].code for name in plans}
            wanted = tuple(code for code in wanted if code in named)
        pairs = []
        for code in wanted:
            one, other = (_edition(side, code, starts) for side in (before, after))
            side = Side(one, f"{OURS}b_{code}_")
            if one is not None and other is not None and one.same_rules(other):
                pairs.append(Pair(code, side, side))
            elif one is not None or other is not None:
                pairs.append(Pair(code, side, Side(other, f"{OURS}a_{code}_")))
        if not pairs:
            raise NotInForce(
                "No plan that is asked is in force on either side", name="starts", value=starts
            )
        return tuple(pairs)

    def decide(self, pairs: Iterable[Pair], *, validate: Validate) -> AnyFrame:
        """Give the entries with what both sides answer beside them.

        Args:
            pairs: The plans that are asked.
            validate: Whether values are looked at, as in `decide_frame`.

        Raises:
            InvalidFrame: Columns, types or values that cannot be decided.
            NoColumnForm: A rule of which only `check` can tell how it stands.
        """
        pairs = tuple(pairs)
        asked, before, after = attrs.evolve(self.asked, validate=validate), self.before, self.after
        made: list[tuple[AnyFrame, list[str]]] = []
        for own, other, sides in (
            (before, after, [pair.before for pair in pairs]),
            (after, before, [pair.after for pair in pairs if pair.differs]),
        ):
            names = dict(_names(sides))
            if names:
                codes = [side.edition.code for side in sides if side.edition is not None]
                standing = _standing(own, other, asked.starts)
                made.append((asked.decide(standing, codes, names), list(names.values())))
                # What the single path would refuse is looked for once.
                asked = attrs.evolve(asked, validate="schema")
        for pair in pairs:
            for side, name, answer, probe in pair.probes():
                loaded = (before if side is pair.before else after)[pair.code].loaded
                asks = Catalogue([attrs.evolve(loaded, editions=(probe,))])
                ours = f"{side.prefix}{name}"
                decided = asked.decide(asks, [pair.code], {f"{pair.code}_{answer}": ours})
                made.append((decided, [ours]))
        entered = [(self._entered(frame), names) for frame, names in made]
        return _beside_each_other(entered, self.people)

    def _entered(self, frame: AnyFrame) -> AnyFrame:
        """Leave out whoever is covered already: no plan asks them on either side."""
        running = self.people.names.get("already_covered")
        if running is None:
            return frame
        # Compared, since of objects in pandas a gap is no null.
        return frame.filter(~(nw.col(running) == nw.lit(value=True)).fill_null(value=False))


def answers_in_part(frame: AnyFrame) -> bool:
    """Tell whether some columns of a frame can be had without the others being reckoned again.

    Of engines that do not hold their rows only Polars leaves out what is not asked for; so others
    are asked for each plan alone.
    """
    return is_eager(frame) or bool(frame.implementation.is_polars())


def refuse_ours(entries: Input) -> None:
    """Refuse a frame with columns of names that stand for ours.

    Raises:
        InvalidFrame: It has some.
    """
    problems = [
        FrameProblem("entries", name, "has a name that stands for a column of ours", "rename it")
        for name in entries.native.collect_schema().names()
        if name.startswith(OURS)
    ]
    if problems:
        raise InvalidFrame(problems)


def _beside_each_other(made: list[tuple[AnyFrame, list[str]]], people: Input) -> AnyFrame:
    """Put the answers of several decisions of the same rows beside each other.

    Frames that hold their rows have them in the order given; of others rows are found by key.
    """
    (frame, _), *others = made
    if is_eager(frame):
        answers = (decided.select(*names) for decided, names in others)
        return nw.concat([frame, *answers], how="horizontal")
    keys = dict(_keys(people))
    if others:
        frame = frame.with_columns(**keys)
    for decided, names in others:
        frame = left_join(frame, decided.select(*names, **keys), list(keys))
    return frame


def _keys(people: Input) -> Iterator[tuple[str, nw.Expr]]:
    """Give what names a row, without nulls, which no engine joins."""
    for name in ("unit", "member", "child", "plan"):
        if name in people.names:
            column = text(people.native, people.names[name])
            whole = people.native.collect_schema()[people.names[name]].is_integer()
            yield f"{OURS}{name}", column.fill_null(0 if whole else "")
            if not people.columns[name].required:
                yield f"{OURS}no_{name}", column.is_null()


def _edition(catalogue: Catalogue, code: str, starts: date) -> Edition | None:
    if code not in catalogue or not catalogue[code].in_force(starts):
        return None
    return catalogue[code].edition(starts)


def _standing(own: Catalogue, other: Catalogue, starts: date) -> Catalogue:
    """Give the plans of one side, and those of the other of which it has none in force.

    Rows may name any of them.
    """
    return Catalogue(
        {
            code: side[code].loaded
            for side in (other, own)
            for code in side
            if side[code].in_force(starts)
        }.values()
    )


def _names(sides: Iterable[Side]) -> Iterator[tuple[str, str]]:
    """Give the names of answers, and ours for them."""
    for side in sides:
        if side.edition is not None:
            for name in wide_answers(side.edition, lines=True):
                yield f"{side.edition.code}_{name}", f"{side.prefix}{name}"
