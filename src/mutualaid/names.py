"""Names: what is answered where a claim names a plan or an event of which there is no cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from mutualaid.cover import Cover
from mutualaid.errors import nearest
from mutualaid.finding import Finding, Standing
from mutualaid.messages import behind, both, joined, render
from mutualaid.plan import Edition, PlanInfo
from mutualaid.settlement import refused
from mutualaid.text import Lang, Text


def no_such_plan(name: str, plans: Mapping[str, PlanInfo]) -> Finding:
    """Refuse a plan of which nobody has a cover, naming the nearest; no clause speaks of it.

    Args:
        name: As the claim names the plan.
        plans: The plans of which there is a cover, by each of their names.
    """
    near = [plans[one] for one in nearest(name, plans)]
    words = _named("claim.nearest_plan", ((info.short, info.code) for info in near))
    return refused("claim.no_such_plan", plan=name, nearest=words)


def no_cover(insured: str, on: date, editions: tuple[Edition, ...]) -> Finding:
    """Refuse a claim of a person without a cover of the plan, by the plan's clause of joining.

    Args:
        insured: Id of the person.
        on: Day of the event.
        editions: The plan's editions of which there is a cover; that in force on the day is cited.
    """
    rules = next((one for one in editions if on in one.period), editions[-1])
    return rules.eligibility.failed("claim.no_cover", insured=insured)


def not_listed(name: str, cover: Cover) -> Finding:
    """Refuse an event that a cover does not list, naming the nearest that it does.

    Args:
        name: As the claim names the event.
        cover: The cover.
    """
    events = cover.edition.benefit.events(insured=cover.whom)
    near = [events[one] for one in nearest(name, events)]
    words = _named("claim.nearest", ((event.title, event.code) for event in near))
    facts = (("event", name), ("nearest", words))
    line = cover.lines[0]
    return Finding("claim.event_not_covered", Standing.FAILED, line, facts=facts, figure="events")


def _named(message: str, near: Iterable[tuple[Text, str]]) -> Text | str:
    """Word the titles that come close, each once with its code; nothing where there is none."""
    titles = {code: title for title, code in near}
    if not titles:
        return ""

    def words(lang: Lang) -> str:
        names = joined((behind(title, code, lang) for code, title in titles.items()), lang)
        return render(message, lang, facts={"names": names})

    return both(words)
