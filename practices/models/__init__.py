from practices.models.adoption import PracticeAdoption, PracticeAdoptionQuerySet, PracticeReminder
from practices.models.anonymity import AnonymityCheck, PublishedCounts
from practices.models.attachments import ReportAttachment, sealed_folder
from practices.models.case import CHANNELS, Case, CasePractice, CaseQuerySet, CaseText, CaseVersion
from practices.models.consents import Consent, ConsentLink, ConsentRequest
from practices.models.controls import Control, ProblemAnswer
from practices.models.lanes import DisclosureLane, DisclosureLaneQuerySet
from practices.models.pages import CasePage
from practices.models.practice import PracticePage
from practices.models.redactions import AppendOnlyError, RedactionEntry
from practices.models.reports import (
    MANDATORY,
    IncidentReport,
    IncidentReportQuerySet,
    ReportHelper,
    own_reports,
    random_report_key,
)
from practices.models.responses import ResponseEntry, ResponseFigures, ResponseLog, ResponseLogQuerySet
from practices.models.versions import CaseApproval, CaseReview, CaseReviewQuerySet
from practices.models.vocabularies import DamageBand, IncidentType, PartnerType, PracticeTheme, ResponseType

__all__ = [
    "CHANNELS",
    "MANDATORY",
    "AnonymityCheck",
    "AppendOnlyError",
    "Case",
    "CaseApproval",
    "CasePage",
    "CasePractice",
    "CaseQuerySet",
    "CaseReview",
    "CaseReviewQuerySet",
    "CaseText",
    "CaseVersion",
    "Consent",
    "ConsentLink",
    "ConsentRequest",
    "Control",
    "DamageBand",
    "DisclosureLane",
    "DisclosureLaneQuerySet",
    "IncidentReport",
    "IncidentReportQuerySet",
    "IncidentType",
    "PartnerType",
    "PracticeAdoption",
    "PracticeAdoptionQuerySet",
    "PracticePage",
    "PracticeReminder",
    "PracticeTheme",
    "ProblemAnswer",
    "PublishedCounts",
    "RedactionEntry",
    "ReportAttachment",
    "ReportHelper",
    "ResponseEntry",
    "ResponseFigures",
    "ResponseLog",
    "ResponseLogQuerySet",
    "ResponseType",
    "own_reports",
    "random_report_key",
    "sealed_folder",
]
