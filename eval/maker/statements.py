"""Which tables an edition has, in the order in which they are printed."""

from __future__ import annotations

from eval.maker.balances import balance, fiscal_balance, revenue
from eval.maker.economic_tables import basic, economic
from eval.maker.functional_tables import expenditure, fund, general
from eval.maker.other_tables import procurement, projects, targets, three_public, without_lines
from eval.maker.publishers import BUDGET
from eval.maker.setting import Setting
from eval.maker.sheet import Sheet

OPTIONAL_SHARE = 0.6
FORM_SHARE = 0.3


def statements(setting: Setting) -> list[Sheet]:
    first = [make(setting) for make in (balance, revenue, expenditure, fiscal_balance, general, basic)]
    last = [three_public(setting), fund(setting), without_lines(setting, "capital")]
    kinds = (economic, projects, procurement) if setting.edition.phase == BUDGET else ()
    optional = [make(setting) for make in kinds if setting.chance.random() < OPTIONAL_SHARE]
    forms = targets(setting) if kinds and setting.chance.random() < FORM_SHARE else []
    sheets = [*first, *optional, *last, *forms]
    for number, sheet in enumerate(sheets, start=1):
        sheet.number = setting.style.numbers.format(number)
    return sheets
