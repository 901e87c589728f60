import Clusters
import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Methods on clusters explain themselves")
struct ClusterMethodTests {
    static let methods = ClusterMethods.ofPanels + ClusterMethods.ofRegions
    static let identifiers = methods.map(\.method.id)

    private func method(_ id: String) throws -> any IndexMethod<ClusterContext> {
        try #require(Self.methods.first { $0.method.id == id })
    }

    private func rows(_ id: String, _ context: ClusterContext = ToyClusters.context) throws
        -> [ResultRow]
    {
        try #require(try method(id).results(in: context).first).rows
    }

    @Test("every result comes out of its formula again", arguments: identifiers)
    func explained(_ id: String) throws {
        let faults = try Explanations.faults(of: method(id), in: ToyClusters.context)
        #expect(faults.isEmpty, "\(faults.prefix(5).joined(separator: "\n"))")
        #expect(try !rows(id).isEmpty)
    }

    @Test("with gaps, zeros and hidden cells too", arguments: identifiers)
    func gaps(_ id: String) throws {
        for seed in UInt64(0)..<12 {
            var context = ToyClusters.context
            var random = RandomStream(seed: seed, stream: 4)
            var panel = context.specialisation.panel
            for year in panel.years.indices {
                for place in panel.places.indices {
                    for activity in panel.activities.indices {
                        let draw = random.unit()
                        if draw < 0.06 { panel[place, activity, year] = .missing }
                        if draw > 0.94 {
                            panel[place, activity, year] = Cell(value: 0, state: .suppressed)
                        }
                        if draw > 0.45 && draw < 0.5 {
                            panel[place, activity, year] = Cell(value: 0, state: .zero)
                        }
                    }
                }
            }
            context.specialisation.panel = panel
            let faults = try Explanations.faults(of: method(id), in: context)
            #expect(faults.isEmpty, "seed \(seed): \(faults.prefix(3).joined(separator: "\n"))")
        }
    }

    @Test("without data a method says what it needs", arguments: identifiers)
    func nothing(_ id: String) throws {
        var context = ToyClusters.context
        context.flows = nil
        context.establishments = []
        context.register = []
        context.enterprises = nil
        context.diamondScores = []
        context.occupations = nil
        let table = try #require(try method(id).results(in: context).first)
        let open = [
            "coagglomeration", "product-space", "entry-prediction", "industry-clusters",
            "region-clusters",
            "bergman-feser",
        ]
        if open.contains(id) {
            #expect(!table.rows.isEmpty)
        } else {
            #expect(table.rows.isEmpty)
            #expect(table.notices.contains { $0.english.hasPrefix("Needs") }, "\(table.notices)")
        }
    }

    @Test("the two groups of industries are found, and region 0 has the heavy one")
    func groups() throws {
        let clusters = try rows("industry-clusters").filter { $0.key.component == "cluster" }
        let by = Dictionary(
            uniqueKeysWithValues: clusters.map {
                ($0.key.activity?.rawValue ?? "", $0.outcome.value)
            })
        #expect(by["coal"] == by["coke"] && by["coke"] == by["steel"])
        #expect(by["milk"] == by["meat"] && by["meat"] == by["feed"])
        #expect(by["coal"] != by["milk"])
        let states = try rows("region-clusters").filter {
            $0.key.component == "state" && $0.key.place == "r0"
        }
        #expect(states.map(\.outcome.value).contains(2))
        #expect(states.count == 2)
    }

    @Test("the firms of the handbook are a hub with spokes")
    func type() throws {
        let found = try rows("cluster-type").filter { $0.key.object == "mining" }
        let by = Dictionary(uniqueKeysWithValues: found.map { ($0.key.component, $0) })
        #expect(agrees(by["concentration"]?.outcome.value ?? 0, 0.6))
        #expect(agrees(by["sizeConcentration"]?.outcome.value ?? 0, 0.3898))
        #expect(agrees(by["linkDensity"]?.outcome.value ?? 0, 8.0 / 28))
        #expect(agrees(by["centralisation"]?.outcome.value ?? 0, 0.9523809523809523))
        #expect(by["type"]?.outcome.value == 2)
    }

