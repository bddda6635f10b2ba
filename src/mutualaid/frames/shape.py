"""The form of the output: wide or long, reasons by number or by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from mutualaid.frames import words
from mutualaid.frames.answers import PLAN_CODE, Answer, wide_answers
from mutualaid.frames.codes import NO_REASON, OF_ROWS, codes_of, number_of
from mutualaid.frames.engines import AnyFrame, beside
from mutualaid.frames.errors import FrameProblem, InvalidFrame
from mutualaid.frames.schema import Input
from mutualaid.plan import Edition

Form: TypeAlias = Literal["wide", "long"]
Reasons: TypeAlias = Literal["number", "code"]


@attrs.frozen
class Shape:
    """What the output looks like.

    Args:
        editions: The plans that answer.
        form: "wide" or "long".
        reasons: "number" or "code".
        lines: Whether the wide form gives the caps line by line too.
    """

    editions: tuple[Edition, ...]
    form: Form
    reasons: Reasons
    lines: bool

    def _names(self) -> Iterator[str]:
        if self.form == "long":
            yield PLAN_CODE
            yield from wide_answers(self.editions[0], lines=False)
        else:
            for edition in self.editions:
                for name in wide_answers(edition, lines=self.lines):
                    yield f"{edition.code}_{name}"

    def refuse_taken(self, entries: Input) -> None:
        """Refuse a frame that has a column of the name of an answer: none is written over.

        Raises:
            InvalidFrame: It has.
        """
        there = entries.native.collect_schema().names()
        taken = [name for name in self._names() if name in there]
        if taken:
            raise InvalidFrame(
                FrameProblem("entries", name, "has the name of an answer", "rename or drop it")
                for name in taken
            )

    def give(
        self, frame: AnyFrame, rows: AnyFrame, answers: Mapping[str, Sequence[Answer]]
    ) -> AnyFrame:
        """Give the frame with the answers.

        Args:
            frame: The frame as it was given.
            rows: Its rows, decided.
            answers: The answers of each plan by its code.
        """
        if self.form == "wide":
            every = [
                attrs.evolve(answer, name=f"{edition.code}_{answer.name}")
                for edition in self.editions
                for answer in self._worded(edition, answers[edition.code])
            ]
            return beside(frame, rows, every)
        names = tuple(wide_answers(self.editions[0], lines=False))
        parts = []
        for edition in self.editions:
            code = Answer(PLAN_CODE, words.lit(edition.code), known=True)
            worded = self._worded(edition, answers[edition.code])
            parts.append(beside(frame, rows, [code, *(one for one in worded if one.name in names)]))
        return words.concat(parts, how="vertical")

    def _worded(self, edition: Edition, answers: Sequence[Answer]) -> Iterator[Answer]:
        for answer in answers:
            if answer.name == "reason" and self.reasons == "code":
                given = words.lit("")
                for code in dict.fromkeys((*OF_ROWS, *codes_of(edition))):
                    given = (
                        words.when(answer.value == number_of(code))
                        .then(words.lit(code))
                        .otherwise(given)
                    )
                yield Answer(answer.name, given, answer.value != NO_REASON)
            else:
                yield answer
