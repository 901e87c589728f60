import Foundation
import Numerics
import Support
import Testing

@testable import Optimisation

@Suite("Linear and whole-number programmes")
struct SolverTests {
    private func solve(
        _ model: LinearModel, _ options: SolverOptions = SolverOptions(), start: [Double]? = nil
    ) throws -> SolverAnswer {
        var solver = try Solver.open()
        return try solver.solve(model, options, start: start, isCancelled: { false })
    }

    @Test("the handbook's choice of projects, and its bound without wholeness")
    func handbook() throws {
        let golden = try Golden(chapter: "c07")
        // z1 z2 z3 p13 p23: cost 6, 5, 4 of 10; effects 10, 7, 4; synergy 4 and 1.
        func model(isWhole: Bool) -> LinearModel {
            var model = LinearModel(.maximise)
            for cost in [10.0, 7, 4] {
                model.addVariable(from: 0, to: 1, cost: cost, isWhole: isWhole)
            }
            for (cost, pair) in [(4.0, [0, 2]), (1, [1, 2])] {
                let synergy = model.addVariable(from: 0, to: 1, cost: cost)
                for project in pair {
                    model.addRow([.init(synergy, 1), .init(project, -1)], to: 0)
                }
            }
            model.addRow([.init(0, 6), .init(1, 5), .init(2, 4)], named: "budget", to: 10)
            return model
        }
        let whole = try solve(model(isWhole: true))
        #expect(whole.status == .optimal && whole.relativeGap == 0)
        #expect(whole.values == (try golden.list("milp_x")))
        #expect(whole.objective == (try golden.number("milp_obj")))
        let relaxed = try solve(model(isWhole: false))
        #expect(agrees(try #require(relaxed.objective), try golden.number("lp_bound")))
        // A unit of budget is worth what it buys.
        #expect(try #require(relaxed.rowPrices).count == 5)
    }

    @Test("shadow prices of a programme without choices")
    func prices() throws {
        // max 3x + 2y, x + y ≤ 4, x + 3y ≤ 9, x ≤ 3: x 3, y 1; prices 2, 0, and 1 on the bound.
        var model = LinearModel(.maximise)
        model.addVariable(to: 3, cost: 3)
        model.addVariable(cost: 2)
        model.addRow([.init(0, 1), .init(1, 1)], to: 4)
        model.addRow([.init(0, 1), .init(1, 3)], to: 9)
        let answer = try solve(model)
        #expect(answer.values == [3, 1])
        let prices = try #require(answer.rowPrices)
        #expect(agrees(prices[0], 2) && abs(prices[1]) < 1e-12)
        #expect(answer.bound == 11 && answer.relativeGap == 0)
    }

    @Test("infeasible and unbounded programmes have a status and no numbers")
    func statuses() throws {
        var model = LinearModel(.minimise)
        model.addChoice()
        model.addRow([.init(0, 2)], from: 1, to: 1)
        let none = try solve(model)
        #expect(none.status == .infeasible && none.values == nil && none.objective == nil)
        var open = LinearModel(.maximise)
        open.addVariable(cost: 1)
        let far = try solve(open)
        #expect(far.status == .unbounded || far.status == .infeasible)
        #expect(far.values == nil && far.objective == nil)
        // Nothing to choose: kept or not.
        #expect(try solve(LinearModel(.minimise)).status == .optimal)
    }

    @Test("terms of one variable are added up; violations are measured against their size")
    func rows() {
        var model = LinearModel(.minimise)
        model.addVariable(cost: 1)
        model.addRow([.init(0, 2), .init(0, -2)], from: 0, to: 0)
        model.addRow([.init(0, 1), .init(0, 1)], from: 2, to: 4)
        #expect(model.terms(ofRow: 0).isEmpty)
        #expect(model.terms(ofRow: 1) == [.init(0, 2)])
        #expect(model.violation(of: [1]) == 0)
        #expect(model.violation(of: [0.5]) == 1)
        #expect(model.violation(of: [4]) == 4.0 / 8)
        #expect(model.violation(of: [-1]) == 4.0 / 2)
        #expect(model.violation(of: [.nan]) == .infinity)
        #expect(model.violation(of: []) == .infinity)
    }

    /// A knapsack with many near ties, which takes long to prove.
    private static func hard(_ count: Int, seed: UInt64) -> LinearModel {
        var random = RandomStream(seed: seed, stream: 70)
        var model = LinearModel(.maximise)
        for _ in 0..<count { model.addChoice(cost: 50 + (random.unit() * 30).rounded()) }
        for _ in 0..<12 {
            let weights = (0..<count).map {
                LinearModel.Term($0, 40 + (random.unit() * 60).rounded())
            }
            model.addRow(weights, to: weights.map(\.weight).reduce(0, +) / 2)
        }
        return model
    }

