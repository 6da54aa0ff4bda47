"""The figures of one agency, year and phase: exact, in yuan, and consistent with each other by construction.

Basic expenditure is drawn by economic code and booked under functional codes (pensions, health insurance, housing, the
rest under 行政运行); projects have a functional code, a source of money and a split by economic codes. All that
disclosures print is a sum of these.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.maker.data import load
from eval.maker.publishers import Agency

ZERO = Decimal(0)
GENERAL, FUND, OTHER = "general", "fund", "other"  # 一般公共预算, 政府性基金, 其他收入
PERSONNEL = ("301", "303")
RUNNING = ("302", "310")
BOOKED_UNDER = {  # economic code → functional code; all else is under 行政运行
    "30108": "2080505", "30109": "2080506", "30110": "2101101", "30111": "2101103", "30113": "2210201",
    "30301": "2080501", "30302": "2080501",
}  # fmt: skip
THREE_PUBLIC = {"abroad": "30212", "purchase": "31013", "running": "30231", "reception": "30217"}

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    functional: str
    source: str
    economic: Amounts

    @property
    def total(self) -> Decimal:
        return sum(self.economic.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Line:
    """One 项 of the functional classification."""

    code: str
    personnel: Decimal
    running: Decimal
    projects: Decimal

    @property
    def basic(self) -> Decimal:
        return self.personnel + self.running

    @property
    def total(self) -> Decimal:
        return self.basic + self.projects


@dataclass(frozen=True, slots=True)
class Ledger:
    operating_code: str
    basic: Amounts  # by economic code; all of it 一般公共预算
    projects: tuple[Project, ...]
    carried_in: Decimal  # 上年结转, of 一般公共预算
    carried_out: Decimal
    procurement: Amounts  # goods, works, services
    vehicles: int
    receptions: int  # 批次
    guests: int  # 人次

    def lines(self, *sources: str) -> tuple[Line, ...]:
        """Of the given sources (all where none is given), added up by code, in the order of codes."""
        wanted = sources or (GENERAL, FUND, OTHER)
        parts: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
        if GENERAL in wanted:
            for code, amount in self.basic.items():
                place = 0 if code[:3] in PERSONNEL else 1
                parts[BOOKED_UNDER.get(code, self.operating_code)][place] += amount
        for project in self.projects:
            if project.source in wanted:
                parts[project.functional][2] += project.total
        return tuple(Line(code, *parts[code]) for code in sorted(parts) if any(parts[code]))

    def expenditure(self, *sources: str) -> Decimal:
        return sum((line.total for line in self.lines(*sources)), ZERO)

    @property
    def personnel(self) -> Decimal:
        return total_of(self.basic, *PERSONNEL)

    @property
    def running(self) -> Decimal:
        return total_of(self.basic, *RUNNING)

    @property
    def basic_total(self) -> Decimal:
        return self.personnel + self.running

    @property
    def project_total(self) -> Decimal:
        return sum((project.total for project in self.projects), ZERO)

    @property
    def grand_total(self) -> Decimal:
        """收入总计 and 支出总计."""
        return self.expenditure() + self.carried_out

    def revenue(self, source: str) -> Decimal:
        """Of the year alone."""
        amount = self.expenditure(source)
        return amount - self.carried_in + self.carried_out if source == GENERAL else amount

    @property
    def year_revenue(self) -> Decimal:
        return sum((self.revenue(source) for source in (GENERAL, FUND, OTHER)), ZERO)

    def economic(self) -> dict[str, Decimal]:
        """All expenditure by economic code."""
        amounts: dict[str, Decimal] = defaultdict(lambda: ZERO, self.basic)
        for project in self.projects:
            for code, amount in project.economic.items():
                amounts[code] += amount
        return {code: amounts[code] for code in sorted(amounts)}

    def three_public(self, part: str) -> Decimal:
        """abroad, purchase, running, reception; vehicles is two of them, total all. Fiscal money only."""
        if part == "vehicles":
            return self.three_public("purchase") + self.three_public("running")
        if part == "total":
            return sum((self.three_public(name) for name in THREE_PUBLIC), ZERO)
        code = THREE_PUBLIC[part]
        projects = (project for project in self.projects if project.source != OTHER)
        return self.basic.get(code, ZERO) + sum((project.economic.get(code, ZERO) for project in projects), ZERO)


def total_of(amounts: Amounts, *prefixes: str) -> Decimal:
    return sum((amount for code, amount in amounts.items() if code.startswith(prefixes)), ZERO)


def first_ledger(agency: Agency, chance: random.Random, step: Decimal, *, subordinate: bool = False) -> Ledger:
    """`step` is what all amounts are multiples of, in yuan."""
    kind = agency.kind
    operating = load("publishers")["subordinate_lines"][kind["operating"]] if subordinate else kind["operating"]
    scale = Decimal(chance.randint(60, 900)) * (5000 if subordinate else 10_000)
    sources = {code: (names, GENERAL) for code, names in kind["lines"].items()}
    sources |= {code: (names, FUND) for code, names in kind.get("fund", {}).items() if chance.random() < 0.7}
    picked = [(name, code, source) for code, (names, source) in sources.items() for name in names]
    if subordinate:
        picked = picked[:1]
    projects = [_project(name, code, source, scale, chance, step) for name, code, source in picked]
    if chance.random() < 0.3:
        projects.append(_project("委托课题经费", picked[0][1], OTHER, scale / 8, chance, step))
    return Ledger(
        operating_code=operating,
        basic=_basic(scale, chance, step),
        projects=tuple(projects),
        carried_in=ZERO,
        carried_out=ZERO,
        procurement={part: _near(scale / 6, chance, step) for part in ("goods", "works", "services")},
        vehicles=chance.randint(0, 6),
        receptions=chance.randint(3, 60),
        guests=chance.randint(70, 600),
    )


def _near(amount: Decimal, chance: random.Random, step: Decimal, spread: float = 0.6) -> Decimal:
    drawn = amount * Decimal(str(round(chance.uniform(1 - spread, 1 + spread), 4)))
    return max(step, _rounded(drawn, step))


def _rounded(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).to_integral_value() * step


def _basic(scale: Decimal, chance: random.Random, step: Decimal) -> dict[str, Decimal]:
    """Wages of about `scale`, contributions as shares of them, daily expenses, pensions."""
    shares = {"30101": ".36", "30102": ".28", "30103": ".2", "30112": ".012", "30108": ".13", "30109": ".065",
              "30110": ".06", "30113": ".1", "30201": ".03", "30202": ".004", "30205": ".002", "30206": ".008",
              "30207": ".008", "30209": ".02", "30211": ".016", "30213": ".006", "30215": ".003", "30216": ".004",
              "30217": ".003", "30226": ".006", "30228": ".013", "30229": ".016", "30231": ".009", "30239": ".03",
              "30299": ".012", "30302": ".05", "30305": ".01"}  # fmt: skip
    rare = {"30106": ".02", "30107": ".15", "30111": ".02", "30199": ".03", "30203": ".003", "30208": ".012",
            "30212": ".006", "30214": ".01", "30301": ".02", "30304": ".008", "30309": ".001", "31002": ".005",
            "31013": ".02"}  # fmt: skip
    kept = shares | {code: share for code, share in rare.items() if chance.random() < 0.3}
    dropped = {code for code in ("30202", "30205", "30215", "30217", "30231", "30305") if chance.random() < 0.2}
    return {
        code: _near(scale * Decimal(share), chance, step, 0.35)
        for code, share in sorted(kept.items())
        if code not in dropped
    }


def _project(name: str, code: str, source: str, scale: Decimal, chance: random.Random, step: Decimal) -> Project:
    purchase = chance.choice(load("publishers")["purchases"])
    whole = scale * Decimal(str(round(chance.uniform(0.01, 0.3), 4)))
    parts = {code: _near(whole / len(purchase), chance, step) for code in purchase}
    return Project(name, code, source, dict(sorted(parts.items())))


def grown(ledger: Ledger, chance: random.Random, step: Decimal, *, spread: float = 0.25) -> Ledger:
    """The budget of the next year: everything somewhat other, a few things new or gone."""

    def next_of(amount: Decimal) -> Decimal:
        if chance.random() < 0.12:
            return amount
        return _near(amount, chance, step, spread)

    projects = tuple(
        replace(project, economic={code: next_of(amount) for code, amount in project.economic.items()})
        for project in ledger.projects
        if len(ledger.projects) < 3 or chance.random() < 0.92
    )
    basic = {code: next_of(amount) for code, amount in ledger.basic.items()}
    for code in ("30212", "31013"):
        if chance.random() < 0.3:
            basic.pop(code, None)
    return replace(
        ledger,
        basic=basic,
        projects=projects,
        procurement={part: next_of(amount) for part, amount in ledger.procurement.items()},
        vehicles=max(0, ledger.vehicles + chance.choice((-1, 0, 0, 0, 1))),
        receptions=max(1, ledger.receptions + chance.randint(-5, 5)),
        guests=ledger.guests + chance.randint(-5, 40),
    )


def with_carried(ledger: Ledger, carried_in: Decimal, carried_out: Decimal = ZERO) -> Ledger:
    return replace(ledger, carried_in=carried_in, carried_out=carried_out)


def joined(ledgers: Iterable[Ledger]) -> Ledger:
    """A department's: its own bureau's and its subordinate units' together."""
    first, *others = ledgers
    return Ledger(
        operating_code=first.operating_code,
        basic=_added(ledger.basic for ledger in (first, *others)),
        projects=tuple(project for ledger in (first, *others) for project in ledger.projects),
        carried_in=sum((ledger.carried_in for ledger in (first, *others)), ZERO),
        carried_out=sum((ledger.carried_out for ledger in (first, *others)), ZERO),
        procurement=_added(ledger.procurement for ledger in (first, *others)),
        vehicles=sum(ledger.vehicles for ledger in (first, *others)),
        receptions=sum(ledger.receptions for ledger in (first, *others)),
        guests=sum(ledger.guests for ledger in (first, *others)),
    )


def _added(many: Iterable[Amounts]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for amounts in many:
        for code, amount in amounts.items():
            total[code] += amount
    return {code: total[code] for code in sorted(total)}
