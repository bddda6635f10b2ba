"""Situations, and what two editions answer of them, in a clerk's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mutualaid.corners.edges import paths_of
from mutualaid.corners.situation import Entered, Said, Situation, favourable, of_unit
from mutualaid.dates import completed_years
from mutualaid.decision import money
from mutualaid.finding import Finding, Standing
from mutualaid.messages import render
from mutualaid.people import Sex
from mutualaid.plan import Edition, leaves
from mutualaid.policy.claim_corners import ClaimPair
from mutualaid.review import EntryDecision, Review
from mutualaid.rules import Excludes, FixedSum, Participation, Rule
from mutualaid.settlement import Settlement
from mutualaid.text import Lang

NOBODY = "review.nobody_may_join"
WORDS = {
    ("member.sex", Sex.FEMALE): "sex.female",
    ("member.sex", Sex.MALE): "sex.male",
    ("member.serving", True): "serving.words",
    ("member.serving", False): "situation.not_serving",
    ("member.serving", None): "missing.serving",
    ("member.basic_medical_insurance", True): "medical_insurance.words",
    ("member.basic_medical_insurance", False): "situation.not_insured",
    ("member.basic_medical_insurance", None): "missing.basic_medical_insurance",
    ("member.union_member", True): "union_member.words",
    ("member.union_member", False): "situation.not_a_union_member",
    ("member.union_member", None): "missing.union_member",
    ("member.jingka_card", True): "card.words",
    ("member.jingka_card", False): "situation.no_card",
    ("member.jingka_card", None): "missing.jingka_card",
    ("member.high_risk", True): "situation.high_risk",
    ("member.high_risk", False): "situation.not_high_risk",
    ("member.high_risk", None): "situation.as_the_unit",
    ("entered", Entered.MEMBER): "situation.without_child",
    ("entered", Entered.CHILD): "situation.for_child",
    ("entered", Entered.BOTH): "situation.with_child",
    ("child.healthy", True): "child_health.words",
    ("child.healthy", False): "situation.child_not_healthy",
    ("child.healthy", None): "missing.healthy",
    ("child.student", True): "situation.child_student",
    ("child.student", False): "situation.child_no_student",
    ("child.student", None): "situation.child_student_not_said",
    ("level", None): "situation.no_level",
    ("unit.in_beijing", True): "situation.in_beijing",
    ("unit.in_beijing", False): "situation.outside",
    ("unit.in_beijing", None): "missing.in_beijing",
    ("unit.has_union", True): "situation.has_union",
    ("unit.has_union", False): "situation.no_union",
    ("unit.has_union", None): "missing.has_union",
    ("unit.high_risk", True): "situation.unit_high_risk",
    ("unit.high_risk", False): "situation.unit_not_high_risk",
    ("unit.high_risk", None): "situation.unit_high_risk_not_said",
}
"""How what stands under a path is worded, by its value."""
OF_UNIT = (
    "unit.female_employees",
    "unit.employees_with_minor_children",
    "unit.in_beijing",
    "unit.has_union",
    "unit.high_risk",
)
COUNTED = {
    "shares": "situation.shares",
    "level": "situation.level",
    "unit.female_employees": "situation.women",
    "unit.employees_with_minor_children": "situation.parents",
}
DECLARED: Mapping[object, str] = {
    True: "situation.declared",
    False: "situation.declared_not",
    None: "situation.not_declared",
}
AGED = {"member.birth_date": "situation.aged", "child.birth_date": "situation.child_aged"}


def describe(situation: Situation, before: Review, after: Review, lang: Lang) -> str:
    """Word a unit and its people: what is asked of the unit, and how one departs, if one does."""
    usual = favourable(situation.starts)
    everyone = _of_people(situation.alike)
    everyone = {path: value for path, value in everyone.items() if value != usual.get(path)}
    one = _of_people(situation.departs)
    joining = situation.joining
    code = "situation.alike"
    if joining == 1:
        code, everyone, one = "situation.one", {**everyone, **one}, {}
    people = render(code, lang, facts={"joining": joining})
    people += _traits("situation.traits", everyone, situation, lang)
    people += _traits("situation.one_of_them", one, situation, lang)
    facts = {"unit": _unit(situation, before, after, lang), "people": people}
    return render("situation.whole", lang, facts=facts)


def _of_people(said: Said) -> dict[str, object]:
    return {path: value for path, value in said.items() if not of_unit(path)}


def _unit(situation: Situation, before: Review, after: Review, lang: Lang) -> str:
    """Word the unit, as far as either edition asks about it."""
    unit = situation.unit
    asked = {path for path in situation.departs if path.startswith("unit.")}
    for review in (before, after):
        for rule in (*leaves(review.edition.eligibility), review.edition.fee):
            asked |= _asked(rule, situation.starts)
    size = "situation.unit_unsaid" if unit.employees is None else "situation.unit"
    said = {path: getattr(unit, path.removeprefix("unit.")) for path in OF_UNIT if path in asked}
    # That all of them are women, say, goes without saying.
    said = {
        path: value
        for path, value in said.items()
        if path not in COUNTED or value is None or value != unit.employees
    }
    said |= {path: situation.said(path) for path in sorted(asked) if ".declared." in path}
    about = [_trait(path, value, situation, lang) for path, value in said.items()]
    text = render(size, lang, facts={"number": unit.employees})
    if not about:
        return text
    traits = render("situation.joint", lang).join(about)
    return text + render("situation.about", lang, facts={"about": traits})


def _asked(rule: Rule, starts: date) -> set[str]:
    if isinstance(rule, Participation):
        return {f"unit.{kind.value}" for kind in (rule.of, rule.threshold_of or rule.of)}
    return {path for path in paths_of(rule, starts) or () if path.startswith("unit.")}


def _traits(code: str, said: Said, situation: Situation, lang: Lang) -> str:
    if not said:
        return ""
    order = list(favourable(situation.starts))
    paths = sorted(said, key=lambda path: (order.index(path) if path in order else -1, path))
    joint = render("situation.joint", lang)
    traits = joint.join(_trait(path, said[path], situation, lang) for path in paths)
    return render(code, lang, facts={"traits": traits})


def _trait(path: str, value: object, situation: Situation, lang: Lang) -> str:
    if isinstance(value, date):
        age = completed_years(value, situation.starts)
        return render(AGED[path], lang, facts={"age": age, "born": value})
    if path in COUNTED and value is not None:
        return render(COUNTED[path], lang, facts={"number": value})
    _, declared, code = path.partition(".declared.")
    if declared:
        return render(DECLARED[value], lang, facts={"code": code})
    return render(WORDS.get((path, value), f"missing.{path.removeprefix('unit.')}"), lang)


# What is answered ---------------------------------------------------------------------------------


def outcome(review: Review, other: Review, lang: Lang) -> str:
    """Word what one edition answers; of what it grants, whatever the other grants otherwise."""
    return render("any_of.joint", lang).join(_outcome(review, other, lang))


def _outcome(review: Review, other: Review, lang: Lang) -> Iterator[str]:
    joining, entered = len(review.joining), len(review.entries)
    facts = {"outcome": review.outcome, "joining": joining, "entered": entered}
    partly = review.accepted and joining < entered
    yield render("counterexample.partly" if partly else "counterexample.outcome", lang, facts=facts)
    for reason in _reasons(review):
        yield reason.text(lang)
    if review.accepted is not False:
        yield render("counterexample.fee", lang, facts={"fee": money(review.fee, lang)})
        yield from _granted(review, other, lang)


def _reasons(review: Review) -> list[Finding]:
    """Give why the first who does not come in does not, and why nobody does, where several join."""
    held = [entry for entry in review.entries if not entry.accepted][:1]
    found = [one for entry in held for one in _behind(entry)]
    if len(review.entries) > 1:
        said = [reason for one in found for reason in one.reasons()]
        found += (one for one in review.reasons if one.code != NOBODY and one not in said)
    return found


def _behind(entry: EntryDecision) -> list[Finding]:
    """Give what keeps an entry out, its own conditions or else the unit's, ways still together."""
    wanted = Standing.UNKNOWN if entry.accepted is None else Standing.FAILED
    own = entry.own
    found = own.parts if own.standing is wanted else entry.unit_findings
    return [one for one in found if one.standing is wanted]


