"""Fields as a test needs them."""

import csv
from pathlib import Path

from hub.fields import Declared

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def make_declared(type_, name="thing", code_list="", level="L1", **facts):
    usual = {
        "label": "事",
        "label_en": "Thing",
        "category": "core_resident",
        "entity": "resident",
        "owner": "HUB",
        "direction": "in",
        "derived": "no",
        "fresh_months": None,
        "sealed": False,
        "stored": True,
        "column": name,
    }
    return Declared(name=name, type=type_, code_list=code_list, level=level, **{**usual, **facts})


def vectors(name):
    with (VECTORS / f"{name}_vectors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
