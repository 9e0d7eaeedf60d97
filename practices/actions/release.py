"""Release and withdrawal of public cases."""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageLogEntry

from community.models import IndustryGroup, Prefecture
from practices.models import Case, CasePage, CasePractice, CaseText, CaseVersion, IncidentType
from practices.queries.drafts import PLAIN, REFERENCES, CaseDraft
from practices.signals import case_changed
from secunity.core.actions import touch_content

OCCURRED = re.compile(r"\d{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?")
TITLE_LENGTH = CaseText._meta.get_field("title").max_length or 200


@transaction.atomic
def release_case(
    *, case: Case, draft: CaseDraft, version: CaseVersion | None = None, released_at: dt.datetime | None = None
) -> CaseVersion:
    """Make `draft` the newest public version of `case` (saved first if new) and bring its pages up to date.

    `version` is filled where it was begun before, at the time given instead of now. Raises ValidationError naming the
    field; then nothing has changed.
    """
    check_draft(draft)
    if case.pk is None:
        case.save()
    version = _filled(version or _new_version(case), draft, released_at or timezone.now())
    for language, words in draft.texts.items():
        CaseText.objects.create(version=version, language=language, **words)
        _publish_page(case, language, words)
    _link_practices(case, draft.practices)
    touch_content()
    case_changed.send(Case, case=case)
    return version


@transaction.atomic
def withdraw_case(*, case: Case) -> None:
    """Take a case out of every public place; its address answers with a tombstone from now on."""
    if case.withdrawn_at:
        return
    case.withdrawn_at = timezone.now()
    case.save(update_fields=["withdrawn_at"])
    for page in CasePage.objects.filter(case=case):
        _empty(page)
    CaseText.objects.filter(version__case=case).delete()
    touch_content()
    case_changed.send(Case, case=case)


def _empty(page: CasePage) -> None:
    """Leave nothing of the words in the page, in its stored revisions (copies and translations have their own) and in
    what the audit log calls it."""
    page.title = page.draft_title = page.seo_title = _("Withdrawn case")
    page.lead = page.search_description = ""
    page.latest_revision = page.live_revision = None
    page.save(clean=False)
    page.revisions.all().delete()
    PageLogEntry.objects.filter(page_id=page.pk).update(label=page.title)


def check_draft(draft: CaseDraft) -> None:
    """Raise ValidationError unless the draft is whole and its attributes agree with one another."""
    if not draft.texts or any(not words.get("title") for words in draft.texts.values()):
        raise ValidationError({"title": _("A case needs a title.")})
    if any(len(words["title"]) > TITLE_LENGTH for words in draft.texts.values()):
        raise ValidationError({"title": _("The title is longer than %(limit)s characters.") % {"limit": TITLE_LENGTH}})
    if draft.occurred and not OCCURRED.fullmatch(draft.occurred):
        raise ValidationError({"occurred": _("Write the time as 2024, 2024-H1, 2024-Q2 or 2024-06.")})
    _check_codes(draft)


def _check_codes(draft: CaseDraft) -> None:
    for name in REFERENCES:
        _check_code(name, getattr(draft, name), CaseVersion._meta.get_field(name).related_model)
    for code in draft.incident_types:
        _check_code("incident_types", code, IncidentType)
    if draft.prefecture and not Prefecture.objects.filter(code=draft.prefecture, region=draft.region).exists():
        raise ValidationError({"prefecture": _("This prefecture is not in this region.")})
    if (
        draft.industry_group
        and not IndustryGroup.objects.filter(code=draft.industry_group, division=draft.industry_division).exists()
    ):
        raise ValidationError({"industry_group": _("This group is not in this division.")})


def _check_code(name: str, code: str | None, model: Any) -> None:
    if code is not None and not model.objects.filter(code=code).exists():
        raise ValidationError({name: _("“%(code)s” is not a known code.") % {"code": code}})


def _new_version(case: Case) -> CaseVersion:
    last = case.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return CaseVersion(case=case, number=last + 1)


def _filled(version: CaseVersion, draft: CaseDraft, released_at: dt.datetime) -> CaseVersion:
    if version.released_at is not None:
        raise ValidationError(_("This version is released already; it never changes."))
    for name in REFERENCES:
        setattr(version, f"{name}_id", getattr(draft, name))
    for name in PLAIN:
        value = getattr(draft, name)
        setattr(version, name, list(value) if isinstance(value, tuple) else value)
    version.released_at, version.text_hash = released_at, draft.text_hash
    version.save()
    version.incident_types.set(IncidentType.objects.filter(code__in=draft.incident_types))
    return version


def _publish_page(case: Case, language: str, words: dict[str, Any]) -> None:
    locale = Locale.objects.get(language_code=language)
    shown = {
        "title": words["title"],
        "lead": words.get("summary", "")[:400],
        "search_description": words.get("summary", "")[:300],
    }
    pages = CasePage.objects.filter(case=case, locale=locale)
    for page in pages:
        for name, value in shown.items():
            setattr(page, name, value)
        page.save()
    if pages:
        return
    page = CasePage(case=case, locale=locale, slug=case.public_id, **shown)
    sibling = CasePage.objects.filter(case=case).first()
    if sibling:
        page.translation_key = sibling.translation_key
    _parent(locale).add_child(instance=page)


def _parent(locale: Locale) -> Page:
    (index_model,) = CasePage.allowed_parent_page_models()
    return index_model.objects.get(locale=locale)


def _link_practices(case: Case, practices: tuple[tuple[str, str], ...]) -> None:
    case.practice_links.all().delete()
    CasePractice.objects.bulk_create(
        CasePractice(case=case, practice_key=key, relation=relation) for key, relation in practices
    )