    @Test("a search that is stopped keeps what it found, with bound and gap")
    func stopped() throws {
        let model = Self.hard(120, seed: 1)
        var options = SolverOptions()
        options.timeLimit = 1
        let answer = try solve(model, options)
        #expect(answer.status == .timeLimit)
        #expect(answer.seconds < 3)
        let values = try #require(answer.values)
        #expect(model.violation(of: values) <= Solver.tolerance)
        let (objective, bound) = (try #require(answer.objective), try #require(answer.bound))
        #expect(objective <= bound && (answer.relativeGap ?? 0) > 0)
        // Stopped by its owner, after the first plan.
        var solver = try Solver.open()
        var isFound = false
        let cancelled = try solver.solve(
            model, progress: { isFound = isFound || $0.objective != nil },
            isCancelled: { isFound })
        #expect(cancelled.status == .interrupted)
        #expect(cancelled.values != nil && cancelled.bound != nil)
        // The same solver goes on to another question.
        var easy = LinearModel(.maximise)
        easy.addChoice(cost: 1)
        #expect(try solver.solve(easy, isCancelled: { false }).objective == 1)
    }

    @Test("a start is taken up: no search finds less")
    func started() throws {
        let model = Self.hard(60, seed: 2)
        var options = SolverOptions()
        options.timeLimit = 2
        let first = try solve(model, options)
        let values = try #require(first.values)
        options.timeLimit = 0.2
        let again = try solve(model, options, start: values)
        #expect(try #require(again.objective) >= #require(first.objective) - 1e-9)
    }

    @Test("the same model has the same answer, twice and in another solver")
    func deterministic() throws {
        let model = Self.hard(22, seed: 3)
        let first = try solve(model)
        let second = try solve(model)
        #expect(first.status == .optimal)
        #expect(first.values == second.values && first.nodes == second.nodes)
    }

    @Test("without the library the places looked at are named, and what is no library is refused")
    func library() {
        let paths = Solver.candidates(environment: [:], executable: "/a/b/uklad")
        #expect(paths.contains { $0.hasSuffix(".deps/lib/libhighs.so") })
        #expect(
            Solver.candidates(environment: ["UKLAD_HIGHS": "/x/y.so"], executable: "")
                == ["/x/y.so"])
    }

    /// Optima of the classic instances (netlib, MIPLIB).
    static let optima: [(name: String, optimum: Double)] = [
        ("afiro", -464.753142857), ("adlittle", 225494.963162), ("25fv47", 5501.845888287),
        ("etamacro", -755.715233301), ("israel", -896644.821863), ("perold", -9380.755278235),
        ("scrs8", 904.296953801), ("shell", 1_208_825_346), ("stair", -251.266951193),
        ("standata", 1257.6995), ("standgub", 1257.6995), ("standmps", 1406.0175),
        ("avgas", -7.75), ("flugpl", 1_201_500), ("lseu", 1120), ("egout", 568.1007),
        ("gt2", 21166), ("rgn", 82.19999924), ("p0548", 8691), ("bell5", 8_966_406.49152),
        ("dcmulti", 188_182), ("gesa2", 25_779_856.3717), ("sp150x300d", 69),
    ]

    static var isThere: Bool { ProcessInfo.processInfo.environment["UKLAD_ORACLES"] != nil }

    private static func file(_ name: String) -> String {
        (ProcessInfo.processInfo.environment["UKLAD_ORACLES"] ?? "")
            + "/lp_milp_classics/\(name).mps"
    }

    @Test("classic instances at their optima", .enabled(if: isThere), arguments: optima)
    func classics(name: String, optimum: Double) throws {
        var solver = try Solver.open()
        let answer = try solver.solve(file: Self.file(name))
        #expect(answer.status == .optimal)
        #expect(agrees(try #require(answer.objective), optimum, within: 1e-6))
        #expect((answer.relativeGap ?? 1) <= 1e-6)
    }

    @Test(
        "infeasible instances have no objective", .enabled(if: isThere),
        arguments: ["bgetam", "box1", "forest6", "galenet", "klein1", "vol1", "woodinfe"])
    func infeasible(name: String) throws {
        var solver = try Solver.open()
        let answer = try solver.solve(file: Self.file(name))
        #expect(answer.status == .infeasible)
        #expect(answer.objective == nil && answer.values == nil)
    }

    @Test("files that are no model are refused")
    func refused() throws {
        var solver = try Solver.open()
        #expect(throws: SolverError.self) { try solver.solve(file: "/nonexistent.mps") }
        let file = FileManager.default.temporaryDirectory
            .appending(path: "uklad-\(UUID().uuidString).mps")
        try "not a model".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: SolverError.self) { try solver.solve(file: file.path) }
        var model = LinearModel(.minimise)
        model.addVariable(from: .nan, to: 1, cost: 1)
        #expect(throws: SolverError.self) { try solver.solve(model, isCancelled: { false }) }
    }
}
