import Tabular

/// How places of a GeoJSON file become rows of `places`: the mapping that an import follows where
/// nobody gives another. Which property is the code and which are names is guessed from what
/// offices call them.
struct GeoDraft {
    private let name: String
    private let features: [GeoJSONFile.Feature]
    private let names: [String]

    /// - Parameter file: nil where it can't be read: reading it for its places tells why.
    init(_ file: GeoJSONFile?, name: String) {
        self.name = name
        features = file?.features ?? []
        names = file?.names ?? []
    }

    private static let candidates: [(column: String, names: [String])] = [
        (
            "code",
            [
                "code", "place_code", "nuts_id", "lau_id", "gisco_id", "shapeiso", "iso_3166_2",
                "iso3166-2", "iso", "iso_code", "iso_a3", "iso_a2", "oktmo", "okato", "shapeid",
                "id",
            ]
        ),
        ("parent", ["parent", "parent_code"]),
        (
            "name_en",
            [
                "name_en", "name:en", "name_latn", "nuts_name", "shapename", "int_name", "name_eng",
                "name",
            ]
        ),
        ("name_ru", ["name_ru", "name:ru", "name_rus", "name"]), ("level", ["level"]),
        ("area_km2", ["area_km2"]), ("okato", ["okato"]),
    ]

    private func property(_ candidates: [String]) -> String? {
        for candidate in candidates {
            if let found = names.first(where: { $0.lowercased() == candidate }) { return found }
        }
        return nil
    }

    private func values(_ property: String) -> [String] {
        features.compactMap { $0.properties[property] }.filter { !$0.isEmpty }
    }

    private func isRussian(_ property: String) -> Bool {
        values(property).contains { $0.unicodeScalars.contains { (0x410...0x44F) ~= $0.value } }
    }

    /// Properties by column. A name without a language is told by its letters.
    private var columns: [(column: String, property: String)] {
        var used: Set<String> = []
        return Self.candidates.compactMap { column, candidates in
            guard let found = property(candidates), !used.contains(found) else { return nil }
            if found.lowercased() == "name", (column == "name_ru") != isRussian(found) {
                return nil
            }
            // A level is one of the workspace's own, not the number of an office's.
            if column == "level", !values(found).allSatisfy(TableSchema.levels.contains) {
                return nil
            }
            if column == "area_km2", values(found).contains(where: { Double($0) == nil }) {
                return nil
            }
            used.insert(found)
            return (column, found)
        }
    }

    var text: String {
        let columns = columns
        let code = columns.first { $0.column == "code" }?.property
        var lines = [
            "# How places of \(Excerpt.of(name)) get their points and outlines: edit it, then import with --mapping.",
            "# Откуда у мест координаты и границы из \(Excerpt.of(name)): исправьте и загрузите с --mapping.",
            "table: places", "columns:",
        ]
        if code == nil {
            lines.append(
                "  # code:  # choose / выберите: \(names.prefix(20).joined(separator: ", "))")
        }
        for (column, property) in columns {
            lines.append("  \(column): \(YAMLText.quoted(property))")
        }
        lines += [
            "  lon: \(GeoJSONReader.longitude)  # without both, points stay / без них точки остаются прежними",
            "  lat: \(GeoJSONReader.latitude)",
        ]
        let rest = names.filter { name in !columns.contains { $0.property == name } }
        if !rest.isEmpty {
            let list = rest.prefix(20).map { Excerpt.of($0) }.joined(separator: ", ")
            lines.append("  # further / прочие: \(list)")
        }
        lines += ["new:  # places that the workspace lacks / места, которых ещё нет", "  places:"]
        lines += rules(code)
        lines += [
            "source:", "  key: \(ImportSource.key(from: name))",
            "  title: \(YAMLText.quoted(Excerpt.of(name)))",
            "  # publisher, year, vintage, url, licence",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The level of a place by its code: NUTS by length, ISO 3166-1 and 3166-2 by form.
    private func rules(_ code: String?) -> [String] {
        if code?.lowercased() == "nuts_id" {
            return [
                "    \"??\": {level: country, in_panel: 0}",
                "    \"???\": {level: federal_district, parent: \"{2}\", in_panel: 0}",
                "    \"????\": {level: region, parent: \"{2}\", in_panel: 1}",
                "    \"?????\": {level: municipality, parent: \"{4}\", in_panel: 1}",
            ]
        }
        return [
            "    \"[A-Z][A-Z]\": {level: country, in_panel: 0}",
            "    \"[A-Z][A-Z][A-Z]\": {level: country, in_panel: 0}",
            "    \"[A-Z][A-Z]-*\": {level: region, parent: \"{2}\", in_panel: 1}",
            "    # \"*\": {level: municipality, parent: RU-KEM, in_panel: 1}",
        ]
    }
}
