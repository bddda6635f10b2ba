"""Laws of fees and caps: what joining costs one person, and up to what it pays."""

from __future__ import annotations

from decimal import Decimal

import attrs

from mutualaid.question import Question
from mutualaid.rules.fees import SoldBy
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.of_decisions import UP_TO_MOST
from mutualaid.testing.trial import Trial
from mutualaid.text import Text


def once(question: Question) -> Question:
    """Ask the same without shares and level."""
    return attrs.evolve(question, shares=1, level=None)


def never_less(less: Decimal | None, more: Decimal | None) -> bool:
    """Tell whether what is more costs or pays no less; what is not sold at all does neither."""
    return more is None or (less is not None and less <= more)


@law(
    About.DECISION,
    "会费按份数相乘。",
    Text(
        zh="两份就是两份的会费，既不打折，也不加价。",
        en="Two shares cost twice one share, neither less nor more.",
    ),
)
def a_fee_is_multiplied_by_shares(trial: Trial) -> None:
    """The fee of several shares is that of one, multiplied by their number."""
    question = once(trial.question())
    shares = trial.draw(UP_TO_MOST)
    if trial.plan.edition(question.starts).fee.sold_by is SoldBy.SHARE:
        one = trial.decide(question).quoted_fee
        several = trial.decide(attrs.evolve(question, shares=shares)).quoted_fee
        assert several is None or one is None or shares * one == several


@law(
    About.DECISION,
    "多买一份，会费不会更少。",
    Text(
        zh="买得多反而便宜，数字多半填反了。",
        en="Where more costs less, figures were mostly mixed up.",
    ),
)
def one_share_more_never_costs_less(trial: Trial) -> None:
    """One share more never costs less."""
    question = once(trial.question())
    shares = trial.draw(UP_TO_MOST)
    fewer, more = (
        trial.decide(attrs.evolve(question, shares=count)).quoted_fee
        for count in (shares, shares + 1)
    )
    assert never_less(fewer, more)


@law(
    About.DECISION,
    "高一档，会费不会更少。",
    Text(
        zh="各档的数字容易填串。",
        en="The figures of a table of levels are easily mixed up.",
    ),
)
def the_next_level_never_costs_less(trial: Trial) -> None:
    """The next level never costs less."""
    question = once(trial.question())
    level = trial.draw(UP_TO_MOST)
    lower, higher = (
        trial.decide(attrs.evolve(question, level=number)).quoted_fee
        for number in (level, level + 1)
    )
    assert never_less(lower, higher)


@law(
    About.DECISION,
    "高危行业的会费不会更少。",
    Text(
        zh="风险高而会费低，两列多半填反了。",
        en="Where a higher risk costs less, two columns were mostly mixed up.",
    ),
)
def high_risk_never_costs_less(trial: Trial) -> None:
    """A high-risk industry never costs less, whether the unit says so or the person."""
    question = trial.question()
    for whose in ("unit", "member"):
        calm, risky = (
            trial.decide(
                attrs.evolve(
                    question,
                    **{whose: attrs.evolve(getattr(question, whose), high_risk=high_risk)},
                )
            ).quoted_fee
            for high_risk in (False, True)
        )
        assert (calm is None) is (risky is None)
        assert calm is None or risky is None or calm <= risky


@law(
    About.DECISION,
    "互助金上限随份数增长：按份的成倍增长，不按份的不变。",
    Text(
        zh="多交的会费要换来相应的保障。",
        en="What is paid for more shares buys as much more cover, where the cap goes by the share.",
    ),
)
def a_cap_grows_with_shares_as_stated(trial: Trial) -> None:
    """A cap by the share is multiplied by the number of shares; any other stays as it is."""
    question = once(trial.question())
    shares = trial.draw(UP_TO_MOST)
    benefit = trial.plan.edition(question.starts).benefit
    one = trial.decide(question).quoted_caps
    several = trial.decide(attrs.evolve(question, shares=shares)).quoted_caps
    for line, cap in one.items():
        times = shares if benefit.line(line).per_share else 1
        assert cap is None or several[line] == times * cap


@law(
    About.DECISION,
    "高一档，互助金上限不会更低。",
    Text(
        zh="各档的数字容易填串。",
        en="The figures of a table of levels are easily mixed up.",
    ),
)
def the_next_level_never_pays_less(trial: Trial) -> None:
    """The next level never pays less."""
    question = once(trial.question())
    level = trial.draw(UP_TO_MOST)
    lower, higher = (
        trial.decide(attrs.evolve(question, level=number)).quoted_caps
        for number in (level, level + 1)
    )
    assert all(higher[line] is None or never_less(cap, higher[line]) for line, cap in lower.items())


@law(
    About.DECISION,
    "不符合的人不交会费，也没有互助金。",
    Text(
        zh="不接受就不收费，也不承诺。",
        en="Whoever is not taken is neither charged nor promised anything.",
    ),
)
def whoever_is_refused_pays_nothing_and_is_paid_nothing(trial: Trial) -> None:
    """Whoever is refused pays nothing and is paid nothing."""
    decision = trial.decide(trial.question())
    if decision.eligible is False:
        assert decision.fee == 0
        assert decision.caps == {}
