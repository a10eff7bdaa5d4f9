"""An engine that answers, but not always the truth: bytes are cut off, added or changed, as the seed in LIAR says."""

from __future__ import annotations

import os
import random
import struct
import sys

sys.path.append(os.environ["LIAR_PACKAGE"])

from sunkvm._shim import ABI, Server

chance = random.Random(int(os.environ["LIAR"]))
header = struct.Struct("=2I2Q")
server = Server()
with os.fdopen(3, "r+b", buffering=0) as stream:
    while len(start := stream.read(header.size) or b"") == header.size:
        op, abi, handle, size = header.unpack(start)
        request = b""
        while len(request) < size:
            request += stream.read(size - len(request))
        value, data = server.call(op, handle, request)
        data = bytearray(bytes(data))
        if chance.random() < (0.3 if op == 1 else 0.15):
            kind = chance.randrange(5)
            if kind == 0:
                del data[chance.randrange(len(data) + 1) :]
            elif kind == 1:
                data += chance.randbytes(chance.randrange(1, 9000))
            elif kind == 2 and data:
                for _ in range(8):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            elif kind == 3 and op != 1:
                value = chance.choice([-1, -5, 0, 1, 1 << 40, -(1 << 63)])
            elif kind == 4 and chance.random() < 0.3:
                sys.exit()
        stream.write(header.pack(op, ABI, value & (1 << 64) - 1, len(data)) + data)
