internal import Foundation
internal import Programme
internal import Region
internal import Tabular
public import Wording
public import Workspace

/// Runs the stages over a workspace.
public struct Assessor: Sendable {
    public let workspace: Workspace
    private let store: RunStore

    public init(_ workspace: Workspace) {
        self.workspace = workspace
        self.store = RunStore(workspace: workspace.folder)
    }

    /// How far a run has come.
    public struct Progress: Sendable {
        /// 0...1.
        public let fraction: Double
        public let doing: LocalizedText
    }

    /// What asking for a run gave.
    public struct Answer: Sendable {
        public let run: Run
        /// Whether the run was there already: nothing it depends on had changed.
        public let wasThere: Bool
        /// Tables computed now, and tables taken over from earlier runs.
        public let computed: Int
        public let reused: Int
        public let seconds: Double
        public let notes: CheckReport
    }

    /// Why there is no run.
    public enum Failure: Error, Sendable {
        case data(CheckReport)
        case parameters(ParameterFailure)
        case workspace(WorkspaceFailure)
        case run(RunFailure)
        case cancelled
    }

    /// Runs the stages named, or all.
    ///
    /// The figures are read from a copy taken first, which stays with the run: what the run
    /// explains later is what it was computed from. Tables whose inputs, settings and method have
    /// not changed since an earlier run are taken over from it. Nothing of a run is visible before
    /// the whole of it is on disk.
    ///
    /// - Parameters:
    ///   - overrides: settings that replace those of `uklad.yaml`, by key.
    ///   - progress: called from any thread.
    public func run(
        stages: [String] = Stages.all.map(\.id), overrides: [String: String] = [:],
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws(Failure) -> Answer {
        let start = ContinuousClock.now
        do {
            let making = try store.beginMaking()
            do {
                var answer = try await make(
                    in: making, stages: stages, overrides: overrides, progress: progress)
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                store.noteUse(of: answer.run, seconds: seconds)
                answer = Answer(
                    run: answer.run, wasThere: answer.wasThere, computed: answer.computed,
                    reused: answer.reused, seconds: seconds, notes: answer.notes)
                return answer
            } catch {
                try? FileManager.default.removeItem(atPath: making)
                throw error
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> Failure {
        switch error {
        case let failure as Failure: failure
        case let failure as ParameterFailure: .parameters(failure)
        case let failure as WorkspaceFailure: .workspace(failure)
        case let failure as RunFailure: .run(failure)
        case let failure as FileFailure: .run(RunFailure(.cannotWrite(failure)))
        case is CancellationError: .cancelled
        default: preconditionFailure("a run fails in no other way: \(error)")
        }
    }

    private func make(
        in making: String, stages: [String], overrides: [String: String],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer {
        let start = ContinuousClock.now
        progress(
            Progress(fraction: 0, doing: LocalizedText(en: "reading", ru: "чтение")))
        for file in workspace.files {
            try store.snapshot(workspace.folder + "/" + file, as: file, in: making)
        }
        let snapshot = try Workspace(opening: making + "/" + RunFolder.inputs)
        let reading = try snapshot.read()
        guard let data = reading.data else {
            // The same problems, named where the user has them rather than in the copy.
            throw Failure.data(try workspace.read().report)
        }
        let parameters = try parameters(of: data, overrides)
        let plan = Plan(data: data, parameters: parameters, stages: stages)

        let earlier = store.folder + "/" + plan.id
        if let run = try? Run(opening: earlier), run.damagedFiles().isEmpty {
            try? FileManager.default.removeItem(atPath: making)
            return Answer(
                run: run, wasThere: true, computed: 0, reused: run.manifest.results.count,
                seconds: 0, notes: reading.report)
        }

        let searches = SearchFolder(in: store.folder)
        searches.sweep()
        let outcome = try await SearchMemory.$current.withValue(searches.memory) {
            try await fill(making, plan, progress)
        }
        let manifest = Manifest(
            id: plan.id, version: Program.version,
            title: .init(en: workspace.title, ru: workspace.title),
            parameters: parameters.texts, inputs: data.fingerprints, results: outcome.results,
            warnings: reading.report.notes.map { .init($0.what) })
        try AtomicFile.write(
            RunPackage(manifest: manifest).bytes(), to: making + "/" + RunFolder.package)
        try AtomicFile.write(manifest.encoded(), to: making + "/" + Manifest.fileName)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let times = Times(made: RunStore.now(), seconds: (seconds * 1000).rounded() / 1000)
        try AtomicFile.write(
            CanonicalJSON.bytes(of: times), to: making + "/" + RunFolder.times)
        try Task.checkCancellation()
        // A run of this name that is damaged makes way: the same inputs give the same bytes.
        if FileManager.default.fileExists(atPath: earlier) {
            try? FileManager.default.removeItem(atPath: earlier)
        }
        let folder = try store.finishMaking(making, as: plan.id)
        return Answer(
            run: try Run(opening: folder), wasThere: false, computed: outcome.computed,
            reused: outcome.results.count - outcome.computed, seconds: 0, notes: reading.report)
    }

    private func parameters(
        of data: RegionalData, _ overrides: [String: String]
    ) throws(ParameterFailure) -> RunParameters {
        let settings = data.settings.merging(overrides) { $1 }
        let parameters = try RunParameters(settings: settings)
        let isThere = data.places.contains {
            $0.code == parameters.region && $0.level == parameters.level
        }
        guard isThere else {
            throw ParameterFailure(
                .unknownRegion(parameters.region.rawValue, level: parameters.level))
        }
        return parameters
    }

    // MARK: Filling a run

    private struct Filled {
        var results: [Manifest.Result] = []
        var computed = 0
    }

    private func fill(
        _ making: String, _ plan: Plan, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Filled {
        try Folders.create(making + "/" + RunFolder.results)
        let earlier = earlierResults()
        var slots = [[Manifest.Result]?](repeating: nil, count: plan.steps.count)
        var waiting: [Int] = []
        for (position, planned) in plan.steps.enumerated() {
            if let found = earlier[planned.key], takeOver(found, into: making) {
                slots[position] = found.results
            } else {
                waiting.append(position)
            }
        }
        let computed = try await compute(waiting, of: plan, into: making, progress)
        var filled = Filled()
        for position in plan.steps.indices {
            if let taken = slots[position] {
                filled.results += taken
            } else if let made = computed[position] {
                filled.results += made
                filled.computed += made.count
            }
        }
        return filled
    }

    private struct Found {
        let folder: String
        var results: [Manifest.Result]
    }

    /// The tables of earlier runs, by what they were computed from.
    private func earlierResults() -> [String: Found] {
        var found: [String: Found] = [:]
        for entry in store.entries().prefix(20) {
            guard let run = try? Run(opening: store.folder + "/" + entry.id) else { continue }
            for (key, results) in Dictionary(grouping: run.manifest.results, by: \.key)
            where found[key] == nil {
                found[key] = Found(folder: run.folder, results: results)
            }
        }
        return found
    }

    /// Links tables of an earlier run into this one; false where one is damaged.
    private func takeOver(_ found: Found, into making: String) -> Bool {
        for result in found.results {
            let source = found.folder + "/" + result.file
            guard Fingerprint.ofFile(source) == result.sha256 else { return false }
            guard (try? Folders.link(source, making + "/" + result.file)) != nil else {
                return false
            }
        }
        return true
    }

    private func compute(
        _ positions: [Int], of plan: Plan, into making: String,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> [Int: [Manifest.Result]] {
        let width = ProcessInfo.processInfo.activeProcessorCount
        return try await withThrowingTaskGroup(of: (Int, [Manifest.Result]).self) { group in
            var made: [Int: [Manifest.Result]] = [:]
            var next = 0
            func start() {
                guard next < positions.count else { return }
                let position = positions[next]
                next += 1
                group.addTask {
                    (position, try plan.steps[position].results(into: making))
                }
            }
            for _ in 0..<width { start() }
            while let (position, results) = try await group.next() {
                made[position] = results
                progress(
                    Progress(
                        fraction: Double(made.count) / Double(positions.count),
                        doing: plan.steps[position].step.method.name))
                try Task.checkCancellation()
                start()
            }
            return made
        }
    }
}

/// What a run is going to be: its name, and its steps with what each depends on.
struct Plan: Sendable {
    let id: String
    let steps: [Planned]

    struct Planned: Sendable {
        let stage: String
        let step: Step
        /// The hash of everything that decides the numbers of this step.
        let key: String

        /// Computes the step and writes its tables.
        func results(into making: String) throws -> [Manifest.Result] {
            let tables = try step.compute()
            return try tables.enumerated().map { position, table in
                let suffix = position == 0 ? "" : ".\(position + 1)"
                let file = "\(RunFolder.results)/\(step.name)\(suffix).csv"
                let bytes = try ResultFile.bytes(of: table.rows)
                try AtomicFile.write(bytes, to: making + "/" + file)
                return Manifest.Result(
                    stage: stage, method: step.method.id, methodVersion: step.method.version,
                    measure: step.measure.rawValue, classification: step.classification.rawValue,
                    file: file, rows: table.rows.count, sha256: Fingerprint.of(bytes), key: key,
                    parameters: table.parameters.map { .init(name: $0.name, value: $0.value) },
                    notices: table.notices.map { .init($0) })
            }
        }
    }

    init(data: RegionalData, parameters: RunParameters, stages: [String]) {
        let texts = parameters.texts
        var steps: [Planned] = []
        for stage in Stages.all where stages.contains(stage.id) {
            let settings = texts.filter { entry in
                stage.settings.contains { entry.key.hasPrefix($0) }
            }
            let tables = data.fingerprints.filter { entry in
                stage.tables.contains { entry.key == $0 + ".csv" }
            }
            let common = Self.lines(settings) + Self.lines(tables) + stage.tools
            for step in stage.steps(for: data, parameters) {
                let own = ["2", stage.id, step.name, "\(step.method.version)"]
                steps.append(
                    Planned(
                        stage: stage.id, step: step, key: Fingerprint.of(parts: own + common)))
            }
        }
        self.steps = steps
        let whole =
            [Program.version] + Self.lines(texts) + Self.lines(data.fingerprints)
            + steps.map(\.key)
        id = String(Fingerprint.of(parts: whole).prefix(12))
    }

    private static func lines(_ entries: [String: String]) -> [String] {
        entries.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }
}

extension Manifest.LocalizedTitle {
    init(_ text: LocalizedText) {
        self.init(en: text.english, ru: text.russian)
    }
}
