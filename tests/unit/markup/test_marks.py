from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.body import article_body
from pipeline.markup.marks import Layer, Mark, cut, find_marks
from pipeline.spans import Span
from tests.unit.markup.test_html import Reader


def mark(start: int, end: int, key: str = "s0") -> Mark:
    return Mark(Span(start, end), Layer.STATEMENT, key)


def shown(span: Span, marks: list[Mark], borders: tuple[int, ...] = ()) -> list[tuple[int, int, str]]:
    return [(*segment.span, " ".join(each.key for each in segment.marks)) for segment in cut(span, marks, borders)]


def test_marks_may_overlap_and_nest():
    marks = [mark(0, 6, "a"), mark(2, 4, "b"), mark(3, 8, "c")]
    expected = [(0, 2, "a"), (2, 3, "a b"), (3, 4, "a b c"), (4, 6, "a c"), (6, 8, "c"), (8, 10, "")]
    assert shown(Span(0, 10), marks) == expected


def test_what_lies_outside_is_left_out():
    assert shown(Span(4, 8), [mark(0, 5, "a"), mark(7, 12, "b"), mark(9, 10, "c")]) == [(4, 5, "a"), (5, 7, ""), (7, 8, "b")]


def test_borders_cut_too():
    assert shown(Span(0, 4), [], (0, 2, 4, 9)) == [(0, 2, ""), (2, 4, "")]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12))
def test_segments_cover_the_text_and_hold_what_covers_them(pairs: list[tuple[int, int]]):
    marks = sorted((mark(start, start + length, str(n)) for n, (start, length) in enumerate(pairs)), key=lambda each: each.span)
    segments = cut(Span(0, 50), marks)
    assert [segment.span.start for segment in segments] == [0, *(segment.span.end for segment in segments[:-1])]
    assert segments[-1].span.end == 50
    for segment in segments:
        assert [each for each in marks if segment.span in each.span] == list(segment.marks)
        assert all(segment.span in each.span or not each.span.overlaps(segment.span) for each in marks)


TEXT = 'Fire in <Oslo>\n\n"Run," said Kim.'
STATEMENT = {
    "statement_id": "1",
    "parts": [{"start": 16, "end": 22}],
    "kind": "direct",
    "cue_start": 23,
    "cue_end": 27,
}
ROWS = ArticleRows(
    {"text": TEXT, "sections": [{"kind": "headline", "start": 0, "end": 14}, {"kind": "lead", "start": 16, "end": 32}]},
    {
        "statements": [STATEMENT],
        "statement_speakers": [{"statement_id": "1", "start": 28, "end": 31, "form": "name"}],
        "events": [{"event_id": "2", "start": 0, "end": 4, "factuality": "actual"}],
        "event_participants": [{"event_id": "2", "start": 9, "end": 13, "role": "place"}],
        "entities": [{"entity_id": "3"}],
        "mentions": [{"entity_id": "3", "start": 28, "end": 31, "label": "PERSON"}],
        "dates": [],
    },
)


def test_content_cue_and_speaker_share_the_key_of_their_statement():
    found = {(each.layer, TEXT[each.span.start : each.span.end]) for each in find_marks(ROWS) if each.key == "s0"}
    assert found == {(Layer.STATEMENT, '"Run,"'), (Layer.CUE, "said"), (Layer.SPEAKER, "Kim")}


def test_the_body_is_the_text_and_its_marks():
    html = article_body(ROWS)
    assert Reader(html).text == 'Fire in <Oslo>1"Run," said Kim.'  # the 1 leads to the statement
    assert '<p class="in-headline"><span id="t-e0" class="ev actual" data-k="e0">Fire</span>' in html
    assert '&lt;<span data-p="e0">Oslo</span>&gt;' in html
    assert '<a id="t-s0" class="ref" href="#s0"' in html
    assert '<span id="t-n0" class="na sp" data-k="n0 s0">Kim</span>' in html


def test_without_links_there_are_no_ids():
    html = article_body(ROWS, is_linked=False)
    assert not {"id", "data-k", "data-p", "href"} & {name for name, _ in Reader(html).attributes}
    assert Reader(html).text == 'Fire in <Oslo>"Run," said Kim.'
