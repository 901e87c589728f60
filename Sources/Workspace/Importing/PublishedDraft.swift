import Tabular
import Wording

/// How a published file becomes figures of a workspace: the mapping that an import of it follows
/// where nobody gives another, and the draft that a person edits.
///
/// What a file leaves open it leaves open here too: of a dimension with several values all stand
/// under `only`, and the import then asks for one.
struct PublishedDraft {
    private let form: PublishedForm
    private let name: String
    private var headings: [String] = []
    /// By heading, in the order they were met; not all where there are many.
    private var values: [String: [String]] = [:]
    /// Industries that each place has.
    private var industries: [String: Set<String>] = [:]
    /// Headings of places and of time, where the file says which they are.
    private var (geography, time): (String?, String?)

    /// Values of a dimension that are kept, and that are named.
    private static let (most, shown) = (5_000, 20)

    /// A file that can't be read leaves nothing to say; reading it for its figures tells why.
    init(file: String, format: ImportFormat, form: PublishedForm) throws(CancellationError) {
        self.form = form
        name = TabularSource.file(path: file).name
        if format == .jsonStat {
            guard var reader = try? JSONStatReader(file: file) else { return }
            (geography, time) = (reader.geography, reader.time)
            try look(through: &reader)
        } else {
            var reader = PublishedReader(.file(path: file), form: form)
            try look(through: &reader)
        }
    }

    private mutating func look<Reader: RecordReader & ~Copyable>(
        through reader: inout Reader
    ) throws(CancellationError) {
        guard try reader.advance() else { return }
        headings = reader.texts()
        var seen: [Set<String>] = headings.map { _ in [] }
        let value = headings.firstIndex { $0.uppercased() == PublishedReader.valueHeading }
        let place = placeHeading.flatMap { headings.firstIndex(of: $0) }
        let activity = activityHeading.flatMap { headings.firstIndex(of: $0) }
        while try reader.advance() {
            // Of what has no figure nothing can be counted twice.
            if let value, value < reader.cellCount,
                reader.number(at: value, format: .plain, words: .standard) == .missing
            {
                continue
            }
            if let place, let activity, max(place, activity) < reader.cellCount {
                industries[reader.text(at: place), default: []].insert(
                    reader.text(at: activity))
            }
            for index in headings.indices where index < reader.cellCount {
                guard seen[index].count < Self.most else { continue }
                let text = reader.text(at: index)
                if seen[index].insert(text).inserted {
                    values[headings[index], default: []].append(text)
                }
            }
        }
    }

    /// The cells that tell figures apart and have no column of their own.
    static func dimensions(
        _ form: PublishedForm, _ headings: [String], _ fillings: [ImportPlan.Filling]
    ) -> [Int] {
        let used = Set(fillings.compactMap { if case .cell(let cell) = $0 { cell } else { nil } })
        return headings.indices.filter { index in
            guard !used.contains(index) else { return false }
            let heading = headings[index]
            switch form {
            case .qcew: return ["own_code", "size_code", "qtr"].contains(heading)
            case .eurostat, .sdmx:
                // Attributes follow the figure; of these only the multiplier changes it.
                if heading.uppercased() == "UNIT_MULT" { return true }
                let value = headings.firstIndex { $0.uppercased() == PublishedReader.valueHeading }
                return index < value ?? 0 && !identities.contains(heading.uppercased())
            }
        }
    }

    /// Columns of SDMX-CSV that name the file itself.
    private static let identities: Set = [
        "DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION",
        "KEY", "SERIES_KEY", "OBS_KEY",
    ]

    // MARK: The text

    var text: String {
        let lines = form == .qcew ? census : statistics
        return
            ([
                "# How \(Excerpt.of(name)) becomes figures of the workspace: edit it, then import with --mapping.",
                "# Как \(Excerpt.of(name)) становится данными рабочей папки: исправьте и загрузите с --mapping.",
                "table: observations",
            ] + lines).joined(separator: "\n") + "\n"
    }

    private func heading(_ candidates: [String]) -> String? {
        for name in candidates {
            if let found = headings.first(where: { $0.lowercased() == name }) { return found }
        }
        return nil
    }

