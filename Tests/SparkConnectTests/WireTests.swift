import Testing

@testable import SparkConnect

private enum Field: Int {
    case first = 1
    case far = 536_870_911
}

@Suite("The wire format of protocol buffers")
struct WireTests {
    @Test("writes the bytes of the format's own example: field 1 = 150")
    func workedExample() {
        let bytes = WireWriter.message { $0.whole(Field.first, 150) }
        #expect(bytes == [0x08, 0x96, 0x01])
    }

    @Test("what is written is read again, numbers of 64 bits and far fields too")
    func roundTrip() throws {
        let bytes = WireWriter.message { message in
            message.whole(Field.first, .max)
            message.text(Field.far, "Кемерово")
            message.message(Field.first) { $0.truth(Field.far, true) }
            message.text(Field.first, "")
        }
        var reader = WireReader(bytes[...])
        #expect(try reader.next()?.whole() == -1)
        #expect(try reader.next()?.text() == "Кемерово")
        let inner = try #require(try reader.next()).raw()
        var innerReader = WireReader(inner)
        #expect(try innerReader.next()?.number == Field.far.rawValue)
        #expect(try reader.next() == nil as WireField?)
    }

    @Test("fixed numbers of 32 and 64 bits are passed over")
    func fixedNumbers() throws {
        let bytes: [UInt8] = [0x0D, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x18, 5]
        var reader = WireReader(bytes[...])
        _ = try reader.next()
        _ = try reader.next()
        #expect(try reader.next()?.whole() == 5)
    }

    @Test(
        "what is not the format is an error",
        arguments: [
            [0x08], [0x08, 0x80], [0x0A, 5, 1], [0x0B], [0x0C], [0x00, 1], [0x0D, 1, 2, 3],
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0],
        ] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        #expect(throws: Unreadable.self) {
            var reader = WireReader(bytes[...])
            while try reader.next() != nil {}
        }
    }

    @Test("a field of another kind than the message has is an error")
    func wrongKind() {
        let bytes = WireWriter.message { $0.whole(ExecutePlanResponseField.arrowBatch, 1) }
        #expect(throws: Unreadable.self) { try ExecuteResponse(bytes[...]) }
    }
}

extension WireField? {
    fileprivate static func == (left: WireField?, right: WireField?) -> Bool {
        left?.number == right?.number
    }
}

@Suite("Messages in the body of a gRPC answer")
struct FrameTests {
    @Test("messages that come in pieces of any size come out whole", arguments: 1...7)
    func pieces(size: Int) throws {
        let messages: [[UInt8]] = [[1, 2, 3], [], Array(repeating: 9, count: 300)]
        let bytes = messages.flatMap(GRPCFrames.frame)
        var frames = GRPCFrames(limit: 300)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { frames.append($0) }
            while let message = try frames.next() { found.append(Array(message)) }
        }
        #expect(found == messages)
        #expect(!frames.isAmidMessage)
    }

    @Test("a message over the limit is refused before it is here, and so is a compressed one")
    func refused() {
        for bytes in [[0, 0, 0, 1, 45], [1, 0, 0, 0, 0]] as [[UInt8]] {
            var frames = GRPCFrames(limit: 300)
            bytes.withUnsafeBytes { frames.append($0) }
            #expect(throws: Unreadable.self) { try frames.next() }
        }
    }
}
