"""EchoProtocol as a hivemind servicer.

With --worker ADDRESS it is a gateway that forwards to a worker with grpc.aio; without, it answers itself.
"""
import argparse
import asyncio
from typing import AsyncIterator

import grpc
from hivemind.p2p import P2P, P2PContext, ServicerBase
from hivemind.utils import switch_to_uvloop

import channel
from echo import SERVICE, echo, flood, pb


def answering() -> ServicerBase:
    class EchoProtocol(ServicerBase):
        async def rpc_echo(self, request: pb.Payload, context: P2PContext) -> pb.Payload:
            return await echo(request, context)

        async def rpc_flood(self, request: pb.FloodRequest, context: P2PContext) -> AsyncIterator[pb.Payload]:
            async for message in flood(request, context):
                yield message

    return EchoProtocol()


def forwarding(address: str) -> ServicerBase:
    worker = grpc.aio.insecure_channel(address)
    answer = pb.Payload.FromString
    forward_echo = worker.unary_unary(f"/{SERVICE}/rpc_echo", pb.Payload.SerializeToString, answer)
    forward_flood = worker.unary_stream(f"/{SERVICE}/rpc_flood", pb.FloodRequest.SerializeToString, answer)

    class EchoProtocol(ServicerBase):
        async def rpc_echo(self, request: pb.Payload, context: P2PContext) -> pb.Payload:
            return await forward_echo(request)

        async def rpc_flood(self, request: pb.FloodRequest, context: P2PContext) -> AsyncIterator[pb.Payload]:
            async for message in forward_flood(request):
                yield message

    return EchoProtocol()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", help="gRPC address to forward to")
    worker = parser.parse_args().worker
    p2p = await P2P.create(nat_port_map=False, auto_nat=False)
    try:
        await (answering() if worker is None else forwarding(worker)).add_p2p_handlers(p2p)
        addresses = [str(address) for address in await p2p.get_visible_maddrs()]
        await channel.serve({"peerId": p2p.peer_id.to_base58(), "multiaddrs": addresses})
    finally:
        await p2p.shutdown()


if __name__ == "__main__":
    switch_to_uvloop().run_until_complete(main())
