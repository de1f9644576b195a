"""Words that have no place in this product."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, at, product, written

BURDENS = ("签到", "打卡", "排名", "积分", "点赞", "轨迹", "催报", "geolocation", "leaderboard")
PLACES = re.compile(r"(?<![\w.~:/<])/(home|root|work|Users|mnt)/\w")
IDLE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
IDLE_CLASS = re.compile(r"(Manager|Helper|Utils?)$")
NARROW = re.compile(r"[\u4e00-\u9fff”」）][,:;?!(]|[,:;?!)][\u4e00-\u9fff“「（]")
UNOWNED = re.compile(r"\b(TODO|FIXME|XXX)\b")
SAID = re.compile(r"{% translate (?:\"([^\"]+)\"|'([^']+)')|\b_\(\"([^\"]+)\"\)")
SPANNED = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
PLURAL = "{% plural %}"
HELD_IN_A_PAGE = re.compile(r"{{ ?(\w+) ?}}")
OF_DJANGO = {"简体中文"}
MARKUP = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
CHINESE = re.compile(r"[\u3001-\u303f\uff01-\uffef\u4e00-\u9fff“”]+")
LEFT_CHINESE = {"中文", "栋", "单元"}  # a language's own name, an address as people write it


def pages() -> list[Path]:
    return [path for path in written() if path.suffix == ".html"]


def catalogue() -> set[str]:
    """What the English catalogues of every room translate."""
    said: set[str] = set()
    for path in ROOT.glob("*/locale/en/LC_MESSAGES/django.po"):
        entries = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', path.read_text(), re.MULTILINE)
        said.update("".join(map(ast.literal_eval, entry.splitlines())) for entry in entries)
    return said


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

    shown = [
        f"{path.relative_to(ROOT)}:{number} {line}"
        for path in pages()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
    ]

    assert [one for one in said + listed + shown if NARROW.search(one)] == []


def test_no_chinese_word_or_sign_of_a_page_stands_outside_the_catalogues():
    found = {
        sign
        for path in pages()
        for sign in CHINESE.findall(MARKUP.sub(" ", SPANNED.sub(" ", path.read_text())))
    }

    assert found == LEFT_CHINESE


def test_all_that_is_said_to_people_is_said_in_english_too():
    of_pages = {
        word
        for path in pages()
        for text in [path.read_text()]
        for word in [
            *("".join(found) for found in SAID.findall(text)),
            *(
                HELD_IN_A_PAGE.sub(r"%(\1)s", part)
                for span in SPANNED.findall(text)
                for part in span.split(PLURAL)
            ),
        ]
    }
    of_code = {
        node.args[0].value
        for source in product()
        for node in source.walk(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "_"
        if isinstance(node.args[0], ast.Constant)
    }

    assert (of_pages | of_code) - catalogue() - OF_DJANGO == set()
