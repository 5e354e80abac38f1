"""What is done in the background: each task is named here, and does one call of a service.

A worker may die at any moment, and its task is then begun again by another (agreements/workers.py): what a task does
twice must be the same as done once. What it does is imported when it runs, for services leave tasks behind themselves.
GIVEN_UP says what is done instead of a task over which several workers died.
"""

from collections.abc import Callable

from django.utils import timezone
from django_tasks import task

# What somebody waits for at once comes first: a thousand documents may be waiting to be printed.
_LATER = -10
_BEFORE_THOSE = -5


@task()
def send_notices(tried: int = 0) -> None:
    """Send the mails that tell of changes of status; `tried` is how often those that wait have been tried."""
    from agreements.services.notices import notices_hand_over

    notices_hand_over(tried=tried, at=timezone.now())


@task(priority=_LATER)
def print_part(part: int) -> None:
    """Print one document of a print job."""
    from agreements.services.print_work import part_print

    part_print(part=part)


@task(priority=_BEFORE_THOSE)
def put_together(job: int) -> None:
    """Make the file that is downloaded out of a print job's documents."""
    from agreements.services.print_work import job_put_together

    job_put_together(job=job)


@task(priority=_LATER)
def remove_old_prints() -> None:
    """Remove the print jobs that are kept no longer."""
    from agreements.services.printing import old_prints_remove

    old_prints_remove(at=timezone.now())


def _give_up_part(part: int) -> None:
    from agreements.services.print_work import part_give_up

    part_give_up(part=part, at=timezone.now())


def _give_up_putting_together(job: int) -> None:
    from agreements.services.print_work import job_give_up

    job_give_up(job=job, at=timezone.now())


GIVEN_UP: dict[str, Callable[..., None]] = {
    "print_part": _give_up_part,
    "put_together": _give_up_putting_together,
}
