"""Who published a document, for which year, and which of the two publications it is: from its content.

Five steps: read every title, caption and opening into claims; weigh the claims for each question; choose the name,
in its longest official form; collect the other names; quote what decided. The file's name is asked last: it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from extractors.covers import (
    MAX_FIRST_LINES,
    Claim,
    cover_lines,
    label_level,
    level_in,
    load_wording,
    organisation,
    phase_in,
    read_about,
    read_duties,
    read_labels,
    read_money_title,
    read_opening,
    read_sources,
    read_title,
    spoken_phase,
)
from extractors.headings import squeeze
from extractors.model import Identity, Level, Page, Paragraph, Phase, Table
from extractors.phrases import load_layout
from extractors.places import is_region, split_place

COVER_LABEL, COVER_TITLE, CAPTION, HEADING, OPENING, SOURCE = 30.0, 25.0, 6.0, 5.0, 3.0, 2.0
TABLE_TITLE, FILE_NAME = 1.0, 0.1
"""How much a claim counts, by where it stands; repeated claims add up to at most MAX_REPEATS of them."""
MAX_REPEATS = 4
MIN_LONGER_FORM = 5.0
"""What a longer form of the chosen name must weigh to be taken for the official one."""
MIN_BUDGET_TABLES = 2
MIN_ABBREVIATION = 4
"""Characters that a shorter name used in the text must have."""
SIBLING_START = 4
"""Characters that two names of one organisation have in common."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Weighed:
    claim: Claim
    weight: float


def identify(
    file_name: str, pages: Sequence[Page], tables: Sequence[Table], paragraphs: Sequence[Paragraph]
) -> Identity:
    claims = [*_cover(pages), *_captions(pages, tables), *_headings(paragraphs), *_openings(paragraphs)]
    claims += [*_sources(pages), *_table_titles(tables), *_file_name(file_name)]
    claims = _without_regions(claims)
    agency = _official_name(_tally((c.claim.name, c.weight) for c in claims if c.claim.name))
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    year = _year(claims, text)
    phase = _phase(agency, [c for c in claims if c.claim.year in (None, year)], pages, tables, text)
    level = None if phase is Phase.OTHER else _level(claims, text)
    return Identity(
        agency=agency,
        aliases=_aliases(agency, claims, text),
        place=_place(agency, claims),
        year=year,
        phase=phase,
        level=level or Level.UNKNOWN,
        evidence=_evidence(claims, agency, year),
    )


# -------------------------------------------------------------------------------------------- claims


def _cover(pages: Sequence[Page]) -> Iterator[_Weighed]:
    lines = cover_lines(pages[0].lines) if pages else []
    labelled = [line for line in lines if any(True for _ in read_labels(line))]
    for line in labelled:
        yield from (_Weighed(claim, COVER_LABEL) for claim in read_labels(line))
    for line in lines:
        year = load_wording().cover_year.search(line)
        if year:
            yield _Weighed(Claim(line, year=int(year[1])), HEADING)
    titles = [line for line in lines if line not in labelled and not load_layout().date.fullmatch(line)]
    title = _cover_title(titles) or next(filter(None, map(read_money_title, titles)), None)
    if title:
        yield _Weighed(title, COVER_TITLE)


def _cover_title(lines: Sequence[str]) -> Claim | None:
    """The title on one line that names its publisher; else the first title, in up to four lines."""
    whole = (claim for line in lines if (claim := read_title(line)) and claim.name)
    windows = ("".join(lines[i:end]) for i in range(len(lines)) for end in range(min(len(lines), i + 4), i, -1))
    return next(whole, None) or next(filter(None, map(read_title, windows)), None)


def _captions(pages: Sequence[Page], tables: Sequence[Table]) -> Iterator[_Weighed]:
    """Owner lines over tables, in cells, and wherever else they stand."""
    for page in pages:
        for line in page.lines:
            yield from (_Weighed(claim, CAPTION) for claim in read_labels(line.text))
    for table in tables:
        by_place = {(cell.row, cell.column): cell for cell in table.cells}
        for cell in table.cells:
            label = squeeze(cell.text)
            beside = by_place.get((cell.row, cell.column + cell.column_span))
            if beside and load_wording().owner_cells.fullmatch(label):
                name = organisation(squeeze(beside.text))
                if name:
                    yield _Weighed(Claim(label + name, name, level=label_level(label, name)), CAPTION)


