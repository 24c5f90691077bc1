"""Jobs that fetch from membudget's HTTP source on the loopback."""

from peers.job import Dataset, Job
from peers.words import ours, python, sqlite_check

FIXTURES_CHECK = sqlite_check(
    "SELECT id, kickoff, league, status, home_id, home_name, away_id, away_name, home_goals,"
    " away_goals FROM fixtures")
SYNC_CHECK = sqlite_check(
    "SELECT id, title, agency, due, amount_cents, revision FROM opportunities")

FIXTURES = Job(
    "parallel-fixtures",
    "The fixtures of every team over HTTP into SQLite, eight requests at a time, each"
    " answered after 10 ms:", "teams",
    Dataset("team-fixtures", 512, 32, ("latency-milliseconds=10",)),
    (
        ours("streamed", "parallel-fixtures", "team-fixtures", "membudget-worker-http",
             FIXTURES_CHECK),
        python("Python aiohttp", "fixtures_aiohttp", check=FIXTURES_CHECK, packages=("aiohttp",)),
        python("Python threads", "fixtures_threads", check=FIXTURES_CHECK),
    ), service="source", latency_milliseconds=10)

SYNC = Job(
    "opportunity-sync",
    "A table in SQLite made equal to a list of pages over HTTP, eight requests at a time, each"
    " answered after 2 ms:", "opportunities",
    Dataset("opportunities", 50_000, 2_000, ("latency-milliseconds=2",)),
    (
        ours("generation-sweep", "opportunity-sync", "opportunities", "membudget-worker-http",
             SYNC_CHECK, "--previous", "{previous}"),
        python("Python aiohttp", "sync_aiohttp", "{input}", "{previous}", "{output}",
               check=SYNC_CHECK, packages=("aiohttp",)),
    ), service="source", latency_milliseconds=2)

HTTP_JOBS = (FIXTURES, SYNC)
