internal import Numerics
public import Region
internal import Relatedness
public import Specialisation
private import Synchronization
internal import Wording

/// Settings of the methods on clusters.
public struct ClusterParameters: Hashable, Sendable {
    /// Strongest links of each industry that are kept.
    public var nearest = 10
    /// Partitions that the consensus is made from.
    public var seeds = 50
    public var seed: UInt64 = 20_180_101
    /// Participants that make a critical mass.
    public var criticalMass = 30.0
    /// Replicates of the sensitivity of the type.
    public var replicates = 999
    /// The location quotient from which an activity is present, as in relatedness.
    public var presence = 1.0
    /// The bounds of the rules for types and stages.
    public var thresholds = ClusterThresholds()

    public init() {}
}

/// What the methods on clusters look at.
public struct ClusterContext: Sendable {
    public var specialisation: SpecialisationContext
    public var region: PlaceCode
    /// A flow table of the economy that the region is compared with.
    public var flows: FlowTable?
    /// The activity of the panel that each activity answers to: itself, one it is part of, or one
    /// of another classification.
    public var panelActivity: [ActivityCode: ActivityCode]
    /// The establishments that lie in the region.
    public var establishments: [Establishment]
    public var ties: [Tie]
    public var register: [ClusterEntry]
    /// How many enterprises there are, by activity; nil where no panel says.
    public var enterprises: Panel?
    /// Scores of experts: the corner, the cluster (empty for the region), the score.
    public var diamondScores: [DiamondScore]
    /// People by occupation.
    public var occupations: OccupationTables?
    /// What activities stand for; empty where the data says of none.
    public var traits: [ActivityCode: Set<ActivityTrait>]
    /// Spending on research over sales in the country.
    public var nationalResearch: Double?
    public var parameters: ClusterParameters
    private var memory: Memory?

    /// The clusters of industries, once they are worked out.
    private final class Memory: Sendable {
        let found = Mutex<Result<FoundClusters, Undefined>?>(nil)
    }

    /// What one expert says of one corner of the diamond.
    public struct DiamondScore: Hashable, Sendable {
        public let expert: String
        public let corner: String
        public let cluster: String
        public let score: Double

        public init(expert: String, corner: String, cluster: String, score: Double) {
            self.expert = expert
            self.corner = corner
            self.cluster = cluster
            self.score = score
        }
    }

    public init(
        specialisation: SpecialisationContext, region: PlaceCode, flows: FlowTable? = nil,
        panelActivity: [ActivityCode: ActivityCode] = [:], establishments: [Establishment] = [],
        ties: [Tie] = [], register: [ClusterEntry] = [], enterprises: Panel? = nil,
        diamondScores: [DiamondScore] = [], occupations: OccupationTables? = nil,
        traits: [ActivityCode: Set<ActivityTrait>] = [:], nationalResearch: Double? = nil,
        parameters: ClusterParameters = .init()
    ) {
        self.specialisation = specialisation
        self.region = region
        self.flows = flows
        self.panelActivity = panelActivity
        self.establishments = establishments
        self.ties = ties
        self.register = register
        self.enterprises = enterprises
        self.diamondScores = diamondScores
        self.occupations = occupations
        self.traits = traits
        self.nationalResearch = nationalResearch
        self.parameters = parameters
    }

    /// The same, for methods that follow each other: the clusters of industries are found once.
    /// It is not to be changed afterwards.
    public func remembering() -> ClusterContext {
        var context = self
        context.memory = Memory()
        return context
    }

    /// The activities that answer to one of the panel, itself among them.
    func activities(answeringTo code: ActivityCode) -> Set<ActivityCode> {
        Set([code] + panelActivity.filter { $0.value == code }.map(\.key))
    }

    var foundClusters: Result<FoundClusters, Undefined> {
        func find() -> Result<FoundClusters, Undefined> {
            Result { () throws(Undefined) in try FoundClusters(self) }
        }
        guard let memory else { return find() }
        return memory.found.withLock { found in
            if let found { return found }
            let new = find()
            found = new
            return new
        }
    }
}

