"""Laws of reviews: what a plan answers of a unit's application."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from mutualaid.application import Application
from mutualaid.finding import Finding, Standing
from mutualaid.people import Sex
from mutualaid.question import Entry, Headcount, Question
from mutualaid.review import EntryDecision, Review
from mutualaid.rules import Insured, Participation
from mutualaid.testing.aims import tell, years_before
from mutualaid.testing.aims import told as told_of
from mutualaid.testing.clauses import single
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.of_decisions import answerable, keeps, put
from mutualaid.testing.laws.words import cites_every_clause
from mutualaid.testing.strategies.applications import ordinary_entries, vaguer
from mutualaid.testing.trial import Trial
from mutualaid.text import LANGUAGES, Text

Key = tuple[str, str | None]
LOOKED_AT = 5
"""Of so many entries the answers about a share are looked at; those of the others are the same."""


def by_key(review: Review) -> dict[Key, EntryDecision]:
    """Give the answers by member and child."""
    return {entry.entry.key: entry for entry in review.entries}


# Reasons ------------------------------------------------------------------------------------------


@law(
    About.REVIEW,
    "不接受或尚不能确定的申请必有原因，接受的没有原因。",
    Text(zh="不接受而没有原因，就无从补救。", en="A refusal without a reason cannot be mended."),
)
def a_review_has_a_reason_if_and_only_if_it_is_not_accepted(trial: Trial) -> None:
    """A review has a reason if and only if it is not accepted, and so has each entry."""
    review = trial.review(trial.application())
    both: list[Review | EntryDecision] = [review, *review.entries]
    for one in both:
        assert (one.accepted is True) is (one.reasons == ())


@law(
    About.REVIEW,
    "提示只作提示，不影响结论。",
    Text(
        zh="能使人不被接受的是条件，不是提示。",
        en="What keeps people out are conditions, and no notices.",
    ),
)
def a_notice_decides_nothing(trial: Trial) -> None:
    """A notice decides nothing."""
    review = trial.review(trial.application())
    assert all(notice.standing is Standing.NOTICE for notice in review.notices)


@law(
    About.REVIEW,
    "审核与每个不被接受的人的说明都注明条款，两种语言都说得完整。",
    Text(
        zh="不被接受的人有权知道是哪一条。",
        en="Whoever is refused has a right to know by which clause.",
    ),
)
def a_review_explains_itself_with_each_clause(trial: Trial) -> None:
    """A review, and each of its entries, explains itself and cites the clause of each reason."""
    review = trial.review(trial.application())
    both: list[Review | EntryDecision] = [review, *review.entries]
    for lang in LANGUAGES:
        for one in both:
            assert cites_every_clause(one.explain(lang), lang, one.reasons)


@law(
    About.REVIEW,
    "审核写成 JSON 再读回来相同。",
    Text(zh="别的程序只看得见 JSON。", en="Other programs see nothing but the JSON."),
)
def a_review_survives_json(trial: Trial) -> None:
    """A review goes to JSON and comes back the same."""
    told = trial.review(trial.application()).to_dict()
    assert told == json.loads(json.dumps(told))


# Who comes in -------------------------------------------------------------------------------------


@law(
    About.REVIEW,
    "名单上的每一行都有回答，一行不丢。",
    Text(
        zh="丢了一行，就是丢了一个人。",
        en="Whoever loses a row loses a person.",
    ),
)
def no_entry_is_lost(trial: Trial) -> None:
    """Every entry is answered, or named as repeated."""
    application = trial.application()
    review = trial.review(application)
    answered = [*by_key(review), *(entry.key for entry in review.repeated)]
    assert sorted(map(str, answered)) == sorted(str(entry.key) for entry in application.entries)


@law(
    About.REVIEW,
    "每个会员只算一次；保障子女的计划，每名子女一次。",
    Text(
        zh="重复的行会多收一份会费。",
        en="A repeated row would be charged a second fee.",
    ),
)
def each_member_is_taken_once_but_for_children_who_are_insured(trial: Trial) -> None:
    """Each member is taken once, but for children whom the plan insures."""
    application = trial.application()
    entered = [entry.member.id for entry in application.entries]
    children_too = trial.plan.edition(application.starts).benefit.insures(Insured.CHILD)
    taken = [entry.entry.member.id for entry in trial.review(application).entries]
    assert sorted(entered if children_too else set(entered)) == sorted(taken)


@law(
    About.REVIEW,
    "审核认定符合的人，单独问也符合。",
    Text(
        zh="先咨询、后报名，两次的说法要一致。",
        en="Whoever asks first and is entered later hears the same twice.",
    ),
)
def an_entry_is_eligible_as_decide_finds_it(trial: Trial) -> None:
    """An entry is eligible as the plan decides of it alone, but for what only a roster answers."""
    review = trial.review(trial.application())
    for entry in review.entries:
        alone = trial.decide(attrs.evolve(entry.question, roster=None))
        assert alone.eligible is entry.eligible or any(map(waits_for_others, single(alone.own)))


def waits_for_others(finding: Finding) -> bool:
    """Tell whether an answer about one entry waits for those about others (R21)."""
    asks_who = finding.rule is not None and not isinstance(finding.rule, Participation)
    return asks_who and finding.standing is Standing.OPEN


@law(
    About.REVIEW,
    "自己不符合条件的人，单位再好也不能参保。",
    Text(
        zh="单位的条件补不了个人的条件。",
        en="What a unit meets does not make up for what a person misses.",
    ),
)
def whoever_is_not_eligible_does_not_come_in(trial: Trial) -> None:
    """Whoever is not eligible does not come in."""
    review = trial.review(trial.application())
    assert all(entry.accepted is False for entry in review.entries if entry.eligible is False)


@law(
    About.REVIEW,
    "单位的条件不符合，谁也不能参保；有人能参保，申请才算接受。",
    Text(
        zh="单位的条件是大家一起符合的。",
        en="A unit meets its conditions for all its people at once.",
    ),
)
def a_unit_is_accepted_if_and_only_if_somebody_comes_in(trial: Trial) -> None:
    """A unit is accepted if somebody comes in, and nobody does where a condition of all fails."""
    review = trial.review(trial.application())
    assert (review.accepted is True) is bool(review.joining)
    failed = any(one.standing is Standing.FAILED for one in review.unit_findings)
    assert not failed or all(entry.accepted is False for entry in review.entries)


@law(
    About.REVIEW,
    "没有一人符合条件的申请不接受，并说明没有人能参保。",
    Text(
        zh="空名单也要有个说法。",
        en="An empty roster is owed an answer, too.",
    ),
)
def a_unit_in_which_nobody_may_join_is_refused(trial: Trial) -> None:
    """A unit in which nobody may join is refused, and told so."""
    review = trial.review(trial.application())
    nobody = all(entry.eligible is False for entry in review.entries)
    assert nobody is any(one.code == "review.nobody_may_join" for one in review.reasons)
    assert not nobody or review.accepted is False


# One more, one fewer, another order ---------------------------------------------------------------


@law(
    About.REVIEW,
    "多一个能参保的人，不会使任何人落选。",
    Text(
        zh="劝人参保的人，不该因此害了别人。",
        en="Whoever talks a colleague into joining must harm nobody by it.",
    ),
)
def one_more_who_may_join_turns_nobody_away(trial: Trial) -> None:
    """One more who may join turns nobody away, as long as no more join than are declared."""
    application = trial.application()
    aim = trial.aim(application.starts)
    more = tuple(renamed(entry, "Z999") for entry in ordinary_entries(aim, 1))
    at = trial.draw(st.integers(0, len(application.entries)))
    entries = [*application.entries[:at], *more, *application.entries[at:]]
    larger = attrs.evolve(application, entries=entries)
    before, after = by_key(trial.review(application)), by_key(trial.review(larger))
    assume(no_more_than_declared(larger, after.values()))
    assert all(after[key].accepted for key, entry in before.items() if entry.accepted)


def renamed(entry: Entry, who: str) -> Entry:
    """Give the people of an entry other ids."""
    child = None if entry.child is None else attrs.evolve(entry.child, id=f"{who}-C")
    return attrs.evolve(entry, member=attrs.evolve(entry.member, id=who), child=child)


def no_more_than_declared(application: Application, entries: Iterable[EntryDecision]) -> bool:
    """Tell whether no more may join than the unit declares, of any kind."""
    may_join = {entry.entry.member.id for entry in entries if entry.eligible is not False}
    may_join |= {entry.member.id for entry in application.already_covered}
    declared = [headcount.of(application.unit) for headcount in Headcount]
    return all(number is None or len(may_join) <= number for number in declared)


@law(
    About.REVIEW,
    "名单的先后次序不影响任何回答。",
    Text(
        zh="名单怎么排，是打印机的事。",
        en="How a roster is sorted is for the printer to care about.",
    ),
)
def the_order_of_entries_changes_nothing(trial: Trial) -> None:
    """The order of the entries changes no answer."""
    application = trial.application()
    shuffled = attrs.evolve(
        application,
        entries=trial.draw(st.permutations(application.entries)),
        already_covered=application.already_covered[::-1],
    )
    one, other = trial.review(application), trial.review(shuffled)
    assert answers(one) == answers(other)


def answers(review: Review) -> tuple[object, ...]:
    """Give everything that a review answers, without its order."""
    entries = {
        key: (entry.eligible, entry.accepted, entry.fee, entry.caps, entry.reasons)
        for key, entry in by_key(review).items()
    }
    return (
        review.accepted,
        review.fee,
        review.quoted_fee,
        review.known_fee,
        review.unit_findings,
        set(review.reasons),
        set(review.notices),
        set(review.repeated),
        entries,
    )


@law(
    About.REVIEW,
    "同一份申请，回答都一样。",
    Text(
        zh="规则不记事：先来后到不该有区别。",
        en="A rule keeps no memory: who came before must make no difference.",
    ),
)
def the_same_application_has_the_same_review(trial: Trial) -> None:
    """The same application has the same review, when it is asked again."""
    application = trial.application()
    first = trial.review(application).to_dict()
    assert first == trial.review(attrs.evolve(application)).to_dict()


@law(
    About.REVIEW,
    "少说一件事，审核的结论只会更不确定，不会变样；已能确定的会费也不变。",
    Text(
        zh="未说明不是“是”，也不是“否”；猜出来的结论会被事实推翻。",
        en="Not said is neither yes nor no; what was guessed would be overturned by the facts.",
    ),
)
def leaving_something_unsaid_never_makes_a_review_more_certain(trial: Trial) -> None:
    """Leaving something unsaid never makes a review more certain, nor its fee."""
    application = trial.application()
    whole = trial.review(application)
    less = [tell(application.unit, name, None) for name in told_of(application.unit)]
    of_the_unit = [attrs.evolve(application, unit=unit) for unit in less]
    for vague in (trial.draw(vaguer(application)), *of_the_unit):
        assert no_more_certain(trial.review(vague), whole)


def no_more_certain(vague: Review, whole: Review) -> bool:
    """Tell whether a review of which less was said leaves open whatever it does not know."""
    told = by_key(whole)
    return (
        keeps(vague.accepted, whole.accepted)
        and keeps(vague.fee, whole.fee)
        and all(
            keeps(entry.eligible, told[key].eligible) and keeps(entry.accepted, told[key].accepted)
            for key, entry in by_key(vague).items()
        )
    )


@law(
    About.REVIEW,
    "单位的条件，对单位的每个人都是同一个结论。",
    Text(
        zh="问的是单位，就不能因人而异；因人而异的，是个人的条件。",
        en="What is asked of a unit cannot depend on a person; what does is a person's condition.",
    ),
)
def a_condition_of_the_unit_is_the_same_for_all_its_people(trial: Trial) -> None:
    """A condition of the unit stands the same, of whomever of its people it is asked."""
    review = trial.review(trial.application())
    for entry in review.entries[-1:]:
        others = list(other_people(entry.question))
        for rule in review.edition.unit_rules:
            standing = rule.check(entry.question).standing
            found = {rule.check(question).standing for question in others}
            assert found <= {standing}, f"{rule!r}"


def other_people(question: Question) -> Iterator[Question]:
    """Give the questions in which one thing is said otherwise of the member or the child."""
    for path in answerable(question):
        if not path.startswith("unit."):
            yield from (put(question, path, value) for value in (True, False, None))
    for sex in Sex:
        yield attrs.evolve(question, member=attrs.evolve(question.member, sex=sex))
    for years in (1, 20, 40, 70):
        born = years_before(question.starts, years)
        if question.child is None or born < question.child.birth_date:
            yield attrs.evolve(question, member=attrs.evolve(question.member, birth_date=born))


# Fees ---------------------------------------------------------------------------------------------


@law(
    About.REVIEW,
    "不接受的人和申请不收会费，也没有互助金。",
    Text(
        zh="不接受就不收费，也不承诺。",
        en="Whoever is not taken is neither charged nor promised anything.",
    ),
)
def whoever_is_not_accepted_is_neither_charged_nor_covered(trial: Trial) -> None:
    """A refused entry is neither charged nor covered; a refused application is charged nothing."""
    review = trial.review(trial.application())
    for entry in review.entries:
        if entry.accepted is False:
            assert entry.fee == 0
            assert entry.caps == {}
    if review.accepted is False:
        assert review.fee == 0
        assert review.known_fee == 0


@law(
    About.REVIEW,
    "会费总额是各人会费之和；接受的人交的就是所报的价。",
    Text(
        zh="单位的账要与每个人的账对得上。",
        en="A unit's account has to agree with those of its people.",
    ),
)
def the_fee_is_the_sum_of_what_each_was_quoted(trial: Trial) -> None:
    """The fee is the sum of the entries' fees, and an accepted entry pays what it was quoted."""
    review = trial.review(trial.application())
    fees = [entry.fee for entry in review.entries]
    known = [fee for fee in fees if fee is not None]
    assert (sum(known), None if None in fees else sum(known)) == (review.known_fee, review.fee)
    assert all(entry.fee == entry.quoted_fee for entry in review.entries if entry.accepted)
