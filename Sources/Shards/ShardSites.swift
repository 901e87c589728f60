internal import Digest
internal import Foundation
public import Space
internal import Tabular

/// The plants that shards work on, as they stand in `sites.csv` beside the plan.
public struct ShardSites: Sendable {
    public let activities: [String]
    public let points: [PlanePoint]
    /// One a plant where they were not given.
    public let people: [Double]
    /// SHA-256 of the table.
    let digest: String

    /// Industries in the order of their codes, with the positions of their plants.
    let industries: [(activity: String, positions: [Int])]

    /// - Precondition: as many of each.
    public init(activities: [String], points: [PlanePoint], people: [Double]) {
        precondition(activities.count == points.count && people.count == points.count)
        self.activities = activities
        self.points = points
        self.people = people
        industries = Dictionary(grouping: activities.indices) { activities[$0] }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        digest = SHA256.hexadecimal(of: Self.text(activities, points, people))
    }

    var bytes: [UInt8] { Self.text(activities, points, people) }

    private static func text(
        _ activities: [String], _ points: [PlanePoint], _ people: [Double]
    ) -> [UInt8] {
        var sink = ByteSink()
        var writer = CSVWriter(style: .workspace)
        // A sink in memory fails nowhere.
        try? writer.row(["activity", "x", "y", "people"], to: &sink)
        for index in activities.indices {
            try? writer.text(activities[index], to: &sink)
            try? writer.number(points[index].x, to: &sink)
            try? writer.number(points[index].y, to: &sink)
            try? writer.number(people[index], to: &sink)
            try? writer.endRow(to: &sink)
        }
        return sink.takeBytes()
    }

    /// Reads a table of activity, x, y (kilometres on a plane) and, where it has them, people.
    ///
    /// - Throws: ``ShardFailure``; `CancellationError`.
    public init(reading path: String) throws {
        var reader = ColumnarReader(
            .file(path: path),
            columns: [
                .text("activity"), .number("x"), .number("y"),
                .number("people", isRequired: false),
            ], format: CSVFormat(delimiter: .comma))
        var activities: [String] = []
        var points: [PlanePoint] = []
        var people: [Double] = []
        try reader.forEachBatch { batch in
            let texts = batch.texts(of: "activity")
            activities += batch.codes(of: "activity").map { texts[Int($0)] }
            points += zip(batch.numbers(of: "x"), batch.numbers(of: "y")).map { PlanePoint($0, $1) }
            people += batch.numbers(of: "people").map { $0.isNaN ? 1 : $0 }
        }
        guard reader.report.isClean else { throw ShardFailure.sites(reader.report.problems) }
        // A plant without a place would drop out of its industry without a word.
        if let row = points.firstIndex(where: { !$0.x.isFinite || !$0.y.isFinite }) {
            throw ShardFailure.noPlace(row: row + 2)
        }
        if let row = people.firstIndex(where: { $0 < 0 }) {
            throw ShardFailure.negative(row: row + 2, value: people[row])
        }
        self.init(activities: activities, points: points, people: people)
    }
}
