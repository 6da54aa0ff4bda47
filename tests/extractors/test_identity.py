"""Covers, captions and titles as they are printed, and what is read from them."""

from __future__ import annotations

import pytest

from extractors.covers import Claim, cover_lines, level_in, organisation, phase_in, read_about, read_labels, read_title
from extractors.identity import identify
from extractors.model import Cell, Identity, Level, Line, Paragraph, Phase, Table
from tests.extractors.pages import page, paragraph, text_page

BUDGET, FINAL_ACCOUNTS = Phase.BUDGET, Phase.FINAL_ACCOUNTS
DEPARTMENT, UNIT, UNKNOWN = Level.DEPARTMENT, Level.UNIT, Level.UNKNOWN


def title(text: str, number: int = 1) -> Table:
    return Table(number, text, None, None, None, "none", (number,), ((number, None),), 2, 1, (), ())


def heading(text: str) -> Paragraph:
    return Paragraph(text, (), True, ((0, len(text), 1, None),))


def read(
    cover: str, *paragraphs: Paragraph, tables: list[Table] | None = None, file_name: str = "文件.pdf"
) -> Identity:
    return identify(file_name, [text_page(cover)], tables or [], paragraphs)


@pytest.mark.parametrize(
    ("cover", "agency", "year", "phase", "level"),
    [
        ("上海市2026年市级单位预算\n预算单位：上海市信访办公室", "上海市信访办公室", 2026, BUDGET, UNIT),
        ("上海市普陀区2025年区级部门预算\n预算主管部门：普陀区财政局", "普陀区财政局", 2025, BUDGET, DEPARTMENT),
        ("2026 年深圳市信访局部门预算", "深圳市信访局", 2026, BUDGET, DEPARTMENT),
        ("2026 年深圳市交通运输局（本级）部\n门预算", "深圳市交通运输局", 2026, BUDGET, UNIT),
        ("长沙市信访局\n2026 年部门预算公开", "长沙市信访局", 2026, BUDGET, DEPARTMENT),
        ("2026 年度\n泉州市人民政府办公室\n（本级）\n单位预算", "泉州市人民政府办公室", 2026, BUDGET, UNIT),
        ("西安市审计局（汇总）\n2026年部门预算公开说明", "西安市审计局", 2026, BUDGET, DEPARTMENT),
        ("2018 年度江苏省高级\n人民法院预算公开\n2018 年 2 月 24 日", "江苏省高级人民法院", 2018, BUDGET, UNKNOWN),
        ("普陀区财政局\n2024年度部门决算\n目  录", "普陀区财政局", 2024, FINAL_ACCOUNTS, DEPARTMENT),
        ("附件1:\n洛山市改革协调局\n2021年度部门预算\n二〇二一年三月", "洛山市改革协调局", 2021, BUDGET, DEPARTMENT),
    ],
)
def test_covers(cover: str, agency: str, year: int, phase: Phase, level: Level) -> None:
    found = read(cover)
    assert (found.agency, found.year, found.phase, found.level) == (agency, year, phase, level)


def test_the_content_overrules_the_file_s_name() -> None:
    found = read("长沙市公安局\n2025 年部门预算公开", file_name="教育局_2026年单位决算.pdf")
    assert (found.agency, found.year, found.phase) == ("长沙市公安局", 2025, Phase.BUDGET)
    assert found.level is Level.DEPARTMENT


def test_the_file_s_name_is_asked_where_the_content_says_nothing() -> None:
    found = read("备注：详见附表。", file_name="洛山市统计局_2026年.pdf")
    assert (found.agency, found.year, found.phase) == ("洛山市统计局", 2026, Phase.OTHER)


def test_tables_without_a_cover_say_whose_they_are_over_each_of_them() -> None:
    pages = "公开01表\n收支预算总表\n部门：江苏省政协办公厅 单位：万元"
    tables = [title("收支预算总表"), title("收入预算总表", 2), title("2019年政府采购预算表", 3)]
    found = read(pages, tables=tables)
    assert (found.agency, found.year, found.phase, found.level) == (
        "江苏省政协办公厅", 2019, Phase.BUDGET, Level.DEPARTMENT,
    )  # fmt: skip


def test_a_form_names_the_publisher_in_a_cell() -> None:
    cells = (Cell(1, 0, 0, "部门名称", None), Cell(1, 0, 1, "洛阳高新技术产业开发区\n管理委员会", None))
    form = Table(1, "2026年部门整体支出绩效目标表", None, None, None, "none", (1,), ((1, None),), 1, 0, (), cells)
    found = read("2026年部门整体支出绩效目标表", tables=[form])
    assert (found.agency, found.year, found.phase) == ("洛阳高新技术产业开发区管理委员会", 2026, Phase.BUDGET)
    assert found.level is Level.DEPARTMENT


