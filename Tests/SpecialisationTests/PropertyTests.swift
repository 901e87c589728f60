import Numerics
import Region
import Specialisation
import Support
import Testing

/// The properties of METHODS 12 on random tables; the seed is printed with every failure.
@Suite("Properties of specialisation (METHODS 12)")
struct PropertyTests {
    static let identifiers = Toy.methods.map(\.method.id)

    @Test("1: quotients weighted by shares add up to 1, along rows and along columns")
    func weightedQuotients() throws {
        for seed in UInt64(0)..<200 {
            let context = Toy.context(Toy.randomTables(seed: seed, years: 1))
            let outcomes = try Toy.outcomes("location-quotient", in: context)
            let table = context.panel.table(year: 0)
            func sum(_ pairs: [(place: Int, activity: Int)], _ weight: (Int, Int) -> Double)
                -> Double
            {
                pairs.map { pair in
                    let key = ResultKey(
                        place: context.panel.places[pair.place].code,
                        activity: context.panel.activities[pair.activity].code, year: 2000)
                    return (outcomes[key]?.value ?? 0) * weight(pair.place, pair.activity)
                }.compensatedSum()
            }
            for place in context.panel.places.indices where table.placeTotals[place].value > 0 {
                let total = sum(context.panel.activities.indices.map { (place, $0) }) {
                    table.activityTotals[$1].value / table.total
                }
                #expect(abs(total - 1) < 1e-12, "seed \(seed), place \(place): \(total)")
            }
            for activity in context.panel.activities.indices
            where table.activityTotals[activity].value > 0 {
                let total = sum(context.panel.places.indices.map { ($0, activity) }) { place, _ in
                    table.placeTotals[place].value / table.total
                }
                #expect(abs(total - 1) < 1e-12, "seed \(seed), activity \(activity): \(total)")
            }
        }
    }

    @Test("2: per-capita production over the quotient is constant along a row")
    func constantRatio() throws {
        for seed in UInt64(0)..<200 {
            let context = Toy.context(Toy.randomTables(seed: seed, years: 1))
            let quotients = try Toy.outcomes("location-quotient", in: context)
            let perCapita = try Toy.outcomes("per-capita-production", in: context)
            for place in context.panel.places {
                let ratios = context.panel.activities.compactMap { activity -> Double? in
                    let key = ResultKey(place: place.code, activity: activity.code, year: 2000)
                    guard let one = perCapita[key]?.value, let other = quotients[key]?.value,
                        other > 0
                    else { return nil }
                    return one / other
                }
                for ratio in ratios where !agrees(ratio, ratios[0], within: 1e-12) {
                    Issue.record("seed \(seed): \(ratio), \(ratios[0])")
                }
            }
        }
    }

    @Test("4, 5: Theil between and within add up; Krugman is twice the coefficient")
    func decompositions() throws {
        for seed in UInt64(0)..<200 {
            let context = Toy.context(Toy.randomTables(seed: seed, years: 1))
            let theil = try Toy.outcomes("theil-index", in: context)
            func whole(_ component: String) -> Double {
                theil[ResultKey(year: 2000, component: component)]?.value ?? .nan
            }
            for kind in ["Places", "Activities"] {
                let parts = whole("between" + kind) + whole("within" + kind)
                #expect(agrees(parts, whole("overall"), within: 1e-12), "seed \(seed) \(kind)")
                #expect(whole("between" + kind) > -1e-13, "seed \(seed)")
                #expect(whole("within" + kind) > -1e-13, "seed \(seed)")
            }
            let krugman = try Toy.outcomes("krugman-index", in: context)
            let isard = try Toy.outcomes("specialisation-coefficient", in: context)
            for (key, outcome) in krugman {
                guard let number = outcome.value else { continue }
                #expect(agrees(number, 2 * (isard[key]?.value ?? .nan), within: 1e-13))
                #expect(number <= 2 + 1e-12)
            }
        }
    }

