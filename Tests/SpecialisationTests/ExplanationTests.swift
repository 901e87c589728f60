import Numerics
import Region
import Specialisation
import Support
import Testing
import Wording

@Suite("Every cell of every method explains itself")
struct ExplanationTests {
    static let identifiers = Toy.methods.map(\.method.id)

    @Test("on the toy table", arguments: identifiers)
    func toy(_ id: String) throws {
        let faults = try Explanations.faults(of: Toy.method(id), in: Toy.context())
        #expect(faults.isEmpty, "\(faults.prefix(5).joined(separator: "\n"))")
    }

    @Test("on random tables with zeros, gaps and hidden cells", arguments: identifiers)
    func random(_ id: String) throws {
        for seed in UInt64(0)..<12 {
            for reference in Reference.allCases {
                for policy in SuppressedPolicy.allCases {
                    var context = Toy.context(Toy.randomTables(seed: seed))
                    context.parameters.reference = reference
                    context.parameters.suppressed = policy
                    context.hide(seed: seed)
                    let faults = try Explanations.faults(of: Toy.method(id), in: context)
                    #expect(
                        faults.isEmpty,
                        "seed \(seed) \(reference) \(policy):\n\(faults.prefix(5).joined(separator: "\n"))"
                    )
                }
            }
        }
    }

    @Test("identifiers are unique, and words exist in both languages", arguments: identifiers)
    func description(_ id: String) throws {
        #expect(Self.identifiers.filter { $0 == id }.count == 1)
        let method = try Toy.method(id).method
        let texts =
            [method.name, method.reading] + method.components.map(\.name)
            + method.symbols.map(\.meaning)
        for text in texts { #expect(!text.english.isEmpty && !text.russian.isEmpty) }
        #expect(!method.literature.isEmpty)
        #expect(method.paperTag.hasPrefix("P-"))
    }
}

extension SpecialisationContext {
    /// Hides, loses and rules out some cells, and publishes some totals that fit.
    mutating func hide(seed: UInt64) {
        var random = RandomStream(seed: seed, stream: 99)
        for year in panel.years.indices {
            let table = panel.table(year: year)
            for place in panel.places.indices where random.unit() < 0.6 {
                panel.publish(total: table.placeTotals[place].known, place: place, year: year)
            }
            for activity in panel.activities.indices where random.unit() < 0.6 {
                panel.publish(
                    total: table.activityTotals[activity].known, activity: activity, year: year)
            }
            if random.unit() < 0.7 { panel.publish(grandTotal: table.total, year: year) }
            for place in panel.places.indices {
                for activity in panel.activities.indices {
                    let draw = random.unit()
                    let quality: Quality = random.unit() < 0.1 ? .estimate : .reported
                    var cell = panel[place, activity, year]
                    cell.quality = quality
                    if draw < 0.06 { cell = .missing }
                    if draw > 0.92 { cell = Cell(value: 0, state: .suppressed) }
                    if draw > 0.9, draw < 0.92 { cell = Cell(value: 0, state: .notApplicable) }
                    panel[place, activity, year] = cell
                }
            }
        }
    }
}
