"""How one field is read from the staged values and written to its columns."""

from dataclasses import dataclass

from psycopg import sql

from hub.fields import Declared

COMMA = sql.SQL(", ")
OR = sql.SQL(" or ")
KIND_OF = {"resident": "R", "household": "H", "dwelling": "D"}
CASTS = {
    "bool": "boolean",
    "date": "date",
    "int": "int",
    "decimal": "numeric",
    "fk": "bigint",
    "uuid": "uuid",
}
LINKS = {"dwelling_id": "dwelling", "household_id": "household"}


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a category as the staging table tells it (alias t), beside its row (c)."""

    field: Declared
    category: str

    @property
    def name(self) -> str:
        return self.field.name

    def alias(self, letter: str) -> sql.Identifier:
        return sql.Identifier(f"{letter}_{self.name}")

    @property
    def link(self) -> str:
        """The person's own links are settled in the table `placed` (alias p), not in the values."""
        return LINKS.get(self.name, "") if self.category == "core_resident" else ""

    def present(self) -> sql.Composable:
        if self.link:
            return sql.SQL("coalesce(p.tells_{}, false)").format(sql.SQL(self.link))
        # a row that tells nothing of the category says nothing, and clears nothing
        return sql.SQL("coalesce(t.vals ? {}, false)").format(sql.Literal(self.name))

    def new(self) -> sql.Composable:
        """The told value, comparable with `old`; of a sealed field its hash."""
        if self.link:
            return sql.SQL("p.{}").format(sql.Identifier(self.name))
        if self.field.sealed:
            return self.sealed_piece("hash")
        if self.field.type == "code[]":
            return sql.SQL(
                "case when jsonb_typeof(t.vals->{f}) = 'array'"
                " then array(select jsonb_array_elements_text(t.vals->{f}))::varchar[] end"
            ).format(f=sql.Literal(self.name))
        cast = CASTS.get(self.field.type.split("(")[0])
        plain = sql.SQL("(t.vals->>{})").format(sql.Literal(self.name))
        return sql.SQL("{}::{}").format(plain, sql.SQL(cast)) if cast else plain

    def sealed_piece(self, piece: str) -> sql.Composable:
        got = sql.SQL("({}->>{})").format(self.sealed_whole(), sql.Literal(piece))
        return got if piece == "mask" else sql.SQL("decode({}, 'hex')").format(got)

    def sealed_whole(self) -> sql.Composable:
        """Hash, mask and sealed bytes in one object, as a change row keeps them."""
        return sql.SQL("(t.vals->{})").format(sql.Literal(self.name))

    def old(self) -> sql.Composable:
        return sql.SQL("c.{}").format(sql.Identifier(self.compared_column))

    @property
    def compared_column(self) -> str:
        return f"{self.field.column}_hash" if self.field.sealed else self.field.column

    def pieces(self) -> list[tuple[str, sql.Composable]]:
        """Delta columns of this field beyond n_, o_ and k_: a sealed value in pieces and whole."""
        if not self.field.sealed:
            return []
        column = self.field.column
        return [
            (f"j_{self.name}", self.sealed_whole()),
            (f"m_{self.name}", self.sealed_piece("mask")),
            (f"s_{self.name}", self.sealed_piece("sealed")),
            (f"om_{self.name}", sql.SQL("c.{}").format(sql.Identifier(f"{column}_mask"))),
            (f"os_{self.name}", sql.SQL("c.{}").format(sql.Identifier(f"{column}_sealed"))),
        ]

    def written(self) -> list[tuple[str, sql.Composable]]:
        """(column, delta expression) pairs to write when the told value is believed."""
        column = self.field.column
        if not self.field.sealed:
            return [(column, sql.SQL("d.{}").format(self.alias("n")))]
        return [
            (f"{column}_hash", sql.SQL("d.{}").format(self.alias("n"))),
            (f"{column}_mask", sql.SQL("d.{}").format(self.alias("m"))),
            (f"{column}_sealed", sql.SQL("d.{}").format(self.alias("s"))),
        ]

    def believed(self) -> list[tuple[str, sql.Composable]]:
        """As `written`, empty where the told value was not believed: for a row not there yet."""
        return [
            (
                column,
                sql.SQL("case when d.{} in (1, 2, 3) then {} end").format(self.alias("k"), value),
            )
            for column, value in self.written()
        ]

    def as_json(self, side: str) -> sql.Composable:
        """The value before ("o") or after ("n") as JSON; a sealed one never clear."""
        if not self.field.sealed:
            return sql.SQL("to_jsonb({})").format(self.in_object(side))
        return self.in_object(side)

    def in_object(self, side: str) -> sql.Composable:
        """The same as an argument of jsonb_build_object, which spells plain values itself."""
        value = sql.SQL("d.{}").format(self.alias(side))
        if not self.field.sealed:
            return value
        if side == "n":
            return sql.SQL("coalesce(d.{}, 'null'::jsonb)").format(self.alias("j"))
        return sql.SQL(
            "case when {v} is null then 'null'::jsonb else jsonb_build_object("
            "'mask', d.{m}, 'hash', encode({v}, 'hex'), 'sealed', encode(d.{s}, 'hex')) end"
        ).format(v=value, m=self.alias("om"), s=self.alias("os"))

    @property
    def is_word(self) -> bool:
        """Whether JSON spells the value as the text it is cast to."""
        kind = self.field.type.split("(")[0]
        return not self.field.sealed and kind not in ("bool", "int", "decimal", "fk", "code[]")
