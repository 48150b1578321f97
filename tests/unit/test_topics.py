"""Topic words in the languages that people type lead to filters."""

import pytest

from kommanmap.domain.folding import STOP_WORDS, key
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.topics import Topic, TopicKind, topic_words, topics_begun, topics_named
from kommanmap.domain.vocabulary import Audience, Offer, Weekday

WOMEN = Topic(TopicKind.AUDIENCE, Audience.WOMEN)
GERMAN = Topic(TopicKind.OFFER, Offer.GERMAN)
PAPERWORK = Topic(TopicKind.OFFER, Offer.PAPERWORK)
STEP_FREE = Topic(TopicKind.STEP_FREE, "yes")


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("Frauen", WOMEN), ("women", WOMEN), ("نساء", WOMEN), ("للنساء", WOMEN), ("жінки", WOMEN), ("زنان", WOMEN),
        ("kadınlar", WOMEN), ("femmes", WOMEN), ("nur für Frauen", WOMEN),
        ("Deutschkurs", GERMAN), ("german course", GERMAN), ("دورة لغة", GERMAN), ("курси німецької", GERMAN),
        ("letters", PAPERWORK), ("Formulare", PAPERWORK), ("رسائل", PAPERWORK), ("документы", PAPERWORK),
        ("Rollstuhl", STEP_FREE), ("step-free", STEP_FREE), ("wheelchair", STEP_FREE),
        ("arabisch", Topic(TopicKind.LANGUAGE, "ar")), ("العربية", Topic(TopicKind.LANGUAGE, "ar")),
        ("українська", Topic(TopicKind.LANGUAGE, "uk")), ("farsi", Topic(TopicKind.LANGUAGE, "fa")),
        ("Montags", Topic(TopicKind.WEEKDAY, Weekday.MO)), ("الجمعة", Topic(TopicKind.WEEKDAY, Weekday.FR)),
    ],
)  # fmt: skip
def test_a_word_names_its_topic_in_every_language(typed: str, topic: Topic) -> None:
    assert topic in topics_named(key(typed))


def test_children_are_an_offer_and_an_audience() -> None:
    assert set(topics_named(key("Kinder"))) == {
        Topic(TopicKind.OFFER, Offer.CHILDREN),
        Topic(TopicKind.AUDIENCE, Audience.CHILDREN),
    }


@pytest.mark.parametrize("typed", ["Essen", "Siegen", "Café", "", "Halle"])
def test_a_town_or_a_plain_word_is_no_topic(typed: str) -> None:
    assert topics_named(key(typed)) == ()


def test_the_beginning_of_a_topic_word_counts_from_four_letters_on() -> None:
    assert GERMAN in topics_begun(key("Deutschk"))
    assert topics_begun(key("Deu")) == ()
    assert topics_begun("zzzz") == ()


def test_every_value_is_one_that_the_field_knows() -> None:
    allowed = {
        TopicKind.OFFER: {str(offer) for offer in Offer},
        TopicKind.AUDIENCE: {str(audience) for audience in Audience},
        TopicKind.LANGUAGE: set(SPOKEN_LANGUAGES),
        TopicKind.STEP_FREE: {"yes"},
        TopicKind.WEEKDAY: {str(day) for day in Weekday},
    }
    named = {topic for word in topic_words() for topic in topics_named(word)}
    assert all(topic.value in allowed[topic.kind] for topic in named)
    for kind in (TopicKind.OFFER, TopicKind.WEEKDAY):
        assert {topic.value for topic in named if topic.kind is kind} == allowed[kind]


def test_no_topic_word_folds_to_nothing_or_to_a_stop_word() -> None:
    assert all(word and word not in STOP_WORDS for word in topic_words())