    @Test(
        "6: another unit changes nothing, relabelled regions permute results",
        arguments: identifiers)
    func invariance(_ id: String) throws {
        // A power of two leaves every digit; sampling intervals, rates of small numbers and
        // simulated plants' shares of counts do depend on the unit or on the order of the plants.
        let skipsScale = ["location-quotient-interval", "rate-moran"].contains(id)
        for seed in UInt64(0)..<200 {
            let tables = Toy.randomTables(seed: seed)
            let context = Toy.context(tables)
            let plain = try Toy.outcomes(id, in: context)
            if !skipsScale {
                let scaled = Toy.context(tables.map { $0.map { $0.map { $0 * 4 } } })
                for (key, outcome) in try Toy.outcomes(id, in: scaled)
                where isIndex(id, key.component) {
                    if plain[key]?.isNear(outcome) != true {
                        Issue.record("seed \(seed) \(id) \(key)")
                    }
                }
            }
            for (key, outcome) in try Toy.outcomes(id, in: context.reversed())
            where !isDrawn(key.component) {
                if plain[key]?.isNear(outcome) != true {
                    Issue.record(
                        "seed \(seed) \(id) \(key): \(String(describing: plain[key])), \(outcome)")
                }
            }
        }
    }

    /// Whether a component is an index and not a mass or a change in the unit of the mass.
    private func isIndex(_ id: String, _ component: String) -> Bool {
        guard let method = Toy.methods.first(where: { $0.method.id == id })?.method,
            let unit = method.component(component)?.unit
        else { return false }
        return unit != .measure && !isDrawn(component)
    }

    /// Whether a component hangs on random draws, or is the number of a group: both go with the
    /// order of the places.
    private func isDrawn(_ component: String) -> Bool {
        [
            "probability", "mixedProbability", "falseDiscoveryRate", "group", "largeGroup",
            "withinLarge",
        ].contains(component)
    }

    @Test("7: an industry that is nowhere changes nothing", arguments: identifiers)
    func emptyIndustry(_ id: String) throws {
        for seed in UInt64(0)..<200 {
            let tables = Toy.randomTables(seed: seed)
            let context = Toy.context(tables)
            guard context.panel.activities.count != 2 else { continue }
            let wider = context.withEmptyIndustry()
            let plain = try Toy.outcomes(id, in: context)
            for (key, outcome) in try Toy.outcomes(id, in: wider) where key.activity != "nothing" {
                if plain[key]?.isNear(outcome) != true {
                    Issue.record(
                        "seed \(seed) \(id) \(key): \(String(describing: plain[key])), \(outcome)")
                }
            }
        }
    }

    @Test("17: the same seed gives the same numbers, twice", arguments: identifiers)
    func reproducible(_ id: String) throws {
        var context = Toy.context(Toy.randomTables(seed: 4))
        let one = try Toy.outcomes(id, in: context)
        #expect(try Toy.outcomes(id, in: context) == one)
        context.parameters.seed += 1
        let other = try Toy.outcomes(id, in: context)
        #expect(Set(other.keys) == Set(one.keys))
    }

    @Test("a cancelled task gets no table", arguments: identifiers)
    func cancellation(_ id: String) async throws {
        let context = Toy.context()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try Toy.method(id).results(in: context)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

extension Outcome {
    func isNear(_ other: Outcome, within tolerance: Double = 1e-10) -> Bool {
        switch (self, other) {
        case (.value(let one), .value(let two)): agrees(one, two, within: tolerance)
        case (.range(let one, let two), .range(let three, let four)):
            agrees(one, three, within: tolerance) && agrees(two, four, within: tolerance)
        default: self == other
        }
    }
}

extension SpecialisationContext {
    /// The same figures with the places in reverse order.
    func reversed() -> SpecialisationContext {
        var copy = self
        copy.panel = Panel(
            measure: panel.measure, classification: panel.classification,
            places: panel.places.reversed(), activities: panel.activities, years: panel.years)
        for year in panel.years.indices {
            for place in panel.places.indices {
                for activity in panel.activities.indices {
                    copy.panel[panel.places.count - 1 - place, activity, year] =
                        panel[place, activity, year]
                }
            }
        }
        return copy
    }

    /// The same figures with one more activity that no place has.
    func withEmptyIndustry() -> SpecialisationContext {
        var copy = self
        let nothing = Activity(
            code: "nothing", classification: panel.classification,
            name: panel.activities[0].name, parent: "nothing at all")
        copy.panel = Panel(
            measure: panel.measure, classification: panel.classification, places: panel.places,
            activities: panel.activities + [nothing], years: panel.years)
        for year in panel.years.indices {
            for place in panel.places.indices {
                for activity in panel.activities.indices {
                    copy.panel[place, activity, year] = panel[place, activity, year]
                }
                copy.panel[place, panel.activities.count, year] = Cell(value: 0, state: .zero)
            }
        }
        return copy
    }
}
