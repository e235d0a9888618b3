"""Digits: the kind and the value of each form, written, dictated or disguised."""

from __future__ import annotations

import pytest

from bot.detector.numbers import Line, NumberKind, find_numbers, find_passwords

K = NumberKind

FORMS = [
    ("4 0 7 7 1 9", K.CODE, "407719"),
    ("802 634", K.CODE, "802634"),
    ("le code 190-442 merci", K.CODE, "190442"),
    ("G-482913 is your code", K.CODE, "482913"),
    ("Sur le téléphone : « G-551 904 »", K.CODE, "551904"),
    ("905 33 1, c'est ça", K.CODE, "905331"),
    ("4.0.7.7.2.1 à valider", K.CODE, "407721"),
    ("9, 0, 0, 4, 1, 3.", K.CODE, "900413"),
    ("le code 482913 g recu", K.CODE, "482913"),
    ("psc 774 120 go", K.CODE, "774120"),
    ("４８２９１３", K.CODE, "482913"),
    ("④⑧②⑨", K.CODE, "4829"),
    ("4️⃣0️⃣7️⃣7️⃣1️⃣9️⃣", K.CODE, "407719"),
    ("4\u200b8\u200b2\u200b9", K.CODE, "4829"),
    ("quatre deux zéro sept un neuf", K.CODE, "420719"),
    ("quarante-huit, douze, soixante-trois", K.CODE, "481263"),
    ("55 vingt-huit zéro neuf", K.CODE, "552809"),
    ("trois cent douze, neuf cent quatre.", K.CODE, "312904"),
    ("soixante-dix-sept, quatre-vingt-dix, quatre-vingt-un", K.CODE, "779081"),
    ("vingt et un trente-et-un zéro cinq", K.CODE, "213105"),
    ("neuf. neuf. un. quatre. zéro.", K.CODE, "99140"),
    ("four-one-nine, double zero, six", K.CODE, "419006"),
    ("sixty-two forty-one oh nine", K.CODE, "624109"),
    (":seven::seven::zero::one:", K.CODE, "7701"),
    ("866 tiret 031", K.CODE, "866031"),
    ("sept cent douze", K.NUMBER, "712"),
    ("appuie sur 58", K.NUMBER, "58"),
    ("10-12", K.NUMBER, "1012"),
    ("100-150", K.NUMBER, "100150"),
    ("N3V8-QT61", K.TOKEN, "N3V8-QT61"),
    ("QF-7741-LM", K.TOKEN, "QF-7741-LM"),
    ("Blanquette_de_11", K.TOKEN, "Blanquette_de_11"),
    ("mdp=Tilleul2024!", K.TOKEN, "Tilleul2024!"),
    ("Hermine1532", K.TOKEN, "Hermine1532"),
    ("4970 0012 3456 7788", K.CARD, "4970001234567788"),
    ("FR76 3000 6000 0112 3456 7890 189", K.IBAN, "FR7630006000011234567890189"),
    ("12,50 €", K.AMOUNT, "12.50"),
    ("24.90", K.AMOUNT, "24.90"),
    ("1 250 euros", K.AMOUNT, "1250"),
    ("cent soixante euros", K.AMOUNT, "160"),
    ("le 12/05/2025", K.DATE, "12052025"),
    ("3 mars 2025", K.DATE, "32025"),
    ("en 2024", K.DATE, "2024"),
    ("à 14h30", K.TIME, "1430"),
    ("9:14", K.TIME, "914"),
    ("500mg", K.QUANTITY, "500"),
    ("24 comprimés", K.QUANTITY, "24"),
    ("12 500 boîtes", K.QUANTITY, "12500"),
    ("38 %", K.QUANTITY, "38"),
    ("lot 482913", K.REFERENCE, "482913"),
    ("n° 4829", K.REFERENCE, "4829"),
    ("CMD-482913", K.REFERENCE, "CMD-482913"),
    ("3400930000120", K.REFERENCE, "3400930000120"),
    ("N02BE01", K.REFERENCE, "N02BE01"),
    ("1 85 05 78 006 084 36", K.REFERENCE, "185057800608436"),
]


@pytest.mark.parametrize(("text", "kind", "value"), FORMS)
def test_form(text: str, kind: NumberKind, value: str) -> None:
    (number,) = find_numbers(text)
    assert (number.kind, number.value) == (kind, value)


PHONES = [
    ("06 39 98 12 34", "+33639981234", Line.MOBILE),
    ("06.39.98.12.34", "+33639981234", Line.MOBILE),
    ("0639981234", "+33639981234", Line.MOBILE),
    ("+33 (0)1 99 00 12 34", "+33199001234", Line.FIXED),
    ("0033 1 99 00 12 34", "+33199001234", Line.FIXED),
    ("appelez un 03 53 01 18 55", "+33353011855", Line.FIXED),
    ("0899 12 34 56", "+33899123456", Line.PREMIUM),
    ("+44 20 7946 0958", "+442079460958", Line.FOREIGN),
    ("zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre", "+33639981234", Line.MOBILE),
    ("rappelez le 3915", "3915", Line.SHORT),
]


@pytest.mark.parametrize(("text", "value", "line"), PHONES)
def test_phone(text: str, value: str, line: Line) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.line, number.is_official) == (value, line, False)


@pytest.mark.parametrize(
    "text", ["0 806 800 213", "0806800213", "+33 806 80 02 13", "3608", "36 08", "36 46"]
)
def test_official_numbers(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.is_official
    assert number.label


def test_a_number_of_which_only_the_beginning_is_told() -> None:
    (number,) = find_numbers("un numéro en 05 36 49 pour débloquer")
    assert (number.kind, number.label, number.line) == (K.PHONE, "partial", Line.FIXED)


@pytest.mark.parametrize(
    "text",
    [
        "tu viens demain ?",
        "famille, septembre, centre, récent",
        "un ou deux",
        "une fois sur deux",
        "covid-19",
        "P6",
    ],
)
def test_ordinary_words_are_no_numbers(text: str) -> None:
    assert all(number.kind is K.NUMBER for number in find_numbers(text))


def test_a_year_in_a_code_is_marked() -> None:
    (number,) = find_numbers("tape 1983 et facture")
    assert (number.kind, number.label) == (K.CODE, "year")


@pytest.mark.parametrize(
    "text",
    ["Fourviere!Soleil", "Garonne_en_crue", "Canigou-2784m", "Harvest-Moon5", "QDT-PXW", "coquelicot83"],
)
def test_words_in_the_shape_of_a_password(text: str) -> None:
    (number,) = find_passwords(f"pour la boîte c'est « {text} », voilà")
    assert number.value == text
