import Numerics
import Region
import Relatedness
import Support
import Testing

/// What holds for any table (METHODS 12), and the edges of METHODS 2.
@Suite("Properties of relatedness (METHODS 12)")
struct RelatednessPropertyTests {
    private func random(_ seed: UInt64, places: Int = 12, activities: Int = 15) -> Presence {
        var random = RandomStream(seed: seed, stream: 2)
        let rate = 0.15 + 0.5 * random.unit()
        return Presence(places: places, activities: activities) { _, _ in random.unit() < rate }
    }

    private func core(_ presence: Presence) -> Presence {
        let largest = presence.core.components[0]
        return presence.restricted(to: largest.places, largest.activities)
    }

    @Test("the gain of an activity is the outlook with it less the outlook without")
    func gainIsDifference() throws {
        for seed in UInt64(0)..<200 {
            let presence = core(random(seed))
            guard let complexity = try? EconomicComplexity(presence).activities else { continue }
            let proximity = relatedness(cooccurrence(presence), by: .proximity)
            func opportunity(_ table: Presence) -> Opportunity {
                Opportunity(
                    table, similarity: proximity,
                    density: relatednessDensity(table, similarity: proximity),
                    complexity: complexity)
            }
            let before = opportunity(presence)
            for place in 0..<min(3, presence.places) {
                for added in 0..<presence.activities where !presence[place, added] {
                    let after = Presence(
                        places: presence.places, activities: presence.activities
                    ) { presence[$0, $1] || ($0 == place && $1 == added) }
                    let difference = opportunity(after).outlook[place] - before.outlook[place]
                    #expect(
                        abs(difference - before.gain[place, added]) < 1e-12, "seed \(seed)")
                }
            }
        }
    }

    @Test("complexity satisfies its equation, is standardised, and its sign follows diversity")
    func equation() throws {
        var found = 0
        for seed in UInt64(0)..<200 {
            let presence = core(random(seed))
            guard let complexity = try? EconomicComplexity(presence) else { continue }
            found += 1
            let index = complexity.places
            #expect(abs(index.mean ?? 1) < 1e-9)
            #expect(abs((index.standardDeviation(.population) ?? 0) - 1) < 1e-9)
            #expect(complexity.correlationWithDiversity >= -1e-12)
            // A step of W shrinks differences by the eigenvalue.
            let means = (0..<presence.places).map { place -> Double in
                let own = presence.activities(of: place)
                return own.map { complexity.meanOfPlaces[$0] }.reduce(0, +) / Double(own.count)
            }
            let centre = means.mean ?? 0
            for (value, mean) in zip(index, means) {
                #expect(
                    abs(value * complexity.eigenvalues[1] - (mean - centre)) < 1e-8, "seed \(seed)")
            }
        }
        #expect(found > 150)
    }

    @Test("relabelling places and activities permutes the results")
    func relabelling() throws {
        for seed in UInt64(0)..<200 {
            let presence = core(random(seed))
            guard let complexity = try? EconomicComplexity(presence) else { continue }
            let turned = presence.restricted(
                to: (0..<presence.places).reversed(), (0..<presence.activities).reversed())
            let other = try EconomicComplexity(turned)
            guard !complexity.isSignWeak else { continue }
            for (a, b) in zip(complexity.places, other.places.reversed()) {
                #expect(agrees(a, b, within: 1e-7), "seed \(seed)")
            }
            let fitness = try Fitness(nonVanishing: presence).places
            for (a, b) in zip(fitness, try Fitness(nonVanishing: turned).places.reversed()) {
                #expect(agrees(a, b, within: 1e-7), "seed \(seed)")
            }
        }
    }

    @Test("similarities are symmetric, not negative, and those between 0 and 1 stay there")
    func symmetric() {
        for seed in UInt64(0)..<200 {
            let common = cooccurrence(random(seed))
            for kind in Similarity.allCases {
                let matrix = relatedness(common, by: kind)
                #expect(matrix == matrix.transposed)
                #expect(matrix.elements.allSatisfy { $0.isFinite && $0 >= 0 })
                if [.cosine, .jaccard, .proximity].contains(kind) {
                    #expect(matrix.elements.allSatisfy { $0 <= 1 + 1e-12 })
                }
                for i in 0..<matrix.rows { #expect(matrix[i, i] == 0) }
            }
        }
    }

    @Test("one thread and all give the same bits")
    func threads() {
        for seed in UInt64(0)..<20 {
            let presence = random(seed, places: 150, activities: 130)
            let one = cooccurrence(presence, threads: .one)
            #expect(one == cooccurrence(presence, threads: .all))
            let proximity = relatedness(one, by: .proximity)
            let densities = [Threads.one, .all].map {
                relatednessDensity(presence, similarity: proximity, threads: $0).elements
                    .map(\.bitPattern)
            }
            #expect(densities[0] == densities[1])
        }
    }

    @Test("Lanczos finds what LAPACK finds")
    func lanczos() throws {
        var random = RandomStream(seed: 9, stream: 1)
        for order in [3, 17, 80] {
            var matrix = Matrix(rows: order, columns: order)
            for i in 0..<order {
                for j in i..<order {
                    matrix[i, j] = random.unit()
                    matrix[j, i] = matrix[i, j]
                }
            }
            let dense = try SymmetricEigen(largest: 3, of: matrix)
            let sparse = try SymmetricEigen(largest: 3, order: order) { vector, product in
                for i in 0..<order {
                    product[i] = zip(matrix.row(i), vector).map { $0 * $1 }.reduce(0, +)
                }
            }
            for (a, b) in zip(dense.values, sparse.values) { #expect(agrees(a, b)) }
            for (a, b) in zip(dense.vectors[0], sparse.vectors[0]) {
                #expect(agrees(a, b, within: 1e-7))
            }
        }
    }

    @Test("a large table is solved by Lanczos and satisfies the equation")
    func large() throws {
        let presence = core(random(5, places: 420, activities: 90))
        let complexity = try EconomicComplexity(presence)
        let means = (0..<presence.places).map { place -> Double in
            let own = presence.activities(of: place)
            return own.map { complexity.meanOfPlaces[$0] }.reduce(0, +) / Double(own.count)
        }
        let centre = means.mean ?? 0
        for (value, mean) in zip(complexity.places, means) {
            #expect(abs(value * complexity.eigenvalues[1] - (mean - centre)) < 1e-7)
        }
    }

    // MARK: Edges

    @Test("empty places and activities are dropped and listed, parts stay apart")
    func dropping() {
        let table: [[Double]] = [
            [1, 1, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0], [1, 0, 0, 0, 0],
        ]
        let core = Presence(quotients: Matrix(table)).core
        #expect(core.emptyPlaces == [3] && core.emptyActivities == [2, 4])
        #expect(core.components.map(\.places) == [[0, 1, 4], [2]])
        #expect(core.components.map(\.activities) == [[0, 1], [3]])
    }

    @Test("an activity that nothing is related to has no density")
    func unrelated() {
        let presence = Presence(quotients: Matrix([[1, 0, 1], [0, 1, 0], [1, 0, 1]]))
        let proximity = relatedness(cooccurrence(presence), by: .proximity)
        let density = relatednessDensity(presence, similarity: proximity)
        #expect(density[0, 1].isNaN && density[0, 0] == 1 && density[1, 0] == 0)
        let withSelf = relatednessDensity(
            presence, similarity: cooccurrence(presence), includingSelf: true)
        #expect(withSelf[1, 1] == 1)
    }

    @Test("too few places, a tie of directions, no differences: reasons, no numbers")
    func undefined() {
        #expect(throws: Undefined.insufficientData(have: 2, need: 3)) {
            try EconomicComplexity(Presence(quotients: Matrix([[1, 1], [1, 0]])))
        }
        // Three places with one activity each besides a common one: no direction stands out.
        #expect(throws: Undefined.singular) {
            try EconomicComplexity(
                Presence(quotients: Matrix([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1]])))
        }
        #expect(throws: Undefined.emptyRegion) { try Variety(masses: [0, 0], groups: [0, 1]) }
        #expect(throws: Undefined.notAQuantity(symbol: "e")) {
            try Variety(masses: [.nan, 1], groups: [0, 1])
        }
    }

    @Test("variety parts sum to the whole, whatever the groups")
    func varietySums() throws {
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed, stream: 3)
            let masses = (0..<20).map { _ in random.unit() < 0.2 ? 0 : random.unit() }
            let groups = (0..<20).map { _ in random.index(below: 4) }
            let variety = try Variety(masses: masses, groups: groups)
            let whole = try Variety(masses: masses, groups: Array(0..<20))
            #expect(agrees(variety.total, whole.unrelated) && whole.related == 0)
            #expect(variety.related >= 0 && variety.unrelated >= 0)
        }
    }
}
