"""Headers and tables of files: one module a family of formats."""
