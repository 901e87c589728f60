public import Wording

/// A town or village with its people.
public struct Settlement: Hashable, Sendable {
    /// What a settlement counts as; nil where the data does not say.
    public enum Kind: String, CaseIterable, Sendable {
        case city, township, village
    }

    public let code: PlaceCode
    public let name: LocalizedText
    public let kind: Kind?
    public let coordinates: Coordinates?
    public let areaInSquareKilometres: Double?
    /// The settlement, municipality or region it lies in, the nearest first.
    public let containers: [PlaceCode]

    public init(
        code: PlaceCode, name: LocalizedText, kind: Kind? = nil, coordinates: Coordinates? = nil,
        areaInSquareKilometres: Double? = nil, containers: [PlaceCode] = []
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.coordinates = coordinates
        self.areaInSquareKilometres = areaInSquareKilometres
        self.containers = containers
    }
}

/// A road or a service between two places.
public struct Connection: Hashable, Sendable {
    public enum Mode: String, CaseIterable, Sendable {
        case road, rail, bus, air
    }

    public let from: PlaceCode
    public let to: PlaceCode
    public let mode: Mode?
    public let kilometres: Double?
    public let minutes: Double?
    public let servicesPerDay: Double?
    public let quality: Quality

    public init(
        from: PlaceCode, to: PlaceCode, mode: Mode? = nil, kilometres: Double? = nil,
        minutes: Double? = nil, servicesPerDay: Double? = nil, quality: Quality = .reported
    ) {
        self.from = from
        self.to = to
        self.mode = mode
        self.kilometres = kilometres
        self.minutes = minutes
        self.servicesPerDay = servicesPerDay
        self.quality = quality
    }

    /// The values of the key's columns in the table `connections`.
    public var key: [String] { [from.rawValue, to.rawValue, mode?.rawValue ?? ""] }
}

/// What moves from one place to another in a year: goods, or people on their way to work.
public struct PlaceFlow: Hashable, Sendable {
    /// As the data calls it; for goods it may be `abroad`.
    public let from: PlaceCode
    public let to: PlaceCode
    public let year: Year
    public let value: Double
    public let unit: Unit
    public let quality: Quality

    public init(
        from: PlaceCode, to: PlaceCode, year: Year, value: Double, unit: Unit,
        quality: Quality = .reported
    ) {
        self.from = from
        self.to = to
        self.year = year
        self.value = value
        self.unit = unit
        self.quality = quality
    }
}

extension ObjectCode {
    /// Results about the goods moved between places.
    public static let trade: ObjectCode = "trade"
    /// Results about people on their way to work.
    public static let commuting: ObjectCode = "commuting"
}

/// An employer or an organisation.
public struct Establishment: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case enterprise, science, zone
        case clusterOrganisation = "cluster_organisation"
    }

    /// Who owns it, seen from the region.
    public enum Ownership: String, CaseIterable, Sendable {
        case local, outside, state
    }

    public let code: ObjectCode
    public let name: LocalizedText
    public let kind: Kind
    public let place: PlaceCode
    public let activity: ActivityCode?
    public let year: Year?
    /// People employed; the middle of the class where only that is known.
    public let headcount: Double?
    public let isHeadcountGrouped: Bool
    /// In units of ``revenueUnit``.
    public let revenue: Double?
    public let revenueUnit: Unit?
    public let ownership: Ownership?
    /// Spending on research, in units of ``revenueUnit``.
    public let research: Double?
    /// Its stage in the chain of value, as the data calls it.
    public let chainStage: String?
    public let coordinates: Coordinates?
    public let parent: ObjectCode?
    public let quality: Quality

    public init(
        code: ObjectCode, name: LocalizedText, kind: Kind = .enterprise, place: PlaceCode,
        activity: ActivityCode? = nil, year: Year? = nil, headcount: Double? = nil,
        isHeadcountGrouped: Bool = false, revenue: Double? = nil, revenueUnit: Unit? = nil,
        ownership: Ownership? = nil, research: Double? = nil, chainStage: String? = nil,
        coordinates: Coordinates? = nil, parent: ObjectCode? = nil, quality: Quality = .reported
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.place = place
        self.activity = activity
        self.year = year
        self.headcount = headcount
        self.isHeadcountGrouped = isHeadcountGrouped
        self.revenue = revenue
        self.revenueUnit = revenueUnit
        self.ownership = ownership
        self.research = research
        self.chainStage = chainStage
        self.coordinates = coordinates
        self.parent = parent
        self.quality = quality
    }
}

/// People in an occupation and an activity of a place.
public struct OccupationCount: Hashable, Sendable {
    public let place: PlaceCode
    public let activity: ActivityCode
    public let occupation: String
    public let isCreative: Bool
    public let year: Year
    public let people: Double
    public let quality: Quality

