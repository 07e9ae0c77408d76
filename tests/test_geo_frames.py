"""Tables: empty ones, made ones, and what validation says of bad ones."""

import geopandas as gpd
import pandas as pd
import pytest
import sample_result
from shapely.geometry import Point

from geo.errors import SchemaError
from geo.table.frames import conform, empty, from_rows, validate
from geo.table.schema import FLOWS, INCIDENTS, MENTIONS, ZONES, Column

TABLES = [("incidents", INCIDENTS), ("zones", ZONES), ("flows", FLOWS), ("mentions", MENTIONS)]


@pytest.mark.parametrize(("name", "columns"), TABLES)
def test_an_empty_table_keeps_to_its_schema(name: str, columns: tuple[Column, ...]) -> None:
    frame = empty(columns)
    validate(frame, columns, table=name)
    assert list(frame.columns) == [column.name for column in columns]


def good() -> gpd.GeoDataFrame:
    result = sample_result.sample_result()
    return conform(result.incidents.iloc[:-1], INCIDENTS)  # the last row's hostile text fits no fixed list


def test_every_fault_is_listed_at_once() -> None:
    frame = good().drop(columns=["grade"])
    frame.loc[frame.index[0], "modality"] = "maybe"
    frame.loc[frame.index[1], "incident_id"] = pd.NA
    frame.loc[frame.index[0], "date_start"] = "2018-02-31"
    frame.loc[frame.index[0], "lat"] = 91.0
    frame.loc[frame.index[0], "actor2"] = ""
    frame["fatalities"] = frame["fatalities"].astype("float64")
    with pytest.raises(SchemaError) as caught:
        validate(frame, INCIDENTS, table="incidents")
    text = "\n".join(caught.value.problems)
    for words in (
        "'grade' is missing",
        "'modality' is not in the schema's list in 1 row(s), first in row 0 ('maybe')",
        "'incident_id' is null in 1 row(s), first in row 1",
        "'date_start' is no ISO day",
        "'lat' is not in -90 to 90",
        "'actor2' is '' (not null)",
        "'fatalities' is float64, not Int64",
    ):
        assert words in text
    assert len(caught.value.problems) == 7


def test_another_reference_system_is_a_fault_and_conform_cures_it() -> None:
    frame = good()
    moved = frame.to_crs("EPSG:3857")
    with pytest.raises(SchemaError, match="lies in EPSG:3857"):
        validate(moved, INCIDENTS)
    back = conform(moved, INCIDENTS)
    validate(back, INCIDENTS)
    first = back.geometry.dropna().iloc[0].representative_point()
    assert first.distance(frame.geometry.dropna().iloc[0].representative_point()) < 1e-6


def test_rows_become_typed_columns_and_extra_ones_follow() -> None:
    frame = from_rows([{"flow_id": "f", "people": 1000, "geometry": Point(1, 2), "note": "x"}, {"flow_id": "g"}], FLOWS)
    assert frame["people"].tolist() == [1000, pd.NA]
    assert frame["reports"].tolist() == [[], []]
    assert frame.columns[-1] == "note"
    assert str(frame["people"].dtype) == "Int64"
    assert frame.geometry.iloc[1] is None


def test_values_that_do_not_fit_are_named() -> None:
    with pytest.raises(SchemaError, match="column 'people' does not fit Int64"):
        from_rows([{"flow_id": "f", "people": "many"}], FLOWS)
