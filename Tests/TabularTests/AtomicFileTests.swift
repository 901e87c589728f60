import Foundation
import Tabular
import Testing
import Wording

/// What can be seen without failing the system: `Tests/Faults/run` does that.
@Suite("Writing a file all or nothing")
struct AtomicFileTests {
    private struct Interruption: Error {}

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("the new content replaces the old one and keeps its permissions")
    func replaces() throws {
        try inFolder { folder in
            let path = folder + "/a.csv"
            try AtomicFile.write("old", to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            try AtomicFile.write("new", to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
            let kept = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(kept as? Int == 0o640)
            #expect(try names(folder) == ["a.csv"])
        }
    }

    @Test("what fails while writing changes nothing")
    func interrupted() throws {
        try inFolder { folder in
            let path = folder + "/a.csv"
            try AtomicFile.write("old", to: path)
            #expect(throws: Interruption.self) {
                try AtomicFile.write(to: path) { sink in
                    try sink.write([UInt8](repeating: 0x61, count: 1 << 20))
                    throw Interruption()
                }
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            #expect(try names(folder) == ["a.csv"])
        }
    }

    @Test("a link is replaced, not followed")
    func links() throws {
        try inFolder { folder in
            try AtomicFile.write("elsewhere", to: folder + "/target")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: folder + "/target")
            try AtomicFile.write("here", to: folder + "/link")
            #expect(try String(contentsOfFile: folder + "/target", encoding: .utf8) == "elsewhere")
            #expect(try String(contentsOfFile: folder + "/link", encoding: .utf8) == "here")
        }
    }

    @Test("the start's sweep removes what a killed writer left, and nothing else")
    func sweep() throws {
        try inFolder { folder in
            // No process has this number.
            let left = ".a.csv.999999999.x" + AtomicFile.temporarySuffix
            let keep = [".hidden", "a.csv", "b" + AtomicFile.temporarySuffix]
            for name in keep + [left] { try Data().write(to: URL(filePath: folder + "/" + name)) }
            #expect(try AtomicFile.sweepTemporaries(in: folder) == [left])
            #expect(try names(folder) == keep.sorted())
        }
    }

    @Test("a living writer's file is not swept")
    func living() throws {
        try inFolder { folder in
            try AtomicFile.write(to: folder + "/a.csv") { sink in
                try sink.write("half")
                #expect(try AtomicFile.sweepTemporaries(in: folder) == [])
            }
            #expect(try names(folder) == ["a.csv"])
        }
    }

    @Test("what can't be written is said with its place and its exit code")
    func failures() throws {
        try inFolder { folder in
            for (path, reason, code) in [
                (folder, FileFailure.Reason.isDirectory, Int32(73)),
                (folder + "/no/such/a.csv", .notFound, 73),
                (folder + "/" + String(repeating: "n", count: 300), .nameTooLong, 73),
            ] {
                let failure = #expect(throws: FileFailure.self) {
                    try AtomicFile.write("x", to: path)
                }
                #expect(failure?.reason == reason)
                #expect(failure?.exitCode == code)
                for language in Language.allCases {
                    let lines = failure?.message.text(in: language).split(separator: "\n")
                    #expect(lines?.count == 4)
                    #expect(lines.map { String($0[1]) } == "  " + path)
                }
            }
        }
    }
}
