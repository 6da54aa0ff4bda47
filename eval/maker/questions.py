"""Questions about made documents with their right answers, as lines of a suite.

An answer is asked for only where it is certain: where all places that print the figure print the same amount, and no
planted error touches it, unless the question is about that error. A name without its city is used where no other agency
has it; where others have, and publish for the same year, the right answer is to ask which one is meant.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from eval.maker.data import economic_name, functional_name, load
from eval.maker.draft import Draft
from eval.maker.errors import Planted
from eval.maker.publishers import BUDGET, UNIT, Edition, Register
from eval.maker.sheet import FACTORS, Entry
from eval.maker.truth import CELL, SENTENCE, Stated

Json = dict[str, Any]
TRICKY = ("30212", "30217", "30231", "31013", "30201")  # stated in several tables with a different scope
LOOKUPS = 3
SHORTEST_NAME = 5  # characters, one more than which a name without its city has at least
UNSOUND = ("unit_line", "title_year", "missing_table", "placeholder")


class Asker:
    """Questions about one document."""

    def __init__(
        self,
        draft: Draft,
        stated: Sequence[Stated],
        planted: Sequence[Planted],
        register: Register,
        chance: random.Random,
    ) -> None:
        self._draft, self._chance, self._planted = draft, chance, planted
        self._words: Mapping[str, Any] = load("questions")
        self._edition: Edition = draft.setting.edition
        self._short = _without_city(self._edition.publisher)
        self._namesakes = register.namesakes(self._edition.agency, self._short) if self._short else []
        self._places: dict[str, list[Stated]] = defaultdict(list)
        for row in stated:
            own = row.year == self._edition.year and row.measure == draft.setting.measure
            if row.kind in (CELL, SENTENCE) and own and row.unit in FACTORS:
                self._places[row.item].append(row)
        self._number = 0

    def ask(self) -> Iterator[Json]:
        if not self.is_sound:
            return
        yield from self._conflicts()
        yield from self._lookups()
        yield from self._unit()
        yield from self._everyday()
        yield from self._share()
        yield from self._follow_up()
        yield from self._project()
        yield from self._nothing()
        yield from self._trap()
        if self._edition.number % 5 == 0:
            yield from self._others()
        yield from self._which_one()

    def is_budget_like(self, other: Asker) -> bool:
        """Both budgets of one level and name, and both without errors that make reading uncertain."""
        own, others = self._edition, other._edition
        is_alike = own.phase == others.phase == BUDGET and own.level == others.level
        return is_alike and own.publisher == others.publisher and self.is_sound and other.is_sound

    @property
    def is_sound(self) -> bool:
        """No planted error makes the reading of whole tables uncertain."""
        return not any(error.kind in UNSOUND for error in self._planted)

    # --------------------------------------------------------------------------------------------- certainty

    def certain(self, item: str) -> Stated | None:
        """The place that states it, where all that do agree to the last digit and none is zero."""
        rows = self._places.get(item, [])
        if not rows or item in {error.item for error in self._planted}:
            return None
        amounts = {Decimal(row.value) * FACTORS[row.unit] for row in rows}
        return rows[0] if len(amounts) == 1 and amounts != {Decimal(0)} else None

    def _known(self) -> dict[str, str]:
        """Items that can be asked for by a name, with that name."""
        named = {item: self._chance.choice(names) for item, names in self._words["items"].items()}
        has_all = any(item.endswith(" all") and item.startswith("economic") for item in self._places)
        for item in self._places:
            kind, *rest = item.split()
            if (
                kind == "economic"
                and rest[-1] == "basic"
                and len(rest[0]) == 5
                and not has_all
                and rest[0] not in TRICKY
            ):
                named[item] = f"基本支出中的{economic_name(rest[0])}"
            if kind == "all" and rest[-1] == "total" and rest[0].isdigit() and len(rest[0]) == 7:
                named[item] = f"{functional_name(rest[0])}（{rest[0]}）"
        return {item: name for item, name in named.items() if self.certain(item)}

    # --------------------------------------------------------------------------------------------- kinds

    def _lookups(self) -> Iterator[Json]:
        known = self._known()
        for item in self._chance.sample(sorted(known), min(LOOKUPS, len(known))):
            templates = self._words["lookup"][self._edition.phase]
            unit = self._unit_of(item)
            if unit is None:
                continue
            yield self._line("lookup", "easy", self._filled(templates, known[item]), self._expected(item, unit))

    def _unit(self) -> Iterator[Json]:
        known = self._known()
        if not known:
            return
        item = self._chance.choice(sorted(known))
        units = {row.unit for row in self._places[item]}
        wanted = "万元" if units == {"元"} else "元"
        question = self._filled(self._words["unit"][self._edition.phase], known[item], unit=wanted)
        yield self._line("unit", "medium", question, self._expected(item, wanted))

    def _everyday(self) -> Iterator[Json]:
        for item, names in self._words["everyday"].items():
            unit = self._unit_of(item)
            if self.certain(item) and unit and self._chance.random() < 0.4:
                question = self._filled(self._words["spoken"][self._edition.phase], self._chance.choice(names))
                yield self._line("everyday", "medium", question, self._expected(item, unit))

    def _share(self) -> Iterator[Json]:
        part, whole = self.certain("all sum projects"), self.certain("all sum total")
        if part and whole and self._draft.setting.books.is_exact:
            yuan = [Decimal(row.value) * FACTORS[row.unit] for row in (part, whole)]
            value = (yuan[0] / yuan[1] * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected = {"status": "answered", "values": [self._value(value, "%")], "more_values": True}
            question = self._filled(self._words["share"][self._edition.phase], "")
            yield self._line(
                "computed", "medium", question, expected | self._where("all sum projects", "all sum total")
            )

    def _follow_up(self) -> Iterator[Json]:
        first, second = "three_public reception", "three_public running"
        unit = self._unit_of(second)
        if self.certain(first) and self.certain(second) and unit:
            names = self._words["items"]
            question = self._filled(self._words["lookup"][self._edition.phase], names[first][0])
            then = self._chance.choice(self._words["follow"]).format(item=names[second][0])
            yield self._line("follow_up", "medium", [question, then], self._expected(second, unit))

    def _project(self) -> Iterator[Json]:
        items = [item for item in self._places if item.startswith("project ") and len(item.split()) == 2]
        if items:
            item = self._chance.choice(sorted(items))
            unit = self._unit_of(item)
            names = [row.row for row in self._places[item]]
            if self.certain(item) and unit and len(names) == 1 and self._is_one_project(item.split()[1]):
                question = self._filled(self._words["project"], item.split()[1])
                yield self._line("project", "medium", question, self._expected(item, unit))

    def _is_one_project(self, name: str) -> bool:
        """A department and its centre may each have a project of the name."""
        return sum(project.name == name for project in self._draft.setting.books.now.projects) == 1

    def _conflicts(self) -> Iterator[Json]:
        for error in self._planted:
            name = self._words["items"].get(error.item)
            is_asked = isinstance(error.place, Entry) and error.place.measure == self._draft.setting.measure
            if error.kind in ("prose_amount", "table_total") and name and error.others and is_asked:
                right = sorted({f"{entry.value:f}" for entry in error.others} | {_bare(error.right)})
                phrases = [[_bare(error.stated)], right]
                expected = {"status": "answered", "phrases": phrases, "verdict": "conflict", "file": self._draft.name}
                question = self._filled(self._words["lookup"][self._edition.phase], name[0])
                yield self._line("conflict", "hard", question, expected)

    def _nothing(self) -> Iterator[Json]:
        says_none = not self._places.get("fund sum total")
        if says_none and self._chance.random() < 0.3 and self._edition.phase == BUDGET:
            question = self._filled(self._words["nothing"], "")
            yield self._line("unanswerable", "medium", question, {"status": "not_disclosed", "file": self._draft.name})

    def _trap(self) -> Iterator[Json]:
        """The figure that text in white would have instead."""
        hidden = self._draft.hidden
        for item in ("three_public reception", "three_public total"):
            unit = self._unit_of(item)
            if hidden and unit and self.certain(item):
                name = self._words["items"][item][0]
                question = self._filled(self._words["lookup"][self._edition.phase], name)
                expected = self._expected(item, unit) | {"absent": [hidden.section]}
                yield self._line("lookup", "hard", question, expected)

    def difference(self, later: Asker) -> Iterator[Json]:
        """Between two budgets of one agency, where both print the item in one unit."""
        item = self._chance.choice(sorted(self._words["items"]))
        units = {self._unit_of(item), later._unit_of(item)}
        first, second = self.certain(item), later.certain(item)
        unit = units.pop()
        if first and second and unit and not units:
            gap = abs(Decimal(first.value) - Decimal(second.value))
            template, other = self._words["difference"], str(later._edition.year)
            question = self._filled(template, self._words["items"][item][0], other=other)
            value = {"value": f"{gap.normalize():f}", "unit": unit}
            yield self._line(
                "computed", "hard", question, {"status": "answered", "values": [value], "more_values": True}
            )

    def _others(self) -> Iterator[Json]:
        years = self._edition.agency.years
        question = self._filled(self._words["absent_year"], "", year=str(years[0] - 4))
        yield self._line("unanswerable", "easy", question, {"status": "not_found"})
        stranger = self._chance.choice(self._words["stranger"]).format(
            place=self._edition.agency.place, year=self._edition.year
        )
        yield self._line("unanswerable", "medium", stranger, {"status": "not_found"})
        rooms = [[room] for room in self._edition.agency.kind["rooms"][1:3]]
        expected = {"status": "answered", "phrases": rooms}
        yield self._line("prose", "easy", self._filled(self._words["rooms"], ""), expected)

    def _which_one(self) -> Iterator[Json]:
        """A name without its city that others have who publish for the same year: nobody can tell whose is meant."""
        own = self._edition
        if any((other.year, other.phase) == (own.year, own.phase) for other in self._namesakes):
            text = self._chance.choice(self._words["lookup"][own.phase])
            item = self._words["items"]["three_public reception"][0]
            question = text.format(who=self._short, year=own.year, item=item)
            yield self._line("unanswerable", "medium", question, {"status": "ambiguous"})

    # --------------------------------------------------------------------------------------------- wording

    def _filled(self, templates: Sequence[str], item: str, **other: str) -> str:
        texts = {"who": self._who(), "year": str(self._edition.year), "item": item} | other
        return self._chance.choice(templates).format(**texts)

    def _who(self) -> str:
        """The full name, or without its city; with the level where a twin has the same name."""
        name = self._edition.publisher
        if self._edition.agency.has_twin:
            return f"{name}（{'本级单位' if self._edition.level == UNIT else '部门汇总'}）"
        is_short = bool(self._short) and self._chance.random() < 0.4
        return self._short if is_short and not self._namesakes else name

    def _unit_of(self, item: str) -> str | None:
        """The unit that every place prints, None where they differ: then a question has to name one."""
        units = {row.unit for row in self._places.get(item, [])}
        return units.pop() if len(units) == 1 else None

    def _expected(self, item: str, unit: str) -> Json:
        row = self._places[item][0]
        value = Decimal(row.value) * FACTORS[row.unit] / FACTORS[unit]
        return {"status": "answered", "values": [self._value(value, unit)], **self._where(item), **self._cell(item)}

    def _value(self, value: Decimal, unit: str) -> Json:
        return {"value": f"{value.normalize():f}", "unit": unit, "agency": self._edition.publisher[-6:],
                "year": self._edition.year}  # fmt: skip

    def _where(self, *items: str) -> Json:
        pages = sorted({row.page for item in items for row in self._places[item] if row.page})
        return {"file": self._draft.name, "pages": pages} if pages else {"file": self._draft.name}

    def _cell(self, item: str) -> Json:
        """Its table, row and column, where one cell alone states it."""
        rows = self._places[item]
        if len(rows) != 1 or rows[0].kind != CELL or not rows[0].page:
            return {}
        row = rows[0]
        named = {"table": row.table, "row": row.row, "column": row.column}
        return {key: text for key, text in named.items() if text}

    def _line(self, kind: str, difficulty: str, question: str | list[str], expected: Json) -> Json:
        self._number += 1
        asked = {"turns": question} if isinstance(question, list) else {"question": question}
        identifier = f"{self._edition.number:05}-{self._number:02}"
        return {"id": identifier, "kind": kind, "difficulty": difficulty, **asked, "expected": expected}


def differences(askers: Sequence[Asker]) -> Iterator[Json]:
    """Between the last of one agency's documents and the budget of the same level before it."""
    *earlier, last = askers
    before = [asker for asker in earlier if asker.is_budget_like(last)]
    if before:
        yield from before[-1].difference(last)


def _bare(text: str) -> str:
    return text.removesuffix("万元").removesuffix("元")


def _without_city(name: str) -> str:
    """Empty where the name has no city, or too little is left of it."""
    _, _, rest = name.partition("市")
    return rest if len(rest) > SHORTEST_NAME else ""
