"""How the check of a figure came out, in words: what agrees with it, what contradicts it, what else does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import FactKind
from rag.citing import Citing, marks
from rag.comparison import Checked, Comparison, Outcome, Rule
from rag.crosscheck import is_last_digit
from rag.model import Check, Verdict
from rag.places import Place
from rag.telling import Teller
from rag.wording import Wording, escape, shorten, with_unit

MOST_PLACES = 4  # places that a verdict names; the others are counted


class Verdicts:
    """Words the checks of one answer's figures; what it cites is numbered in `citing`."""

    def __init__(self, wording: Wording, citing: Citing) -> None:
        self.wording = wording
        self.citing = citing
        self.teller = Teller(wording, citing)

    def lines(self, checked: Checked) -> list[str]:
        if checked.operands:
            return self._share(checked)
        agreeing = [
            place
            for c in checked.comparisons
            if c.rule in (Rule.SAME_ITEM, Rule.COUNTERPART) and c.outcome in (Outcome.HOLDS, Outcome.ROUNDING)
            for place in c.places
        ]
        off = {p for c in checked.comparisons if is_last_digit(checked.finding, c) for p in c.places}
        agreeing.sort(key=lambda place: place not in off)  # what differs in its last digit is seen
        named = self.wording.join([self._told(place, place in off) for place in agreeing[:MOST_PLACES]])
        if checked.verdict is Verdict.CONFLICT:
            return self._conflict(checked, agreeing, named)
        lines = []
        if agreeing or checked.verdict not in (Verdict.CONSISTENT, Verdict.ROUNDING):
            lines.append(self.wording.say(f"verdict.{checked.verdict.value}", count=len(agreeing), places=named))
        held = [c for c in checked.comparisons if c.outcome is Outcome.HOLDS]
        sums = [c for c in held if c.rule is Rule.SUM and _adds_up(c)]
        rates = [c for c in held if c.rule is Rule.RATE and c.decides]
        lines += [self.wording.say("sum_holds", formula=c.formula) for c in sums[:1]]
        lines += [self.wording.say("rate_holds", stated=with_unit(c.stated), formula=c.formula) for c in rates]
        return lines

    def _share(self, checked: Checked) -> list[str]:
        """What the document itself states for a figure that was worked out."""
        told = [c for c in checked.comparisons if c.rule is Rule.SHARE]
        lines = [self.comparison(c) for c in told if c.outcome is Outcome.DIFFERS]
        lines = [f"{self.wording.say('verdict.conflict')} {line}" for line in lines]
        return lines + [
            self.wording.say("share_holds", stated=with_unit(c.stated), place=self.short_place(c.places[0]))
            for c in told
            if c.outcome is not Outcome.DIFFERS
        ]

    def _conflict(self, checked: Checked, agreeing: Sequence[Place], named: str) -> list[str]:
        """What speaks against the figure, then what speaks for it."""
        differing = [c for c in checked.comparisons if c.outcome is Outcome.DIFFERS and c.decides]
        against = [*map(self.comparison, differing), *self.teller.conflicts(checked)]
        lines = ["\n".join([self.wording.say("verdict.conflict"), *(f"- {line}" for line in against)])]
        if agreeing:
            lines.append(self.wording.say("agreeing", count=len(agreeing), places=named))
        return lines

    def warnings(self, checked: Checked) -> list[str]:
        """Arithmetic beside the figure that does not hold, though the figure itself is not in doubt."""
        return [
            self._rate_warning(c)
            for c in checked.comparisons
            if c.rule is Rule.RATE and c.outcome is Outcome.DIFFERS and not c.decides and c.change
            if not any(known.tells_of_sentence(c.change[1].quote) for known in checked.contradictions)
        ]

    def _rate_warning(self, comparison: Comparison) -> str:
        assert comparison.change is not None
        document_id, told = comparison.change
        return self.wording.say(
            "rate_warning",
            document=escape(self.citing.file_name(document_id)),
            page=told.page,
            quote=escape(shorten(told.quote)),
            stated=with_unit(comparison.stated),
            derived=with_unit(comparison.derived),
            formula=comparison.formula,
            marks=marks([self.citing.change(comparison.change)]),
        )

    def _told(self, place: Place, with_amount: bool) -> str:
        told = self.short_place(place)
        return self.wording.say("at_amount", place=told, amount=with_unit(place.amount)) if with_amount else told

    def short_place(self, place: Place) -> str:
        fact = place.facts[0].fact
        numbers = marks(self.citing.place(place))
        if fact.kind is FactKind.SENTENCE:
            return self.wording.say("at_sentence", page=fact.page, marks=numbers)
        return self.wording.say("at_cell", table=table_title(place, self.wording), page=fact.page, marks=numbers)

    def comparison(self, comparison: Comparison) -> str:
        document = comparison.places[0].document.file_name if comparison.places else ""
        return self.wording.say(
            f"check.{comparison.rule.value}",
            place=self.short_place(comparison.places[0]) if comparison.places else "",
            stated=with_unit(comparison.stated),
            derived=with_unit(comparison.derived),
            formula=comparison.formula,
            document=escape(document),
            marks=marks(self._cited(comparison)),
        )

    def check(self, comparison: Comparison) -> Check:
        return Check(
            rule=self.wording.say(f"rule.{comparison.rule.value}"),
            stated=with_unit(comparison.stated),
            derived=with_unit(comparison.derived),
            status=comparison.outcome.value,
            citations=tuple(self._cited(comparison)),
            beside=not comparison.decides,
        )

    def _cited(self, comparison: Comparison) -> list[int]:
        if comparison.change:
            return [self.citing.change(comparison.change)]
        return list(dict.fromkeys(n for place in comparison.places for n in self.citing.place(place)))


def table_title(place: Place, wording: Wording) -> str:
    return escape(place.facts[0].table_title) or wording.say("untitled_table")


def _adds_up(comparison: Comparison) -> bool:
    """Whether the sum is worth telling: more than one term, and not all of them nothing."""
    return comparison.formula is not None and "+" in comparison.formula and comparison.derived.value != 0
