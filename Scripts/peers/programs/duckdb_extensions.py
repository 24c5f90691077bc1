"""duckdb's extensions as packages: nothing is fetched when they are loaded."""

import importlib.util
import pathlib

import duckdb


def connected(*extensions):
    """An empty database in memory with extensions, such as sqlite_scanner."""
    database = duckdb.connect()
    for extension in extensions:
        package = importlib.util.find_spec(f"duckdb_extension_{extension}")
        folder = pathlib.Path(package.submodule_search_locations[0])
        [path] = folder.glob(f"extensions/*/{extension}.duckdb_extension")
        database.execute(f"LOAD '{path}'")
    return database
