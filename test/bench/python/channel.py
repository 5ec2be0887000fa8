"""The channel to the benchmark: Node's IPC, one JSON message per line on the socket that NODE_CHANNEL_FD names."""
import asyncio
import json
import os
import signal
import socket
from typing import Awaitable, Callable, Optional

# Bytes of one message from the benchmark: requests of rounds are short.
LINE_LIMIT = 1 << 20


async def serve(hello: dict, answer: Optional[Callable[[dict], Awaitable[dict]]] = None) -> None:
    """Sends `hello`, then answers messages one by one. Returns when the benchmark closes the channel or on SIGTERM."""
    parent = socket.socket(fileno=int(os.environ["NODE_CHANNEL_FD"]))
    reader, writer = await asyncio.open_connection(sock=parent, limit=LINE_LIMIT)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, reader.feed_eof)

    def send(message: dict) -> None:
        writer.write(json.dumps(message).encode() + b"\n")

    send({"type": "listening", **hello})
    async for line in reader:
        if answer is not None:
            send(await answer(json.loads(line)))
