internal import Foundation
internal import Tabular

/// The runs of a workspace: the folder `runs/`.
public struct RunStore: Sendable {
    /// The folder of runs, which need not exist yet.
    public let folder: String
    let workspace: String

    public init(workspace: String) {
        self.workspace = workspace
        self.folder = workspace + "/runs"
    }

    /// A line of the list of runs.
    public struct Entry: Hashable, Sendable {
        public let id: String
        /// ISO 8601, UTC.
        public let made: String
        public let seconds: Double
        public let version: String
        public let region: String
    }

    /// The runs, the one asked for last first.
    public func entries() -> [Entry] {
        let found = runsInFolder()
        let listed = (try? cataloguedEntries(found)) ?? found
        return listed.map {
            Entry(
                id: $0.id, made: $0.made, seconds: $0.seconds, version: $0.version,
                region: $0.region)
        }
    }

    /// The run of a name, of the beginning of a name, or `latest`.
    public func open(_ name: String = "latest") throws(RunFailure) -> Run {
        let known = entries().map(\.id)
        guard let latest = known.first else { throw RunFailure(.noRuns(workspace: workspace)) }
        if name == "latest" { return try Run(opening: folder + "/" + latest) }
        let matches = known.filter { $0.hasPrefix(name) }.sorted()
        guard let match = matches.first, !name.isEmpty else {
            throw RunFailure(.noSuchRun(name, known: known.sorted()))
        }
        guard matches.count == 1 else { throw RunFailure(.ambiguousRun(name, matches)) }
        return try Run(opening: folder + "/" + match)
    }

    /// Puts a run at the head of the list.
    func noteUse(of run: Run, seconds: Double) {
        let entry = Catalogue.Entry(
            id: run.id, made: run.made, seconds: seconds, version: run.manifest.version,
            region: run.manifest.parameters["region"] ?? "", used: Self.now())
        // A catalogue that can't be written loses an order, no run: the folder is the truth.
        try? Catalogue(in: folder).save(entry)
    }

    /// This moment, ISO 8601 in UTC to the microsecond, so that two runs in a second keep their order.
    static func now() -> String {
        var spec = timespec()
        clock_gettime(CLOCK_REALTIME, &spec)
        let date = Date(timeIntervalSince1970: Double(spec.tv_sec))
        let whole = date.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false))
        let micro = String(spec.tv_nsec / 1000)
        return whole + "." + String(repeating: "0", count: 6 - micro.count) + micro + "Z"
    }

    private func cataloguedEntries(_ found: [Catalogue.Entry]) throws -> [Catalogue.Entry] {
        guard !found.isEmpty else { return [] }
        let catalogue = try Catalogue(in: folder)
        let listed = try catalogue.entries()
        let there = Set(found.map(\.id))
        let known = Set(listed.map(\.id))
        for entry in listed where !there.contains(entry.id) { try catalogue.remove(entry.id) }
        for entry in found where !known.contains(entry.id) { try catalogue.save(entry) }
        return try catalogue.entries()
    }

    /// What the folders say, newest first.
    private func runsInFolder() -> [Catalogue.Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { Self.isRunName($0) }.compactMap { name -> Catalogue.Entry? in
            guard let run = try? Run(opening: folder + "/" + name), run.id == name else {
                return nil
            }
            let seconds = Times.read(in: run.folder)?.seconds ?? 0
            return Catalogue.Entry(
                id: name, made: run.made, seconds: seconds, version: run.manifest.version,
                region: run.manifest.parameters["region"] ?? "", used: run.made)
        }
        .sorted { ($0.used, $0.id) > ($1.used, $1.id) }
    }

    static func isRunName(_ name: String) -> Bool {
        name.count == 12 && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }

    // MARK: Runs in the making

    private static let makingPrefix = ".making-"

    /// An empty folder for a run in the making, invisible to every list.
    func beginMaking() throws(RunFailure) -> String {
        do throws(FileFailure) {
            try Folders.create(folder)
            sweep()
            let path =
                folder + "/" + Self.makingPrefix + "\(getpid())-\(UInt32.random(in: 0...(.max)))"
            try Folders.create(path)
            return path
        } catch {
            throw RunFailure(.cannotWrite(error))
        }
    }

    /// Removes what killed programs have left behind.
    private func sweep() {
        let manager = FileManager.default
        for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] {
            guard name.hasPrefix(Self.makingPrefix) else { continue }
            let owner = name.dropFirst(Self.makingPrefix.count).split(separator: "-").first
            guard let owner, let process = Int32(owner) else { continue }
            let isAlive = kill(process, 0) == 0 || errno == EPERM
            if !isAlive { try? manager.removeItem(atPath: folder + "/" + name) }
        }
        _ = try? AtomicFile.sweepTemporaries(in: folder)
        _ = try? AtomicFile.sweepTemporaries(in: folder + "/inputs")
    }

    /// Gives a run that is whole its name.
    ///
    /// - Returns: The folder of the run: where another program was faster, that one's.
    func finishMaking(_ making: String, as id: String) throws(RunFailure) -> String {
        let final = folder + "/" + id
        do throws(FileFailure) {
            try AtomicFile.synchroniseFolder(making)
            guard rename(making, final) == 0 else {
                let code = errno
                if code == EEXIST || code == ENOTEMPTY {
                    try? FileManager.default.removeItem(atPath: making)
                    return final
                }
                throw Folders.failure(.rename, final, code)
            }
            try AtomicFile.synchroniseFolder(folder)
            return final
        } catch {
            throw RunFailure(.cannotWrite(error))
        }
    }

    /// Keeps the bytes of an input file under their hash, once for all runs, and links them into
    /// a run in the making.
    func snapshot(_ file: String, as name: String, in making: String) throws(RunFailure) {
        do throws(FileFailure) {
            let store = folder + "/inputs"
            try Folders.create(store)
            guard let hash = Fingerprint.ofFile(file) else {
                throw Folders.failure(.read, file, errno)
            }
            let kept = store + "/" + hash
            if access(kept, F_OK) != 0 { try Folders.copy(file, to: kept) }
            let target = making + "/" + RunFolder.inputs + "/" + name
            try Folders.create((target as NSString).deletingLastPathComponent)
            try Folders.link(kept, target)
        } catch {
            throw RunFailure(.cannotWrite(error))
        }
    }
}
