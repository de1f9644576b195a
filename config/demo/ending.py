"""Before the doors open: the history is folded and compared, and the sample is looked up."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from communities.rowscope import every_row
from config.demo.stage import Stage, StepFailed
from hub.dictionary import CATEGORIES, Category
from hub.models import Dwelling, Household, Resident, SetAside
from hub.sealing import identity_hash
from hub.selectors.fold import Folded, fold

ID_CARD = "111"  # the code list of documents: resident identity card


def remember_facts(stage: Stage) -> None:
    sample = stage.state.facts["sample"]
    number = sample["id_number"] if isinstance(sample, dict) else ""
    with every_row():
        found = Resident.objects.filter(id_number_hash=identity_hash(ID_CARD, number)).first()
        stage.state.facts["resident_id"] = str(found.resident_id) if found else None
        summary = {
            "居民": f"{Resident.objects.count():,}",
            "家庭": f"{Household.objects.count():,}",
            "住房": f"{Dwelling.objects.count():,}",
            "搁置的行": f"{SetAside.objects.count():,}",
        }
    stage.state.facts["summary"] = summary
    for name, words in summary.items():
        stage.tell(f"{name} {words}")


def fold_history(stage: Stage) -> None:
    """Nothing of this demo was written but by the door: its change rows make the tables again.

    Raises StepFailed with the tables that differ.
    """
    with ThreadPoolExecutor(2) as both_cores:
        found = list(both_cores.map(folded, CATEGORIES.values()))
    wrong = [f"{one.category} {one.differing}" for one in found if one.differing]
    if wrong:
        raise StepFailed("变更记录与主表不一致：" + "；".join(wrong))
    rows = sum(one.subjects for one in found)
    stage.tell(f"由变更记录从空重建 {len(found)} 张主表，逐值核对 {rows:,} 行，全部一致")


def folded(category: Category) -> Folded:
    """One category on a connection of its own thread, closed again."""
    try:
        with every_row():
            return fold(category)
    finally:
        connection.close()
