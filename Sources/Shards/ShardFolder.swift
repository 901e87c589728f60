internal import Digest
internal import Foundation
internal import Numerics
public import Space
internal import Tabular

/// The folder of a plan: `plan.json`, `sites.csv` and, under `results`, a file for each shard that
/// is done. It can be copied whole to the machines that do the work.
///
/// A result appears under its final name only when it is whole, and the name has the hash of what
/// is in it: so a shard can be done twice, killed or moved, and what is collected is what was
/// computed.
public struct ShardFolder: Sendable {
    public let path: String
    public let plan: ShardPlan
    private let sites: ShardSites

    private static let planName = "plan.json"
    private static let sitesName = "sites.csv"
    private static let resultsName = "results"

    /// Makes a new folder for a problem.
    ///
    /// - Parameters: as of ``ShardPlan``.
    /// - Throws: ``ShardFailure``, `FileFailure`.
    public static func make(
        _ path: String, _ kernel: ShardPlan.Kernel, _ sites: ShardSites, replicates: Int,
        shards: Int, seed: UInt64, reach: Double
    ) throws -> ShardFolder {
        guard !FileManager.default.fileExists(atPath: "\(path)/\(planName)") else {
            throw ShardFailure.planIsThere(path)
        }
        let plan = ShardPlan.make(
            kernel, sites, replicates: replicates, shards: shards, seed: seed, reach: reach)
        guard plan.shardCount > 0 else { throw ShardFailure.nothingToDo(plan.leftOut) }
        do {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(resultsName)", withIntermediateDirectories: true)
        } catch { throw ShardFailure.folder(path) }
        try AtomicFile.write(sites.bytes, to: "\(path)/\(sitesName)")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        // The plan last: a folder with a plan is whole.
        try AtomicFile.write(Array(try encoder.encode(plan)), to: "\(path)/\(planName)")
        return ShardFolder(path: path, plan: plan, sites: sites)
    }

