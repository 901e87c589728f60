import Foundation
import Region
import Testing
import Wording
import Workspace

@Test func trial() throws {
    guard let folder = ProcessInfo.processInfo.environment["TRY"] else { return }
    let workspace = try Workspace(opening: folder)
    let start = Date()
    let reading = try workspace.read()
    print("read in", Date().timeIntervalSince(start))
    print("problems", reading.report.total)
    for problem in reading.report.problems.prefix(40) { print(problem.text(in: .english)) }
    print("notes", reading.report.notes.count)
    for problem in reading.report.notes.prefix(400) { print(problem.text(in: .english)) }
    for absence in reading.report.absences { print(absence[.english]) }
    guard let data = reading.data else { return }
    for (m, c) in data.panels {
        let s = Date()
        let p = data.panel(m, c, level: "region")
        print(m, c, p?.places.count as Any, p?.activities.count as Any, p?.years as Any, Date().timeIntervalSince(s))
    }
}