def _headings(paragraphs: Iterable[Paragraph]) -> Iterator[_Weighed]:
    for paragraph in paragraphs:
        text = squeeze(paragraph.text)
        if not paragraph.is_heading and paragraph.section != (load_layout().contents_section,):
            continue
        bare = load_layout().numbering[0].sub("", text, count=1)
        for claim in (read_title(bare), read_about(bare)):
            if claim:
                yield _Weighed(claim, HEADING)


def _openings(paragraphs: Iterable[Paragraph]) -> Iterator[_Weighed]:
    for paragraph in paragraphs:
        start = squeeze(paragraph.text[:80])
        claim = None if paragraph.is_heading else read_opening(start) or read_duties(start)
        if claim:
            yield _Weighed(claim, OPENING)


def _sources(pages: Sequence[Page]) -> Iterator[_Weighed]:
    for line in pages[0].lines[:MAX_FIRST_LINES] if pages else ():
        yield from (_Weighed(claim, SOURCE) for claim in read_sources(line.text))


def _table_titles(tables: Iterable[Table]) -> Iterator[_Weighed]:
    for table in tables:
        title = squeeze(table.title)
        year = re.search(r"20\d{2}(?=年)", title)
        phase = phase_in(title)
        if phase is None and load_wording().budget_tables.search(title):
            phase = Phase.BUDGET
        if year or phase:
            yield _Weighed(Claim(title, year=int(year.group()) if year else None, phase=phase), TABLE_TITLE)


def _file_name(file_name: str) -> Iterator[_Weighed]:
    stem = re.sub(r"(\.\w{2,5})+$", "", file_name)
    year = re.search(r"20\d{2}", stem)
    name = next(filter(None, (organisation(part) for part in re.split(r"[_\-\s]|20\d{2}年?度?", stem)[::-1])), "")
    yield _Weighed(Claim(stem, name, int(year.group()) if year else None, phase_in(stem), level_in(stem)), FILE_NAME)


# -------------------------------------------------------------------------------------------- weighing


def _without_regions(claims: Sequence[_Weighed]) -> list[_Weighed]:
    """A place is whose money it is only where no organisation is named: 上海市2026年市级单位预算 is of a unit."""
    is_organisation = any(c.claim.name and not is_region(c.claim.name) for c in claims if c.weight >= OPENING)
    if not is_organisation:
        return list(claims)
    return [replace(c, claim=replace(c.claim, name="")) if is_region(c.claim.name) else c for c in claims]


