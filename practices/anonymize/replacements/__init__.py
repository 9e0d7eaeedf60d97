"""What stands in the place of what was found."""

from practices.anonymize.replacements.indicators import Indicator, defanged, indicator_from
from practices.anonymize.replacements.table import Edit, Generalisation, Replacements, apply_edits

__all__ = ["Edit", "Generalisation", "Indicator", "Replacements", "apply_edits", "defanged", "indicator_from"]
