"""Which table a question asks for: 列表：项目名称, 负责人, 年度资金总额 · 把各单位的会议费、培训费做成表格.

1. the words that ask for a table are taken away
2. what is left is cut into pieces at commas, 和 and the like
3. a piece is a column by name, an item of the taxonomy, or only says whose figures are meant
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any

from extractors.model import Measure
from extractors.taxonomy import load_taxonomy
from rag.agencies import Directory
from rag.items import item_name
from rag.levels import read_bracketed_level
from rag.lexicon import Lexicon, Wordings, load_lexicon, normalise, read_data
from rag.named_tables import read_table
from rag.periods import read_years
from rag.query import Operation
from rag.scope import relations
from rag.targets import trim_end, trim_start

WORKING_OUT = (
    Operation.SUM,
    Operation.SHARE,
    Operation.CHANGE,
    Operation.RANKING,
    Operation.COMPARISON,
    Operation.AUDIT,
)
FEWEST_COLUMNS = 2  # that 提取 and 列表 need to ask for a table
SHORTEST_HEADING = 2
MOST_PARTS = 6  # columns for an item and its parts


class ColumnKind(StrEnum):
    IDENTITY = "identity"  # whose line it is: agency, year, phase
    FIGURE = "figure"  # an item of the taxonomy
    FIELD = "field"  # what a table or a form of projects says beside the project's name


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is a key of data/columns.yaml or of the taxonomy; "" for a heading that only documents know."""

    kind: ColumnKind
    key: str
    heading: str
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the lines are to be set, "" where the question leaves it open."""

    heading: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Request:
    """`scope` is the question without its columns: who and when. `is_default`: the question names no fields.

    `is_of_all`: asks for everything that is loaded in so many words.
    """

    columns: tuple[Column, ...]
    scope: str
    of_projects: bool
    is_default: bool = False
    is_of_all: bool = False
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of project tables: the patterns of its headings, the best first, and whether it holds money."""

    printed: tuple[re.Pattern[str], ...]
    is_money: bool


def read_request(question: str, directory: Directory, language: str) -> Request | None:
    """The table that the question asks for; None where it asks for none."""
    text = normalise(question)
    lexicon, words = load_lexicon(), _wordings()
    asks, lists = words["table"].first(text), words["list"].first(text)
    works_out = any(cue.meaning in WORKING_OUT for cue in lexicon.operation.find(text))
    if asks is None and (lists is None or works_out):
        return None
    everything = words["everything"].first(text)
    order, body = _read_order(text)
    table = read_table(words["everything"].without(words["list"].without(words["table"].without(body))))
    body = table.rest
    names, body = _without_agencies(body, directory, language)
    without_level = read_bracketed_level(body, lexicon).rest
    level = "".join(said for said, left in zip(body, without_level, strict=True) if said != left)
    columns: list[Column] = []
    scope: list[str] = [names, level, f"{table.title}里" if table.title else ""]
    projects = False
    for piece in re.split(str(_data()["separators"]), without_level):
        found = _read_piece(piece, directory, lexicon, language)
        columns += [column for column in found.columns if column not in columns]
        scope.append(found.scope)
        projects = projects or found.names_projects
    of_projects = projects or any(column.kind is ColumnKind.FIELD for column in columns)
    if (not columns and not projects) or (asks is None and everything is None and len(columns) < FEWEST_COLUMNS):
        return None
    named = [column for column in columns if column.kind is not ColumnKind.IDENTITY]
    default = [] if named else [field_column(key, language) for key in _data()["default_fields"]]
    fields = tuple(map(_as_field, columns)) if of_projects else tuple(columns)
    return Request(
        (*fields, *default), " ".join(filter(None, scope)), of_projects, not named, everything is not None, order
    )


def _read_order(text: str) -> tuple[Order | None, str]:
    """What is said of the order of lines, and the text without it: 按金额从大到小排."""
    said = re.compile(_data()["order"]).search(text)
    if said is None:
        return None, text
    order = Order(said["heading"] or "", descending=said["descending"] is not None)
    return order, f"{text[: said.start()]} {text[said.end() :]}"


@cache
def field(key: str) -> Field:
    """How a field is printed; a heading that data/columns.yaml does not know is looked for as it stands."""
    entry = _data()["fields"].get(key) or {"printed": [re.escape(key)]}
    return Field(tuple(re.compile(p) for p in entry.get("printed", ())), bool(entry.get("money")))


@cache
def project_names() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _data()["project_names"])


@cache
def form_label() -> re.Pattern[str]:
    return re.compile(str(_data()["form_labels"]))


def sources() -> Sequence[Sequence[str]]:
    """Statements that list projects, in groups; a group counts where the ones before it are empty."""
    return list(_data()["sources"])


def identity_column(key: str, language: str) -> Column:
    return Column(ColumnKind.IDENTITY, key, str(_data()["identity"][key][language]))


@dataclass(frozen=True, slots=True)
class _Piece:
    columns: tuple[Column, ...] = ()
    scope: str = ""
    names_projects: bool = False


