"""Loads every team's fixtures into SQLite, with Python threads: fixtures_threads.py SOURCE OUTPUT

Eight threads fetch, each over its own connection; the main thread writes one team at a time.
"""

import http.client
import json
import sys
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

from databases import opened
from fixtures import CREATE, store

WORKERS = 8
own = threading.local()


def fetch(source, path):
    if not hasattr(own, "connection"):
        own.connection = http.client.HTTPConnection(source.netloc)
    own.connection.request("GET", source.path + path)
    response = own.connection.getresponse()
    data = response.read()
    if response.status != 200:
        raise OSError(f"{path}: HTTP status {response.status}")
    return json.loads(data)


def main(source, output):
    database = opened(output)
    database.execute(CREATE)
    ids = set()
    teams = iter([team["id"] for team in fetch(source, "/teams")["teams"]])
    with ThreadPoolExecutor(WORKERS) as pool:

        def ask(team):
            return pool.submit(fetch, source, f"/teams/{team}/fixtures")

        # At most two answers per thread wait, because all of them would fill the memory.
        waiting = {ask(team) for team in islice(teams, 2 * WORKERS)}
        while waiting:
            done = next(as_completed(waiting))
            waiting.remove(done)
            waiting.update(ask(team) for team in islice(teams, 1))
            store(database, done.result()["fixtures"], ids)
    database.close()
    print(f"{len(ids)} ids")


main(urllib.parse.urlsplit(sys.argv[1]), sys.argv[2])
