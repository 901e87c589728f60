import Region
import Specialisation
import Support
import Testing

@Suite("Per-capita production and gross-product index (METHODS 1.2, 1.4a)")
struct PerCapitaProductionTests {
    @Test("the coefficient is the quotient times the relative mass a head, everywhere")
    func identity() throws {
        let context = Toy.context()
        for place in 0..<3 {
            let factor = try Toy.value(
                "per-capita-production", place, component: "massPerHead", in: context)
            for activity in 0..<3 {
                let perCapita = try Toy.value("per-capita-production", place, activity, in: context)
                let quotient = try Toy.value("location-quotient", place, activity, in: context)
                #expect(agrees(perCapita, quotient * factor, within: 1e-14))
            }
        }
    }

    @Test("without its population a region has no coefficient, and the others no sum")
    func missingPopulation() throws {
        var context = Toy.context()
        context.population = Toy.series(
            "population", .one, of: context.panel
        ) { $0 == 1 ? 0 : 10 }
        let key = ResultKey(place: "B", activity: "coal", year: 2000)
        #expect(
            try Toy.outcomes("per-capita-production", in: context)[key]
                == .undefined(.zeroReference))
        context.population = PlaceSeries(
            measure: Toy.jobs, cells: ["A": [2000: Cell(value: 5, state: .value)]])
        let outcomes = try Toy.outcomes("per-capita-production", in: context)
        #expect(outcomes[key] == .undefined(.missing("N_r")))
        #expect(
            outcomes[ResultKey(place: "A", activity: "coal", year: 2000)]
                == .undefined(.missing("N")))
    }

    @Test("without the series the tables are empty and say what they need")
    func noSeries() throws {
        var context = Toy.context()
        context.population = nil
        context.grossRegionalProduct = nil
        context.plants = []
        context.balances = []
        for id in [
            "per-capita-production", "specialisation-index", "regional-inequality",
            "cluster-index", "ellison-glaeser", "market-specialisation", "regional-marketability",
        ] {
            let table = try #require(try Toy.method(id).results(in: context).first)
            #expect(table.rows.isEmpty && !table.notices.isEmpty, "\(id)")
        }
    }
}

@Suite("Revealed advantage (METHODS 1.5)")
struct RevealedComparativeAdvantageTests {
    private let id = "revealed-comparative-advantage"

    @Test("symmetric: −1 where absent, 0 as the reference, under 1 however large")
    func symmetric() throws {
        #expect(try symmetricComparativeAdvantage(0) == -1)
        #expect(try symmetricComparativeAdvantage(1) == 0)
        #expect(try symmetricComparativeAdvantage(3) == 0.5)
        #expect(try symmetricComparativeAdvantage(.greatestFiniteMagnitude) == 1)
    }

    @Test("normalised adds up to 0 over regions and over industries, additive over industries")
    func sums() throws {
        let context = Toy.context()
        for index in 0..<3 {
            let row = try (0..<3).map {
                try Toy.value(id, index, $0, component: "normalised", in: context)
            }
            let column = try (0..<3).map {
                try Toy.value(id, $0, index, component: "normalised", in: context)
            }
            let additive = try (0..<3).map {
                try Toy.value(id, index, $0, component: "additive", in: context)
            }
            for list in [row, column, additive] { #expect(abs(list.reduce(0, +)) < 1e-15) }
        }
        // Coal in A: 40/400 − 100 · 60 / 400² and 40/100 − 60/400.
        #expect(agrees(try Toy.value(id, 0, 0, component: "normalised", in: context), 0.0625))
        #expect(agrees(try Toy.value(id, 0, 0, component: "additive", in: context), 0.25))
    }
}

@Suite("Cluster index of Litzenberger and Sternberg")
struct ClusterIndexTests {
    /// Farhauer and Kröll (2014), as REAT's help page gives it: 21.87491.
    @Test("the textbook's example")
    func textbook() throws {
        let value = try clusterIndex(
            industryInRegion: 1743, industryInReference: 5740, area: 50, areaOfReference: 576,
            population: 488, populationOfReference: 4621, plants: 35, plantsOfReference: 53)
        #expect(agrees(value, 21.8749110167254, within: 1e-12))
    }

