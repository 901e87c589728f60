import Clusters
import Numerics
import Region
import Support
import Testing

/// The worked examples of METHODS 4.
@Suite("Worked examples (METHODS 4)")
struct ClusterGoldenTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c04") }

    private func expect(
        _ found: [Double], _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.list(key)
        #expect(found.count == wanted.count, sourceLocation: sourceLocation)
        for (a, b) in zip(found, wanted) {
            #expect(agrees(a, b), "\(key): \(found)", sourceLocation: sourceLocation)
        }
    }

    @Test("concentration of sizes")
    func sizes() throws {
        let sizes: [Double] = [600, 120, 80, 60, 50, 40, 30, 20]
        try expect(
            [concentrationRatio(ofSizes: sizes), sizeConcentration(ofSizes: sizes)], "CR1_HHI")
    }

    @Test("a star of eight with one more tie")
    func network() throws {
        let network = try FirmNetwork(
            count: 8, ties: (1..<8).map { (0, $0) } + [(1, 2)])
        #expect(agrees(try network.centralisation, try golden.number("freeman_centralisation")))
        #expect(agrees(try network.density, try golden.number("density")))
    }

    @Test("a hub and its spokes")
    func type() throws {
        var indicators = TypeIndicators()
        indicators.concentration = 0.6
        indicators.hubTradeShare = 0.75
        indicators.oneBuyerShare = 0.35
        indicators.externalOwnership = 0.2
        indicators.publicShare = 0.1
        indicators.smallFirmShare = 0.15
        indicators.linkDensity = 2.0 / 7
        let found = try TypeAssessment(indicators, firms: 8)
        let names: [(ClusterType, String)] = [
            (.hubAndSpoke, "hub"), (.marshallian, "marsh"), (.satellitePlatform, "sat"),
            (.stateAnchored, "state"),
        ]
        for (type, name) in names {
            let wanted = try golden.number("type_scores", name)
            #expect(agrees(found.score(of: type).score ?? .nan, wanted), "\(name)")
        }
        #expect(found.verdict == .type(.hubAndSpoke))
        #expect(found.rules.map { $0.score ?? -1 } == [0, 1, 0, 0])
        #expect(found.confidence == (try golden.number("type_conf")))
    }

    @Test("memberships joined by the least and by the geometric mean")
    func memberships() throws {
        // μ of .5, .9, .8 as the handbook's own example.
        let rule = try RuleScore([0.5, 0.9, 0.8])
        let wanted = try golden.list("fuzzy_min_geo")
        #expect(agrees(rule.score ?? 0, wanted[0]))
        #expect(agrees(rule.mean ?? 0, wanted[1]))
    }

    @Test("growth and its quickening")
    func growth() throws {
        let series = zip(2016..., [10.0, 12, 15, 19, 24]).map {
            LifeCycleYear(year: $0, participants: $1)
        }
        let features = try LifeCycleFeatures(window: series, criticalMass: 30, largestMass: nil)
        #expect(agrees(features.compoundGrowth ?? 0, try golden.number("cagr")))
        #expect(agrees(features.slope ?? 0, try golden.number("log_slope")))
        #expect(agrees(features.acceleration ?? 0, try golden.number("accel")))
    }

    @Test("how sure a stage is")
    func confidence() throws {
        let choice = try ChoiceConfidence([0.1, 0.35, 0.8, 0.3, 0.05])
        try expect(choice.shares, "stage_share")
        try expect([choice.margin, choice.evenness], "stage_conf")
    }

    @Test("the path of stages is steadier than the years one by one")
    func viterbi() throws {
        let path = try StagePath(emissions: [
            [0.5, 0.3, 0.1, 0.05, 0.05], [0.3, 0.32, 0.28, 0.05, 0.05],
            [0.1, 0.3, 0.4, 0.15, 0.05],
        ])
        #expect(path.path.map { Double($0.rawValue) } == (try golden.list("viterbi")))
        #expect(agrees(path.logProbability, try golden.number("viterbi_logp")))
    }

    @Test("the diamond")
    func diamond() throws {
        let diamond = try Diamond(factors: 7, demand: 5, related: 8, rivalry: 4)
        #expect(agrees(diamond.geometricMean, try golden.number("diamond_geo")))
        #expect(agrees(diamond.area ?? 0, try golden.number("diamond_area")))
        try expect([diamond.mean, diamond.least], "diamond_mean_min")
        #expect(diamond.weakest == .rivalry)
    }

    @Test("Marshall's conditions")
    func marshall() throws {
        #expect(
            agrees(
                try MarshallConditions.occupationalSimilarity([0.5, 0.3, 0.2], [0.4, 0.4, 0.2]),
                try golden.number("occ_cos")))
        #expect(
            agrees(
                try MarshallConditions.stageSpecialisation([0.5, 0.3, 0.2]),
                try golden.number("stage_entropy")))
        #expect(
            agrees(
                try MarshallConditions.purchasedInputIntensity(purchases: 300, sales: 1000),
                try golden.number("holmes")))
    }
}

@Suite("Edge cases of types and stages (METHODS 4)")
struct ClusterEdgeTests {
    private var hub: TypeIndicators {
        var indicators = TypeIndicators()
        indicators.concentration = 0.6
        indicators.centralisation = 0.8
        indicators.externalOwnership = 0.2
        return indicators
    }

