"""Identity, phone and account numbers that belong to nobody."""

from operator import mul
from random import Random

from tests.simulators.world.days import compact

DISTRICT = "420190"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_digit(body: str) -> str:
    """The eighteenth character (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return CHECKS[sum(map(mul, map(int, body), WEIGHTS)) % 11]


def uscc(rng: Random, kind: str = "91") -> str:
    """A unified credit code (GB 32100-2015) of the invented district."""
    body = f"{kind}{DISTRICT}{rng.randrange(10**9):09d}"
    total = sum(
        USCC_LETTERS.index(letter) * weight
        for letter, weight in zip(body, USCC_WEIGHTS, strict=True)
    )
    return body + USCC_LETTERS[(31 - total % 31) % 31]


class Numbers:
    """Draws numbers that nobody in this world holds yet."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self.random = rng.random
        self.taken = taken
        self.passport = 0

    def citizen(self, birth: int, sex: str) -> str:
        head = DISTRICT + compact(birth)
        while True:
            serial = int(self.random() * 499) * 2 + (1 if sex == "1" else 2)
            body = f"{head}{serial:03d}"
            if body not in self.taken:
                self.taken.add(body)
                return body + check_digit(body)

    def document(self) -> str:
        """A passport number no country issues."""
        self.passport += 1
        return f"ZZ{self.passport:07d}"

    def mobile(self) -> str:
        value = self.random()
        return f"1{30 + int(value * 70)}{int(self.random() * 10**8):08d}"

    def account(self) -> str:
        return f"6217{int(self.random() * 10**15):015d}"
