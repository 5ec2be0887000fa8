"""The compute of Python: a grpc.aio server of echo.proto. It listens where SUBNETES_COMPUTE_LISTEN says."""
import asyncio
import os

import grpc

import channel
from echo import SERVICE, echo, flood, pb


async def main() -> None:
    address = os.environ["SUBNETES_COMPUTE_LISTEN"]
    payload = pb.Payload.SerializeToString
    server = grpc.aio.server()
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(SERVICE, {
        "rpc_echo": grpc.unary_unary_rpc_method_handler(echo, pb.Payload.FromString, payload),
        "rpc_flood": grpc.unary_stream_rpc_method_handler(flood, pb.FloodRequest.FromString, payload),
    })])
    server.add_insecure_port(address)
    await server.start()
    await channel.serve({"address": address})
    await server.stop(None)


if __name__ == "__main__":
    asyncio.run(main())
