"""A housing office that keeps the agreement in its own way: its exchange database asks for a
password and lists no batches unless told to, and its workbooks are laid out as each test says."""

from contextlib import contextmanager
from pathlib import Path

import psycopg
from openpyxl import Workbook

from config.private_postgres import ADMIN, Cluster

DATABASE, PASSWORD = "front", "right-word"
TABLES = """
DROP SCHEMA IF EXISTS qzk CASCADE;
CREATE SCHEMA qzk;
CREATE TABLE qzk.hs_apply_out (xlh bigserial PRIMARY KEY, czlx varchar(2), sjc timestamptz,
    pch text, zt int DEFAULT 0, cwxx text, sqbh text, jtbh text, sqr_xm text, sqr_sfzh text,
    sqrq text, bzfs text, bzzt text);
CREATE TABLE qzk.hs_guarantee_out (xlh bigserial PRIMARY KEY, czlx varchar(2), sjc timestamptz,
    pch text, zt int DEFAULT 0, cwxx text, jtbh text, sqr_xm text, sqr_sfzh text, bzfs text,
    bzzt text, lhh text, lhrq date, pzrq date, xmmc text, fwdz text, yzj numeric, ybt numeric,
    fhdq date, qzys int);
CREATE TABLE qzk.hs_member_out (xlh bigserial PRIMARY KEY, czlx varchar(2), sjc timestamptz,
    pch text, zt int DEFAULT 0, cwxx text, jtbh text, xm text, sfzh text, gx text);
CREATE TABLE qzk.hs_result_out (xlh bigserial PRIMARY KEY, czlx varchar(2), sjc timestamptz,
    pch text, zt int DEFAULT 0, cwxx text, lsh text, sqbh text, jg text, yy text);
CREATE TABLE qzk.hs_apply_in (xlh bigserial PRIMARY KEY, czlx text, sjc timestamptz DEFAULT now(),
    pch text, zt int DEFAULT 0, cwxx text, lsh text UNIQUE, sqr_xm text, sqr_sfzh text, lxdh text,
    bzfs text, jtrk int, nr jsonb);
GRANT USAGE ON SCHEMA qzk TO front_hub;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA qzk TO front_hub;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA qzk TO front_hub;
"""
LOGIN = f"CREATE ROLE front_hub LOGIN PASSWORD '{PASSWORD}'"
HEAD = ("序号", "申请人姓名", "身份证号", "轮候号", "登记日期", "保障方式")


class OddOffice:
    """The office's own side: rows it writes, and what it sees of our marks."""

    def __init__(self, cluster: Cluster, share: Path) -> None:
        self.cluster, self.share = cluster, share
        self.desk = psycopg.connect(cluster.url(ADMIN, DATABASE), autocommit=True)
        share.mkdir()

    def place(self, *, user="front_hub", password=PASSWORD, database=DATABASE):
        dsn = f"host={self.cluster.socket} dbname={database} user={user} password={password}"
        return {"dsn": dsn, "schema": "qzk", "share": str(self.share)}

    def run(self, statement, *values):
        return self.desk.execute(statement, values)

    def add(self, table, **columns):
        told = {"czlx": "I", "sjc": "2026-11-20 08:00:00+08", "pch": "P1", **columns}
        names, marks = ", ".join(told), ", ".join(["%s"] * len(told))
        query = f"INSERT INTO qzk.{table} ({names}) VALUES ({marks}) RETURNING xlh"
        return self.desk.execute(query, list(told.values())).fetchone()[0]

    def mark(self, table, number):
        return self.run(f"SELECT zt, cwxx FROM qzk.{table} WHERE xlh = %s", number).fetchone()

    def workbook(self, *sheets, name="轮候名册20261120.xlsx", hide=()):
        """Each sheet is its lines; `hide` are the numbers of lines that are hidden."""
        book = Workbook()
        book.remove(book.active)
        for number, lines in enumerate(sheets):
            sheet = book.create_sheet(f"第{number}张")
            for line in lines:
                sheet.append(line)
            for line in hide:
                sheet.row_dimensions[line].hidden = True
        book.save(self.share / name)
        return self.share / name

    def close(self):
        self.desk.close()


@contextmanager
def front_machine(home):
    """The second cluster, whose sign-in is by password."""
    cluster = Cluster(home, throwaway=True, database=DATABASE)
    cluster.start()
    try:
        with psycopg.connect(cluster.url(ADMIN, DATABASE), autocommit=True) as desk:
            desk.execute(LOGIN)
            rules = cluster.data / "pg_hba.conf"
            rules.write_text(f"local all {ADMIN} trust\nlocal all all scram-sha-256\n")
            desk.execute("SELECT pg_reload_conf()")
        yield cluster
    finally:
        cluster.release()
