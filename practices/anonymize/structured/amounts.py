"""Amounts of money, counts and ages."""

from practices.anonymize.structured.rule import AFTER, BEFORE, BEFORE_DIGIT, Rule, rule

_KANJI = r"[〇零一二三四五六七八九十百千万億数]"
_NO_NUMBER_BEFORE = r"(?<![一二三四五六七八九十百千万億数第])"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]+)?|[0-9]{1,15}(?:\.[0-9]{1,6})?"
_BIG = rf"(?:(?:(?:{_NUMBER}|数) ?[十百千万億兆]{{1,2}} ?){{1,4}}(?:{_NUMBER})?|{_NUMBER})"
_CURRENCY = (
    r"(?:円|圓|ドル|ユーロ|ポンド|元(?!年)|ウォン|フラン|ルピー|バーツ|"
    r"JPY|USD|EUR|yen|dollars?|euros?|BTC|ビットコイン|ETH|XMR)"
)
_UNIT = (
    r"(?:件(?!名)|名(?!古屋|前|称|刺|目|簿|字)|人(?!間|気|口|事|材|工|身|的|目)|台(?!湾|風|帳|本)|社(?!員|長|会|内|外|名|屋)|店舗|店(?!長|員|内)|"
    r"拠点|世帯|口座(?!番号)|"
    r"アカウント|通(?!信|知|常|り|路|帳|報|販|過)|枚|本(?!社|店|部|人|日|体|番|文|格|件)|個(?!人|別)|床|校(?!長)|施設|ユーザー?|端末|ファイル|レコード|行(?!政|為|動|員)|"
    r"頭|戸|棟|車両|両|か所|箇所|ヶ所|カ所|ヵ所|回(?!線|答|復|避|収)|部(?!長|署|門|品|分|屋|隊)|冊|機関|団体|部署|部門|機|校舎|"
    r"(?:K|M|G|T|P)i?B(?![A-Za-z])|バイト|キロバイト|メガバイト|ギガバイト|テラバイト|records?|users?|people|employees|files|accounts|hosts|servers)"
)

RULES: tuple[Rule, ...] = (
    rule("MONEY", rf"{BEFORE_DIGIT}{_BIG}{_CURRENCY}(?:余り?|強|弱|前後|程度|相当)?"),
    rule(
        "MONEY", rf"{_NO_NUMBER_BEFORE}(?:金)?[一二三四五六七八九十百千万億数壱弐参拾萬]{{1,12}}(?:円|圓|ドル|ユーロ)"
    ),
    rule(
        "MONEY", rf"(?:¥|\\|\$|€|£|US\$|USD|JPY|EUR) ?(?:{_NUMBER}) ?(?:[千万億]|[kKmMbB](?![A-Za-z])|million|billion)?"
    ),
    rule(
        "AGE",
        rf"(?:(?:満|享年|年齢|数え)[ ::]{{0,2}})?{BEFORE_DIGIT}[0-9]{{1,3}} ?(?:歳(?!入|出|費)|才(?!能))"
        rf"(?:児|代|前後|以上|未満|以下)?",
    ),
    rule("AGE", rf"{_NO_NUMBER_BEFORE}[一二三四五六七八九十百]{{1,5}}(?:歳|才(?!能))"),
    rule("AGE", rf"{BEFORE_DIGIT}[1-9]0 ?代(?:前半|後半|半ば)?(?!目|理|表|金)"),
    rule("AGE", r"年齢[ :は]{0,3}(?P<value>[0-9]{1,3})(?![0-9])"),
    rule("AGE", rf"{BEFORE}(?:aged?:? ?[0-9]{{1,3}}|[0-9]{{1,3}}[ -]years?[ -]old){AFTER}"),
    rule("COUNT", rf"{BEFORE_DIGIT}(?<![A-Za-z.]){_BIG} ?{_UNIT}"),
    rule(
        "COUNT",
        rf"{_NO_NUMBER_BEFORE}{_KANJI}{{1,8}}(?:件|名(?!古屋|前|称)|人(?!間|気|口)|台|社|店舗|拠点|世帯|口座|通(?!り|信|知)|枚|個(?!人)|か所|箇所|ヶ所)",
    ),
)
