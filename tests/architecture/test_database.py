"""Rows are written by services, SQL is composed or lies in files of its own."""

import ast
import re

from tests.architecture.source import ROOT, at, product

SQL = re.compile(
    r"\b(SELECT\s|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|POLICY)"
    r"|ALTER\s+TABLE|DROP\s+(TABLE|INDEX)|TRUNCATE\s|COPY\s+\S+\s+(FROM|TO)\b)"
)
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}


def fixed_text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_no_sql_is_built_by_formatting_text():
    found = [
        at(source, node)
        for source in product()
        for node in source.walk(ast.JoinedStr, ast.Call, ast.BinOp)
        if SQL.search(formatted(node))
    ]

    assert found == []


def formatted(node: ast.AST) -> str:
    """The text of an f-string, of `"...".format()` and of `"..." % x`."""
    if isinstance(node, ast.JoinedStr):
        return (
            fixed_text(node) if any(isinstance(v, ast.FormattedValue) for v in node.values) else ""
        )
    if isinstance(node, ast.BinOp):
        return fixed_text(node.left) if isinstance(node.op, ast.Mod) else ""
    called = node.func
    if isinstance(called, ast.Attribute) and called.attr == "format":
        return fixed_text(called.value)
    return ""


def master_models() -> set[str]:
    folder = ROOT / "hub" / "models"
    files = [*folder.glob("categories/*.py")]
    files += [folder / f"{name}.py" for name in ("resident", "household", "dwelling")]
    return {
        node.name
        for path in files
        if path.exists()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    }


def test_only_the_door_writes_the_master_table():
    masters = master_models()

    found = [
        at(source, node)
        for source in product()
        if not source.module.startswith("hub.services")
        for node in source.walk(ast.Attribute)
        if node.attr in WRITES and manager_of(node.value) in masters
    ]

    assert found == []


def manager_of(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and node.attr == "objects":
        return getattr(node.value, "id", getattr(node.value, "attr", ""))
    return ""
