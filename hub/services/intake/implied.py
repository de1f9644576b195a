"""What a statement means beyond its own field: a death, a leaving, a registration, a transfer."""

from datetime import date

from hub.services.intake.row import Row

CORE = "core_resident"
HUKOU = "c01_hukou"
RETIREE = "c08_retiree"
DISABILITY = "c11_disability"
CERTIFICATE_DIGITS = 20
DEATH_CANCEL, DEATH_MOVE, BIRTH_MOVE = "1", "11", "01"
TRANSFER_IN, TRANSFER_OUT = "01", "02"


def add_what_follows(row: Row) -> None:
    """Add what follows from the cleaned values; each statement may be repeated without harm."""
    if HUKOU in row.values:
        follow_register(row)
    follow_living(row)
    follow_death(row)
    follow_transfer(row)
    if DISABILITY in row.values:
        follow_certificate(row)
    row.managing = managing_community(row)


def day(row: Row, category: str, name: str) -> date | None:
    value = row.said(category, name)
    if isinstance(value, date) or value is None:
        return value
    return date.fromisoformat(str(value))


def follow_register(row: Row) -> None:
    row.days.reg_in = day(row, HUKOU, "hk_register_date")
    gone = day(row, HUKOU, "hk_out_date") or day(row, HUKOU, "hk_cancel_date")
    keep_reason(row, "hk_in_reason", row.said(HUKOU, "hk_in_reason"))
    keep_reason(row, "hk_out_reason", row.said(HUKOU, "hk_out_reason"))
    keep_reason(row, "hk_cancel_reason", row.said(HUKOU, "hk_cancel_reason"))
    if gone and not (row.days.reg_in and row.days.reg_in > gone):
        row.days.reg_out = gone
        row.unregistered = row.said(CORE, "hukou_division") is None


def follow_living(row: Row) -> None:
    row.days.res_in = day(row, CORE, "move_in_date")
    left = day(row, CORE, "move_out_date")
    keep_reason(row, "move_reason", row.said(CORE, "move_reason"))
    if left and not (row.days.res_in and row.days.res_in >= left):
        row.days.res_out = left
        row.away = True


def follow_death(row: Row) -> None:
    cancelled = row.said(HUKOU, "hk_cancel_reason") == DEATH_CANCEL
    died = (
        day(row, CORE, "death_date")
        or (day(row, HUKOU, "hk_cancel_date") if cancelled else None)
        or day(row, RETIREE, "rt_death_report")
    )
    left_by_death = row.away and row.said(CORE, "move_reason") == DEATH_MOVE
    if left_by_death:
        died = died or row.days.res_out
    if died is None and row.said(CORE, "alive_status") != "2":
        return
    row.days.died = died
    row.unregistered = row.away = False  # the death itself ends every membership
    if row.said(CORE, "alive_status") is None:
        row.say(CORE, "alive_status", "2")
    if died and row.said(CORE, "death_date") is None:
        row.say(CORE, "death_date", died)


def follow_transfer(row: Row) -> None:
    """Service items 01 and 02 move the management of a retiree on their own day."""
    event = row.told.event
    if event is None or event.kind != "service" or event.code not in (TRANSFER_IN, TRANSFER_OUT):
        return
    row.days.handed = event.on
    if event.code == TRANSFER_IN:
        row.say(RETIREE, "rt_status", "1")
        row.say(RETIREE, "rt_in_date", event.on)
    else:
        row.say(RETIREE, "rt_status", "2")


def follow_certificate(row: Row) -> None:
    """Digits 19 and 20 of a disability certificate are its kind and its grade."""
    number = str(row.said(DISABILITY, "ds_cert_no") or "")
    if len(number) >= CERTIFICATE_DIGITS:
        row.say(DISABILITY, "ds_type", number[18])
        row.say(DISABILITY, "ds_grade", number[19])


def managing_community(row: Row) -> str | None:
    event = row.told.event
    if event and event.kind == "service" and event.code == TRANSFER_IN and event.community:
        return event.community
    told = row.told.said.get("managing_community")
    return str(told) if told else None


def keep_reason(row: Row, name: str, value: object) -> None:
    if value is not None:
        row.reasons[name] = str(value)
