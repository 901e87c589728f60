import Foundation
import Numerics
import Optimisation
import Programme
import Region
import Testing

@Suite("The same programmes solved by another solver (CBC)")
struct SecondOpinionTests {
    static let cbc = ["/usr/bin/cbc", "/usr/local/bin/cbc"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "generated programmes have the same objective", .enabled(if: cbc != nil), arguments: 0..<12)
    func same(seed: Int) throws {
        var generator = ProgrammeGenerator(
            projects: 14, years: 6, synergies: 8, seed: UInt64(seed))
        generator.isOrdered = seed % 3 == 0
        let data = generator.make()
        var model = try ProgrammeModel(data)
        let weights = FourEffects([1, 0.2, 0.5, 0.7])
        var search = try ProgrammeSearch()
        let ours = try search.best(model, weights: weights, breaksTies: false)
        model.weigh(weights)

        let folder = FileManager.default.temporaryDirectory
            .appending(path: "uklad-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, answer) = (folder.appending(path: "p.mps"), folder.appending(path: "p.txt"))
        // CBC minimises: the same programme with the signs turned.
        var turned = model.model
        turned.sense = .minimise
        turned.costs = turned.costs.map { -$0 }
        var solver = try Solver.open()
        try solver.write(turned, toMPS: file.path)
        let process = Process()
        process.executableURL = URL(filePath: Self.cbc ?? "")
        process.arguments = [
            file.path, "ratioGap", "1e-9", "allowableGap", "0", "solve", "solution", answer.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let words = try String(contentsOf: answer, encoding: .utf8)
        let heading = words.split(separator: "\n").first.map(String.init) ?? ""
        #expect(ours.status == .optimal && heading.hasPrefix("Optimal"), "\(heading)")
        let theirs = try #require(heading.split(separator: " ").last.flatMap { Double($0) })
        let objective = try #require(ours.objective)
        #expect(objective > 0)
        #expect(
            abs(objective + theirs) <= 1e-6 * max(1, abs(objective)), "\(objective) \(theirs)")
    }
}
