"""onrecord: who said what, who did what, and when, from English news articles."""
