"""Cases: what one disclosure says about one item and one year.

1. target → item keys: the item, or the label of a project that no taxonomy knows
2. one query to the library for all disclosures: the facts of these items and of those that sums connect with them
3. agency × year → the disclosures that should say it; where they do not, those that state it as the year before,
   or the other publication's column for it (final accounts print the budget beside the outcome)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.model import FactKind, Measure, Phase, StatedChange, Table
from rag.disclosures import Disclosure
from rag.growth import told_growth
from rag.items import item_name
from rag.model import StoredDocument, StoredFact
from rag.named_tables import in_table, may_be_in_table
from rag.places import Place, find_places
from rag.query import Operation, Query, Target
from rag.related_items import nearest_items, related_items
from rag.scope import may_answer, relations, satisfies
from rag.surroundings import has_words

if TYPE_CHECKING:
    from rag.library import Library

YEARS_STATED_LATER = 2  # a disclosure states figures of at most so many years before its own
MEASURES = {
    Phase.BUDGET: (Measure.APPROVED_BUDGET, Measure.ADJUSTED_BUDGET, Measure.EXECUTION, Measure.OTHER),
    Phase.FINAL_ACCOUNTS: (Measure.FINAL_ACCOUNTS, Measure.EXECUTION, Measure.OTHER),
    Phase.OTHER: (
        Measure.APPROVED_BUDGET,
        Measure.ADJUSTED_BUDGET,
        Measure.FINAL_ACCOUNTS,
        Measure.EXECUTION,
        Measure.OTHER,
        Measure.COUNT,
        Measure.INDICATOR,
    ),
}
"""What "how much" means in each publication; the first that is stated counts. It never means how much more."""


@dataclass(frozen=True, slots=True)
class Case:
    """One figure that is wanted, and everything that the best file of the disclosure says about it.

    `places` state it for the year wanted, the one to answer from first. `related` holds the places, and
    `related_blanks` the blanks, of the items that sums and counterparts connect with it, by item key.
    """

    target: Target
    disclosure: Disclosure
    year: int | None
    measure: Measure
    places: tuple[Place, ...] = ()
    blanks: tuple[StoredFact, ...] = ()
    related: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    related_blanks: dict[str, tuple[StoredFact, ...]] = field(default_factory=dict)
    changes: tuple[tuple[str, StatedChange], ...] = ()
    stated_changes: tuple[Place, ...] = ()  # columns of a table that state the change (增减额, 增减幅度)
    shares: tuple[Place, ...] = ()  # where the document states the figure as a percentage of something
    share_bases: tuple[Place, ...] = ()  # what the first of these sentences states without a percentage, largest first
    empty_tables: tuple[tuple[str, Table], ...] = ()  # (document id, table) that would state it and says there is none
    editions: tuple[Place, ...] = ()  # what tables of other files of the disclosure state
    subject: str = ""  # the subordinate unit whose figure it is; "" for the agency
    instead_of: str = ""  # the name of the item asked for, where the nearest one that is stated stands in for it
    later: tuple[Place, ...] = ()  # where nothing states the year: the places of the year that a change leads to

    @property
    def says_something(self) -> bool:
        return bool(self.places or self.blanks or self.empty_tables or self.derivable)

    @property
    def derivable(self) -> tuple[tuple[str, StatedChange], ...]:
        """Stated changes from which the year's figure can be worked out: a budget compares itself with a budget."""
        if self.measure not in (MEASURES[self.disclosure.phase][0], Measure.OTHER):
            return ()
        return tuple((i, c) for i, c in self.changes if c.base_year == self.year and c.difference is not None)


