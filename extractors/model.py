"""What a disclosure says, and where it says it.

Conventions that hold in the whole project:

* Coordinates are PDF points (1/72 inch), origin at the top-left corner of the page as a reader sees it
  (after /Rotate). A `BBox` is (x0, top, x1, bottom). Text formats have no geometry: their boxes are None.
* Page numbers count the file's pages from 1, whatever number is printed on the page.
* Table rows and columns count from 0, over all pages of a table that continues.

Everything here is frozen. What a figure is, with its unit, stands in `quantities`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from extractors.quantities import Amount, Unit

BBox = tuple[float, float, float, float]


class Phase(StrEnum):
    """Which of the two yearly publications a document is; OTHER is neither."""

    BUDGET = "budget"
    FINAL_ACCOUNTS = "final_accounts"
    OTHER = "other"


class Level(StrEnum):
    """部门 with its subordinate units, or one 单位 (also 本级) alone: two documents with different numbers."""

    DEPARTMENT = "department"
    UNIT = "unit"
    UNKNOWN = "unknown"


class Measure(StrEnum):
    """What kind of number a column heading or a sentence states for an item."""

    APPROVED_BUDGET = "approved_budget"  # 预算数, 年初预算数
    ADJUSTED_BUDGET = "adjusted_budget"  # 全年预算数, 调整预算数
    FINAL_ACCOUNTS = "final_accounts"  # 决算数
    EXECUTION = "execution"  # 执行数 (before the accounts are closed)
    CHANGE = "change"  # 增减额 against another year; see Fact.base_year
    CHANGE_PERCENT = "change_percent"
    SHARE = "share"  # 占比
    COMPLETION = "completion"  # 完成率
    COUNT = "count"  # vehicles, visits, people
    INDICATOR = "indicator"  # a performance target
    OTHER = "other"


class FactKind(StrEnum):
    CELL = "cell"
    SENTENCE = "sentence"
    FORM = "form"


class Blank(StrEnum):
    """Why a fact has no amount: nothing printed, a dash, or a word for nothing (无)."""

    EMPTY = "empty"
    DASH = "dash"
    WORD = "word"


class Source(StrEnum):
    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line of text."""

    text: str
    bbox: BBox | None
    size: float = 0.0  # font size in points, 0 where unknown


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    source: Source = Source.TEXT
    image_only: bool = False  # a picture without text, but for its margins, that was not read

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. `row` and `column` are its first; spans count the grid lines it covers."""

    page: int
    row: int
    column: int
    text: str  # inner line breaks kept as "\n"
    bbox: BBox | None
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled (or tabbed) area on one page, before anyone knows what it says."""

    page: int
    bbox: BBox | None
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    first_line: int = 0  # text formats: the index in Page.lines where it starts …
    last_line: int = -1  # … and ends (inclusive); unused where there is geometry


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    LABEL = "label"
    AMOUNT = "amount"
    TEXT = "text"
    ORDINAL = "ordinal"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its headings say, from the outermost to the innermost."""

    index: int
    path: tuple[str, ...]
    role: Role
    lane: int = 0  # tables side by side in one grid (收入 | 支出) are lanes 0, 1, …
    unit: Unit | None = None  # where the heading itself names one: 金额（万元）
    measure: Measure | None = None
    year: int | None = None  # where the heading names one: 2025年执行数


@dataclass(frozen=True, slots=True)
class Table:
    """A grid, or several joined over pages, with its title, unit and headings."""

    index: int  # from 1, in reading order
    title: str
    number: str | None  # as printed: 预算07表, 表3
    statement: str | None  # key in data/statements.yaml
    unit: Unit | None
    unit_source: str  # "above" | "inside" | "below" | "heading" | "document" | "none"
    pages: tuple[int, ...]
    areas: tuple[tuple[int, BBox | None], ...]  # (page, box) of every piece
    rows: int
    header_rows: int
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()  # 备注：… lines that belong to it
    is_form: bool = False  # merged label/value cells rather than rows under headings

    @property
    def is_empty(self) -> bool:
        """No amount cell is filled: the body carries headings and perhaps a sentence that says why."""
        amount = {c.index for c in self.columns if c.role is Role.AMOUNT}
        return not any(c.text.strip() for c in self.cells if c.row >= self.header_rows and c.column in amount)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure (or one blank) with its meaning and its place.

    `item` is what is measured (a key of the taxonomy, None where the label is unknown to it); `aspect` is the part of
    it that the column restricts to (basic_expenditure, general_public_budget …), None where the figure is the
    item's whole. `subject` is whose figure it is: the agency, a subordinate unit, or a project.
    """

    kind: FactKind
    page: int
    quote: str  # the cell's text, or the whole sentence
    bbox: BBox | None
    amount: Amount | None
    label: str  # the row's label, or the sentence's subject words, as printed
    item: str | None
    measure: Measure
    year: int | None
    phase: Phase
    blank: Blank | None = None
    code: str | None = None
    aspect: str | None = None
    column: tuple[str, ...] = ()
    subject: str = ""
    base_year: int | None = None  # for CHANGE and CHANGE_PERCENT: the year compared with
    direction: int = 0  # for changes: +1 增加, -1 减少, 0 持平 or not a change
    statement: str | None = None
    table: int | None = None  # Table.index
    row: int | None = None
    column_index: int | None = None
    parent: str | None = None  # item key of the row that this row is a part of
    source: Source = Source.TEXT
    confidence: float | None = None  # how sure the recogniser is of the figure, 0–1; None where text was read


