import Engine
import Testing

@testable import SparkConnect

/// SplitMix64: the same bytes for the same seed, on every machine.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite("Readers on hostile bytes: a value or an error, never a trap")
struct HostileBytesTests {
    private static let seed: UInt64 = 0x5EED

    @Test("Arrow's stream format, 100 000 times")
    func arrow() {
        let valid = ArrowWriter.stream(everyType)
        let outcomes = Self.outcomes(of: valid, rounds: 100_000) { bytes throws(Unreadable) in
            _ = try ArrowReader.batches(in: bytes)
        }
        // A reader that refuses all, or nothing, would not have been tried.
        #expect(outcomes.read > 1000 && outcomes.refused > 1000)
    }

    @Test("responses, 100 000 times")
    func responses() {
        let valid = WireWriter.message { response in
            response.text(ExecutePlanResponseField.responseId, "a-response")
            response.text(ExecutePlanResponseField.serverSideSessionId, "a-session")
            response.message(ExecutePlanResponseField.arrowBatch) {
                $0.whole(ArrowBatchField.rowCount, 3)
                $0.raw(ArrowBatchField.data, [1, 2, 3])
            }
            response.message(ExecutePlanResponseField.executionProgress) { progress in
                progress.message(ExecutionProgressField.stages) {
                    $0.whole(StageInfoField.numTasks, 8)
                    $0.whole(StageInfoField.numCompletedTasks, 3)
                }
            }
            response.message(ExecutePlanResponseField.resultComplete)
        }
        let outcomes = Self.outcomes(of: valid, rounds: 100_000) { bytes throws(Unreadable) in
            _ = try ExecuteResponse(bytes)
        }
        #expect(outcomes.read > 1000 && outcomes.refused > 1000)
    }

    @Test("bodies of answers and details of a status, 20 000 times")
    func framesAndStatus() {
        let valid = GRPCFrames.frame([1, 2, 3]) + GRPCFrames.frame([])
        let outcomes = Self.outcomes(of: valid, rounds: 20_000) { bytes throws(Unreadable) in
            var frames = GRPCFrames(limit: 100)
            bytes.withUnsafeBytes { frames.append($0) }
            while try frames.next() != nil {}
            let text = String(decoding: bytes, as: UTF8.self)
            let trailers = [
                "grpc-status": "13", "grpc-message": "%" + text,
                "grpc-status-details-bin": StatusTests.base64(Array(bytes)),
            ]
            _ = GRPCStatus(trailers: trailers)?.fault(in: "q")
        }
        #expect(outcomes.read > 100 && outcomes.refused > 100)
    }

    private static func outcomes(
        of valid: [UInt8], rounds: Int,
        reading: (ArraySlice<UInt8>) throws(Unreadable) -> Void
    ) -> (read: Int, refused: Int) {
        var random = Seeded(state: seed)
        var outcomes = (read: 0, refused: 0)
        for _ in 0..<rounds {
            let bytes = mutated(valid, &random)
            do throws(Unreadable) {
                try reading(bytes[...])
                outcomes.read += 1
            } catch {
                outcomes.refused += 1
            }
        }
        return outcomes
    }

    /// Changes a few bytes, to such values as are at the edge of something, or cuts the end off.
    private static func mutated(_ valid: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = valid
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            let edges: [UInt8] = [0, 1, 4, 8, 0x7F, 0x80, 0xFF]
            bytes[place] =
                Bool.random(using: &random)
                ? edges.randomElement(using: &random) ?? 0
                : UInt8.random(in: 0...255, using: &random)
        }
        if Int.random(in: 0..<10, using: &random) == 0 {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        }
        return bytes
    }
}
