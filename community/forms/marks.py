"""The statement of an organisation's mark: which items, what shows them, and nothing that a declaration may not say."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.actions.marks import StatedItem
from community.models import MarkDeclaration, MarkItemKind
from secunity.core.text.normalise import normalise

# A declaration of one's own is no certificate and no promise (wording rules in the domain facts).
TOO_MUCH = ("認定", "安全", "certif", "accredit", "guarantee")


class MarkForm(forms.Form):
    """A box for each thing that can be stated, with its evidence; ticked beforehand is only what stood before."""

    prefers_marked_partners = forms.BooleanField(
        label=gettext_lazy("We would like to deal with partners who have the mark, too"),
        help_text=gettext_lazy("This stands in the directory. It is a wish and obliges nobody."),
        required=False,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("I state this for my organisation, and it may be shown in public with its name"),
        error_messages={"required": gettext_lazy("Please confirm that you state this for your organisation.")},
    )

    def __init__(self, *args: Any, before: MarkDeclaration | None = None, **kwargs: Any) -> None:
        self.kinds = list(MarkItemKind.objects.all())
        super().__init__(*args, **{"initial": _initial(before), **kwargs})
        for kind in self.kinds:
            self.fields.update(_fields_of(kind))

    def rows(self) -> Iterator[tuple[MarkItemKind, list[BoundField]]]:
        """Each kind with its fields, for the page."""
        for kind in self.kinds:
            yield kind, [self[name] for name in _fields_of(kind)]

    def clean(self) -> dict[str, Any]:
        """Says where evidence is missing, promises too much, or lies in the future, and where nothing is stated."""
        cleaned = super().clean() or {}
        stated = [kind for kind in self.kinds if cleaned.get(kind.code)]
        if not stated and not self.errors:
            self.add_error(None, _("Please choose at least one item that you state."))
        for kind in stated:
            self._check(kind.code, cleaned)
        return cleaned

    def items(self) -> list[StatedItem]:
        """What was stated."""
        words = self.cleaned_data
        return [
            StatedItem(code, words[f"{code}-evidence"], words[f"{code}-url"], words[f"{code}-on"])
            for code in (kind.code for kind in self.kinds)
            if words.get(code)
        ]

    def _check(self, code: str, cleaned: dict[str, Any]) -> None:
        evidence, day = cleaned.get(f"{code}-evidence", ""), cleaned.get(f"{code}-on")
        has_problem = any(self.has_error(f"{code}-{part}") for part in ("evidence", "url"))
        if not evidence and not cleaned.get(f"{code}-url") and not has_problem:
            self.add_error(f"{code}-evidence", _("Please write what shows it, or the address of a page that does."))
        if any(word in normalise(evidence).lower() for word in TOO_MUCH):
            words = _("A statement of your own is no certificate. Please leave out 「認定」, 「安全」 and the like.")
            self.add_error(f"{code}-evidence", words)
        if day is not None and day > timezone.localdate():
            self.add_error(f"{code}-on", _("This day has not come yet. Please write the day of your evidence."))


def _fields_of(kind: MarkItemKind) -> dict[str, forms.Field]:
    code = kind.code
    return {
        code: forms.BooleanField(label=kind.name, help_text=kind.meaning, required=False),
        f"{code}-evidence": forms.CharField(
            label=_("What shows it"), help_text=_("For example: declared to IPA"), max_length=200, required=False
        ),
        f"{code}-url": forms.CharField(
            label=_("Address of a page that shows it"),
            max_length=300,
            required=False,
            widget=forms.URLInput(attrs={"placeholder": "https://"}),
            validators=[URLValidator(schemes=["https"], message=_("Please give an address that begins with https://"))],
        ),
        f"{code}-on": forms.DateField(
            label=_("Day of the evidence"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        ),
    }


def _initial(before: MarkDeclaration | None) -> dict[str, Any]:
    if before is None:
        return {}
    values: dict[str, Any] = {"prefers_marked_partners": before.prefers_marked_partners}
    for item in before.items.all():
        code = item.kind_id
        values |= {
            code: True,
            f"{code}-evidence": item.evidence,
            f"{code}-url": item.evidence_url,
            f"{code}-on": item.evidence_on and item.evidence_on.isoformat(),
        }
    return values
