"""Namelist formats, one module each; the contract is in `sunkvm.namelist`."""
