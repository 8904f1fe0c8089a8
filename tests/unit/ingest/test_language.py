from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RecordFault
from pipeline.ingest.language import READ, SHORTEST, check_language, identify
from pipeline.vocabulary import QuarantineReason, QuarantineStage

TEXTS = {
    "en": (
        "The harbour master said on Monday that two ferries had been kept in port overnight "
        "because of the storm, and that the first boat of the morning would leave an hour "
        "late. Nobody was hurt, she added, but the ticket office lost part of its roof."
    ),
    "de": (
        "Der Hafenmeister sagte am Montag, dass zwei Fähren wegen des Sturms über Nacht im "
        "Hafen geblieben seien und das erste Schiff am Morgen eine Stunde später ablegen "
        "werde. Verletzt wurde niemand, doch die Kasse verlor einen Teil ihres Daches."
    ),
    "fr": (
        "Le capitaine du port a déclaré lundi que deux bacs étaient restés à quai pendant la "
        "nuit à cause de la tempête, et que le premier bateau du matin partirait avec une "
        "heure de retard. Personne n'a été blessé, mais le guichet a perdu son toit."
    ),
    "es": (
        "El capitán del puerto dijo el lunes que dos transbordadores se quedaron en el muelle "
        "durante la noche por la tormenta y que el primer barco de la mañana saldría con una "
        "hora de retraso. Nadie resultó herido, pero la taquilla perdió el techo."
    ),
    "pt": (
        "O capitão do porto disse na segunda-feira que duas balsas ficaram no cais durante a "
        "noite por causa da tempestade e que o primeiro barco da manhã sairia com uma hora de "
        "atraso. Ninguém ficou ferido, mas a bilheteria perdeu o telhado."
    ),
    "it": (
        "Il comandante del porto ha detto lunedì che due traghetti sono rimasti in porto "
        "durante la notte a causa della tempesta e che la prima nave del mattino partirà con "
        "un'ora di ritardo. Nessuno è rimasto ferito, ma la biglietteria ha perso il tetto."
    ),
    "nl": (
        "De havenmeester zei maandag dat twee veerboten vanwege de storm de hele nacht in de "
        "haven zijn gebleven en dat de eerste boot van de ochtend een uur later vertrekt. "
        "Niemand raakte gewond, maar het loket verloor een deel van zijn dak."
    ),
    "sv": (
        "Hamnkaptenen sade på måndagen att två färjor hade legat kvar i hamnen under natten på"
        " grund av stormen och att den första båten på morgonen skulle gå en timme senare. "
        "Ingen skadades, men biljettkontoret förlorade en del av sitt tak."
    ),
    "pl": (
        "Kapitan portu powiedział w poniedziałek, że dwa promy zostały na noc w porcie z "
        "powodu sztormu, a pierwszy poranny statek odpłynie z godzinnym opóźnieniem. Nikomu "
        "nic się nie stało, ale kasa biletowa straciła część swojego dachu nad wejściem."
    ),
    "tr": (
        "Liman başkanı pazartesi günü iki feribotun fırtına nedeniyle gece boyunca limanda "
        "tutulduğunu ve sabahın ilk gemisinin bir saat geç kalkacağını söyledi. Kimse "
        "yaralanmadı, ancak bilet gişesi çatısının bir bölümünü kaybetti, diye ekledi."
    ),
    "ru": (
        "Начальник порта сообщил в понедельник, что два парома остались на ночь в порту из-за "
        "шторма и что первое утреннее судно отправится с опозданием на час. Никто не "
        "пострадал, добавила она, но билетная касса лишилась части своей крыши."
    ),
    "ar": (
        "قال مدير الميناء يوم الاثنين إن عبارتين بقيتا في الميناء طوال الليل بسبب العاصفة وإن "
        "أول سفينة في الصباح ستغادر متأخرة ساعة واحدة. وأضافت أن أحدا لم يصب بأذى، لكن مكتب "
        "التذاكر فقد جزءا من سقفه خلال الليل، وستبدأ أعمال الإصلاح يوم الثلاثاء."
    ),
    "zh": (
        "港务局长周一表示，由于暴风雨，两艘渡轮整夜停留在港口，"
        "早上的第一班船将推迟一个小时出发。她补充说，没有人受伤，但售票处失去了部分屋顶。"
    )
    * 3,
    "hi": (
        "बंदरगाह के प्रमुख ने सोमवार को कहा कि "
        "तूफान के कारण दो नौकाएं रात भर बंदरगाह में ही "
        "रहीं और सुबह की पहली नाव एक घंटे की देरी "
        "से रवाना होगी। उन्होंने कहा कि कोई घायल नहीं"
        " हुआ, लेकिन टिकट कार्यालय की छत का एक "
        "हिस्सा उड़ गया और मरम्मत का काम मंगलवार से शुरू"
        " होगा।"
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_identify(code: str) -> None:
    assert len(TEXTS[code]) >= SHORTEST
    found = identify(TEXTS[code])
    assert found is not None
    assert found.code == code
    assert found.probability > 0.9


@pytest.mark.parametrize("code", [code for code in TEXTS if code != "en"])
def test_another_language_is_a_fault_unless_asked_for(code: str) -> None:
    with pytest.raises(RecordFault, match=f"language '{code}'") as caught:
        check_language(TEXTS[code], ("en",))
    assert caught.value.stage is QuarantineStage.INGEST
    assert caught.value.reason is QuarantineReason.LANGUAGE
    assert check_language(TEXTS[code], ("en", code)) == code
    assert check_language(TEXTS[code], (code,)) == code


def test_english_is_another_language_where_it_is_not_asked_for() -> None:
    assert check_language(TEXTS["en"], ("en", "de")) == "en"
    with pytest.raises(RecordFault, match="language 'en'"):
        check_language(TEXTS["en"], ("de",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXTS["de"][: SHORTEST - 1],
        "1 234 5,678 9.0 % 12:30 " * 20,
        "😀 🎉 ❤ " * 100,
        "a b c d e f g h " * 20,
        "\ud800" * 300,
        "\0" * 300,
        "x" * 300,
        " " * 300,
        TEXTS["en"] + " " + TEXTS["de"],
        "Kyiv, Mykolaiv, Kharkiv: Zelenskyy, Łukasz Müller, José Ñúñez and Ngũgĩ wa Thiong'o met in São Tomé. " + TEXTS["en"],
        TEXTS["en"].upper(),
    ],
)
def test_what_is_not_clear_counts_as_english(text: str) -> None:
    assert check_language(text, ("en",)) == "en"


def test_of_several_languages_asked_for_the_likelier_counts() -> None:
    assert check_language("1 234 5,678 " * 30, ("de", "fr")) in ("de", "fr")


def test_only_the_beginning_is_read() -> None:
    assert check_language(TEXTS["en"] * 10 + TEXTS["de"] * 100, ("en",)) == "en"
    started = process_time()
    check_language(TEXTS["en"] + "y" * 10_000_000, ("en",))
    assert process_time() - started < 0.5
    assert len(TEXTS["en"]) < READ


def test_a_text_without_language_has_none() -> None:
    assert identify("short") is None


def test_the_answer_is_the_same_in_another_process() -> None:
    code = "import sys; from pipeline.ingest.language import identify; print(repr(identify(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, TEXTS["sv"]], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == repr(identify(TEXTS["sv"]))


@given(st.text(min_size=SHORTEST, max_size=400))
def test_any_text_has_a_language_or_a_fault(text: str) -> None:
    with suppress(RecordFault):
        assert check_language(text, ("en",)) == "en"