@dataclass(frozen=True, slots=True)
class StatedChange:
    """“比2020年预算数增加0.35万元，增长9.59%”: lets the base year's figure be worked out."""

    item: str | None
    label: str
    year: int
    base_year: int
    current: Amount | None
    difference: Amount | None  # never negative; see direction
    percent: Amount | None
    direction: int  # +1 more than the base year, -1 less, 0 the same
    page: int
    bbox: BBox | None
    quote: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose with its soft line breaks removed. `spans` maps it back: (start, end, page, box) per visual line."""

    text: str
    section: tuple[str, ...]  # the headings above it, outermost first
    is_heading: bool
    spans: tuple[tuple[int, int, int, BBox | None], ...]

    @property
    def page(self) -> int:
        return self.spans[0][2]


@dataclass(frozen=True, slots=True)
class Unread:
    """Seen and not understood. Nothing is lost silently: it is kept with its place and shown."""

    page: int
    bbox: BBox | None
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published what for which year, from the content; `evidence` quotes where each was read."""

    agency: str
    aliases: tuple[str, ...]
    place: str
    year: int | None
    phase: Phase
    level: Level
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page was turned or straightened to be read, and how sure each piece of recognised text is.

    A page that was read from its picture, or whose text runs sideways, is read as if it lay straight and upright;
    `to_displayed` (a, b, c, d, e, f) leads from there to the page as displayed: x' = ax + cy + e, y' = bx + dy + f.
    """

    page: int
    width: float  # as displayed
    height: float
    to_displayed: tuple[float, float, float, float, float, float]
    confidences: tuple[tuple[BBox, float], ...] = ()
    source: Source = Source.TEXT


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader yields, before understanding: the same for PDF, text, Word, Excel, HTML."""

    pages: tuple[Page, ...]
    grids: tuple[Grid, ...]
    warnings: tuple[str, ...] = ()  # each makes the document `partial`
    title: str = ""  # the file's own title, a hint only
    unread: tuple[Unread, ...] = ()
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """One file, read. Pure data: the same file gives the same extraction anywhere."""

    file_name: str
    sha256: str
    pages: tuple[Page, ...]
    identity: Identity
    tables: tuple[Table, ...]
    facts: tuple[Fact, ...]
    changes: tuple[StatedChange, ...]
    paragraphs: tuple[Paragraph, ...]
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...] = field(default=())
