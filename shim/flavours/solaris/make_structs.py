"""Make the struct headers of the flavour: make_structs.py SOURCE_ROOT DIRECTORY, or --list for their names."""

import os
import sys


def main() -> None:
    """Generate from the built-in tables."""
    root, target = sys.argv[1:3]
    sys.dont_write_bytecode = True
    sys.path.insert(0, root)
    from sunkvm import datamodel
    from sunkvm.export.headers import STRUCTS, Generator
    from sunkvm.layouts.builtin import BuiltinTables

    generator = Generator(*(BuiltinTables("solaris", model) for model in (datamodel.AMD64, datamodel.I386)))
    generator.add(STRUCTS)
    if target == "--list":
        print(*(f"{name}.h" for name in sorted(generator.texts)), sep="\n")
        return
    for name, text in generator.texts.items():
        with open(os.path.join(target, f"{name}.h"), "w", encoding="ascii") as file:
            file.write(text)


if __name__ == "__main__":
    main()
