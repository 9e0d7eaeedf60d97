from practices.queries.practices import (
    live_practices,
    practices_for_case,
    practices_named_by_cases,
    practices_of_region,
    regions_of,
)

__all__ = ["live_practices", "practices_for_case", "practices_named_by_cases", "practices_of_region", "regions_of"]
