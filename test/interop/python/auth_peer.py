"""A hivemind peer whose calls and answers go through hivemind's own AuthRPCWrapper; commands and events are those of peer.py.

A call of it names a `mode`: `well`, or what is wrong with the request. With --serve it serves SignedProtocol; the text of a request says what is
wrong with the answer. The key of the messages is the key of the peer's identity (RSA), as in the subnet template; the token is signed by the same key.
"""
import argparse
import asyncio
import importlib
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import hivemind.utils.auth as hivemind_auth
from google.protobuf.json_format import MessageToDict
from google.protobuf.message_factory import GetMessageClass
from hivemind.p2p import P2P, PeerID, P2PContext, ServicerBase
from hivemind.proto import crypto_pb2
from hivemind.utils.auth import AuthRole, AuthRPCWrapper, TokenAuthorizerBase
from hivemind.utils.crypto import RSAPrivateKey, RSAPublicKey
from hivemind.utils.timed_storage import get_dht_time

from peer import commands, emit, servicer_class


def private_key(identity: str) -> RSAPrivateKey:
    protobuf = crypto_pb2.PrivateKey()
    protobuf.ParseFromString(Path(identity).read_bytes())
    key = RSAPrivateKey.__new__(RSAPrivateKey)
    key.__setstate__({"_private_key": protobuf.data})
    return key


def compile_protos(proto: Path, include: Path, folder: str):
    files = [str(proto), str(include / "subnetes/v1/auth.proto")]
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", f"-I{include}", f"-I{proto.parent}", f"--python_out={folder}", *files], check=True)
    sys.path.insert(0, folder)
    return importlib.import_module(f"{proto.stem}_pb2"), importlib.import_module("subnetes.v1.auth_pb2")


def authorizer_class(auth_pb):
    class Authorizer(TokenAuthorizerBase):
        """The subnet template's token: signed by its own key, good for a minute."""

        async def get_token(self):
            expires = str(datetime.now(timezone.utc) + timedelta(minutes=1))
            token = auth_pb.AccessToken(public_key=self.local_public_key.to_bytes(), expiration_time=expires)
            token.signature = self._local_private_key.sign(self.text(token))
            return token

        @staticmethod
        def text(token) -> bytes:
            return f"{token.username} {token.public_key} {token.expiration_time}".encode()

        def is_token_valid(self, token) -> bool:
            if not token.public_key:
                return False
            return RSAPublicKey.from_bytes(token.public_key).verify(self.text(token), token.signature)

        def does_token_need_refreshing(self, token) -> bool:
            return datetime.fromisoformat(token.expiration_time) < datetime.now(timezone.utc) + timedelta(seconds=30)

    return Authorizer


class Caller:
    """Signed calls of SignedProtocol.rpc_ask, right and wrong ones."""

    def __init__(self, p2p: P2P, service, authorizer_type, key: RSAPrivateKey):
        self.p2p, self.authorizer_type, self.key = p2p, authorizer_type, key
        self.stub_class = servicer_class(service)
        self.request_class = GetMessageClass(service.methods_by_name["rpc_ask"].input_type)
        self.authorizer = authorizer_type(key)

    async def run(self, command: dict) -> None:
        call = command["id"]
        try:
            answer = await self.call(command)
            if answer is not None:
                emit("message", id=call, message=MessageToDict(answer, preserving_proto_field_name=True), at=0)
            emit("done", id=call, messages=0 if answer is None else 1, bytes=0, at=0)
        except BaseException as error:  # the test looks at type and text
            emit("error", id=call, type=type(error).__name__, text=str(error), at=0)

    async def call(self, command: dict):
        stub = self.stub_class.get_stub(self.p2p, PeerID.from_base58(command["peer"]))
        request = self.request_class(text="how much?", numbers=[1, 2, 300])
        recipient = RSAPublicKey.from_bytes(command["recipient"].encode()) if command.get("recipient") else None
        mode = command["mode"]
        if mode == "unsigned":
            return await stub.rpc_ask(request)
        if mode == "tampered":
            await self.authorizer.sign_request(request, recipient)
            request.text += " less"
            return await stub.rpc_ask(request)
        if mode == "replayed":
            await self.authorizer.sign_request(request, recipient)
            await stub.rpc_ask(request)
            return await stub.rpc_ask(request)
        if mode == "expired":
            hivemind_auth.get_dht_time = lambda: get_dht_time() - 120
            try:
                return await AuthRPCWrapper(stub, AuthRole.CLIENT, self.authorizer, recipient).rpc_ask(request)
            finally:
                hivemind_auth.get_dht_time = get_dht_time
        if mode == "wrong-recipient":
            recipient = RSAPrivateKey().get_public_key()
        authorizer = self.authorizer_type(RSAPrivateKey()) if mode == "wrong-key" else self.authorizer
        return await AuthRPCWrapper(stub, AuthRole.CLIENT, authorizer, recipient).rpc_ask(request)


def make_servicer(pb, authorizer_type, key: RSAPrivateKey):
    """The servicer and hivemind's wrapper around it; what is wrong with an answer comes after it was signed."""

    class SignedProtocol(ServicerBase):
        async def rpc_ask(self, request: pb.Ask, context: P2PContext) -> pb.Answer:
            return pb.Answer(text=request.text)

    class Wrong(authorizer_type):
        async def sign_response(self, response, request) -> None:
            await super().sign_response(response, request)
            if request.text == "tampered":
                response.text += "!"
            if request.text == "other-nonce":
                response.auth.nonce = bytes(8)
            if request.text == "unsigned":
                response.ClearField("auth")
            if request.text == "other-key":
                response.ClearField("auth")
                await authorizer_type(RSAPrivateKey()).sign_response(response, request)

    servicer = SignedProtocol()
    return servicer, AuthRPCWrapper(servicer, AuthRole.SERVICER, Wrong(key))


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--proto", type=Path, required=True, help="schema with SignedProtocol")
    parser.add_argument("--include", type=Path, required=True, help="folder of subnetes/v1/auth.proto")
    parser.add_argument("--connect", action="append", default=[])
    parser.add_argument("--identity", required=True, help="RSA key file")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        pb, auth_pb = compile_protos(options.proto.resolve(), options.include.resolve(), folder)
    key, authorizer_type = private_key(options.identity), authorizer_class(auth_pb)
    p2p = await P2P.create(options.connect, identity_path=options.identity, host_maddrs=["/ip4/127.0.0.1/tcp/0"], nat_port_map=False, auto_nat=False)
    try:
        if options.serve:
            servicer, wrapper = make_servicer(pb, authorizer_type, key)
            await servicer.add_p2p_handlers(p2p, wrapper)
        emit("ready", peer=p2p.peer_id.to_base58(), addresses=[str(address) for address in await p2p.get_visible_maddrs()])
        caller = Caller(p2p, pb.DESCRIPTOR.services_by_name["SignedProtocol"], authorizer_type, key)
        tasks = set()
        async for command in commands():
            task = asyncio.create_task(caller.run(command))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    finally:
        await p2p.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
