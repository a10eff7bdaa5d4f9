"""From planted memory to files: one module a corefile format, and one for symbol files."""
