"""Images in other debuggers. Each module needs its debugger's package, and is imported for it only."""
