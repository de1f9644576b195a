"""Adding a system is adding a folder here with a `connector.py` that has one Connector."""

import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path

from connectors.contract import Connector
from connectors.errors import UnknownSystem

_HERE = Path(__file__).parent


@cache
def connectors() -> dict[str, type[Connector]]:
    """Every connector by its source code, in order of name."""
    found = {}
    for module in pkgutil.iter_modules([str(_HERE)]):
        if module.ispkg and (_HERE / module.name / "connector.py").exists():
            kind = _connector_in(f"connectors.{module.name}.connector")
            found[kind.source] = kind
    return found


def connector_of(system: str) -> type[Connector]:
    """The connector whose source code or slug this is.

    Raises UnknownSystem.
    """
    for kind in connectors().values():
        if system.lower() in (kind.source.lower(), kind.slug):
            return kind
    known = "、".join(connectors())
    raise UnknownSystem(f"没有这个系统；现有：{known}。", f"No such system; there are: {known}.")


def _connector_in(path: str) -> type[Connector]:
    module = importlib.import_module(path)
    kinds = [
        kind
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Connector) and kind.__module__ == path
    ]
    return kinds[0]
