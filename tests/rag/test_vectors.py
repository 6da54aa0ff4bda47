from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from extractors.model import Extraction
from rag.passages import make_passages
from rag.store import Store
from rag.vectors import State, Vectors, VectorsUnusable
from tests.rag.builders import make_extraction, make_table, paragraph


def folder_of(vectors: Vectors) -> Path:
    return vectors._generations._folder


DUTIES = "负责全市档案的收集、整理和监督指导。"
RECEPTION = "公务接待费比上年减少，主要原因是厉行节约。"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "library.db", create=True)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "vectors")


def add(store: Store, agency: str, *texts: str) -> Extraction:
    table = make_table("收支表", ("项目", "金额"), [("培训费", "7.00")])
    parts = [paragraph(text, str(number)) for number, text in enumerate(texts)]
    extraction = make_extraction(agency=agency, paragraphs=parts, tables=[table])
    store.add(extraction, make_passages(extraction), suffix=".pdf")
    return extraction


def found(vectors: Vectors, store: Store, text: str, **options: object) -> list[str]:
    ids = list(vectors.search(text, store.revision(), limit=2, **options))  # type: ignore[arg-type]
    return [passage.text for passage in store.passages(ids)]


def test_finds_by_meaning_and_only_what_is_prose(store: Store, vectors: Vectors) -> None:
    add(store, "甲市档案馆", DUTIES, RECEPTION)
    vectors.update(store)
    assert vectors.state(store.revision()) is State.READY
    assert found(vectors, store, "吃喝为什么少了") == [RECEPTION, DUTIES]
    assert found(vectors, store, "这个单位是干什么的") == [DUTIES, RECEPTION]


def test_documents_can_be_chosen(store: Store, vectors: Vectors) -> None:
    add(store, "甲市档案馆", DUTIES)
    other = add(store, "乙市档案馆", RECEPTION)
    vectors.update(store)
    assert found(vectors, store, "单位职责", document_ids=[other.sha256]) == [RECEPTION]
    assert found(vectors, store, "单位职责", document_ids=[]) == []


def test_follows_what_comes_and_goes(store: Store, vectors: Vectors) -> None:
    gone = add(store, "甲市档案馆", DUTIES)
    vectors.update(store)
    first = json.loads((folder_of(vectors) / "current.json").read_text())["generation"]
    store.remove(gone.sha256)
    add(store, "乙市档案馆", RECEPTION)
    assert vectors.state(store.revision()) is State.STALE
    with pytest.raises(VectorsUnusable, match="stale"):
        found(vectors, store, "档案")
    vectors.update(store)
    assert found(vectors, store, "档案") == [RECEPTION]
    assert not (folder_of(vectors) / first).exists()


def test_empty_library_has_an_index(store: Store, vectors: Vectors) -> None:
    assert vectors.state(store.revision()) is State.MISSING
    vectors.update(store)
    assert found(vectors, store, "档案") == []


def test_another_model_makes_the_index_stale(store: Store, vectors: Vectors, tmp_path: Path) -> None:
    add(store, "甲市档案馆", DUTIES)
    vectors.update(store)
    assert Vectors(tmp_path / "vectors", "another/model").state(store.revision()) is State.STALE


def test_model_that_cannot_be_loaded_is_a_reason_not_to_use_vectors(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str | None] = []

    def load(model: str | None) -> None:
        tried.append(model)
        raise OSError("the hub cannot be reached")

    monkeypatch.setattr("rag.vectors.load_embedding", load)
    vectors = Vectors(tmp_path / "vectors", "far/away")
    for _ in range(2):
        with pytest.raises(VectorsUnusable, match="the hub cannot be reached"):
            vectors.update(store)
    assert tried == ["far/away"]  # a hub that does not answer is not waited for again
    assert vectors.state(store.revision()) is State.MISSING


def big_index(store: Store, vectors: Vectors) -> Path:
    """An index large enough for Chroma to write its graph to disk."""
    add(store, "甲市档案馆", *(f"{number // 10}号档案{number % 10}的整理" for number in range(1100)))
    vectors.update(store)
    (graph,) = folder_of(vectors).glob("*/*/link_lists.bin")
    return graph


def delete_generation(graph: Path) -> None:
    shutil.rmtree(graph.parents[1])


def delete_graph(graph: Path) -> None:
    shutil.rmtree(graph.parent)


def truncate_graph(graph: Path) -> None:
    with graph.with_name("data_level0.bin").open("r+b") as file:
        file.truncate(1000)


def flip_bytes(graph: Path) -> None:
    path = graph.with_name("data_level0.bin")
    content = bytearray(path.read_bytes())
    content[5000:5400] = bytes(255 - byte for byte in content[5000:5400])
    path.write_bytes(content)


def truncate_database(graph: Path) -> None:
    with (graph.parents[1] / "chroma.sqlite3").open("r+b") as file:
        file.truncate(6000)


def garble_manifest(graph: Path) -> None:
    (graph.parents[2] / "current.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    "damage", [delete_generation, delete_graph, truncate_graph, flip_bytes, truncate_database, garble_manifest]
)
def test_damage_is_found_before_it_harms_and_healed(store: Store, tmp_path: Path, damage: object) -> None:
    vectors = Vectors(tmp_path / "vectors")
    damage(big_index(store, vectors))  # type: ignore[operator]
    opened = Vectors(tmp_path / "vectors")
    with pytest.raises(VectorsUnusable):
        found(opened, store, "档案")
    opened.update(store)
    assert len(found(opened, store, "档案整理")) == 2


def test_interrupted_update_leaves_the_last_index(
    store: Store, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    add(store, "甲市档案馆", DUTIES)
    vectors.update(store)
    revision = store.revision()
    add(store, "乙市档案馆", RECEPTION)
    monkeypatch.setattr("rag.generations.checksums", interrupt)
    with pytest.raises(KeyboardInterrupt):
        vectors.update(store)
    monkeypatch.undo()
    assert [passage_id[:64] for passage_id in vectors.search("档案", revision, limit=5)] == [store.documents()[1].id]


def test_failed_update_leaves_no_folder(store: Store, vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "甲市档案馆", DUTIES)
    monkeypatch.setattr("rag.vectors._fill", lambda *_: 1 / 0)
    with pytest.raises(VectorsUnusable, match="ZeroDivisionError"):
        vectors.update(store)
    assert not list(folder_of(vectors).iterdir())


def test_name_of_a_generation_never_leads_out_of_the_folder(store: Store, vectors: Vectors, tmp_path: Path) -> None:
    add(store, "甲市档案馆", DUTIES)
    vectors.update(store)
    manifest = folder_of(vectors) / "current.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"generation": "../precious"}), encoding="utf-8")
    (tmp_path / "precious").mkdir()
    assert vectors.state(store.revision()) is State.MISSING
    vectors.update(store)
    assert (tmp_path / "precious").exists()


def test_what_takes_too_long_is_given_up(store: Store, vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store, "甲市档案馆", DUTIES)
    vectors.update(store)
    monkeypatch.setattr("rag.vectors._OPEN_SECONDS", 0.0)
    with pytest.raises(VectorsUnusable, match="no reply within"):
        found(vectors, store, "档案")
