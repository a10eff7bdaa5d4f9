"""Structs of public kernel ABIs: one module a system."""
