"""The report of leaked personal data: 個人情報保護法 26条, 施行規則 7条 to 10条.

Days are counted as 個人情報保護法ガイドライン（通則編）3-5-3-3 and 3-5-3-4 say: the day of knowing is day 1, holidays
count, and a final report whose last day is one on which offices are closed is due on the next open day.
"""

import datetime as dt

from community.lanes.answers import Answers

# The duty entered into force with the amendment of 2020.
IN_FORCE = dt.date(2022, 4, 1)
PRELIMINARY_DAYS = (3, 5)
FINAL_DAYS = 30
FINAL_DAYS_MALICIOUS = 60
TRIGGERS = frozenset({"sensitive", "financial", "malicious", "many"})
ATTACKS = frozenset({"ransomware", "ddos", "other"})


def triggers(answers: Answers) -> frozenset[str]:
    """Which of the four cases of 施行規則 7条 apply, an attack counting as ill intent; none without personal data."""
    if answers.personal_data == "no":
        return frozenset()
    found = answers.appi_kinds & TRIGGERS
    # An attack alone is no leak: it makes the ill intent only where personal data is known to be concerned.
    is_attack = answers.personal_data == "yes" and answers.attack in ATTACKS
    return found | ({"malicious"} if is_attack else set())


def is_exempt(answers: Answers) -> bool:
    """Whether all of it is strongly encrypted (施行規則 7条1号かっこ書) or pseudonymised data (法41条9項)."""
    return "protected" in answers.appi_kinds


def is_in_force(answers: Answers) -> bool:
    """Whether the duty was there on the day of knowing; it is assumed where the day is not known."""
    return answers.discovered is None or answers.discovered >= IN_FORCE


def must_report(answers: Answers) -> bool:
    """Whether a report is due as far as the answers go."""
    return (
        bool(triggers(answers)) and answers.personal_data == "yes" and not is_exempt(answers) and is_in_force(answers)
    )


def may_have_to_report(answers: Answers) -> bool:
    """Whether a report may be due once more is known."""
    is_open_question = answers.personal_data == "unknown" or not triggers(answers)
    is_possible = answers.personal_data != "no" and not is_exempt(answers) and is_in_force(answers)
    return is_possible and is_open_question


def final_days(answers: Answers) -> int:
    """In how many days the final report is due: 60 as soon as ill intent is among the cases."""
    return FINAL_DAYS_MALICIOUS if "malicious" in triggers(answers) else FINAL_DAYS
