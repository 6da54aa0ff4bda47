from __future__ import annotations

import pytest

from extractors.places import Place, is_region, load_gazetteer, split_place


@pytest.mark.parametrize(
    ("organisation", "name", "rest"),
    [
        ("苏州市审计局", "江苏省苏州市", "审计局"),
        ("江苏省苏州市审计局", "江苏省苏州市", "审计局"),
        ("江苏省政协办公厅", "江苏省", "政协办公厅"),
        ("上海市普陀区司法局", "上海市普陀区", "司法局"),
        ("上海钻石宝玉石交易联合管理办公室", "上海市", "钻石宝玉石交易联合管理办公室"),
        ("洛阳市孟津区科技和工业信息化局", "河南省洛阳市孟津区", "科技和工业信息化局"),
        ("洛阳高新技术产业开发区改革协调局", "河南省洛阳市", "高新技术产业开发区改革协调局"),
        ("广西壮族自治区财政厅", "广西壮族自治区", "财政厅"),
        ("中共深圳市委宣传部", "广东省深圳市", "委宣传部"),
        ("共青团苏州市委员会", "江苏省苏州市", "委员会"),
        ("国家信访局", "中央", "国家信访局"),
        ("政务服务局", "", "政务服务局"),
        ("柞水县审计局", "柞水县", "审计局"),
        ("弥勒市民政局", "弥勒市", "民政局"),
        ("环江毛南族自治县水源镇中心小学", "环江毛南族自治县", "水源镇中心小学"),
        ("农贸市场服务中心", "", "农贸市场服务中心"),
        ("城市管理局", "", "城市管理局"),
        ("县财政局", "", "县财政局"),
        ("社区服务中心", "", "社区服务中心"),
        ("经济技术开发区管委会", "", "经济技术开发区管委会"),
        ("自治区财政厅", "", "自治区财政厅"),
    ],
)
def test_the_place_in_a_name(organisation: str, name: str, rest: str) -> None:
    assert split_place(organisation) == Place(name, rest)


def test_a_city_and_a_province_of_one_name_are_told_by_the_suffix() -> None:
    assert split_place("吉林省财政厅").name == "吉林省"
    assert split_place("吉林市财政局").name == "吉林省吉林市"


def test_every_city_is_in_one_province() -> None:
    full_names = load_gazetteer().cities.full_names
    assert len(full_names) > 330
    assert len(set(full_names.values())) == len(full_names)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("柞水县", True), ("重庆市璧山区", True), ("苏州市", True), ("柞水县审计局", False), ("部门", False), ("", False)],
)
def test_names_that_are_nothing_but_a_place(name: str, is_one: bool) -> None:
    assert is_region(name) is is_one
