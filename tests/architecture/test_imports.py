import ast

from tests.architecture.source import at, product

SIGNALS = ("django.dispatch", "django.db.models.signals", "django.contrib.auth.signals")


def test_imports_stand_at_the_top_of_the_file():
    found = [
        at(source, inner)
        for source in product()
        for function in source.walk(ast.FunctionDef, ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_imports_are_absolute():
    found = [
        at(source, node)
        for source in product()
        for node in source.walk(ast.ImportFrom)
        if node.level > 0
    ]

    assert found == []


def test_no_rule_of_ours_hangs_on_a_signal():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for imported in source.imports
        if imported.startswith(SIGNALS)
    ]

    assert found == []
