import Foundation
import Numerics
import Support
import Testing

@testable import Consensus

/// Against factor_analyzer 0.5.1 (with scikit-learn 1.7.2), `Tests/Golden/factor_analyzer`, made by
/// `Benchmarks/factor_analyzer_reference.py`.
@Suite("Factors beside a peer")
struct FactorAnalyzerTests {
    private struct Expected: Decodable {
        let adequacy: Double
        let adequacyByColumn: [Double]
        let statistic: Double
        let probability: Double
        let eigenvalues: [Double]
        let loadings: [[Double]]
        let rotated: [[Double]]
    }

    private let expected: Expected
    private let found: FactorAnalysis

    init() throws {
        let folder = Golden.folder.appending(path: "factor_analyzer")
        expected = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
        let lines = try String(contentsOf: folder.appending(path: "scores.csv"), encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        let table = try lines.dropFirst().map { try $0.map { try #require(Double($0)) } }
        // Two eigenvalues over 2 and the rest under 0.5: a few tables by chance tell them apart.
        found = try FactorAnalysis(table, names: lines[0], simulations: 50)
    }

    /// A component and its mirror image are the same one, and their order after a rotation is a
    /// convention: the sum of a column is made positive, the larger first.
    private static func normalised(_ columns: [[Double]]) -> [[Double]] {
        columns
            .map { column in column.reduce(0, +) < 0 ? column.map { -$0 } : column }
            .sorted { $0.reduce(0, +) > $1.reduce(0, +) }
    }

    private static func distance(_ matrix: Matrix, _ rows: [[Double]]) throws -> Double {
        let width = try #require(rows.first?.count)
        try #require(matrix.rows == rows.count && matrix.columns == width)
        let ours = normalised((0..<width).map { matrix.column($0) })
        let theirs = normalised((0..<width).map { column in rows.map { $0[column] } })
        return try #require(
            zip(ours, theirs).flatMap { zip($0, $1).map { abs($0 - $1) } }.max())
    }

    @Test("the table is whole, and has the two factors it was made of")
    func shape() {
        #expect(found.rows == 60)
        #expect(found.names == ["a", "b", "c", "d", "e", "f"])
        #expect(found.kept == 2)
        #expect(found.overOne == 2)
        #expect(found.collinear.isEmpty)
    }

    @Test("sampling adequacy, over all and by column")
    func adequacy() throws {
        #expect(abs(try #require(found.adequacy) - expected.adequacy) < 1e-10)
        let byColumn = try #require(found.adequacyByColumn)
        try #require(byColumn.count == expected.adequacyByColumn.count)
        for (ours, theirs) in zip(byColumn, expected.adequacyByColumn) {
            #expect(abs(ours - theirs) < 1e-10)
        }
    }

    @Test("Bartlett's test of sphericity, its probability to relative digits")
    func sphericity() throws {
        let test = try #require(found.sphericity)
        #expect(abs(test.statistic / expected.statistic - 1) < 1e-10)
        #expect(test.degrees == 15)
        // The probability is 10⁻²³; an error of the statistic weighs there seventy times.
        #expect(abs(try #require(test.probability) / expected.probability - 1) < 1e-8)
    }

    @Test("eigenvalues of the correlations")
    func eigenvalues() throws {
        try #require(found.eigenvalues.count == expected.eigenvalues.count)
        for (ours, theirs) in zip(found.eigenvalues, expected.eigenvalues) {
            #expect(abs(ours - theirs) < 1e-10)
        }
    }

    @Test("loadings of two principal components")
    func loadings() throws {
        #expect(try Self.distance(found.loadings, expected.loadings) < 1e-10)
    }

    @Test("the same after varimax with Kaiser's normalisation")
    func rotated() throws {
        // The peer stops where the criterion stands still in double precision, which leaves its
        // angle half as many digits.
        #expect(try Self.distance(found.rotated, expected.rotated) < 1e-7)
        // Without the normalisation another rotation is found: the comparison tells them apart.
        let plain = FactorAnalysis.varimax(found.loadings, isNormalised: false)
        #expect(try Self.distance(plain, expected.rotated) > 1e-4)
    }
}
