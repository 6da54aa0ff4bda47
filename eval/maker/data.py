"""The names and wordings that made disclosures are put together from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@cache
def load(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def functional_name(code: str) -> str:
    return str(load("codes")["functional"][code])


def economic_name(code: str) -> str:
    return str(load("codes")["economic"][code])
