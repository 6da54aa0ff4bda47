"""What a paragraph has spoken of so far, for figures that come without a name of their own.

“（三）公务接待费4万元。…比2020年预算数增加0.35万元，增长9.59%”: the change is of the 4万元. “其中：基本支出281.37万元，
占33.93%；项目支出547.94万元，占66.07%”: each share is of the part right before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.changes import Comparison, agrees
from extractors.model import Measure
from extractors.quantities import Amount
from extractors.subjects import Subject

MEMORY = 40
"""Figures back that a nameless change may still be about."""


@dataclass(frozen=True, slots=True)
class Level:
    """A figure that is no change. `is_own`: of the document's own year and kind, so that changes are about it."""

    subject: Subject
    amount: Amount | None
    is_own: bool
    in_row: bool = False  # a part in a row of parts that 、 joins
    year: int | None = None
    measure: Measure | None = None

    def is_alike(self, amount: Amount) -> bool:
        """Whether the amount could be a difference of this one."""
        if self.amount is None or self.amount.unit is None or amount.unit is None:
            return self.amount is None
        return self.amount.unit.dimension is amount.unit.dimension


@dataclass(slots=True)
class OpenChange:
    """A change while its parts are still being read: 增加0.35万元，增长9.59%."""

    own: tuple[Level, ...]  # what it names itself; empty where it is about what was said before
    comparison: Comparison | None
    direction: int
    year: int | None
    explains: bool
    at: int
    is_one_of_several: bool  # 公务接待费和会议费分别减少1万元和2万元: nothing says which
    difference: Amount | None = None
    percent: Amount | None = None


@dataclass(slots=True)
class Discourse:
    """`announced` was named without a figure: by a short sentence or by the heading."""

    announced: Subject | None = None
    levels: list[Level] = field(default_factory=list)
    whole: Level | None = None
    is_list: bool = False

    def announce(self, subject: Subject) -> None:
        self.announced, self.whole, self.is_list = subject, None, False
        self.levels.clear()

    def add(self, level: Level) -> None:
        self.levels = [*self.levels[-MEMORY:], level]
        if not self.is_list:
            self.whole = level

    def end_sentence(self) -> None:
        """A list of parts ends with its sentence: what follows goes back to the whole."""
        if self.is_list and self.whole:
            self.levels.append(self.whole)
        self.is_list = False

    def resume(self, level: Level) -> None:
        """After an aside (包括财政直接下达4020万元) the sentence goes on about what stands before it."""
        self.is_list = False
        self.add(level)

    @property
    def last(self) -> Level | None:
        return self.levels[-1] if self.levels else None

    def of(self, subject: Subject) -> tuple[Level, ...]:
        """The figures that were stated for the subject, one for each of its items; without an amount where none was."""
        return tuple(self._of_item(subject, item) for item in subject.items) or (self._of_label(subject),)

    def _of_item(self, subject: Subject, item: str) -> Level:
        alone = replace(subject, items=(item,))
        for level in reversed(self.levels):
            if level.is_own and item in level.subject.items and level.subject.aspect == subject.aspect:
                return replace(level, subject=alone)
        return Level(alone, None, True)

    def _of_label(self, subject: Subject) -> Level:
        same = (level for level in reversed(self.levels) if level.is_own and level.subject == subject)
        return next(same, Level(subject, None, True))

    def changed(self, difference: Amount | None, percent: Amount | None, direction: int) -> Level | None:
        """The figure that a change without a name is about. Where several come into question, arithmetic decides;
        where it does not, what is certain is only that a figure changed: the subject has no item."""
        own = [level for level in self.levels if level.is_own and (not difference or level.is_alike(difference))]
        if not own:
            return Level(self.announced, None, True) if self.announced else None
        whole_first = own[-1].in_row and self.whole in own
        first = self.whole if whole_first and self.whole else own[-1]
        if difference is None or percent is None:
            return first
        for level in (first, *reversed(own)):
            if level.amount and agrees(level.amount, difference, percent, direction):
                return level
        return Level(Subject(first.subject.label), None, True) if own[-1].in_row else first
