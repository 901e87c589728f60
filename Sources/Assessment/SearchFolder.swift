private import Foundation
internal import Optimisation
internal import Programme
private import Tabular

/// Answers of searches, kept beside the runs: a file an answer, named by its question.
///
/// They lose nothing when they are lost: what is not there is searched for again. An answer that
/// time cut short is kept as well, so that an explanation speaks of the plan that the run has.
struct SearchFolder: Sendable {
    private let folder: String
    /// More files than this, and the older half goes.
    private static let most = 2000

    /// - Parameter runs: The folder of the runs.
    init(in runs: String) { folder = runs + "/searches" }

    var memory: SearchMemory {
        SearchMemory(
            recall: { question in
                let path = file(question)
                guard let data = FileManager.default.contents(atPath: path),
                    let kept = try? JSONDecoder().decode(Kept.self, from: data)
                else { return nil }
                return kept.answer
            },
            keep: { question, answer in
                guard let kept = Kept(answer), let data = try? JSONEncoder().encode(kept) else {
                    return
                }
                // An answer that cannot be kept is an answer all the same.
                try? Folders.create(folder)
                try? AtomicFile.write(Array(data), to: file(question))
            })
    }

    private func file(_ question: [UInt8]) -> String {
        folder + "/" + Fingerprint.of(question).prefix(32) + ".json"
    }

    /// Removes the older half where there are too many.
    func sweep() {
        let manager = FileManager.default
        guard let names = try? manager.contentsOfDirectory(atPath: folder),
            names.count > Self.most
        else { return }
        let dated = names.map { name -> (String, Date) in
            let path = folder + "/" + name
            let date = try? manager.attributesOfItem(atPath: path)[.modificationDate] as? Date
            return (path, date ?? .distantPast)
        }.sorted { $0.1 < $1.1 }
        for (path, _) in dated.prefix(names.count / 2) { try? manager.removeItem(atPath: path) }
    }

    private struct Kept: Codable {
        let status: String
        let values: [Double]?
        let objective: Double?
        let bound: Double?
        let nodes: Int
        let seconds: Double

        /// - Returns: nil for a search that was broken off, or failed.
        init?(_ answer: SolverAnswer) {
            switch answer.status {
            case .optimal, .infeasible, .unbounded, .timeLimit: break
            case .interrupted, .failed: return nil
            }
            let numbers =
                (answer.values ?? []) + [answer.objective, answer.bound].compactMap { $0 }
            guard numbers.allSatisfy(\.isFinite) else { return nil }
            status = answer.status.rawValue
            values = answer.values
            objective = answer.objective
            bound = answer.bound
            nodes = answer.nodes
            seconds = answer.seconds
        }

        var answer: SolverAnswer? {
            SolverAnswer.Status(rawValue: status).map {
                SolverAnswer(
                    status: $0, values: values, objective: objective, bound: bound,
                    seconds: seconds, nodes: nodes)
            }
        }
    }
}
