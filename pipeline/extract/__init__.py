"""The stages, one file each, and the list of them."""

from __future__ import annotations

from pipeline.stages import Stage


def default_stages() -> tuple[Stage, ...]:
    """All stages, in the order in which they run. The only list of them."""
    from pipeline.extract.coreference import Coreference
    from pipeline.extract.dates import Dates
    from pipeline.extract.entities import Entities
    from pipeline.extract.events import Events
    from pipeline.extract.factuality import Factuality
    from pipeline.extract.main_event import MainEvent
    from pipeline.extract.mentions import Mentions
    from pipeline.extract.participants import Participants
    from pipeline.extract.quotes import Quotes
    from pipeline.extract.sections import Sections
    from pipeline.extract.speakers import Speakers
    from pipeline.extract.stance import Stance
    from pipeline.extract.statements import Statements

    return (
        Sections(),
        Mentions(),
        Entities(),
        Coreference(),
        Dates(),
        Quotes(),
        Statements(),
        Speakers(),
        Stance(),
        Events(),
        Participants(),
        Factuality(),
        MainEvent(),
    )
