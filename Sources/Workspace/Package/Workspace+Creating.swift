import Tabular
import Wording

extension Workspace {
    /// Makes a new workspace without figures: every table with its heading and schema, and
    /// `uklad.yaml` with its settings explained.
    ///
    /// - Parameter folder: A new or empty folder. It appears whole or not at all.
    public static func createEmpty(at folder: String) throws(WorkspaceFailure) -> Workspace {
        try FolderWriting.create(folder) { temporary in
            for schema in TableSchema.all {
                try AtomicFile.write(to: "\(temporary)/\(schema.fileName)") { sink in
                    var writer = CSVWriter(style: .workspace)
                    try writer.row(schema.columns.map(\.name), to: &sink)
                }
            }
            try AtomicFile.write(Settings.template, to: "\(temporary)/\(Settings.fileName)")
            let package = DataPackage(
                name: packageName(of: folder),
                resources: TableSchema.all.map { .init(name: $0.name, path: $0.fileName) })
            let columns = Dictionary(
                uniqueKeysWithValues: TableSchema.all.map { ($0.name, $0.columns.map(\.name)) })
            try AtomicFile.write(
                package.text(columns: columns), to: "\(temporary)/\(DataPackage.fileName)")
        }
        return try Workspace(opening: folder)
    }

    /// Makes a new workspace from a sample's folder: its files, but no runs, links or hidden
    /// files.
    public static func copySample(
        from sample: String, to folder: String
    ) throws(WorkspaceFailure) -> Workspace {
        let source = try Workspace(opening: sample)
        try FolderWriting.create(folder) { temporary in
            for file in FolderWriting.files(of: source.folder) {
                try FolderWriting.copy(file, from: source.folder, to: temporary)
            }
        }
        return try Workspace(opening: folder)
    }

    /// A name as the standard of packages allows it: lower case, digits and hyphens.
    private static func packageName(of folder: String) -> String {
        let last = FolderWriting.absolute(folder).split(separator: "/").last.map(String.init)
        let kept = (last ?? "").lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
        }
        let name = String(kept).split(separator: "-").joined(separator: "-")
        return name.isEmpty ? "workspace" : name
    }
}
