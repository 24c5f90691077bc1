"""All jobs of the comparison, in the order of the table."""

from peers.jobs_csv import CSV_JOBS
from peers.jobs_http import HTTP_JOBS
from peers.jobs_tickets import TICKET_JOBS
from peers.jobs_contracts import CONTRACT_JOBS

JOBS = (*CSV_JOBS, *TICKET_JOBS, *CONTRACT_JOBS, *HTTP_JOBS)
# Their clients are curl, which isn't measured: only the memory of the server counts.
NOT_COMPARED = ("csv-upload", "ticket-export-http")
