"""Fixtures: their table, and their validation."""

import re

COLUMNS = ("id INTEGER PRIMARY KEY, kickoff TEXT NOT NULL, league TEXT NOT NULL, status TEXT NOT NULL,"
           " home_id INTEGER NOT NULL, home_name TEXT NOT NULL, away_id INTEGER NOT NULL,"
           " away_name TEXT NOT NULL, home_goals INTEGER, away_goals INTEGER")
CREATE = f"CREATE TABLE fixtures ({COLUMNS})"
# The same match is listed by both of its teams.
INSERT = "INSERT INTO fixtures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def row(fixture):
    """Returns the columns of a fixture; None if it is invalid."""
    home, away, goals = (fixture.get(name) or {} for name in ("home", "away", "goals"))
    found = (fixture.get("id"), fixture.get("kickoff"), fixture.get("league"),
             fixture.get("status"), home.get("id"), home.get("name"), away.get("id"),
             away.get("name"), goals.get("home"), goals.get("away"))
    return found if is_valid(*found) else None


def is_valid(number, kickoff, league, status, home, home_name, away, away_name, *goals):
    return (
        isinstance(number, int) and number > 0
        and isinstance(kickoff, str) and TIMESTAMP.fullmatch(kickoff) is not None
        and isinstance(league, str) and status in ("NS", "FT", "PST")
        and isinstance(home, int) and isinstance(away, int) and home != away
        and isinstance(home_name, str) and isinstance(away_name, str)
        and all(count is None or isinstance(count, int) and 0 <= count <= 99 for count in goals))


def store(database, fixtures, ids):
    """Writes the valid fixtures of a team, and adds their ids."""
    rows = [found for found in map(row, fixtures) if found]
    with database:
        database.executemany(INSERT, rows)
    ids.update(found[0] for found in rows)