def test_the_official_name_is_the_longest_and_the_others_are_aliases() -> None:
    found = read(
        "政务服务局\n2021 年度部门预算",
        heading("政务服务中心2021年度部门预算情况说明"),
        paragraph("单位名称：洛阳高新技术产业开发区政务服务局 单位：万元"),
        tables=[],
    )
    captioned = identify(
        "a.pdf",
        [text_page("政务服务局\n2021 年度部门预算"), text_page("单位名称：洛阳高新技术产业开发区政务服务局", 2)],
        [],
        [heading("政务服务中心2021年度部门预算情况说明")],
    )
    assert found.agency == "政务服务局"
    assert captioned.agency == "洛阳高新技术产业开发区政务服务局"
    assert {"政务服务局", "政务服务中心"} <= set(captioned.aliases)


def test_short_forms_that_the_text_uses_are_aliases() -> None:
    found = read(
        "长沙市人民政府国有资产监督管理委员会\n2020年部门预算", paragraph("市国资委负责监管，我市其他委办配合。")
    )
    assert "市国资委" in found.aliases
    assert "长沙市国资委" not in found.aliases


def test_an_alias_is_never_just_any_office() -> None:
    found = read("泉州市人民政府办公室\n2026年部门预算", paragraph("市政府办公室和各办公室。"))
    assert "办公室" not in found.aliases
    assert "市政府办公室" in found.aliases


@pytest.mark.parametrize(
    "cover",
    [
        "长沙市财政项目支出绩效评价报告\n评价项目名称：2020 年度国企改革稳定专项资金绩效评价",
        "政府网站工作年度报表\n（2025 年度）\n填报单位:山东省发展和改革委员会",
        "2026年1—2月泉州市国民经济主要指标",
        "上海市 XX 局\n2024 年度部门决算",
    ],
)
def test_what_is_neither_budget_nor_final_accounts(cover: str) -> None:
    found = read(cover)
    assert (found.phase, found.level) == (Phase.OTHER, Level.UNKNOWN)


def test_a_place_that_only_the_cover_names() -> None:
    found = read("上海市2026年市级单位预算\n预算单位：科技大学附属学校")
    assert (found.agency, found.place) == ("科技大学附属学校", "上海市")


def test_evidence_quotes_what_decided() -> None:
    found = read("上海市2026年市级单位预算\n预算单位：上海市信访办公室", heading("上海市信访办公室（单位）主要职能"))
    assert found.evidence[:2] == ("预算单位：上海市信访办公室", "上海市2026年市级单位预算")


def test_nothing_is_known_of_an_empty_document() -> None:
    assert identify("", [page()], [], []) == Identity("", (), "", None, Phase.OTHER, Level.UNKNOWN, ())


def test_the_cover_ends_where_the_contents_or_the_text_begins() -> None:
    lines = [Line(text, None) for text in ("甲局", "2021年部门预算", "- 1 -", "目  录", "一、职能")]
    assert cover_lines(lines) == ["甲局", "2021年部门预算"]
    assert cover_lines([Line("一、甲局主要职责", None), Line("2021年部门预算", None)]) == []


def test_readers_of_single_lines() -> None:
    assert read_title("国家信访局2026年度部门预算") == Claim(
        "国家信访局2026年度部门预算", "国家信访局", 2026, Phase.BUDGET, Level.DEPARTMENT
    )
    assert read_title("2026年预算单位财务收支") is None
    assert read_about("第一部分洛山市科技局部门概况") == Claim("第一部分洛山市科技局部门概况", "洛山市科技局")
    assert [claim.name for claim in read_labels("编制单位：上海市审计局 单位：元")] == ["上海市审计局"]
    assert list(read_labels("单位：万元")) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("西安市审计局（汇总）", "西安市审计局"),
        ("上海科技大学附属学校", "上海科技大学附属学校"),
        ("兰溪区人民医院（兰溪区人民医院医共体总院）", "兰溪区人民医院"),
        ("本部门2021年收入", ""),
        ("万元", ""),
        ("按照市财政局", ""),
    ],
)
def test_organisations(text: str, name: str) -> None:
    assert organisation(text) == name


def test_phase_and_level_words() -> None:
    assert phase_in("一般公共预算财政拨款支出决算表") is Phase.FINAL_ACCOUNTS
    assert level_in("泉州市人民政府办公室（本级）部门预算") is Level.UNIT
    assert level_in("西安市审计局（汇总）") is Level.DEPARTMENT


@pytest.mark.parametrize(
    ("captioned", "said", "level"),
    [
        ("单位名称：洛山市改革协调局", "本部门只有本级，没有其他二级预算单位。", UNIT),
        ("部门名称：洛山市改革协调局", "本部门只有本级，没有其他二级预算单位。", DEPARTMENT),
        ("单位名称：洛山市改革协调局", "纳入预算的有本级和二级预算单位3个。", DEPARTMENT),
    ],
)
def test_a_department_of_one_unit_publishes_what_its_tables_say(captioned: str, said: str, level: Level) -> None:
    pages = [text_page("洛山市改革协调局\n2026年部门预算公开"), text_page(captioned)]
    assert identify("文件.pdf", pages, [], [paragraph(said)]).level is level


