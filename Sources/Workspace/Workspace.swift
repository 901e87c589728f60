// The room "Workspace": reading, checking and writing a region's data on disk (DESIGN 3).
//
// | question                                   | type                          |
// |--------------------------------------------|-------------------------------|
// | what is in a workspace?                    | ``Workspace/read()`` → ``RegionalData`` |
// | what is wrong with it?                     | ``CheckReport``               |
// | which tables and columns are there?        | ``TableSchema``               |
// | how does a file from outside come in?      | ``Workspace/importTable(file:format:mapping:options:)`` |

/// A workspace on disk: a folder that is a Frictionless Data Package (DESIGN section 3).
public struct Workspace: Sendable {
    /// The folder, as an absolute path.
    public let folder: String
    let root: WorkspaceFolder
    let package: DataPackage

    /// Opens the workspace of a folder, whose `datapackage.json` has to be readable.
    public init(opening folder: String) throws(WorkspaceFailure) {
        guard let root = WorkspaceFolder(folder) else {
            throw .noFolder(folder)
        }
        guard case .file(let path) = root.locate(DataPackage.fileName),
            let bytes = WorkspaceFolder.bytes(of: path)
        else { throw .noPackage(folder) }
        do {
            var problems: [WorkspaceProblem] = []
            package = try DataPackage(parsing: bytes, problems: &problems)
        } catch {
            let problem = WorkspaceProblem(
                .packageUnreadable(error),
                at: .init(file: DataPackage.fileName))
            throw WorkspaceFailure(message: problem.message, exitCode: 65)
        }
        self.folder = root.path
        self.root = root
    }

    /// Reads and checks everything; `data` is nil where a problem was found.
    ///
    /// - Throws: `CancellationError` soon after the task is cancelled.
    public func read() throws(CancellationError) -> Reading {
        var reader = WorkspaceReader(root: root)
        return try reader.read()
    }

    /// What reading a workspace gave.
    public struct Reading: Sendable {
        public let data: RegionalData?
        public let report: CheckReport
    }
}
