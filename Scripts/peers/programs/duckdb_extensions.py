"""duckdb extensions from packages, so that nothing is downloaded when they are loaded."""

import importlib.util
import pathlib

import duckdb


def connected(*extensions):
    """Returns an empty in-memory database with extensions, such as sqlite_scanner."""
    database = duckdb.connect()
    for extension in extensions:
        package = importlib.util.find_spec(f"duckdb_extension_{extension}")
        folder = pathlib.Path(package.submodule_search_locations[0])
        [path] = folder.glob(f"extensions/*/{extension}.duckdb_extension")
        database.execute(f"LOAD '{path}'")
    return database
