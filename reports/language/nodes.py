"""What a formula says, once read. Plain frozen values: no behaviour, nothing executable."""

from dataclasses import dataclass

SETS = ("REG", "RES", "RET")


@dataclass(frozen=True, slots=True)
class Word:
    """A value that only the period or the place can give: home, next."""

    name: str


Value = str | Word


@dataclass(frozen=True, slots=True)
class Compare:
    """field op value; `part` compares a division's province or city only."""

    field: str
    op: str
    value: Value
    part: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """low <= field <= high, both ends included."""

    field: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Among:
    field: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsSet:
    field: str


@dataclass(frozen=True, slots=True)
class InMonth:
    """The date falls in the month of the period."""

    field: str


@dataclass(frozen=True, slots=True)
class Within:
    """The date falls within so many months after the cut-off."""

    field: str
    months: int


@dataclass(frozen=True, slots=True)
class Birthday:
    """The birth month so many years on is the month of the period."""

    years: int


@dataclass(frozen=True, slots=True)
class Not:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyMember:
    """A household with a member that meets the condition."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A household with a member in the set."""

    member_set: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A bare word or code that says what the event is about: M01, 170, allowance."""

    name: str


Condition = (
    Compare
    | Range
    | Among
    | IsSet
    | InMonth
    | Within
    | Birthday
    | Not
    | AnyMember
    | AnyOf
    | Subject
)


@dataclass(frozen=True, slots=True)
class Stock:
    """Members of the set at the cut-off that meet every condition."""

    member_set: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """Events of one kind posted in the period. timing: "", "on_time" or "off_time".

    `counted`: the events themselves (""), their households, persons, or the sum of their amounts.
    """

    kind: str
    conditions: tuple[Condition, ...] = ()
    member_set: str = ""
    timing: str = ""
    counted: str = ""  # "", "household", "persons" or "amount"


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps into (+1) or out of (-1) a set posted in the period, the opening's own never."""

    member_set: str
    sign: int
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Net:
    """The signed sum of the set's steps posted in the period."""

    member_set: str
    timing: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Service events of one work content: their count, persons or amount."""

    item: str
    measure: str


@dataclass(frozen=True, slots=True)
class Households:
    """Households that meet every condition: where their home is, or with any(SET) where a member
    of the set is."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Dwellings:
    """Homes of the unit that meet every condition."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of one field over a measure's subjects."""

    field: str
    over: Stock | Households | Dwellings


@dataclass(frozen=True, slots=True)
class Previous:
    """The locked figure of a row in the period before."""

    row: str


Measure = Stock | Flow | Steps | Net | Service | Households | Dwellings | Sum | Previous


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A row of this report (or of `report`), of the period before, or its year to date.

    `row` is "NN" where the check speaks of every row.
    """

    row: str
    report: str = ""
    previous: bool = False
    ytd: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the row a check speaks of: total, male, persons, count."""

    name: str


@dataclass(frozen=True, slots=True)
class Binary:
    op: str
    left: "Expr"
    right: "Expr"


@dataclass(frozen=True, slots=True)
class Blank:
    """A ratio that stays empty where its base is nought."""

    expr: "Expr"
    when: "Comparison"


Expr = Measure | Number | Ref | Column | Binary | Blank


@dataclass(frozen=True, slots=True)
class Comparison:
    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Both:
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Iff:
    left: "Rule"
    right: "Rule"


Rule = Comparison | Both | Iff


@dataclass(frozen=True, slots=True)
class Check:
    """One footing check. `every` names the kinds of row it runs over ("" = the rule's own rows).

    `resets`: year-to-date begins again in January. `warns`: shown, never blocks.
    `on`: month and day on which alone it is expected to hold.
    """

    text: str
    rule: Rule
    every: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    resets: bool = False
    warns: bool = False
    on: tuple[int, int] | None = None
