"""Answers about one project: an indicator of its form, or what is printed beside one of its labels.

Given as printed, with the project, the levels of the indicator and the place. Sums of money are figures and take the
usual way; see `rag.projects`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from rag import silence
from rag.asked_indicators import choose_indicators, read_asked, said_of
from rag.citing import Citing, marks
from rag.columns import field
from rag.disclosures import Disclosure, select_disclosures
from rag.indicators import Indicator, read_indicators
from rag.lexicon import Wordings
from rag.model import Answer, Status, StoredDocument, Verdict
from rag.project_list import Project, find_projects
from rag.project_names import NamedProject, find_named, questions
from rag.projects import asked_of
from rag.query import Operation, Query
from rag.wording import Wording, escape

if TYPE_CHECKING:
    from rag.library import Library

OPERATIONS = frozenset(
    {Operation.LOOKUP, Operation.PASSAGE, Operation.RANKING, Operation.COMPARISON, Operation.COUNT, Operation.BREAKDOWN}
)
"""What a question about an indicator may look like: 最多付多少 resembles a ranking, 几家 a count."""
DOUBTFUL = frozenset({Operation.SHARE, Operation.CHANGE})
"""What one may look like whose indicator is called so: 优良天数比例, 同比增长率."""
FORMS = ("performance_project", "performance_overall")
NAMED = 0.7  # of an indicator's name must be said for it to be that very one
MOST_DISCLOSURES = 4  # more than these are not looked through for one project


def answer_about_project(query: Query, library: Library) -> Answer | None:
    """None where the question asks for nothing that forms say of a project, or where they do not say it."""
    if not _may_be_meant(query):
        return None
    documents = library.documents()
    disclosures = asked_of(query, select_disclosures(query, documents))
    if len(disclosures) > MOST_DISCLOSURES:
        return None
    teller = _Teller(query, documents)
    lines = [line for d in disclosures for line in teller.tell(d, library)]
    return teller.answer(lines) if lines else None


def _may_be_meant(query: Query) -> bool:
    """Whether the question names an agency and more than items of the taxonomy."""
    asked = read_asked(query.question, query.rest)
    lists_projects = query.asks_for_projects and not asked.is_listed  # 项目有哪些, not 项目有哪些指标
    if not query.agencies or query.operation not in OPERATIONS | DOUBTFUL or lists_projects or query.language != "zh":
        return False
    plain = query.targets and all(t.key and not t.label for t in query.targets) and not query.phrase
    return not plain or asked.is_cued


class _Teller:
    """Words what the disclosures say, one line for each indicator or field."""

    def __init__(self, query: Query, documents: Sequence[StoredDocument]) -> None:
        self._query = query
        self._asked = read_asked(query.question, query.rest, is_doubtful=query.operation in DOUBTFUL)
        self._wording = Wording(query.language)
        self._citing = Citing(documents)
        self._is_nearest = False  # no indicator has quite the name that is asked for

    def tell(self, disclosure: Disclosure, library: Library) -> list[str]:
        """From the best file of the disclosure that has forms."""
        for document in disclosure.documents:
            tables = library.extraction_tables(document.id, statements=FORMS)
            indicators = [one for table in tables for one in read_indicators(table)]
            if not indicators:
                continue
            named = self._named([one.project for one in indicators if one.project])
            chosen = choose_indicators(self._asked, indicators, named)
            if chosen:
                self._is_nearest = not self._asked.is_listed and said_of(chosen[0], self._asked) < NAMED
                return [self._indicator(one, disclosure, document) for one in chosen]
            return self._fields(disclosure, library)
        return []

    def _named(self, names: Sequence[str]) -> list[NamedProject]:
        """The projects that the question names, else those of the question before."""
        found = find_named(self._query.rest, names)
        spoken = " ".join(target.label for target in self._query.targets if target.key is None)
        return found or find_named(spoken, names)

    def _fields(self, disclosure: Disclosure, library: Library) -> list[str]:
        cue = _fields_asked().first(self._query.rest)
        projects = find_projects(disclosure, library) if cue else ()
        named = {one.name for one in self._named([p.name for p in projects])}
        meant = [project for project in projects if project.name in named]
        if cue is None or field(cue.meaning).is_money:
            return []
        return [line for project in meant if (line := self._field(project, cue.meaning, disclosure))]

    def _indicator(self, one: Indicator, disclosure: Disclosure, document: StoredDocument) -> str:
        number = self._citing.cell(document.id, one.table, one.value_cell, row=one.name, column=" › ".join(one.levels))
        path = [*([one.lane] if one.lane else []), *one.levels]
        return self._wording.say(
            "indicator" if one.project else "indicator_overall",
            agency=escape(disclosure.agency.name),
            period=self._wording.period(disclosure.year, disclosure.phase),
            project=escape(one.project),
            levels=escape(" › ".join(path)),
            name=escape(one.name),
            value=escape(one.value),
            marks=marks([number]),
        )

    def _field(self, project: Project, key: str, disclosure: Disclosure) -> str:
        """What the cells of the field say; "" where they are blank or there are none."""
        cells = [(record, one) for record, one in project.find(key) if one.cell.text.strip()]
        numbers = [
            self._citing.cell(project.document.id, record.table, one.cell, row=project.name, column=one.heading)
            for record, one in cells
        ]
        texts = dict.fromkeys(" ".join(one.cell.text.split()) for _, one in cells)
        if not texts:
            return ""
        return self._wording.say(
            "project_field",
            agency=escape(disclosure.agency.name),
            period=self._wording.period(disclosure.year, disclosure.phase),
            project=escape(project.name),
            field=escape(cells[0][1].heading),
            value=escape("；".join(texts)),
            marks=marks(numbers),
        )

    def answer(self, lines: Sequence[str]) -> Answer:
        told = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
        note = [self._wording.say("indicator_nearest")] if self._is_nearest else []
        return Answer(
            question=self._query.question,
            status=Status.ANSWERED,
            text="\n\n".join([*note, told, *silence.readings(self._query, self._wording)]),
            verdict=Verdict.NONE,
            citations=tuple(self._citing.citations),
            query=self._query.to_json(),
        )


@cache
def _fields_asked() -> Wordings:
    return Wordings(questions()["fields"])
