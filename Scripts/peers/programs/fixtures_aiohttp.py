"""Loads every team's fixtures into SQLite, with aiohttp: fixtures_aiohttp.py SOURCE OUTPUT

Eight workers fetch; each team is written as it arrives, and only the ids are kept.
"""

import asyncio
import sys

import aiohttp

from databases import opened
from fixtures import CREATE, store

WORKERS = 8


async def main(source, output):
    database = opened(output)
    database.execute(CREATE)
    ids = set()
    connector = aiohttp.TCPConnector(limit=WORKERS)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def fetch(path):
            async with session.get(source + path) as response:
                return await response.json()

        async def work(teams):
            for team in teams:
                answer = await fetch(f"/teams/{team}/fixtures")
                store(database, answer["fixtures"], ids)

        # All workers share one iterator, from which each takes the next team.
        teams = iter([team["id"] for team in (await fetch("/teams"))["teams"]])
        await asyncio.gather(*(work(teams) for _ in range(WORKERS)))
    database.close()
    print(f"{len(ids)} ids")


asyncio.run(main(sys.argv[1], sys.argv[2]))
