"""What the exchange tables mean; most of it is said of the applicant's household."""

from pathlib import Path

from connectors.contract import Pull, RowMap

HERE = Path(__file__).parent
APPLICANT = Pull("id_number", theirs="sqr_sfzh")
WITHDRAWN = ("czlx", frozenset({"D"}))
KIND = Pull("hs_type", theirs="bzfs", codes="bzfs")
STATUS = Pull("hs_status", theirs="bzzt", codes="bzzt")

APPLICATIONS = RowMap(
    kind="hs_apply_out",
    entity="household",
    match_on=APPLICANT,
    key=("sqbh",),
    version="order",
    ledger=("xlh",),
    at="sjc",
    on="sqrq",
    valid=WITHDRAWN,
    folder=HERE,
    fields=(
        Pull("hs_apply_no", theirs="sqbh"),
        Pull("hs_apply_date", theirs="sqrq"),
        KIND,
        STATUS,
    ),
)
GUARANTEES = RowMap(
    kind="hs_guarantee_out",
    entity="household",
    match_on=APPLICANT,
    key=("jtbh",),
    version="order",
    ledger=("xlh",),
    at="sjc",
    valid=WITHDRAWN,
    folder=HERE,
    fields=(
        KIND,
        STATUS,
        Pull("hs_queue_no", theirs="lhh"),
        Pull("hs_queue_date", theirs="lhrq"),
        Pull("hs_allot_date", theirs="pzrq"),
        Pull("hs_project", theirs="xmmc"),
        Pull("hs_address", theirs="fwdz"),
        Pull("hs_rent_month", theirs="yzj"),
        Pull("hs_subsidy_month", theirs="ybt"),
        Pull("hs_recheck_due", theirs="fhdq"),
        Pull("hs_arrears_months", theirs="qzys"),
    ),
)
MEMBERS = RowMap(
    kind="hs_member_out",
    match_on=Pull("id_number", theirs="sfzh"),
    key=("jtbh", "sfzh"),
    version="order",
    ledger=("xlh",),
    at="sjc",
    valid=WITHDRAWN,
    folder=HERE,
    fields=(Pull("relation_to_head", theirs="gx", codes="gx"),),
)
