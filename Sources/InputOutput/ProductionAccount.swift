internal import Numerics
public import Region

/// What production takes or gives off besides money, as figures by activity say: people, emissions,
/// waste by kind, water, land.
public struct ProductionAccount: Hashable, Sendable {
    /// Industries of a flow table that answer to the same activities, and what these have.
    public struct Group: Hashable, Sendable {
        /// By their place in the table.
        public let industries: [Int]
        /// Of each activity, in the unit of the measure.
        public let amounts: [Double]
        public let amountSources: [InputReference]
        /// Value added of the same activities in the same year, in millions.
        public let added: [Double]
        public let addedSources: [InputReference]
        public let quality: Quality

        public init(
            industries: [Int], amounts: [Double], amountSources: [InputReference],
            added: [Double], addedSources: [InputReference], quality: Quality
        ) {
            self.industries = industries
            self.amounts = amounts
            self.amountSources = amountSources
            self.added = added
            self.addedSources = addedSources
            self.quality = quality
        }

        /// A million of value added takes so much; nil without value added.
        var intensity: Double? {
            let whole = added.compensatedSum()
            return whole > 0 ? amounts.compensatedSum() / whole : nil
        }
    }

    public let measure: Measure
    public let year: Year
    /// The money of value added.
    public let money: Unit
    /// Whether the figures are the region's own; those of the country say what a unit takes there.
    public let isOfRegion: Bool
    public let groups: [Group]
    /// Activities with figures that no industry of the table answers to.
    public let unassigned: [ActivityCode]

    public init(
        measure: Measure, year: Year, money: Unit, isOfRegion: Bool, groups: [Group],
        unassigned: [ActivityCode] = []
    ) {
        self.money = money
        self.measure = measure
        self.year = year
        self.isOfRegion = isOfRegion
        self.groups = groups
        self.unassigned = unassigned
    }
}

/// An account brought to the industries that a region has.
public struct RegionalAccount: Hashable, Sendable {
    public let account: ProductionAccount
    /// Of a million of value added, by industry of the region; nil where nothing is known.
    public let intensities: [Double?]
    /// The group of each, by its place in the account.
    let groups: [Int?]
    /// The industry's part of its group, by value added.
    let shares: [Double]
    /// What each industry has, in the unit of the measure.
    public let direct: [Double]
    /// Of a million of final demand, with suppliers.
    public let multipliers: [Double]
    /// Of a million of output.
    public let perOutput: [Double]
    /// What each industry's final demand gives rise to, wherever in the region; sums to that of
    /// ``direct``.
    public let footprints: [Double]
    /// Of a unit of output in the money of the table.
    let tableIntensities: [Double]
    let finalDemand: [Double]

    /// - Returns: nil where the table has no value added, or the account says nothing of any
    ///   industry of the region.
    public init?(_ account: ProductionAccount, _ economy: RegionalEconomy) {
        guard let rates = economy.valueAddedShares else { return nil }
        let output = economy.model.output
        let count = rates.count
        var groups = [Int?](repeating: nil, count: count)
        for (index, group) in account.groups.enumerated() where group.intensity != nil {
            for (position, industry) in economy.industries.enumerated()
            where group.industries.contains(industry) { groups[position] = index }
        }
        guard groups.contains(where: { $0 != nil }) else { return nil }
        let added = zip(rates, output).map { max(0, $0) * $1 }
        // The region's figures are shared out among its industries; of the country's, each takes
        // its part of the country.
        var sums = [Double](repeating: 0, count: account.groups.count)
        if account.isOfRegion {
            for (position, group) in groups.enumerated() {
                if let group { sums[group] += added[position] }
            }
        } else if let whole = economy.table.valueAdded {
            for (index, group) in account.groups.enumerated() {
                sums[index] = group.industries.map { max(0, whole[$0]) }.compensatedSum()
            }
        }
        shares = groups.indices.map { position in
            guard let group = groups[position], sums[group] > 0 else { return 0 }
            return added[position] / sums[group]
        }
        intensities = groups.map { $0.flatMap { account.groups[$0].intensity } }
        perOutput = zip(intensities, rates).map { ($0 ?? 0) * max(0, $1) }
        multipliers = economy.model.multipliers(of: perOutput)
        direct = zip(groups, shares).map { group, share in
            group.map { account.groups[$0].amounts.compensatedSum() * share } ?? 0
        }
        tableIntensities = zip(direct, output).map { $1 > 0 ? $0 / $1 : 0 }
        let sold = economy.model.coefficients.multiplied(by: output)
        finalDemand = zip(output, sold).map { $0 - $1 }
        footprints = zip(economy.model.multipliers(of: tableIntensities), finalDemand).map {
            $0 * $1
        }
        self.groups = groups
        self.account = account
    }
}
