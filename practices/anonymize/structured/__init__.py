"""Identifiers with a form of their own, found by pattern and check digit."""

from practices.anonymize.findings import Finding
from practices.anonymize.structured import amounts, contact, network, payment, personal, times
from practices.anonymize.structured.rule import find_all

_RULES = (*network.RULES, *contact.RULES, *payment.RULES, *personal.RULES, *times.RULES, *amounts.RULES)


def find_structured(text: str) -> list[Finding]:
    """Return the structured identifiers of normalised text; findings may overlap."""
    return find_all(_RULES, text)
