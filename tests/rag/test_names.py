import pytest

from rag.names import Name, abbreviates, slip, split_name


@pytest.mark.parametrize(
    ("name", "place", "prefix", "core"),
    [
        ("福州市信访局", "", "福州市", "信访局"),
        ("深圳市市场监督管理局", "", "深圳市", "市场监督管理局"),
        ("上海市普陀区人民政府万里街道办事处", "", "上海市普陀区人民政府", "万里街道办事处"),
        ("上海钻石交易联合管理办公室", "", "上海", "钻石交易联合管理办公室"),
        ("甲市档案馆", "甲市", "甲市", "档案馆"),
        ("改革协调局", "", "", "改革协调局"),
    ],
)
def test_place_and_core(name: str, place: str, prefix: str, core: str) -> None:
    assert split_name(name, place) == Name(name, prefix, core)


@pytest.mark.parametrize(
    ("mention", "name", "fits"),
    [
        ("国资委", "长沙市人民政府国有资产监督管理委员会", True),
        ("长沙国资委", "长沙市人民政府国有资产监督管理委员会", True),
        ("高新区管委会", "洛阳高新技术产业开发区管理委员会", True),
        ("发改委", "西安市发展和改革委员会", True),
        ("工信局", "洛阳市孟津区科技和工业信息化局", True),
        ("口岸办", "深圳市人民政府口岸办公室", True),
        ("深圳宣传部", "中共深圳市委宣传部", True),
        ("办公厅", "中共江苏省委办公厅", False),
        ("民政局", "深圳市人民政府口岸管理局", False),
        ("财政局", "洛阳市教育局", False),
    ],
)
def test_abbreviations(mention: str, name: str, fits: bool) -> None:
    assert abbreviates(mention, split_name(name)) is fits


def test_slips_need_a_name_long_enough() -> None:
    assert slip("改革协凋局", "改革协调局")
    assert not slip("税务局", "水务局")
