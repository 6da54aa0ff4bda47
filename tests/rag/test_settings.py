from __future__ import annotations

from pathlib import Path

import pytest

from rag.settings import Settings, SettingsError


def test_defaults_where_nothing_is_set() -> None:
    assert Settings.from_environment({"MINGZHANG_LIBRARY": "", "MINGZHANG_MODEL": ""}) == Settings(Path("library"))


def test_environment_is_read() -> None:
    environment = {
        "MINGZHANG_LIBRARY": "/data/library",
        "MINGZHANG_MODEL": "ollama:qwen3",
        "MINGZHANG_EMBEDDING": "BAAI/bge-small-zh-v1.5",
    }
    expected = Settings(Path("/data/library"), "ollama:qwen3", "BAAI/bge-small-zh-v1.5")
    assert Settings.from_environment(environment) == expected


def test_the_language_model_is_set_by_three_variables() -> None:
    environment = {
        "MINGZHANG_MODEL": "openai:qwen-plus",
        "MINGZHANG_MODEL_SECONDS": "2.5",
        "MINGZHANG_MODEL_METHOD": "json_mode",
    }
    expected = Settings(model="openai:qwen-plus", model_seconds=2.5, model_method="json_mode")
    assert Settings.from_environment(environment) == expected


@pytest.mark.parametrize(
    ("variable", "written", "told"),
    [
        ("MINGZHANG_MODEL", "gpt", "must be provider:name"),
        ("MINGZHANG_MODEL", "openai:", "must be provider:name"),
        ("MINGZHANG_MODEL_SECONDS", "soon", "number of seconds"),
        ("MINGZHANG_MODEL_SECONDS", "0", "number of seconds"),
        ("MINGZHANG_MODEL_SECONDS", "nan", "number of seconds"),
        ("MINGZHANG_MODEL_SECONDS", "1e9", "number of seconds"),
        ("MINGZHANG_MODEL_METHOD", "magic", "must be one of function_calling"),
    ],
)
def test_what_cannot_be_meant_is_said(variable: str, written: str, told: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} .*{told}"):
        Settings.from_environment({variable: written})
