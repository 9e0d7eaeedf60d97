"""What the hub promises of a case, checked by machine on everything that goes out (knowledge.md, the last list)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from practices.anonymize import KnownName, KnownNames, residual
from practices.anonymize.findings import NAME_KINDS
from practices.exchange.public import TEXT_FIELDS
from practices.exchange.veris_words import action_codes
from practices.gate import Policy
from practices.models import CaseReview, CaseText, DamageBand, IncidentType, ResponseType
from practices.queries.drafts import CaseDraft
from practices.queries.findings import KEEP, Mark, member_names, own_names, written_ways
from practices.queries.projection import surfaces
from practices.queries.reviews import editor_approval, latest_check, pending, second_approval
from secunity.core.text.normalise import normalise_with_offsets

# What a page shows of other things may hold places and products; names of firms and people of this report never.
_STRICT_KINDS = NAME_KINDS - {"LOC", "PRODUCT", "EVENT"}


class Broken(NamedTuple):
    """A promise that does not hold, and where; `found` is what was found, for those who may read the report."""

    promise: str
    place: str
    message: str
    found: str = ""


def broken_in_words(review: CaseReview, marks: Iterable[Mark], draft: CaseDraft) -> list[Broken]:
    """What is left in the words of a draft: confirmed strings in any spelling, identifiers, members' names; and what
    nobody has decided yet."""
    marks = list(marks)
    words = dict(_words(draft))
    found = residual(words, [*_confirmed(review, marks, NAME_KINDS), member_names()], allowed=_allowed(review, marks))
    broken = [Broken("words", each.field, _("Something identifying is left."), each.surface) for each in found]
    left = len(pending(marks))
    if left:
        message = _("%(number)s findings are not decided yet.") % {"number": left}
        broken.append(Broken("pending", "", message))
    return broken


def broken_in_approvals(review: CaseReview, draft: CaseDraft) -> list[Broken]:
    """Whether exactly this text was approved by two people of different organisations and by its provider."""
    broken = []
    if not review.text_hash or draft.text_hash != review.text_hash:
        broken.append(Broken("hash", "", _("The text is not the one that was approved.")))
    editor, second = editor_approval(review), second_approval(review)
    if not editor or not second or editor.person_id == second.person_id:
        broken.append(Broken("approvers", "", _("Two people have to approve exactly this text.")))
    elif set(editor.organisations) & set(second.organisations):
        broken.append(Broken("approvers", "", _("The second person has to come from another organisation.")))
    if not has_consent(review):
        broken.append(Broken("consent", "", _("The provider has not agreed to exactly this text.")))
    return broken


def broken_by_gate(review: CaseReview) -> list[Broken]:
    """Whether enough member organisations could be meant, as the newest answer of the gate says."""
    check = latest_check(review)
    if check is None or not check.is_decided or check.k < Policy().least:
        return [Broken("gate", "", _("It is not decided how exactly the organisation may be described."))]
    return []


def broken_in_outputs(
    review: CaseReview, marks: Iterable[Mark], outputs: Mapping[str, str], *, around: str = ""
) -> list[Broken]:
    """What is left in what readers get: pages, feeds, API, exports, sitemap, file names, stored revisions.

    `around` is a page of the hub without this case: identifiers that stand there are the hub's own.
    """
    marks = list(marks)
    strict = _confirmed(review, marks, _STRICT_KINDS)
    found = residual(outputs, strict, allowed=[*_allowed(review, marks), *_own_addresses(), *_codes()])
    surfaces_found = {each.surface for each in found}
    elsewhere = _not_own(review, {each.surface for each in residual({"around": around}, strict)})
    elsewhere |= _public_elsewhere(review, surfaces_found)
    return [
        Broken("outputs", each.field, _("Something identifying is left."), each.surface)
        for each in found
        if each.surface not in elsewhere
    ]


def has_consent(review: CaseReview) -> bool:
    """Whether the provider agrees to the present text on the site; the other channels are each their own."""
    if not review.text_hash:
        return False
    return review.version.consents.valid().filter(channel="site", text_hash=review.text_hash).exists()


def _not_own(review: CaseReview, found: Iterable[str]) -> set[str]:
    """Those that are not the organisation's own names: these may stand nowhere."""
    own = KnownNames(own_names(review.report))
    return {surface for surface in found if not own.find(normalise_with_offsets(surface), surface)}


def _codes() -> list[str]:
    """Codes of closed lists, in which cases are described and found: some read like the name of a computer or of a site
    (malware.Ransomware)."""
    lists = (IncidentType, ResponseType, DamageBand)
    # 「misuse.Privilege abuse」 is found as 「misuse.Privilege」: a name of a site ends at the space.
    actions = {code.partition(" ")[0] for code in action_codes()}
    return [*actions, *(code for model in lists for code in model.objects.values_list("pk", flat=True))]


def _public_elsewhere(review: CaseReview, found: Iterable[str]) -> set[str]:
    """Of these strings those that other public cases say: a page that lists its like shows them, too. Never the names
    of the organisation itself."""
    others = CaseText.objects.filter(version__released_at__isnull=False).exclude(version__case=review.case)
    fields = [*TEXT_FIELDS[:3], "lesson"]
    return {
        surface
        for surface in _not_own(review, found)
        if others.filter(reduce(or_, (Q(**{f"{name}__icontains": surface}) for name in fields))).exists()
    }


def _confirmed(review: CaseReview, marks: list[Mark], kinds: Iterable[str]) -> list[KnownName | tuple[str, str]]:
    """Names of the organisation and its people, and what was hidden; not what stands in its own replacement (a
    prefecture that the gate lets be said) and not what somebody decided to keep."""
    said, kept = surfaces(review, marks), _allowed(review, marks)
    # 「電話」 taken for a name stands in 「［電話番号］」 again.
    ours = " ".join({mark.replacement for mark in marks if mark.replacement.startswith("［")})
    hidden = [
        (said[mark.number], mark.kind)
        for mark in marks
        if mark.is_hidden and mark.names_somebody and said[mark.number] not in f"{mark.replacement} {ours}"
    ]
    others = [(surface, kind) for surface, kind in hidden if kind in kinds or kind not in NAME_KINDS]
    return [*own_names(review.report), *written_ways(each for each in others if each[0] not in kept)]


def _allowed(review: CaseReview, marks: list[Mark]) -> list[str]:
    said = surfaces(review, marks)
    kept = [said[mark.number] for mark in marks if mark.state == KEEP]
    return [*kept, *(each["value"] for each in (review.projection or {}).get("indicators", ()))]


def _own_addresses() -> list[str]:
    own = urlsplit(settings.BASE_URL)
    return [f"{settings.BASE_URL}/", settings.BASE_URL, settings.CONTACT_EMAIL, own.netloc, own.hostname or ""]


def _words(draft: CaseDraft) -> Iterator[tuple[str, str]]:
    """Everything that somebody wrote and that becomes public, with its place; all else are codes of closed lists."""
    for language, words in draft.texts.items():
        for name, value in words.items():
            yield from _strings(f"{language}.{name}", value)


def _strings(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _strings(f"{place}.{name}", each)
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _strings(f"{place}.{index}", each)
