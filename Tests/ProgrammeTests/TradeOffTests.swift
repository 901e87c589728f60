import Foundation
import Numerics
import Optimisation
import Programme
import Region
import Support
import Testing

@Suite("Trade-offs between the four effects (METHODS 7.4)")
struct TradeOffTests {
    @Test("the handbook's front, ideal, nadir and compromise")
    func handbook() throws {
        let model = try ProgrammeModel(ProgrammeTests.handbook)
        var search = try ProgrammeSearch()
        let found = try search.tradeOffs(model, steps: 6)
        #expect(found.isComplete)
        #expect(found.plans.map(\.effects.values) == [[18, 5, 7, 4], [12, 7, 8, 3]])
        #expect(found.ideal.values == [18, 7, 8, 4])
        #expect(found.nadir.values == [12, 5, 7, 3])
        #expect(found.indifferent.isEmpty)
        // Both are as near to the ideal with equal weights; the mean of the four says which.
        let near = try search.compromise(
            model, weights: FourEffects([0.25, 0.25, 0.25, 0.25]), ideal: found.ideal,
            nadir: found.nadir)
        #expect([[18, 5, 7, 4], [12, 7, 8, 3]].contains(try #require(near).effects.values))
        let social = try search.compromise(
            model, weights: FourEffects([0.1, 0.7, 0.1, 0.1]), ideal: found.ideal,
            nadir: found.nadir)
        #expect(try #require(social).effects.values == [12, 7, 8, 3])
    }

    @Test("every efficient set equals that of all plans tried", arguments: 0..<10)
    func enumerated(block: Int) throws {
        for seed in UInt64(block * 20)..<UInt64(block * 20 + 20) {
            let data = Enumeration.small(seed)
            let all = Enumeration(data)
            guard let model = try? ProgrammeModel(data), !all.feasible.isEmpty,
                data.targets.values.allSatisfy({ $0.penalty == nil })
            else { continue }
            var search = try ProgrammeSearch()
            let front = try search.allTradeOffs(model, limit: 400)
            let listed = front.plans.map(\.effects.values)
            let expected = all.front
            #expect(front.isComplete, "\(seed)")
            #expect(listed.count == expected.count, "\(seed): \(listed) \(expected)")
            for (one, other) in zip(listed, expected) {
                for (a, b) in zip(one, other) {
                    #expect(agrees(a, b, within: 1e-6) || abs(a - b) < 1e-6, "\(seed)")
                }
            }
        }
    }

    @Test("plans of the grid are efficient, and none beats another")
    func grid() throws {
        for seed in UInt64(0)..<30 {
            let data = Enumeration.small(seed)
            let all = Enumeration(data)
            guard let model = try? ProgrammeModel(data), !all.feasible.isEmpty else { continue }
            var search = try ProgrammeSearch()
            let found = try search.tradeOffs(model, steps: 5)
            let front = all.front
            for plan in found.plans {
                #expect(
                    front.contains { other in
                        zip(plan.effects.values, other).allSatisfy {
                            agrees($0, $1, within: 1e-6) || abs($0 - $1) < 1e-6
                        }
                    }, "\(seed)")
            }
        }
    }

    @Test("an effect that is the same in all plans does not decide")
    func indifferent() throws {
        var data = ProgrammeTests.handbook
        for index in data.candidates.indices { data.candidates[index].effects[2] = Profile() }
        var search = try ProgrammeSearch()
        let found = try search.tradeOffs(ProgrammeModel(data), steps: 4)
        #expect(found.indifferent == [.ecological])
        // Without a plan there is nothing to trade.
        for index in data.candidates.indices { data.candidates[index].isRequired = true }
        let none = try search.tradeOffs(ProgrammeModel(data), steps: 4)
        #expect(none.plans.isEmpty)
    }
}
