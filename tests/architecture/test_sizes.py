"""A file holds one thought, a function fits on a screen."""

import ast
from statistics import median, quantiles

from tests.architecture.source import Source, at, checks, product

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def length(function: ast.AST) -> int:
    return function.end_lineno - function.lineno + 1


def functions(sources: tuple[Source, ...]) -> list[tuple[str, ast.AST]]:
    return [(at(source, node), node) for source in sources for node in source.walk(*FUNCTION)]


def test_no_file_is_longer_than_400_lines():
    found = {s.name: len(s.lines) for s in [*product(), *checks()] if len(s.lines) > 400}

    assert found == {}


def test_no_function_is_longer_than_50_lines():
    found = {
        f"{place} {node.name}": length(node)
        for place, node in functions((*product(), *checks()))
        if length(node) > 50
    }

    assert found == {}


def test_most_files_are_short():
    sizes = [len(source.lines) for source in product() if source.lines]

    assert median(sizes) <= 80
    assert quantiles(sizes, n=10)[-1] <= 200


def test_most_functions_are_short():
    sizes = [length(node) for _, node in functions(product())]

    assert median(sizes) <= 8
    assert quantiles(sizes, n=10)[-1] <= 22


def test_services_take_keywords_only():
    found = [
        f"{place} {node.name}"
        for source in product()
        if ".services." in source.module and "._" not in source.module
        for place, node in [(at(source, n), n) for n in source.tree.body if isinstance(n, FUNCTION)]
        if not node.name.startswith("_") and takes_an_actor_by_place(node)
    ]

    assert found == []


def takes_an_actor_by_place(function: ast.AST) -> bool:
    return any(argument.arg == "actor" for argument in function.args.args)
