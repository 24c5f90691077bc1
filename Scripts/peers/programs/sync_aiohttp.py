"""Makes a table equal to a paged list, with aiohttp: sync_aiohttp.py SOURCE PREVIOUS OUTPUT

Fetches eight pages at once, writes new and changed records, and deletes records that were on no page if all
pages had the same version and no record is missing.
"""

import asyncio
import shutil
import sys

import aiohttp

from databases import opened
from fixtures import TIMESTAMP

WORKERS = 8
PAGE = 100
UPSERT = (
    "INSERT INTO opportunities (id, title, agency, due, amount_cents, revision)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
    " agency = excluded.agency, due = excluded.due, amount_cents = excluded.amount_cents,"
    " revision = excluded.revision")


def is_valid(title, agency, due, amount, revision):
    return (isinstance(title, str) and isinstance(agency, str) and isinstance(due, str)
            and TIMESTAMP.fullmatch(due) is not None and isinstance(amount, int) and amount >= 0
            and isinstance(revision, int) and revision > 0)


class Sync:
    """The table, and the ids of all records found."""

    def __init__(self, database):
        self.database = database
        self.seen = set()
        self.lists = set()

    def take(self, page):
        self.lists.add((page["total"], page["version"]))
        records = [(item["id"], item.get("title"), item.get("agency"), item.get("due"),
                    item.get("amount_cents"), item.get("revision")) for item in page["items"]]
        ids = [record[0] for record in records]
        self.seen.update(ids)
        marks = ", ".join("?" * len(ids))
        rows = self.database.execute(
            "SELECT id, title, agency, due, amount_cents, revision FROM opportunities"
            f" WHERE id IN ({marks})", ids)
        stored = {row[0]: row for row in rows}
        with self.database:
            self.database.executemany(UPSERT, [
                record for record in records
                if is_valid(*record[1:]) and stored.get(record[0]) != record])

    def sweep(self):
        if len(self.lists) != 1 or {total for total, _ in self.lists} != {len(self.seen)}:
            sys.exit("the list changed, and nothing was deleted")
        stored = [row for row in self.database.execute("SELECT id FROM opportunities")]
        with self.database:
            self.database.executemany("DELETE FROM opportunities WHERE id = ?",
                                      [row for row in stored if row[0] not in self.seen])


async def main(source, previous, output):
    shutil.copyfile(previous, output)
    sync = Sync(opened(output))
    connector = aiohttp.TCPConnector(limit=WORKERS)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def page(offset):
            address = f"{source}/opportunities?offset={offset}&limit={PAGE}"
            async with session.get(address) as response:
                return await response.json()

        async def work(offsets):
            for offset in offsets:
                sync.take(await page(offset))

        first = await page(0)
        sync.take(first)
        offsets = iter(range(PAGE, first["total"], PAGE))
        await asyncio.gather(*(work(offsets) for _ in range(WORKERS)))
    sync.sweep()
    sync.database.close()


asyncio.run(main(*sys.argv[1:]))
