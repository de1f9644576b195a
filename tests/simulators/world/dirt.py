"""The slips of hand-written registers, in known shares, each counted."""

from collections import Counter
from random import Random

from tests.simulators.world.people import LOCAL, Person

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
DOTS = ("•", "．", "・", ".")


class Dirt:
    """Soils what a register says and keeps count of it."""

    def __init__(self, rng: Random) -> None:
        self.random = rng.random
        self.counts: Counter[str] = Counter()

    def choose_refused(self, people: list[Person]) -> None:
        """Two in a thousand will be written with a wrong check digit and so not enter."""
        for person in people:
            if person.kind == LOCAL and not person.roster and not person.busy:
                known = person.registered_in == person.lives_in == person.division
                person.refused = known and self.random() < 0.0022

    def id_number(self, person: Person) -> str:
        number = person.id_number
        if person.refused:
            return self.wrong_check_digit(number)
        if person.id_type != "111" or person.sample:
            return number
        value = self.random()
        if value < 0.02 and number[6:8] == "19" and 18 <= person.age < 100:
            self.counts["id_15_digits"] += 1
            return number[:6] + number[8:17]
        if value < 0.025:
            self.counts["id_full_width"] += 1
            return number.translate(FULL_WIDTH)
        if value < 0.03:
            self.counts["id_spaces"] += 1
            return f"'{number}" if person.n % 2 else f"{number[:6]} {number[6:14]} {number[14:]}"
        if value < 0.032 and number[-1] == "X":
            self.counts["id_small_x"] += 1
            return number[:17] + "x"
        return number

    def wrong_check_digit(self, number: str) -> str:
        self.counts["id_wrong_check_digit"] += 1
        last = "0" if number[-1] == "X" else str((int(number[-1]) + 3) % 10)
        return number[:17] + last

    def name(self, person: Person) -> str:
        name = person.name
        if "·" in name and self.random() < 0.8:
            self.counts["name_middle_dot"] += 1
            return name.replace("·", DOTS[person.n % 4])
        if len(name) == 2 and self.random() < 0.01:
            self.counts["name_spaces"] += 1
            return f"{name[0]}　{name[1]}"
        return name

    def day(self, iso_day: str) -> str:
        """One date in five in another of the forms people write."""
        value = self.random()
        if not iso_day or value >= 0.2:
            return iso_day
        self.counts["date_form"] += 1
        year, month, day = iso_day.split("-")
        plain = f"{int(month)}", f"{int(day)}"
        forms = (
            f"{year}/{plain[0]}/{plain[1]}",
            f"{year}{month}{day}",
            f"{year}.{month}.{day}",
            f"{year}年{plain[0]}月{plain[1]}日",
        )
        return forms[int(value * 20)]

    def blank(self, code: str) -> str:
        if code and self.random() < 0.05:
            self.counts["blank_code"] += 1
            return ""
        return code

    def phone(self, mobile: str) -> str:
        if mobile and self.random() < 0.01:
            self.counts["phone_spaces"] += 1
            return f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}"
        return mobile