    /// The set of data: `nama_10r_3empers` of `estat_nama_10r_3empers.tsv`.
    private var dataset: String {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let plain = stem.hasPrefix("estat_") ? String(stem.dropFirst(6)) : stem
        return String(plain.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    private var placeHeading: String? {
        geography ?? heading(["geo", "ref_area", "reference_area", "area"])
    }

    private var activityHeading: String? {
        heading([
            "nace_r2", "nace_r1", "nace", "activity", "economic_activity", "isic4", "isic_rev4",
        ])
    }

    private var statistics: [String] {
        let (place, activity) = (placeHeading, activityHeading)
        let time = time ?? heading(["time_period", "time"])
        let value = heading(["obs_value"])
        var columns: [(String, String?)] = [
            ("place", place), ("activity", activity), ("year", time), ("value", value),
        ]
        columns += [
            ("status", PublishedReader.statusHeading), ("note", PublishedReader.flagsHeading),
        ]
        var lines = ["columns:"]
        for (column, heading) in columns {
            guard let heading else { continue }
            lines.append("  \(column): \(YAMLText.quoted(heading))")
        }
        let units = heading(["unit", "unit_measure"]).flatMap { values[$0] } ?? []
        let unit = units.count == 1 ? Self.units[units[0].uppercased()] : nil
        lines += ["constants:", "  measure: \(YAMLText.quoted(dataset))"]
        if let unit {
            lines.append("  unit: \(YAMLText.quoted(unit.unit))")
        } else {
            let known = units.prefix(Self.shown).joined(separator: ", ")
            lines.append("  # unit: mln EUR  # in the file / в файле: \(known)")
        }
        if let multiplier = heading(["unit_mult"]).flatMap({ values[$0] }), multiplier.count == 1,
            let power = Int(multiplier[0]), power != 0, abs(power) < 31
        {
            lines.append("multiply: 1e\(power)")
        }
        var classification: String?
        if let activity {
            let name = activity.lowercased()
            classification = name
            lines += [
                "codes:", "  activity: {TOTAL: \"\", TOT: \"\", _T: \"\"}",
                "prefix:", "  activity: \(YAMLText.quoted(name + ":"))",
            ]
        }
        lines += chosen(place: place, except: [place, activity, time, value].compactMap(\.self))
        let doubled =
            activity.map {
                Sections.counted(twiceAmong: values[$0] ?? [], by: Array(industries.values))
            } ?? []
        if !doubled.isEmpty {
            let list = doubled.map(YAMLText.quoted).joined(separator: ", ")
            lines += ["skip:  # parts of others / части других", "  activity: [\(list)]"]
        }
        lines +=
            [
                "new:", "  places:",
            ] + placeRules(place)
        if let classification {
            lines += [
                "  classifications:", "    \(YAMLText.quoted(classification)): {}",
                "  activities:",
                "    \"*\": {classification: \(YAMLText.quoted(classification))}",
            ]
        }
        let prices = unit?.prices.map { ", prices: \($0)" } ?? ""
        lines += [
            "  measures:",
            "    \(YAMLText.quoted(dataset)): {kind: \(unit?.kind ?? "flow")\(prices)}",
        ]
        return lines + source(form == .eurostat ? "Eurostat" : nil)
    }

    /// Regions of the European Union by the length of their codes. Countries with E, but not unions
    /// of countries: EA20, EU27, EFTA. Elsewhere codes are those of countries, and others are asked
    /// for.
    private func placeRules(_ place: String?) -> [String] {
        guard place?.lowercased() == "geo" else {
            return [
                "    \"??\": {level: country, in_panel: 0}",
                "    \"???\": {level: country, in_panel: 0}",
            ]
        }
        return [
            ("", "level: country, in_panel: 0"),
            ("?", "level: federal_district, parent: \"{2}\", in_panel: 0"),
            ("??", "level: region, parent: \"{2}\", in_panel: 1"),
            ("???", "level: municipality, parent: \"{4}\", in_panel: 1"),
        ].flatMap { more, row in
            Self.countries.map { "    \"\($0)\(more)\": {\(row)}" }
        }
    }

    private static let countries = ["[!E]?", "E[ELS]"]

    /// What is left to be chosen: one line a dimension.
    private func chosen(place: String?, except mapped: [String]) -> [String] {
        var lines: [String] = []
        let fillings = headings.indices.filter { mapped.contains(headings[$0]) }.map {
            ImportPlan.Filling.cell($0)
        }
        for index in Self.dimensions(form, headings, fillings) {
            let heading = headings[index]
            guard let known = values[heading], heading.uppercased() != "UNIT_MULT" else { continue }
            let list = heading.lowercased() == "freq" && known.contains("A") ? ["A"] : known
            let words = list.prefix(Self.shown).map(YAMLText.quoted).joined(separator: ", ")
            let remark = list.count > 1 ? "  # choose / выберите" : ""
            // A list that is cut short would leave figures out.
            let mark = list.count > Self.shown ? "# " : ""
            lines.append("  \(mark)\(YAMLText.quoted(heading)): [\(words)]\(remark)")
        }
        if let place, place.lowercased() == "geo" {
            // Countries and regions; unions of countries and other levels are left out.
            let patterns = ["", "??"].flatMap { more in
                Self.countries.map { YAMLText.quoted($0 + more) }
            }
            lines.append(
                "  \(YAMLText.quoted(place)): [\(patterns.joined(separator: ", "))]")
        }
        let isEmpty = lines.allSatisfy { $0.hasPrefix("  #") }
        return (isEmpty ? [] : ["only:"]) + lines
    }

    private var census: [String] {
        [
            "columns:", "  place: area_fips", "  activity: industry_code", "  year: year",
            "  value: annual_avg_emplvl  # annual_avg_estabs, total_annual_wages, avg_annual_pay",
            "  note: FLAGS", "constants:", "  measure: qcew_employment", "  unit: persons",
            "codes:", "  activity: {\"10\": \"\"}", "prefix:", "  activity: \"naics:\"",
            "only:",
            "  own_code: [\"5\"]  # 5 private, 1 federal, 2 state, 3 local; 0 all, without industries",
            "  size_code: [\"0\"]", "  qtr: [A]",
            "  area_fips: [US000, \"[0-9]????\"]  # without metropolitan areas",
            "  # The country, states, counties: all industries, then sectors.",
            "  agglvl_code: [\"11\", \"14\", \"51\", \"54\", \"71\", \"74\"]",
            "new:", "  places:",
            "    US000: {level: country, in_panel: 0, name_en: United States, name_ru: США}",
            "    \"??000\": {level: region, parent: US000, in_panel: 1}",
            "    \"?????\": {level: municipality, parent: \"{2}000\", in_panel: 1}",
            "  classifications:", "    naics: {name_en: NAICS, name_ru: NAICS}", "  activities:",
            "    \"*\": {classification: naics}", "  measures:",
            "    qcew_employment: {kind: stock, account: employment, name_en: Employment, name_ru: Занятые}",
        ] + source("Bureau of Labor Statistics")
    }

    private func source(_ publisher: String?) -> [String] {
        var lines = [
            "source:", "  key: \(ImportSource.key(from: name))",
            "  title: \(YAMLText.quoted(Excerpt.of(name)))",
        ]
        if let publisher { lines.append("  publisher: \(YAMLText.quoted(publisher))") }
        return lines
    }

    /// Units by their codes at Eurostat and in SDMX, with the prices and the kind of what is
    /// measured in them.
    private static let units: [String: (unit: String, prices: String?, kind: String)] = [
        "THS": ("thousand persons", nil, "stock"), "THS_PER": ("thousand persons", nil, "stock"),
        "PER": ("persons", nil, "stock"), "PS": ("persons", nil, "stock"),
        "NR": ("1", nil, "stock"), "MIO_EUR": ("mln EUR", "current", "flow"),
        "CP_MEUR": ("mln EUR", "current", "flow"),
        "EUR": ("EUR", "current", "flow"), "USD": ("USD", "current", "flow"),
        "PC": ("%", nil, "ratio"), "PT": ("%", nil, "ratio"), "KM2": ("km2", nil, "stock"),
        "T": ("t", nil, "flow"), "THS_T": ("kt", nil, "flow"), "GWH": ("GWh", nil, "flow"),
    ]
}

/// Codes of NACE and ISIC, which name sections by letters, some of them together: `B-E`, `M_N`.
enum Sections {
    /// Codes that others count already: a range of which every section is there, a section within
    /// another range, and whatever is finer than the sections.
    ///
    /// - Parameter places: The codes that each place has: a range goes only where every place that
    ///   has it has all its sections.
    static func counted(twiceAmong codes: [String], by places: [Set<String>]) -> [String] {
        let single = Set(codes.filter { $0.count == 1 })
        let ranges = codes.compactMap { code in letters(of: code).map { (code, $0) } }
            .filter { $0.1.count > 1 }
        // The widest first, so that of ranges within each other one is kept.
        var kept: Set<String> = []
        var doubled: Set<String> = []
        for (code, own) in ranges.sorted(by: { ($0.1.count, $1.0) > ($1.1.count, $0.0) }) {
            let isWhole = places.allSatisfy { !$0.contains(code) || own.isSubset(of: $0) }
            if isWhole || !kept.isDisjoint(with: own) {
                doubled.insert(code)
            } else {
                kept.formUnion(own)
            }
        }
        doubled.formUnion(single.filter { kept.contains($0) })
        let top = single.union(kept)
        for code in codes where letters(of: code) == nil {
            guard let first = code.first, code.dropFirst().first?.isNumber == true else { continue }
            if top.contains(String(first)) { doubled.insert(code) }
        }
        return codes.filter(doubled.contains)
    }

    /// `C`, `B-E`, `M_N`: the sections of a code; nil for one that is finer, or none of these.
    private static func letters(of code: String) -> Set<String>? {
        let scalars = Array(code.unicodeScalars)
        func isSection(_ scalar: Unicode.Scalar) -> Bool { ("A"..."U").contains(scalar) }
        if scalars.count == 1, isSection(scalars[0]) { return [code] }
        guard scalars.count == 3, isSection(scalars[0]), isSection(scalars[2]) else { return nil }
        switch scalars[1] {
        case "-" where scalars[0].value < scalars[2].value:
            return Set(
                (scalars[0].value...scalars[2].value).compactMap { value in
                    Unicode.Scalar(value).map { String(Character($0)) }
                })
        case "_": return [String(Character(scalars[0])), String(Character(scalars[2]))]
        default: return nil
        }
    }
}
