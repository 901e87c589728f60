import Foundation
import Numerics
import Testing

/// METHODS 8.4 and 8.5.
@Suite("Sobol points and indices")
struct SensitivityTests {
    @Test("the first points, as SciPy 1.17 has them")
    func points() {
        var flat = SobolSequence(dimensions: 2)
        let wanted = [[0, 0], [0.5, 0.5], [0.75, 0.25], [0.25, 0.75], [0.375, 0.375]]
        #expect(wanted.allSatisfy { $0 == flat.next() })
        var five = SobolSequence(dimensions: 5)
        _ = (0..<6).map { _ in five.next() }
        #expect(five.next() == [0.625, 0.125, 0.875, 0.625, 0.625])
        #expect(five.next() == [0.125, 0.625, 0.375, 0.125, 0.125])
    }

    @Test("every coordinate has one point in each box, scrambled or not", arguments: [nil, 1, 99])
    func balance(_ seed: UInt64?) {
        var sequence = SobolSequence(dimensions: SobolSequence.most, seed: seed)
        let points = (0..<256).map { _ in sequence.next() }
        for dimension in 0..<SobolSequence.most {
            let boxes = Set(points.map { Int($0[dimension] * 256) })
            #expect(boxes.count == 256)
        }
    }

    @Test("another seed gives other points, the same the same")
    func seeds() {
        func points(_ seed: UInt64) -> [[Double]] {
            var sequence = SobolSequence(dimensions: 3, seed: seed)
            return (0..<8).map { _ in sequence.next() }
        }
        #expect(points(4) == points(4))
        #expect(points(4) != points(5))
    }

    @Test("Ishigami's function: the worked example")
    func ishigami() throws {
        let found = try #require(
            SensitivityIndices(inputs: 3, rows: 1 << 14, seed: 3) { point in
                let x = point.map { (2 * $0 - 1) * Double.pi }
                return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0])
            })
        #expect(abs(found.variance - 13.844588) < 0.02)
        for (own, wanted) in zip(found.first, [0.313905, 0.442411, 0]) {
            #expect(abs(own - wanted) < 0.01)
        }
        for (own, wanted) in zip(found.total, [0.557589, 0.442411, 0.243684]) {
            #expect(abs(own - wanted) < 0.01)
        }
        for (interval, wanted) in zip(found.totalIntervals, [0.557589, 0.442411, 0.243684]) {
            #expect(interval.low - 0.01 <= wanted && wanted <= interval.high + 0.01)
        }
        #expect(found.evaluations == (1 << 14) * 5)
    }

    @Test("a sum: 0.8 and 0.2; something constant has no indices")
    func sum() throws {
        let found = try #require(
            SensitivityIndices(inputs: 2, rows: 4096, seed: 1) { 2 * $0[0] + $0[1] })
        #expect(abs(found.first[0] - 0.8) < 0.005 && abs(found.first[1] - 0.2) < 0.005)
        #expect(abs(found.total[0] - 0.8) < 0.005 && abs(found.total[1] - 0.2) < 0.005)
        #expect(SensitivityIndices(inputs: 2, rows: 64, seed: 1) { _ in 3 } == nil)
        // More inputs than there are directions for are drawn by a Latin hypercube.
        let many = try #require(
            SensitivityIndices(inputs: 33, rows: 4096, seed: 1) { $0[0] + $0[32] })
        #expect(abs(many.first[0] - 0.5) < 0.05 && abs(many.first[32] - 0.5) < 0.05)
        #expect(many.total[1] == 0)
    }

    @Test("the same bits for any number of threads")
    func threads() {
        let one = SensitivityIndices(inputs: 4, rows: 512, seed: 2, threads: .one) { $0[0] * $0[3] }
        let all = SensitivityIndices(inputs: 4, rows: 512, seed: 2, threads: .all) { $0[0] * $0[3] }
        #expect(one == all)
    }
}
