import pytest

from communities.arrays import array, byte_array, number_array
from communities.prepared import run_prepared

WORDS = ["H-1", "", 'a"b', "c\\d", "e,{f}", "NULL", "三栋", "g h", "\t"]


def told_back(told, kind):
    return run_prepared(f"select %(told)s::{kind}[]", {"told": told})[0][0]


@pytest.mark.django_db
@pytest.mark.parametrize("words", [[], ["H1", "H2"], WORDS, [*WORDS, None], [None], [""]], ids=repr)
def test_the_database_reads_the_words_that_were_told(words):
    assert told_back(array(words), "text") == words


@pytest.mark.django_db
def test_the_database_reads_bytes_and_numbers():
    assert told_back(byte_array([b"\x00\xff", None, b""]), "bytea") == [b"\x00\xff", None, b""]
    assert told_back(number_array([4, 7]), "bigint") == [4, 7]
    assert told_back(number_array([]), "bigint") == []
