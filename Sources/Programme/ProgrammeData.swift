public import Region

/// Everything a programme is chosen from and has to keep (METHODS 7.3).
public struct ProgrammeData: Hashable, Sendable {
    /// The years of the horizon, without gaps.
    public var years: [Year]
    public var candidates: [Candidate]
    public var synergies: [Synergy] = []
    public var precedences: [Precedence] = []
    /// How many projects of a tier have to be at work before one of the next may start; empty
    /// where the order is free.
    public var tierThresholds: [Int: Int] = [:]
    public var budgets: [String: Budget] = [:]
    /// At least so much of the one source for a unit of the other, each year.
    public var coFunding: CoFunding?
    /// Part of tax that the region may spend in the year after.
    public var reinvestment: Reinvestment?
    /// People there are, by kind and year.
    public var labour: [String: [Double]] = [:]
    public var resources: [String: Resource] = [:]
    public var limits: [String: Limit] = [:]
    public var targets: [String: Target] = [:]
    /// The most projects that may start in a year.
    public var startsAYear: Int?
    /// What is held back in each budget for costs that may turn out higher; nil for nothing.
    public var reserve: Reserve?
    /// The yearly rate that effects and money are discounted at.
    public var rate: Double

    public struct Budget: Hashable, Sendable {
        /// By year.
        public var amounts: [Double]
        /// Whether what is left may be spent later, and the interest on it.
        public var carriesOver: Bool
        public var interest: Double

        public init(_ amounts: [Double], carriesOver: Bool = false, interest: Double = 0) {
            self.amounts = amounts
            self.carriesOver = carriesOver
            self.interest = interest
        }
    }

    public struct CoFunding: Hashable, Sendable {
        public var source: String
        public var share: Double
        public var other: String

        public init(_ source: String, atLeast share: Double, of other: String) {
            self.source = source
            self.share = share
            self.other = other
        }
    }

    public struct Reinvestment: Hashable, Sendable {
        public var share: Double
        public var into: String

        public init(_ share: Double, into source: String) {
            self.share = share
            self.into = source
        }
    }

    public struct Resource: Hashable, Sendable {
        public var stock: Double
        /// Added a year from outside the programme.
        public var inflow: Double
        /// The most that can lie there.
        public var capacity: Double
        /// What may be bought outside the region at most, by year; nothing where none is named.
        public var imports: [Double]
        /// What a unit bought there costs; it lessens the economic effect.
        public var importCost: Double
        /// What others take, by year: the needs of the region, and what it has to send out.
        public var demand: [Double]

        public init(
            stock: Double = 0, inflow: Double = 0, capacity: Double = .infinity,
            imports: [Double] = [], importCost: Double = 0, demand: [Double] = []
        ) {
            self.stock = stock
            self.inflow = inflow
            self.capacity = capacity
            self.imports = imports
            self.importCost = importCost
            self.demand = demand
        }

        func imports(_ year: Int) -> Double { imports.indices.contains(year) ? imports[year] : 0 }
        func demand(_ year: Int) -> Double { demand.indices.contains(year) ? demand[year] : 0 }
    }

    public struct Limit: Hashable, Sendable {
        /// Without the programme.
        public var base: Double
        /// By year.
        public var most: [Double]

        public init(base: Double, most: [Double]) {
            self.base = base
            self.most = most
        }
    }

    public struct Target: Hashable, Sendable {
        public var base: Double
        /// By year; −∞ where a year has none.
        public var least: [Double]
        /// What a unit short costs in the objective; nil for a target that has to be kept.
        public var penalty: Double?

        public init(base: Double, least: [Double], penalty: Double? = nil) {
            self.base = base
            self.least = least
            self.penalty = penalty
        }
    }

    /// Money held back so that every budget holds as long as no more than some projects cost more
    /// than planned.
    ///
    /// - Source: Bertsimas and Sim (2004); METHODS 7.5.
    public struct Reserve: Hashable, Sendable {
        /// Γ, how many projects may cost more at once; of a broken number the last counts in part.
        public var projects: Double
        /// How much more each candidate may cost at most, by source.
        public var overruns: [[String: Profile]]

