"""What a question names and does not ask for."""

from __future__ import annotations

import pytest

from rag.asides import without_asides


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("一般公共预算之外的政府性基金有多少", "政府性基金有多少"),
        ("民航发展基金也就是政府性基金有多少", "政府性基金有多少"),
        ("除公务接待费以外三公经费有多少", "除公务接待费以外三公经费有多少"),  # a part of it: no other kind of money
        ("除财政拨款之外的其他收入有多少", "除 其他收入有多少"),
        ("按部门预算支出经济分类,资本性支出(310)有多少", ",资本性支出(310)有多少"),
        ("2018年的公务接待费(不是2019年的)", "2018年的公务接待费"),
        ("公务接待费有多少,我问的不是整个部门", "公务接待费有多少"),
        ("公务接待费多少,不是培训费,是吧", "公务接待费多少 ,是吧"),
        ("部门预算(连同法律援助中心一起算)的劳务费", "部门预算 的劳务费"),
        ("2024年预算的行政运行(2010601)是多少", "2024年预算的行政运行(2010601)是多少"),
        ("公务接待费是不是4万元", "公务接待费是不是4万元"),
        ("支出按经济分类的构成", "支出按经济分类的构成"),
        ("政府性基金之外有多少", "政府性基金之外有多少"),
        ("公务接待费也就是吃喝有多少", "吃喝有多少"),
        ("培训费也就是会议费吗", "培训费也就是会议费吗"),
    ],
)
def test_what_is_named_beside_the_item_asked_for_goes(question: str, left: str) -> None:
    text = without_asides(question)
    assert (" ".join(text.split()), len(text)) == (left, len(question))
