"""Prose → stated figures and stated changes, sentence by sentence.

    paragraph → sentences → marks (amounts, 为0, 持平) → each read with the words before it → facts and changes

The words before a mark say what kind of figure it is (lead.py) and what it is about (subjects.py). Without words of
its own a figure is about what its paragraph, or else the heading over it, was speaking of (discourse.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.changes import Comparison, find_comparison, magnitude, no_difference
from extractors.counts import read_counted, thing_counted
from extractors.discourse import Discourse, Level, OpenChange
from extractors.lead import (
    MAX_CLAUSE,
    Lead,
    Role,
    dimension,
    goes_on,
    is_apart,
    is_of_a_part,
    read_lead,
    states_base,
)
from extractors.marks import Mark, find_marks
from extractors.model import Blank, Fact, Identity, Measure, Paragraph, Phase, StatedChange, Unread
from extractors.phrases import load_phrases
from extractors.prose import level_of, states_figures, without_number
from extractors.quantities import Amount, Dimension
from extractors.seats import Seat, is_regional, seat_in, seat_under, tell_seats_apart
from extractors.sentences import Sentence, Spot, split, spot_of
from extractors.standpoint import Standpoint
from extractors.stated import Stated
from extractors.subjects import Subject, SubjectReader, is_total, only_money, section_context

HEADING_REACH = 2
"""Paragraphs after a heading that it names the subject of; those further on are about something else by now."""
ITEM_LEVEL = 3
"""Section numbers from this depth on (1. and （1）) number items, not sections."""
_OPENED = re.compile(r"[（(][^（()）]*$")
_CLOSED = re.compile(r"[^（(]*[)）]")
INHERITED = frozenset({Measure.APPROVED_BUDGET, Measure.ADJUSTED_BUDGET, Measure.FINAL_ACCOUNTS, Measure.EXECUTION})
"""The parts of a figure that is one of these are so too."""
PERCENT_MEASURE = {Role.SHARE: Measure.SHARE, Role.COMPLETION: Measure.COMPLETION}


def prose_facts(
    paragraphs: Sequence[Paragraph], identity: Identity
) -> tuple[list[Fact], list[StatedChange], list[Unread]]:
    stated = Stated(identity)
    subjects = SubjectReader((identity.agency, *identity.aliases))
    since_heading = 0
    for paragraph in paragraphs:
        since_heading = 0 if paragraph.is_heading else since_heading + 1
        if since_heading and states_figures(paragraph):
            _Reader(paragraph, identity, subjects, stated, since_heading <= HEADING_REACH).read()
    facts, changes = stated.facts, stated.changes
    if is_regional(identity):
        facts, changes = tell_seats_apart(facts, stated.seats, changes)
    return facts, changes, stated.unread


class _Reader:
    """Reads one paragraph."""

    def __init__(
        self, paragraph: Paragraph, identity: Identity, subjects: SubjectReader, stated: Stated, under_heading: bool
    ) -> None:
        self.paragraph = paragraph
        self.identity = identity
        self.subjects = subjects
        self.stated = stated
        self.context = section_context(paragraph.section)
        self.discourse = Discourse(announced=self._heading_subject() if under_heading else None)
        self.change: OpenChange | None = None
        self.spoken_of: Subject | None = None  # the last known subject of a figure or a change
        self.sentence = Sentence("", 0)
        self.home = Standpoint.under(paragraph.section, identity)
        self.as_of = self.year = self.home.year
        self.stated.seat = seat_under(paragraph.section)
        self.comparison: Comparison | None = None
        self.explains = False
        self.is_numbered_item = (level_of(paragraph.text) or 0) >= ITEM_LEVEL

    def read(self) -> None:
        for sentence in split(self.paragraph.text):
            self.sentence = sentence
            marks = find_marks(sentence.text)
            if marks:
                self._read_marks(marks)
            elif not self._read_none():
                self._read_announcement()

    def _heading_subject(self) -> Subject | None:
        if not self.paragraph.section:
            return None
        title = without_number(self.paragraph.section[-1])
        subject = self.subjects.read(load_phrases().heading_end.sub("", title), self.context, is_first=True)
        return subject if subject and subject.is_known else Subject(title)

    # ------------------------------------------------------------------------- sentences without figures

    def _read_announcement(self) -> None:
        """1.因公出国（境）费用。2026年预算数36.14万元: the first sentence only names what the second is about."""
        text = self.sentence.text.rstrip("。：")
        subject = self.subjects.read(text, self.context) if len(text) <= MAX_CLAUSE else None
        if subject and subject.is_known:
            self.discourse.announce(subject)

    def _read_none(self) -> bool:
        """我单位2021年没有使用政府性基金预算拨款安排的支出: a blank that says so in words."""
        phrases, text = load_phrases(), self.sentence.text
        match = phrases.none.search(text)
        if not match or phrases.none_not.search(match["what"]) or phrases.explains.search(text[: match.start()]):
            return False
        known = False
        for name in re.split("[、和及]", match["what"]):
            subject = self.subjects.read_none(name)
            if subject and subject.is_known:
                known = True
                spot = self._spot(match.start())
                self.stated.add_figure(spot, subject, None, self.home.measure, self.home.year, blank=Blank.WORD)
        return known

    # ------------------------------------------------------------------------- marks

    def _read_marks(self, marks: Sequence[Mark]) -> None:
        self.year = self.as_of
        self.comparison, self.explains = None, False
        end = 0
        outside: Level | None = None  # what the figures before an aside that is still open are about
        for mark in marks:
            words = self.sentence.text[end : mark.start]
            if outside and _CLOSED.match(words):
                self.discourse.resume(outside)
            outside = self.discourse.last if _OPENED.search(words) else None if _CLOSED.match(words) else outside
            lead = read_lead(words, mark.amount, self.home.year, self.change is not None)
            self._take_seat(seat_in(words))
            self._follow(lead)
            self._read_mark(mark, lead)
            end = mark.end
        self._settle()
        self.discourse.end_sentence()

    def _take_seat(self, seat: Seat | None) -> None:
        if seat and is_regional(self.identity):
            self._settle()  # the change before is of the seat before
            self.stated.seat = seat

    def _follow(self, lead: Lead) -> None:
        """What the words change for this figure and for those after it."""
        if lead.explains is not None:
            self.explains = lead.explains
        if lead.after_semicolon and self.subjects.names_owner(lead.clauses[0]):
            self.discourse.end_sentence()
        if lead.opens_list and self.discourse.whole and not self.explains:
            self.discourse.is_list = True
            self.year = self.discourse.whole.year or self.year
        self.year = lead.year or self.year
        self.as_of = self.year if lead.as_of else self.as_of
        self.comparison = lead.comparison or self.comparison

    def _read_mark(self, mark: Mark, lead: Lead) -> None:
        before = (self.change and self.change.difference) or (self.discourse.last and self.discourse.last.amount)
        if mark.amount and before and goes_on(lead, before, mark.amount):
            self._read_next_of_several(mark, mark.amount)
            return
        if lead.role is Role.CHANGE and mark.amount:
            self._read_change(mark, mark.amount, lead)
            return
        self._settle()
        if lead.role is Role.UNCHANGED:
            self._read_unchanged(mark, lead)
        elif mark.amount and lead.role in PERCENT_MEASURE:
            last = self.discourse.last
            subject = last.subject if last else self.discourse.announced or Subject(lead.clauses[0])
            self._add(self._unless_explaining(subject), mark.amount, PERCENT_MEASURE[lead.role], mark)
        elif mark.amount and states_base(self.sentence.text[: mark.start], lead, self.home.year):
            self._read_base(mark, mark.amount, lead)
        elif mark.amount:
            self._read_level(mark, mark.amount, lead)

    def _read_next_of_several(self, mark: Mark, amount: Amount) -> None:
        label = self.discourse.last.subject.label if self.discourse.last else ""
        measure = Measure.CHANGE if self.change else self.home.measure
        if self.change:
            self.change.is_one_of_several = True
        self._add(Subject(label), amount, measure, mark)

    def _read_base(self, mark: Mark, amount: Amount, lead: Lead) -> None:
        comparison = find_comparison(lead.clauses[0], self.home.year)
        head = lead.clauses[0][: comparison.start].strip() if comparison else ""
        named = self._named((head,)) if head else None
        self.discourse.announced = named or self.discourse.announced
        subject = named or self._carried(amount)
        if subject is None or dimension(amount) is not Dimension.MONEY:
            self.stated.add_unread(self._spot(mark.start))
            return
        is_budget = load_phrases().budget_base.search(lead.clauses[0]) is not None
        measure = lead.measure or (Measure.APPROVED_BUDGET if is_budget else self.home.measure)
        year = self.year if is_budget or lead.comparison is None else lead.comparison.year
        spot = self._spot(mark.start)
        self.stated.add_figure(spot, self._unless_explaining(subject), amount, measure, year)

    def _read_level(self, mark: Mark, amount: Amount, lead: Lead) -> None:
        subject = self._subject_of(mark, amount, lead)
        if subject is None:
            self.stated.add_unread(self._spot(mark.start))
            return
        if is_of_a_part(self.sentence.text[: mark.start], amount):
            subject = Subject(subject.label)
        measure = self._measure_of(amount, lead, subject)
        self._move(lead, measure)
        self._add(self._unless_explaining(subject), amount, measure, mark)
        if not (self.explains or is_apart(lead, amount)):
            is_own = (self.year, measure) == (self.home.year, self.home.measure)
            self.discourse.add(Level(subject, amount, is_own, lead.after_enumeration, self.year, measure))
            self.spoken_of = subject

    def _move(self, lead: Lead, measure: Measure) -> None:
        """2023年支出完成76亿元 in a budget for 2024: the sentences that follow go on about 2023, until another year is
        named."""
        if measure is Measure.EXECUTION and lead.year not in (None, self.identity.year):
            self.home, self.as_of = Standpoint(lead.year, measure), lead.year
        elif lead.year is not None and lead.year == self.identity.year != self.home.year:
            self.home, self.as_of = Standpoint.of_document(self.identity), lead.year

    def _subject_of(self, mark: Mark, amount: Amount, lead: Lead) -> Subject | None:
        clause = lead.clauses[0]
        if dimension(amount) is Dimension.COUNT:
            text, unit = self.sentence.text, amount.unit.symbol if amount.unit else ""
            return read_counted(self.subjects, text[: mark.start], clause, unit, text[mark.end :], self._whole())
        subject = self._named(lead.clauses) or self._carried(amount)
        if subject is None or not (subject.is_known or self.discourse.levels):
            subject = self.subjects.read(clause, self.context, is_first=True) or subject
        return only_money(subject) if subject else None

    def _measure_of(self, amount: Amount, lead: Lead, subject: Subject) -> Measure:
        if dimension(amount) is Dimension.COUNT:
            return Measure.COUNT
        is_asset = any(load_phrases().assets.match(item) for item in subject.items)
        if dimension(amount) is Dimension.PERCENT or is_asset:
            return Measure.OTHER
        if lead.measure is Measure.EXECUTION and load_phrases().achieved.search(lead.clauses[0]):
            return Measure.FINAL_ACCOUNTS if self.identity.phase is Phase.FINAL_ACCOUNTS else Measure.EXECUTION
        whole = self.discourse.whole if self.discourse.is_list else None
        of_whole = whole.measure if whole and whole.measure in INHERITED else None
        return lead.measure or of_whole or self.home.measure

    def _named(self, clauses: Sequence[str]) -> Subject | None:
        """The subject that the nearest words name; those further away count only where they name a known item."""
        other_side = self.subjects.other_side(clauses[0], self.spoken_of)
        if other_side:
            return other_side
        for i, clause in enumerate(clauses):
            subject = self.subjects.read(clause, self.context, self._whole())
            if subject and (i == 0 or subject.is_known):
                return self._unless_of_unknown(subject, clause)
        return None

    def _unless_of_unknown(self, subject: Subject, clause: str) -> Subject:
        """支出项目共14个，支出总额110.39万元: after something unknown a bare total is the total of that."""
        last = self.discourse.last
        is_bare = is_total(subject) and not self.subjects.has_introduction(clause)
        return replace(subject, items=()) if is_bare and last and not last.subject.is_known else subject

    def _whole(self) -> Subject | None:
        """What the parts of a list are parts of; in a numbered paragraph about something unknown, that."""
        if self.discourse.is_list and self.discourse.whole:
            return self.discourse.whole.subject
        first = self.discourse.levels[0].subject if self.discourse.levels else None
        return first if first and not first.is_known and self.is_numbered_item else None

    def _carried(self, amount: Amount) -> Subject | None:
        """What was spoken of before. 车辆0辆、0万元: the same thing by another measure is not the same item."""
        last = self.discourse.last
        before = last.subject if last else self.discourse.announced
        is_alike = dimension(amount) is not Dimension.PERCENT and (last is None or last.is_alike(amount))
        if before is None or is_alike:
            return before
        money = thing_counted(before) if dimension(amount) is Dimension.MONEY else None
        return replace(before, items=(money,) if money else ())

    def _unless_explaining(self, subject: Subject) -> Subject:
        return replace(subject, items=(), aspect=None) if self.explains else subject

    # ------------------------------------------------------------------------- changes

    def _read_change(self, mark: Mark, amount: Amount, lead: Lead) -> None:
        is_percent = dimension(amount) is Dimension.PERCENT
        self._move(lead, self.home.measure)
        named = self._named(lead.clauses)
        goes_on = self.change is not None and named is None and lead.comparison is None
        if not (goes_on and is_percent and self.change and self.change.percent is None):
            self._settle()
            own = self.discourse.of(named) if named else ()
            self.spoken_of = named or self.spoken_of
            is_one = load_phrases().separately.search(self.sentence.text[: mark.start]) is not None
            self.change = OpenChange(own, self.comparison, lead.direction, self.year, self.explains, mark.start, is_one)
        if self.change and is_percent:
            self.change.percent = magnitude(amount)
        elif self.change:
            self.change.difference = magnitude(amount)

    def _read_unchanged(self, mark: Mark, lead: Lead) -> None:
        named = self._named(lead.clauses)
        if self.explains or lead.comparison is None:
            return
        before = self.discourse.changed(None, None, 0)
        for level in self.discourse.of(named) if named else filter(None, (before,)):
            if level.amount:
                nothing = no_difference(level.amount, self.sentence.text[mark.start : mark.end])
                self.stated.add_change(self._spot(mark.start), level, lead.comparison, self.year, 0, nothing, None)

    def _settle(self) -> None:
        """The change that was being read is complete: say what it is about and keep it."""
        change, self.change = self.change, None
        if change is None:
            return
        direction = 0 if change.difference and not change.difference.value else change.direction
        before = self.discourse.changed(change.difference, change.percent, direction)
        levels = change.own or tuple(filter(None, (before,)))
        if change.is_one_of_several:
            levels = tuple(replace(level, subject=Subject(level.subject.label)) for level in levels[:1])
        if not levels:
            self.stated.add_unread(self._spot(change.at))
        for level in levels:
            self._keep(change, level, direction)

    def _keep(self, change: OpenChange, level: Level, direction: int) -> None:
        spot, subject = self._spot(change.at), level.subject
        if change.explains:
            subject = replace(subject, items=(), aspect=None)
        base = change.comparison.year if change.comparison else None
        for amount, measure in ((change.difference, Measure.CHANGE), (change.percent, Measure.CHANGE_PERCENT)):
            if amount:
                self.stated.add_figure(spot, subject, amount, measure, change.year, base_year=base, direction=direction)
        if change.comparison and not change.explains:
            self.stated.add_change(
                spot, level, change.comparison, change.year, direction, change.difference, change.percent
            )

    def _add(self, subject: Subject, amount: Amount, measure: Measure, mark: Mark) -> None:
        self.stated.add_figure(self._spot(mark.start), subject, amount, measure, self.year)

    def _spot(self, at: int) -> Spot:
        return spot_of(self.paragraph, self.sentence, at)
