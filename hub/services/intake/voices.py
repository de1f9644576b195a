"""The statements that keep the voices not believed: what they said, and when they agree again."""

from collections.abc import Sequence

from psycopg import sql

from hub.dictionary import CATEGORIES
from hub.services.intake.columns import COMMA, KIND_OF, OR, Told
from hub.services.intake.wider import says_less


def dissents(category: str, told: Sequence[Told], source: str) -> sql.Composable:
    """Every voice not believed, once per subject, field and source; a repeat touches it only."""
    rows = COMMA.join(
        sql.SQL("({f}, d.{d}, {v}, {asks})").format(
            f=sql.Literal(one.name), d=one.alias("d"), v=one.as_json("n"), asks=asks(one)
        )
        for one in told
    )
    return sql.SQL(
        "with voices as materialized ("
        "select d.n, d.subject, d.version, v.field, v.value, v.asks"
        " from (select * from delta d where {any} offset 0) d"
        " cross join lateral (values {rows}) v(field, differs, value, asks) where v.differs"
        "), kept as ("
        "insert into hub_dissent as held (kind, subject_id, field, source, value, version, asks,"
        " state, settled_by, first_seen, last_seen)"
        " select {kind}, subject, field, {source}, value, version, asks, 'open', '', %(now)s,"
        " %(now)s"
        " from voices"
        " on conflict (subject_id, field, source, kind) do update set"
        " last_seen = excluded.last_seen, value = excluded.value, version = excluded.version,"
        " asks = excluded.asks,"
        " state = case when held.state <> 'gone' and coalesce(held.value->>'hash',"
        " held.value::text) = coalesce(excluded.value->>'hash', excluded.value::text)"
        " then held.state else 'open' end)"
        " insert into touched (n, asked, beside)"
        " select n, string_agg(field, ' ') filter (where asks),"
        " string_agg(field, ' ') filter (where not asks) from voices group by n"
    ).format(
        rows=rows,
        any=any_differs(told),
        kind=sql.Literal(KIND_OF[CATEGORIES[category].entity]),
        source=sql.Literal(source),
    )


def any_differs(told: Sequence[Told]) -> sql.Composable:
    return OR.join(sql.SQL("d.{}").format(one.alias("d")) for one in told)


def asks(one: Told) -> sql.Composable:
    """A person is asked only where the held value is the owner's or confirmed, and contradicted."""
    return sql.SQL(
        "coalesce(d.o_told->{f}->>'by', d.o_source) in ({owner}, 'COUNTER') and not {less}"
    ).format(f=sql.Literal(one.name), owner=sql.Literal(one.field.owner), less=says_less(one))


def agreements(category: str, told: Sequence[Told]) -> sql.Composable:
    """A source that now says what is held, or is believed, disagrees no more."""
    rows = COMMA.join(
        sql.SQL("({f}, d.{p} and not d.{d})").format(
            f=sql.Literal(one.name), p=one.alias("p"), d=one.alias("d")
        )
        for one in told
    )
    return sql.SQL(
        "update hub_dissent x set state = 'gone', settled_at = %(now)s from ("
        "select o.id from delta d cross join lateral ("
        "select id, field from hub_dissent where subject_id = d.subject and kind = {kind}"
        " and source = %(source)s and state = 'open' offset 0) o"
        " join lateral (values {rows}) a(field, agrees) on a.field = o.field"
        " where a.agrees) gone"
        " where x.id = gone.id"
    ).format(rows=rows, kind=sql.Literal(KIND_OF[CATEGORIES[category].entity]))
