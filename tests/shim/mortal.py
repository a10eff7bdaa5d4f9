"""An engine that tells the truth until it is killed: by itself, at a call that the file named by MORTAL gives.

The file has the number of the call after the one that opens, whether to begin with the answer first, and how many engines
are to die in this way; it is used up by them, so that the next one lives.
"""

from __future__ import annotations

import os
import signal
import struct
import sys

sys.path.append(os.environ["LIAR_PACKAGE"])

from sunkvm._shim import ABI, Server

fate = os.environ["MORTAL"]
header = struct.Struct("=2I2Q")
server = Server()
calls = last = half = 0
try:
    with open(fate) as file:
        last, half, deaths = map(int, file.read().split())
    if deaths > 1:
        with open(fate, "w") as file:
            file.write(f"1 {half} {deaths - 1}")
    else:
        os.unlink(fate)
except FileNotFoundError:
    last = -1
with os.fdopen(3, "r+b", buffering=0) as stream:
    while len(start := stream.read(header.size) or b"") == header.size:
        op, abi, handle, size = header.unpack(start)
        request = b""
        while len(request) < size:
            request += stream.read(size - len(request))
        dies = calls == last
        if not dies or half:
            value, data = server.call(op, handle, request)
            answer = header.pack(op, ABI, value & (1 << 64) - 1, len(bytes(data))) + bytes(data)
            stream.write(answer[: len(answer) // 2] if dies else answer)
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        calls += 1
