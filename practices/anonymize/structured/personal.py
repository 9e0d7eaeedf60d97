"""Numbers and marks given to persons and vehicles."""

from practices.anonymize.structured.checks import is_driver_licence, is_my_number
from practices.anonymize.structured.rule import AFTER, AFTER_DIGIT, BEFORE, Rule, labelled, rule

_TWELVE = r"[0-9]{4}[- ー]?[0-9]{4}[- ー]?[0-9]{4}"
_PLATE_NUMBER = r"(?:[0-9]{2}-[0-9]{2}|[・.*]{0,3} ?[0-9]{1,4})"
_STAFF_LABEL = (
    r"(?:社員|職員|従業員|教職員|スタッフ|担当者|会員|学籍|学生|患者|顧客|ユーザー?|利用者|組合員|社員証)(?:番号|コード|ID|No\.?)|"
    r"employee ?(?:id|no\.?|number|code)|staff ?(?:id|no\.?)|user ?id|customer ?id|member ?id|emp ?(?:id|no\.?)"
)
# Digits without a label or check digit: whatever they number, they single somebody out.
_BARE = r"(?<![0-9A-Za-z¥$,.+-]){}(?![0-9A-Za-z]|[-,.][0-9]| ?(?:[円年万億千件名人台社個回通枚本冊%]|バイト|ドル))"
# Where such a label stands before it, even what looks like an ATT&CK id is the number of a person.
STAFF_NUMBER = labelled(
    "EMPLOYEE_ID", _STAFF_LABEL, rf"[A-Za-z]{{0,5}}[-_]?[0-9]{{2,12}}(?:-[0-9]{{1,8}})?[A-Za-z]?{AFTER}"
)

RULES: tuple[Rule, ...] = (
    rule("MY_NUMBER", rf"(?<![0-9A-Za-z])(?<![0-9]-){_TWELVE}(?![0-9A-Za-z])(?!-[0-9])", is_my_number),
    labelled(
        "MY_NUMBER", r"マイナンバー(?:カード)?|個人番号(?:カード)?|My ?Number|12桁の番号", rf"{_TWELVE}{AFTER_DIGIT}"
    ),
    rule(
        "DRIVER_LICENCE",
        rf"(?<![0-9A-Za-z])(?<![0-9]-){_TWELVE}(?![0-9A-Za-z])(?!-[0-9])",
        is_driver_licence,
        probability=0.8,
    ),
    labelled(
        "DRIVER_LICENCE",
        r"(?:運転)?免許証?(?:の)?(?:番号)?|driver'?s? ?licen[cs]e(?: ?(?:no\.?|number))?",
        rf"(?:第 ?)?{_TWELVE}{AFTER_DIGIT}",
    ),
    rule("PASSPORT", rf"{BEFORE}(?-i:[A-Z]{{2}}) ?[0-9]{{7}}{AFTER}"),
    labelled(
        "PASSPORT",
        r"パスポート(?:番号)?|旅券(?:番号)?|passport(?: ?(?:no\.?|number))?",
        rf"[A-Z]{{1,2}} ?[0-9]{{6,8}}{AFTER}",
    ),
    rule("RESIDENCE_CARD", rf"{BEFORE}(?-i:[A-Z]{{2}})[- ]?[0-9]{{8}}[- ]?(?-i:[A-Z]{{2}}){AFTER}"),
    rule("PENSION_NUMBER", r"(?<![0-9A-Za-z])(?<![0-9]-)[0-9]{4}[-ー][0-9]{6}(?![0-9A-Za-z])(?!-[0-9])"),
    labelled(
        "PENSION_NUMBER",
        r"基礎年金番号|年金(?:手帳|証書)?(?:の)?(?:番号)?|厚生年金(?:番号)?",
        rf"[0-9]{{4}}[- ー]?[0-9]{{6}}(?:-?[0-9]{{4}})?{AFTER_DIGIT}",
    ),
    rule("INSURANCE_NUMBER", r"(?<![0-9A-Za-z])(?<![0-9]-)[0-9]{4}[-ー][0-9]{6}[-ー][0-9](?![0-9A-Za-z])(?!-[0-9])"),
    labelled(
        "INSURANCE_NUMBER",
        r"(?:健康|雇用|介護|国民健康|後期高齢者|社会|労働)?保険(?:証|者)?(?:の)?(?:記号)?(?:・)?(?:番号)?|"
        r"被保険者(?:証)?(?:記号)?(?:・)?(?:番号)?|"
        r"保険者番号|記号・?番号|insurance ?(?:no\.?|number)",
        rf"[0-9][0-9-]{{2,13}}(?:[^0-9\n]{{1,6}}?(?:番号)?[^0-9\n]{{0,3}}[0-9]{{1,8}})?(?<=[0-9]){AFTER_DIGIT}(?!年|月|円|人|件|名|社)",
    ),
    rule(
        "INSURANCE_NUMBER",
        rf"記号[ :は]{{0,3}}(?P<value>[0-9]{{1,8}}[ 、,・]{{0,3}}\n?番号[ :は]{{0,3}}[0-9]{{1,8}}){AFTER_DIGIT}",
        probability=0.9,
    ),
    STAFF_NUMBER,
    rule("AWS_ACCOUNT", _BARE.format("[0-9]{12}"), probability=0.5),
    rule("NUMBER", _BARE.format("[0-9]{9,19}"), probability=0.4),
    rule("EMPLOYEE_ID", rf"{BEFORE}EMP[-_]?[0-9]{{3,10}}{AFTER}"),
    rule(
        "LICENCE_PLATE",
        rf"[一-鿿ヶヵつくばいわきとちぎなすにか]{{1,4}} ?[0-9](?-i:[0-9A-Z]){{1,2}} ?[あ-ん]"
        rf" ?{_PLATE_NUMBER}{AFTER_DIGIT}",
    ),
)