/// People by occupation and activity, in the region and in the economy it is compared with.
public struct OccupationTables: Sendable {
    public let occupations: [String]
    /// Which of them are creative.
    public let isCreative: [Bool]
    public let year: Year
    /// People in each occupation, by activity.
    public let region: [ActivityCode: [Double]]
    public let whole: [ActivityCode: [Double]]
    public let quality: Quality

    /// nil where there are no rows of the economy that the region is compared with.
    ///
    /// - Parameters:
    ///   - counts: Rows of one year.
    ///   - whole: The place whose rows are those of the whole economy; nil for all places together.
    public init?(_ counts: [OccupationCount], region: PlaceCode, whole: PlaceCode?) {
        let all = counts.filter { whole == nil || $0.place == whole }
        guard let first = all.first else { return nil }
        let occupations = Set(counts.map(\.occupation)).sorted()
        let positions = Dictionary(
            uniqueKeysWithValues: occupations.enumerated().map { ($1, $0) })
        func table(_ counts: [OccupationCount]) -> [ActivityCode: [Double]] {
            var table: [ActivityCode: [Double]] = [:]
            for count in counts {
                guard let column = positions[count.occupation] else { continue }
                table[
                    count.activity, default: [Double](repeating: 0, count: occupations.count)
                ][column] += count.people
            }
            return table
        }
        let creative = Set(counts.filter(\.isCreative).map(\.occupation))
        self.occupations = occupations
        isCreative = occupations.map(creative.contains)
        year = first.year
        self.region = table(counts.filter { $0.place == region })
        self.whole = table(all)
        quality = counts.map(\.quality).max() ?? .computed
    }

    /// People in each occupation over some activities; nil where there are none.
    func people(
        in activities: Set<ActivityCode>?, of table: [ActivityCode: [Double]]
    ) -> [Double]? {
        let rows = table.filter { activities?.contains($0.key) ?? true }.sorted { $0.key < $1.key }
            .map(\.value)
        guard !rows.isEmpty else { return nil }
        let sums = occupations.indices.map { column in rows.map { $0[column] }.compensatedSum() }
        return sums.compensatedSum() > 0 ? sums : nil
    }
}

/// The clusters of industries of a panel's last year.
struct FoundClusters: Sendable {
    let figures: YearFigures
    /// The panel's activities that exist, by position.
    let industries: [Int]
    let links: Matrix
    let definition: ClusterDefinition
    /// The members of each cluster, by position in the panel, the largest cluster first; within a
    /// cluster the largest industry first.
    let clusters: [[Int]]
    /// Kinds of links that went in, and those that are not known.
    let kinds: [LocalizedText]
    let lacking: [LocalizedText]
    /// Industries whose masses do not vary.
    let constant: [Int]

