import Foundation
import Numerics
import Optimisation
import Programme
import Region
import Support
import Testing

@Suite("The programme: which projects, started when (METHODS 7.3)")
struct ProgrammeTests {
    /// Three projects of the handbook in one year, with two synergies.
    static var handbook: ProgrammeData {
        let effects = [[10.0, 2, 1, 3], [7, 4, 2, 2], [4, 3, 6, 1]]
        let candidates = zip(effects, [6.0, 5, 4]).enumerated().map { index, pair in
            Candidate(
                ObjectCode(rawValue: "\(index + 1)"),
                effects: pair.0.map { Profile([$0]) }, funding: ["money": Profile([pair.1])])
        }
        var data = ProgrammeData(years: [2027], candidates: candidates)
        data.budgets["money"] = .init([10])
        data.synergies = [
            Synergy([0, 2], FourEffects(economic: 4)), Synergy([1, 2], FourEffects(economic: 1)),
        ]
        return data
    }

    private func best(
        _ data: ProgrammeData, _ weights: FourEffects = FourEffects(economic: 1)
    ) throws -> ProgrammeAnswer {
        var search = try ProgrammeSearch()
        return try search.best(ProgrammeModel(data), weights: weights)
    }

    @Test("the handbook's best choice, and all that could be chosen")
    func choice() throws {
        let golden = try Golden(chapter: "c07")
        let answer = try best(Self.handbook)
        #expect(answer.status == .optimal)
        #expect(answer.plan?.starts == [0, nil, 0])
        #expect(answer.evaluation?.effects == FourEffects([18, 5, 7, 4]))
        #expect(answer.objective == (try golden.number("milp_obj")))
        #expect(answer.relativeGap == 0)
        let all = Enumeration(Self.handbook)
        let listed = all.feasible.map(\.evaluation.effects.values)
        let expected: [[Double]] = [
            [0, 0, 0, 0], [4, 3, 6, 1], [7, 4, 2, 2], [12, 7, 8, 3], [10, 2, 1, 3], [18, 5, 7, 4],
        ]
        #expect(Set(listed) == Set(expected) && listed.count == expected.count)
    }

    @Test("the handbook's sequence: the second needs the first")
    func sequence() throws {
        let candidates = [5.0, 8].enumerated().map { index, yearly in
            Candidate(
                ObjectCode(rawValue: "\(index)"), effects: [Profile(lasting: yearly)],
                funding: ["money": Profile([6])])
        }
        // 0.9^t: a rate of 1 / 0.9 − 1.
        var data = ProgrammeData(years: [1, 2, 3], candidates: candidates, rate: 1 / 0.9 - 1)
        data.budgets["money"] = .init([6, 6, 6])
        data.precedences = [Precedence(1, needs: [0], lag: 1)]
        let answer = try best(data)
        #expect(answer.plan?.starts == [0, 1])
        #expect(agrees(try #require(answer.objective), 27.23))
        let values = Set(
            Enumeration(data).feasible.map {
                ($0.evaluation.effects.values[0] * 1e6).rounded() / 1e6
            })
        for value in [27.23, 13.55, 8.55, 0] { #expect(values.contains(value)) }
    }

    @Test("ten budgets: 3,800 with projects 2, 3 and 6", .enabled(if: ProgrammeTests.isThere))
    func petersen() throws {
        let folder = ProcessInfo.processInfo.environment["UKLAD_ORACLES"] ?? ""
        let data = try Data(
            contentsOf: URL(filePath: folder + "/project_selection_milp/expected.json"))
        let expected = try JSONDecoder().decode([String: Knapsack].self, from: data)
        let knapsack = try #require(expected["mknap1_problem1"])
        let (profits, weights, budgets) = (knapsack.profit, knapsack.weights, knapsack.capacity)
        var programme = ProgrammeData(
            years: Array(1...budgets.count),
            candidates: profits.indices.map { project in
                // All start at once: what they cost in each year is their cost at that age.
                Candidate(
                    ObjectCode(rawValue: "\(project + 1)"),
                    effects: [Profile([profits[project]])],
                    funding: ["money": Profile(weights.map { $0[project] })], latest: 1)
            })
        programme.budgets["money"] = .init(budgets)
        let answer = try best(programme)
        #expect(answer.objective == 3800)
        #expect(answer.plan?.starts == [nil, 0, 0, nil, nil, 0])
    }

    static var isThere: Bool { ProcessInfo.processInfo.environment["UKLAD_ORACLES"] != nil }

    private struct Knapsack: Decodable {
        let profit: [Double]
        let weights: [[Double]]
        let capacity: [Double]
    }

    @Test("200 programmes small enough to try every plan: the same optimum", arguments: 0..<20)
    func enumerated(block: Int) throws {
        for seed in UInt64(block * 10)..<UInt64(block * 10 + 10) {
            let data = Enumeration.small(seed)
            var random = RandomStream(seed: seed, stream: 73)
            let weights = FourEffects(
                economic: 1, social: random.unit(), ecological: random.unit(),
                indirect: random.unit())
            let all = Enumeration(data)
            let model: ProgrammeModel
            do throws(ProgrammeFault) {
                model = try ProgrammeModel(data)
            } catch {
                // What is faulty has no plan.
                #expect(all.feasible.isEmpty, "\(seed): \(error)")
                continue
            }
            var search = try ProgrammeSearch()
            let answer = try search.best(model, weights: weights)
            if let best = all.best(weights) {
                #expect(answer.status == .optimal, "\(seed)")
                let objective = try #require(answer.objective)
                #expect(
                    agrees(objective, best, within: 1e-6) || abs(objective - best) < 1e-6,
                    "\(seed): \(objective) \(best)")
                #expect((answer.bound ?? 0) >= best - 1e-6 * max(1, abs(best)), "\(seed)")
            } else {
                #expect(answer.status == .infeasible && answer.plan == nil, "\(seed)")
                let report = try search.infeasibility(of: model)
                #expect(!report.conflict.isEmpty, "\(seed)")
                #expect((report.least?.burden ?? 0) > 0, "\(seed)")
            }
        }
    }

