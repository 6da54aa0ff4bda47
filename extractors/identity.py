"""Who published a document, for which year, and which of the two publications it is: from its content.

Five steps: read every title, caption and opening into claims; weigh the claims for each question; choose the name,
in its longest official form; collect the other names; quote what decided. The file's name is asked last: it lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractors.covers import (
    Claim,
    cover_lines,
    label_level,
    level_in,
    load_wording,
    organisation,
    phase_in,
    read_about,
    read_labels,
    read_opening,
    read_title,
)
from extractors.headings import squeeze
from extractors.model import Identity, Level, Page, Paragraph, Phase, Table
from extractors.phrases import load_layout
from extractors.places import split_place

COVER_LABEL, COVER_TITLE, CAPTION, HEADING, OPENING, TABLE_TITLE, FILE_NAME = 30.0, 25.0, 6.0, 5.0, 3.0, 1.0, 0.1
"""How much a claim counts, by where it stands; repeated claims add up to at most MAX_REPEATS of them."""
MAX_REPEATS = 4
MIN_LONGER_FORM = 5.0
"""What a longer form of the chosen name must weigh to be taken for the official one."""
MIN_BUDGET_TABLES = 2
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
    claims += [*_table_titles(tables), *_file_name(file_name)]
    agency = _official_name(_tally((c.claim.name, c.weight) for c in claims if c.claim.name))
    year = _best(_tally((c.claim.year, c.weight) for c in claims if c.claim.year))
    phase = _phase(agency, claims, pages, tables)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
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
    for start in range(len(titles)):
        for end in range(min(len(titles), start + 4), start, -1):
            claim = read_title("".join(titles[start:end]))
            if claim:
                yield _Weighed(claim, COVER_TITLE)
                return


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
        claim = None if paragraph.is_heading else read_opening(squeeze(paragraph.text[:80]))
        if claim:
            yield _Weighed(claim, OPENING)


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


def _tally(votes: Iterable[tuple[Key, float]]) -> dict[Key, float]:
    """The weight of each answer; the same kind of claim made again and again counts MAX_REPEATS times."""
    repeats = Counter(votes)
    total: dict[Key, float] = {}
    for (key, weight), count in repeats.items():
        total[key] = total.get(key, 0.0) + weight * min(count, MAX_REPEATS)
    return total


def _best(weights: dict[Key, float]) -> Key | None:
    return max(weights, key=lambda key: weights[key], default=None)


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


def _phase(agency: str, claims: Sequence[_Weighed], pages: Sequence[Page], tables: Sequence[Table]) -> Phase:
    wording = load_wording()
    cover = "".join(cover_lines(pages[0].lines)) if pages else ""
    titled = [c for c in claims if c.claim.phase and c.weight > TABLE_TITLE]
    tabled = [c for c in claims if c.claim.phase and c.weight == TABLE_TITLE]
    if wording.placeholder.search(agency) or (wording.other_titles.search(cover) and len(tabled) < MIN_BUDGET_TABLES):
        return Phase.OTHER
    if not titled and len(tabled) < MIN_BUDGET_TABLES:
        is_form = any(wording.budget_forms.search(squeeze(text)) for text in (cover, *(t.title for t in tables)))
        return Phase.BUDGET if is_form else Phase.OTHER
    return _best(_tally((c.claim.phase, c.weight) for c in claims if c.claim.phase)) or Phase.OTHER


# -------------------------------------------------------------------------------------------- names


def _aliases(agency: str, claims: Sequence[_Weighed], text: str) -> tuple[str, ...]:
    """Other names of the publisher: those of its titles and captions, and the short forms that the text uses."""
    if not agency:
        return ()
    titled = Counter(c.claim.name for c in claims if c.weight >= HEADING and c.claim.name)
    own = [n for n, count in titled.items() if agency.endswith(n) or count > 1 or _is_sibling(n, agency)]
    elsewhere = text.replace(agency, "")
    used = [form for form in _short_forms(agency) if form in elsewhere]
    noted = [match.group() for match in re.finditer(re.escape(agency) + load_wording().name_notes.pattern, text)]
    bare = load_wording().government.sub("", split_place(agency).rest)
    aliases = dict.fromkeys([*own, *used, bare, *noted])
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


def _is_sibling(name: str, agency: str) -> bool:
    """政务服务中心 beside 政务服务局: the same words with another ending."""
    return len(name) > SIBLING_START and name[:SIBLING_START] in split_place(agency).rest


def _place(agency: str, claims: Sequence[_Weighed]) -> str:
    """Where the agency is; a cover that names the place (上海市2026年市级单位预算) helps where the name does not."""
    found = split_place(agency).name
    if found:
        return found
    titles = [c.claim.quote for c in claims if c.weight == COVER_TITLE]
    return next(filter(None, (split_place(title).name for title in titles)), "")


def _evidence(claims: Sequence[_Weighed], agency: str, year: int | None) -> tuple[str, ...]:
    """The texts that decided, the weightiest first."""
    supporting = [c for c in claims if (c.claim.name and c.claim.name in agency) or (year and c.claim.year == year)]
    supporting.sort(key=lambda c: -c.weight)
    return tuple(dict.fromkeys(c.claim.quote for c in supporting))[:5]