    init(_ context: ClusterContext) throws(Undefined) {
        let panel = context.specialisation.panel
        guard let last = panel.years.indices.last else {
            throw .insufficientData(have: 0, need: 1)
        }
        let figures = YearFigures(context.specialisation, position: last)
        self.figures = figures
        let industries = figures.activities.filter {
            figures.exists(activity: $0) && figures.table.activityTotals[$0].known > 0
        }
        self.industries = industries
        let mass = figures.table.mass
        var table = Matrix(rows: mass.rows, columns: industries.count)
        for place in 0..<mass.rows {
            for (column, activity) in industries.enumerated() {
                table[place, column] = mass[place, activity]
            }
        }
        let (places, constant) = try IndustryLinks.correlation(ofColumns: table)
        self.constant = constant.map { industries[$0] }
        var kinds: [(links: Matrix, weight: Double)] = [(places, 1)]
        var names = [LocalizedText(en: "common places", ru: "общее размещение")]
        var lacking: [LocalizedText] = []
        let trade = context.flows.flatMap { Self.trade($0, context, industries) }
        if let trade {
            kinds.append((trade, 1))
            names.append(
                LocalizedText(en: "input–output", ru: "межотраслевые поставки"))
        } else {
            lacking.append(
                LocalizedText(
                    en:
                        "input–output (input_output.csv with a classification that answers to this one)",
                    ru:
                        "межотраслевые поставки (input_output.csv с соответствием этой классификации)"
                ))
        }
        if let labour = Self.labour(context, industries) {
            kinds.append((labour, 1))
            names.append(LocalizedText(en: "occupations", ru: "профессии"))
        } else {
            lacking.append(
                LocalizedText(
                    en: "occupations (occupations.csv)", ru: "профессии (occupations.csv)"))
        }
        links = try IndustryLinks.combined(kinds)
        self.kinds = names
        self.lacking = lacking
        definition = try ClusterDefinition(
            links, nearest: context.parameters.nearest, seeds: context.parameters.seeds,
            seed: context.parameters.seed)
        let totals = figures.table.activityTotals
        var members = [[Int]](repeating: [], count: (definition.community.max() ?? -1) + 1)
        for (index, activity) in industries.enumerated() {
            members[definition.community[index]].append(activity)
        }
        clusters = members.map { list in
            list.sorted { (totals[$1].value, $0) < (totals[$0].value, $1) }
        }.sorted { one, other in
            let (a, b) = (
                one.map { totals[$0].value }.compensatedSum(),
                other.map { totals[$0].value }.compensatedSum()
            )
            return (b, one[0]) < (a, other[0])
        }
    }

    /// How alike industries are in whom they employ; nil where under three of them are known.
    private static func labour(_ context: ClusterContext, _ industries: [Int]) -> Matrix? {
        guard let tables = context.occupations, tables.occupations.count >= 3 else { return nil }
        let panel = context.specialisation.panel
        var shares = Matrix(rows: tables.occupations.count, columns: industries.count)
        var known = 0
        for (column, activity) in industries.enumerated() {
            let codes = context.activities(answeringTo: panel.activities[activity].code)
            guard let people = tables.people(in: codes, of: tables.whole) else { continue }
            let total = people.compensatedSum()
            for row in people.indices { shares[row, column] = people[row] / total }
            known += 1
        }
        guard known >= 3 else { return nil }
        return try? IndustryLinks.correlation(ofColumns: shares).links
    }

    /// Input-output links of the panel's industries; nil where under three of them have flows.
    private static func trade(
        _ flows: FlowTable, _ context: ClusterContext, _ industries: [Int]
    ) -> Matrix? {
        let panel = context.specialisation.panel
        let columns = Dictionary(
            uniqueKeysWithValues: industries.enumerated().map {
                (panel.activities[$0.element].code, $0.offset)
            })
        let targets = flows.activities.map { code in
            columns[code] ?? context.panelActivity[code].flatMap { columns[$0] }
        }
        guard Set(targets.compactMap(\.self)).count >= 3 else { return nil }
        var sums = Matrix(rows: industries.count, columns: industries.count)
        var purchases = [Double](repeating: 0, count: industries.count)
        var sales = purchases
        for (from, row) in targets.enumerated() {
            guard let row else { continue }
            purchases[row] += flows.purchases[from]
            sales[row] += flows.output[from]
            for (to, column) in targets.enumerated() {
                if let column { sums[row, column] += max(0, flows.deliveries[from][to]) }
            }
        }
        return try? IndustryLinks.inputOutput(
            flows: sums, purchases: purchases.map { max(0, $0) }, sales: sales.map { max(0, $0) })
    }

    var panel: Panel { figures.panel }

    /// A cluster is called by its largest industry.
    func code(_ cluster: Int) -> ObjectCode {
        ObjectCode(rawValue: panel.activities[clusters[cluster][0]].code.rawValue)
    }

    /// The position of an industry in ``links``.
    func index(of activity: Int) -> Int { industries.firstIndex(of: activity) ?? 0 }

    func cluster(of activity: Int) -> Int? { clusters.firstIndex { $0.contains(activity) } }

    static let lackingPanel = LocalizedText(
        en: "Needs at least three activities in at least three places, with figures that differ.",
        ru: "Нужны не менее трёх видов деятельности в трёх местах с различающимися данными.")
}
