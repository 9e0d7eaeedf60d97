"""Facts about applicants and organisations as rows of label and value."""

from typing import Any

from django.utils.translation import gettext as _

from community.models import Application, IndustryDivision, IndustryGroup, Organisation, Prefecture
from community.queries.sizes import act_hint
from secunity.core.models.language import current_language
from secunity.core.text.formats import format_count, format_yen

Rows = list[dict[str, Any]]


def facts_of_application(application: Application) -> Rows:
    """What the applicant wrote, for the applicant and for those who answer."""
    rows = [(_("Kind of member"), application.get_membership_class_display())]
    if application.is_for_organisation:
        rows += _organisation_rows(application.facts)
    return _filled([*rows, *_person_rows(application)])


def facts_of_organisation(organisation: Organisation) -> Rows:
    """What the hub holds about an organisation, for its people."""
    facts = {
        **{name: getattr(organisation, name) for name in ("name_ja", "kana", "name_en", "corporate_number")},
        **{name: getattr(organisation, name) for name in ("employees", "capital_yen", "industry_group_id")},
        "prefecture_id": organisation.prefecture_id,
        "prefectures": list(organisation.prefectures.values_list("pk", flat=True)),
        "aliases": list(organisation.names.filter(is_derived=False).values_list("name", flat=True)),
        "domains": list(organisation.domains.values_list("domain", flat=True)),
    }
    kind = (_("Kind of member"), organisation.get_membership_class_display())
    derived = organisation.names.filter(is_derived=True).values_list("name", flat=True)
    return _filled([kind, *_organisation_rows(facts), (_("Also found and hidden as"), _joined(derived))])


def _organisation_rows(facts: dict[str, Any]) -> list[tuple[str, str]]:
    group = IndustryGroup.objects.filter(pk=facts.get("industry_group_id")).first()
    return [
        (_("Name in Japanese"), facts.get("name_ja", "")),
        (_("Reading (kana)"), facts.get("kana", "")),
        (_("Name in English"), facts.get("name_en", "")),
        (_("Corporate number"), facts.get("corporate_number", "")),
        (_("Industry"), group.name if group else ""),
        (_("Prefecture of the seat"), _prefectures([facts.get("prefecture_id")])),
        (_("Other prefectures where it works"), _prefectures(facts.get("prefectures", []))),
        *_size_rows(facts),
        (_("Other names it goes by"), _joined(facts.get("aliases", []))),
        (_("Internet domains"), _joined(facts.get("domains", []))),
    ]


def _size_rows(facts: dict[str, Any]) -> list[tuple[str, str]]:
    language = current_language()
    employees, capital = facts.get("employees"), facts.get("capital_yen")
    people = format_count(employees, "人", language, one_en="person", many_en="people") if employees else ""
    yen = format_yen(capital, language) if capital is not None else ""
    hint = act_hint(industry_group=facts.get("industry_group_id") or "", employees=employees, capital_yen=capital)
    said = {True: _("small or medium-sized"), False: _("not small or medium-sized"), None: ""}[hint.is_sme]
    if hint.is_sme and hint.is_small:
        said = _("small enterprise, among the small or medium-sized")
    why = _("By the SME Basic Act, as a guide: %(said)s (%(reasons)s)")
    words = why % {"said": said, "reasons": _joined(hint.reasons)} if said else ""
    return [(_("Number of people"), people), (_("Capital in yen"), yen), (_("Size"), words)]


def _person_rows(application: Application) -> list[tuple[str, str]]:
    person = application.person
    industry = IndustryDivision.objects.filter(pk=person.get("industry_id")).first()
    label = _("Responsible person") if application.is_for_organisation else _("Name")
    listed = _("yes") if person.get("is_listed") else _("no")
    return [
        (label, person.get("name", "")),
        (_("Your post there"), person.get("post", "")),
        (_("Prefecture"), _prefectures([person.get("prefecture_id")])),
        (_("Your industry"), industry.name if industry else ""),
        (_("Mail address"), application.email),
        (_("Telephone"), person.get("phone", "")),
        (_("What you hope for, what you could give"), person.get("message", "")),
        (_("In the members' directory"), listed),
    ]


def _prefectures(codes: list[str | None]) -> str:
    return _joined(each.name for each in Prefecture.objects.filter(pk__in=[code for code in codes if code]))


def _joined(words: Any) -> str:
    return (", " if current_language() == "en" else "、").join(str(word) for word in words)


def _filled(rows: list[tuple[str, str]]) -> Rows:
    return [{"label": label, "value": value} for label, value in rows if value]
