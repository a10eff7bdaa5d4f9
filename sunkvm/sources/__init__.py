"""Ways in which a file's bytes are stored; the contract is in `sunkvm.source`."""
