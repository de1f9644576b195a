"""The bureau's five tables, filled from the world once."""

import csv
from pathlib import Path

from tests.simulators.base.store import Store

KEYS = {"ac01": "aac001", "jy": "bcc031", "sy": "bcc021", "kn": "bcc131", "zc": "bcc151"}
COLUMNS = {
    "ac01": (
        "aac001 aac002 aac003 aac004 aac005 aac006 aac011 aac016 aac021 aac027 aac147 aae005 "
        "aae019 aae020 aae036"
    ),
    "jy": (
        "bcc031 aac001 aac002 acc318 aae043 acc114 aab004 aab003 aab054 acc02a acc369 aae030 "
        "aae031 acc31s acc31n aae100 aae036"
    ),
    "sy": "bcc021 aac001 aac002 aae043 ajc090 ajc093 ajc096 ajc097 aab302 aac313 aae100 aae036",
    "kn": "bcc131 aac001 aac002 acc369 acc361 acc362 acc363 aae100 aae036",
    "zc": "bcc151 aac001 aac002 acc151 acc152 acc153 aae100 aae036",
}
OPERATIONS = """
create table operation(op_no text primary key, kind text not null, at text not null,
    body text not null, answer text not null);
create table application(biz_no text primary key, op_no text unique not null, kind text not null,
    aac002 text not null, body text not null, state text not null, reason text not null default '',
    months integer, amount text, filed_at text not null, changed_at text not null);
create table session(cookie text primary key, expires text not null);
create table changed(lx text not null, key text not null, aae036 text not null,
    primary key (lx, key));
create index changed_at on changed(aae036, lx, key);
"""


def is_filled(store: Store) -> bool:
    return bool(store.value("select count(*) from sqlite_master where name = 'changed'"))


def fill(store: Store, world: Path) -> None:
    """Tables from the world's files; `changed` is the index that the delta walks."""
    for name, columns in COLUMNS.items():
        names = columns.split()
        store.run(
            f"create table {name}({', '.join(f'{one} text' for one in names)},"
            f" primary key ({KEYS[name]}))"
        )
        store.run(f"create index {name}_aac002 on {name}(aac002)")
        marks = ", ".join("?" * len(names))
        with (world / "inside" / f"employment_{name}.csv").open(
            encoding="utf-8", newline=""
        ) as lines:
            rows = csv.reader(lines)
            next(rows)
            store.many(f"insert into {name} values ({marks})", rows)
    store.script(OPERATIONS)
    for name, key in KEYS.items():
        store.run(f"insert into changed select '{name}', {key}, aae036 from {name}")


def change(store: Store, name: str, key: str, values: dict[str, str], at: str) -> int:
    """Change one row; its update time moves with it."""
    said = {**values, "aae036": at}
    unknown = set(said) - set(COLUMNS[name].split())
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    sets = ", ".join(f"{column} = ?" for column in said)
    with store:
        found = store.run(f"update {name} set {sets} where {KEYS[name]} = ?", (*said.values(), key))
        if found:
            store.run("insert or replace into changed values (?, ?, ?)", (name, key, at))
    return found


def insert(store: Store, name: str, values: dict[str, str], at: str) -> str:
    """A new row; its key is made when not told."""
    columns = COLUMNS[name].split()
    count = store.value(f"select count(*) from {name}")
    row = {column: "" for column in columns} | {KEYS[name]: f"N{name}{count + 1:08d}"}
    row |= {**values, "aae036": at}
    if name != "ac01":
        row["aae100"] = values.get("aae100", "1")
    marks = ", ".join("?" * len(columns))
    with store:
        store.run(f"insert into {name} values ({marks})", [row[one] for one in columns])
        store.run("insert into changed values (?, ?, ?)", (name, row[KEYS[name]], at))
    return row[KEYS[name]]
