"""One article with its rows, as marked text: what the notebook, the report and the terminal show."""
