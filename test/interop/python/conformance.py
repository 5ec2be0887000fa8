"""The Conformance service as a hivemind servicer."""
import asyncio
from typing import AsyncIterator, Callable

from hivemind.p2p import P2PContext, ServicerBase


def make_servicer(pb, emit: Callable[..., None]) -> ServicerBase:
    """The servicer for the messages of a protoc module; `emit` gets what its handlers see."""

    class Conformance(ServicerBase):
        async def rpc_square(self, request: pb.Number, context: P2PContext) -> pb.Number:
            return pb.Number(value=request.value**2)

        async def rpc_nothing(self, request: pb.Nothing, context: P2PContext) -> pb.Nothing:
            return pb.Nothing()

        async def rpc_echo(self, request: pb.Blob, context: P2PContext) -> pb.Blob:
            return pb.Blob(data=request.data)

        async def rpc_big(self, request: pb.Blobs, context: P2PContext) -> pb.Blob:
            return pb.Blob(data=bytes(request.count * request.size))

        async def rpc_fail(self, request: pb.Text, context: P2PContext) -> pb.Nothing:
            raise ValueError(request.text)

        async def rpc_wait(self, request: pb.Text, context: P2PContext) -> pb.Nothing:
            await self._until_cancelled("rpc_wait", request.text)
            return pb.Nothing()

        async def rpc_who(self, request: pb.Nothing, context: P2PContext) -> pb.Who:
            return pb.Who(handle=context.handle_name, local=context.local_id.to_base58(), remote=context.remote_id.to_base58())

        async def rpc_count(self, request: pb.Number, context: P2PContext) -> AsyncIterator[pb.Number]:
            for value in range(request.value):
                yield pb.Number(value=value)

        async def rpc_nothings(self, request: pb.Number, context: P2PContext) -> AsyncIterator[pb.Nothing]:
            for _ in range(request.value):
                yield pb.Nothing()

        async def rpc_blobs(self, request: pb.Blobs, context: P2PContext) -> AsyncIterator[pb.Blob]:
            for _ in range(request.count):
                yield pb.Blob(data=bytes(request.size))

        async def rpc_fail_after(self, request: pb.Number, context: P2PContext) -> AsyncIterator[pb.Number]:
            for value in range(request.value):
                yield pb.Number(value=value)
            raise ValueError(f"failed after {request.value}")

        async def rpc_stall(self, request: pb.Text, context: P2PContext) -> AsyncIterator[pb.Text]:
            yield pb.Text(text=request.text)
            await self._until_cancelled("rpc_stall", request.text)

        async def rpc_sum(self, request: AsyncIterator[pb.Number], context: P2PContext) -> pb.Number:
            return pb.Number(value=sum([number.value async for number in request]))

        async def rpc_measure(self, request: AsyncIterator[pb.Blob], context: P2PContext) -> pb.Blobs:
            count = size = 0
            async for blob in request:
                count += 1
                size += len(blob.data)
            return pb.Blobs(count=count, size=size)

        async def rpc_first(self, request: AsyncIterator[pb.Number], context: P2PContext) -> pb.Number:
            async for number in request:
                return number

        async def rpc_running_sum(self, request: AsyncIterator[pb.Number], context: P2PContext) -> AsyncIterator[pb.Number]:
            total = 0
            async for number in request:
                total += number.value
                yield pb.Number(value=total)

        async def rpc_positive(self, request: AsyncIterator[pb.Number], context: P2PContext) -> AsyncIterator[pb.Number]:
            async for number in request:
                if number.value < 0:
                    raise ValueError(f"{number.value} is negative")
                yield number

        async def _until_cancelled(self, method: str, text: str) -> None:
            emit("handler", method=method, what="started", text=text)
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                emit("handler", method=method, what="cancelled", text=text)
                raise

    return Conformance()