    /// Opens a folder that was made, here or elsewhere.
    ///
    /// - Throws: ``ShardFailure``.
    public static func open(_ path: String) throws -> ShardFolder {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(planName)") else {
            throw ShardFailure.noPlan(path)
        }
        guard let plan = try? JSONDecoder().decode(ShardPlan.self, from: data),
            plan.block > 0, plan.replicates > 0, !plan.industries.isEmpty,
            plan.industries.allSatisfy({ $0.observed.count == plan.grid.count })
        else { throw ShardFailure.planUnreadable(path) }
        let sites = try ShardSites(reading: "\(path)/\(sitesName)")
        guard sites.digest == plan.sites else { throw ShardFailure.otherSites(path) }
        return ShardFolder(path: path, plan: plan, sites: sites)
    }

    // MARK: Doing

    /// What came of doing a shard.
    public enum Outcome: Hashable, Sendable {
        case done
        /// It had been done before.
        case wasDone
    }

    /// Does a shard, unless that was done.
    ///
    /// - Throws: ``ShardFailure``, `FileFailure`, `CancellationError`.
    public func run(_ index: Int) throws -> Outcome {
        guard (0..<plan.shardCount).contains(index) else {
            throw ShardFailure.noSuchShard(index, of: plan.shardCount)
        }
        if try !results(of: index).isEmpty { return .wasDone }
        let (industry, replicates) = plan.shard(index)
        let curves = try plan.curves(of: index, sites)
        var sink = ByteSink()
        var writer = CSVWriter(style: .workspace)
        try writer.row(
            ["plan", "activity", "replicate"] + plan.grid.indices.map { "at_\($0)" }, to: &sink)
        for (replicate, curve) in zip(replicates, curves) {
            try writer.text(plan.identity, to: &sink)
            try writer.text(plan.industries[industry].activity, to: &sink)
            try writer.integer(replicate, to: &sink)
            for value in curve {
                if value.isFinite {
                    try writer.number(value, to: &sink)
                } else {
                    try writer.empty(to: &sink)
                }
            }
            try writer.endRow(to: &sink)
        }
        let bytes = sink.takeBytes()
        let name = "\(index)-\(SHA256.hexadecimal(of: bytes).prefix(32)).csv"
        try AtomicFile.write(bytes, to: "\(path)/\(Self.resultsName)/\(name)")
        return .done
    }

    /// Shards that are not done, in order.
    public func missing() throws -> [Int] {
        let done = Set(try names().map(\.index))
        return (0..<plan.shardCount).filter { !done.contains($0) }
    }

    private func names() throws -> [(index: Int, name: String)] {
        guard
            let files = try? FileManager.default.contentsOfDirectory(
                atPath: "\(path)/\(Self.resultsName)")
        else { throw ShardFailure.folder("\(path)/\(Self.resultsName)") }
        return files.sorted().compactMap { name in
            guard name.hasSuffix(".csv"), let index = name.split(separator: "-").first,
                let number = Int(index)
            else { return nil }
            return (number, name)
        }
    }

    private func results(of index: Int) throws -> [String] {
        try names().filter { $0.index == index }.map(\.name)
    }

    // MARK: Collecting

    /// The curves of all shards as envelopes, in the order of the plan.
    ///
    /// - Throws: ``ShardFailure`` where a shard is missing, there twice with different contents,
    ///   changed since or of another plan.
    public func collect() throws -> [(industry: ShardPlan.Industry, envelope: Envelope)] {
        let all = try names()
        if let stranger = all.first(where: { !(0..<plan.shardCount).contains($0.index) }) {
            throw ShardFailure.stranger(stranger.name)
        }
        let missing = try missing()
        guard missing.isEmpty else { throw ShardFailure.missing(missing, of: plan.shardCount) }
        let byIndex = Dictionary(grouping: all, by: \.index)
        if let twice = byIndex.values.filter({ $0.count > 1 }).min(by: { $0[0].index < $1[0].index }
        ) {
            throw ShardFailure.twice(twice[0].index, twice.map(\.name))
        }
        var rows = plan.industries.map { _ in
            [[Double]](repeating: [], count: plan.replicates)
        }
        for (index, name) in all {
            let (industry, replicates) = plan.shard(index)
            for (replicate, curve) in zip(replicates, try curves(in: name, of: index)) {
                rows[industry][replicate] = curve
            }
        }
        return plan.industries.indices.map { industry in
            let curves = Matrix(
                rows: plan.replicates, columns: plan.grid.count,
                elements: rows[industry].flatMap { $0 })
            return (
                plan.industries[industry],
                Envelope(
                    grid: plan.grid, observed: plan.industries[industry].observed, curves: curves)
            )
        }
    }

    /// The curves of a result, which has to be what its name says.
    private func curves(in name: String, of index: Int) throws -> [[Double]] {
        let file = "\(path)/\(Self.resultsName)/\(name)"
        guard let data = FileManager.default.contents(atPath: file),
            name == "\(index)-\(SHA256.hexadecimal(of: Array(data)).prefix(32)).csv"
        else { throw ShardFailure.changed(name) }
        let columns = plan.grid.indices.map { "at_\($0)" }
        var reader = ColumnarReader(
            .file(path: file),
            columns: [.text("plan"), .text("activity"), .integer("replicate")]
                + columns.map { .number($0) },
            format: CSVFormat(delimiter: .comma))
        let table = try reader.readAll()
        let (industry, replicates) = plan.shard(index)
        guard reader.report.isClean, table.texts(of: "plan") == [plan.identity],
            table.texts(of: "activity") == [plan.industries[industry].activity],
            table.integers(of: "replicate").map(Int.init) == Array(replicates)
        else { throw ShardFailure.otherPlan(name) }
        let numbers = columns.map { table.numbers(of: $0) }
        return replicates.indices.map { row in
            numbers.map { $0[row - replicates.lowerBound] }
        }
    }
}
