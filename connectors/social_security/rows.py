"""What social security says of one person, in the columns of the file and of the single answer.

Two columns are ours: `told_on` sorts files and answers, `data_day` is the day the row is true of:
the end of the file's month, or the data date of the answer (while the books close, the 25th).
"""

from decimal import Decimal, InvalidOperation
from pathlib import Path

from connectors.contract import Pull, RowMap

HERE = Path(__file__).parent
FILE_COLUMNS = (
    "aac001", "aac002", "aac003", "aae140", "aac008", "aac031", "aac049", "aae041", "aae201",
    "aac040", "acc31f", "aac008s", "ajc112", "aac008g", "aic160", "aac084", "aae010", "aae008",
    "aaz500", "aac086",
)  # fmt: skip


def yuan(fen: object) -> object:
    """Amounts come in fen; what is no number is left for the cleaner to refuse."""
    try:
        return str(Decimal(str(fen).strip()) / 100)
    except InvalidOperation:
        return fen


PERSON = RowMap(
    kind="ac02",
    match_on=Pull("id_number", theirs="aac002"),
    key=("aac001",),
    at="data_day",
    version="told_on",
    newest_by="aae041",  # of two personal numbers the one paid under last
    folder=HERE,
    fields=(
        Pull("si_person_no", theirs="aac001"),
        Pull("si_pension_type", theirs="aae140", codes="aae140"),
        Pull("si_pension_status", theirs="aac008"),
        Pull("si_pension_pay", theirs="aac031", codes="aac031"),
        Pull("si_pension_first", theirs="aac049"),
        Pull("si_pension_last", theirs="aae041"),
        Pull("si_pension_months", theirs="aae201"),
        Pull("si_pension_base", theirs="aac040", turn=yuan),
        Pull("si_flexible", theirs="acc31f"),
        Pull("si_unemp_status", theirs="aac008s"),
        Pull("si_unemp_benefit", theirs="ajc112"),
        Pull("si_injury_status", theirs="aac008g"),
        Pull("si_benefit_start", theirs="aic160"),
        Pull("si_cert_date", theirs="aac084"),
        Pull("bank_account", theirs="aae010"),
        Pull("bank_name", theirs="aae008"),
        Pull("si_card_no", theirs="aaz500"),
        Pull("retire_age_category", theirs="aac086"),
    ),
)
