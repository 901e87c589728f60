"""A Spark Connect server that misbehaves on demand, for what real servers do not do when asked.

    fake_server.py MODE [--port N] [--certificate FILE --key FILE]

Prints its port, then every call it gets, a line each. Speaks gRPC by grpcio's generic handlers; the
few messages are put together by hand. A statement's result is the column `k` with 0 ... 49, in five
answers of ten rows.
"""

import argparse
import base64
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc

# An Arrow stream of the column k: int64 with 0 ... 9, as our own writer makes it. The numbers stand
# before the eight bytes that end the stream.
ARROW = base64.b64decode(
    "/////5AAAAAYAAAAAAAAAAwAGAAEAAYACAAQAAAAAAAQAAAABAABABgAAAAAAAAAAAAAAAAAAAAIAAgAAAAEAAgA"
    "AAAEAAAAAQAAABQAAAAQABQABAAIAAkADAAAABAAEAAAABAAAAABAgAAHAAAACQAAAABAAAAawAAAAAAAAAIAAkA"
    "BAAIAAgAAABAAAAAAQAAAAAAAAD/////mAAAABgAAAAAAAAADAAYAAQABgAIABAAAAAAABAAAAAEAAMAIAAAAAAA"
    "AABQAAAAAAAAAAoAGAAIABAAFAAAAAAAAAAQAAAAAAAAAAoAAAAAAAAADAAAACAAAAAAAAAAAQAAAAoAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAIA"
    "AAAAAAAAAwAAAAAAAAAEAAAAAAAAAAUAAAAAAAAABgAAAAAAAAAHAAAAAAAAAAgAAAAAAAAACQAAAAAAAAD/////"
    "AAAAAA=="
)
ROWS = 10
ANSWERS = 5


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, value):
    """A field: a number, or bytes, text or a message with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def texts(message, number):
    """The fields of a number in a request of ours, which has only varints and bytes."""
    found, at = [], 0

    def read():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        key = read()
        size = read()
        if key & 7 == 2:
            if key >> 3 == number:
                found.append(message[at : at + size].decode(errors="replace"))
            at += size
    return found


def rows(start, data=None):
    numbers = b"".join(n.to_bytes(8, "little") for n in range(start, start + ROWS))
    return data or ARROW[: -8 - 8 * ROWS] + numbers + ARROW[-8:]


def answer(index, session="s-1", start=None, data=None):
    """The answer of an index: rows, and who gives them."""
    start = ROWS * index if start is None else start
    batch = field(1, ROWS) + field(2, rows(ROWS * index, data)) + field(3, start)
    return field(2, batch) + field(13, f"r-{index}") + field(15, session)


def progress(done):
    stage = field(1, 1) + field(2, ANSWERS) + field(3, done)
    return field(18, field(1, stage)) + field(13, f"p-{done}") + field(15, "s-1")


END = field(14, b"") + field(13, "r-end") + field(15, "s-1")


def error(error_class):
    """The status details with which Spark names the class of an error."""
    entry = field(3, field(1, "errorClass") + field(2, error_class))
    info = field(1, "type.googleapis.com/google.rpc.ErrorInfo") + field(2, entry)
    return ("grpc-status-details-bin", field(1, 13) + field(3, info))


class Server:
    def __init__(self, mode):
        self.mode = mode
        self.tries = 0
        self.interrupted = threading.Event()

    def refuse(self, context, code, words, error_class=None):
        if error_class:
            context.set_trailing_metadata([error(error_class)])
        context.abort(code, words)

    def execute(self, request, context):
        self.tries += 1
        yield from getattr(self, "do_" + self.mode.replace("-", "_"))(context)

    def rest(self, first):
        for index in range(first, ANSWERS):
            yield answer(index)
        yield END

    # What each mode answers to ExecutePlan.

    def do_well(self, context):
        for index in range(ANSWERS):
            yield progress(index)
            yield answer(index)
        yield END

    def do_unavailable_twice(self, context):
        if self.tries <= 2:
            self.refuse(context, grpc.StatusCode.UNAVAILABLE, "starting")
        yield from self.rest(0)

    def do_unavailable(self, context):
        self.refuse(context, grpc.StatusCode.UNAVAILABLE, "starting")
        yield

    def do_unauthenticated(self, context):
        self.refuse(context, grpc.StatusCode.UNAUTHENTICATED, "who are you?")
        yield

    def do_malformed_message(self, context):
        yield b"\x12\xff\xff\xff\xff\x0f"

    def do_malformed_arrow(self, context):
        yield answer(0, data=ARROW[:40] + b"\xff" * (len(ARROW) - 40))

    def do_short_batch(self, context):
        yield field(2, field(1, ROWS + 1) + field(2, ARROW)) + field(13, "r-0")

    def do_twice_the_same_rows(self, context):
        yield answer(0)
        yield answer(1, start=0)

    def do_other_session(self, context):
        yield answer(0)
        yield answer(1, session="s-2")

    def do_break(self, context):
        yield answer(0)
        yield answer(1)
        self.refuse(context, grpc.StatusCode.UNAVAILABLE, "moved")

    def do_end_early(self, context):
        yield answer(0)
        yield answer(1)

    do_never_whole = do_operation_gone = do_end_early

    def do_slow(self, context):
        for index in range(ANSWERS):
            time.sleep(0.3)
            yield answer(index)
        yield END

    def do_silent(self, context):
        yield progress(0)
        # Until somebody says stop, or for a minute.
        self.interrupted.wait(60)

    def reattach(self, request, context):
        if self.mode == "operation-gone" or self.mode.startswith("unavailable"):
            self.refuse(
                context, grpc.StatusCode.INTERNAL, "no such operation",
                "INVALID_HANDLE.OPERATION_NOT_FOUND")
        last = texts(request, 5)
        if self.mode != "never-whole":
            yield from self.rest(int(last[0].removeprefix("r-")) + 1 if last else 0)

    def interrupt(self, request):
        self.interrupted.set()
        return field(2, texts(request, 6)[0])

    def release_execute(self, request):
        return field(2, texts(request, 3)[0])

    def release_session(self, request):
        return field(1, texts(request, 1)[0])

    def version(self, request):
        return field(15, "s-1") + field(8, field(1, "0.0 (fake)"))

    def handlers(self):
        def told(name, take):
            def call(request, context):
                place = {"ExecutePlan": 6, "Interrupt": 6, "ReattachExecute": 3, "ReleaseExecute": 3}
                print(name, *texts(request, place.get(name, 0)), flush=True)
                return take(request, context)

            return call

        calls = {}
        for name, take in [("ExecutePlan", self.execute), ("ReattachExecute", self.reattach)]:
            calls[name] = grpc.unary_stream_rpc_method_handler(told(name, take))
        for name, reply in [
            ("Interrupt", self.interrupt),
            ("ReleaseExecute", self.release_execute),
            ("ReleaseSession", self.release_session),
            ("AnalyzePlan", self.version),
        ]:
            take = told(name, lambda request, context, reply=reply: reply(request))
            calls[name] = grpc.unary_unary_rpc_method_handler(take)
        return grpc.method_handlers_generic_handler("spark.connect.SparkConnectService", calls)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mode")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    if not hasattr(Server, "do_" + options.mode.replace("-", "_")):
        sys.exit(f"no mode {options.mode}")
    server = grpc.server(ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers([Server(options.mode).handlers()])
    address = f"127.0.0.1:{options.port}"
    if options.certificate:
        with open(options.certificate, "rb") as chain, open(options.key, "rb") as key:
            pair = grpc.ssl_server_credentials([(key.read(), chain.read())])
        port = server.add_secure_port(address, pair)
    else:
        port = server.add_insecure_port(address)
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
