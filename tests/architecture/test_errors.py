import ast

from tests.architecture.source import at, product

CATCH_ALL = {"Exception", "BaseException", ""}
ONE_PLACE = "connectors/engine/run.py"


def caught(handler: ast.ExceptHandler) -> set[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {getattr(kind, "id", getattr(kind, "attr", "")) if kind else "" for kind in kinds}


def test_only_the_run_of_a_connector_catches_everything():
    found = [
        at(source, node)
        for source in product()
        for node in source.walk(ast.ExceptHandler)
        if caught(node) & CATCH_ALL
    ]

    assert [place for place in found if not place.startswith(ONE_PLACE)] == []
    assert len(found) <= 1


def test_errors_of_the_rooms_descend_from_one():
    classes = {
        node.name: {getattr(base, "id", getattr(base, "attr", "")) for base in node.bases}
        for source in product()
        if source.path.name == "errors.py"
        for node in source.walk(ast.ClassDef)
    }

    orphans = [name for name in classes if not descends(name, classes)]

    assert orphans == []


def descends(name: str, classes: dict[str, set[str]]) -> bool:
    if name == "HubError":
        return True
    return any(descends(base, classes) for base in classes.get(name, set()))


def test_nothing_is_silenced_without_a_reason():
    found = [
        f"{source.name}:{number}"
        for source in product()
        for number, line in enumerate(source.lines, start=1)
        for mark in ("# noqa", "# type: ignore", "# nosec")
        if mark in line and not has_reason(line.split(mark, 1)[1])
    ]

    assert found == []


def has_reason(rest: str) -> bool:
    words = rest.partition("]")[2] if rest.startswith("[") else rest.lstrip(": ").partition(" ")[2]
    return len(words.strip(" #-")) >= 8
