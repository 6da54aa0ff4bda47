"""One edition to a draft: its tables, narrative, captions and the name of its file."""

from __future__ import annotations

import random

from eval.maker.data import load
from eval.maker.draft import Draft, settle
from eval.maker.prose import hidden_paragraph, narrative
from eval.maker.publishers import BUDGET, DEPARTMENT, Edition
from eval.maker.series import Books
from eval.maker.setting import setting_of
from eval.maker.statements import statements
from eval.maker.style import draw_style

WRONG_NAMES = 0.06  # share of files whose name states another year than their content


def compose(edition: Edition, books: Books, seed: int) -> Draft:
    chance = random.Random(f"{seed}/edition/{edition.number}")
    style = draw_style(chance, is_final=edition.phase != BUDGET, exact=books.is_exact)
    setting = setting_of(edition, books, style, chance)
    words = load("wording")
    texts = {"agency": edition.publisher, "year": edition.year, "level": edition.level_word, "word": edition.word}
    sheets = statements(setting)
    publish = edition.year if edition.phase == BUDGET else edition.year + 1
    month = chance.choice((1, 2, 3)) if edition.phase == BUDGET else chance.choice((8, 9, 10))
    draft = Draft(
        setting=setting,
        name=_file_name(edition, style.format, chance),
        cover=chance.choice(words["cover"]).format(**texts).split("\n"),
        date=chance.choice(words["dates"]).format(publish=publish, month=month, day=chance.randint(1, 28)),
        narrative=narrative(setting),
        sheets=sheets,
        tables_heading=chance.choice(words["parts"]["tables"]).format(**texts),
        owner_line=chance.choice(words["owners"]).format(**texts),
        unit_line=chance.choice(words["notices"]),
        listed_titles=[sheet.title for sheet in sheets],
        hidden=hidden_paragraph(setting, chance) if style.hidden and style.format == "pdf" else None,
    )
    settle(draft)
    return draft


def _file_name(edition: Edition, ending: str, chance: random.Random) -> str:
    year = edition.year - 1 if chance.random() < WRONG_NAMES else edition.year
    level = "（汇总）" if edition.level == DEPARTMENT and edition.agency.has_twin else ""
    return f"{edition.number:05}_{edition.publisher}{level}{year}年{edition.level_word}{edition.word}.{ending}"