    @Test("owners, supplies and traits of the handbook's firms by hand")
    func firms() throws {
        let found = try rows("cluster-type").filter { $0.key.object == "mining" }
        let by = Dictionary(uniqueKeysWithValues: found.map { ($0.key.component, $0.outcome) })
        let wanted = [
            "hubTrade": 280.0 / 340, "oneBuyer": 60.0 / 340, "outsideOwners": 120.0 / 980,
            "stateOwners": 30.0 / 980, "overlay.innovative": 0, "overlay.creative": 0,
            "overlay.technogenic": 1, "overlay.ecological": 0,
        ]
        for (component, value) in wanted {
            #expect(agrees(by[component]?.value ?? .nan, value), "\(component)")
        }
        // No activity of the panel is touristic: there is nothing to compare with.
        #expect(by["overlay.touristic"] == .undefined(.missing("x")))
    }

    @Test("bounds of the user's change the scores and say so")
    func calibrated() throws {
        var context = ToyClusters.context
        context.parameters.thresholds[.hubConcentration] = try #require(
            Membership(none: 0.5, full: 0.9))
        context.parameters.thresholds[.innovativeResearch] = try #require(
            Membership(none: 0.2, full: 0.6))
        let table = try #require(try method("cluster-type").results(in: context).first)
        #expect(table.parameters.contains(.init("thresholds", "calibrated")))
        let by = Dictionary(
            uniqueKeysWithValues: table.rows.filter { $0.key.object == "mining" }.map {
                ($0.key.component, $0.outcome.value)
            })
        #expect(agrees((by["score.hubAndSpoke"] ?? nil) ?? .nan, 0.25))
        // Research is 12 of 3,000, which is 0.4 times the country's hundredth.
        #expect(agrees((by["overlay.innovative"] ?? nil) ?? .nan, 0.5))
    }

    @Test("Marshall's conditions by hand")
    func marshall() throws {
        let found = try rows("marshall-conditions").filter { $0.outcome.value != nil }
        let heavy = try #require(found.first { $0.key.component == "stages" }).key.object
        let by = Dictionary(
            uniqueKeysWithValues: found.filter { $0.key.object == heavy }.map {
                ($0.key.component, $0.outcome.value ?? .nan)
            })
        let quotient = (173.0 / 182) / (613.0 / 1063)
        #expect(agrees(by["keyOccupations"] ?? 0, quotient))
        #expect(agrees(by["skilledLabour"] ?? 0, quotient - 1))
        let spread = try MarshallConditions.stageSpecialisation([690, 190, 120])
        #expect(agrees(by["stages"] ?? 0, spread))
        let people = [[150.0, 20, 0, 6], [40, 120, 0, 9], [20, 170, 0, 20]]
        let likeness = try [(0, 1), (0, 2), (1, 2)].map {
            try MarshallConditions.occupationalSimilarity(people[$0.0], people[$0.1])
        }
        #expect(agrees(by["likeness"] ?? 0, likeness.reduce(0, +) / 3))
    }

    @Test("participants and places of a cluster")
    func members() throws {
        let found = Dictionary(
            uniqueKeysWithValues: try rows("cluster-members").map { ($0.key, $0.outcome) })
        let hub = ResultKey(place: "r0", object: "mining/f0", year: 2020, component: "share")
        #expect(agrees(found[hub]?.value ?? 0, 0.6))
        let ties = ResultKey(place: "r0", object: "mining/f0", year: 2020, component: "ties")
        #expect(found[ties] == .finite(7))
        let there = ResultKey(place: "r0", object: "mining", year: 2020, component: "placeShare")
        #expect(found[there] == .finite(1))
    }

    @Test("co-agglomeration by hand, and 0 of an industry that is spread like all")
    func coagglomeration() throws {
        let whole = [0.5, 0.3, 0.2]
        let found = Clusters.coagglomeration([0.8, 0.1, 0.1], [0.6, 0.4, 0], whole: whole)
        let products = [0.3 * 0.1, -0.2 * 0.1, -0.1 * -0.2]
        #expect(agrees(found, products.reduce(0, +) / (1 - 0.38)))
        #expect(Clusters.coagglomeration(whole, [0.6, 0.4, 0], whole: whole) == 0)
        #expect(Clusters.coagglomeration([1], [1], whole: [1]) == 0)
        let strongest = try rows("coagglomeration").filter { $0.key.activity == "coal" }
            .max { ($0.outcome.value ?? 0) < ($1.outcome.value ?? 0) }
        #expect(["coke", "steel"].contains(strongest?.key.object?.rawValue))
    }

    @Test("clusters without participants are named, not dropped")
    func paper() throws {
        let table = try #require(try method("cluster-type").results(in: ToyClusters.context).first)
        #expect(table.notices.contains { $0.english.contains("Cluster on paper") })
        #expect(!table.rows.contains { $0.key.object == "paper" })
    }

    @Test("stages run over all years of the register")
    func stages() throws {
        let found = try rows("cluster-stage").filter {
            $0.key.object == "mining" && $0.key.component == "stage"
        }
        #expect(found.compactMap(\.key.year) == Array(2012...2019))
        for row in found {
            let value = try #require(row.outcome.value)
            #expect((1...5).contains(value))
        }
    }

    /// A table of eight places and six activities with zeros.
    private func random(_ seed: UInt64, scale: Double = 1, order: [Int] = Array(0..<8))
        -> ClusterContext
    {
        var random = RandomStream(seed: seed, stream: 21)
        let table = (0..<8).map { _ in
            (0..<6).map { _ -> Double in
                random.unit() < 0.2 ? 0 : (1 + random.unit() * 99).rounded() * scale
            }
        }
        let places = (0..<8).map { index in
            Place(
                code: PlaceCode(rawValue: "p\(index)"),
                name: LocalizedText(en: "p\(index)", ru: "p\(index)"), level: "region")
        }
        let toy = ToyClusters.context
        let rows = order.flatMap { table[$0] }
        var context = toy
        context.region = "p0"
        context.enterprises = nil
        context.specialisation = SpecialisationContext(
            panel: Panel(
                measure: toy.specialisation.panel.measure, classification: "toy",
                places: order.map { places[$0] }, activities: toy.specialisation.panel.activities,
                years: [2020], values: rows, states: rows.map { $0 == 0 ? .zero : .value }))
        context.specialisation.parameters.simulationReplicates = 99
        return context
    }

    @Test(
        "on 200 random tables another unit changes nothing, and another order of places only the order",
        arguments: ["coagglomeration", "product-space", "industry-clusters", "region-clusters"])
    func properties(_ id: String) throws {
        for seed in UInt64(0)..<200 {
            // A power of two scales without rounding.
            let plain = try rows(id, random(seed))
            let scaled = try rows(id, random(seed, scale: 1024))
            #expect(plain.map(\.key) == scaled.map(\.key))
            #expect(plain.map(\.outcome) == scaled.map(\.outcome), "seed \(seed)")
            let turned = try rows(id, random(seed, order: [3, 1, 7, 0, 2, 6, 5, 4]))
            let by = Dictionary(uniqueKeysWithValues: turned.map { ($0.key, $0.outcome) })
            for row in plain where row.key.component != "probability" {
                guard case .value(let value) = row.outcome else {
                    #expect(by[row.key] == row.outcome)
                    continue
                }
                #expect(agrees(by[row.key]?.value ?? .nan, value), "seed \(seed) \(row.key)")
            }
        }
    }

    @Test("the same seed gives the same tables")
    func repeats() throws {
        for id in Self.identifiers { #expect(try rows(id) == rows(id)) }
    }
}
