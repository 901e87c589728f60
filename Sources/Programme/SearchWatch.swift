public import Optimisation

/// Whoever looks on while programmes are searched for: set around a run, seen by every search in it.
public struct SearchWatch: Sendable {
    @TaskLocal public static var current: SearchWatch?

    /// Told of a search from time to time.
    public let progress: @Sendable (SolverProgress) -> Void
    /// Given the best plan so far of a search for the programme that was stopped, so that it is not
    /// lost.
    public let stopped: @Sendable (ProgrammeAnswer, ProgrammeData) -> Void

    public init(
        progress: @escaping @Sendable (SolverProgress) -> Void,
        stopped: @escaping @Sendable (ProgrammeAnswer, ProgrammeData) -> Void
    ) {
        self.progress = progress
        self.stopped = stopped
    }
}