def _without_agencies(text: str, directory: Directory, language: str) -> tuple[str, str]:
    """(agencies, the rest): 科技和工业信息化局 is one name, though 和 stands between columns."""
    rest = directory.read(text).rest
    kept: list[str] = []
    names: list[str] = []
    for is_name, group in groupby(zip(text, rest, strict=True), key=lambda pair: pair[1] == " " != pair[0]):
        run = "".join(character for character, _ in group)
        is_column = any(_known_column(one, language) for one in _trimmings(run))
        (names if is_name and not is_column else kept).append(run)
    return " ".join(names), "".join(kept)


def _read_piece(piece: str, directory: Directory, lexicon: Lexicon, language: str) -> _Piece:
    piece = piece.strip()
    if column := _known_column(piece, language):
        return _Piece((column,))
    naming = directory.read(piece)
    bare = read_years(naming.rest, None).rest
    words = "".join(bare.split()) if not bare.isascii() else bare.strip()
    scope = piece if words != piece else ""
    trimmings = tuple(_trimmings(words))
    if column := next(filter(None, (_known_column(one, language) for one in trimmings)), None):
        return _Piece((column,), scope)
    if any(one in _data()["projects"] for one in trimmings):
        return _Piece((), scope, names_projects=True)
    items = _items(lexicon.english.replaced(bare), words, lexicon)
    if items:
        return _Piece(items, scope)
    shortest = trimmings[-1] if trimmings else ""
    said = trim_end(trim_start(shortest, lexicon.ignorable), lexicon.ignorable)
    if len(said) < SHORTEST_HEADING or scope:
        return _Piece((), piece)
    return _Piece((Column(ColumnKind.FIELD, shortest, shortest),), scope)


def _known_column(words: str, language: str) -> Column | None:
    if words in _names("identity"):
        return identity_column(_names("identity")[words], language)
    if words in _names("fields"):
        return Column(ColumnKind.FIELD, _names("fields")[words], words)
    return None


def field_column(key: str, language: str) -> Column:
    return Column(ColumnKind.FIELD, key, str(_data()["fields"][key][language]))


def _as_field(column: Column) -> Column:
    """Among columns of projects 财政拨款 is what the form says, not a figure of the agency."""
    return Column(ColumnKind.FIELD, column.heading, column.heading) if column.kind is ColumnKind.FIGURE else column


def _items(bare: str, words: str, lexicon: Lexicon) -> tuple[Column, ...]:
    """The items that a piece names; an item that consists of others, alone, with these after it."""
    measures = tuple(dict.fromkeys(Measure(cue.meaning) for cue in lexicon.measure.find(words)))
    phases = {cue.meaning for cue in lexicon.phase_stated.find(words)}
    if not measures and len(phases) == 1:
        measures = (Measure.FINAL_ACCOUNTS,) if "final_accounts" in phases else (Measure.APPROVED_BUDGET,)
    mentions = [m for m in load_taxonomy().mentions(bare) if not m.choices]
    heading = next(iter(list(_trimmings(words))[-1:]), "") if measures and len(mentions) == 1 else ""
    found = [Column(ColumnKind.FIGURE, m.item.key, heading or item_name(m.item.key), measures) for m in mentions]
    return tuple(dict.fromkeys(found))


def with_parts(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The only item that is asked for, with what it consists of: 三公经费 with its parts."""
    figures = [column for column in columns if column.kind is ColumnKind.FIGURE]
    if len(figures) != 1:
        return tuple(columns)
    whole = figures[0]
    keys = _with_parts(whole.key)
    split = [Column(ColumnKind.FIGURE, key, item_name(key), whole.measures) for key in keys[1:]]
    return (*columns, *split) if len(keys) <= MOST_PARTS else tuple(columns)


def _with_parts(key: str) -> list[str]:
    """An item and what it consists of, each part before its own parts."""
    sums = [rule["parts"] for rule in relations()["sums"] if rule["whole"] == key and rule["complete"]]
    parts: list[str] = next(iter(sums), [])
    return list(dict.fromkeys([key, *(below for part in parts for below in _with_parts(part))]))


def _trimmings(words: str) -> Iterator[str]:
    """The words, then again and again without one of 把, 各, 的 and what else may stand around a column's name."""
    before, after = (sorted(_data()[key], key=len, reverse=True) for key in ("before", "after"))
    while words:
        yield words
        start = next((w for w in before if words.startswith(w)), "")
        end = "" if start else next((w for w in after if words.endswith(w)), "")
        if not start and not end:
            return
        words = words[len(start) : len(words) - len(end)].strip()


@cache
def _names(group: str) -> Mapping[str, str]:
    """Wording → key; the first key that lists a wording has it."""
    names: dict[str, str] = {}
    for key, entry in _data()[group].items():
        for wording in entry["asked"]:
            names.setdefault(str(wording), key)
    return names


@cache
def _wordings() -> Mapping[str, Wordings]:
    return {key: Wordings({key: _data()[key]}) for key in ("table", "list", "everything")}


@cache
def _data() -> dict[str, Any]:
    return read_data("columns.yaml")
