public import Engine
private import Numerics

/// Establishments that might be a country's: for tests and for measuring speed.
///
/// Regions lie side by side; their sizes and those of their towns follow Zipf's law, sizes of
/// plants a log-normal distribution; activities of one family prefer the same regions. Some
/// activities have clusters planted in them, so that what a method finds can be held against the
/// truth. The same plan gives the same rows, whatever part of them is made.
public struct EstablishmentGenerator: Sendable {
    public struct Plan: Hashable, Sendable {
        public var establishments: Int
        public var firstYear = 2015
        public var years = 10
        public var regions = 85
        public var activities = 88
        public var towns = 1_500
        /// One activity in so many has clusters.
        public var clusteredEvery = 4
        public var clustersEach = 3
        public var seed: UInt64 = 1

        public init(establishments: Int) { self.establishments = establishments }
    }

    /// A planted cluster.
    public struct Cluster: Hashable, Sendable {
        /// From 1 on.
        public let number: Int
        public let activity: String
        public let region: String
        public let x: Double
        public let y: Double
        /// The standard deviation of its plants about the middle, kilometres.
        public let spread: Double
        fileprivate let activityIndex: Int
        fileprivate let regionIndex: Int
    }

    private struct Town {
        let x: Double
        let y: Double
    }

    public let plan: Plan
    public let clusters: [Cluster]
    public let regionCodes: [String]
    public let activityCodes: [String]
    private let towns: [[Town]]
    /// Running sums of shares: of activities; of regions for each activity; of towns for each region.
    private let activityShares: [Double]
    private let regionShares: [[Double]]
    private let townShares: [[Double]]
    private let clustersOfActivity: [[Int]]

    /// How many establishments are made at a time, from a random stream of their own.
    public static let blockSize = 65_536
    /// The side of a region, kilometres.
    private static let side = 250.0
    /// The share of a clustered activity's plants that lie in its clusters.
    private static let shareInClusters = 0.4

    /// - Precondition: counts are positive, and there are at least as many towns as regions.
    public init(_ plan: Plan) {
        precondition(plan.establishments > 0 && plan.years > 0 && plan.regions > 0)
        precondition(plan.activities > 0 && plan.towns >= plan.regions)
        self.plan = plan
        var random = RandomStream(seed: plan.seed, stream: 0)
        regionCodes = Self.codes("R", plan.regions)
        activityCodes = Self.codes("A", plan.activities)

        let sizes = (1...plan.regions).map { 1 / Elementary.power(Double($0), 0.8) }
            .shuffled(using: &random)
        let across = Int(Double(plan.regions).squareRoot().rounded(.up))
        var towns: [[Town]] = []
        for region in 0..<plan.regions {
            let count = max(1, plan.towns / plan.regions)
            let (left, low) = (Double(region % across), Double(region / across))
            towns.append(
                (0..<count).map { _ in
                    Town(
                        x: (left + 0.05 + 0.9 * random.unit()) * Self.side,
                        y: (low + 0.05 + 0.9 * random.unit()) * Self.side)
                })
        }
        self.towns = towns
        townShares = towns.map { Self.runningShares($0.indices.map { 1 / Double($0 + 1) }) }
        activityShares = Self.runningShares(
            (0..<plan.activities).map { _ in Elementary.exponential(0.8 * random.normal()) })

        let families = (plan.activities + 3) / 4
        let affinity = (0..<families).map { _ in
            (0..<plan.regions).map { _ in Elementary.exponential(0.6 * random.normal()) }
        }
        regionShares = (0..<plan.activities).map { activity in
            Self.runningShares(zip(sizes, affinity[activity / 4]).map { $0 * $1 })
        }

        var clusters: [Cluster] = []
        var ofActivity = [[Int]](repeating: [], count: plan.activities)
        for activity in stride(from: 1, to: plan.activities, by: plan.clusteredEvery) {
            for _ in 0..<plan.clustersEach {
                let region = random.index(below: plan.regions)
                let middle = towns[region][random.index(below: towns[region].count)]
                ofActivity[activity].append(clusters.count)
                clusters.append(
                    Cluster(
                        number: clusters.count + 1, activity: activityCodes[activity],
                        region: regionCodes[region], x: rounded(middle.x + 8 * random.normal()),
                        y: rounded(middle.y + 8 * random.normal()),
                        spread: 1 + 3 * random.unit(), activityIndex: activity,
                        regionIndex: region))
            }
        }
        self.clusters = clusters
        clustersOfActivity = ofActivity
    }

    public var blockCount: Int {
        (plan.establishments + Self.blockSize - 1) / Self.blockSize
    }

