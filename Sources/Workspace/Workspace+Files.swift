extension Workspace {
    /// The files the workspace consists of, relative to the folder, sorted: `datapackage.json`,
    /// `uklad.yaml`, tables, boundaries, mappings. What leads out of the folder is not among them.
    public var files: [String] {
        let tables = TableSchema.all.map(\.fileName) + package.resources.map(\.path)
        let folders = ["boundaries", "mappings"].flatMap { folder in
            root.names(in: folder).map { "\(folder)/\($0)" }
        }
        let names = Set([DataPackage.fileName, Settings.fileName] + tables + folders)
        return names.sorted().filter { name in
            guard case .file(let path) = root.locate(name) else { return false }
            return !WorkspaceFolder.isFolder(path)
        }
    }

    /// The title in `datapackage.json`; the package's name where it has none.
    public var title: String { package.title ?? package.name }

    /// The keys that `uklad.yaml` may have.
    public static var settingKeys: [String] { Settings.known.map(\.name) }

    /// The names that bounds in the table `thresholds` may have.
    public static var boundNames: [String] { TableSchema.bounds }
}
