internal import Foundation
internal import Region
internal import Wording

/// The `datapackage.json` of a run, so that R, pandas or a validator reads its tables.
struct RunPackage {
    let manifest: Manifest

    func bytes() throws -> [UInt8] {
        try CanonicalJSON.bytes(
            of: Package(
                name: "uklad-run-\(manifest.id)", title: manifest.title.en,
                resources: manifest.results.map { Resource($0) }))
    }

    private struct Package: Encodable {
        let profile = "tabular-data-package"
        let name: String
        let title: String
        let resources: [Resource]
    }

    private struct Resource: Encodable {
        let profile = "tabular-data-resource"
        let name: String
        let path: String
        let format = "csv"
        let mediatype = "text/csv"
        let encoding = "utf-8"
        let hash: String
        let schema = Schema()

        init(_ result: Manifest.Result) {
            let file = result.file.split(separator: "/").last.map(String.init) ?? result.file
            name = file.dropLast(4).lowercased()
            path = result.file
            hash = "sha256:\(result.sha256)"
        }
    }

    private struct Schema: Encodable {
        let fields = ResultFile.columns.map {
            Field(name: $0.name, type: $0.type, title: $0.title.english)
        }
        let missingValues = [""]
    }

    private struct Field: Encodable {
        let name: String
        let type: String
        let title: String
    }
}
