"""The hivemind caller: `caller.py MULTIADDR PEER_ID`. Runs a round for each workload that the benchmark sends."""
import asyncio
import sys
from time import perf_counter
from typing import AsyncIterator

from hivemind.p2p import P2P, P2PContext, PeerID, ServicerBase
from hivemind.utils import switch_to_uvloop

import channel
from echo import pb

# How long calls under way at the end of a round may still take.
GRACE_SECONDS = 20.0
# Pause after a failed call, so that an unreachable server is no busy loop.
FAILURE_PAUSE_SECONDS = 0.05


class EchoProtocol(ServicerBase):
    """Methods and types for the stub; nothing is served."""

    async def rpc_echo(self, request: pb.Payload, context: P2PContext) -> pb.Payload:
        raise NotImplementedError

    async def rpc_flood(self, request: pb.FloodRequest, context: P2PContext) -> AsyncIterator[pb.Payload]:
        raise NotImplementedError


class Round:
    """One round: `inFlight` lanes, each with one call after the other."""

    def __init__(self, stub, workload: dict):
        self.stub, self.workload = stub, workload
        self.operations, self.latencies, self.gaps, self.errors, self.first_error = 0, [], [], 0, None

    async def run(self) -> dict:
        self.start = perf_counter()
        self.end = self.start + self.workload["seconds"]
        call = self.unary if self.workload["shape"] == "unary" else self.stream
        lanes = [asyncio.create_task(self.lane(call, index)) for index in range(self.workload["inFlight"])]
        _, unfinished = await asyncio.wait(lanes, timeout=self.workload["seconds"] + GRACE_SECONDS)
        for lane in unfinished:
            lane.cancel()
            self.fail(f"no answer within {GRACE_SECONDS:.0f} s after the end of the round")
        return self.result()

    async def lane(self, call, index: int) -> None:
        # Paced streams do not start together: their messages would come in bursts.
        await asyncio.sleep(index * self.workload["intervalMs"] / 1000 / self.workload["inFlight"])
        while perf_counter() < self.end:
            try:
                await call()
            except Exception as error:
                self.fail(f"{type(error).__name__}: {error}")
                await asyncio.sleep(FAILURE_PAUSE_SECONDS)

    async def unary(self) -> None:
        size = self.workload["payloadBytes"]
        begun = perf_counter()
        try:
            answer = await self.stub.rpc_echo(pb.Payload(data=b"\1" * size))
        finally:
            self.latencies.append(perf_counter() - begun)
        if len(answer.data) != size:
            raise ValueError(f"sent {size} bytes, got {len(answer.data)} back")
        self.operations += 1

    async def stream(self) -> None:
        messages, size = self.workload["messages"], self.workload["payloadBytes"]
        request = pb.FloodRequest(messages=messages, message_bytes=size, interval_ms=self.workload["intervalMs"])
        last, received = perf_counter(), 0
        async for message in await self.stub.rpc_flood(request):
            now = perf_counter()
            (self.gaps if received > 0 else self.latencies).append(now - last)
            if len(message.data) != size:
                raise ValueError(f"message {received} has {len(message.data)} bytes, not {size}")
            last, received = now, received + 1
            self.operations += 1
        if received != messages:
            raise ValueError(f"the stream ended after {received} of {messages} messages")

    def fail(self, text: str) -> None:
        self.errors += 1
        self.first_error = self.first_error or text

    def result(self) -> dict:
        result = {"operations": self.operations, "errors": self.errors, "seconds": perf_counter() - self.start}
        result |= {"p50Ms": quantile(self.latencies, 0.5), "p99Ms": quantile(self.latencies, 0.99)}
        if self.gaps:
            result |= {"gapP50Ms": quantile(self.gaps, 0.5), "gapP99Ms": quantile(self.gaps, 0.99)}
        if self.first_error is not None:
            result["firstError"] = self.first_error
        return result


def quantile(seconds: list, part: float) -> float:
    """In milliseconds; 0 without values."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 if ordered else 0.0


async def main() -> None:
    address, peer = sys.argv[1:]
    p2p = await P2P.create([address], nat_port_map=False, auto_nat=False)
    try:
        stub = EchoProtocol.get_stub(p2p, PeerID.from_base58(peer))
        await channel.serve({}, lambda workload: Round(stub, workload).run())
    finally:
        await p2p.shutdown()


if __name__ == "__main__":
    switch_to_uvloop().run_until_complete(main())
