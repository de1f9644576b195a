"""The data dictionary as the models declare it: every field and every category, once.

Built when first imported; import it after the apps are loaded (views, services, tests: always).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models

from hub import models as rows
from hub.fields import DECLARED, About, Declared


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its table: `entity` says whom the table's `subject_id` points to."""

    key: str
    label: str
    label_en: str
    entity: str
    table: str
    model: type[models.Model]
    owner: str
    rhythm: str
    direction: str
    is_core: bool

    @property
    def key_column(self) -> str:
        """The column that holds the subject's bigint."""
        return "id" if self.is_core else "subject_id"


MODELS: tuple[type[models.Model], ...] = (
    rows.Resident,
    rows.Household,
    rows.Dwelling,
    rows.Hukou,
    rows.Floating,
    rows.Property,
    rows.HousingSecurity,
    rows.Employment,
    rows.SocialInsurance,
    rows.MedicalInsurance,
    rows.Retiree,
    rows.SocialAssistance,
    rows.Elderly,
    rows.Disability,
    rows.Child,
    rows.HealthFamily,
    rows.Education,
    rows.Veteran,
    rows.PartyVolunteer,
    rows.MarriageFuneral,
    rows.Grid,
)


def category_of(model: type[models.Model]) -> Category:
    about: About = model.about  # type: ignore[attr-defined]  # every master row declares it
    return Category(
        key=about.key,
        label=about.label,
        label_en=about.label_en,
        entity=about.entity,
        table=model._meta.db_table,
        model=model,
        owner=about.owner,
        rhythm=about.rhythm,
        direction=about.direction,
        is_core=about.key.startswith("core_"),
    )


CATEGORIES: Mapping[str, Category] = MappingProxyType(
    {category.key: category for category in map(category_of, MODELS)}
)
FIELDS: Mapping[str, Declared] = MappingProxyType(
    {name: field for key in CATEGORIES for name, field in DECLARED[key].items()}
)


def fields_of(category: str) -> tuple[Declared, ...]:
    """The fields of one category in the dictionary's order."""
    return tuple(DECLARED[category].values())
