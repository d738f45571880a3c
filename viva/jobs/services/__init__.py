from viva.jobs.services.applications import (
    AppliedAlready,
    add_applicant,
    advance_applications,
    apply_for,
    apply_openly,
    move_application,
    withdraw,
)
from viva.jobs.services.imports import add_applicants, looked_through
from viva.jobs.services.jobs import JobWords, change_job, create_job, delete_job, set_job_recording, set_job_status

__all__ = [
    "AppliedAlready",
    "JobWords",
    "add_applicant",
    "add_applicants",
    "advance_applications",
    "apply_for",
    "apply_openly",
    "change_job",
    "create_job",
    "delete_job",
    "looked_through",
    "move_application",
    "set_job_recording",
    "set_job_status",
    "withdraw",
]
