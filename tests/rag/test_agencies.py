import pytest

from extractors.model import Level, Phase
from rag.agencies import Directory
from rag.lexicon import normalise
from rag.model import StoredDocument


def document(
    agency: str, *aliases: str, place: str = "", year: int = 2026, level: Level = Level.UNIT
) -> StoredDocument:
    name = f"{agency}-{year}-{level.value}.pdf"
    return StoredDocument(name, name, agency, aliases, place, year, Phase.BUDGET, level, 1, 1, 1, 0, "added")


ZONE = "洛阳高新技术产业开发区"
DIRECTORY = Directory(
    [
        document(f"{ZONE}改革协调局", "改革协调局", place=ZONE),
        document("改革协调局", place=ZONE, year=2021),
        document(f"{ZONE}政务服务局", "政务服务中心", place=ZONE),
        document(f"{ZONE}管理委员会", place=ZONE),
        document("洛阳市孟津区科技和工业信息化局", place="洛阳市孟津区"),
        document("福州市信访局", place="福建省福州市"),
        document("西安市信访局", "市信访局", place="陕西省西安市"),
        document("长沙市人民政府国有资产监督管理委员会", "市国资委", place="湖南省长沙市"),
        document("深圳市市场监督管理局", "我局", place="深圳市"),
        document("深圳市人民政府口岸办公室", place="深圳市"),
        document("江苏省政协办公厅", "省政协", place="江苏省"),
        document("江苏省高级人民法院", "高院", place="江苏省"),
        document("丁市职业教育基地综合协调办公室", place="丁市"),
    ]
)
SHARING = Directory(
    [
        document("甲市审计局", place="甲市"),
        document("乙市审计局", place="乙市"),
        document("甲市信访局", place="甲市"),
        document("甲市东山生态环境局", place="甲市"),
        document("甲市西河生态环境局", place="甲市"),
        document("丙市生态环境局", place="丙市"),
        document("丙省政协办公厅", place="丙省"),
    ]
)

NAMED = [
    ("福建福州信访局2026年三公经费", ["福州市信访局"]),
    ("丁市职教基地2026年公用经费", ["丁市职业教育基地综合协调办公室"]),
    ("湖南长沙国资委2026年三公经费", ["长沙市人民政府国有资产监督管理委员会"]),
    ("提取改革协调局2021年的项目名称", [f"{ZONE}改革协调局"]),
    ("三公经费改革协调局2021年花了多少", [f"{ZONE}改革协调局"]),
    ("改革协调局2021年公务接待费", [f"{ZONE}改革协调局"]),
    ("请问洛阳高新区的改革协调局", [f"{ZONE}改革协调局"]),
    ("政务服务中心２０２１年", [f"{ZONE}政务服务局"]),
    ("改革协调局和政务服务局哪个多", [f"{ZONE}改革协调局", f"{ZONE}政务服务局"]),
    ("信访局三公经费", ["福州市信访局", "西安市信访局"]),
    ("福州信访局三公经费", ["福州市信访局"]),
    ("长沙国资委", ["长沙市人民政府国有资产监督管理委员会"]),
    ("高新区管委会2026基本支出", [f"{ZONE}管理委员会"]),
    ("孟津2023年退休费", ["洛阳市孟津区科技和工业信息化局"]),
    ("孟津工信局退休费", ["洛阳市孟津区科技和工业信息化局"]),
    ("口岸办基本支出", ["深圳市人民政府口岸办公室"]),
    ("去年深圳口岸办基本支出", ["深圳市人民政府口岸办公室"]),
    ("江苏高院2018年政府采购", ["江苏省高级人民法院"]),
    ("市监局", ["深圳市市场监督管理局"]),
    ("省政协2018", ["江苏省政协办公厅"]),
    ("改革协凋局2021年", [f"{ZONE}改革协调局"]),
    ("丁市职业教育基地2026年水电气多少", ["丁市职业教育基地综合协调办公室"]),
    ("改革协调居公务接待费", [f"{ZONE}改革协调局"]),
    ("各单位公务接待费", []),
    ("支出中卫生健康支出是多少", []),
]

UNKNOWN = [
    ("教育局2021年公务接待费", ("教育局",)),
    ("洛阳市教育局2021年", ("洛阳市教育局",)),
    ("郑州市改革协调局2021年", ("郑州市改革协调局",)),
    ("国家信访局2026", ("国家信访局",)),
    ("省信访局", ("省信访局",)),
    ("郑州2021年三公经费", ("郑州",)),
    ("城市管理局三公", ("城市管理局",)),
    ("税务局", ("税务局",)),
    ("福建省信访局2026年三公经费", ("福建省信访局",)),  # above 福州
    ("洛阳市科技和工业信息化局2023年", ("洛阳市科技和工业信息化局",)),  # above 孟津
    ("湖南省国资委2026年", ("湖南省国资委",)),
    ("嵊泗信访局2026年三公经费", ("嵊泗信访局",)),  # a place that no list has
    ("湖洲市信访局2026年三公经费", ("湖洲市信访局",)),  # 市信访局 is what the one of 西安 calls itself
    ("深圳外事办2026年三公经费", ("深圳外事办",)),
    ("深圳市卫健委2026年三公经费", ("深圳市卫健委",)),
    ("深圳2026年的信访局", ("深圳",)),
    ("福州市医疗保障基金中心2026年收入", ("福州市医疗保障基金中心",)),
]


