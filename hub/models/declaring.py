"""The helpers a master row's fields are written with: one line a field, plain columns in the table.

    emp_status = code("就业状态", "Employment status", "employment_status", L2, owner=EMP, fresh=6)

`computed(...)` has no column (its expression is in `hub.derived`); `kept(...)` is derived by the
door and stored; `by_id(...)` is derived while an 18-digit ID is held; `sealed(...)` makes three
columns. Phones and ID numbers are always sealed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import CheckConstraint, Q, Value

from hub.fields import DERIVED, HUB, IN, NONE, Declared, declare, sealed_columns

CODE_LENGTH = 8
MASK_LENGTH = 64
LENGTHS = {"yyyymm": 6, "uscc": 18, "alpha3": 3, "division6": 6, "division9": 9, "division12": 12}
MONTH = r"^(19|20)\d\d(0[1-9]|1[0-2])$"


class Facts(TypedDict, total=False):
    """What a field's line may say beyond its label and level."""

    owner: str
    direction: str
    fresh: int


@dataclass(frozen=True)
class Line:
    """A field's declaration, standing on its model until Django asks for the columns."""

    type: str
    label: str
    label_en: str
    level: str
    code_list: str = ""
    owner: str = HUB
    direction: str = IN
    fresh: int | None = None
    derived: str = "no"
    sealed: bool = False
    stored: bool = True
    to: str = ""
    always: str = ""

    def contribute_to_class(self, model: Any, name: str) -> None:
        public = f"{name}_id" if self.type == "fk" else name
        declare(self.declared(model.about, public))
        for column, field in self.columns(name):
            model.add_to_class(column, field)

    def declared(self, about: Any, public: str) -> Declared:
        return Declared(
            name=public,
            label=self.label,
            label_en=self.label_en,
            category=about.key,
            entity=about.entity,
            type=self.type,
            code_list=self.code_list,
            level=self.level,
            owner=self.owner,
            direction=self.direction,
            derived=self.derived,
            fresh_months=self.fresh,
            sealed=self.sealed,
            stored=self.stored,
            column=public,
        )

    def columns(self, name: str) -> list[tuple[str, models.Field]]:
        if not self.stored:
            return []
        if self.always:
            return [(name, certain_column(self))]
        if not self.sealed:
            return [(name, plain_column(self))]
        sealed, hashed, mask = sealed_columns(name)
        return [
            (sealed, models.BinaryField(self.label, null=True)),
            (hashed, models.BinaryField(self.label, null=True)),
            (mask, short_text(MASK_LENGTH, self.label)),
        ]


def short_text(length: int, label: str = "") -> Any:
    """Text that may be unknown; unknown is null, never empty."""
    return models.CharField(label, max_length=length, null=True, blank=True)


def plain_column(line: Line) -> models.Field:
    if line.type in COLUMNS:
        return COLUMNS[line.type](line)
    kind, _, size = line.type.rstrip(")").partition("(")
    if kind == "decimal":
        digits, places = size.split(",")
        return models.DecimalField(
            line.label, max_digits=int(digits), decimal_places=int(places), null=True, blank=True
        )
    return short_text(int(size or LENGTHS[kind]), line.label)


def certain_column(line: Line) -> models.Field:
    return models.CharField(line.label, max_length=CODE_LENGTH, db_default=line.always)


def array_column(line: Line) -> models.Field:
    item = models.CharField(max_length=CODE_LENGTH)
    return ArrayField(item, verbose_name=line.label, null=True, blank=True)


def link_column(line: Line) -> models.Field:
    return models.ForeignKey(
        line.to, models.PROTECT, verbose_name=line.label, null=True, blank=True, related_name="+"
    )


COLUMNS: dict[str, Callable[[Line], models.Field]] = {
    "code": lambda line: short_text(CODE_LENGTH, line.label),
    "code[]": array_column,
    "bool": lambda line: models.BooleanField(line.label, null=True, blank=True),
    "date": lambda line: models.DateField(line.label, null=True, blank=True),
    "int": lambda line: models.IntegerField(line.label, null=True, blank=True),
    "uuid": lambda line: models.UUIDField(line.label, unique=True, db_default=RandomUUID()),
    "fk": link_column,
}


def text(label: str, label_en: str, length: int, level: str, **facts: Unpack[Facts]) -> Any:
    return Line(f"str({length})", label, label_en, level, **facts)


def code(label: str, label_en: str, code_list: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("code", label, label_en, level, code_list, **facts)


def codes(label: str, label_en: str, code_list: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("code[]", label, label_en, level, code_list, **facts)


def flag(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("bool", label, label_en, level, "yes_no", **facts)


def day(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("date", label, label_en, level, **facts)


def month(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("yyyymm", label, label_en, level, **facts)


def number(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("int", label, label_en, level, **facts)


def decimal(label: str, label_en: str, size: str, level: str, **facts: Unpack[Facts]) -> Any:
    """`size` is digits and places as the dictionary writes them: "10,2"."""
    return Line(f"decimal({size})", label, label_en, level, **facts)


def division(label: str, label_en: str, digits: int, level: str, **facts: Unpack[Facts]) -> Any:
    return Line(f"division{digits}", label, label_en, level, **facts)


def country(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("alpha3", label, label_en, level, **facts)


def credit_code(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("uscc", label, label_en, level, **facts)


def phone(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("phone", label, label_en, level, sealed=True, **facts)


def id18(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("id18", label, label_en, level, sealed=True, **facts)


def public_key(label: str, label_en: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("uuid", label, label_en, level, **facts)


def link(label: str, label_en: str, to: str, level: str, **facts: Unpack[Facts]) -> Any:
    return Line("fk", label, label_en, level, to=to, **facts)


def sealed(line: Line) -> Any:
    return replace(line, sealed=True)


def always(value: str, line: Line) -> Any:
    """A code that is never unknown: it begins with this value."""
    return replace(line, always=value)


def computed(line: Line, direction: str = NONE) -> Any:
    return replace(line, owner=DERIVED, direction=direction, derived="yes", stored=False)


def kept(line: Line, direction: str = NONE) -> Any:
    return replace(line, owner=DERIVED, direction=direction, derived="yes")


def by_id(line: Line) -> Any:
    return replace(line, derived="cond")


def text_array(label: str) -> Any:
    """Beside the dictionary: the pieces of a text by which it is found."""
    item = models.CharField(max_length=40)
    return ArrayField(
        item, verbose_name=label, default=list, db_default=Value([], ArrayField(item))
    )


def month_rule(thing: str, *fields: str) -> list[CheckConstraint]:
    """Each field of the row is a month that exists: six digits, year then month."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}__regex": MONTH}), name=f"{thing}_{field}_is_a_month"
        )
        for field in fields
    ]


def sealed_rule(thing: str, *fields: str) -> list[CheckConstraint]:
    """A sealed value is there whole or not at all: never a hash without its value."""
    return [
        CheckConstraint(condition=all_or_none(field), name=f"{thing}_{field}_is_whole")
        for field in fields
    ]


def all_or_none(stem: str) -> Q:
    names = sealed_columns(stem)
    return Q(**{f"{name}__isnull": True for name in names}) | Q(
        **{f"{name}__isnull": False for name in names}
    )
