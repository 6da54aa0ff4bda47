"""A figure in words: whose it is, of when, what it is of, where it stands, how it was worked out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import FactKind, Level, Measure
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN
from rag.cases import MEASURES, Case
from rag.citing import Citing, marks
from rag.comparison import Checked, Rule
from rag.disclosures import Disclosure
from rag.figures import Finding
from rag.items import find_item, item_name
from rag.model import Figure, Origin
from rag.places import Place, in_unit
from rag.scope import relations
from rag.verdicts import Verdicts, table_title
from rag.wording import Wording, escape, plain_value, shorten, unit_symbol, with_unit

PUT_TOGETHER = ("sum", "average", "difference", "count")
RELATIONS = ("share", "ratio", "difference", "increase", "decrease", "unchanged", "growth", "fall", "higher", "lower")
MOST_NAMED = 3  # agencies, years or items that a figure of several names; of more it says how many


class Reporter:
    """Words one answer's figures; what it cites is numbered in `citing`."""

    def __init__(self, wording: Wording, citing: Citing, *, levels: bool = False) -> None:
        """`levels`: say 部门 or 单位, because an agency has figures of both."""
        self.wording = wording
        self.citing = citing
        self.levels = levels
        self.verdicts = Verdicts(wording, citing)

    # Names

    def agency(self, case: Case) -> str:
        return escape(case.subject or case.disclosure.agency.name) + self._level(case.disclosure)

    def agency_of(self, disclosure: Disclosure) -> str:
        """As plain text, for a cell of a table."""
        return disclosure.agency.name + self._level(disclosure)

    def _level(self, disclosure: Disclosure) -> str:
        if not self.levels or disclosure.level is Level.UNKNOWN:
            return ""
        return self.wording.say("of_level", level=self.wording.level(disclosure.level))

    def period(self, case: Case) -> str:
        if case.year and case.target.key in relations()["stocks"]:
            return self.wording.say("as_of", year=case.year)
        return self.wording.period(case.year, case.disclosure.phase)

    def item_name(self, case: Case) -> str:
        item = find_item(case.target.key)
        if self.wording.language == "en" and item and item.english:
            return f"{item.english} ({item.name})"
        return case.target.name

    def whose(self, finding: Finding) -> str:
        """Of a figure of several agencies, years or items: all of them, or how many."""
        return self._together(
            "agencies", [escape(self._named(case)) + self._level(case.disclosure) for case in _cases(finding)]
        )

    def _named(self, case: Case) -> str:
        return case.subject or case.disclosure.agency.name

    def _when(self, finding: Finding) -> str:
        return self._together("periods", [self.period(case) for case in _cases(finding)])

    def _items(self, finding: Finding) -> str:
        return self._together("items", [self.item_name(case) for case in _cases(finding)])

    def _together(self, key: str, names: Sequence[str]) -> str:
        different = list(dict.fromkeys(names))
        if len(different) > MOST_NAMED:
            return self.wording.say(f"many.{key}", count=len(different))
        return self.wording.join(different)

    def item(self, finding: Finding) -> str:
        name = escape(self._items(finding))
        if finding.aspect:
            aspect = self.wording.say(f"aspect.{finding.aspect}", base=_base_year(finding))
            name = self.wording.say("item_aspect", item=name, aspect=aspect)
        elif limits := self._limits(finding):
            name += self.wording.say("of_scope", scope=self.wording.join(limits))
        return name

    def _limits(self, finding: Finding) -> list[str]:
        """What the figure is restricted to, because the question says so or because only that is stated."""
        case = finding.case
        keys = case.target.scopes or (sorted(finding.place.scope.parts) if finding.place else ())
        usual = case.measure in (MEASURES[case.disclosure.phase][0], Measure.OTHER)
        limits = [
            *([] if usual else [self.wording.measure(case.measure)]),
            *self._money(finding),
            *map(item_name, keys),
        ]
        return [*limits, self.wording.say("derived")] if finding.origin is Origin.DERIVED else limits

    def _money(self, finding: Finding) -> list[str]:
        """The kind of money that a figure is of, where the item is one of all money and nothing says which is meant."""
        case = finding.case
        item = find_item(case.target.key)
        is_of_all = item is not None and (item.code or item.key in relations()["of_all_money"])
        if case.target.scopes or not is_of_all or finding.place is None:
            return []
        return list(filter(None, [self.wording.scope(finding.place.scope.money)]))

    # Figures

    def figure(self, checked: Checked) -> Figure:
        finding = checked.finding
        case = finding.case
        measure = (
            self.wording.say(f"aspect.{finding.aspect}", base=_base_year(finding))
            if finding.aspect
            else self.wording.measure(case.measure)
        )
        return Figure(
            agency=self._together("agencies", [self._named(case) for case in _cases(finding)]),
            year=case.year,
            phase=case.disclosure.phase,
            item=self._together("items", [case.target.name for case in _cases(finding)]),
            measure=measure,
            value=plain_value(finding.amount),
            unit=unit_symbol(finding.amount),
            origin=finding.origin,
            verdict=checked.verdict,
            citations=self.cite(checked),
            formula=finding.formula,
        )

    def cite(self, checked: Checked) -> tuple[int, ...]:
        """The figure's own places, then those that agree with it or contradict it."""
        finding = checked.finding
        numbers = list(self._own(finding))
        for operand in checked.operands:
            numbers += self._own(operand.finding)
        for comparison in checked.comparisons:
            if comparison.rule in (Rule.SAME_ITEM, Rule.COUNTERPART, Rule.EDITION, Rule.SHARE):
                numbers += [n for place in comparison.places for n in self.citing.place(place)]
        return tuple(dict.fromkeys(numbers))

    def _own(self, finding: Finding) -> list[int]:
        if finding.place:
            return list(self.citing.place(finding.place))
        if finding.change:
            later = [n for place in finding.case.later[:1] for n in self.citing.place(place)]
            return [self.citing.change(finding.change), *later]
        return [n for operand in finding.operands for n in self._own(operand)]

    # Lines

    def headline(self, checked: Checked) -> str:
        finding = checked.finding
        if finding.aspect in RELATIONS and len(finding.operands) > 1:
            return self._relation(finding)
        return self.wording.say(
            "figure",
            agency=self.whose(finding),
            period=self._when(finding),
            item=self.item(finding),
            value=plain_value(finding.amount),
            unit=unit_symbol(finding.amount) + self.in_ten_thousands(finding),
            marks=marks(self._own(finding)),
        )

    def _relation(self, finding: Finding) -> str:
        """Both figures by name, the second without what it has in common with the first."""
        one, *others = finding.operands
        kind = finding.aspect
        if kind == "difference":
            kind = "more" if one.base > others[0].base else "less" if one.base < others[0].base else "equal"
        return self.wording.say(
            f"relation.{kind}",
            one=self._figure_name(one, None),
            other=" + ".join(self._figure_name(other, one) for other in others),
            value=plain_value(finding.amount),
            unit=unit_symbol(finding.amount) + self.in_ten_thousands(finding),
            marks=marks(self._own(finding)),
        )

    def _figure_name(self, finding: Finding, known: Finding | None) -> str:
        """What a sentence about `known` must say to mean this figure."""
        whose, when, what = self._names(finding)
        if known:
            of_known = self._names(known)
            same_agency, same_period = whose == of_known[0], (whose, when) == of_known[:2]
            whose, when = "" if same_agency else whose, "" if same_period else when
            what = "" if what == of_known[2] and (whose or when) else what
        head = self.wording.say("name_joint").join(filter(None, (whose, when)))
        return self.wording.say("item_joint").join(filter(None, (head, what)))

    def _names(self, finding: Finding) -> tuple[str, str, str]:
        return self.agency(finding.case), self.period(finding.case).strip(" ,"), self.item(finding)

    def in_ten_thousands(self, finding: Finding) -> str:
        """Beside a large number of yuan what it is in 万元, to the digit."""
        if finding.amount.unit != YUAN or finding.amount.value < TEN_THOUSAND_YUAN.factor or finding.converted:
            return ""
        return self.wording.say("equals", amount=with_unit(in_unit(finding.amount, TEN_THOUSAND_YUAN)))

    def details(self, checked: Checked) -> list[str]:
        """Where it stands, how it was worked out, and how the check came out."""
        lines = [self.whereabouts(checked.finding), self.formula(checked.finding), *self.verdicts.lines(checked)]
        return [line for line in lines if line]

    def whereabouts(self, finding: Finding) -> str:
        if finding.change:
            document_id, told = finding.change
            return self.wording.say(
                "place_change",
                document=escape(self.citing.file_name(document_id)),
                page=told.page,
                quote=escape(shorten(told.quote)),
                marks=marks([self.citing.change(finding.change)]),
            )
        return self._place(finding.place) if finding.place else ""

    def _place(self, place: Place) -> str:
        fact = place.facts[0].fact
        values = {"document": escape(place.document.file_name), "page": fact.page}
        if fact.kind is FactKind.SENTENCE:
            return self.wording.say("place_sentence", quote=escape(shorten(fact.quote)), **values)
        values["table"] = table_title(place, self.wording)
        if place.formula:
            return self.wording.say("place_rows", count=len(place.facts), formula=place.formula, **values)
        column = "" if fact.kind is FactKind.FORM else escape("/".join(fact.column))
        key = "place_cell_plain" if not column else "place_cell" if fact.label else "place_column"
        return self.wording.say(key, row=escape(fact.label), column=column, **values)

    def formula(self, finding: Finding) -> str:
        if not finding.formula or (finding.place and finding.place.formula):
            return ""
        return self.wording.say(
            "formula",
            formula=finding.formula,
            value=plain_value(finding.amount),
            unit=unit_symbol(finding.amount),
        )


def _base_year(finding: Finding) -> int | str:
    """The year that a change is counted from."""
    if finding.change:
        return finding.change[1].base_year or ""
    return finding.operands[-1].case.year or "" if finding.operands else ""


def _cases(finding: Finding) -> list[Case]:
    """Whose figure it is: of one that puts several together, or relates what does, all of theirs."""
    if finding.aspect in PUT_TOGETHER:
        return [case for operand in finding.operands for case in _cases(operand)] or [finding.case]
    if finding.operands and finding.operands[0].operands:
        return _cases(finding.operands[0])
    return [finding.case]
