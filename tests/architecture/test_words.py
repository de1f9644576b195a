"""Words that have no place in this product."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, at, product, written

BURDENS = ("签到", "打卡", "排名", "积分", "点赞", "轨迹", "催报", "geolocation", "leaderboard")
PLACES = re.compile(r"(?<![\w.~:/<])/(home|root|work|Users|mnt)/\w")
IDLE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
IDLE_CLASS = re.compile(r"(Manager|Helper|Utils?)$")
NARROW = re.compile(r"[\u4e00-\u9fff”」）][,:;?!(]|[,:;?!)][\u4e00-\u9fff“「（]")
UNOWNED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def places_of(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in written()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("word", BURDENS)
def test_no_burden_is_built_in(word):
    found = places_of(re.compile(word, re.IGNORECASE))

    assert found == []


def test_no_path_of_one_machine_is_written_down():
    assert places_of(PLACES) == []


def test_nothing_is_left_to_nobody():
    assert places_of(UNOWNED) == []


def test_no_file_is_named_after_nothing():
    found = [source.name for source in product() if set(source.module.split(".")) & IDLE_NAMES]

    assert found == []


def test_no_class_is_named_after_nothing():
    found = [
        at(source, node)
        for source in product()
        for node in source.walk(ast.ClassDef)
        if IDLE_CLASS.search(node.name)
    ]

    assert found == []


def test_chinese_that_people_read_is_set_with_chinese_signs():
    said = [
        f"{at(source, node)} {node.value}"
        for source in product()
        for node in source.walk(ast.Constant)
        if isinstance(node.value, str) and "。" in node.value
    ]
    listed = [
        f"{path.relative_to(ROOT)} {line}"
        for path in ROOT.glob("*/locale/en/LC_MESSAGES/django.po")
        for line in path.read_text().splitlines()
        if line.startswith("msgid")
    ]

    assert [one for one in said + listed if NARROW.search(one)] == []
