"""What a text names, and the text while names are being blanked out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.lexicon import Lexicon
from rag.query import Discloser, Reading


@dataclass(frozen=True, slots=True)
class Naming:
    """`rest` is the text with the names blanked out, its length kept.

    `same_named` are those of `agencies` that one name could all mean, and nothing in the text tells apart;
    `shared_name` is that name as the text has it, "" where there are several such names.
    """

    agencies: tuple[Discloser, ...]
    unknown: tuple[str, ...]
    readings: tuple[Reading, ...]
    rest: str
    same_named: tuple[Discloser, ...] = ()
    shared_name: str = ""


@dataclass(slots=True)
class Search:
    """The text while names are being blanked out of it."""

    text: str
    lexicon: Lexicon
    agencies: list[Discloser] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)  # where each agency is named
    named: list[tuple[str, list[Discloser]]] = field(default_factory=list)  # each name, and those that it may mean
    unknown: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def found(self, disclosers: Sequence[Discloser], start: int, end: int) -> None:
        new = [discloser for discloser in disclosers if discloser not in self.agencies]
        self.agencies += new
        self.named.append((self.text[start:end].strip(), list(disclosers)))
        self.starts |= {discloser.name: start for discloser in new}
        self.blank(start, end)

    def narrow_by_company(self) -> None:
        """Names that several agencies share mean those in the places of the names that only one has."""
        groups = [group for _, group in self.named]
        places = {group[0].place for group in groups if len(group) == 1}
        for group in groups:
            near = [d for d in group if d.place in places]
            if near and len(near) < len(group):
                elsewhere = [d for other in groups if other is not group for d in other]
                gone = [d for d in group if d not in near and d not in elsewhere]
                self.agencies = [d for d in self.agencies if d not in gone]

    def naming(self) -> Naming:
        """What was found, the agencies in the order in which the text names them."""
        ordered = sorted(self.agencies, key=lambda discloser: self.starts.get(discloser.name, 0))
        shared = [(name, left) for name, group in self.named if len(left := self._left(group)) > 1]
        same_named = tuple(discloser for _, left in shared for discloser in left)
        name = shared[0][0] if len(shared) == 1 else ""
        return Naming(tuple(ordered), tuple(self.unknown), tuple(self.readings), self.text, same_named, name)

    def _left(self, group: Sequence[Discloser]) -> list[Discloser]:
        return [discloser for discloser in group if discloser in self.agencies]
