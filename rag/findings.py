"""What contradicts itself in a document: each difference once, with every place that it is about.

A finding is made of checks (extractors.checks) when a document comes into the library, and kept with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractors.checks import Check, Outcome, Place, Rule, load_book
from extractors.model import BBox, Fact, Phase, Source, Unread
from rag.audit_wording import Sentences, say
from rag.model import StoredDocument, StoredFact

READING = "reading"
"""The ledger's line for what was seen in the document and not understood."""
LEFTOVERS = frozenset({"placeholder", "open_choice", "template_note"})
"""Rules whose findings in one document are one finding with many places."""
TWO_SIDED = frozenset({"sum", "balance", "cross_table", "text_vs_table", "empty_table"})
"""Kinds of finding where, of two figures that should be one, either may be the wrong one."""
STATED, DERIVED = "stated", "derived"


@dataclass(frozen=True, slots=True)
class Side:
    """A place of a finding: of what is stated, or of what that was checked against (`role`).

    `stored` is the figure that stands there; None for words and titles.
    """

    document_id: str
    page: int
    bbox: BBox | None
    quote: str
    name: str
    role: str
    stored: StoredFact | None = None

    def to_json(self, file_name: str) -> dict[str, Any]:
        return {
            "document": file_name,
            "document_id": self.document_id,
            "page": self.page,
            "bbox": [round(edge, 2) for edge in self.bbox] if self.bbox else [0, 0, 0, 0],
            "quote": self.quote,
            "name": self.name,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """`status` is differs, rounding, or undecided: a difference that can have a reason, or rests on a picture.

    `sides` hold every figure that takes part, those stated first; `allowed` is the gap that printing explains, in yuan
    or in points of percent.
    """

    document_id: str
    rule: Rule
    status: str
    stated: str
    expected: str
    formula: str
    subject: str
    allowed: Decimal | None
    sides: tuple[Side, ...]

    @property
    def places(self) -> tuple[Side, ...]:
        """Each place once, however many of its figures take part."""
        return tuple({(s.document_id, s.page, s.bbox, s.quote): s for s in reversed(self.sides)}.values())[::-1]

    @property
    def message(self) -> Sentences:
        return say(self)

    def is_about(self, stored: StoredFact) -> bool:
        """Whether the figure takes part in it."""
        return any(side.stored is not None and side.stored.id == stored.id for side in self.sides)

    def disputes(self, stored: StoredFact) -> bool:
        """Whether it says that this very figure is wrong, or may be the wrong one of two that should be one.

        A wrong percentage does not make the amounts wrong that it is worked out from, nor a wrong sum each of its
        parts.
        """
        derived = [side for side in self.sides if side.role == DERIVED]
        either = self.rule.kind in TWO_SIDED and len(derived) == 1
        return any(
            side.stored is not None and side.stored.id == stored.id and (side.role == STATED or either)
            for side in self.sides
        )

    def to_json(self, names: Mapping[str, str]) -> dict[str, Any]:
        """`names` are the documents' file names by id."""
        message = self.message
        return {
            "document": names[self.document_id],
            "document_id": self.document_id,
            "kind": self.rule.kind,
            "status": self.status,
            "rule": self.rule.key,
            "rule_zh": self.rule.chinese,
            "rule_en": self.rule.english,
            "message": message.chinese,
            "message_en": message.english,
            "stated": self.stated,
            "expected": self.expected,
            "formula": self.formula,
            "allowed": None if self.allowed is None else format(self.allowed.normalize(), "f"),
            "citations": [side.to_json(names[side.document_id]) for side in self.places],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule came out so in one document; see `extractors.checks.Outcome`."""

    rule: str
    outcome: str
    count: int


class Examined(NamedTuple):
    """What came of checking one document."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many checks of one document came out so; see docs/contract.md. `not_made`: the document lacks what they need,
    or it could not be understood; `unread`: places that were seen and not understood."""

    held: int
    rounding: int
    differed: int
    not_made: int
    unread: int


def examine(
    document_id: str,
    phase: Phase,
    checks: Sequence[Check],
    facts: Iterable[StoredFact],
    unread: Sequence[Unread],
) -> Examined:
    """`facts` are the document's as the library keeps them; their `fact` are the objects that the checks looked at."""
    stored = {id(one.fact): one for one in facts}
    return Examined(tuple(find_findings(document_id, checks, stored)), tuple(_tallies(phase, checks, unread)))


def find_findings(
    document_id: str,
    checks: Iterable[Check],
    stored: Mapping[int, StoredFact],
    sources: Sequence[StoredDocument] = (),
) -> list[Finding]:
    """Differences and roundings; what is one and the same is told once, with all its places.

    `stored` are the facts by the `id()` of their `fact`; `sources` the documents of the places, where not all are of
    this one.
    """
    groups: dict[tuple[object, ...], list[Check]] = {}
    for check in checks:
        if check.outcome in (Outcome.DIFFERS, Outcome.ROUNDING):
            groups.setdefault(_sameness(check), []).append(check)
    return [_finding(document_id, group, stored, sources) for group in groups.values()]


def ledger_of(tallies: Iterable[Tally]) -> Ledger:
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts[READING if tally.rule == READING else tally.outcome] += tally.count
    return Ledger(
        held=counts[Outcome.HOLDS],
        rounding=counts[Outcome.ROUNDING],
        differed=counts[Outcome.DIFFERS],
        not_made=counts[Outcome.NOT_ENOUGH_DATA] + counts[Outcome.COULD_NOT_READ],
        unread=counts[READING],
    )


@cache
def rules_edition() -> str:
    """Changes with the rules and with the way they are checked: findings of another edition are to be made anew."""
    package = files("extractors")
    sources = [f for f in package.joinpath("checks").iterdir() if f.name.endswith(".py")]
    digest = hashlib.sha256(package.joinpath("data", "checks.yaml").read_bytes())
    for source in sorted(sources, key=lambda file: file.name):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _sameness(check: Check) -> tuple[object, ...]:
    if check.rule in LEFTOVERS:
        return (check.rule, check.outcome)
    table = check.figures[0].fact.table if check.figures else None
    quote = check.places[0].quote if check.places else ""
    return (check.rule, check.outcome, check.stated, check.expected, check.formula, quote, table)


def _finding(
    document_id: str, group: Sequence[Check], stored: Mapping[int, StoredFact], sources: Sequence[StoredDocument]
) -> Finding:
    first = group[0]
    rule = load_book().rules[first.rule]
    sides: list[Side] = []
    for check in group:
        facts: list[Fact | None] = [figure.fact for figure in check.figures]
        facts += [None] * len(check.spots)
        for i, (place, fact) in enumerate(zip(check.places, facts, strict=True)):
            owner = sources[i].id if i < len(sources) else document_id
            role = STATED if i == 0 or rule.key in LEFTOVERS else DERIVED
            sides.append(_side(owner, place, role, stored.get(id(fact)) if fact else None))
    return Finding(
        document_id=document_id,
        rule=rule,
        status=_status(first, rule),
        stated=first.stated,
        expected=first.expected,
        formula=first.formula,
        subject=first.subject or (first.places[0].name if first.places else ""),
        allowed=first.allowed,
        sides=tuple(dict.fromkeys(sides)),
    )


def _side(document_id: str, place: Place, role: str, stored: StoredFact | None) -> Side:
    return Side(document_id, place.page, place.bbox, place.quote, place.name, role, stored)


def _status(check: Check, rule: Rule) -> str:
    """A figure recognised in a picture may have been misread: then nothing is certain."""
    if check.outcome is Outcome.ROUNDING:
        return "rounding"
    is_recognised = any(figure.fact.source is Source.OCR for figure in check.figures)
    return "differs" if rule.is_hard and not is_recognised else "undecided"


def _tallies(phase: Phase, checks: Iterable[Check], unread: Sequence[Unread]) -> Iterable[Tally]:
    """Every rule has its lines: those that were never made say why."""
    made = Counter((check.rule, check.outcome.value) for check in checks)
    rules = {rule for rule, _ in made}
    for rule in load_book().rules.values():
        if rule.key not in rules and rule.operation != "series":
            applies = rule.applies_to(phase)
            made[rule.key, (Outcome.NOT_ENOUGH_DATA if applies else Outcome.NOT_APPLICABLE).value] += 1
    if unread:
        made[READING, Outcome.COULD_NOT_READ.value] += len(unread)
    return [Tally(rule, outcome, count) for (rule, outcome), count in sorted(made.items())]
