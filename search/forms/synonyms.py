"""One group of words that mean the same, a word a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.analysis.synonyms import Entry
from search.models.synonyms import LONGEST_WORD
from secunity.core.text.normalise import normalise

MOST_WORDS = 100


def _lines(label: Any, help_text: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, max_length=12_000)


class SynonymForm(forms.Form):
    """The words, those that are narrower, and how each is used."""

    use_required_attribute = False

    words = _lines(
        _("Words that mean the same"),
        _("One word a line. Whoever looks for one of them finds the others."),
        required=True,
    )
    narrower = _lines(_("Narrower words"), _("Found by the words above; who looks for one of these finds only it."))
    whole = _lines(
        _("Only as the whole word typed"), _("Words from above that often mean something else inside others.")
    )
    never = _lines(_("Never looked for in place of another"), _("Words from above that are in nearly every text."))

    def __init__(self, *args: Any, code: str, entries: tuple[Entry, ...] = (), **kwargs: Any) -> None:
        self._code = code
        super().__init__(*args, **{"initial": _as_lines(entries), **kwargs})

    def clean(self) -> dict[str, Any]:
        """Words stand in one of the first two fields only, and the other two name no new ones."""
        words, narrower = self._of("words"), self._of("narrower")
        for name in ("words", "narrower", "whole", "never"):
            self._check(name)
        if twice := [word for word in narrower if word in words]:
            self.add_error("narrower", _("These words stand above as well: %(words)s") % {"words": ", ".join(twice)})
        for name in ("whole", "never"):
            if unknown := [word for word in self._of(name) if word not in {*words, *narrower}]:
                said = _("These words stand in neither of the first two fields: %(words)s")
                self.add_error(name, said % {"words": ", ".join(unknown)})
        return self.cleaned_data

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The group's words as the engines take them."""
        whole, never = self._of("whole"), self._of("never")
        pairs = [(word, False) for word in self._of("words")] + [(word, True) for word in self._of("narrower")]
        return tuple(Entry(self._code, word, narrow, word in whole, word not in never) for word, narrow in pairs)

    def _of(self, name: str) -> list[str]:
        lines = (normalise(line).strip() for line in self.cleaned_data.get(name, "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def _check(self, name: str) -> None:
        words = self._of(name)
        if len(words) > MOST_WORDS:
            self.add_error(name, _("At most %(most)s words.") % {"most": MOST_WORDS})
        if any(len(word) > LONGEST_WORD for word in words):
            self.add_error(name, _("A word has at most %(most)s characters.") % {"most": LONGEST_WORD})


def _as_lines(entries: tuple[Entry, ...]) -> dict[str, str]:
    return {
        "words": "\n".join(each.term for each in entries if not each.is_narrower),
        "narrower": "\n".join(each.term for each in entries if each.is_narrower),
        "whole": "\n".join(each.term for each in entries if each.is_whole_only),
        "never": "\n".join(each.term for each in entries if not each.is_expanded_to),
    }
