"""Data models: widths, byte orders, and how each ABI aligns what has eight bytes."""

import pytest

from sunkvm import datamodel
from sunkvm.datamodel import AMD64, I386, MODELS, SOLARIS_MODELS, SPARC, SPARCV9

# name: bits, byte order, alignment of long long in a struct, e_machine of the ELF specification
FACTS = {
    "i386": (32, "little", 4, 3),
    "amd64": (64, "little", 8, 62),
    "sparc": (32, "big", 8, 2),
    "sparcv9": (64, "big", 8, 43),
    "aarch64": (64, "little", 8, 183),
    "arm": (32, "little", 8, 40),
    "riscv64": (64, "little", 8, 243),
    "powerpc64": (64, "big", 8, 21),
    "powerpc": (32, "big", 8, 20),
    "mips64": (64, "big", 8, 8),
    "mips64el": (64, "little", 8, 8),
    "mips": (32, "big", 8, 8),
    "mipsel": (32, "little", 8, 8),
    "alpha": (64, "little", 8, 0x9026),
    "m68k": (32, "big", 2, 4),
}
WIDEST = {"m68k": 2}


def test_every_model_is_known_by_its_name():
    assert {model.name: model for model in MODELS.values()} == MODELS
    assert set(MODELS) == set(FACTS)
    assert SOLARIS_MODELS == (I386, AMD64, SPARC, SPARCV9)


@pytest.mark.parametrize("name", FACTS)
def test_facts(name):
    model = MODELS[name]
    bits, byteorder, align8, machine = FACTS[name]
    assert (model.bits, model.word, model.byteorder) == (bits, bits // 8, byteorder)
    assert model.order == {"little": "<", "big": ">"}[byteorder]
    assert (model.align8, model.elf_machine, model.elf_class) == (align8, machine, bits // 32)
    assert model.mask == (1 << bits) - 1
    assert repr(model) == f"DataModel({name})"
    assert datamodel.find(bits, byteorder) is model or model not in SOLARIS_MODELS


def test_find_refuses_what_no_system_has():
    with pytest.raises(ValueError, match="16 bits, big-endian"):
        datamodel.find(16, "big")


def test_host_is_a_model():
    assert datamodel.host() in MODELS.values()


@pytest.mark.parametrize("name", FACTS)
def test_alignment(name):
    model = MODELS[name]
    assert [model.align(size) for size in (1, 2, 4, 8)] == [1, 2, min(4, WIDEST.get(name, 8)), FACTS[name][2]]


def test_models_of_other_systems_are_not_found_by_width_and_order():
    """MODELS has several of each width and byte order; only those of Solaris stand for one."""
    found = {datamodel.find(bits, order) for bits in (32, 64) for order in ("little", "big")}
    assert found == set(SOLARIS_MODELS)
    assert datamodel.host() in SOLARIS_MODELS


@pytest.mark.parametrize(
    ("size", "signed", "code"),
    [(1, True, "b"), (1, False, "B"), (2, True, "h"), (4, False, "I"), (8, True, "q"), (8, False, "Q")],
)
def test_code(size, signed, code):
    assert all(model.code(size, signed) == code for model in MODELS.values())


def test_words_are_read_in_width_and_order_of_the_model():
    data = bytes(range(1, 17))
    assert I386.word_struct(2).unpack_from(data) == (0x04030201, 0x08070605)
    assert SPARC.word_struct(2).unpack_from(data) == (0x01020304, 0x05060708)
    assert AMD64.word_struct().unpack_from(data) == (0x0807060504030201,)
    assert SPARCV9.word_struct(2).unpack(data) == (0x0102030405060708, 0x090A0B0C0D0E0F10)


def test_addresses_are_written_in_full_width():
    assert I386.hex(0xFE800000) == "0xfe800000"
    assert SPARC.hex(0x10) == "0x00000010"
    assert AMD64.hex(0x10) == "0x0000000000000010"
