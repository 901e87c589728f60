internal import Digest
internal import Foundation
internal import Numerics
internal import Region
internal import Space

/// Work that no statement of an engine can do, cut into shards that need nothing of each other.
///
/// A shard is a block of replicates of one industry. Replicate k of an industry has a random stream
/// of its own, named by the problem and by k alone: so the answer is the same for any number of
/// shards and in whatever order and on whatever machines they are done.
public struct ShardPlan: Codable, Hashable, Sendable {
    /// What the replicates are of.
    public enum Kernel: String, Codable, CaseIterable, Sendable {
        /// K-density of Duranton and Overman against draws from all sites (METHODS 3.3).
        case density
        /// M of Marcon and Puech against labels dealt out anew (METHODS 3.4).
        case concentration
    }

    /// An industry with its observed curve.
    public struct Industry: Codable, Hashable, Sendable {
        public let activity: String
        public let plants: Int
        /// Of the K-density; nil for M.
        public let bandwidth: Double?
        public let observed: [Double]
    }

    public let kernel: Kernel
    /// Distances, kilometres.
    public let grid: [Double]
    public let industries: [Industry]
    /// Industries that have no curve, and why.
    public let leftOut: [String: String]
    public let replicates: Int
    public let seed: UInt64
    /// Replicates of a shard; the last of an industry may have fewer.
    public let block: Int
    /// SHA-256 of the table of sites beside the plan.
    public let sites: String

    /// Blocks of an industry.
    private var blocks: Int { (replicates + block - 1) / block }

    public var shardCount: Int { industries.count * blocks }

    /// What a shard does.
    ///
    /// - Precondition: `index` is under ``shardCount``.
    public func shard(_ index: Int) -> (industry: Int, replicates: Range<Int>) {
        precondition((0..<shardCount).contains(index))
        let first = index % blocks * block
        return (index / blocks, first..<min(replicates, first + block))
    }

    /// The problem, whatever shards it is cut into.
    var problem: String {
        let grid = grid.map { "\($0)" }.joined(separator: ",")
        return SHA256.hexadecimal(
            of: Array("\(kernel.rawValue)|\(grid)|\(replicates)|\(seed)|\(sites)".utf8))
    }

    /// The seed of an industry's streams.
    func seed(of activity: String) -> UInt64 {
        let digest = SHA256.hexadecimal(of: Array("\(problem)|\(activity)".utf8))
        return UInt64(digest.prefix(16), radix: 16) ?? seed
    }

    /// Which plan a result belongs to.
    var identity: String {
        let list = industries.map { "\($0.activity):\($0.plants):\($0.observed)" }
        return SHA256.hexadecimal(
            of: Array("\(problem)|\(block)|\(list.joined(separator: ";"))".utf8))
    }

    /// Cuts a problem into about so many shards.
    ///
    /// - Parameters:
    ///   - shards: At least one an industry is made.
    ///   - reach: The greatest distance, kilometres.
    ///   - steps: Distances from 0 (density) or the first step (concentration) to the reach.
    static func make(
        _ kernel: Kernel, _ sites: ShardSites, replicates: Int, shards: Int, seed: UInt64,
        reach: Double, steps: Int = 20
    ) -> ShardPlan {
        let grid = ((kernel == .density ? 0 : 1)...steps).map {
            reach * Double($0) / Double(steps)
        }
        var industries: [Industry] = []
        var leftOut: [String: String] = [:]
        for (activity, positions) in sites.industries {
            guard positions.count >= Self.leastPlants else {
                leftOut[activity] = "fewer than \(Self.leastPlants) plants"
                continue
            }
            do {
                industries.append(
                    try observed(kernel, activity, positions, sites, at: grid))
            } catch {
                leftOut[activity] = "\(error)"
            }
        }
        let anIndustry = max(1, shards / max(1, industries.count))
        return ShardPlan(
            kernel: kernel, grid: grid, industries: industries, leftOut: leftOut,
            replicates: replicates, seed: seed,
            block: max(1, (replicates + anIndustry - 1) / anIndustry), sites: sites.digest)
    }

    /// Fewer plants than this make no curve.
    static let leastPlants = 10

    private static func observed(
        _ kernel: Kernel, _ activity: String, _ positions: [Int], _ sites: ShardSites,
        at grid: [Double]
    ) throws -> Industry {
        switch kernel {
        case .density:
            let density = try DistanceDensity(
                positions.map { sites.points[$0] }, weights: positions.map { sites.people[$0] })
            return Industry(
                activity: activity, plants: positions.count, bandwidth: density.bandwidth,
                observed: grid.map { density($0) })
        case .concentration:
            var isOfKind = Array(repeating: false, count: sites.points.count)
            for position in positions { isOfKind[position] = true }
            let values = try ConcentrationFunction.values(
                sites.points, weights: sites.people, isOfKind: isOfKind, radii: grid)
            return Industry(
                activity: activity, plants: positions.count, bandwidth: nil,
                observed: try values.map { outcome in
                    if case .undefined(let reason) = outcome { throw reason }
                    // Weights that are known give a number.
                    return outcome.value ?? .nan
                })
        }
    }

    /// Does a shard: a curve for each of its replicates.
    func curves(of index: Int, _ sites: ShardSites) throws -> [[Double]] {
        let (number, replicates) = shard(index)
        let industry = industries[number]
        let seed = seed(of: industry.activity)
        let positions = sites.industries.first { $0.activity == industry.activity }?.positions ?? []
        let curves =
            switch kernel {
            case .density:
                try Envelope.densityCurves(
                    weights: positions.map { sites.people[$0] }, among: sites.points, at: grid,
                    bandwidth: industry.bandwidth ?? 1, replicates: replicates, seed: seed)
            case .concentration:
                try Envelope.concentrationCurves(
                    of: positions.count, among: sites.points, weights: sites.people, at: grid,
                    replicates: replicates, seed: seed)
            }
        return (0..<curves.rows).map { row in (0..<curves.columns).map { curves[row, $0] } }
    }
}
