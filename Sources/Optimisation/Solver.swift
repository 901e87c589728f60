internal import CHiGHS
private import Foundation
internal import NativeLibrary

/// Why the solver gave no answer.
public enum SolverError: Error, Hashable, Sendable {
    /// The library is in none of the places looked at.
    case libraryNotFound(lookedAt: [String])
    /// A file was found and is not the library: the loader's own words.
    case notTheLibrary(path: String, detail: String)
    /// The solver refused the model.
    case refused(String)

    init(_ failure: LibraryFailure) {
        switch failure {
        case .notFound(let paths): self = .libraryNotFound(lookedAt: paths)
        case .notTheLibrary(let path, let detail):
            self = .notTheLibrary(path: path, detail: detail)
        }
    }
}

/// What the solver is asked for.
public struct SolverOptions: Hashable, Sendable {
    /// The distance between plan and bound at which to stop, relative to the plan.
    public var relativeGap = 1e-6
    /// Seconds; nil for as long as it takes.
    public var timeLimit: Double?
    public var threads = 1
    public var seed = 0

    public init() {}
}

/// How far a search has come.
public struct SolverProgress: Hashable, Sendable {
    public let seconds: Double
    public let nodes: Int
    /// The best found so far; nil before the first.
    public let objective: Double?
    public let bound: Double?
    public let relativeGap: Double?
}

/// What came out.
public struct SolverAnswer: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        case optimal
        case infeasible
        /// The objective has no bound.
        case unbounded
        case timeLimit
        case interrupted
        /// The solver gave up, or its answer did not stand our check.
        case failed
    }

    public let status: Status
    /// The best found; nil where nothing was.
    public let values: [Double]?
    /// Of those values, worked out anew; nil without them.
    public let objective: Double?
    /// No plan is better than this; nil where nothing is known.
    public let bound: Double?
    public let seconds: Double
    public let nodes: Int
    /// Shadow prices of the rows, of programmes without whole variables.
    public let rowPrices: [Double]?

    public init(
        status: Status, values: [Double]?, objective: Double?, bound: Double?, seconds: Double,
        nodes: Int, rowPrices: [Double]? = nil
    ) {
        self.status = status
        self.values = values
        self.objective = objective
        self.bound = bound
        self.seconds = seconds
        self.nodes = nodes
        self.rowPrices = rowPrices
    }

    /// |objective − bound| / |objective|; nil without a plan or a bound.
    public var relativeGap: Double? {
        guard let objective, let bound else { return nil }
        let distance = abs(objective - bound)
        return distance == 0 ? 0 : distance / max(abs(objective), 1e-9)
    }
}

/// The solver of linear and whole-number programmes (HiGHS), found at run time and closed with its
/// owner.
///
/// Every answer is checked by our own arithmetic before it is given: an answer that breaks the
/// model's rows by more than 1e-6 is no answer.
public struct Solver: ~Copyable {
    private let functions: Functions
    private let handle: UnsafeMutableRawPointer

    /// The largest breach of a row, a bound or wholeness that counts as kept.
    public static let tolerance = 1e-6

    /// Finds the library and makes a solver.
    ///
    /// It is looked for in `UKLAD_HIGHS`, beside the program, in `../lib/uklad` of it and in
    /// `.deps/lib` of the folders above it, in that order.
    public static func open() throws(SolverError) -> Solver {
        let functions = try Functions.shared.get()
        guard let handle = functions.create() else { throw .refused("no solver") }
        let solver = Solver(functions: functions, handle: handle)
        _ = functions.setFlag(handle, "output_flag", 0)
        return solver
    }

    deinit { functions.destroy(handle) }

    /// The library's version: `1.15.1`.
    public var version: String {
        "\(functions.major()).\(functions.minor()).\(functions.patch())"
    }

