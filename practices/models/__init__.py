from practices.models.case import Case, CasePractice, CaseQuerySet, CaseText, CaseVersion
from practices.models.pages import CasePage
from practices.models.practice import PracticePage
from practices.models.vocabularies import DamageBand, IncidentType, PartnerType, PracticeTheme, ResponseType

__all__ = [
    "Case",
    "CasePage",
    "CasePractice",
    "CaseQuerySet",
    "CaseText",
    "CaseVersion",
    "DamageBand",
    "IncidentType",
    "PartnerType",
    "PracticePage",
    "PracticeTheme",
    "ResponseType",
]
