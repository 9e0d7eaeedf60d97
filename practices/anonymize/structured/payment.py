"""Numbers of accounts, cards and corporations."""

from practices.anonymize.structured.checks import digits_of, is_card_number
from practices.anonymize.structured.rule import AFTER, AFTER_DIGIT, BEFORE, BEFORE_DIGIT, GAP, Rule, labelled, rule
from secunity.core.text.corporate_number import is_corporate_number

_CARD = r"[0-9]{4}(?:[- ー]?[0-9]{4}){2}[- ー]?[0-9]{1,7}|[0-9]{4}[- ー]?[0-9]{6}[- ー]?[0-9]{4,5}|[0-9]{13,19}"
_CORPORATE = r"(?:[0-9]{13}|[0-9](?:[- ー][0-9]{4}){3})"
_ACCOUNT_KIND = r"(?:普通|当座|貯蓄|定期|納税準備|別段)(?:預金|口座)?|\((?:普|当|貯)\)"


def _is_corporate(text: str) -> bool:
    return is_corporate_number("".join(map(str, digits_of(text))))


RULES: tuple[Rule, ...] = (
    rule("CARD", rf"(?<![0-9A-Za-z])(?<![0-9][-])(?:{_CARD})(?![0-9A-Za-z])(?!-[0-9])", is_card_number),
    labelled(
        "CARD",
        r"(?:クレジット|デビット|クレカ|credit)? ?(?:カード番号|card ?number|card ?no\.?)",
        rf"(?:{_CARD}){AFTER_DIGIT}",
    ),
    rule("CORPORATE_NUMBER", rf"(?<![0-9A-Za-z]){_CORPORATE}(?![0-9A-Za-z])", _is_corporate, probability=0.96),
    labelled(
        "CORPORATE_NUMBER",
        r"法人番号|会社法人等番号|corporate ?number",
        rf"(?:{_CORPORATE}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{6}}|[0-9]{{12,13}}){AFTER_DIGIT}",
    ),
    rule("INVOICE_NUMBER", rf"{BEFORE}T[- ]?{_CORPORATE}{AFTER}"),
    rule(
        "BANK_ACCOUNT",
        rf"(?:{_ACCOUNT_KIND})(?:口座)?{GAP}"
        rf"(?P<value>[0-9]{{3}}[- ]?[0-9]{{4}}|[0-9]{{6,8}}){AFTER_DIGIT}",
    ),
    labelled(
        "BANK_ACCOUNT",
        r"口座番号|振込先口座|預金口座|口座|account ?(?:number|no\.?)",
        rf"(?:{_ACCOUNT_KIND})?[ :]{{0,2}}[0-9](?:[- ]?[0-9]){{5,9}}{AFTER_DIGIT}",
    ),
    rule(
        "BANK_ACCOUNT",
        r"(?:銀行|信用金庫|信金|信用組合|信組|農協|JA|労働金庫|労金|支店|営業部|出張所)[^0-9\n]{0,12}?(?:\(?[0-9]{3,4}\)?[^0-9\n]{1,12}?)?"
        rf"(?P<value>[0-9]{{7}}){AFTER_DIGIT}(?!年|円|件|人|名)",
    ),
    rule("BANK_ACCOUNT", rf"{BEFORE_DIGIT}[0-9]{{4}}-[0-9]{{3}}-[0-9]{{7}}{AFTER_DIGIT}"),
    rule(
        "YUCHO_ACCOUNT",
        r"(?:記号)[ :・は=,、]{0,4}\n?(?P<value>[01][0-9]{4}(?:-[0-9])?"
        r"[^0-9\n]{0,6}\n?(?:番号)?[^0-9\n]{0,4}[0-9]{2,8})(?![0-9])",
    ),
    rule(
        "YUCHO_ACCOUNT",
        r"(?<![0-9A-Za-z])(?<![0-9]-)1[0-9]{3}0[- ー](?:[0-9][- ー])?[0-9]{1,7}1(?![0-9A-Za-z])(?!-[0-9])",
    ),
    rule(
        "YUCHO_ACCOUNT",
        r"(?<![0-9A-Za-z])(?<![0-9]-)0[0-9]{3}0[- ー][0-9][- ー][0-9]{1,6}(?![0-9A-Za-z])(?!-[0-9])",
    ),
    labelled(
        "YUCHO_ACCOUNT",
        r"ゆうちょ(?:銀行)?|郵便貯金|郵便振替|振替口座|総合口座",
        rf"[01][0-9]{{4}}(?:[- ー]?[0-9])?[^0-9\n]{{0,6}}[0-9]{{1,8}}{AFTER_DIGIT}",
    ),
)
