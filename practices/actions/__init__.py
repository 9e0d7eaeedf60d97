from practices.actions.import_cases import ImportReport, import_cases
from practices.actions.release import CaseDraft, release_case, withdraw_case

__all__ = ["CaseDraft", "ImportReport", "import_cases", "release_case", "withdraw_case"]
