"""Before the doors open: the history is folded and compared, and the sample is looked up."""

from communities.rowscope import every_row
from config.demo.stage import Stage
from hub.models import Dwelling, Household, Resident, SetAside
from hub.sealing import identity_hash

ID_CARD = "01"


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
