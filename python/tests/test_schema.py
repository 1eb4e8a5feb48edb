"""What comes out is known before anything is priced, to Arrow and to Spark."""

import pyarrow as pa
import pytest

import reinstate
from conftest import ROW, one

OWN = (
    "`account` string, `first` boolean, `quantity` bigint, `gap_days` bigint, `status` string, "
    "`currency` string, `forward_from` date, `forward_through` date, `unit_list` decimal(25,6), "
    "`unit_net` decimal(25,6), `forward` decimal(25,6), `term_discount` decimal(25,6), "
    "`back_coverage` decimal(25,6), `penalty` decimal(25,6), `total` decimal(25,6), "
    "`book` string, `book_version` string, `code` string, `reason` string"
)


def ddl(**kept) -> str:
    """The columns of a table that has these besides its own, and keeps them."""
    schema = pa.schema({name: pa.string() for name in ROW} | kept)
    found = reinstate.spark_ddl(schema, keep=list(kept))
    assert found.endswith(f", {OWN}") or found == OWN
    return found.removesuffix(OWN).removesuffix(", ")


def test_columns_of_spark():
    """The types of the specification, by their names in Spark's DDL."""
    kept = "`org_id` string, `product_line` string, `edition` string"
    assert reinstate.spark_ddl(one().schema) == f"{kept}, {OWN}"
    assert reinstate.spark_ddl(one()) == f"{kept}, {OWN}"
    named = reinstate.spark_ddl(one().schema, scenarios=True)
    assert named == f"`scenario` string, {kept}, {OWN}"
    assert reinstate.spark_ddl(one().schema, keep=()) == OWN


@pytest.mark.parametrize(
    "of, spark",
    [
        (pa.large_string(), "string"), (pa.string_view(), "string"), (pa.bool_(), "boolean"),
        (pa.dictionary(pa.int32(), pa.string()), "string"), (pa.int8(), "tinyint"),
        (pa.int16(), "smallint"), (pa.int32(), "int"), (pa.int64(), "bigint"),
        (pa.uint8(), "smallint"), (pa.uint32(), "bigint"), (pa.float32(), "float"),
        (pa.float64(), "double"), (pa.date32(), "date"), (pa.binary(), "binary"),
        (pa.timestamp("us", "UTC"), "timestamp"), (pa.timestamp("us"), "timestamp_ntz"),
        (pa.decimal128(12, 2), "decimal(12,2)"), (pa.null(), "void"),
        (pa.list_(pa.int64()), "array<bigint>"), (pa.map_(pa.string(), pa.date32()), "map<string, date>"),
        (pa.struct({"a b": pa.string(), "c": pa.list_(pa.bool_())}), "struct<`a b`: string, `c`: array<boolean>>"),
    ],
    ids=str,
)
def test_types_of_spark(of, spark):
    assert ddl(mine=of) == f"`mine` {spark}"


def test_names_are_quoted():
    assert ddl(**{"order": pa.string(), "a`b c": pa.int32()}) == "`order` string, `a``b c` int"


@pytest.mark.parametrize("of", [pa.uint64(), pa.duration("s"), pa.time64("us"), pa.timestamp("ns"), pa.decimal256(50, 2)], ids=str)
def test_types_that_spark_does_not_have(of):
    with pytest.raises(reinstate.ReinstateError) as raised:
        ddl(mine=of)
    [problem] = raised.value.problems
    assert (problem.code, problem.path) == ("bad-column-type", "mine")
    assert "Spark" in problem.message


@pytest.mark.parametrize("call", [reinstate.schema, reinstate.spark_ddl])
def test_columns_that_are_wrong(call):
    """As at the call of `price`, where only the columns are known: on the driver."""
    for given, options in [
        (one(owned=...), {}),
        (one(owned=pa.array([True])), {}),
        (one(), {"keep": ["nothing"]}),
        (one(scenario="mine"), {"keep": ["scenario"], "scenarios": True}),
        (one(scenario="mine"), {"keep": ["scenario"]}),
        (one(book_version="mine"), {"keep": ["book version"]}),
    ]:
        with pytest.raises(reinstate.ReinstateError):
            call(given.schema, **options)
    with pytest.raises(TypeError, match="__arrow_c_schema__"):
        call({"org_id": "string"})
