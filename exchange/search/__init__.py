"""Search over session notes: `index` writes, `find` reads."""
