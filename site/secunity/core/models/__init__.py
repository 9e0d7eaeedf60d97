from secunity.core.models.freshness import ContentVersion
from secunity.core.models.jobs import JobRun
from secunity.core.models.mail import OutgoingMail
from secunity.core.models.pages import BasePage, BodyPage
from secunity.core.models.sealed import DataClass, SealedJSONField, SealedTextField, seal_for
from secunity.core.models.vocabulary import TlpLabel, Vocabulary

__all__ = [
    "BasePage",
    "BodyPage",
    "ContentVersion",
    "DataClass",
    "JobRun",
    "OutgoingMail",
    "SealedJSONField",
    "SealedTextField",
    "TlpLabel",
    "Vocabulary",
    "seal_for",
]
