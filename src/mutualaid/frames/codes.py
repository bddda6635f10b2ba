"""The numbers of reason codes in frames: small, and the same for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final
from zlib import crc32

from mutualaid.errors import UnknownName
from mutualaid.messages import table
from mutualaid.plan import Edition, leaves
from mutualaid.rules import BesideMember, Participation, Rule, SameShares
from mutualaid.rules.conditions import Condition, Is, atoms
from mutualaid.text import Lang, check_lang

if TYPE_CHECKING:
    from mutualaid.catalogue import Plan

NO_REASON: Final = 0
OTHER_PLAN: Final = -1
REPEATED: Final = -2
NOT_ASKED: Final = -3
RUNNING: Final = -4
NUMBERS: Final = {
    "": NO_REASON,
    "notice.other_plan": OTHER_PLAN,
    "notice.taken_once": REPEATED,
    "effect.not_asked": NOT_ASKED,
    "notice.already_covered": RUNNING,
    "serving.not_serving": 1,
    "medical_insurance.not_insured": 2,
    "union_member.not_a_member": 3,
    "card.none": 4,
    "sex.other": 5,
    "age.too_young": 6,
    "age.too_old": 7,
    "age_under.too_old": 8,
    "declared.not_so": 9,
    "in_beijing.outside": 20,
    "has_union.none": 21,
    "no_union.has_one": 22,
    "child.none": 30,
    "child_health.not_healthy": 31,
    "child_age.too_old": 32,
    "child_age.not_a_student": 33,
    "beside_member.member_not_entered": 34,
    "beside_member.member_refused": 35,
    "level.not_sold": 40,
    "level.none_chosen": 41,
    "level.unknown": 42,
    "shares.not_sold": 43,
    "shares.too_many": 44,
    "participation.too_few": 50,
    "participation.more_than_base": 51,
    "same_shares.differ": 52,
    "missing.serving": 101,
    "missing.basic_medical_insurance": 102,
    "missing.union_member": 103,
    "missing.jingka_card": 104,
    "missing.high_risk": 105,
    "declared.not_said": 109,
    "missing.in_beijing": 120,
    "missing.has_union": 121,
    "missing.employees": 122,
    "missing.female_employees": 123,
    "missing.employees_with_minor_children": 124,
    "missing.healthy": 131,
    "missing.student": 133,
    "beside_member.member_unknown": 135,
    "participation.undecided": 150,
    "same_shares.undecided": 152,
}
"""The number of each reason code that a row can have; never changed, only added to.

From 1 on what is not met, from 101 on what is not known; below 0 why a plan does not ask a row.
"""
SOME_DAY: Final = date(1000, 1, 1)
"""A day on which rules are asked for the codes of their reasons, which are the same on any day."""
OF_ROWS: Final = ("notice.other_plan", "notice.taken_once", "notice.already_covered")
"""Why a plan does not answer a row."""
OF_PARTICIPATION: Final = (
    "participation.too_few",
    "participation.more_than_base",
    "participation.undecided",
)
OF_ROSTER: Final[Mapping[type[Rule], tuple[str, ...]]] = {
    SameShares: ("same_shares.differ", "same_shares.undecided"),
    BesideMember: (
        "beside_member.member_not_entered",
        "beside_member.member_refused",
        "beside_member.member_unknown",
    ),
}
"""Codes of the rules that only a roster can answer."""
OF_STRANGERS: Final = 1_000_000
"""From here on stand the codes of rules that come from outside this library."""
FACT: Final = re.compile(r"\{[^}]*\}")
"""A place in a message that is filled with a fact."""
MOST: Final = 1_000_000_000
"""So many numbers are free for them."""


def number_of(code: str) -> int:
    """Give the number of a reason code, the same in every catalogue."""
    known = NUMBERS.get(code)
    return OF_STRANGERS + crc32(code.encode()) % MOST if known is None else known


def missing_code(path: str) -> str:
    """Give the reason code of what was not said, such as "missing.serving"."""
    _, _, attribute = path.partition(".")
    return "declared.not_said" if attribute.startswith("declared.") else f"missing.{attribute}"


def asked_paths(condition: Condition) -> Iterator[str]:
    """Give what a condition asks that may not have been said, in its order."""
    for atom in atoms(condition):
        if isinstance(atom, Is) and isinstance(atom.value, bool):
            yield atom.path


def codes_of(edition: Edition) -> Iterator[str]:
    """Give the reason codes that a plan's rules can give, in the plan's order."""
    for part in (edition.own_rules, *edition.unit_rules):
        for rule in leaves(part):
            if isinstance(rule, Participation):
                kinds = (rule.of, rule.threshold_of or rule.of)
                yield from OF_PARTICIPATION
                yield from (f"missing.{kind.value}" for kind in kinds)
            elif type(rule) in OF_ROSTER:
                yield from OF_ROSTER[type(rule)]
            else:
                # An edition may hold since ever: on the calendar's first days nobody is of any age.
                starts = max(edition.period.start, SOME_DAY)
                yield from (code for code, _ in rule.faults(starts))
                yield from (code for code in rule.messages if not code.endswith(".words"))
                yield from map(missing_code, asked_paths(rule.condition(starts)))


def reason_codes(catalogue: Mapping[str, Plan]) -> dict[int, str]:
    """Give the table of reasons: the code of each number that `decide_frame` can write.

    Args:
        catalogue: The plans; rules from outside this library have codes of their own.

    >>> from mutualaid import load_catalogue
    >>> reason_codes(load_catalogue())[6]
    'age.too_young'
    """
    editions = (edition for plan in catalogue.values() for edition in plan.editions)
    codes = dict.fromkeys((*NUMBERS, *(code for one in editions for code in codes_of(one))))
    return {number_of(code): code for code in codes}


def reason_text(catalogue: Mapping[str, Plan], number: int, lang: Lang) -> str:
    """Word a reason; an ellipsis stands for what differs from row to row, such as an age.

    Args:
        catalogue: The plans.
        number: Its number.
        lang: "zh" or "en".

    Raises:
        UnknownName: No reason has this number.

    >>> from mutualaid import load_catalogue
    >>> reason_text(load_catalogue(), 1, "en")
    'must be in service, and is not'
    """
    codes = reason_codes(catalogue)
    if number not in codes:
        raise UnknownName(
            "No reason has this number",
            name="number",
            value=number,
            known=map(str, codes),
            listed=["the numbers of reason_codes(catalogue)"],
        )
    if number == NO_REASON:
        return ""
    code = codes[number]
    rules = (rule for plan in catalogue.values() for rule in _rules(plan))
    texts = [rule.messages[code] for rule in rules if code in rule.messages]
    text = texts[0] if texts else table()[code]
    return FACT.sub("…", text.of(check_lang(lang)))


def _rules(plan: Plan) -> Iterator[Rule]:
    for edition in plan.editions:
        yield from leaves(edition.eligibility)
        yield edition.fee
