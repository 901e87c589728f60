import Numerics
import Region
import Relatedness
import Support
import Testing

/// The worked examples of METHODS 2.0–2.6.
@Suite("Worked examples (METHODS 2)")
struct RelatednessGoldenTests {
    static let table: [[Double]] = [[1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1], [0, 1, 0, 0]]
    private let presence = Presence(quotients: Matrix(Self.table))
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c02") }

    private func expect(
        _ found: Matrix, _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.matrix(key)
        for (a, b) in zip(found.elements, wanted.elements) {
            #expect(agrees(a, b), "\(key)", sourceLocation: sourceLocation)
        }
        #expect(found.elements.count == wanted.elements.count, sourceLocation: sourceLocation)
    }

    private func expect(
        _ found: [Double], _ key: String, within tolerance: Double = 1e-9,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.list(key)
        #expect(found.count == wanted.count, sourceLocation: sourceLocation)
        for (a, b) in zip(found, wanted) {
            #expect(
                agrees(a, b, within: tolerance), "\(key): \(found)", sourceLocation: sourceLocation)
        }
    }

    @Test("diversity, ubiquity, what activities have in common")
    func counts() throws {
        try expect(presence.diversity.map(Double.init), "diversity")
        try expect(presence.ubiquity.map(Double.init), "ubiquity")
        try expect(cooccurrence(presence), "cooc")
    }

    @Test("five similarities")
    func similarities() throws {
        let common = cooccurrence(presence)
        try expect(relatedness(common, by: .cosine), "cosine")
        try expect(relatedness(common, by: .jaccard), "jaccard")
        try expect(relatedness(common, by: .proximity), "proximity")
        try expect(relatedness(common, by: .association), "assoc_vanEck")
        try expect(relatedness(common, by: .chance), "assoc_Steijn")
    }

    @Test("the margins of co-occurrence without the diagonal")
    func margins() throws {
        let common = cooccurrence(presence)
        let sums = (0..<4).map { row in
            (0..<4).filter { $0 != row }.map { Double(common[row, $0]) }.reduce(0, +)
        }
        let (wanted, total) = try golden.listAndNumber("assoc_margins")
        #expect(sums == wanted)
        #expect(sums.reduce(0, +) == total)
    }

    @Test("complexity is the second eigenvector of the handbook's table W")
    func eigenvector() throws {
        let table = try golden.matrix("W")
        let complexity = try EconomicComplexity(presence)
        let second = complexity.eigenvalues[1]
        // Scores are an eigenvector but for scale and shift; W leaves a shift as it is.
        let left = table.multiplied(by: complexity.places)
        let rest = zip(left, complexity.places).map { $0 - second * $1 }
        for value in rest { #expect(agrees(value, rest[0])) }
    }

    @Test("density")
    func density() throws {
        let proximity = relatedness(cooccurrence(presence), by: .proximity)
        try expect(relatednessDensity(presence, similarity: proximity), "density")
    }

    @Test("complexity: eigenvalues, places, activities")
    func complexity() throws {
        let complexity = try EconomicComplexity(presence)
        try expect(complexity.places, "ECI")
        try expect(complexity.activities, "PCI_std")
        try expect(complexity.meanOfPlaces, "PCI_as_mean_ECI")
        let eigenvalues = try golden.list("eigenvalues")
        for (a, b) in zip(complexity.eigenvalues, eigenvalues) { #expect(agrees(a, b)) }
        #expect(complexity.correlationWithDiversity > 0.2 && !complexity.isSignWeak)
    }

    @Test("reflections come to the index, in the opposite direction here")
    func reflecting() throws {
        try expect(reflections(presence, steps: 1).places, "k_c_1")
        try expect(reflections(presence, steps: 2).places, "k_c_2")
        let far = reflections(presence, steps: 20).places
        let (mean, deviation) = (far.mean ?? 0, far.standardDeviation(.population) ?? 1)
        try expect(far.map { ($0 - mean) / deviation }, "reflection20_std")
    }

    @Test("fitness after one, two and two hundred steps")
    func fitness() throws {
        try expect(Fitness(classic: presence, steps: 1).places, "fitness_1")
        try expect(Fitness(classic: presence, steps: 1).activities, "Q_1")
        try expect(Fitness(classic: presence, steps: 2).places, "fitness_2")
        try expect(Fitness(classic: presence, steps: 2).activities, "Q_2")
        try expect(Fitness(classic: presence, steps: 200).places, "fitness_200")
    }

    @Test("the fitness that does not vanish satisfies its equations")
    func nonVanishing() throws {
        let fitness = try Fitness(nonVanishing: presence)
        for place in 0..<presence.places {
            let sum = presence.activities(of: place).map { fitness.activities[$0] }.reduce(0, +)
            #expect(agrees(fitness.places[place], 1e-4 + sum))
        }
        for activity in 0..<presence.activities {
            let sum = presence.places(of: activity).map { 1 / fitness.places[$0] }.reduce(0, +)
            #expect(agrees(fitness.activities[activity], 1 / (1 + sum)))
        }
    }

    @Test("opportunity outlook and gain")
    func opportunity() throws {
        let proximity = relatedness(cooccurrence(presence), by: .proximity)
        let complexity = try EconomicComplexity(presence)
        let opportunity = Opportunity(
            presence, similarity: proximity,
            density: relatednessDensity(presence, similarity: proximity),
            complexity: complexity.activities)
        try expect(opportunity.outlook, "COI")
        try expect(opportunity.gain, "OG")
    }

    @Test("related and unrelated variety")
    func variety() throws {
        let variety = try Variety(masses: [0.3, 0.2, 0.4, 0.1], groups: [0, 0, 1, 1])
        try expect([variety.unrelated, variety.related, variety.total], "UV_RV_TV")
    }
}