    /// The rows of a block, and which of its establishments belong to a planted cluster.
    public func block(_ block: Int) -> (rows: RecordBatch, members: RecordBatch) {
        var random = RandomStream(seed: plan.seed, stream: UInt64(block + 1))
        let first = block * Self.blockSize
        let count = min(Self.blockSize, plan.establishments - first)
        var rows = Rows(capacity: count * plan.years)
        var members: (ids: [Int64], clusters: [Int64]) = ([], [])
        for index in 0..<count {
            let id = Int64(first + index + 1)
            let activity = Self.choice(activityShares, &random)
            let place = place(of: activity, &random)
            if let cluster = place.cluster {
                members.ids.append(id)
                members.clusters.append(Int64(cluster))
            }
            // People: a log-normal size about 6 that drifts from year to year.
            var size = 6 * Elementary.exponential(1.3 * random.normal())
            let opens = random.unit() < 0.2 ? random.index(below: plan.years) : 0
            let closes = random.unit() < 0.2 ? random.index(below: plan.years) : plan.years
            for year in 0..<plan.years {
                size *= Elementary.exponential(0.04 * random.normal())
                guard year >= opens, year <= closes else { continue }
                rows.append(
                    id, regionCodes[place.region], activityCodes[activity],
                    plan.firstYear + year, Int64(min(50_000, max(1, size.rounded()))), place.x,
                    place.y)
            }
        }
        let truth = RecordBatch([
            RecordColumn("establishment", .whole(members.ids)),
            RecordColumn("cluster", .whole(members.clusters)),
        ])
        return (rows.batch, truth)
    }

    private func place(
        of activity: Int, _ random: inout RandomStream
    ) -> (region: Int, x: Double, y: Double, cluster: Int?) {
        let own = clustersOfActivity[activity]
        if !own.isEmpty, random.unit() < Self.shareInClusters {
            let cluster = clusters[own[random.index(below: own.count)]]
            return (
                cluster.regionIndex, rounded(cluster.x + cluster.spread * random.normal()),
                rounded(cluster.y + cluster.spread * random.normal()), cluster.number
            )
        }
        let region = Self.choice(regionShares[activity], &random)
        let town = towns[region][Self.choice(townShares[region], &random)]
        return (
            region, rounded(town.x + 3 * random.normal()), rounded(town.y + 3 * random.normal()),
            nil
        )
    }

    private static func codes(_ letter: String, _ count: Int) -> [String] {
        let width = max(2, "\(count)".count)
        return (1...count).map { number in
            letter + String(repeating: "0", count: width - "\(number)".count) + "\(number)"
        }
    }

    private static func runningShares(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }

    private static func choice(_ running: [Double], _ random: inout RandomStream) -> Int {
        let wanted = random.unit() * (running.last ?? 0)
        return min(running.count - 1, running.partitioningIndex { $0 > wanted })
    }
}

/// Metres are as fine as a register knows its addresses.
private func rounded(_ kilometres: Double) -> Double { (kilometres * 1_000).rounded() / 1_000 }

extension RandomStream {
    /// A standard normal number (Box and Muller 1958).
    fileprivate mutating func normal() -> Double {
        let radius = (-2 * Elementary.logarithm(1 - unit())).squareRoot()
        return radius * Elementary.cosine(2 * Double.pi * unit())
    }
}

/// Rows in columns.
private struct Rows {
    private var ids: [Int64] = []
    private var places: [String] = []
    private var activities: [String] = []
    private var years: [Int64] = []
    private var people: [Int64] = []
    private var xs: [Double] = []
    private var ys: [Double] = []

    init(capacity: Int) {
        ids.reserveCapacity(capacity)
        places.reserveCapacity(capacity)
        activities.reserveCapacity(capacity)
        years.reserveCapacity(capacity)
        people.reserveCapacity(capacity)
        xs.reserveCapacity(capacity)
        ys.reserveCapacity(capacity)
    }

    mutating func append(
        _ id: Int64, _ place: String, _ activity: String, _ year: Int, _ size: Int64, _ x: Double,
        _ y: Double
    ) {
        ids.append(id)
        places.append(place)
        activities.append(activity)
        years.append(Int64(year))
        people.append(size)
        xs.append(x)
        ys.append(y)
    }

    var batch: RecordBatch {
        RecordBatch([
            RecordColumn("establishment", .whole(ids)), RecordColumn("place", .text(places)),
            RecordColumn("activity", .text(activities)), RecordColumn("year", .whole(years)),
            RecordColumn("people", .whole(people)), RecordColumn("x", .number(xs)),
            RecordColumn("y", .number(ys)),
        ])
    }
}
