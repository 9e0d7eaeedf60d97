"""Periodic jobs run once in each period, whoever asks."""

import pytest

from secunity.core.models import JobRun
from secunity.core.tasks import jobs as tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(tasks, "_jobs", {})
    done: list[str] = []

    @tasks.periodic(minutes=10)
    def job() -> None:
        done.append("job")

    return done


def test_job_runs_once_in_a_period(runs: list[str]) -> None:
    tasks.enqueue_due_jobs(now=600)
    tasks.enqueue_due_jobs(now=1199)
    assert runs == ["job"]


def test_job_runs_again_in_the_next_period(runs: list[str]) -> None:
    tasks.enqueue_due_jobs(now=600)
    tasks.enqueue_due_jobs(now=1200)
    assert runs == ["job", "job"]
    assert JobRun.objects.count() == 1


def test_slot_taken_by_another_process_is_left_alone(runs: list[str]) -> None:
    (name,) = tasks._jobs
    JobRun.objects.create(job=name, slot=1)
    assert tasks.enqueue_due_jobs(now=600) == []
    assert runs == []


def test_clock_that_goes_back_runs_nothing_twice(runs: list[str]) -> None:
    tasks.enqueue_due_jobs(now=1200)
    tasks.enqueue_due_jobs(now=600)
    assert runs == ["job"]
