"""Operating-system knowledge, one module (or topic) a system; the contract is in `sunkvm.personality`."""
