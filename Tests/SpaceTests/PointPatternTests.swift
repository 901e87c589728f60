import Foundation
import Numerics
import Region
import Space
import Support
import Testing

/// The worked examples of METHODS 3.3–3.5, their edges and properties.
@Suite("Point patterns (METHODS 3.3–3.5)")
struct PointPatternTests {
    private let golden: Golden
    private let triangle = [PlanePoint(0, 0), PlanePoint(3, 0), PlanePoint(0, 4)]

    init() throws { golden = try Golden(chapter: "c03") }

    @Test("density of distances, plain, reflected, weighted")
    func density() throws {
        let plain = try DistanceDensity(triangle, bandwidth: 1, reflecting: false)
        let reflected = try DistanceDensity(triangle, bandwidth: 1)
        let weighted = try DistanceDensity(triangle, weights: [1, 2, 3], bandwidth: 1)
        #expect(agrees(plain(4), try golden.number("Kd_4_noreflect")))
        #expect(agrees(plain(1), try golden.number("Kd_1_noreflect")))
        #expect(agrees(reflected(4), try golden.number("Kd_4_reflect")))
        #expect(agrees(reflected(1), try golden.number("Kd_1_reflect")))
        #expect(agrees(weighted(4), try golden.number("Kd_4_weighted_reflect")))
        #expect(
            agrees(
                try DistanceDensity.silverman([3, 4, 5]), try golden.number("bw_silverman")))
    }

    @Test("with reflection the density is one in all")
    func integral() throws {
        for seed in UInt64(0)..<20 {
            var random = RandomStream(seed: seed, stream: 4)
            let points = (0..<12).map { _ in PlanePoint(10 * random.unit(), 10 * random.unit()) }
            let density = try DistanceDensity(points)
            let step = 0.02
            let sum = stride(from: step / 2, to: 30, by: step).map { density($0) }.reduce(0, +)
            #expect(abs(sum * step - 1) < 1e-3, "seed \(seed)")
        }
    }

    @Test("concentration around plants")
    func concentration() throws {
        let points = [0, 1, 1.5, 10, 10.5, 11].map { PlanePoint($0, 0) }
        let kind = [true, true, false, false, true, false]
        let found = try ConcentrationFunction(
            points, weights: [2, 1, 1, 3, 1, 2], isOfKind: kind, within: 2)
        let wanted = try golden.matrix("M_2_parts")
        for (part, index) in zip(found.parts, 0...) {
            #expect(agrees(part?.around ?? .nan, wanted[0, index]))
            #expect(agrees(part?.expected ?? .nan, wanted[1, index]))
        }
        #expect(agrees(found.value, try golden.number("M_2")))
        let one = try ConcentrationFunction(
            points, weights: [2, 1, 1, 3, 1, 2], isOfKind: kind, within: 2, threads: .one)
        #expect(one.value == found.value)
    }

    @Test("clusters of a line")
    func clusters() throws {
        let points = [0, 1, 2, 10, 11, 12, 30].map { PlanePoint($0, 0) }
        let found = try DensityClusters(points, reach: 1.5, least: 3)
        #expect(found.isCore == [false, true, false, false, true, false, false])
        #expect(found.labels == [0, 0, 0, 1, 1, 1, nil] && found.count == 2)
        let wanted = try golden.list("dbscan_core")
        #expect(points.indices.filter { found.isCore[$0] }.map { points[$0].x } == wanted)
    }

    @Test("clusters by the grid are those of all pairs")
    func everyPair() throws {
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed, stream: 6)
            let points = (0..<60).map { _ in
                PlanePoint(6 * random.unit() - 3, 6 * random.unit() - 3)
            }
            let found = try DensityClusters(points, reach: 0.7, least: 4)
            for (own, point) in points.enumerated() {
                let near = points.indices.filter { point.distance(to: points[$0]) <= 0.7 }
                #expect(found.isCore[own] == (near.count >= 4))
                let cores = near.filter { found.isCore[$0] }
                if found.isCore[own] {
                    #expect(cores.allSatisfy { found.labels[$0] == found.labels[own] })
                } else {
                    #expect(found.labels[own] == cores.first.flatMap { found.labels[$0] })
                }
            }
        }
    }

    @Test("too few points, one place, nobody near: reasons")
    func edges() throws {
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try DistanceDensity([PlanePoint(0, 0)])
        }
        #expect(throws: Undefined.constantInput) {
            try DistanceDensity(Array(repeating: PlanePoint(1, 1), count: 5))
        }
        #expect(throws: Undefined.noNeighbour) {
            try ConcentrationFunction(
                [PlanePoint(0, 0), PlanePoint(9, 0)], weights: [1, 1], isOfKind: [true, true],
                within: 1)
        }
        #expect(throws: Undefined.notAQuantity(symbol: "d")) {
            try DensityClusters([PlanePoint(.nan, 0)], reach: 1, least: 1)
        }
        #expect(try DensityClusters([], reach: 1, least: 1).count == 0)
    }
}

/// 2,426 trees of Paracou against dbmss 2.11.
@Suite("Trees of Paracou against dbmss", .enabled(if: Oracles.areThere))
struct ParacouTests {
    @Test("M of a species among all, and of one around another")
    func concentration() throws {
        let folder = try #require(Oracles.folder).appending(path: "kd_m_point_pattern")
        let rows = try String(
            contentsOf: folder.appending(path: "paracou16_points.csv"), encoding: .utf8
        ).split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
        }
        let points = try rows.map {
            PlanePoint(try #require(Double($0[0])), try #require(Double($0[1])))
        }
        let weights = try rows.map { try #require(Double($0[3])) }
        let americana = rows.map { $0[2] == "V. Americana" }
        let rosea = rows.map { $0[2] == "Q. Rosea" }
        for (radius, wanted) in [(10.0, 1.4513786), (20, 1.7415028), (100, 1.3842567)] {
            let found = try ConcentrationFunction(
                points, weights: weights, isOfKind: americana, within: radius)
            #expect(agrees(found.value, wanted, within: 1e-7), "\(radius): \(found.value)")
        }
        let around = try ConcentrationFunction(
            points, weights: weights, isOfKind: rosea, isNeighbour: americana, within: 10)
        #expect(agrees(around.value, 0.5949164, within: 1e-7), "\(around.value)")
    }
}
