"""The libkvm calls of the BSDs under their C names; each system has a module of its own."""