@pytest.mark.parametrize(
    ("cover", "agency", "year", "phase"),
    [
        ("兰溪县2019年“三公”经费支出决算情况", "兰溪县", 2019, FINAL_ACCOUNTS),
        ("兰溪县民政局2018年部门预算“三公”经费公开情况说明", "兰溪县民政局", 2018, BUDGET),
        ("关于兰溪县林业局2019年财政拨款“三公”经费预算情况的说明", "兰溪县林业局", 2019, BUDGET),
        ("兰溪县2022年预算执行情况和\n2023年预算草案的报告", "兰溪县", 2023, BUDGET),
        ("兰溪县2020年转移支付情况说明", "兰溪县", 2020, Phase.OTHER),
        ("兰溪县2021年县级决算和2022年上半年预算执行情况的报告", "兰溪县", 2021, FINAL_ACCOUNTS),
        ("索引号：lx/2025-024\n2025-10-23\n兰溪县民政局2024年部门决算", "兰溪县民政局", 2024, FINAL_ACCOUNTS),
        ("溪口镇中心学校\n兰溪市溪口镇中心学校2021年部门预算公开", "兰溪市溪口镇中心学校", 2021, BUDGET),
        ("2017年“三公”经费预算情况说明\n时间：2018-01-10 来源：兰溪县财政局", "兰溪县财政局", 2017, BUDGET),
    ],
)  # fmt: skip
def test_titles_of_web_pages(cover: str, agency: str, year: int, phase: Phase) -> None:
    found = read(cover)
    assert (found.agency, found.year, found.phase) == (agency, year, phase)


@pytest.mark.parametrize(
    ("text", "year", "phase"),
    [
        ("经汇总，2023年区级部门“三公”经费支出预算为24.9万元。", 2023, BUDGET),
        ("2017年市级“三公”经费支出总额38万元，比预算数减少1万元。附表：“三公”经费决算汇总表", 2017, FINAL_ACCOUNTS),
        ("2020年“三公”经费支出43万元，比上年减少2万元。", 2020, FINAL_ACCOUNTS),
        ("2020年全县接待游客43万人次，预算绩效管理继续加强。", None, Phase.OTHER),
        ("截至2022年末，全区地方政府债务余额为59亿元。", 2022, Phase.OTHER),
    ],
)  # fmt: skip
def test_a_page_without_a_title_is_what_its_sentences_speak_of(text: str, year: int | None, phase: Phase) -> None:
    found = read("", paragraph(text))
    assert (found.year, found.phase) == (year, phase)


def test_of_headings_of_two_years_the_later_decides_with_its_phase() -> None:
    found = read("", heading("一、2022年“三公”经费预算安排情况"), heading("二、2021年“三公”经费决算情况"))
    assert (found.year, found.phase) == (2022, BUDGET)


def test_a_place_is_the_publisher_only_where_no_organisation_is() -> None:
    alone = read("兰溪县2024年“三公”经费预算安排情况")
    beside = read("兰溪县2024年部门预算\n部门名称：兰溪县民政局")
    assert (alone.agency, alone.place) == ("兰溪县", "兰溪县")
    assert (beside.agency, beside.place) == ("兰溪县民政局", "兰溪县")
    assert "兰溪县" not in beside.aliases


def test_where_money_comes_from_is_no_publisher() -> None:
    assert read("2021年“三公”经费预算安排情况\n资金来源：兰溪县财政局").agency == ""
    assert read("2021年“三公”经费预算安排情况\n[ 发布机构 ] 兰溪县财政局 [ 有效性 ]").agency == "兰溪县财政局"


def test_who_is_there_for_something_publishes() -> None:
    found = read("第一部分 概况\n一、主要职责", paragraph("兰溪县植树绿化服务中心负责全县义务植树。"))
    assert found.agency == "兰溪县植树绿化服务中心"


def test_a_shorter_name_at_the_start_of_sentences_is_an_alias() -> None:
    found = read(
        "四川省兰溪县象岭初级中学校\n2021年部门预算",
        paragraph("兰溪县象岭中学校2021年收支总预算1510万元。"),
        paragraph("兰溪县教育局2021年收入预算15万元。"),
        paragraph("数据包含的范围：兰溪象岭学校2021年部门预算数据。"),
    )
    assert "兰溪象岭学校" in found.aliases
    assert "兰溪县象岭中学校" in found.aliases
    assert "兰溪县教育局" not in found.aliases


def test_a_street_goes_without_its_office() -> None:
    assert "清波街道" in read("清波街道办事处\n2022年部门决算").aliases


def test_a_title_without_a_year_is_of_the_year_that_is_named_most() -> None:
    found = read("兰溪县举借债务情况说明", paragraph("2021年末余额1亿元。2022年新增2亿元，2022年末余额3亿元。"))
    assert (found.agency, found.year) == ("兰溪县", 2022)
