"""What prose was found to state: collected as facts and changes, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.changes import Comparison
from extractors.discourse import Level
from extractors.model import Blank, Fact, FactKind, Identity, Measure, StatedChange, Unread
from extractors.quantities import Amount
from extractors.seats import Seat
from extractors.sentences import Spot
from extractors.subjects import Subject


@dataclass(slots=True)
class Stated:
    identity: Identity
    facts: list[Fact] = field(default_factory=list)
    changes: list[StatedChange] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seats: list[Seat | None] = field(default_factory=list)  # one for each fact
    seat: Seat | None = None  # of what is added next

    def add_figure(
        self,
        spot: Spot,
        subject: Subject,
        amount: Amount | None,
        measure: Measure,
        year: int | None,
        *,
        blank: Blank | None = None,
        base_year: int | None = None,
        direction: int = 0,
    ) -> None:
        """One fact for each item of the subject; one without an item where it has none."""
        for item in subject.items or (None,):
            self.seats.append(self.seat)
            self.facts.append(
                Fact(
                    kind=FactKind.SENTENCE,
                    page=spot.page,
                    quote=spot.quote,
                    bbox=spot.bbox,
                    amount=amount,
                    label=subject.label,
                    item=item,
                    measure=measure,
                    year=year,
                    phase=self.identity.phase,
                    blank=blank,
                    code=subject.code,
                    aspect=subject.aspect,
                    subject=self.identity.agency,
                    base_year=base_year,
                    direction=direction,
                )
            )

    def add_change(
        self,
        spot: Spot,
        level: Level,
        comparison: Comparison,
        year: int | None,
        direction: int,
        difference: Amount | None,
        percent: Amount | None,
    ) -> None:
        """A change from which the base year's figure follows: not where the base is a figure of another kind, and not
        where the sentence compares a year with itself."""
        base = comparison.year
        if year is None or base is None or base >= year or not comparison.is_like:
            return
        for item in level.subject.items or (None,):
            self.changes.append(
                StatedChange(
                    item=item,
                    label=level.subject.label,
                    year=year,
                    base_year=base,
                    current=level.amount,
                    difference=difference,
                    percent=percent,
                    direction=direction,
                    page=spot.page,
                    bbox=spot.bbox,
                    quote=spot.quote,
                )
            )

    def add_unread(self, spot: Spot) -> None:
        self.unread.append(Unread(spot.page, spot.bbox, spot.quote, "a figure that no words say the meaning of"))
