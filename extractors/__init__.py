"""Paper to facts: deterministic, offline, no database. The door is `extract`."""
