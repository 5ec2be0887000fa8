"""A real hivemind peer that a test drives: commands come as JSON lines on stdin, events leave as JSON lines on stdout.

Commands: {"op": "call", "id", "peer", "service", "method", "namespace"?, "requests"?, "blobs"?, "open"?, "timeout"?, "summary"?}
          {"op": "send", "id", "request"}   one more request of an open call
          {"op": "end", "id"}               no more requests
          {"op": "cancel", "id"}
Events:   {"event": "ready", "peer", "addresses"}
          {"event": "message", "id", "message", "at"}, {"event": "done", "id", "messages", "bytes", "at"}, {"event": "error", "id", "type", "text", "at"}
          {"event": "handler", "method", "what", "text"}   something the servicer saw
It ends when stdin does.
"""
import argparse
import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import AsyncIterator

from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import GetMessageClass
from hivemind.p2p import P2P, PeerID, ServicerBase


def emit(event: str, **fields: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
    sys.stdout.flush()


def compile_proto(path: Path, folder: str):
    """The module that protoc makes of a schema; nothing of the JavaScript side's reading of it is reused.

    protoc runs in a process of its own: Debian's torch loads another libprotobuf, and the two in one process crash.
    """
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", f"-I{path.parent}", f"--python_out={folder}", str(path)], check=True)
    sys.path.insert(0, folder)
    return importlib.import_module(f"{path.stem}_pb2")


def servicer_class(service) -> type:
    """A hivemind servicer class with the methods of a service, for its stub: hivemind derives stubs from annotated methods."""
    methods = {}
    for method in service.methods:
        request, response = GetMessageClass(method.input_type), GetMessageClass(method.output_type)

        async def unserved(self, request, context):
            raise NotImplementedError

        unserved.__annotations__ = {
            "request": AsyncIterator[request] if method.client_streaming else request,
            "return": AsyncIterator[response] if method.server_streaming else response,
        }
        methods[method.name] = unserved
    return type(service.name, (ServicerBase,), methods)


class Calls:
    """The calls this peer makes, by the id the test gave them."""

    def __init__(self, p2p: P2P, services: dict):
        self.p2p = p2p
        self.services = services
        self.classes = {name: servicer_class(service) for name, service in services.items()}
        self.tasks: dict = {}
        self.inputs: dict = {}

    def handle(self, command: dict) -> None:
        op, call = command["op"], command["id"]
        if op == "call":
            self.inputs[call] = asyncio.Queue()
            self.tasks[call] = asyncio.create_task(self.run(command))
        elif op == "send":
            self.inputs[call].put_nowait(command["request"])
        elif op == "end":
            self.inputs[call].put_nowait(None)
        elif op == "cancel":
            self.tasks[call].cancel()

    async def run(self, command: dict) -> None:
        call = command["id"]
        try:
            messages, size = await self.call(command)
            emit("done", id=call, messages=messages, bytes=size, at=time.time())
        except asyncio.CancelledError:
            emit("error", id=call, type="CancelledError", text="", at=time.time())
        except BaseException as error:  # also asyncio.TimeoutError and hivemind's own: the test looks at type and text
            emit("error", id=call, type=type(error).__name__, text=str(error), at=time.time())

    async def call(self, command: dict) -> tuple:
        service = self.services[command["service"]]
        method = service.methods_by_name[command["method"]]
        stub = self.classes[service.name].get_stub(self.p2p, PeerID.from_base58(command["peer"]), namespace=command.get("namespace"))
        requests = self.requests(command, GetMessageClass(method.input_type))
        argument = requests if method.client_streaming else await requests.__anext__()
        answer = await getattr(stub, method.name)(argument, timeout=command.get("timeout"))
        messages = size = 0
        async for message in answer if method.server_streaming else one(answer):
            messages += 1
            size += message.ByteSize()
            if not command.get("summary"):
                emit("message", id=command["id"], message=MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True), at=time.time())
        return messages, size

    async def requests(self, command: dict, kind: type):
        for request in command.get("requests", []):
            yield ParseDict(request, kind())
        blobs = command.get("blobs", {"count": 0, "size": 0})
        for _ in range(blobs["count"]):
            yield kind(data=bytes(blobs["size"]))
        while command.get("open"):
            request = await self.inputs[command["id"]].get()
            if request is None:
                return
            yield ParseDict(request, kind())


async def one(message):
    yield message


async def commands() -> AsyncIterator[dict]:
    reader = asyncio.StreamReader(limit=64 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        yield json.loads(line)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--proto", action="append", type=Path, required=True, help="schema whose services can be called")
    parser.add_argument("--connect", action="append", default=[], help="multiaddr with /p2p/ of a first peer")
    parser.add_argument("--identity", help="key file; hivemind writes an RSA key there when there is none")
    parser.add_argument("--serve", action="store_true", help="serve Conformance, with and without a namespace")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        modules = [compile_proto(path.resolve(), folder) for path in options.proto]
    services = {name: service for module in modules for name, service in module.DESCRIPTOR.services_by_name.items()}
    p2p = await P2P.create(options.connect, identity_path=options.identity, host_maddrs=["/ip4/127.0.0.1/tcp/0"], nat_port_map=False, auto_nat=False)
    try:
        if options.serve:
            from conformance import make_servicer

            servicer = make_servicer(modules[0], emit)
            await servicer.add_p2p_handlers(p2p)
            await servicer.add_p2p_handlers(p2p, namespace="interop")
        emit("ready", peer=p2p.peer_id.to_base58(), addresses=[str(address) for address in await p2p.get_visible_maddrs()])
        calls = Calls(p2p, services)
        async for command in commands():
            calls.handle(command)
    finally:
        await p2p.shutdown()


if __name__ == "__main__":
    os.environ.setdefault("HIVEMIND_LOGLEVEL", "ERROR")
    asyncio.run(main())
