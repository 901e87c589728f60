"""A line to a server that can be cut, frozen or made secure.

    line.py TARGET-PORT [--cut-after BYTES] [--freeze-after BYTES] [--certificate FILE --key FILE]

Prints its own port. Cuts, or freezes, the first connection that has brought so many bytes from the
server, and leaves all later ones alone. With a certificate it ends TLS, as a proxy in front of a
server does.
"""

import argparse
import asyncio
import ssl


class Line:
    def __init__(self, options):
        self.options = options
        self.isWhole = True

    async def connect(self, reader, writer):
        try:
            target = await asyncio.open_connection("127.0.0.1", self.options.target)
        except OSError:
            writer.close()
            return
        ends = [writer, target[1]]
        await asyncio.gather(self.pump(reader, target[1], ends), self.pump(target[0], writer, ends, True))

    async def pump(self, source, sink, ends, counts=False):
        seen = 0
        try:
            while data := await source.read(1 << 16):
                seen += len(data)
                if counts and self.isWhole:
                    await self.harm(seen, ends)
                sink.write(data)
                await sink.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for end in ends:
                end.close()

    async def harm(self, seen, ends):
        cut, freeze = self.options.cut_after, self.options.freeze_after
        if cut is not None and seen > cut:
            self.isWhole = False
            for end in ends:
                end.transport.abort()
        elif freeze is not None and seen > freeze:
            self.isWhole = False
            await asyncio.sleep(3600)


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=int)
    parser.add_argument("--cut-after", type=int)
    parser.add_argument("--freeze-after", type=int)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
        context.set_alpn_protocols(["h2"])
    server = await asyncio.start_server(Line(options).connect, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
