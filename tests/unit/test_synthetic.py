"""The articles that other tests build on are what they say."""

from __future__ import annotations

from itertools import islice

from tests.synthetic import articles


def test_no_two_articles_are_equal():
    made = list(articles(3000))
    assert len({article["text"] for article in made}) == len({article["id"] for article in made}) == 3000


def test_an_article_does_not_depend_on_how_many_are_made():
    assert list(islice(articles(1000, seed=3), 5)) == list(articles(5, seed=3))


def test_another_seed_gives_other_articles():
    assert {article["text"] for article in articles(50, seed=1)}.isdisjoint(article["text"] for article in articles(50, seed=2))


def test_they_hold_what_the_stages_look_for():
    texts = [article["text"] for article in articles(200)]
    assert all("\n\n" in text for text in texts)
    assert sum("“" in text or '"' in text for text in texts) > 150
    assert sum(" that " in text for text in texts) > 100