def _granted(review: Review, other: Review, lang: Lang) -> Iterator[str]:
    """Word caps, payers and term of who comes in, where the other edition grants others."""
    theirs = {entry.entry.key: entry for entry in other.joining}
    pairs = [(mine, theirs[mine.entry.key]) for mine in review.joining if mine.entry.key in theirs]
    yield from dict.fromkeys(text for pair in pairs for text in _differently(*pair, lang))
    if pairs and review.edition.info.term_years != other.edition.info.term_years:
        period = review.edition.cover_period(review.application.starts)
        yield render("counterexample.period", lang, facts={"period": str(period)})


def _differently(mine: EntryDecision, theirs: EntryDecision, lang: Lang) -> Iterator[str]:
    for code, cap in mine.caps.items():
        if code not in theirs.caps or theirs.caps[code] != cap:
            line = mine.edition.benefit.line(code)
            facts = {"line": line.name, "cap": money(cap, lang)}
            fixed = isinstance(line, FixedSum)
            yield render(
                "counterexample.fixed" if fixed else "counterexample.cap", lang, facts=facts
            )
    if mine.returned != theirs.returned:
        given: dict[str, object] = {"returned": money(mine.returned, lang)}
        yield render("counterexample.returned", lang, facts=given)
    if mine.paid_by != theirs.paid_by:
        joint = render("situation.joint", lang)
        names = joint.join(payer.of(lang) for payer in mine.paid_by)
        payers = names or render("counterexample.no_payer", lang)
        yield render("counterexample.payers", lang, facts={"payers": payers})


