"""Why a lane applies: every rule of the proposal, each with its words and whom it leads to."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from community.lanes import appi
from community.lanes.answers import Answers
from community.lanes.recipients import LaneCode
from community.lanes.words import Words

# "offer": nothing asks for it, but it helps.
Weight = Literal["yes", "maybe", "offer"]
# 令和7年法律第42号: the day that the draft of its order named for entry into force.
CYBER_LAW_FROM = dt.date(2026, 10, 1)


@dataclass(frozen=True)
class Reason:
    """A rule that fits the answers."""

    lane: LaneCode
    weight: Weight
    words: Words
    recipients: tuple[str, ...]


def reasons_of(answers: Answers) -> tuple[Reason, ...]:
    """Every rule that fits, in the order of the lanes."""
    found = (
        *_share(answers),
        *_guideline_report(answers),
        *_personal(answers),
        *_notice_to_subjects(answers),
        *_sector(answers),
        *_voluntary(answers),
    )
    return (*found, *_public(answers))


def _share(answers: Answers) -> list[Reason]:
    found: list[Reason] = []
    if answers.nda == "yes":
        words = Words(
            "預かった情報やNDAに関わる情報が関係しています。",
            "Entrusted information or information under an NDA is involved.",
        )
        found.append(Reason("share", "yes", words, ("partners",)))
    elif answers.nda == "unknown":
        words = Words(
            "NDAに関わる情報が関係するか、まだ分かりません。",
            "It is not known yet whether information under an NDA is involved.",
        )
        found.append(Reason("share", "maybe", words, ("partners",)))
    if answers.contract_days:
        words = Words(
            "取引先との契約に、知らせる期限があります。", "Your contracts set a time by which partners must be told."
        )
        found.append(Reason("share", "yes", words, ("partners",)))
    if answers.contractor == "for_others" and answers.personal_data != "no":
        words = Words(
            "他社から預かったデータなので、まず委託元へ知らせます。",
            "The data belongs to another firm, so it is told first.",
        )
        found.append(Reason("share", "yes", words, ("principal",)))
    if answers.contractor == "by_contractor":
        words = Words(
            "委託先で起きたので、委託先から事実を集め、関係する取引先へ伝えます。",
            "It happened at your contractor: gather the facts there and tell the partners concerned.",
        )
        found.append(Reason("share", "maybe", words, ("partners",)))
    return [*found, *_helpers(answers)]


def _helpers(answers: Answers) -> list[Reason]:
    found: list[Reason] = []
    if answers.support != "no":
        words = Words(
            "契約があれば、初動を手伝ってもらえます。", "If you have a contract, they help with the first response."
        )
        found.append(Reason("share", "offer", words, ("otasuketai",)))
    words = Words(
        "匿名にした経験は、ほかの会社の備えになります。", "Told anonymously, what happened to you protects others."
    )
    return [*found, Reason("share", "offer", words, ("community",))]


def _guideline_report(answers: Answers) -> list[Reason]:
    if answers.export_technology == "yes":
        words = Words(
            "機微な技術の情報が流出したおそれがあります。", "Sensitive technical information may have leaked."
        )
        return [Reason("report", "yes", words, ("meti_tech",))]
    if answers.export_technology == "unknown":
        words = Words(
            "機微な技術の情報が関係するか、まだ分かりません。",
            "It is not known yet whether sensitive technical information is involved.",
        )
        return [Reason("report", "maybe", words, ("meti_tech",))]
    return []


def _personal(answers: Answers) -> list[Reason]:
    if appi.must_report(answers):
        words = Words(
            "個人データの漏えい等で、法律が報告を求める場合に当たります。",
            "Personal data is concerned in a way for which the law asks for a report.",
        )
        found = [Reason("report", "yes", words, ("ppc",))]
    elif appi.may_have_to_report(answers):
        words = Words(
            "個人データの漏えい等に当たれば、法律が報告を求めることがあります。",
            "If personal data is concerned, the law may ask for a report.",
        )
        found = [Reason("report", "maybe", words, ("ppc",))]
    else:
        return []
    if answers.contractor == "for_others":
        words = Words(
            "委託元へ通知すれば、自社からの委員会への報告は要らなくなります。",
            "Once the firm that entrusted the data has been notified, you need not report to the commission yourself.",
        )
        found.append(Reason("report", "offer", words, ("ppc",)))
    return found


def _notice_to_subjects(answers: Answers) -> list[Reason]:
    if appi.must_report(answers):
        words = Words(
            "個人データの本人へ、状況に応じて速やかに通知します。",
            "The people whose data it is are notified without delay.",
        )
        return [Reason("report", "yes", words, ("subjects",))]
    if appi.may_have_to_report(answers):
        words = Words(
            "委員会への報告が要る場合は、本人への通知も要ります。",
            "Where a report to the commission is due, so is a notice to the people concerned.",
        )
        return [Reason("report", "maybe", words, ("subjects",))]
    return []


def _sector(answers: Answers) -> list[Reason]:
    found: list[Reason] = []
    if answers.sector in {"regulated", "critical"}:
        words = Words("業法などで報告の対象になる会社です。", "A sector law obliges you to report.")
        found.append(Reason("report", "yes", words, ("supervisor",)))
    elif answers.sector == "unknown":
        words = Words(
            "業法の報告の対象かどうか、所管省庁の定めを確かめてください。",
            "Please check whether a sector law obliges you to report.",
        )
        found.append(Reason("report", "maybe", words, ("supervisor",)))
    is_in_force = answers.discovered is None or answers.discovered >= CYBER_LAW_FROM
    if answers.sector == "critical" and is_in_force and answers.attack != "none":
        words = Words(
            "基幹インフラ事業者の報告の対象になることがあります。",
            "The duty of critical infrastructure to report may apply.",
        )
        found.append(Reason("report", "maybe", words, ("cyber_law",)))
    return found


def _voluntary(answers: Answers) -> list[Reason]:
    found: list[Reason] = []
    if answers.attack != "none":
        words = Words(
            "攻撃の情報は、早く伝わるほどほかの被害を防ぎます。",
            "What is known of an attack protects others, the sooner the better.",
        )
        found.append(Reason("report", "offer", words, ("police", "jpcert", "ipa_report")))
    words = Words(
        "連絡先に迷ったら、IPAの窓口に相談できます。", "If you are unsure whom to contact, IPA's desk advises you."
    )
    return [*found, Reason("report", "offer", words, ("ipa_org",))]


def _public(answers: Answers) -> list[Reason]:
    if answers.board_matter == "yes":
        words = Words(
            "取締役会へ報告するような事柄か、不特定多数に影響するおそれがあります。",
            "It is a matter for the board, or may affect many people you cannot name.",
        )
        return [Reason("announce", "yes", words, ("public",))]
    if answers.outage == "yes":
        words = Words(
            "サービスが止まったことを、使う人へ知らせる必要があるか考えます。",
            "Consider whether those who use the service need to know that it stopped.",
        )
        return [Reason("announce", "maybe", words, ("public",))]
    if answers.board_matter == "unknown":
        words = Words(
            "取締役会へ報告する事柄かどうか、まだ決まっていません。",
            "It is not decided yet whether it is a matter for the board.",
        )
        return [Reason("announce", "maybe", words, ("public",))]
    return []
