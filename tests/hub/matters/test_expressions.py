from datetime import date
from decimal import Decimal

import pytest

from hub.errors import RuleUnreadable
from hub.services.matters.expressions import names_in, read_rule


@pytest.mark.parametrize(
    ("rule", "facts", "answer"),
    [
        ("emp_status = 1 and emp_form = 022", {"emp_status": "1", "emp_form": "022"}, True),
        ("emp_status=1 and emp_form=022", {"emp_status": "1", "emp_form": "010"}, False),
        ("emp_status=1 and emp_form=022", {"emp_status": "1"}, None),
        ("emp_status=1 and emp_form=022", {"emp_status": "2"}, False),
        ("a = 1 or b = 1", {"a": "2"}, None),
        ("a = 1 or b = 1", {"a": "1"}, True),
        ("benefit != 20", {}, True),
        ("benefit != 20", {"benefit": "20"}, False),
        ("kind not in 1,2", {}, True),
        ("kind in 1, 2", {"kind": "2"}, True),
        ("kind in 1,2", {}, None),
        ("kind in 1,2", {"kind": ["3", "2"]}, True),
        ("flag = 1", {"flag": True}, True),
        ("flag = 0", {"flag": False}, True),
        ("left > 0", {"left": 0}, False),
        ("left > 9", {"left": 10}, True),
        ("amount <= 100000", {"amount": Decimal("3200.50")}, True),
        ("first <= last", {"first": "202607", "last": "202609"}, True),
        ("first <= last", {"first": "202607", "last": None}, None),
        ("day < 2026-11-24", {"day": date(2026, 11, 23)}, True),
        ("name set", {"name": "赵"}, True),
        ("name set", {"name": ""}, False),
        ("name unset", {}, True),
        ("not (a = 1 and b = 1)", {"a": "1", "b": "1"}, False),
        ("not a = 1", {}, None),
    ],
)
def test_a_rule_says_yes_no_or_unknown(rule, facts, answer):
    assert read_rule(rule).ask(facts) is answer


@pytest.mark.parametrize(
    "rule", ["", "emp_status", "a =", "a = 1 and", "(a = 1", "a = 1 b = 2", "a in"]
)
def test_a_rule_that_is_not_in_the_language_is_refused(rule):
    with pytest.raises(RuleUnreadable):
        read_rule(rule)


def test_a_rule_never_runs_code():
    rule = read_rule("a = __import__")

    assert rule.ask({"a": "__import__"}) is True


def test_a_rule_names_the_facts_it_asks():
    assert names_in(read_rule("a = 1 and (b set or not c in 1,2)")) == {"a", "b", "c"}
