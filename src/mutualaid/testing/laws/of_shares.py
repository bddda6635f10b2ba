"""Laws of the share of a unit's people that must join together."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from mutualaid.application import Application
from mutualaid.finding import Finding, Standing
from mutualaid.plan import Edition
from mutualaid.review import Review
from mutualaid.reviewing import review_application
from mutualaid.rules import AllOf, AnyOf, Participation, Rule
from mutualaid.testing.clauses import single
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.of_reviews import LOOKED_AT, renamed
from mutualaid.testing.strategies.applications import ordinary_entries
from mutualaid.testing.trial import Trial
from mutualaid.text import Text

SURE, PERHAPS = frozenset({True}), frozenset({True, None})
PERCENTS = (0, 20, 50, 80, 100)
RANKS = {True: 0, None: 1, False: 2}
"""An answer may only go this way as the share rises."""


@law(
    About.REVIEW,
    "计算参保比例时，每个人只数一次。",
    Text(
        zh="一人有三个孩子，也只是一名职工。",
        en="Somebody with three children is still one employee.",
    ),
)
def nobody_is_counted_twice(trial: Trial) -> None:
    """Whoever counts towards a share counts once, and only who may join or is covered counts."""
    review = trial.review(trial.application())
    for finding, share in about_shares(review):
        surely, perhaps = joining(review, share, SURE), joining(review, share, PERHAPS)
        for name in ("surely", "joining", "possibly"):
            count = finding.fact(name)
            assert not isinstance(count, int) or len(surely) <= count <= len(perhaps)


def about_shares(review: Review) -> Iterator[tuple[Finding, Participation]]:
    """Give the answers about the share that must join, of the unit and of ways of joining."""
    for finding in (*review.unit_findings, *(one.own for one in review.entries[:LOOKED_AT])):
        for one in single(finding):
            if isinstance(one.rule, Participation) and one.standing is not Standing.OPEN:
                yield one, one.rule


def joining(review: Review, share: Participation, standings: frozenset[bool | None]) -> set[str]:
    """Name each person once whose own conditions stand so, or who is covered and serves so."""
    starts, covered = review.application.starts, review.application.already_covered
    entered = [entry.entry for entry in review.entries if entry.eligible in standings]
    serving = [entry for entry in covered if entry.member.serving in standings]
    return {entry.member.id for entry in (*entered, *serving) if share.of.counts(entry, starts)}


@law(
    About.REVIEW,
    "参保比例符合时，人数够且不多于申报的人数；说人数多于申报的，确实多。",
    Text(
        zh="比例按整数比较，不用小数凑。",
        en="A share is compared in whole numbers and never made to fit by rounding.",
    ),
)
def a_share_is_met_by_so_many_and_by_no_more_than_there_are(trial: Trial) -> None:
    """A share is met by as many as it says, and by no more people than there are."""
    review = trial.review(trial.application())
    for finding, share in about_shares(review):
        count, base = finding.fact("joining"), finding.fact("base")
        if isinstance(count, int) and isinstance(base, int):
            if finding.standing is Standing.MET:
                assert 100 * count >= share.percent * base
                assert count <= base
            assert finding.code != "participation.more_than_base" or count > base


@law(
    About.REVIEW,
    "“还差几人”：再来这么多能参保的人就够，少一个也不够。",
    Text(
        zh="按说的人数动员，动员够了就该成。",
        en="Whoever finds as many more people as were asked for has found enough.",
    ),
)
def a_shortfall_is_what_it_takes(trial: Trial) -> None:
    """So many more who may join as are said to be short meet a share, and one fewer do not."""
    application = trial.application()
    shortfalls = {
        found.rule: found.shortfall
        for finding in trial.review(application).unit_findings
        for found in single(finding)
        if found.shortfall is not None
    }
    for rule, short in shortfalls.items():
        for more, enough in ((short, True), (short - 1, False)):
            larger = with_more(trial, application, more)
            found = finding_of(rule, trial.review(larger))
            assert (found.shortfall is None) is enough, f"{more} more: {found.explain('en')}"


def with_more(trial: Trial, application: Application, count: int) -> Application:
    """Enter so many more people who may join."""
    more = [
        renamed(entry, f"Z{entry.member.id}")
        for entry in ordinary_entries(trial.aim(application.starts), count)
    ]
    return attrs.evolve(application, entries=[*application.entries, *more])


def finding_of(rule: object, review: Review) -> Finding:
    """Give what a review found of a condition of the unit."""
    found = (one for finding in review.unit_findings for one in single(finding))
    return next(one for one in found if one.rule == rule)


@law(
    About.REVIEW,
    "提高要求的参保比例，不会使原来不接受的单位变成接受。",
    Text(
        zh="门槛提高了反而进得来，比例多半算反了。",
        en="Where a higher bar lets more in, the share was mostly computed the wrong way round.",
    ),
)
def raising_the_required_share_never_makes_a_unit_acceptable(trial: Trial) -> None:
    """Raising the share that must join never makes a unit acceptable."""
    application = trial.application()
    trial.review(application)
    edition = trial.plan.edition(application.starts)
    answers = [
        review_application(with_share(edition, percent), application).accepted
        for percent in PERCENTS
    ]
    ranks = [RANKS[accepted] for accepted in answers]
    assert ranks == sorted(ranks), f"{dict(zip(PERCENTS, answers, strict=True))}"


def with_share(edition: Edition, percent: int) -> Edition:
    """Give an edition with another share that must join, wherever it asks for one."""

    def change(rule: Rule) -> Rule:
        if isinstance(rule, Participation):
            return attrs.evolve(rule, percent=percent)
        if isinstance(rule, AllOf | AnyOf):
            return attrs.evolve(rule, parts=[change(part) for part in rule.parts])
        return rule

    return attrs.evolve(edition, eligibility=change(edition.eligibility))