    @Test("fewer than four firms have no type")
    func few() {
        #expect(throws: Undefined.insufficientData(have: 3, need: 4)) {
            try TypeAssessment(hub, firms: 3)
        }
    }

    @Test("a missing indicator is skipped and costs coverage, it is not taken for 0")
    func missing() throws {
        var all = hub
        all.smallFirmShare = 0.2
        all.linkDensity = 0.3
        all.oneBuyerShare = 0.1
        all.publicShare = 0.05
        let full = try TypeAssessment(all, firms: 9)
        let part = try TypeAssessment(hub, firms: 9)
        #expect(full.coverage == 1)
        #expect(part.coverage < 1 && part.coverage > 0)
        #expect(part.verdict.leading == .hubAndSpoke)
        #expect(part.confidence < full.confidence)
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try TypeAssessment(TypeIndicators(), firms: 9)
        }
    }

    @Test("where no rule holds the cluster is unclassified")
    func unclassified() throws {
        var none = TypeIndicators()
        none.concentration = 0.2
        none.smallFirmShare = 0.1
        none.externalOwnership = 0.1
        none.publicShare = 0.1
        let found = try TypeAssessment(none, firms: 9)
        #expect(found.verdict == .unclassified)
        #expect(found.confidence == 0)
    }

    @Test("two types too near to tell are named both")
    func mixed() throws {
        var near = hub
        near.publicShare = 0.49
        near.concentration = 0.49
        let found = try TypeAssessment(near, firms: 9)
        guard case .mixed(let first, let second) = found.verdict else {
            Issue.record("\(found.verdict)")
            return
        }
        #expect(Set([first, second]) == [.hubAndSpoke, .stateAnchored])
    }

    @Test("the type holds under other thresholds, the same for the same seed")
    func sensitivity() throws {
        let one = try typeSensitivity(hub, firms: 9, replicates: 300, seed: 5)
        let again = try typeSensitivity(hub, firms: 9, replicates: 300, seed: 5)
        #expect(one == again)
        #expect(one.share == 1)
        var brink = hub
        brink.concentration = 0.26
        brink.publicShare = 0.21
        brink.smallFirmShare = 0.1
        let other = try typeSensitivity(brink, firms: 9, replicates: 300, seed: 5)
        #expect(other.share < 1 && other.share > 0.1)
    }

    @Test("four years are too few for stages, and a year without figures says nothing")
    func short() throws {
        let four = (2016..<2020).map { LifeCycleYear(year: $0, participants: 10) }
        #expect(throws: Undefined.insufficientData(have: 4, need: 5)) { try LifeCycle(four) }
        let gap = zip([2014, 2015, 2016, 2018, 2019, 2020], [5.0, 8, 12, 20, 28, 40]).map {
            LifeCycleYear(year: $0, participants: $1)
        }
        let found = try LifeCycle(gap)
        #expect(found.years.map(\.year) == Array(2014...2020))
        #expect(found.years[3].scores == nil && found.years[3].posterior.count == 5)
        for year in found.years {
            #expect(agrees(year.posterior.reduce(0, +), 1))
        }
    }

    @Test("a cluster that grows, ripens and declines is seen to")
    func course() throws {
        let counts: [Double] = [3, 4, 6, 9, 14, 20, 27, 33, 35, 36, 36, 36, 34, 29, 23, 18]
        let series = counts.enumerated().map { index, count in
            var year = LifeCycleYear(year: 2000 + index, participants: count)
            year.linkDensity = min(0.3, 0.02 + 0.03 * Double(index))
            year.externalLinks = min(0.5, 0.05 * Double(index))
            year.institutions = Double(index / 3)
            year.mass = count * 50
            let change = index > 0 ? count - counts[index - 1] : 1
            year.entries = max(0, change)
            year.exits = max(0, -change)
            return year
        }
        let found = try LifeCycle(series)
        let path = found.years.map(\.stage.rawValue)
        #expect(path == path.sorted())
        #expect(path.contains(3) && path.contains(4))
        #expect(path.last == 5)
        #expect(found.years.last?.scores?.branch == .decline)
    }

    @Test("a diamond without a corner has no area and names what is missing")
    func corner() throws {
        let diamond = try Diamond(factors: 7, demand: nil, related: 8, rivalry: 4)
        #expect(diamond.area == nil)
        #expect(diamond.missing == [.demand])
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try Diamond(factors: nil, demand: nil, related: nil, rivalry: nil)
        }
        #expect(throws: Undefined.notAQuantity(symbol: "x")) {
            try Diamond(factors: 11, demand: nil, related: nil, rivalry: nil)
        }
    }

    @Test("nothing that is no number comes through")
    func hostile() {
        for bad in [Double.nan, .infinity, -1] {
            #expect(throws: Undefined.notAQuantity(symbol: "z")) {
                try concentrationRatio(ofSizes: [1, bad])
            }
            #expect(throws: (any Error).self) {
                try MarshallConditions.stageSpecialisation([1, bad])
            }
        }
        #expect(throws: Undefined.zeroReference) { try concentrationRatio(ofSizes: [0, 0]) }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try concentrationRatio(ofSizes: [])
        }
    }

    @Test("inherited structures correlate, and related entry is seen")
    func path() throws {
        #expect(
            agrees(
                try PathDependence.structuralInertia(
                    then: [0.5, 0.3, 0.2], now: [0.5, 0.3, 0.2]), 1))
        #expect(
            agrees(
                try PathDependence.relatedEntry(entered: [0.6, 0.4], stayedAway: [0.1, 0.3]), 0.3))
    }
}
