from __future__ import annotations

import pytest

from extractors.labels import bare, fold, fold_with_offsets


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("（十一）节能环保支出", "节能环保支出"),
        ("(1)工资福利支出", "工资福利支出"),
        ("1．基本工资", "基本工资"),
        ("2.政府性基金预算", "政府性基金预算"),
        ("3 国有资本经营预算", "国有资本经营预算"),
        ("① 办公费", "办公费"),
        ("其中：（1）公务用车购置费", "公务用车购置费"),
        ("加：上年结转", "上年结转"),
        ("[30101]基本工资", "基本工资"),
        ("30101 基本工资", "基本工资"),
        ("　　收 入 总 计：", "收入总计"),
        ("“三公”经费", "三公经费"),
        ("因公出国（境）费", "因公出国境费"),
        ("因公出国(境)费", "因公出国境费"),
        ("国有资本经\n营预算", "国有资本经营预算"),
        ("一般公共服务支出（类）", "一般公共服务支出"),
        ("司法（06款）", "司法"),
        ("支出总计（万元）", "支出总计"),
        ("⼯资福利⽀出", "工资福利支出"),
        ("ＧＤＰ增速", "gdp增速"),
        ("2021年执行数", "2021年执行数"),
        ("12345热线运行费", "12345热线运行费"),
        ("其中：", "其中"),
        ("一、", "一"),
        ("", ""),
    ],
)
def test_bare_label(label: str, name: str) -> None:
    assert bare(label) == name


def test_offsets_lead_back_to_the_original() -> None:
    text = "因公 出国（境）费"
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text) == "因公出国境费"
    assert [text[offset] for offset in offsets] == list("因公出国境费")
