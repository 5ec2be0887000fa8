"""A worker's compute in Python: a plain gRPC server of embed.proto. It imports nothing of Subnetes (docs/worker-contract.md)."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from concurrent import futures
from importlib import import_module
from pathlib import Path

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_tools import protoc

from embedding import DEFAULT_DIMENSIONS, MAX_DIMENSIONS, MAX_TEXT_CHARACTERS, cosine, embed, statistics_of

SERVICE = "subnet.embed.v1.EmbedProtocol"
MAX_CANDIDATES = 10_000
# Calls at once. The runner refuses what is over the manifest's concurrency before it comes here.
THREADS = 16
STOP_GRACE_SECONDS = 5.0


def load_messages():
    """Compiles embed.proto into a folder that lives as long as the import takes, and imports the result: nothing generated lies about."""
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory(prefix="embed-proto-") as folder:
        code = protoc.main(["protoc", f"-I{here}", f"--python_out={folder}", f"--grpc_python_out={folder}", "embed.proto"])
        if code != 0:
            raise RuntimeError(f"protoc could not compile embed.proto (exit code {code})")
        sys.path.insert(0, folder)
        try:
            return import_module("embed_pb2"), import_module("embed_pb2_grpc")
        finally:
            sys.path.remove(folder)


pb, pb_grpc = load_messages()


class EmbedProtocol(pb_grpc.EmbedProtocolServicer):
    """The methods. A cancelled or late call shows as `context.is_active()` being false."""

    def rpc_embed(self, request, context):
        return answer(request, context)

    def rpc_embed_stream(self, requests, context):
        for request in requests:
            yield answer(request, context)

    def rpc_rank(self, request, context):
        if len(request.candidates) > MAX_CANDIDATES:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"candidates: {len(request.candidates)} given, at most {MAX_CANDIDATES} allowed")
        check_text("query", request.query, context)
        query = embed(request.query)
        scores = []
        for index, candidate in enumerate(request.candidates):
            if not context.is_active():
                context.abort(grpc.StatusCode.CANCELLED, "the caller left")
            check_text(f"candidates[{index}]", candidate, context)
            scores.append((cosine(query, embed(candidate)), index))
        scores.sort(key=lambda scored: (-scored[0], scored[1]))
        best = scores[: request.top or len(scores)]
        return pb.RankResponse(ranked=[pb.Ranked(index=index, score=score) for score, index in best])


def answer(request, context):
    """One text's vector and figures."""
    check_text("text", request.text, context)
    dimensions = request.dimensions or DEFAULT_DIMENSIONS
    if dimensions > MAX_DIMENSIONS:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"dimensions: {dimensions} asked, at most {MAX_DIMENSIONS} allowed")
    statistics = statistics_of(request.text)
    return pb.EmbedResponse(
        vector=embed(request.text, dimensions),
        statistics=pb.TextStatistics(**vars(statistics)),
        worker_id=os.environ.get("SUBNETES_WORKER_ID", ""),
    )


def check_text(name, text, context):
    """Ends the call when a text is too long."""
    if len(text) > MAX_TEXT_CHARACTERS:
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{name}: {len(text)} characters given, at most {MAX_TEXT_CHARACTERS} allowed")


def serve(address):
    """Serves until SIGTERM or SIGINT, then finishes what runs."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=THREADS), options=[("grpc.so_reuseport", 0)])
    pb_grpc.add_EmbedProtocolServicer_to_server(EmbedProtocol(), server)
    # Stepping down through the same object is what turns a waiting health check to NOT_SERVING at the end.
    status = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(status, server)
    server.add_insecure_port(address)
    server.start()
    for service in ("", SERVICE):
        status.set(service, health_pb2.HealthCheckResponse.SERVING)
    print(f"embed-py serves on {address}", flush=True)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    status.enter_graceful_shutdown()
    server.stop(STOP_GRACE_SECONDS).wait()


if __name__ == "__main__":
    listen = os.environ.get("SUBNETES_COMPUTE_LISTEN")
    if not listen:
        sys.exit("SUBNETES_COMPUTE_LISTEN is not set; set it to 127.0.0.1:PORT or unix:PATH (the runner does)")
    serve(listen)
