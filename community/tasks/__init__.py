from community.tasks import deletion, devices, marks, proposals, recovery  # noqa: F401 - importing them registers their periodic jobs
from community.tasks.periods import all_periods, kept_for

__all__ = ["all_periods", "kept_for"]
