"""How exactly a case may be described so that enough member organisations could be meant (pure: no Django)."""

from practices.gate.decision import Climb, Decision, Earlier, Option, Outcome, Policy, decide
from practices.gate.fits import Fit
from practices.gate.ladders import LADDERS, SECTORS, SIZE_CLASSES, Level
from practices.gate.population import Members, Published, Subject, at_level, level_of

__all__ = [
    "LADDERS",
    "SECTORS",
    "SIZE_CLASSES",
    "Climb",
    "Decision",
    "Earlier",
    "Fit",
    "Level",
    "Members",
    "Option",
    "Outcome",
    "Policy",
    "Published",
    "Subject",
    "at_level",
    "decide",
    "level_of",
]
