import Foundation
import Optimisation
import Programme
import Support
import Synchronization
import Testing

@testable import Assessment

@Suite("Answers of searches kept beside the runs")
struct SearchMemoryTests {
    @Test("a question asked again is answered without a search, the same to the last bit")
    func recalled() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let searches = SearchFolder(in: folder.path(percentEncoded: false))
        let data = ProgrammeGenerator(projects: 12, years: 5, synergies: 6, seed: 3).make()
        let weights = FourEffects([1, 0.2, 0.5, 0.7])
        func best(_ data: ProgrammeData) throws -> (answer: ProgrammeAnswer, told: Int) {
            let told = Mutex(0)
            let own = searches.memory
            let counting = SearchMemory(
                recall: own.recall,
                keep: { question, answer in
                    told.withLock { $0 += 1 }
                    own.keep(question, answer)
                })
            let answer = try SearchMemory.$current.withValue(counting) {
                var search = try ProgrammeSearch()
                return try search.best(ProgrammeModel(data), weights: weights)
            }
            return (answer, told.withLock { $0 })
        }
        let first = try best(data)
        #expect(first.told == 2)
        let again = try best(data)
        #expect(again.told == 0)
        #expect(again.answer.plan == first.answer.plan)
        #expect(again.answer.objective == first.answer.objective)
        #expect(again.answer.bound == first.answer.bound)
        // Another question is another.
        var other = data
        other.budgets["regional"]?.amounts[0] += 1
        #expect(try best(other).told == 2)
        // An answer that somebody has changed breaks the rules, and is sought anew.
        let files = try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: "searches"), includingPropertiesForKeys: nil)
        for file in files {
            var text = try String(contentsOf: file, encoding: .utf8)
            text = text.replacingOccurrences(of: "\"values\":[", with: "\"values\":[7,")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try best(data).told == 2)
    }
}
