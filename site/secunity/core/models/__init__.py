from secunity.core.models.freshness import ContentVersion
from secunity.core.models.jobs import JobRun
from secunity.core.models.pages import BasePage, BodyPage
from secunity.core.models.vocabulary import TlpLabel, Vocabulary

__all__ = ["BasePage", "BodyPage", "ContentVersion", "JobRun", "TlpLabel", "Vocabulary"]
