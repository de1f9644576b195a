"""Whether somebody lives where they are registered, by addresses as people write them."""

import pytest

from tests.hub.make import COMMUNITY, make_dwelling, make_resident
from tests.hub.test_derived import seen

pytestmark = pytest.mark.django_db


def test_registered_here_and_living_at_the_registered_address():
    dwelling = make_dwelling(std_address="湖北省武汉市汉阳区江堤街道江腾路1号2栋301室")
    local = make_resident(
        hukou_division=COMMUNITY, hukou_address="江腾路１号２栋 301室", dwelling=dwelling
    )
    outsider = make_resident(
        hukou_division="420106000000", hukou_address="中南路9号", dwelling=dwelling
    )
    unknown = make_resident()

    assert seen(local, "hk_is_local", "hk_match") == (True, "1")
    assert seen(outsider, "hk_is_local", "hk_match") == (False, "2")
    assert seen(unknown, "hk_is_local", "hk_match") == (None, "9")


@pytest.mark.parametrize(
    ("registered_at", "match"),
    [
        ("湖北省武汉市汉阳区江堤街道江腾社区61栋1单元101", "1"),
        ("湖北省武汉市汉阳区江堤街道江腾社区61栋1单元101室", "1"),
        ("湖北省武汉市汉阳区江堤街道江腾社区161栋1单元101", "2"),
        ("湖北省武汉市汉阳区江堤街道江腾社区翠园61栋1单元101", "2"),
    ],
)
def test_a_home_is_the_registered_one_though_only_one_address_names_the_estate(
    registered_at, match
):
    dwelling = make_dwelling(
        std_address="梅子山庄61栋1单元101", address_key="梅子山庄61栋1单元101", building_no="61"
    )
    person = make_resident(
        hukou_address=registered_at, dwelling=dwelling, registered_community=COMMUNITY
    )

    assert seen(person, "hk_match") == match
