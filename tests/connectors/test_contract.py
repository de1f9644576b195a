"""What holds for every connector and every plain file's mapping."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors import registry
from connectors.contract import code_map
from connectors.errors import BadMapping, FileRefused, UnknownMapping, UnknownSystem
from connectors.plain_file import FOLDER, mapping_for, mapping_named, read_mapping
from connectors.registry import connector_of, connectors
from hub.dictionary import FIELDS
from hub.selectors.codes import codes_of
from tests.simulators.running import ROOT

SYSTEMS = tuple(connectors())
SHIPPED = {"EMP", "HOUSING", "SI"}
MAPPINGS = sorted(path.stem for path in FOLDER.glob("*.toml"))
PLACE = {
    "url": "http://127.0.0.1:1/x", "user": "u", "password": "p", "department": "d", "key": "k",
    "sftp": {}, "dsn": "postgresql://u@127.0.0.1/x", "share": "/nowhere",
}  # fmt: skip


@pytest.fixture
def places(settings):
    settings.HUB_SYSTEMS = dict.fromkeys(SYSTEMS, PLACE)


class FullRun:
    mode, subject = "delta", None


class PersonRun:
    mode, subject = "person", None


def maps_of(system):
    connector = connector_of(system)(pulse=None)
    streams = [stream for run in (FullRun, PersonRun) for stream in connector.streams(run)]
    return list(dict.fromkeys(map_ for stream in streams for map_ in stream.maps))


def test_a_folder_with_a_connector_is_a_system():
    assert set(SYSTEMS) >= SHIPPED
    with pytest.raises(UnknownSystem):
        connector_of("NOBODY")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_connector_says_who_it_is(system):
    kind = connector_of(system)

    assert kind.source in codes_of("external_system")
    assert kind.label
    assert kind.label_en
    assert timedelta(minutes=1) <= kind.every <= timedelta(days=31)
    assert connector_of(kind.slug) is kind


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_column_says_a_field_that_may_come_in(system, places):
    for map_ in maps_of(system):
        for pull in map_.fields:
            declared = FIELDS[pull.ours]
            assert declared.derived != "yes"
            assert declared.direction in ("in", "both")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_map_leads_to_our_codes(system, places):
    for map_ in maps_of(system):
        for pull in map_.fields:
            if pull.codes:
                ours = set(map_.codes(pull.codes).values()) - {""}
                assert ours <= set(codes_of(FIELDS[pull.ours].code_list)), pull


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_map_finds_its_person_and_its_row(system, places):
    for map_ in maps_of(system):
        assert map_.match_on.ours == "id_number"
        assert map_.key
        assert map_.version or map_.newest_by or map_.at


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_is_pushed_is_a_field_the_hub_may_send(system):
    for push in connector_of(system).pushes:
        assert push.matter or push.fields
        for name in push.fields:
            assert FIELDS[name].direction in ("out", "both")


def test_a_mapping_has_a_fingerprint_that_follows_its_meaning(places):
    maps = maps_of("EMP")

    assert len({map_.fingerprint() for map_ in maps}) == len(maps)


@pytest.mark.parametrize("path", sorted(Path(registry.__file__).parent.glob("*/codes/*.csv")))
def test_a_code_map_names_each_of_their_codes_once(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0] == "theirs,ours,note"
    assert len(code_map(path)) == len(lines) - 1


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_plain_mapping_speaks_for_a_known_source(name):
    mapping = mapping_named(name)

    assert mapping.source in (*codes_of("external_system"), "COUNTER", "IMPORT")
    assert mapping.label
    assert mapping.key
    assert mapping.match


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_plain_mapping_fits_the_file_it_is_made_for(name, street):
    file = next((path for path in sorted(street.glob("*.csv")) if mapping_for(path) == name), None)
    if file is None:
        pytest.skip("the simulated street has no such file")
    header = file.read_text(encoding="utf-8").splitlines()[0].split(",")

    map_ = mapping_named(name).row_map(header)

    assert map_.fields or mapping_named(name).event


def test_a_file_without_an_agreed_column_is_refused():
    with pytest.raises(FileRefused, match="updated_at"):
        mapping_named("hsa").row_map(["row_key", "id_number"])


def test_a_mapping_nobody_wrote_is_named_in_the_refusal():
    with pytest.raises(UnknownMapping, match="psb_hj"):
        mapping_named("nobody")
    with pytest.raises(BadMapping):
        read_mapping("broken", "source = ")
    with pytest.raises(BadMapping):
        read_mapping("broken", 'source = "EMP"')


def test_no_folder_of_a_system_is_forgotten():
    folders = {path.parent.name for path in (ROOT / "connectors").glob("*/connector.py")}

    assert folders == {connector_of(system).slug for system in SYSTEMS}
