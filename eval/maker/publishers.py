"""Who publishes what: agencies with invented names, over some years, as departments, single units or both."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from eval.maker.data import load

FIRST_YEAR, LAST_YEAR = 2018, 2026
BUDGET, FINAL_ACCOUNTS = "budget", "final_accounts"
DEPARTMENT, UNIT = "department", "unit"
TWINS = 0.22  # share of agencies that publish as a department and as a unit


@dataclass(frozen=True, slots=True)
class Agency:
    number: int
    place: str  # with its city, as on a cover
    kind: Mapping[str, Any]  # an entry of data/publishers.yaml
    years: tuple[int, ...]
    has_twin: bool
    renamed_in: int | None  # the first year of the present name

    def name(self, year: int) -> str:
        old = self.renamed_in is not None and year < self.renamed_in
        return f"{self.place}{self.kind['formerly'] if old else self.kind['name']}"

    @property
    def centre(self) -> str:
        """The subordinate unit."""
        return f"{self.place}{self.kind['centres'][self.number % len(self.kind['centres'])]}"


@dataclass(frozen=True, slots=True)
class Edition:
    """One disclosure to be made."""

    agency: Agency
    year: int
    phase: str
    level: str
    number: int  # in the whole run, from 0

    @property
    def publisher(self) -> str:
        return self.agency.name(self.year)

    @property
    def word(self) -> str:
        return "预算" if self.phase == BUDGET else "决算"

    @property
    def level_word(self) -> str:
        return "部门" if self.level == DEPARTMENT else "单位"


def agencies(seed: int) -> Iterator[Agency]:
    """Without end. No two have the same place and kind."""
    seen: set[tuple[str, str]] = set()
    for number in count():
        agency = _agency(number, random.Random(f"{seed}/agency/{number}"))
        key = (agency.place[-4:], agency.kind["name"])
        if key not in seen:
            seen.add(key)
            yield agency


def _agency(number: int, chance: random.Random) -> Agency:
    names = load("publishers")
    local = chance.choice(names["first"]) + chance.choice(names["second"]) + chance.choice(names["levels"])
    place = local if local.endswith("市") or chance.random() < 0.35 else chance.choice(names["cities"]) + local
    kind = chance.choice(names["kinds"])
    first = chance.randint(FIRST_YEAR, LAST_YEAR - 2)
    years = tuple(range(first, first + chance.choice((2, 2, 3))))
    renamed = years[1] if "formerly" in kind and chance.random() < 0.6 else None
    return Agency(number, place, kind, years, chance.random() < TWINS, renamed)


def editions(seed: int, documents: int) -> Iterator[tuple[Agency, tuple[Edition, ...]]]:
    """`documents` disclosures, those of one agency together: their figures depend on each other."""
    made = 0
    for agency in agencies(seed):
        chance = random.Random(f"{seed}/editions/{agency.number}")
        levels = (DEPARTMENT, UNIT) if agency.has_twin else (chance.choice((DEPARTMENT, DEPARTMENT, UNIT)),)
        planned = [
            (year, phase, level)
            for year in agency.years
            for phase in (BUDGET, FINAL_ACCOUNTS)
            for level in levels
            if phase == BUDGET or chance.random() < 0.6
        ][: documents - made]
        yield agency, tuple(Edition(agency, *plan, made + i) for i, plan in enumerate(planned))
        made += len(planned)
        if made >= documents:
            return


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that is published in one run: what tells whether a name without its city means one agency."""

    editions: tuple[Edition, ...]

    @classmethod
    def of(cls, plans: Iterable[tuple[Agency, tuple[Edition, ...]]]) -> Register:
        return cls(tuple(edition for _, planned in plans for edition in planned))

    def namesakes(self, agency: Agency, name: str) -> list[Edition]:
        """What other agencies publish that are called so in some place."""
        return [e for e in self.editions if e.agency.number != agency.number and e.publisher.endswith(name)]
