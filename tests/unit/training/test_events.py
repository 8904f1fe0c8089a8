import pytest

from pipeline.extract.event_lexicon import event_lexicon
from pipeline.training.events import ASIDE, EVENT, NONE, label_candidates
from tests.analysis import parsed

# Brussels will impose new sanctions, she said.
ROWS = [
    "Brussels NNP 2 nsubj",
    "will MD 2 aux",
    "impose VB 7 ccomp",
    "new JJ 4 amod",
    "sanctions NNS 2 dobj sanction",
    ", , 7 punct",
    "she PRP 7 nsubj",
    "said VBD 7 ROOT say",
    ". . 7 punct",
]
CANDIDATES = [0, 2, 3, 4, 7]


@pytest.mark.parametrize(
    ("triggers", "expected"),
    [
        pytest.param([("impose", "OCCURRENCE")], {2: EVENT}, id="one word"),
        pytest.param([("impose new sanctions", "OCCURRENCE")], {2: ASIDE, 3: ASIDE, 4: EVENT}, id="the object of a light verb"),
        pytest.param([("new sanctions", "STATE")], {3: ASIDE, 4: EVENT}, id="the head of several words"),
        pytest.param([("said", "REPORTING"), ("sanctions", "OCCURRENCE")], {4: EVENT}, id="reporting is no event"),
        pytest.param([("will", "OCCURRENCE")], {}, id="what is no candidate"),
        pytest.param([("new sanctions", "STATE"), ("new", "STATE")], {3: EVENT, 4: EVENT}, id="one trigger in another"),
    ],
)
def test_labels(triggers: list[tuple[str, str]], expected: dict[int, int]) -> None:
    parse = parsed(ROWS)
    events = [
        {"trigger": [parse.text.index(words), parse.text.index(words) + len(words)], "type": type_} for words, type_ in triggers
    ]
    labels = label_candidates(parse, CANDIDATES, events, event_lexicon())
    assert labels == dict.fromkeys(CANDIDATES, NONE) | expected