NAMED_TOGETHER = [
    ("甲市信访局、审计局2026年公务接待费", ["甲市信访局", "甲市审计局"]),
    ("审计局和甲市信访局", ["甲市审计局", "甲市信访局"]),
    ("乙市审计局和甲市审计局", ["乙市审计局", "甲市审计局"]),
    ("乙市审计局甲市信访局", ["乙市审计局", "甲市信访局"]),
    ("东山和西河两个生态环境局", ["甲市东山生态环境局", "甲市西河生态环境局"]),
    ("西河、东山生态环境局的支出", ["甲市西河生态环境局", "甲市东山生态环境局"]),
    ("丙市生态环境局", ["丙市生态环境局"]),
    ("丙省政协2019年", ["丙省政协办公厅"]),
]


@pytest.mark.parametrize(("question", "agencies"), NAMED_TOGETHER)
def test_names_that_share_a_place_or_an_ending(question: str, agencies: list[str]) -> None:
    naming = SHARING.read(normalise(question))
    assert ([agency.name for agency in naming.agencies], naming.unknown) == (agencies, ())


def test_agencies_that_nothing_tells_apart() -> None:
    assert [d.name for d in SHARING.read("审计局2026年").same_named] == ["甲市审计局", "乙市审计局"]
    assert SHARING.read("甲市审计局2026年").same_named == ()


def test_the_city_s_agency_is_that_of_any_city() -> None:
    assert {d.name for d in DIRECTORY.read("市信访局2026年").agencies} == {"福州市信访局", "西安市信访局"}


@pytest.mark.parametrize(("question", "agencies"), NAMED)
def test_agencies_that_a_question_names(question: str, agencies: list[str]) -> None:
    naming = DIRECTORY.read(normalise(question))
    assert [agency.name for agency in naming.agencies] == agencies
    assert naming.unknown == ()


@pytest.mark.parametrize(("question", "unknown"), UNKNOWN)
def test_agencies_that_are_not_loaded(question: str, unknown: tuple[str, ...]) -> None:
    naming = DIRECTORY.read(normalise(question))
    assert naming.agencies == ()
    assert naming.unknown == unknown


def test_a_slip_of_the_pen_is_shown() -> None:
    naming = DIRECTORY.read("改革协凋局2021年")
    assert [(r.wording, r.meaning) for r in naming.readings] == [("改革协凋局", f"{ZONE}改革协调局")]


def test_documents_of_one_agency_are_one_discloser() -> None:
    named = next(d for d in DIRECTORY.disclosers if d.name.endswith("改革协调局"))
    assert len(named.documents) == 2


def test_agencies_of_one_name_in_two_places_stay_two() -> None:
    directory = Directory([document("司法局", place="甲市"), document("司法局", place="乙市")])
    assert sorted(d.name for d in directory.disclosers) == ["乙市司法局", "甲市司法局"]


def test_a_name_is_blanked_out() -> None:
    assert DIRECTORY.read("改革协调局的三公经费").rest == "     的三公经费"


def test_what_stands_before_the_place_of_a_name_stays() -> None:
    assert DIRECTORY.read("三公经费比福州信访局高吗").rest == "三公经费比     高吗"
    assert DIRECTORY.read("三公经费比福建省福州市信访局高吗").rest.split() == ["三公经费比", "高吗"]


def test_a_name_that_begins_with_another_countys_level_is_its_own_agencys() -> None:
    directory = Directory(
        [
            document("辛市青湖县教育局", "县教育局", "教育局", place="辛市青湖县"),
            document("壬市临河县教育局", "教育局", place="壬市临河县"),
        ]
    )
    named = directory.read("临河县教育局2020年预算")
    assert ([agency.name for agency in named.agencies], named.unknown) == (["壬市临河县教育局"], ())
    assert directory.read("东山县教育局2020年预算").unknown == ("东山县教育局",)


def test_a_department_of_a_party_committee_goes_by_its_own_name() -> None:
    directory = Directory([document("中共甲市委宣传部", place="甲市"), document("甲市审计局", place="甲市")])
    for text in ("宣传部的公务接待费", "甲市宣传部的公务接待费", "市委宣传部的公务接待费"):
        assert [a.name for a in directory.read(text).agencies] == ["中共甲市委宣传部"]
    listed = directory.read("甲市审计局、宣传部、组织部的公务接待费")
    assert [a.name for a in listed.agencies] == ["甲市审计局", "中共甲市委宣传部"]
    assert listed.unknown == ("组织部",)


def test_a_name_that_begins_like_a_place_s_level_keeps_its_beginning() -> None:
    names = [f"{place}市场监督管理局" for place in ("癸市玉河县", "癸市白坪区")]
    directory = Directory([document(name, "市场监督管理局", place=name[:5]) for name in names])
    assert [agency.name for agency in directory.read("玉河县市场监督管理局2024年").agencies] == names[:1]
    assert directory.read("东山县市场监督管理局2024年").agencies == ()
