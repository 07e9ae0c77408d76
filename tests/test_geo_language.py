"""Which language a text is in: enough to refuse, by its name, what the rules cannot read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.language import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The army shelled the town on Monday, killing two civilians, residents said."),
        ("en", "A BOMB EXPLODED TODAY IN LIMA AND KILLED TWO PEOPLE ON THEIR WAY TO WORK."),
        ("en", "Los Angeles police said two men died in La Paz after the raid in San Salvador, El Salvador."),
        ("fr", "L'armée a bombardé lundi la ville, tuant deux civils, selon des habitants et des sources de sécurité."),
        ("es", "El ejército bombardeó el lunes la ciudad, matando a dos civiles, según los residentes de la zona."),
        ("de", "Die Armee hat am Montag die Stadt beschossen und zwei Zivilisten getötet, wie die Polizei mitteilte."),
        ("it", "L'esercito ha bombardato lunedì la città, uccidendo due civili, secondo i residenti della zona."),
        ("pt", "O exército bombardeou na segunda-feira a cidade, matando dois civis, segundo os moradores da região."),
        ("tr", "Ordu kenti bombaladı ve iki sivil öldü, halk bu saldırının gece olduğunu söyledi, bir çok yaralı var."),
        ("nl", "Het leger heeft maandag de stad beschoten en twee burgers gedood, zeggen de bewoners van het dorp."),
        ("ru", "Армия обстреляла город в понедельник, погибли двое мирных жителей."),
        ("uk", "Російські війська обстріляли місто, загинули двоє цивільних."),
        ("ar", "قصف الجيش المدينة يوم الاثنين وقتل اثنين من المدنيين"),
        ("fa", "ارتش روز دوشنبه شهر را گلوله‌باران کرد و به گفته پلیس دو نفر کشته شدند"),
        ("he", "הצבא הפגיז את העיר ביום שני"),
        ("zh", "军队周一炮击了该市，造成两名平民死亡"),
        ("und", "123 ... 45"),
        ("und", ""),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["Idlib", "EXPLOSION", "Idlib Hama Homs"])
def test_too_little_to_tell_counts_as_english(text: str) -> None:
    assert language_of(text) == "en"


def test_quotes_in_another_script_do_not_change_the_language() -> None:
    text = "The army said that the town of Idlib (إدلب) was hit by a raid and that two people were killed there."
    assert language_of(text) == "en"


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert 2 <= len(language_of(text)) <= 3
