"""`python -m pipeline`, the same as the command `onrecord`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
