"""What a text names, and the text while names are being blanked out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.lexicon import Lexicon
from rag.query import Discloser, Reading


@dataclass(frozen=True, slots=True)
class Naming:
    """`rest` is the text with the names blanked out, its length kept.

    `same_named` are those of `agencies` that one name could all mean, and nothing in the text tells apart.
    """

    agencies: tuple[Discloser, ...]
    unknown: tuple[str, ...]
    readings: tuple[Reading, ...]
    rest: str
    same_named: tuple[Discloser, ...] = ()


@dataclass(slots=True)
class Search:
    """The text while names are being blanked out of it."""

    text: str
    lexicon: Lexicon
    agencies: list[Discloser] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)  # where each agency is named
    named: list[list[Discloser]] = field(default_factory=list)  # those that each name may mean
    unknown: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def found(self, disclosers: Sequence[Discloser], start: int, end: int) -> None:
        new = [discloser for discloser in disclosers if discloser not in self.agencies]
        self.agencies += new
        self.named.append(list(disclosers))
        self.starts |= {discloser.name: start for discloser in new}
        self.blank(start, end)

    def narrow_by_company(self) -> None:
        """Names that several agencies share mean those in the places of the names that only one has."""
        places = {group[0].place for group in self.named if len(group) == 1}
        for group in self.named:
            near = [d for d in group if d.place in places]
            if near and len(near) < len(group):
                elsewhere = [d for other in self.named if other is not group for d in other]
                gone = [d for d in group if d not in near and d not in elsewhere]
                self.agencies = [d for d in self.agencies if d not in gone]

    def naming(self) -> Naming:
        """What was found, the agencies in the order in which the text names them."""
        ordered = sorted(self.agencies, key=lambda discloser: self.starts.get(discloser.name, 0))
        return Naming(tuple(ordered), tuple(self.unknown), tuple(self.readings), self.text, self._same_named())

    def _same_named(self) -> tuple[Discloser, ...]:
        left = [[d for d in group if d in self.agencies] for group in self.named]
        return tuple(d for group in left if len(group) > 1 for d in group)
