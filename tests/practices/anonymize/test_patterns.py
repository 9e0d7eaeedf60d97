"""Forms, titles, labels and addresses."""

import pytest

from practices.anonymize.addresses import find_addresses
from practices.anonymize.forms import find_forms
from practices.anonymize.gazetteer import PREFECTURES, municipalities


def surfaces(found, text: str) -> list[str]:
    return [text[f.start : f.end] for f in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨日、株式会社山田製作所から", "株式会社山田製作所"),
        ("(株)ABC商事の", "(株)ABC商事"),
        ("丸石製薬株式会社代表取締役", "丸石製薬株式会社"),
        ("昭和11年、丸石製薬株式会社", "丸石製薬株式会社"),
        ("株式会社ひまわりが", "株式会社ひまわり"),
        ("医療法人社団さくら会", "医療法人社団さくら会"),
        ("ask Acme Security Co., Ltd. now", "Acme Security Co., Ltd."),
        ("佐藤部長が", "佐藤"),
        ("鈴木一郎さんは", "鈴木一郎"),
        ("担当者：高橋 次郎\n", "高橋 次郎"),
        ("氏名: 田中花子", "田中花子"),
    ],
)
def test_form_gives_a_name_away(text: str, name: str) -> None:
    text = text.replace("：", ":")
    assert name in surfaces(find_forms(text), text)


@pytest.mark.parametrize(
    "text", ["お客様", "皆さん", "患者さん", "株式会社化", "合同会社形式", "担当部長", "取引先様", "ご担当者様"]
)
def test_form_without_a_name_is_left_alone(text: str) -> None:
    assert surfaces(find_forms(text), text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("大阪府の", "大阪府"),
        ("東大阪市荒本北1-2-3へ", "東大阪市荒本北1-2-3"),
        ("港区芝公園4丁目2番8号", "港区芝公園4丁目2番8号"),
        ("札幌市中央区北1条西2丁目", "札幌市中央区北1条西2丁目"),
        ("千代田区霞が関1-3-1経産ビル3階に", "千代田区霞が関1-3-1経産ビル3階"),
        ("つくばみらい市で", "つくばみらい市"),
    ],
)
def test_address_is_found_down_to_the_floor(text: str, address: str) -> None:
    assert address in surfaces(find_addresses(text), text)


def test_city_that_does_not_exist_is_no_address() -> None:
    assert find_addresses("朝市と都市と市場と区分と村人") == []


def test_gazetteer_is_complete() -> None:
    assert len(PREFECTURES) == 47
    assert {"横浜市", "世田谷区", "八丈町", "上富良野町", "空知郡"} <= municipalities()
    assert len(municipalities()) > 1900