    /// The best values of a model's variables.
    ///
    /// - Parameters:
    ///   - start: Values to begin from, of the same model but for bounds and costs; values that do
    ///     not fit are made to fit where they can be.
    ///   - progress: Told of the search from time to time, on the thread that solves.
    ///   - isCancelled: Asked from time to time; the search stops soon after it says yes.
    public mutating func solve(
        _ model: LinearModel, _ options: SolverOptions = SolverOptions(), start: [Double]? = nil,
        progress: ((SolverProgress) -> Void)? = nil,
        isCancelled: @escaping () -> Bool = { Task.isCancelled }
    ) throws(SolverError) -> SolverAnswer {
        guard model.variableCount > 0 else {
            let isKept = (0..<model.rowCount).allSatisfy {
                model.rowLower[$0] <= 0 && model.rowUpper[$0] >= 0
            }
            return SolverAnswer(
                status: isKept ? .optimal : .infeasible, values: isKept ? [] : nil,
                objective: isKept ? model.offset : nil, bound: isKept ? model.offset : nil,
                seconds: 0, nodes: 0, rowPrices: nil)
        }
        try pass(model)
        if let start, start.count == model.variableCount {
            _ = functions.setSolution(handle, start, nil, nil, nil)
        }
        return run(options, progress: progress, isCancelled: isCancelled) { values in
            (model.violation(of: values), model.objective(of: values))
        }
    }

    /// Solves a model file in MPS or LP format.
    ///
    /// Its rows are checked by the solver alone: the file's model is not held here.
    public mutating func solve(
        file: String, _ options: SolverOptions = SolverOptions()
    ) throws(SolverError) -> SolverAnswer {
        _ = functions.clearModel(handle)
        guard functions.readModel(handle, file) >= 0 else { throw .refused(file) }
        return run(options, progress: nil, isCancelled: { false }, check: nil)
    }

    /// Writes a model as an MPS file, for other solvers.
    public mutating func write(_ model: LinearModel, toMPS file: String) throws(SolverError) {
        try pass(model)
        guard functions.writeModel(handle, file) >= 0 else { throw .refused(file) }
    }

    private func pass(_ model: LinearModel) throws(SolverError) {
        _ = functions.clearModel(handle)
        let state = functions.passModel(
            handle, Int32(model.variableCount), Int32(model.rowCount), Int32(model.weights.count),
            0, 2, 1, model.sense == .minimise ? 1 : -1, model.offset, model.costs, model.lower,
            model.upper, model.rowLower, model.rowUpper, model.starts.map(Int32.init),
            model.variables.map(Int32.init), model.weights, nil, nil, nil,
            model.isWhole.map { $0 ? 1 : 0 })
        guard state >= 0 else { throw .refused("a number of the model is none") }
    }

    private func run(
        _ options: SolverOptions, progress: ((SolverProgress) -> Void)?,
        isCancelled: @escaping () -> Bool, check: (([Double]) -> (Double, Double))?
    ) -> SolverAnswer {
        _ = functions.zeroClocks(handle)
        _ = functions.setNumber(handle, "mip_rel_gap", options.relativeGap)
        _ = functions.setNumber(handle, "mip_abs_gap", 0)
        _ = functions.setNumber(handle, "time_limit", options.timeLimit ?? .infinity)
        _ = functions.setWhole(handle, "threads", Int32(options.threads))
        // Starting over after the root costs programmes a third of the time and gains nothing.
        _ = functions.setFlag(handle, "mip_allow_restart", 0)
        _ = functions.setText(handle, "parallel", options.threads > 1 ? "on" : "off")
        _ = functions.setWhole(handle, "random_seed", Int32(options.seed))
        let watch = Watch(progress: progress, isCancelled: isCancelled)
        let owner = Unmanaged.passUnretained(watch).toOpaque()
        _ = functions.setCallback(handle, Watch.callback, owner)
        for kind in Watch.kinds { _ = functions.startCallback(handle, kind) }
        let clock = ContinuousClock().now
        let state = withExtendedLifetime(watch) { functions.run(handle) }
        let elapsed = (ContinuousClock().now - clock).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        for kind in Watch.kinds { _ = functions.stopCallback(handle, kind) }
        var status = Self.status(functions.modelStatus(handle))
        if state < 0 { status = .failed }

        var nodes: Int64 = 0
        _ = functions.longInfo(handle, "mip_node_count", &nodes)
        var kind: Int32 = 0
        _ = functions.wholeInfo(handle, "primal_solution_status", &kind)
        let (columns, rows) = (Int(functions.columns(handle)), Int(functions.rows(handle)))
        var values = [Double](repeating: 0, count: columns)
        var rowPrices = [Double](repeating: 0, count: rows)
        var found: [Double]?
        // 2: a point that keeps all rows.
        if kind == 2, status != .infeasible, status != .unbounded {
            _ = functions.solution(handle, &values, nil, nil, &rowPrices)
            found = values
        }
        if found == nil, status == .timeLimit || status == .interrupted { found = watch.best }
        var objective = found.map { _ in functions.objective(handle) }
        if let check, let point = found {
            let (violation, value) = check(point)
            if violation > Self.tolerance {
                found = nil
                objective = nil
                if status == .optimal { status = .failed }
            } else {
                objective = value
            }
        }
        var bound: Double = .nan
        _ = functions.numberInfo(handle, "mip_dual_bound", &bound)
        let isOfChoices = functions.hasChoices(handle, columns)
        let isSettled = status == .optimal && !isOfChoices
        return SolverAnswer(
            status: status, values: found, objective: objective,
            bound: isSettled ? objective : bound.isFinite ? bound : nil, seconds: seconds,
            nodes: Int(nodes),
            rowPrices: isOfChoices || found == nil ? nil : rowPrices)
    }

