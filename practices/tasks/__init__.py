from practices.tasks import lanes, practices, responses  # noqa: F401 - importing them registers their periodic jobs
