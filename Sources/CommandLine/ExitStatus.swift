import Assessment
import Engine
import Shards
import Tabular
import Wording
import Workspace

extension Worded {
    /// The exit code that goes with a failure (DESIGN section 5); 70 for one nobody foresaw.
    var exitStatus: Int32 {
        switch self {
        case let failure as WorkspaceFailure: failure.exitCode
        case let failure as RunFailure: failure.exitCode
        case let failure as FileFailure: failure.exitCode
        case let failure as EngineError: failure.exitCode
        case is ParameterFailure, is ShardFailure: 65
        default: 70
        }
    }
}
