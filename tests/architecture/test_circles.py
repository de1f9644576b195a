from tests.architecture.source import product


def reachable(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(graph.get(module, ()))
    return seen


def test_no_module_imports_itself_through_others():
    graph = {source.module: set(source.imports) for source in product()}

    found = sorted(module for module in graph if module in reachable(module, graph))

    assert found == []
