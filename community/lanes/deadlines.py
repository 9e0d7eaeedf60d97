"""Until when whom to tell."""

import datetime as dt
from dataclasses import dataclass, replace

from community.lanes import appi
from community.lanes.answers import Answers
from community.lanes.days import Unit, day_number, days_after, next_open_day
from community.lanes.words import Words

APPI_BASIS = Words("個人情報保護法26条1項、施行規則8条", "APPI art. 26(1); Enforcement Rules art. 8")
PRINCIPAL_BASIS = Words(
    "個人情報保護法26条1項ただし書、施行規則9条", "APPI art. 26(1), proviso; Enforcement Rules art. 9"
)
APPI_SOURCE = "個人情報保護法ガイドライン（通則編）3-5-3-3、3-5-3-4"
PRINCIPAL_SOURCE = "個人情報保護法ガイドライン（通則編）3-5-3-5"
DAY_ONE = Words(
    "知った日を1日目として、土日祝日も数えます。", "The day of knowing is day 1; weekends and holidays count."
)
SHIFTED = Words(
    "最後の日が役所の休みの日（土日祝日、12月29日～1月3日）なので、次の開庁日にしています。",
    "Offices are closed on its last day (weekend, holiday, 29 December to 3 January): the next open day is shown.",
)


@dataclass(frozen=True)
class Deadline:
    """By when something goes to `recipient` (its code). A rule of thumb, not legal advice.

    `due`: the last day, None where the day of knowing is not known; `earliest`: from when, where the law gives a span;
    `counted`: how the days were counted; `is_certain`: whether the duty is known to apply.
    """

    code: str
    recipient: str
    title: Words
    limit: Words
    due: dt.date | None
    earliest: dt.date | None
    counted: tuple[Words, ...]
    basis: Words
    source: str
    is_certain: bool


def deadlines_of(answers: Answers) -> tuple[Deadline, ...]:
    """Every deadline that the answers lead to, the nearest first; those without a day stand last."""
    found = [*_personal(answers), *_agreed(answers)]
    return tuple(sorted(found, key=lambda each: (each.due or dt.date.max, each.code)))


def _personal(answers: Answers) -> list[Deadline]:
    certain = appi.must_report(answers)
    if not certain and not appi.may_have_to_report(answers):
        return []
    found = [_preliminary(answers, certain), _final(answers, certain)]
    if answers.contractor == "for_others":
        found.append(_principal(answers, certain))
    return found


def _preliminary(answers: Answers, is_certain: bool) -> Deadline:
    day, (first, last) = answers.discovered, appi.PRELIMINARY_DAYS
    return Deadline(
        code="ppc_prelim",
        recipient="ppc",
        title=Words("個人情報保護委員会への速報", "First report to the Personal Information Protection Commission"),
        limit=Words("速やかに（おおむね3～5日以内）", "Without delay (about three to five days)"),
        due=day_number(day, last) if day else None,
        earliest=day_number(day, first) if day else None,
        counted=(DAY_ONE,),
        basis=APPI_BASIS,
        source=APPI_SOURCE,
        is_certain=is_certain,
    )


def _final(answers: Answers, is_certain: bool) -> Deadline:
    days = appi.final_days(answers)
    last = day_number(answers.discovered, days) if answers.discovered else None
    due = next_open_day(last) if last else None
    return Deadline(
        code="ppc_final",
        recipient="ppc",
        title=Words("個人情報保護委員会への確報", "Final report to the Personal Information Protection Commission"),
        limit=_final_limit(days),
        due=due,
        earliest=None,
        counted=(DAY_ONE, SHIFTED) if due != last else (DAY_ONE,),
        basis=APPI_BASIS,
        source=APPI_SOURCE,
        is_certain=is_certain,
    )


def _final_limit(days: int) -> Words:
    if days == appi.FINAL_DAYS:
        return Words("30日以内", "Within 30 days")
    return Words("60日以内（不正の目的のおそれがある場合）", "Within 60 days (there may be ill intent)")


def _principal(answers: Answers, is_certain: bool) -> Deadline:
    """Notice to the firm that entrusted the data: it stands in for one's own reports, with the days of the first."""
    return replace(
        _preliminary(answers, is_certain),
        code="principal",
        recipient="principal",
        title=Words("委託元への通知", "Notice to the firm whose data you process"),
        basis=PRINCIPAL_BASIS,
        source=PRINCIPAL_SOURCE,
    )


def _agreed(answers: Answers) -> list[Deadline]:
    """Limits whose number of days the reader has given."""
    found = []
    if answers.contract_days:
        title = Words("契約による取引先への連絡", "Notice to partners, by contract")
        basis = Words("取引の契約", "Your contracts")
        found.append(
            _given("contract", "partners", title, answers.contract_days, answers.contract_unit, basis, answers)
        )
    if answers.sector_days and answers.sector in {"regulated", "critical", "unknown"}:
        title = Words("業法による所管省庁への報告", "Report to the supervising authority, by sector law")
        basis = Words("各業法", "The sector laws")
        found.append(_given("sector", "supervisor", title, answers.sector_days, answers.sector_unit, basis, answers))
    return found


def _given(code: str, recipient: str, title: Words, days: int, unit: Unit, basis: Words, answers: Answers) -> Deadline:
    is_business = unit == "business"
    counted = (
        Words("知った日の翌日から、開庁日だけを数えます。", "Open days only, from the day after it was learnt.")
        if is_business
        else Words(
            "知った日の翌日から、土日祝日も数えます。最後の日が休みなら次の開庁日です。",
            "All days, from the day after it was learnt; if offices are closed on the last one, the next open day.",
        )
    )
    return Deadline(
        code=code,
        recipient=recipient,
        title=title,
        limit=Words(
            f"{days}{'営業' if is_business else ''}日以内", f"Within {days} {'business ' if is_business else ''}days"
        ),
        due=days_after(answers.discovered, days, unit) if answers.discovered else None,
        earliest=None,
        counted=(counted,),
        basis=basis,
        source="民法140条、142条",
        is_certain=code == "contract" or answers.sector != "unknown",
    )