# Claims -------------------------------------------------------------------------------------------

CARRIED = {
    "amount": "counterexample.amount",
    "days": "counterexample.days",
    "grade": "counterexample.grade",
    "reported": "counterexample.reported",
}
WORK_INJURY = {True: "counterexample.work_injury", False: "counterexample.no_work_injury"}


def told(pair: ClaimPair, before: Edition, after: Edition, lang: Lang) -> str:
    """Word a claim that is settled differently: what happened, when, and what it carries."""
    claim = pair.claim
    events = {
        event.code: event.title
        for edition in (after, before)
        for line in edition.benefit.lines
        for event in line.events
    }
    said = [
        render(code, lang, facts={"value": getattr(claim, name)})
        for name, code in CARRIED.items()
        if getattr(claim, name) is not None
    ]
    if claim.work_injury is not None:
        said.append(render(WORK_INJURY[claim.work_injury], lang))
    titles = {
        term.code: term.title
        for edition in (before, after)
        for line in edition.benefit.lines
        for term in line.terms
        if isinstance(term, Excludes)
    }
    said += [titles[code].of(lang) for code in claim.circumstances]
    if claim.admission is not None:
        stay = {"admitted": claim.admission.on, "to": claim.admission.hospital}
        at = render("situation.nowhere", lang) if claim.hospital is None else claim.hospital
        said.append(render("counterexample.admission", lang, facts={**stay, "at": at}))
    if pair.continued:
        said.append(render("counterexample.continued", lang))
    facts = {"event": events[claim.event], "on": claim.on, "carried": _joined(said, lang)}
    return render("counterexample.claim", lang, facts=facts)


def settled(settlement: Settlement, lang: Lang) -> str:
    """Word what a claim is paid, or why not."""
    facts = {"outcome": settlement.outcome, "payable": settlement.payable, "cap": settlement.cap}
    paid = "counterexample.paid" if settlement.payments else "counterexample.outcome"
    reasons = [finding.text(lang) for finding in settlement.findings]
    return render("any_of.joint", lang).join((render(paid, lang, facts=facts), *reasons))


def _joined(said: list[str], lang: Lang) -> str:
    joint = render("all_of.joint", lang)
    return "".join(f"{joint}{one}" for one in said)
