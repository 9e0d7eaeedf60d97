"""Finds what identifies people, organisations and places in Japanese text, and takes it out (pure: no Django)."""

from practices.anonymize.detection import detect
from practices.anonymize.findings import KEEP_KINDS, MASK_FROM, REVIEW_FROM, Finding
from practices.anonymize.known import KnownName, KnownNames
from practices.anonymize.replacements import Edit, Generalisation, Replacements, apply_edits
from practices.anonymize.residual import Residue, residual

__all__ = [
    "KEEP_KINDS",
    "MASK_FROM",
    "REVIEW_FROM",
    "Edit",
    "Finding",
    "Generalisation",
    "KnownName",
    "KnownNames",
    "Replacements",
    "Residue",
    "apply_edits",
    "detect",
    "residual",
]