def find_cases(query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """One case or more for every agency and year asked about; what is silent gives way to the nearest item."""
    if len(query.measures) > 1:
        asked = [replace(query, measures=(measure,)) for measure in query.measures]
        return [case for one in asked for case in find_cases(one, target, disclosures, library)]
    if query.phase is None and query.phase_stated and not query.measures:
        return _cases_of_both(query, target, disclosures, library)
    finder = _Finder(query, target, disclosures, library)
    cases = finder.all_cases()
    if any(case.says_something for case in cases):
        return cases
    for key in (*target.others, *nearest_items(target.key)):
        nearest = replace(target, key=key, name=item_name(key), others=())
        found = _Finder(query, nearest, disclosures, library).all_cases()
        if any(case.places or case.derivable for case in found):
            return [replace(case, instead_of=target.name if nearest.name != target.name else "") for case in found]
    return cases


def _cases_of_both(query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """Budget and outcome: of each the disclosure's own figure, else the other publication's column for it."""
    asked = [replace(query, phase=phase) for phase in (Phase.BUDGET, Phase.FINAL_ACCOUNTS)]
    found = [find_cases(one, target, disclosures, library) for one in asked]
    telling = [[case for case in cases if case.places] or [c for c in cases if c.says_something] for cases in found]
    return [case for cases in telling for case in cases] or [case for cases in found for case in cases]


def find_own_cases(
    query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library
) -> dict[Disclosure, Case]:
    """What each disclosure says of its own year, whether that is a figure, a blank or nothing."""
    finder = _Finder(replace(query, agencies=(), years=()), target, disclosures, library)
    return {disclosure: finder.own_case(disclosure) for disclosure in disclosures}


def usual_measures(query: Query, disclosure: Disclosure) -> tuple[Measure, ...]:
    """What "how much" means; 实际支出 in a document that is neither budget nor accounts is what was executed."""
    if query.phase is Phase.FINAL_ACCOUNTS and disclosure.phase is Phase.OTHER:
        return (Measure.FINAL_ACCOUNTS, Measure.EXECUTION, Measure.OTHER)
    return MEASURES[disclosure.phase]


def under_headings_asked_for(query: Query, facts: Sequence[StoredFact]) -> list[StoredFact]:
    """Of cells side by side whose measure is not known, those under 实际执行 where that is asked for."""
    words = relations()["columns_of_phase"].get(query.phase.value, ()) if query.phase else ()
    under = [f for f in facts if f.fact.column and any(word in f.fact.column[-1] for word in words)]
    unknown = all(f.fact.measure is Measure.OTHER for f in facts)
    return under if under and unknown else list(facts)


class _Finder:
    """The facts about one target in all disclosures, and the cases made of them."""

    def __init__(self, query: Query, target: Target, disclosures: Sequence[Disclosure], library: Library) -> None:
        self.query = query
        self.target = target
        self.disclosures = [d for d in disclosures if self._may_matter(d)]
        self.library = library
        ids = [i for disclosure in self.disclosures for i in disclosure.ids]
        self.related = related_items(target.key, target.others)
        self.facts: dict[str, list[StoredFact]] = {}
        self.changes: dict[str, list[StatedChange]] = {}
        if target.key:
            for stored in library.facts(document_ids=ids, items=[target.key, *self.related]):
                self.facts.setdefault(stored.document_id, []).append(stored)
            for document_id, change in library.changes(ids, [target.key]):
                self.changes.setdefault(document_id, []).append(change)

    def _may_matter(self, disclosure: Disclosure) -> bool:
        """Whether to look into it: without an agency named, only what is published for the years asked about."""
        return bool(self.query.agencies) or not self.query.years or disclosure.year in self.query.years

    def all_cases(self) -> list[Case]:
        agencies = dict.fromkeys(disclosure.agency.name for disclosure in self.disclosures)
        return [case for name in agencies for year in self._years(name) for case in self._cases(name, year)]

    def own_case(self, disclosure: Disclosure) -> Case:
        return self._case(disclosure, disclosure.year)

    def _years(self, agency: str) -> list[int | None]:
        """The years asked for; without any the newest, of each phase where both are asked for."""
        if self.query.years:
            return list(self.query.years)
        both = self.query.phase is None and self.query.phase_stated
        newest: dict[Phase | None, int | None] = {}
        for disclosure in self._of(agency):
            if self._is_of_phase(disclosure) or not any(map(self._is_of_phase, self._of(agency))):
                phase = disclosure.phase if both else None
                newest[phase] = max(newest.get(phase) or 0, disclosure.year or 0) or None
        return list(dict.fromkeys(newest.values()))

    def _cases(self, agency: str, year: int | None) -> Iterator[Case]:
        """One for each disclosure that should state it; where none of them does, for those that do so all the same."""
        own = [self._case(d, year) for d in self._of(agency) if d.year == year and self._is_of_phase(d)]
        if any(case.says_something for case in own):
            yield from own
            return
        others = [self._case(d, year) for d in self._of(agency) if self._may_state(d, year)]
        stating = [case for case in others if case.places]
        telling = stating or [case for case in others if case.says_something]  # printed before worked out
        yield from telling or own

    def _of(self, agency: str) -> list[Disclosure]:
        return [d for d in self.disclosures if d.agency.name == agency]

    def _is_of_phase(self, disclosure: Disclosure) -> bool:
        return self.query.phase in (None, disclosure.phase)

    def _may_state(self, disclosure: Disclosure, year: int | None) -> bool:
        if disclosure.year is None or year is None or not self.query.agencies:
            return disclosure.year == year
        return 0 <= disclosure.year - year <= YEARS_STATED_LATER

    def _case(self, disclosure: Disclosure, year: int | None) -> Case:
        """What the best of the disclosure's files says; another file only where that one is silent.

        A file without the tables of the best one adds nothing but the chance of a misreading.
        """
        read = [self._read(document, disclosure, year) for document in disclosure.documents]
        telling = [case for case in read if case.says_something]
        tabled = [case for case in telling if case.places and not case.places[0].is_sentence]
        chosen = next(iter(tabled if not telling or not telling[0].places else telling), read[0])
        if not chosen.says_something and telling:
            chosen = telling[0]
        others = [case.places[0] for case in tabled if case is not chosen]
        changes = chosen.changes or next((case.changes for case in read if case.changes), ())  # tables tell of none
        return replace(
            chosen,
            changes=changes,
            editions=tuple(p for p in others if chosen.places and p.scope == chosen.places[0].scope),
        )

    def _read(self, document: StoredDocument, disclosure: Disclosure, year: int | None) -> Case:
        stated = [f for f in self.facts.get(document.id, []) if self.query.subject in ("", f.fact.subject)]
        year = self._stock_year(stated, disclosure, year)
        facts = [f for f in stated if f.fact.year in (year, None)]
        names = frozenset({self.query.subject} if self.query.subject else {document.agency, *disclosure.agency.names})
        measure, places = self._places(self._own(facts), disclosure, document, names)
        related = {key: [f for f in facts if f.fact.item == key and f.fact.measure is measure] for key in self.related}
        changes = [*self.changes.get(document.id, []), *told_growth(self._own(stated))]
        from_prose = not places or places[0].is_sentence
        return Case(
            self.target,
            disclosure,
            year,
            measure,
            places=tuple(places),
            blanks=tuple(self._blanks(facts, measure)),
            related={key: tuple(find_places(group, document, names)) for key, group in related.items()},
            related_blanks={key: tuple(f for f in group if f.fact.blank) for key, group in related.items()},
            changes=() if self.query.subject else tuple((document.id, change) for change in changes),
            subject=self.query.subject,
            stated_changes=tuple(self._stated_changes(facts, document, names)),
            shares=(shares := self._shares(facts, document, names)),
            share_bases=self._share_bases(shares[:1], document),
            empty_tables=self._empty_tables(document) if from_prose and disclosure.year == year else (),
            later=() if places else self._later(stated, disclosure, document, names, year),
        )

    def _stated_changes(
        self, facts: Sequence[StoredFact], document: StoredDocument, names: frozenset[str]
    ) -> Iterator[Place]:
        if self.query.operation is Operation.CHANGE:
            for measure in (Measure.CHANGE, Measure.CHANGE_PERCENT):
                stated = [f for f in self._own(facts) if f.fact.measure is measure]
                yield from find_places(stated, document, names)[:1]

    def _shares(
        self, facts: Sequence[StoredFact], document: StoredDocument, names: frozenset[str]
    ) -> tuple[Place, ...]:
        if self.query.operation is not Operation.SHARE:
            return ()
        stated = [f for f in self._own(facts) if f.fact.measure is Measure.SHARE]
        return tuple(place for place in find_places(stated, document, names) if place.is_sentence)

    def _share_bases(self, shares: Sequence[Place], document: StoredDocument) -> tuple[Place, ...]:
        """The amounts in the sentence of a share that have no share of their own: 合计90万元，其中：A60万元，占…."""
        if not shares:
            return ()
        told = shares[0].facts[0].fact
        sentences = self.library.facts(document_ids=[document.id], kinds=[FactKind.SENTENCE])
        here = [f for f in sentences if (f.fact.quote, f.fact.page) == (told.quote, told.page)]
        shared = {f.fact.label for f in here if f.fact.measure is Measure.SHARE}
        bases = find_places([f for f in here if f.fact.label not in shared], document, frozenset())
        return tuple(sorted((b for b in bases if b.amount.unit), key=lambda place: -place.amount.base))

    def _blanks(self, facts: Sequence[StoredFact], measure: Measure) -> Iterator[StoredFact]:
        for stored in self._own(facts):
            is_blank = stored.fact.blank and stored.fact.measure in (measure, Measure.OTHER)
            if is_blank and may_be_in_table(stored, self.query):
                yield stored

    def _own(self, facts: Sequence[StoredFact]) -> list[StoredFact]:
        target = self.target
        of_item = [f for f in facts if f.fact.item == target.key and may_answer(f.fact)]
        return [f for f in of_item if satisfies(f, target.scopes, target.column) and has_words(f, target.near)]

    def _later(
        self,
        facts: Sequence[StoredFact],
        disclosure: Disclosure,
        document: StoredDocument,
        names: frozenset[str],
        year: int | None,
    ) -> tuple[Place, ...]:
        """The places of the year to which a stated change leads from the year wanted."""
        years = {c.year for c in self.changes.get(document.id, ()) if c.base_year == year}
        later = [f for f in self._own(facts) if f.fact.year in years]
        return tuple(self._places(later, disclosure, document, names)[1]) if later else ()

    def _places(
        self,
        facts: Sequence[StoredFact],
        disclosure: Disclosure,
        document: StoredDocument,
        names: frozenset[str],
    ) -> tuple[Measure, list[Place]]:
        """The first measure that is stated, and the places that state it."""
        order = self._measures(disclosure)
        for measure in order:
            of_measure = [f for f in facts if f.fact.measure is measure]
            places = in_table(
                find_places(under_headings_asked_for(self.query, of_measure), document, names), self.query
            )
            if places:
                return measure, places
        return order[0], []

    def _stock_year(self, facts: Sequence[StoredFact], disclosure: Disclosure, year: int | None) -> int | None:
        """The year at whose end a stock was counted, where the year asked about is the disclosure's own."""
        if self.target.key not in relations()["stocks"] or year is None or year != disclosure.year:
            return year
        counted = {f.fact.year for f in self._own(facts) if f.fact.amount is not None}
        return next((y for y in (year, year - 1) if y in counted), year)

    def _measures(self, disclosure: Disclosure) -> tuple[Measure, ...]:
        if self.query.measures:
            return self.query.measures
        if self.target.key in (*relations()["stocks"], *relations()["things"]):
            return (Measure.COUNT, Measure.OTHER)
        if self.query.phase_stated and self.query.phase and self.query.phase is not disclosure.phase:
            return MEASURES[self.query.phase][:1]
        return usual_measures(self.query, disclosure)

    def _empty_tables(self, document: StoredDocument) -> tuple[tuple[str, Table], ...]:
        """The tables whose emptiness says that there is none of the item."""
        home = relations()["home_statement"].get(self.target.key)
        if home is None:
            return ()
        return tuple(
            (document.id, table)
            for table in self.library.extraction_tables(document.id)
            if table.statement == home and table.is_empty and not table.is_form
        )
