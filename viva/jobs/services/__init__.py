from viva.jobs.services.applications import add_applicant, apply_for, move_application, withdraw
from viva.jobs.services.jobs import JobWords, change_job, create_job, delete_job

__all__ = [
    "JobWords",
    "add_applicant",
    "apply_for",
    "change_job",
    "create_job",
    "delete_job",
    "move_application",
    "withdraw",
]
