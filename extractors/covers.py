"""What a line on a cover, over a table or at the head of a section says about who published what for which year.

Each line is read on its own into a `Claim`; identity.py weighs the claims against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.headings import squeeze
from extractors.model import Level, Line, Phase
from extractors.phrases import load_layout, read_data
from extractors.places import is_region

MAX_NAME = 40
MAX_COVER_LINES = 14
MAX_FIRST_LINES = 40
"""So many lines at the head of a web page are looked through for those of a cover."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one text says; None, '' or UNKNOWN where it says nothing. `name` has no notes such as （本级）."""

    quote: str
    name: str = ""
    year: int | None = None
    phase: Phase | None = None
    level: Level = Level.UNKNOWN


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns over text without white space; see data/identity.yaml for what each is for."""

    title: re.Pattern[str]
    money_title: re.Pattern[str]
    topic: re.Pattern[str]
    about: re.Pattern[str]
    opening: re.Pattern[str]
    duties: re.Pattern[str]
    compiled: re.Pattern[str]
    label: re.Pattern[str]
    source: re.Pattern[str]
    furniture: re.Pattern[str]
    owner_cells: re.Pattern[str]
    unit_labels: re.Pattern[str]
    department_labels: re.Pattern[str]
    single_unit: re.Pattern[str]
    single_unit_labels: re.Pattern[str]
    organisation: re.Pattern[str]
    not_in_names: re.Pattern[str]
    name_notes: re.Pattern[str]
    placeholder: re.Pattern[str]
    other_titles: re.Pattern[str]
    budget_forms: re.Pattern[str]
    budget_tables: re.Pattern[str]
    cover_year: re.Pattern[str]
    government: re.Pattern[str]
    unspoken: re.Pattern[str]
    phases: tuple[tuple[Phase, str], ...]
    spoken_of: re.Pattern[str]
    dated_of: re.Pattern[str]
    spoken_phases: tuple[tuple[Phase, re.Pattern[str]], ...]
    levels: tuple[tuple[Level, re.Pattern[str]], ...]
    ending: re.Pattern[str]
    short_endings: dict[str, str]


@cache
def load_wording() -> Wording:
    data = read_data("identity.yaml")
    elsewhere = (
        "owner_labels", "source_labels", "organisation_ends", "phases", "spoken_phases", "levels", "short_endings",
    )  # fmt: skip
    spoken = {"spent": Phase.FINAL_ACCOUNTS}
    return Wording(
        **{name: re.compile(pattern) for name, pattern in data.items() if name not in elsewhere},
        label=re.compile(rf"(?P<label>{data['owner_labels']})[:：](?P<name>[^:：]{{2,{MAX_NAME}}})"),
        source=re.compile(rf"[\[【]?({data['source_labels']})[\]】:：]+(?P<name>[^:：\[【]{{2,{MAX_NAME}}})"),
        organisation=re.compile(rf"[\u4e00-\u9fff、]{{2,{MAX_NAME}}}?({data['organisation_ends']})"),
        ending=re.compile(data["organisation_ends"]),
        phases=tuple((Phase(name), word) for name, word in data["phases"].items()),
        spoken_phases=tuple(
            (spoken.get(name) or Phase(name), re.compile(words)) for name, words in data["spoken_phases"].items()
        ),
        levels=tuple((Level(name), re.compile(pattern)) for name, pattern in data["levels"].items()),
        short_endings=data["short_endings"],
    )


def organisation(text: str) -> str:
    """The text as an organisation's name without notes such as （本级）; '' where it is none."""
    wording = load_wording()
    name = _without_second_name(wording.name_notes.sub("", text).strip("“”\"' "))
    is_name = wording.organisation.fullmatch(name) and not wording.not_in_names.search(name)
    return name if is_name or (is_name is None and wording.placeholder.search(name)) else ""


def _without_second_name(name: str) -> str:
    """奉化区人民医院（奉化区医共体总院）: one organisation under two name plates."""
    first, bracket, second = name.rstrip("）)").replace("(", "（").partition("（")
    return first if bracket and load_wording().organisation.fullmatch(second) else name


def publisher(text: str) -> str:
    """Whose publication a piece of a title names: an organisation, else a place (柞水县一般公共预算); '' for none."""
    piece = text.removeprefix("关于")
    named = organisation(piece)
    if named:
        return named
    topic = load_wording().topic.search(piece)
    head = piece[: topic.start()] if topic else piece
    return organisation(head) or (head if is_region(head) else "")


