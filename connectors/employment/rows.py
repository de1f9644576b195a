"""What the employment system's columns mean in our words."""

from pathlib import Path

from connectors.contract import Pull, RowMap

HERE = Path(__file__).parent
PERSON = Pull("id_number", theirs="aac002")
VALID = ("aae100", frozenset({"0"}))

PEOPLE = RowMap(
    kind="ac01",
    match_on=PERSON,
    key=("aac001",),
    at="aae036",
    folder=HERE,
    fields=(
        Pull("emp_status", theirs="aac016", codes="aac016"),
        Pull("emp_cert_no", theirs="aac021"),
        Pull("education_level", theirs="aac011"),
        Pull("mobile", theirs="aae005"),
    ),
)
JOBS = RowMap(
    kind="jy",
    match_on=PERSON,
    key=("bcc031",),
    at="aae036",
    on="acc114",
    valid=VALID,
    newest_by="acc114",
    folder=HERE,
    fields=(
        Pull("emp_form", theirs="acc318"),
        Pull("emp_register_date", theirs="aae043"),
        Pull("employer_name", theirs="aab004"),
        Pull("employer_uscc", theirs="aab003"),
        Pull("emp_flex_start", theirs="acc31s"),
        Pull("emp_flex_content", theirs="acc31n"),
    ),
)
UNEMPLOYED = RowMap(
    kind="sy",
    match_on=PERSON,
    key=("bcc021",),
    at="aae036",
    on="aae043",
    valid=VALID,
    newest_by="aae043",
    folder=HERE,
    fields=(
        Pull("emp_unemp_date", theirs="aae043"),
        Pull("emp_unemp_reason", theirs="ajc093"),
        Pull("emp_unemp_end_date", theirs="ajc096"),
        Pull("emp_unemp_end_reason", theirs="ajc097"),
    ),
)
DIFFICULTY = RowMap(
    kind="kn",
    match_on=PERSON,
    key=("bcc131",),
    at="aae036",
    on="acc361",
    valid=VALID,
    newest_by="acc361",
    folder=HERE,
    fields=(
        Pull("emp_diff_type", theirs="acc369"),
        Pull("emp_diff_date", theirs="acc361"),
        Pull("emp_diff_valid_to", theirs="acc363"),
    ),
)
POLICIES = RowMap(
    kind="zc",
    match_on=PERSON,
    key=("bcc151",),
    at="aae036",
    valid=VALID,
    newest_by="acc152",
    group_by=("aac002", "acc151"),  # one person draws several policies side by side
    folder=HERE,
    fields=(
        Pull("emp_policy", theirs="acc151"),
        Pull("emp_subsidy_start", theirs="acc152"),
        Pull("emp_subsidy_used", theirs="acc153"),
    ),
)
MAPS = (PEOPLE, JOBS, UNEMPLOYED, DIFFICULTY, POLICIES)
SUBSIDY = "020"  # the policy the months of the social insurance subsidy are counted under
# What the bureau takes as a request to change its registration; the rest goes over on a list.
ASKED_FOR = (
    "emp_status", "emp_form", "emp_unemp_date", "emp_unemp_reason", "emp_diff_type",
    "emp_flex_start", "emp_flex_content",
)  # fmt: skip


def in_their_words(field: str, value: str) -> dict[str, str]:
    """Kind of row, column and value as the bureau writes them, for one field of ours."""
    map_, pull = next((map_, pull) for map_ in MAPS for pull in map_.fields if pull.ours == field)
    if pull.codes and value:
        codes = map_.codes(pull.codes)
        value = next((theirs for theirs, ours in codes.items() if ours == value), value)
    return {"lx": map_.kind, "lm": pull.theirs, "xz": value}
