"""The messages of echo.proto and the work of its methods, for every Python program of the benchmark."""
import asyncio
import importlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import AsyncIterator

SERVICE = "subnet.bench.v1.EchoProtocol"


def load_messages():
    """The module that protoc makes of echo.proto.

    protoc runs in its own process: Debian's torch loads another libprotobuf, and the two in one process crash.
    """
    folder = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory(prefix="subnetes-bench-") as output:
        protoc = [sys.executable, "-m", "grpc_tools.protoc"]
        subprocess.run([*protoc, f"-I{folder}", f"--python_out={output}", "echo.proto"], check=True)
        sys.path.insert(0, output)
        try:
            return importlib.import_module("echo_pb2")
        finally:
            sys.path.remove(output)


pb = load_messages()


async def echo(request: pb.Payload, context: object) -> pb.Payload:
    return pb.Payload(data=request.data)


async def flood(request: pb.FloodRequest, context: object) -> AsyncIterator[pb.Payload]:
    message = pb.Payload(data=b"\1" * request.message_bytes)
    start = time.perf_counter()
    for index in range(request.messages):
        if request.interval_ms > 0:
            # Due times are absolute, so that a late message does not delay those after it.
            await asyncio.sleep(max(0.0, start + index * request.interval_ms / 1000 - time.perf_counter()))
        yield message