    @Test("an absent industry is 0, a place with mass and no plant is a gap")
    func edges() throws {
        var context = Toy.context()
        context.plants.removeAll { $0.place == "A" && $0.activity == "coal" }
        let key = ResultKey(place: "A", activity: "coal", year: 2000)
        #expect(try Toy.outcomes("cluster-index", in: context)[key] == .undefined(.missing("b")))
        #expect(
            try clusterIndex(
                industryInRegion: 0, industryInReference: 5, area: 1, areaOfReference: 2,
                population: 1, populationOfReference: 2, plants: 0, plantsOfReference: 3) == 0)
        #expect(throws: Undefined.zeroReference) {
            try clusterIndex(
                industryInRegion: 1, industryInReference: 5, area: 0, areaOfReference: 2,
                population: 1, populationOfReference: 2, plants: 1, plantsOfReference: 3)
        }
    }
}

@Suite("Inequality between regions")
struct RegionalInequalityTests {
    @Test("by hand: a head 1 and 3, equal population")
    func byHand() throws {
        let products = [10.0, 30]
        let populations = [10.0, 10]
        #expect(agrees(try williamsonIndex(products: products, populations: populations), 0.5))
        // ε = 0.5: 1 − ((√0.5 + √1.5) / 2)² = 1 − (1 + √0.75) / 2.
        let half = try atkinsonIndex(products: products, populations: populations, aversion: 0.5)
        #expect(agrees(half, 1 - (1 + 0.75.squareRoot()) / 2, within: 1e-14))
        // ε = 1: 1 − √(0.5 · 1.5).
        let one = try atkinsonIndex(products: products, populations: populations, aversion: 1)
        #expect(agrees(one, 1 - 0.75.squareRoot(), within: 1e-14))
        // ε = 2: 1 − harmonic mean = 1 − 2 / (2 + 2/3).
        let two = try atkinsonIndex(products: products, populations: populations, aversion: 2)
        #expect(agrees(two, 0.25, within: 1e-14))
    }

    @Test("equal a head is 0; a region without product is 1 from ε = 1 on")
    func limits() throws {
        #expect(abs(try williamsonIndex(products: [1, 2], populations: [3, 6])) < 1e-15)
        #expect(
            try atkinsonIndex(products: [0, 2], populations: [3, 6], aversion: 1) == 1)
        #expect(throws: Undefined.insufficientData(have: 1, need: 2)) {
            try williamsonIndex(products: [1], populations: [1])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "ε")) {
            try atkinsonIndex(products: [0, 2], populations: [3, 6], aversion: 0)
        }
    }

    @Test("the formula of ε = 1 explains itself too")
    func logarithmic() throws {
        var context = Toy.context()
        context.parameters.atkinsonAversion = 1
        let faults = try Explanations.faults(of: Toy.method("regional-inequality"), in: context)
        #expect(faults.isEmpty, "\(faults)")
    }
}

@Suite("Averaged location quotient, market specialisation")
struct CombinedIndexTests {
    @Test("the mean of two years")
    func average() throws {
        let context = Toy.context()
        let value = try Toy.value(
            "averaged-location-quotient", 0, 0, in: context, year: 2001, from: 2000)
        #expect(agrees(value, (8.0 / 3 + 2.688888888888889) / 2, within: 1e-14))
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try averagedLocationQuotient([])
        }
    }

    @Test("a window longer than the panel gives an empty table that says so")
    func longWindow() throws {
        var context = Toy.context()
        context.parameters.averagingYears = 3
        let table = try #require(
            try Toy.method("averaged-location-quotient").results(in: context).first)
        #expect(table.rows.isEmpty && table.notices.count == 1)
    }

    @Test("market specialisation needs all three coefficients")
    func threeCoefficients() throws {
        for (one, two, three, expected) in [
            (1, 1, 1, true), (0.99, 2, 2, false), (2, 0.99, 2, false), (2, 2, 0.99, false),
        ] as [(Double, Double, Double, Bool)] {
            #expect(
                try isMarketSpecialisation(
                    localisation: one, perCapita: two, relativeMarketability: three) == expected)
        }
        // A ships 186 of 200, more than the average region.
        let context = Toy.context()
        #expect(try Toy.value("market-specialisation", 0, 0, in: context) == 1)
        let outcomes = try Toy.outcomes("market-specialisation", in: context)
        // Of metal nothing is shipped. In A its location quotient of 0.8 decides alone; B has 1.2
        // of it and more a head, so the answer stays open.
        #expect(
            outcomes[ResultKey(place: "A", activity: "metal", year: 2000)] == .value(0))
        #expect(
            outcomes[ResultKey(place: "B", activity: "metal", year: 2000)]
                == .undefined(.missing("K_mt")))
    }
}
