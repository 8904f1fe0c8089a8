"""`python -m pipeline`, the same as the command `onrecord`."""

if __name__ == "__main__":  # workers import this module, too, and need no command line
    from pipeline.cli import main

    main()
