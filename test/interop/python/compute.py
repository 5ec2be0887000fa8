"""A compute with grpcio: echoes bytes in every shape. Prints its port."""
import asyncio

import grpc

cancelled = 0


async def echo(request, context):
    return request


async def fail(request, context):
    await context.abort(grpc.StatusCode.DATA_LOSS, request.decode())


async def hang(request, context):
    global cancelled
    try:
        await asyncio.sleep(3600)
    finally:
        cancelled += 1


async def count_cancelled(request, context):
    return str(cancelled).encode()


async def metadata(request, context):
    return "\n".join(f"{key}={value}" for key, value in context.invocation_metadata()).encode()


async def down(request, context):
    count, size = request.decode().split()
    message = b"d" * int(size)
    for _ in range(int(count)):
        yield message


async def up(requests, context):
    total = 0
    async for request in requests:
        total += len(request)
    return str(total).encode()


async def both(requests, context):
    async for request in requests:
        yield request


HANDLERS = {
    "/t.T/echo": grpc.unary_unary_rpc_method_handler(echo),
    "/t.T/fail": grpc.unary_unary_rpc_method_handler(fail),
    "/t.T/hang": grpc.unary_unary_rpc_method_handler(hang),
    "/t.T/cancelled": grpc.unary_unary_rpc_method_handler(count_cancelled),
    "/t.T/metadata": grpc.unary_unary_rpc_method_handler(metadata),
    "/t.T/down": grpc.unary_stream_rpc_method_handler(down),
    "/t.T/up": grpc.stream_unary_rpc_method_handler(up),
    "/t.T/both": grpc.stream_stream_rpc_method_handler(both),
}


class Handlers(grpc.GenericRpcHandler):
    def service(self, details):
        return HANDLERS.get(details.method)


async def main():
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Handlers(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


asyncio.run(main())
