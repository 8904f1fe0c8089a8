"""Takes annotation to the tools in which people correct it, and back as gold.

An article's annotation (`pipeline.quality.annotations`) becomes a graph of marks and links (`graph`), which each tool's
module only has to write and read: `brat`, `inception`, `label_studio`, `prodigy`. `scheme` says which marks and links there
are, `documents` takes articles from a run, `transfer` is what the command line calls.
"""
