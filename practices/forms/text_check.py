"""What people hand in to be checked: a text, and what they decided about each finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.anonymize import KEEP_KINDS, Edit, Finding, Replacements, apply_edits, detect

LONGEST_TEXT = 20_000
MASK, KEEP = "mask", "keep"
GROUPS = (
    (_("Person"), {"PERSON"}),
    (_("Organisation"), {"ORG"}),
    (_("Place"), {"LOC", "FAC", "POSTCODE", "COORDINATES"}),
    (_("Product or event"), {"PRODUCT", "EVENT"}),
    (_("Contact"), {"PHONE", "EMAIL", "URL", "DOMAIN", "SNS_HANDLE"}),
    (_("Network and device"), {"IPV4", "IPV6", "CIDR", "MAC", "HOSTNAME", "USER_PATH", "WINDOWS_SID", "AWS_ACCOUNT"}),
    (_("When, how much, how many"), {"DATE", "TIME", "MONEY", "COUNT", "AGE"}),
    (_("Technical, stays"), set(KEEP_KINDS)),
)


# Why something found is kept.
REASONS = (
    ("ordinary", _("An ordinary word, no name")),
    ("public", _("Known to everybody anyway")),
    ("needed", _("Readers need it and it points to nobody")),
    ("consent", _("Those concerned have agreed")),
)


@dataclass(frozen=True)
class Checked:
    """One finding with what stands for it and what was decided."""

    number: int
    finding: Finding
    surface: str
    label: str
    replacement: str
    decision: str
    reason: str
    problem: str

    @property
    def is_sure(self) -> bool:
        """Whether it is hidden unless somebody keeps it with a reason."""
        return self.finding.is_masked

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide: hashes, CVE and technique numbers always stay."""
        return self.finding.kind not in KEEP_KINDS


class TextCheckForm(forms.Form):
    """A text to look through. Nothing of it is stored."""

    text = forms.CharField(
        label=_("The text to check"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=LONGEST_TEXT,
        strip=False,
        help_text=_("Up to 20,000 characters. It is looked through on this server and then forgotten."),
    )

    def findings(self) -> list[Checked]:
        """Everything found in the text, in its order, each with its decision (as proposed where there is none)."""
        text: str = self.cleaned_data["text"]
        found, table = detect(text), Replacements()
        table.edits_for(text, found)  # what is hidden takes the first letters, what is only shown the later ones
        return [_checked(number, finding, text, table, self.data) for number, finding in enumerate(found, start=1)]

    def result(self, findings: list[Checked]) -> str:
        """The text after the decisions."""
        text: str = self.cleaned_data["text"]
        return apply_edits(text, [_edit(each) for each in findings if each.decision == MASK])

    def parts(self, findings: list[Checked]) -> list[tuple[str, Checked | None]]:
        """The text cut into what was found and what lies between."""
        text: str = self.cleaned_data["text"]
        parts: list[tuple[str, Checked | None]] = []
        position = 0
        for each in findings:
            parts += [(text[position : each.finding.start], None), (each.surface, each)]
            position = each.finding.end
        return [*parts, (text[position:], None)]


def _checked(number: int, finding: Finding, text: str, table: Replacements, data: Mapping[str, Any]) -> Checked:
    surface = text[finding.start : finding.end]
    proposed = MASK if finding.is_masked else KEEP
    decision = data.get(f"decision-{number}", proposed)
    reason = data.get(f"reason-{number}", "")
    decision = decision if decision in (MASK, KEEP) and finding.kind not in KEEP_KINDS else proposed
    needs_reason = finding.is_masked and decision == KEEP and reason not in dict(REASONS)
    problem = gettext("Say why it may stay, or let it be replaced.") if needs_reason else ""
    replacement = table.replacement_for(finding.kind, surface) or ""
    return Checked(number, finding, surface, _label(finding.kind), replacement, decision, reason, problem)


def _edit(each: Checked) -> Edit:
    finding = each.finding
    return Edit(finding.start, finding.end, each.surface, each.replacement, finding.rule, each.reason)


def _label(kind: str) -> str:
    return next((str(label) for label, kinds in GROUPS if kind in kinds), gettext("Number or identifier"))
