"""A clerk of Jiangteng who hands in workbooks, and what the hub holds afterwards."""

from datetime import date

from communities.actor import actor_of
from communities.rowscope import every_row
from hub.models import Resident
from hub.services.sheet_import import take_sheet
from hub.sheets.workbook import read_workbook
from tests.communities.make import JIANGTENG, make_area, make_worker
from tests.hub.sheets.make import make_workbook

TODAY = date(2026, 11, 23)


def make_clerk():
    make_area(JIANGTENG, "江腾社区")
    return actor_of(make_worker("CLERK", JIANGTENG))


def hand_in(content, clerk):
    return take_sheet(content=content, community=JIANGTENG, actor=clerk, today=TODAY)


def people():
    """Every resident by name."""
    with every_row():
        held = Resident.objects.select_related("dwelling", "household")
        return {person.name: person for person in held}


def households():
    """The names of those who share a household, household by household."""
    together = {}
    for name, person in people().items():
        if person.household_id:
            together.setdefault(person.household_id, set()).add(name)
    return sorted(together.values(), key=sorted)


def mended(workbook, corrections):
    """The workbook given back, with cells corrected as a clerk would and nothing else touched."""
    sheets = []
    for sheet in read_workbook(workbook):
        rows = [[correct(cell, corrections) for cell in row] for row in sheet.rows()]
        sheets.append((sheet.name, rows))
    return make_workbook(*sheets)


def correct(cell, corrections):
    for wrong, right in corrections.items():
        if str(cell) == wrong or (isinstance(cell, str) and wrong in cell):
            return str(cell).replace(wrong, right)
    return cell
