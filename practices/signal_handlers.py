"""Hears what happens to reports: what was made from one that was taken back stops."""

from typing import Any

from practices.actions.review import stop_reviews_of
from practices.models import IncidentReport
from practices.signals import report_withdrawn


def connect() -> None:
    """Start listening; called once, when the app is ready."""
    report_withdrawn.connect(stop_cases, dispatch_uid="practices.stop_cases")


def stop_cases(sender: Any, report: IncidentReport, **_rest: Any) -> None:
    """A report was taken back by its own people."""
    stop_reviews_of(report)