def _tally(votes: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """The weight of each answer; the same kind of claim made again and again counts MAX_REPEATS times."""
    repeats = Counter(votes)
    total: dict[Key, float] = {}
    for (key, weight), count in repeats.items():
        total[key] = total.get(key, 0.0) + weight * min(count, MAX_REPEATS)
    return total


def _best(weights: dict[Key, float]) -> Key | None:
    return max(weights, key=lambda key: weights[key], default=None)


def _year(claims: Sequence[_Weighed], text: str) -> int | None:
    """The year that weighs most, of several the latest: a report on two years is published with the later one's
    figures. A page whose title names no year is of the one that its sentences name most, a page without any title of
    the first."""
    weights = _tally((c.claim.year, c.weight) for c in claims if c.claim.year)
    if weights:
        return max(weights, key=lambda year: (weights[year], year))
    years = re.findall(r"20\d{2}(?=年)", text)
    if any(c.weight == COVER_TITLE for c in claims):
        return int(Counter(years).most_common(1)[0][0]) if years else None
    return int(years[0]) if years and load_wording().dated_of.search(squeeze(text)) else None


def _level(claims: Sequence[_Weighed], text: str) -> Level | None:
    wording = load_wording()
    votes = _tally((c.claim.level, c.weight) for c in claims if c.claim.level is not Level.UNKNOWN)
    captions = [c.claim for c in claims if c.weight == CAPTION]
    is_captioned_unit = any(wording.single_unit_labels.fullmatch(claim.quote) for claim in captions)
    if is_captioned_unit and wording.single_unit.search(squeeze(text)):
        return (
            _best(_tally((claim.level, CAPTION) for claim in captions if claim.level is not Level.UNKNOWN))
            or Level.UNIT
        )
    return _best(votes)


def _official_name(weights: dict[str, float]) -> str:
    """The name that weighs most, in its longest form: 政务服务局 → 洛阳高新技术产业开发区政务服务局."""
    best = _best(weights)
    if best is None:
        return ""
    longer = [name for name, weight in weights.items() if name.endswith(best) and weight >= MIN_LONGER_FORM]
    return max([best, *longer], key=len)


def _phase(agency: str, claims: Sequence[_Weighed], pages: Sequence[Page], tables: Sequence[Table], text: str) -> Phase:
    wording = load_wording()
    cover = "".join(cover_lines(pages[0].lines)) if pages else ""
    titled = [c for c in claims if c.claim.phase and c.weight > TABLE_TITLE]
    tabled = [c for c in claims if c.claim.phase and c.weight == TABLE_TITLE]
    if wording.placeholder.search(agency) or (wording.other_titles.search(cover) and len(tabled) < MIN_BUDGET_TABLES):
        return Phase.OTHER
    if not titled and len(tabled) < MIN_BUDGET_TABLES:
        is_form = any(wording.budget_forms.search(squeeze(text)) for text in (cover, *(t.title for t in tables)))
        return Phase.BUDGET if is_form else spoken_phase(squeeze(text)) or Phase.OTHER
    return _best(_tally((c.claim.phase, c.weight) for c in claims if c.claim.phase)) or Phase.OTHER


# -------------------------------------------------------------------------------------------- names


def _aliases(agency: str, claims: Sequence[_Weighed], text: str) -> tuple[str, ...]:
    """Other names of the publisher: those of its titles and captions, and the short forms that the text uses."""
    if not agency:
        return ()
    titled = Counter(c.claim.name for c in claims if c.weight >= HEADING and c.claim.name)
    own = [n for n, count in titled.items() if agency.endswith(n) or count > 1 or _is_sibling(n, agency)]
    spoken = [name for name in _spoken_of(claims, text) if _abbreviates(name, agency)]
    elsewhere = text.replace(agency, "")
    used = [form for form in _short_forms(agency) if form in elsewhere]
    noted = [match.group() for match in re.finditer(re.escape(agency) + load_wording().name_notes.pattern, text)]
    bare = load_wording().government.sub("", split_place(agency).rest)
    aliases = dict.fromkeys([*own, *used, bare, load_wording().unspoken.sub("", bare), *noted, *spoken])
    return tuple(alias for alias in aliases if alias != agency and not load_wording().ending.fullmatch(alias))


def _short_forms(agency: str) -> Iterator[str]:
    """Without province or city, without 人民政府, with the everyday ending: 市国资委."""
    wording, rest = load_wording(), split_place(agency).rest
    where = agency.removesuffix(rest)
    parts = re.findall(r".+?[省市区县]|.+$", where)
    prefixes = ["".join(parts[i:]) for i in range(len(parts) + 1)] + [where[-1:]]
    endings = [rest, wording.government.sub("", rest)]
    for full, short in wording.short_endings.items():
        endings += [ending.removesuffix(full) + short for ending in endings if ending.endswith(full)]
    for ending in dict.fromkeys(endings):
        yield from (prefix + ending for prefix in dict.fromkeys(prefixes))


def _spoken_of(claims: Iterable[_Weighed], text: str) -> Iterator[str]:
    """Names with which sentences begin, and names right before a year."""
    yield from (c.claim.name for c in claims if c.weight == OPENING)
    for match in re.finditer(r"(?:^|[：:，。；\s])([\u4e00-\u9fff]{4,20})(?=20\d{2}年)", text):
        yield organisation(match[1])


def _abbreviates(name: str, agency: str) -> bool:
    """孝感高中 for 湖北省孝感高级中学: fewer of the same characters, in order, up to one of the last two."""
    rest = iter(agency)
    return len(name) >= MIN_ABBREVIATION and name[-1] in agency[-2:] and all(character in rest for character in name)


def _is_sibling(name: str, agency: str) -> bool:
    """政务服务中心 beside 政务服务局: the same words with another ending."""
    return len(name) > SIBLING_START and name[:SIBLING_START] in split_place(agency).rest


def _place(agency: str, claims: Sequence[_Weighed]) -> str:
    """Where the agency is; a cover that names the place (上海市2026年市级单位预算) helps where the name does not."""
    found = agency if is_region(agency) else split_place(agency).name
    titles = [c.claim.quote for c in claims if c.weight == COVER_TITLE]
    named = next(filter(None, (split_place(title).name for title in titles)), "")
    return named if named.endswith(found) else found


def _evidence(claims: Sequence[_Weighed], agency: str, year: int | None) -> tuple[str, ...]:
    """The texts that decided, the weightiest first."""
    supporting = [c for c in claims if (c.claim.name and c.claim.name in agency) or (year and c.claim.year == year)]
    supporting.sort(key=lambda c: -c.weight)
    return tuple(dict.fromkeys(c.claim.quote for c in supporting))[:5]
