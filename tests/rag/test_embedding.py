from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rag.embedding import SHIPPED, embedding_name, load_embedding
from rag.grams import model_text


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("单位是干什么的", "主要职责\n负责行业监督管理和指导工作。", "政府采购情况说明\n采购货物10万元。"),
        ("吃喝花了多少钱", "公务接待费4.00万元，比上年减少0.35万元。", "住房公积金缴费12万元。"),
        ("how much was spent on official receptions", "公务接待费4.00万元。", "公务用车购置费为零。"),
        ("有几辆公车", "公务用车保有量3辆。", "会议费预算2万元，拟召开3个会议。"),
        ("三公经费为什么下降", "“三公”经费减少，主要原因：落实过紧日子要求。", "部门内设办公室、综合科。"),
    ],
)
def test_meaning_is_nearer_than_something_else(question: str, right: str, wrong: str) -> None:
    model = load_embedding()
    asked, near, far = model.embed_query(question), *model.embed_documents([right, wrong])
    assert likeness(asked, near) > likeness(asked, far) + 0.1


def test_text_matches_itself_whatever_its_numbers() -> None:
    model = load_embedding()
    vectors = model.embed_documents(
        ["2021年公务接待费4.00万元", "2019年公务接待费12,000万元", "籀文鼎彝", "籀文鼎彝的"]
    )
    assert likeness(vectors[0], vectors[1]) == pytest.approx(1)
    assert likeness(vectors[2], vectors[3]) > 0.8  # characters that training never saw


def test_text_without_words_is_the_zero_vector() -> None:
    assert set(load_embedding().embed_query("2021 …")) == {0.0}
    assert load_embedding().embed_documents([]) == []


def test_sentence_transformers_reads_the_same_model() -> None:
    program = (
        "import json, sys\n"
        "from sentence_transformers import SentenceTransformer\n"
        f"model = SentenceTransformer({str(SHIPPED)!r}, device='cpu')\n"
        "print(json.dumps(model.encode(json.loads(sys.argv[1]), normalize_embeddings=True).tolist()))"
    )
    texts = ["公务接待费为什么减少", "what are the main duties"]
    asked = json.dumps([model_text(text) for text in texts])
    result = subprocess.run([sys.executable, "-c", program, asked], capture_output=True, text=True, check=True)
    for theirs, ours in zip(
        json.loads(result.stdout.splitlines()[-1]), load_embedding().embed_documents(texts), strict=True
    ):
        assert ours == pytest.approx(theirs, abs=2e-3)  # half precision


def test_model_is_small_and_loads_without_torch() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 5_000_000
    program = (
        "import sys, time; started = time.perf_counter(); from rag.embedding import load_embedding\n"
        "load_embedding().embed_query('公务接待费'); print(time.perf_counter() - started)\n"
        "assert not {'torch', 'sentence_transformers', 'chromadb'} & set(sys.modules)"
    )
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
    assert time.perf_counter() - started < 10  # a second on an idle machine


def test_name_says_which_vectors() -> None:
    assert embedding_name("BAAI/bge-small-zh-v1.5") == "BAAI/bge-small-zh-v1.5"
    assert embedding_name().startswith("shipped-")
    assert embedding_name() != embedding_name("shipped")
