"""Settings come through django.conf, time is read at the edge and in our own time zone."""

import ast

from tests.architecture.source import at, product

NAIVE = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today")}


def test_only_the_switchboard_reads_the_environment():
    found = [
        at(source, node)
        for source in product()
        if source.room != "config"
        for node in source.walk(ast.Attribute)
        if getattr(node.value, "id", "") == "os" and node.attr in {"environ", "getenv"}
    ]

    assert found == []


def test_no_clock_without_a_time_zone_is_read():
    found = [
        at(source, node)
        for source in product()
        for node in source.walk(ast.Call)
        if isinstance(node.func, ast.Attribute)
        and (getattr(node.func.value, "id", ""), node.func.attr) in NAIVE
        and not (node.args or node.keywords)
    ]

    assert found == []