    public init(
        place: PlaceCode, activity: ActivityCode, occupation: String, isCreative: Bool = false,
        year: Year, people: Double, quality: Quality = .reported
    ) {
        self.place = place
        self.activity = activity
        self.occupation = occupation
        self.isCreative = isCreative
        self.year = year
        self.people = people
        self.quality = quality
    }
}

/// What an activity stands for, whatever else it makes.
public enum ActivityTrait: String, CaseIterable, Sendable {
    case touristic, technogenic, ecological
    /// It makes goods, which are what statistics of trade between regions count.
    case goods

    /// The words of a list that semicolons divide.
    package static func words(of list: String) -> [String] {
        list.split(separator: ";").map { String($0.filter { $0 != " " }) }.filter { !$0.isEmpty }
    }
}

/// A tie between two establishments.
public struct Tie: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case supply, ownership, research
        case jointProject = "joint_project"
    }

    public let from: ObjectCode
    public let to: ObjectCode
    public let kind: Kind
    public let weight: Double?
    public let year: Year?

    public init(
        from: ObjectCode, to: ObjectCode, kind: Kind, weight: Double? = nil, year: Year? = nil
    ) {
        self.from = from
        self.to = to
        self.kind = kind
        self.weight = weight
        self.year = year
    }
}

/// A cluster as programmes and registers name it.
public struct ClusterEntry: Hashable, Sendable {
    public let code: ObjectCode
    public let name: LocalizedText
    /// As the source calls it: `radial`.
    public let kind: String?
    public let yearCreated: Year?
    /// Whether it exists; false for one that is proposed, nil where the data does not say.
    public let exists: Bool?
    public let members: [Member]
    public let quality: Quality

    /// An establishment that belongs to a cluster for some years.
    public struct Member: Hashable, Sendable {
        public let establishment: ObjectCode
        /// nil from the beginning.
        public let from: Year?
        /// The last year; nil while it stays.
        public let to: Year?

        public init(establishment: ObjectCode, from: Year? = nil, to: Year? = nil) {
            self.establishment = establishment
            self.from = from
            self.to = to
        }

        public func belongs(in year: Year) -> Bool {
            (from ?? .min)...(to ?? .max) ~= year
        }
    }

    public init(
        code: ObjectCode, name: LocalizedText, kind: String? = nil, yearCreated: Year? = nil,
        exists: Bool? = nil, members: [Member] = [], quality: Quality = .reported
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.yearCreated = yearCreated
        self.exists = exists
        self.members = members
        self.quality = quality
    }
}

/// Flows between activities of one place and year: what each sells to each.
public struct FlowTable: Hashable, Sendable {
    public let place: PlaceCode
    public let year: Year
    public let unit: Unit
    public let activities: [ActivityCode]
    /// The deliveries of the row's activity to the column's, n × n, domestic.
    public let deliveries: [[Double]]
    /// All output of each activity: intermediate sales and final demand.
    public let output: [Double]
    /// All that each activity buys from others, domestic and imported.
    public let purchases: [Double]
    /// What final users buy.
    public let finalUses: [FinalUse]
    /// What each activity adds in value; nil where the table does not say of all.
    public let valueAdded: [Double]?
    /// Output as the table states it; nil where it does not say of all.
    public let statedOutput: [Double]?
    public let quality: Quality

    /// What one kind of final user buys of each activity.
    public struct FinalUse: Hashable, Sendable {
        /// The kinds, after the word at the end of a column's code.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case households = "household_consumption"
            case institutions = "npish_consumption"
            case government = "government_consumption"
            case investment = "gross_fixed_capital_formation"
            case inventories = "inventory_change"
            case exports

            /// The kind that a column's code tells of.
            public init?(code: String) {
                guard let word = code.split(separator: ":").last else { return nil }
                self.init(rawValue: String(word))
            }
        }

        public let code: String
        public let kind: Kind?
        public let domestic: [Double]
        public let imported: [Double]

        public init(code: String, domestic: [Double], imported: [Double]) {
            self.code = code
            self.kind = Kind(code: code)
            self.domestic = domestic
            self.imported = imported
        }
    }

    public init(
        place: PlaceCode, year: Year, unit: Unit, activities: [ActivityCode],
        deliveries: [[Double]], output: [Double], purchases: [Double],
        finalUses: [FinalUse] = [], valueAdded: [Double]? = nil, statedOutput: [Double]? = nil,
        quality: Quality = .reported
    ) {
        precondition(
            deliveries.count == activities.count && output.count == activities.count
                && purchases.count == activities.count
                && deliveries.allSatisfy { $0.count == activities.count })
        self.place = place
        self.year = year
        self.unit = unit
        self.activities = activities
        self.deliveries = deliveries
        self.output = output
        self.purchases = purchases
        self.finalUses = finalUses
        self.valueAdded = valueAdded
        self.statedOutput = statedOutput
        self.quality = quality
    }

    public func use(_ kind: FinalUse.Kind) -> FinalUse? { finalUses.first { $0.kind == kind } }
}
