"""A question, understood: who, when, which of the two publications, what, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from extractors.model import Level, Measure, Phase
from extractors.quantities import Unit
from extractors.taxonomy import Kind
from rag.model import StoredDocument

MUCH_MORE = 4  # characters around an item's name: 信访大厅值班人员培训费 is not simply 培训费


class Operation(StrEnum):
    LOOKUP = "lookup"
    BREAKDOWN = "breakdown"  # the parts of an item, or a list of projects
    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"  # how many times the one figure the other is
    CHANGE = "change"  # against the year before
    AVERAGE = "average"
    COUNT = "count"  # how many agencies state it
    MISSING = "missing"  # which agencies have none of it, leave it blank or do not mention it
    RANKING = "ranking"
    COMPARISON = "comparison"  # the same figure of several agencies, years or phases, with the difference
    PASSAGE = "passage"  # a question that prose answers: duties, reasons, definitions
    DOCUMENTS = "documents"  # what is loaded
    AUDIT = "audit"  # what does not add up
    TABLE = "table"  # columns over many documents, see rag.columns
    OUT_OF_SCOPE = "out_of_scope"


class Direction(StrEnum):
    """Which way a figure went from one year to the next."""

    RISING = "rising"
    FALLING = "falling"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Discloser:
    """An agency as the library knows it. `names` are every full name and alias under which it is known."""

    name: str
    names: tuple[str, ...]
    place: str
    documents: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for. Without a `key` the taxonomy does not know it and documents are searched for the label.

    `label` is the longer wording around the item's name, "" where there is none: it may be the name of a project
    (企业家高级研修班培训费), which then is meant and not the item. `scopes` are the taxonomy keys of what the question
    restricts it to (一般公共预算 · 基本支出); `column` is a heading under which the figure may stand instead, and must
    where there are no scopes. `others` are items of the same name in other classifications (购房补贴: 30313, 2210203).
    """

    key: str | None
    name: str
    label: str = ""
    scopes: tuple[str, ...] = ()
    column: str = ""
    others: tuple[str, ...] = ()
    statement: str = ""  # the kind of table whose line is meant
    extra: int = 0  # characters of the label before or after the item's name
    near: tuple[str, ...] = ()  # words that must be printed where the figure is

    @property
    def says_more(self) -> bool:
        """Whether the label goes so far beyond the item's name that the item alone would answer another question."""
        return self.extra >= MUCH_MORE


@dataclass(frozen=True, slots=True)
class Reading:
    """How a wording was read: shown to the asker, so that a wrong reading is seen."""

    wording: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """`base` in yuan, or in what is counted. `above`: what is more is asked for, else what is less."""

    base: Decimal
    above: bool
    inclusive: bool

    def admits(self, base: Decimal) -> bool:
        if base == self.base:
            return self.inclusive
        return (base > self.base) is self.above


@dataclass(frozen=True, slots=True)
class Query:
    """`agencies` empty: none was named, all are meant. `years` and `phase` likewise.

    `rest` is the question without what was understood: the words that full text should look for.
    """

    question: str
    language: str  # "zh" | "en"
    operation: Operation
    agencies: tuple[Discloser, ...] = ()
    same_named: tuple[Discloser, ...] = ()  # those of `agencies` that one name could all mean
    shared_name: str = ""  # that name, as the question has it
    unknown_agencies: tuple[str, ...] = ()  # named in the question, not loaded
    years: tuple[int, ...] = ()
    published: int | None = None  # the year of the publication that is to be read, where it is another
    phase: Phase | None = None
    phase_stated: bool = False  # False: the wording only suggests it, the other phase will do
    level: Level | None = None
    targets: tuple[Target, ...] = ()
    measures: tuple[Measure, ...] = ()
    unit: Unit | None = None
    wants_rate: bool = False  # for CHANGE: the percentage rather than the amount
    highest: bool = True  # for RANKING
    limit: int | None = None  # for RANKING: how many
    threshold: Threshold | None = None  # only figures beyond it are asked for
    readings: tuple[Reading, ...] = ()
    alternatives: tuple[Target, ...] = ()  # the asker must choose: `alternatives_for` may mean any of them
    alternatives_for: str = ""
    whole: tuple[Target, ...] = ()  # for SHARE: those of `targets` that together are the whole
    names_publication_only: bool = False  # 司法局部门预算: then `targets` is all of it
    whole_named: bool = True  # for SHARE: the question says what it is a share of
    wants_difference: bool = False  # for COMPARISON and CHANGE: how much lies between the figures
    elliptical: bool = False  # makes sense only after another question
    rest: str = ""
    table: str = ""  # as the question calls it, where it names one
    unwanted_table: str = ""  # one that it says is not meant
    person: str = ""  # one person, of whom something is asked
    mentioned: tuple[tuple[str, str], ...] = ()  # (as the question has it, key) of every item that it names
    unread: tuple[str, ...] = ()  # words that nothing understood, see rag.leftover
    phrase: str = ""  # the items with all the words around them, as a table might print them; "" where it adds nothing
    subject: str = ""  # a unit whose figures its superior's documents state in rows of their own
    asks_for_projects: bool = False  # the projects one by one
    also_prose: bool = False  # asks for a figure and, besides, for what prose says about it
    everyone: bool = False  # asks for every agency in so many words
    classes: Kind | None = None  # for RANKING: the classes of this classification rather than their total
    digits: int | None = None  # after the point, of what is worked out
    operands: tuple[Query, ...] = ()  # the two figures that are related to each other, each asked for by itself
    summed: bool = False  # of an operand: all its figures together
    relation: Operation | None = None  # what the operands give together; the operation may be to rank that
    direction: Direction | None = None  # for RANKING and COUNT of changes: only those that went this way

    @property
    def asks_only_items(self) -> bool:
        """Whether nothing but items of the taxonomy is asked for: what only resembles one is then no answer."""
        prose = self.operation in (Operation.PASSAGE, Operation.BREAKDOWN) or self.also_prose
        return not prose and bool(self.targets) and all(t.key and not t.says_more for t in self.targets)

    @property
    def audits_items(self) -> bool:
        """财政拨款收支总计，文字和表格对得上吗: asks whether some figures add up, which shows when they are told."""
        return self.operation is Operation.AUDIT and bool(self.agencies) and any(t.key for t in self.targets)

    def to_json(self) -> dict[str, Any]:
        return {
            "agencies": [agency.name for agency in self.agencies],
            "unknown_agencies": list(self.unknown_agencies),
            "years": list(self.years),
            "phase": self.phase.value if self.phase else None,
            "phase_stated": self.phase_stated,
            "level": self.level.value if self.level else None,
            "items": [
                {"key": t.key, "name": t.name, "scopes": list(t.scopes), "column": t.column} for t in self.targets
            ],
            "measures": [measure.value for measure in self.measures],
            "unit": self.unit.symbol if self.unit else None,
            "operation": self.operation.value,
            "readings": [{"wording": r.wording, "meaning": r.meaning} for r in self.readings],
            **({"operands": [operand.to_json() for operand in self.operands]} if self.operands else {}),
        }
