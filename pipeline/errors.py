"""The exception tree.

    OnrecordError                 anything that a user can act on; the command line prints it as one line
    ├── UsageError                an option or an input that cannot be used (exit status 2)
    │   ├── InputError            an input path that is missing or unreadable as a whole
    │   ├── ConfigError           a configuration file or environment variable that does not make sense
    │   └── ModelError            a spaCy pipeline that is not installed or lacks a component
    ├── OutputError               an output folder that cannot be written, or belongs to another run
    ├── GoldError                 gold that cannot be read (exit status 2)
    ├── AnnotationError           a file of an annotation tool that cannot be read, or an article that it cannot hold
    └── RecordFault               one record or article that cannot be processed; becomes a quarantine row

A fault of one article never escapes `run.py`: it is caught there and written down as data.
"""

from __future__ import annotations

from pipeline.vocabulary import QuarantineReason, QuarantineStage


class OnrecordError(Exception):
    """Base of every error that onrecord raises on purpose."""


class UsageError(OnrecordError):
    """An option or an input that cannot be used."""


class InputError(UsageError):
    """An input path that is missing or unreadable as a whole."""


class ConfigError(UsageError):
    """A configuration file or environment variable that does not make sense."""


class ModelError(UsageError):
    """A spaCy pipeline that is not installed or lacks a component that the stages need."""


class OutputError(OnrecordError):
    """An output folder that cannot be written, or that holds the output of another run."""


class GoldError(OnrecordError):
    """Gold annotation that cannot be read."""


class AnnotationError(OnrecordError):
    """A file of an annotation tool that cannot be read, or an article that its format cannot hold."""


class RecordFault(OnrecordError):
    """One record or article that cannot be processed.

    Args:
        stage: where it failed.
        reason: the closed vocabulary's word for why.
        message: one line for a person.
    """

    def __init__(self, stage: QuarantineStage, reason: QuarantineReason, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.reason = reason
        self.message = message