    private static func status(_ code: Int32) -> SolverAnswer.Status {
        switch code {
        case 7, 6: .optimal
        case 8, 9: .infeasible
        case 10: .unbounded
        case 13: .timeLimit
        case 17: .interrupted
        default: .failed
        }
    }

    /// The places where the library is looked for, in order.
    static func candidates(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        executable: String = CommandLine.arguments.first ?? ""
    ) -> [String] {
        FoundLibrary.candidates(
            for: "libhighs.so", variable: "UKLAD_HIGHS", environment: environment,
            executable: executable)
    }
}

/// What a search is told and asked while it runs; the best point found is kept.
private final class Watch {
    let progress: ((SolverProgress) -> Void)?
    let isCancelled: () -> Bool
    var best: [Double]?
    /// When progress was told last, in seconds of the search.
    var reported = -Watch.interval

    static let interval = 0.1

    init(progress: ((SolverProgress) -> Void)?, isCancelled: @escaping () -> Bool) {
        self.progress = progress
        self.isCancelled = isCancelled
    }

    /// Interrupts of simplex and interior point, an improving solution, the interrupt of the search
    /// (which says how far it has come; the log does so only where it is printed).
    static let kinds: [Int32] = [1, 2, 4, 6]

    static let callback: UkladSolverCallback = { kind, _, state, request, owner in
        guard let owner, let state else { return }
        let watch = Unmanaged<Watch>.fromOpaque(owner).takeUnretainedValue()
        let now = state.pointee
        if kind == 4, let solution = now.solution, now.solution_size > 0 {
            watch.best = Array(
                UnsafeBufferPointer(start: solution, count: Int(now.solution_size)))
        }
        if kind == 6, let progress = watch.progress,
            now.running_time >= watch.reported + Watch.interval
        {
            watch.reported = now.running_time
            func known(_ value: Double) -> Double? {
                value.isFinite && abs(value) < 1e300 ? value : nil
            }
            progress(
                SolverProgress(
                    seconds: now.running_time, nodes: Int(now.nodes),
                    objective: known(now.primal_bound), bound: known(now.dual_bound),
                    relativeGap: known(now.gap)))
        }
        // It has to be said every time.
        request?.pointee.interrupt = watch.isCancelled() ? 1 : 0
    }
}

