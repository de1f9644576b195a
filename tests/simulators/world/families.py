"""Shapes of families: who lives together, how old, and what they are to the head."""

from collections.abc import Callable

Member = tuple[str, str, float, str]
"""Relation to the head, sex, age, marital status."""

Random = Callable[[], float]


def draw_family(random: Random) -> list[Member]:
    """One family, head first, spouse (if any) second."""
    value = random()
    for share, shape in SHAPES:
        if value < share:
            return shape(random)
    return one_parent(random)


def couple(random: Random, low: float, span: float) -> list[Member]:
    age = low + random() * span
    sex = "1" if random() < 0.74 else "2"
    if sex == "1":
        other = max(22.0, age - 3 + random() * 4)
        return [("02", "1", age, "20"), ("12", "2", other, "20")]
    return [("02", "2", age, "20"), ("11", "1", age + 4 * random(), "20")]


def children(random: Random, mother: float) -> list[Member]:
    value = random()
    count = 1 if value < 0.66 else 2 if value < 0.96 else 3
    born: list[float] = []
    for _ in range(count):
        age = mother - 22 - random() * 12
        if 0 <= age <= 27:
            born.append(age)
    born.sort(reverse=True)
    found: list[Member] = []
    boys = girls = 0
    for age in born:
        if random() < 0.52:
            relation = ("22", "23", "24")[boys] if count > 1 else "20"
            found.append((relation, "1", age, "10"))
            boys += 1
        else:
            relation = ("32", "33", "34")[girls] if count > 1 else "30"
            found.append((relation, "2", age, "10"))
            girls += 1
    return found


def couple_with_children(random: Random) -> list[Member]:
    parents = couple(random, 26, 30)
    mother = parents[0] if parents[0][1] == "2" else parents[1]
    return parents + children(random, mother[2])


def three_generations(random: Random) -> list[Member]:
    family = couple_with_children(random)
    head = family[0][2]
    if random() < 0.55:
        family.append(("51", "1", min(94.0, head + 23 + random() * 9), "20"))
    family.append(("52", "2", min(95.0, head + 21 + random() * 9), "20"))
    return family


def old_couple(random: Random) -> list[Member]:
    return couple(random, 60, 25)


def old_alone(random: Random) -> list[Member]:
    return [("02", "2" if random() < 0.66 else "1", 65 + random() * 30, "30")]


def young_alone(random: Random) -> list[Member]:
    return [("02", "1" if random() < 0.55 else "2", 20 + random() * 24, "10")]


def couple_alone(random: Random) -> list[Member]:
    return couple(random, 23, 36)


def one_parent(random: Random) -> list[Member]:
    mother = 28 + random() * 22
    head: Member = ("02", "2" if random() < 0.75 else "1", mother, "40")
    return [head, *children(random, mother)]


SHAPES: tuple[tuple[float, Callable[[Random], list[Member]]], ...] = (
    (0.33, couple_with_children),
    (0.48, three_generations),
    (0.64, old_couple),
    (0.71, old_alone),
    (0.85, young_alone),
    (0.95, couple_alone),
)