        public init(projects: Double, overruns: [[String: Profile]]) {
            precondition(projects >= 0)
            self.projects = projects
            self.overruns = overruns
        }

        /// Σ of the Γ largest.
        public func needed(_ overruns: [Double]) -> Double {
            var left = projects
            var sum = 0.0
            for overrun in overruns.sorted(by: >) where left > 0 && overrun > 0 {
                sum += min(1, left) * overrun
                left -= 1
            }
            return sum
        }
    }

    public init(years: [Year], candidates: [Candidate], rate: Double = 0) {
        self.years = years
        self.candidates = candidates
        self.rate = rate
    }

    /// 1 / (1 + r)^t.
    public func discount(_ year: Int) -> Double {
        var factor = 1.0
        for _ in 0..<year { factor /= 1 + rate }
        return factor
    }

    /// The positions of the years a candidate may start in: so early that it still comes to work.
    public func startYears(of candidate: Int) -> [Int] {
        let project = candidates[candidate]
        guard !project.isBanned else { return [] }
        return years.indices.filter { year in
            year + project.buildYears < years.count
                && project.earliest.map { years[year] >= $0 } ?? true
                && project.latest.map { years[year] <= $0 } ?? true
        }
    }
}

/// What is wrong with the data of a programme itself.
public enum ProgrammeFault: Error, Hashable, Sendable {
    /// These wait for each other.
    case circle([ObjectCode])
    case synergyWithItself(ObjectCode)
    /// It would come to work after the last year.
    case longerThanHorizon(ObjectCode, years: Int)
    case requiredAndBanned(ObjectCode)
    /// Two variants of one object are both required.
    case bothRequired(ObjectCode, ObjectCode)
    /// A list by year has another length than the horizon.
    case years(of: String, have: Int, need: Int)
    case notAQuantity(String)
}

extension ProgrammeData {
    /// Every fault of the data, in the order of the parts.
    public var faults: [ProgrammeFault] {
        var found: [ProgrammeFault] = []
        for (index, project) in candidates.enumerated() {
            if project.isRequired && project.isBanned {
                found.append(.requiredAndBanned(project.code))
            }
            if project.isRequired && !project.isBanned && startYears(of: index).isEmpty {
                found.append(.longerThanHorizon(project.code, years: project.buildYears))
            }
            let numbers =
                project.effects.flatMap(\.values) + project.funding.values.flatMap(\.values)
                + Array(project.inputs.values) + Array(project.outputs.values)
            if !numbers.allSatisfy(\.isFinite) || project.buildYears < 0
                || !(0...1).contains(project.minimumLoad)
            {
                found.append(.notAQuantity(project.code.rawValue))
            }
        }
        var required: [ObjectCode: ObjectCode] = [:]
        for project in candidates where project.isRequired {
            guard let group = project.group else { continue }
            if let other = required[group] { found.append(.bothRequired(other, project.code)) }
            required[group] = project.code
        }
        for synergy in synergies where Set(synergy.members).count < synergy.members.count {
            found.append(.synergyWithItself(candidates[synergy.members[0]].code))
        }
        found += lengths + circles.map { .circle($0.map { candidates[$0].code }) }
        return found
    }

    private var lengths: [ProgrammeFault] {
        var lists: [(String, Int)] = budgets.map { ($0.key, $0.value.amounts.count) }
        lists += labour.map { ($0.key, $0.value.count) }
        lists += limits.map { ($0.key, $0.value.most.count) }
        lists += targets.map { ($0.key, $0.value.least.count) }
        return lists.filter { $0.1 != years.count }.sorted { $0.0 < $1.0 }
            .map { .years(of: $0.0, have: $0.1, need: years.count) }
    }

    /// Projects that can never start because each waits for another of them.
    private var circles: [[Int]] {
        var waiting = Set(candidates.indices)
        var isChanging = true
        while isChanging {
            let free = waiting.filter { project in
                precedences.filter { $0.after == project }.allSatisfy { precedence in
                    precedence.before.contains { !waiting.contains($0) }
                }
            }
            isChanging = !free.isEmpty
            waiting.subtract(free)
        }
        return waiting.isEmpty ? [] : [waiting.sorted()]
    }
}
