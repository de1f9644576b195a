"""The heads, husbands and wives that rows of one file tell of in columns of their own."""

from dataclasses import dataclass, field

from hub.cleaning import clean_id_number
from hub.services.intake import Observation
from hub.sheets.holders import key_of_person, whole_number_in
from hub.sheets.roster import RosterRow
from hub.sheets.words import HOUSEHOLD_KEY


@dataclass(slots=True)
class Beside:
    """`housed` says of every row that enters whether it names a household."""

    housed: dict[str, bool] = field(default_factory=dict)
    told: dict[str, dict[str, object]] = field(default_factory=dict)

    def note(self, row: RosterRow) -> None:
        number = whole_number_in(row)
        if number is None:
            return
        self.housed[number] = self.housed.get(number, False) or HOUSEHOLD_KEY in row.said
        for said in row.beside:
            other = clean_id_number(said["id_number"]).number
            self.told.setdefault(str(other), dict(said))

    def observations(self, community: str) -> list[Observation]:
        """Who has no row of their own enters; who has one keeps its word, and joins the household
        where it names none."""
        found = []
        for number, said in self.told.items():
            if number in self.housed:
                said = {n: said[n] for n in ("id_number", HOUSEHOLD_KEY) if n in said}
            if not self.housed.get(number):
                key = f"{key_of_person(community, number)}:beside"
                found.append(Observation(said=said, key=key, community=community))
        return found
