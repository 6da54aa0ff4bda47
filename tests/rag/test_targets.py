import pytest

from rag.lexicon import load_lexicon
from rag.query import Target
from rag.targets import read_targets, read_words, readings_of


def target(text: str) -> Target:
    (found,) = read_targets(read_words(text), load_lexicon())
    return found


@pytest.mark.parametrize("words", ["下降了百分之多少", "下降百分之几", "比上年减少百分之多少"])
def test_words_about_a_change_name_nothing(words: str) -> None:
    found = target(f"三公经费{words}")
    assert (found.key, found.label, found.column) == ("three_public", "", "")


@pytest.mark.parametrize("name", ["数据中心设备维护量", "中介机构审计服务", "中央信访补助", "对外联络活动"])
def test_a_word_that_begins_like_one_of_asking_is_left_whole(name: str) -> None:
    assert target(f"{name}是多少").label == name


def test_the_heading_of_a_column_follows_its_joint() -> None:
    assert target("差旅费的人员类").column == "人员类"


def test_the_publication_between_a_line_and_what_it_costs_is_no_part_of_it() -> None:
    assert target("信息化建设决算支出多少").label == "信息化建设"


def test_expenditure_after_a_line_is_the_line() -> None:
    found = target("一般行政管理事务支出")
    assert (found.label, found.scopes, found.column) == ("一般行政管理事务", (), "")


@pytest.mark.parametrize(
    ("text", "key", "label"),
    [
        ("公务接待费支出预算", "official_reception", ""),
        ("培训费支出决算", "30216", ""),
        ("行政运行支出预算", None, "行政运行"),
        ("支出预算", "expenditure_total", ""),
    ],
)
def test_spending_and_publication_after_an_item_are_no_total(text: str, key: str | None, label: str) -> None:
    found = target(text)
    assert (found.key, found.scopes, found.column) == (key, (), "")
    assert found.label.removesuffix("支出") in (label, found.name)


@pytest.mark.parametrize(
    "question", ["招待客人的花销", "公积金要交多少", "退休的人发多少钱退休费", "一分钱招待费都没有吗"]
)
def test_what_people_say_around_an_item_names_nothing_more(question: str) -> None:
    assert not target(question).says_more


def test_a_name_around_an_item_does() -> None:
    assert target("信访大厅值班人员培训费").says_more


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("行政运行(2014001)", "2014001"),
        ("2014001行政运行", "2014001"),
        ("[2014001]行政运行", "2014001"),
        ("住房公积金(2210201)", "2210201"),  # also 30113
        ("住房公积金(30113)", "30113"),
        ("培训费(30217)", "30217"),
        ("2014001", "2014001"),
    ],
)
def test_a_code_says_which_of_the_items_of_a_name_is_meant(text: str, key: str) -> None:
    found = target(text)
    assert (found.key, found.label, found.others) == (key, "", ())


def test_a_code_beside_its_name_goes_without_saying() -> None:
    assert readings_of(read_words("行政运行(2014001)")) == []
    assert [r.meaning for r in readings_of(read_words("培训费(30217)"))] == ["公务接待费"]


@pytest.mark.parametrize(
    "text", ["“行政运行”里头算项目支出的有", "行政运行属于项目支出的部分", "行政运行中列入项目支出的"]
)
def test_a_line_is_told_from_what_is_said_to_restrict_it(text: str) -> None:
    found = target(text)
    assert (found.key, found.name, found.scopes) == (None, "行政运行", ("project_expenditure",))


@pytest.mark.parametrize("text", ["电费，走项目支出的", "电费里算项目支出的", "项目支出里的电费"])
def test_an_item_is_restricted_before_or_after_its_name(text: str) -> None:
    found = target(text)
    assert (found.key, found.scopes) == ("30206", ("project_expenditure",))


def test_items_side_by_side_restrict_nothing() -> None:
    found = read_targets(read_words("电费，项目支出各多少"), load_lexicon())
    assert [one.key for one in found] == ["30206", "project_expenditure"]


def test_a_table_contains_an_item_where_words_say_so() -> None:
    inside = target("机关运行经费当中，烧暖气")
    assert (inside.key, inside.scopes) == ("30208", ("agency_operating",))
    beside = read_targets(read_words("机关运行经费财政拨款预算"), load_lexicon())
    assert beside[0].key == "agency_operating"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("公务接待多少批次", "reception_batches"),
        ("公务接待了多少人次", "reception_visits"),
        ("因公出国多少人次", "overseas_people"),  # no guests
        ("公务用车几辆", "vehicles_owned"),
    ],
)
def test_a_count_is_of_the_item_before_it(text: str, key: str) -> None:
    assert target(text).key == key


def test_what_an_item_includes_is_not_asked_for_besides() -> None:
    found = target("差旅费(含专项业务经费)一共")
    assert (found.key, found.label) == ("30211", "")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("预算里,2014199这个科目安排了多少", "2014199"),  # not in the taxonomy: facts go by their code
        ("科目2080501的支出预算", "2080501"),
        ("功能科目2080501,预算多少元", "2080501"),
        ("“三公”公务接待费", "official_reception"),
        ("基本支出人员经费", "personnel_funding"),
    ],
)
def test_the_one_item_that_is_meant(text: str, key: str) -> None:
    assert target(text).key == key


def test_a_code_after_a_comma_is_one() -> None:
    assert (target("部门支出总表中,2014004信访业务").key, target("共12,014004元").key) == ("2014004", None)


def test_money_is_taken_from_a_kind_of_it() -> None:
    found = target("从政府性基金拿多少钱搞通用航空发展")
    assert (found.key, found.scopes) == ("2146907", ("government_fund",))
