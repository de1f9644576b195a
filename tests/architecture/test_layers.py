"""Inside a room: fields, errors < models < selectors < services < tasks, api, web, commands."""

from tests.architecture.source import product

LAYERS = (
    ("fields", "errors"),
    ("models",),
    ("selectors",),
    ("services",),
    ("tasks", "api", "web", "admin", "management", "urls"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_no_layer_imports_a_layer_above_it():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for imported in source.imports
        if imported.split(".")[0] == source.room
        and (mine := RANK.get(layer(source.module))) is not None
        and (theirs := RANK.get(layer(imported))) is not None
        and theirs > mine
    ]

    assert found == []


def test_pages_and_endpoints_never_import_each_other():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for imported in source.imports
        if {layer(source.module), layer(imported)} == {"web", "api"} and source.room != "config"
    ]

    assert found == []