    @Test("the programmes tried are no easy ones: rules bind, some have no plan, some are faulty")
    func variety() {
        var (bound, closed, faulty, several) = (0, 0, 0, 0)
        for seed in UInt64(0)..<200 {
            let data = Enumeration.small(seed)
            let all = Enumeration(data)
            if !data.faults.isEmpty { faulty += 1 }
            if all.feasible.isEmpty { closed += 1 }
            var free = data
            free.budgets = free.budgets.mapValues {
                .init($0.amounts.map { _ in 1e9 }, carriesOver: $0.carriesOver)
            }
            free.labour = [:]
            let weights = FourEffects(economic: 1, indirect: 1)
            if let best = all.best(weights), best < (Enumeration(free).best(weights) ?? 0) - 1 {
                bound += 1
            }
            if Set(all.feasible.map(\.evaluation.effects)).count > 5 { several += 1 }
        }
        #expect(
            bound > 25 && closed > 30 && faulty > 10 && several > 50,
            "\(bound) \(closed) \(faulty) \(several)")
    }

    @Test("of equal plans the cheapest is taken, then the earliest, then the first")
    func ties() throws {
        func project(_ code: String, cost: Double) -> Candidate {
            Candidate(
                ObjectCode(rawValue: code), effects: [Profile([10])],
                funding: ["money": Profile([cost])])
        }
        var data = ProgrammeData(
            years: [1, 2],
            candidates: [project("a", cost: 5), project("b", cost: 3), project("c", cost: 3)])
        data.budgets["money"] = .init([5, 5])
        data.startsAYear = 1
        data.candidates[1].latest = 1
        data.candidates[2].latest = 1
        data.candidates[0].group = "g"
        data.candidates[1].group = "g"
        data.candidates[2].group = "g"
        #expect(try best(data).plan?.starts == [nil, 0, nil])
        data.candidates[1].latest = nil
        data.candidates[1].earliest = 2
        #expect(try best(data).plan?.starts == [nil, nil, 0])
    }

    @Test("more rules never make a plan better; a relaxed programme is never worse")
    func rules() throws {
        for seed in UInt64(300)..<310 {
            let data = Enumeration.small(seed)
            guard let free = try? ProgrammeModel(data) else { continue }
            var search = try ProgrammeSearch()
            let weights = FourEffects(economic: 1, indirect: 0.5)
            let before = try search.best(free, weights: weights)
            guard let objective = before.objective else { continue }
            var tighter = data
            tighter.startsAYear = 1
            let after = try search.best(ProgrammeModel(tighter), weights: weights)
            if let less = after.objective { #expect(less <= objective + 1e-6) }
            var richer = data
            richer.budgets["regional"]?.amounts =
                data.budgets["regional"]?.amounts.map { $0 * 2 } ?? []
            let more = try search.best(ProgrammeModel(richer), weights: weights)
            #expect(try #require(more.objective) >= objective - 1e-6)
        }
    }

    @Test("loads below full: a shared stock is divided as is best")
    func loads() throws {
        func plant(_ code: String, effect: Double) -> Candidate {
            var plant = Candidate(
                ObjectCode(rawValue: code), effects: [Profile(lasting: effect)],
                inputs: ["ash": 10], minimumLoad: 0.5)
            plant.funding = [:]
            return plant
        }
        var data = ProgrammeData(
            years: [1, 2], candidates: [plant("a", effect: 5), plant("b", effect: 4)])
        data.resources["ash"] = .init(stock: 20)
        // 20 of ash: both at half load for two years.
        let answer = try best(data)
        #expect(answer.plan?.starts == [0, 0])
        #expect(answer.objective == 18)
        let loads = try #require(answer.plan?.loads)
        #expect(loads.values.allSatisfy { $0.allSatisfy { $0 >= 0.5 - 1e-9 } })
        data.candidates[0].minimumLoad = 1
        data.candidates[1].minimumLoad = 1
        #expect(try best(data).objective == 10)
    }

    @Test("self-financing: tax of the first pays for the second")
    func reinvested() throws {
        var first = Candidate(
            "first", effects: [Profile(lasting: 1)], funding: ["regional": Profile([10])])
        first.tax = Profile(lasting: 8)
        let second = Candidate(
            "second", effects: [Profile(lasting: 5)], funding: ["regional": Profile([4])])
        var data = ProgrammeData(years: [1, 2, 3], candidates: [first, second])
        data.budgets["regional"] = .init([10, 0, 0])
        #expect(try best(data).plan?.starts == [nil, 0])
        data.reinvestment = .init(0.5, into: "regional")
        let answer = try best(data)
        // 4 of tax in the second year: 1 + 1 + 1 and 5 + 5; the second alone has 15.
        #expect(answer.plan?.starts == [nil, 0])
        data.candidates[1].effects[0] = Profile(lasting: 2)
        #expect(try best(data).plan?.starts == [0, 1])
    }

    @Test("faults of the data are named before anything is solved")
    func faults() {
        var data = Self.handbook
        data.precedences = [Precedence(0, needs: [1]), Precedence(1, needs: [0])]
        #expect(data.faults == [.circle(["1", "2"])])
        data = Self.handbook
        data.synergies.append(Synergy([1, 1], FourEffects(economic: 1)))
        #expect(data.faults == [.synergyWithItself("2")])
        data = Self.handbook
        data.candidates[0].isRequired = true
        data.candidates[0].isBanned = true
        #expect(data.faults == [.requiredAndBanned("1")])
        data = Self.handbook
        data.candidates[2].isRequired = true
        data.candidates[2].buildYears = 3
        #expect(data.faults == [.longerThanHorizon("3", years: 3)])
        data = Self.handbook
        data.budgets["money"] = .init([1, 2])
        #expect(data.faults == [.years(of: "money", have: 2, need: 1)])
        data = Self.handbook
        for index in 0..<2 {
            data.candidates[index].group = "o"
            data.candidates[index].isRequired = true
        }
        #expect(data.faults == [.bothRequired("1", "2")])
        #expect(throws: ProgrammeFault.self) { try ProgrammeModel(data) }
    }

    @Test("what stands in the way is said, with the cheapest ways out")
    func relaxed() throws {
        var data = Self.handbook
        data.candidates[0].isRequired = true
        data.candidates[1].isRequired = true
        // 11 of 10.
        var search = try ProgrammeSearch()
        let model = try ProgrammeModel(data)
        #expect(try search.best(model, weights: FourEffects(economic: 1)).status == .infeasible)
        let report = try search.infeasibility(of: model)
        let names = Set(report.conflict.map { "\($0.group.rawValue) \($0.subject)" })
        #expect(names == ["required 1", "required 2", "budget money"])
        let money = try #require(report.ways.first { $0.groups == [.budget] })
        #expect(money.changes.count == 1 && agrees(money.changes[0].amount, 1))
        #expect(money.changes[0].year == 0)
        let stay = try #require(report.ways.first { $0.groups == [.required] })
        #expect(stay.changes.count == 1)
        #expect(report.ways[0].groups == [.budget])
    }
}
