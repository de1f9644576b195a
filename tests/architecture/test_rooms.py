"""Imports point down: config > connectors | reports > hub > communities."""

from tests.architecture.source import product

MAY_IMPORT = {
    "communities": {"communities"},
    "hub": {"hub", "communities"},
    "connectors": {"connectors", "hub", "communities"},
    "reports": {"reports", "hub", "communities"},
    "config": {"config", "connectors", "reports", "hub", "communities"},
}
SYSTEMS = ("employment", "social_security", "housing")
SYSTEM_SEES = ("connectors.contract", "connectors.errors", "connectors.transport")


def test_no_room_imports_a_room_above_or_beside_it():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for imported in source.imports
        if (room := imported.split(".")[0]) in MAY_IMPORT and room not in MAY_IMPORT[source.room]
    ]

    assert found == []


def test_nothing_imports_the_tests():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for imported in source.imports
        if imported.split(".")[0] == "tests"
    ]

    assert found == []


def test_a_system_sees_only_the_contract_the_transports_and_itself():
    found = [
        f"{source.name} imports {imported}"
        for source in product()
        for system in SYSTEMS
        if source.module.startswith(f"connectors.{system}")
        for imported in source.imports
        if imported.split(".")[0] in MAY_IMPORT
        and not imported.startswith((*SYSTEM_SEES, f"connectors.{system}"))
    ]

    assert found == []
