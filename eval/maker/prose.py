"""The narrative of a disclosure: sentences in varied words with the figures of its books in them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from eval.maker.classified import economic_rows, functional_rows, ordinal
from eval.maker.data import load
from eval.maker.ledger import FUND, GENERAL, OTHER, ZERO, Ledger
from eval.maker.publishers import BUDGET, DEPARTMENT
from eval.maker.setting import APPROVED, Setting
from eval.maker.sheet import PERCENT, Entry, printed

FIELD = re.compile(r"\{(\w+)\}")
PROSE_DECIMALS = 2
Piece = str | Entry


@dataclass(slots=True)
class Paragraph:
    pieces: list[Piece]
    heading: int = 0  # 1 for a part, 2 for a section, 0 for text
    is_hidden: bool = False
    section: str = ""

    def entries(self) -> list[Entry]:
        return [piece for piece in self.pieces if isinstance(piece, Entry)]


@dataclass(slots=True)
class Narrative:
    overview: list[Paragraph] = field(default_factory=list)
    figures: list[Paragraph] = field(default_factory=list)
    glossary: list[Paragraph] = field(default_factory=list)


def narrative(setting: Setting) -> Narrative:
    return Teller(setting).tell()


class Teller:
    """Fills the templates of data/wording.yaml for one edition."""

    def __init__(self, setting: Setting) -> None:
        self._setting, self._chance = setting, setting.chance
        self._words: Mapping[str, Any] = load("wording")
        edition = setting.edition
        self._texts = {
            "agency": edition.publisher,
            "place": edition.agency.place,
            "year": str(edition.year),
            "last": str(edition.year - 1),
            "level": edition.level_word,
            "word": edition.word,
        }
        self._now, self._before = _figures(setting.books.now), _figures(setting.books.before)

    def tell(self) -> Narrative:
        phase = self._setting.edition.phase
        told = Narrative(self._overview())
        title = "narrative" if phase == BUDGET else "narrative_final"
        told.figures.append(self._heading(1, self._pick(self._words["parts"][title])))
        for number, section in enumerate(self._words[phase], start=1):
            told.figures += self._section(number, section)
        told.glossary.append(self._heading(1, self._pick(self._words["parts"]["glossary"])))
        told.glossary += [
            Paragraph([f"{ordinal(i)}、{text}"], section="glossary")
            for i, text in enumerate(self._words["glossary"], 1)
        ]
        return told

    def _overview(self) -> list[Paragraph]:
        edition = self._setting.edition
        kind, has_centre = edition.agency.kind, edition.level == DEPARTMENT
        units = [f"{edition.publisher}本级", edition.agency.centre] if has_centre else [f"{edition.publisher}本级"]
        self._texts |= {
            "rooms": "、".join(kind["rooms"]),
            "rooms_count": str(len(kind["rooms"])),
            "units": "、".join(units),
            "units_count": str(len(units)),
        }
        made = [self._heading(1, self._pick(self._words["parts"]["overview"]))]
        for number, section in enumerate(self._words["overview"], start=1):
            heading = f"{ordinal(number)}、{self._pick(section['heading'])}"
            made += [self._heading(2, heading), self._paragraph(self._pick(section["text"]), section="overview")]
            if number == 1:
                made += [Paragraph([f"（{ordinal(i)}）{duty}；"]) for i, duty in enumerate(kind["duties"], start=1)]
        return made

    def _section(self, number: int, section: Mapping[str, Any]) -> list[Paragraph]:
        has_fund = bool(self._now["fund_out"][1])
        texts = section["fund"] if "fund" in section and has_fund else section["text"]
        heading = f"{ordinal(number)}、{self._pick(section['heading'])}"
        made = [self._heading(2, heading), self._paragraph(self._pick(texts))]
        if "three_public" in section:
            made += [self._three_public(i, part) for i, part in enumerate(("abroad", "vehicles", "reception"), start=1)]
        return made

    def _three_public(self, number: int, part: str) -> Paragraph:
        now, before = self._now[f"three_{part}"][1], self._before[f"three_{part}"][1]
        phase = self._setting.edition.phase
        start: list[Piece] = [f"（{ordinal(number)}）"]
        if not now and not before:
            template = self._pick(self._words["three_public"]["none"][part])
            zero = self._amount(f"three_public {part}", ZERO)
            return Paragraph(start + self._fill(template, {"zero": lambda: [zero]}))
        template = self._pick(self._words["three_public"][phase][part])
        name = f"three_{part}"
        books = self._setting.books.now
        own = {
            "x": lambda: self._field(name),
            "change": lambda: self._change(name, "year"),
            "reason": lambda: [self._reason(name)],
            "Reason": lambda: [self._reason(name)],
            "purchase": lambda: self._field("three_purchase"),
            "running": lambda: self._field("three_running"),
            "receptions": lambda: [self._count("receptions", books.receptions, "批次")],
            "guests": lambda: [self._count("guests", books.guests, "人次")],
        }
        return Paragraph(start + self._fill(template, own))

    # --------------------------------------------------------------------------------------------- filling

    def _pick(self, alternatives: Sequence[str]) -> str:
        return self._chance.choice(alternatives)

    def _heading(self, level: int, template: str) -> Paragraph:
        return Paragraph([template.format(**self._texts)], heading=level)

    def _paragraph(self, template: str, section: str = "") -> Paragraph:
        return Paragraph(self._fill(template, {}), section=section)

    def _fill(self, template: str, own: Mapping[str, Any]) -> list[Piece]:
        pieces: list[Piece] = []
        position = 0
        for match in FIELD.finditer(template):
            pieces.append(template[position : match.start()])
            name = match.group(1)
            pieces += own[name]() if name in own else self._field(name)
            position = match.end()
        pieces.append(template[position:])
        return [piece for piece in pieces if piece != ""]

    def _field(self, name: str) -> list[Piece]:
        if name in self._texts:
            return [self._texts[name]]
        if name in self._now:
            return [self._amount(*self._now[name])]
        kind, _, rest = name.partition("_")
        books = self._setting.books
        if kind in ("change", "delta", "sentence"):
            return self._change(rest, kind)
        if kind.lower() == "reason":
            return [self._reason(rest)]
        if kind == "share":
            base = "spent" if rest in ("basic", "projects") else "income"
            if rest.startswith("year_"):
                rest, base = rest.removeprefix("year_"), "year_in"
            return [self._share(rest, base)]
        if kind == "completion":
            done, planned = {"general": ("general_out", "general_planned"), "three": ("three_total", "three_planned")}[
                rest
            ]
            return [self._rate(self._now[done][0], self._now[done][1], self._planned(planned), "completion")]
        if name in ("general_planned", "three_planned"):
            item = {"general_planned": "general_out", "three_planned": "three_total"}[name]
            return [Entry(self._now[item][0], self._planned(name), APPROVED, self._year, self._unit, PROSE_DECIMALS)]
        if name == "functions":
            return self._functions()
        if name == "personnel_list":
            return [self._names(("301", "303"))]
        if name == "running_list":
            return [self._names(("302", "310"))]
        if name == "fund_use":
            return ["、".join(project.name for project in books.now.projects if project.source == FUND)]
        if name == "vehicles":
            return [self._count("vehicle count", books.now.vehicles, "辆")]
        if name == "projects_count":
            return [self._count("project count", len(books.now.projects), "个")]
        raise KeyError(name)

    @property
    def _year(self) -> int:
        return self._setting.edition.year

    @property
    def _unit(self) -> str:
        return self._setting.style.prose_unit

    def _amount(self, item: str, amount: Decimal) -> Entry:
        return Entry(item, amount, self._setting.measure, self._year, self._unit, PROSE_DECIMALS)

    def _count(self, item: str, count: int, unit: str) -> Entry:
        return Entry(item, Decimal(count), "count", self._year, unit, 0)

    def _planned(self, name: str) -> Decimal:
        budget = self._setting.books.budget
        return budget.expenditure(GENERAL) if name == "general_planned" else budget.three_public("total")

    def _share(self, part: str, whole: str) -> Entry:
        return self._rate(self._now[part][0], self._now[part][1], self._now[whole][1], "share")

    def _rate(self, item: str, part: Decimal, whole: Decimal, measure: str) -> Entry:
        return Entry(item, part / whole * 100 if whole else ZERO, measure, self._year, PERCENT, 2)

    def _change(self, name: str, kind: str) -> list[Piece]:
        """增加3.20万元，增长4.10%, in one of several wordings; worked out from what is printed."""
        item, now = self._now[name][:2]
        before = self._before[name][1]
        shown = [printed(amount, self._unit, PROSE_DECIMALS) for amount in (now, before)]
        direction = "same" if shown[0] == shown[1] else "new" if not before else "more" if now > before else "less"
        template = self._pick(self._words["changes"][direction])
        if kind == "delta" and direction in ("more", "less"):
            template = {"more": "增加{d}，增长{r}", "less": "减少{d}，下降{r}"}[direction]
        difference = Entry(item, abs(now - before), "change", self._year, self._unit, PROSE_DECIMALS)
        rate = Entry(
            item, abs(now - before) / before * 100 if before else ZERO, "change_percent", self._year, PERCENT, 2
        )
        pieces = self._fill(template, {"d": lambda: [difference], "r": lambda: [rate]})
        return ["收入总计、支出总计", *pieces] if kind == "sentence" else pieces

    def _reason(self, name: str) -> str:
        now, before = self._now[name][1], self._before[name][1]
        return self._pick(self._words["reasons"]["same" if now == before else "more" if now > before else "less"])

    def _functions(self) -> list[Piece]:
        ledger = self._setting.books.now
        rows = [(row, line) for row, line in functional_rows(ledger.lines(GENERAL)) if row.depth == 0]
        whole = ledger.expenditure(GENERAL)
        pieces: list[Piece] = []
        for i, (row, line) in enumerate(rows):
            item = f"general {row.code} total"
            suffix = "（类）" if i == 0 and len(rows) % 2 else ""
            pieces += [f"{row.name}{suffix}" if suffix else row.name, self._amount(item, line.total), "，占",
                       self._rate(item, line.total, whole, "share"), "；"]  # fmt: skip
        return pieces[:-1]

    def _names(self, prefixes: tuple[str, ...]) -> str:
        rows = economic_rows(self._setting.books.now.basic)
        return "、".join(row.name for row, _ in rows if row.depth and row.code[:3] in prefixes)


def _figures(ledger: Ledger) -> dict[str, tuple[str, Decimal]]:
    """What templates call a figure: its item and amount."""
    procurement = ledger.procurement
    return {
        "income": ("grand total revenue", ledger.grand_total),
        "outgo": ("grand total expenditure", ledger.grand_total),
        "year_in": ("revenue year", ledger.year_revenue),
        "spent": ("all sum total", ledger.expenditure()),
        "basic": ("all sum basic", ledger.basic_total),
        "projects": ("all sum projects", ledger.project_total),
        "personnel": ("all sum personnel", ledger.personnel),
        "running": ("all sum running", ledger.running),
        "general_in": ("revenue general", ledger.revenue(GENERAL)),
        "fund_in": ("revenue fund", ledger.revenue(FUND)),
        "other_in": ("revenue other", ledger.revenue(OTHER)),
        "carried_in": ("carried in", ledger.carried_in),
        "fiscal": ("fiscal grand total", ledger.expenditure(GENERAL, FUND) + ledger.carried_out),
        "general_out": ("general sum total", ledger.expenditure(GENERAL)),
        "fund_out": ("fund sum total", ledger.expenditure(FUND)),
        "operating": ("operating", ledger.running),
        "targeted": ("targeted projects", ledger.project_total),
        "procurement": ("procurement total", sum(procurement.values(), ZERO)),
        **{part: (f"procurement {part}", procurement[part]) for part in ("goods", "works", "services")},
        **{
            f"three_{part}": (f"three_public {part}", ledger.three_public(part))
            for part in ("total", "abroad", "vehicles", "purchase", "running", "reception")
        },
    }


def hidden_paragraph(setting: Setting, chance: random.Random) -> Paragraph:
    """White text that tells a reader other figures than the tables do."""
    trap = f"{chance.randint(500, 999)}.{chance.randint(10, 99)}"
    text = chance.choice(load("wording")["hidden"]).format(level=setting.edition.level_word, trap=trap)
    return Paragraph([text], is_hidden=True, section=trap)