/// The entry points used, resolved once a process.
private struct Functions: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Name = UnsafePointer<CChar>
    typealias Numbers = UnsafePointer<Double>?
    typealias Whole = UnsafePointer<Int32>?
    typealias PassModel =
        @convention(c) (
            Handle, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Double, Numbers, Numbers,
            Numbers, Numbers, Numbers, Whole, Whole, Numbers, Whole, Whole, Numbers, Whole
        ) -> Int32

    let create: @convention(c) () -> Handle?
    let destroy: @convention(c) (Handle) -> Void
    let major: @convention(c) () -> Int32
    let minor: @convention(c) () -> Int32
    let patch: @convention(c) () -> Int32
    let passModel: PassModel
    let clearModel: @convention(c) (Handle) -> Int32
    let readModel: @convention(c) (Handle, Name) -> Int32
    let writeModel: @convention(c) (Handle, Name) -> Int32
    let run: @convention(c) (Handle) -> Int32
    let zeroClocks: @convention(c) (Handle) -> Int32
    let setFlag: @convention(c) (Handle, Name, Int32) -> Int32
    let setWhole: @convention(c) (Handle, Name, Int32) -> Int32
    let setNumber: @convention(c) (Handle, Name, Double) -> Int32
    let setText: @convention(c) (Handle, Name, Name) -> Int32
    let setSolution: @convention(c) (Handle, Numbers, Numbers, Numbers, Numbers) -> Int32
    let setCallback: @convention(c) (Handle, UkladSolverCallback, UnsafeMutableRawPointer?) -> Int32
    let startCallback: @convention(c) (Handle, Int32) -> Int32
    let stopCallback: @convention(c) (Handle, Int32) -> Int32
    let modelStatus: @convention(c) (Handle) -> Int32
    let objective: @convention(c) (Handle) -> Double
    let wholeInfo: @convention(c) (Handle, Name, UnsafeMutablePointer<Int32>) -> Int32
    let longInfo: @convention(c) (Handle, Name, UnsafeMutablePointer<Int64>) -> Int32
    let numberInfo: @convention(c) (Handle, Name, UnsafeMutablePointer<Double>) -> Int32
    let solution:
        @convention(c) (
            Handle, UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?,
            UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?
        ) -> Int32
    let columns: @convention(c) (Handle) -> Int32
    let rows: @convention(c) (Handle) -> Int32
    let integrality: @convention(c) (Handle, Int32, UnsafeMutablePointer<Int32>) -> Int32

    /// Whether a variable of the model has to be whole.
    func hasChoices(_ handle: Handle, _ columns: Int) -> Bool {
        (0..<columns).contains { column in
            var kind: Int32 = 0
            return integrality(handle, Int32(column), &kind) >= 0 && kind != 0
        }
    }

    static let shared: Result<Functions, SolverError> = {
        do throws(LibraryFailure) {
            return .success(try load(FoundLibrary(at: Solver.candidates())))
        } catch {
            return .failure(SolverError(error))
        }
    }()

    private static func load(_ library: FoundLibrary) throws(LibraryFailure) -> Functions {
        let size: @convention(c) (UnsafeRawPointer?) -> Int32 =
            try library.entry("Highs_getSizeofHighsInt")
        guard size(nil) == 4 else {
            throw .notTheLibrary(
                path: library.path, detail: "its whole numbers have \(size(nil)) bytes")
        }
        return Functions(
            create: try library.entry("Highs_create"), destroy: try library.entry("Highs_destroy"),
            major: try library.entry("Highs_versionMajor"),
            minor: try library.entry("Highs_versionMinor"),
            patch: try library.entry("Highs_versionPatch"),
            passModel: try library.entry("Highs_passModel"),
            clearModel: try library.entry("Highs_clearModel"),
            readModel: try library.entry("Highs_readModel"),
            writeModel: try library.entry("Highs_writeModel"), run: try library.entry("Highs_run"),
            zeroClocks: try library.entry("Highs_zeroAllClocks"),
            setFlag: try library.entry("Highs_setBoolOptionValue"),
            setWhole: try library.entry("Highs_setIntOptionValue"),
            setNumber: try library.entry("Highs_setDoubleOptionValue"),
            setText: try library.entry("Highs_setStringOptionValue"),
            setSolution: try library.entry("Highs_setSolution"),
            setCallback: try library.entry("Highs_setCallback"),
            startCallback: try library.entry("Highs_startCallback"),
            stopCallback: try library.entry("Highs_stopCallback"),
            modelStatus: try library.entry("Highs_getModelStatus"),
            objective: try library.entry("Highs_getObjectiveValue"),
            wholeInfo: try library.entry("Highs_getIntInfoValue"),
            longInfo: try library.entry("Highs_getInt64InfoValue"),
            numberInfo: try library.entry("Highs_getDoubleInfoValue"),
            solution: try library.entry("Highs_getSolution"),
            columns: try library.entry("Highs_getNumCol"),
            rows: try library.entry("Highs_getNumRow"),
            integrality: try library.entry("Highs_getColIntegrality"))
    }
}
