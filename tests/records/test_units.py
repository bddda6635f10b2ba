"""The unit from its TOML file: what it says, and every way in which it can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid import InvalidType, InvalidValue, MutualAidError, Unit, UnknownName
from mutualaid.records import read_unit

Read = Callable[[str | bytes], Unit]


@pytest.fixture
def unit_of(tmp_path: Path) -> Read:
    """Give a reader of units that takes what stands in the file."""
    path = tmp_path / "unit.toml"

    def read(content: str | bytes) -> Unit:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_unit(path)

    return read


EVERYTHING = """\
# a remark
id = "U-001"
name = "北京示例单位"
employees = 120
female_employees = 40
employees_with_minor_children = 36
in_beijing = true
has_union = false
high_risk = true
"""


def test_every_attribute_of_a_unit_can_be_said(unit_of: Read) -> None:
    expected = Unit(
        "U-001",
        name="北京示例单位",
        employees=120,
        female_employees=40,
        employees_with_minor_children=36,
        in_beijing=True,
        has_union=False,
        high_risk=True,
    )
    assert expected == unit_of(EVERYTHING)


def test_what_the_file_does_not_say_is_unknown(unit_of: Read) -> None:
    assert Unit("U-001") == unit_of('id = "U-001"')


def test_a_byte_order_mark_is_passed_over(unit_of: Read) -> None:
    assert Unit("U-001") == unit_of(b'\xef\xbb\xbfid = "U-001"\n')


def test_lines_may_end_as_on_windows(unit_of: Read) -> None:
    assert Unit("U-001", employees=3) == unit_of('id = "U-001"\r\nemployees = 3\r\n')


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    path = tmp_path / "unit.toml"
    path.write_text('id = "U-001"')
    assert Unit("U-001") == read_unit(str(path))


def test_no_employees_is_a_number(unit_of: Read) -> None:
    assert unit_of('id = "U-001"\nemployees = 0').employees == 0


# What is wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("employes", "employees"),
        ("Has_Union", "has_union"),
        ("female_employes", "female_employees"),
        ("highrisk", "high_risk"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(unit_of: Read, key: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        unit_of(f'id = "U-001"\n{key} = 3')
    assert (key, nearest) == (caught.value.value, caught.value.nearest[0])
    assert f"did you mean '{nearest}'" in str(caught.value)


def test_an_unknown_key_like_no_other_lists_those_there_are(unit_of: Read) -> None:
    with pytest.raises(UnknownName, match="there are id, name, employees, female_employees"):
        unit_of('id = "U-001"\nxyz = 3')


def test_a_table_is_no_key_of_a_unit(unit_of: Read) -> None:
    with pytest.raises(UnknownName, match="key='unit'"):
        unit_of('[unit]\nid = "U-001"')


def test_a_refusal_names_the_file(unit_of: Read) -> None:
    with pytest.raises(UnknownName, match=r"unit\.toml"):
        unit_of("xyz = 3")


@pytest.mark.parametrize("content", ["", "employees = 3", "# only a remark"])
def test_a_unit_without_an_id_is_refused(unit_of: Read, content: str) -> None:
    with pytest.raises(InvalidValue, match=r"no id(.|\n)*Hint: add a line: id = "):
        unit_of(content)


def test_a_file_in_another_encoding_is_refused(unit_of: Read) -> None:
    with pytest.raises(InvalidValue, match="no TOML in UTF-8"):
        unit_of('id = "单位"'.encode("gb18030"))


@pytest.mark.parametrize(
    "content",
    [
        "employees: 120",
        "id = U-001",
        'id = "U-001',
        'id = "U-001"\nid = "U-002"',
        "\x00",
        "id,name\nU-001,x",
    ],
)
def test_what_is_no_toml_is_refused(unit_of: Read, content: str) -> None:
    with pytest.raises(InvalidValue, match="no TOML in UTF-8"):
        unit_of(content)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "5"),
        ("id", "true"),
        ("id", "{ of = 1 }"),
        ("name", "1979-05-27"),
        ("name", '["a"]'),
        ("employees", "120.0"),
        ("employees", "true"),
        ("employees", '"120"'),
        ("employees", "inf"),
        ("female_employees", '"40"'),
        ("employees_with_minor_children", "36.5"),
        ("in_beijing", '"yes"'),
        ("has_union", "1"),
        ("high_risk", '"true"'),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(unit_of: Read, name: str, value: str) -> None:
    others = "" if name == "id" else 'id = "U-001"\n'
    with pytest.raises(InvalidType) as caught:
        unit_of(f"{others}{name} = {value}")
    assert name == caught.value.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("id", 'id = ""'),
        ("id", 'id = " U-001"'),
        ("employees", 'id = "U-001"\nemployees = -1'),
        ("female_employees", 'id = "U-001"\nfemale_employees = -1'),
        ("female_employees", 'id = "U-001"\nemployees = 3\nfemale_employees = 4'),
        (
            "employees_with_minor_children",
            'id = "U-001"\nemployees = 3\nemployees_with_minor_children = 4',
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(unit_of: Read, name: str, content: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        unit_of(content)
    assert name == caught.value.name


@pytest.mark.parametrize(
    "content",
    [
        f'id = "U-001"\nemployees = {"9" * 5000}',
        f"id = {'[' * 5000}",
        f'id = "U-001"\nname = {"{ a = " * 5000}',
    ],
    ids=["a number without end", "lists without end", "tables without end"],
)
def test_a_file_made_to_break_a_reader_is_refused_like_any_other(
    unit_of: Read, content: str
) -> None:
    with pytest.raises(MutualAidError):
        unit_of(content)


def test_a_file_that_is_not_there_is_said_by_python(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_unit(tmp_path / "nowhere.toml")
