"""The job on a tree of hotel contracts."""

from peers.job import Dataset, Job, Program
from peers.words import ours, python, sqlite_check

TABLES = (
    "Hotel", "Board", "Destination", "Category", "Contract", "Room", "Inventory", "Cost",
    "MinMaxStay", "CancellationFee", "Supplement", "BoardSupplement", "CombinableOffer", "Rate",
    "CheckInOut", "Promotion", "Free", "StopSale", "HandlingFee", "NightHandling", "ValidMarket",
    "Tax", "ExternalInventory", "ExternalCost", "OtherRecord")
# The columns of the summary that the documentation names.
AVAILABILITY = (
    "SELECT hotel, room, characteristic, month, open_days, lowest_price, mean_price"
    " FROM Availability")
CHECK = sqlite_check(*(f"SELECT '{table}', * FROM {table}" for table in TABLES), AVAILABILITY)

CONTRACTS = Job(
    "hotel-contracts",
    "A tree of contracts, 51 KiB each on average, into 26 tables of SQLite with a summary by month:",
    "files", Dataset("hotel-contracts", 2_000, 100, file="contracts"),
    (
        *(ours(strategy, "hotel-contracts", "hotel-contracts", "membudget-worker", CHECK)
          for strategy in ("streamed", "super-batch")),
        python("Python super-batch, every core", "contracts_python", check=CHECK,
               remark="is the same job with the same checks, in batches of 1,000 files"),
        Program("Node, parsing alone",
                ("node", "{programs}/contracts_node.mjs", "{input}"), tool="node",
                remark="checks nothing and writes nothing: it only makes objects of the records"),
    ))

CONTRACT_JOBS = (CONTRACTS,)