def level_in(text: str) -> Level:
    """The level that the words of a title state; 本级 and 单位 weigh more than the word 部门 beside them."""
    for level, pattern in load_wording().levels:
        if pattern.search(text):
            return level
    return Level.UNKNOWN


def phase_in(text: str) -> Phase | None:
    """决算 wins where both words occur: 一般公共预算财政拨款支出决算表 is a table of final accounts."""
    last = [phase for phase, word in load_wording().phases if word in text]
    return last[-1] if last else None


# ---------------------------------------------------------------------------------------------- claims


def cover_lines(lines: Sequence[Line]) -> list[str]:
    """The lines of the first page above the contents list or the first section, without white space."""
    layout = load_layout()
    found: list[str] = []
    for line in lines[:MAX_FIRST_LINES]:
        text = squeeze(line.text)
        is_body = any(pattern.match(text) for pattern in layout.numbering[1:])
        if layout.contents_title.fullmatch(text) or is_body or layout.sentence_end.search(text):
            break
        if text and not layout.page_number.fullmatch(text) and not load_wording().furniture.fullmatch(text):
            found.append(text)
        if len(found) == MAX_COVER_LINES:
            break
    return found


def read_title(text: str) -> Claim | None:
    """A title such as 2026年深圳市交通运输局（本级）部门预算, in one piece."""
    match = load_wording().title.fullmatch(text)
    if not match:
        return None
    year, phase = int(match["year"]), Phase.BUDGET
    for candidate, word in load_wording().phases:
        phase = candidate if word == match["phase"] else phase
    names = (publisher(part) for part in (match["after"] + (match["scope"] or ""), match["after"], match["before"]))
    return Claim(text, next(filter(None, names), ""), year, phase, level_in(text))


def read_money_title(text: str) -> Claim | None:
    """A title that does not say which publication it is of: 柞水县2020年转移支付情况说明."""
    match = load_wording().money_title.fullmatch(text)
    if not match:
        return None
    name = publisher(match["before"]) or publisher(match["after"])
    year = int(match["year"]) if match["year"] else None
    return Claim(text, name, year) if name or year else None


def read_about(text: str) -> Claim | None:
    """A section title such as 洛阳市孟津区科技和工业信息化局部门概况."""
    match = load_wording().about.fullmatch(text)
    name = organisation(match["name"]) if match else ""
    return Claim(text, name) if name else None


def read_opening(text: str) -> Claim | None:
    """The beginning of a sentence such as 江苏省政协办公厅2019年度收入、支出预算总计…."""
    match = load_wording().opening.match(text)
    name = publisher(match["name"]) if match else ""
    return Claim(text, name) if name else None


def read_duties(text: str) -> Claim | None:
    """The beginning of a sentence such as 柞水县审计局是主管全县审计工作的政府工作部门."""
    match = load_wording().duties.match(text)
    name = organisation(match["name"]) if match else ""
    return Claim(text, name) if name else None


def read_sources(text: str) -> Iterator[Claim]:
    """Who put the page on the web: 发布机构：柞水县财政局; who compiled it: 经柞水县财政局汇总."""
    flat = squeeze(text)
    source = load_wording().source.search(flat)
    name = _longest_name(source["name"]) if source else ""
    if source and name:
        yield Claim(source.group(), name)
    compiled = load_wording().compiled.search(flat)
    if compiled:
        yield Claim(compiled.group(), compiled["name"])


def spoken_phase(text: str) -> Phase | None:
    """Which publication the sentences of a page without a title speak of; `text` is without white space."""
    wording = load_wording()
    if not wording.spoken_of.search(text):
        return None
    return next((phase for phase, words in wording.spoken_phases if words.search(text)), None)


def read_labels(text: str) -> Iterator[Claim]:
    """部门：江苏省政协办公厅 单位：万元, as printed with its spaces."""
    wording = load_wording()
    for piece in re.split(r"\s{1,}(?=\S{2,6}[:：])|\t", text):
        match = wording.label.match(squeeze(piece))
        name = _longest_name(match["name"]) if match else ""
        if match and name:
            yield Claim(squeeze(piece), name, level=label_level(match["label"], match["name"]))


def _longest_name(text: str) -> str:
    """The name at the start of a text that other words may follow without a space."""
    for end in range(len(text), 2, -1):
        name = organisation(text[:end])
        if name:
            return name
    return ""


def label_level(label: str, name: str) -> Level:
    wording = load_wording()
    stated = level_in(name)
    if stated is not Level.UNKNOWN:
        return stated
    if wording.unit_labels.fullmatch(label):
        return Level.UNIT
    return Level.DEPARTMENT if wording.department_labels.fullmatch(label) else Level.UNKNOWN
