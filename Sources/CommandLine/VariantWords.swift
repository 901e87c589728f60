import Programme
import Region
import Wording
import Workspace

/// Variants by combining as people read them.
struct VariantWords {
    private let data: RegionalData
    private let language: Language
    private let names: [ObjectCode: LocalizedText]
    private let reasons: [[String]: LocalizedText]

    init(_ data: RegionalData, _ language: Language) {
        self.data = data
        self.language = language
        names = data.objectNames
        reasons = Dictionary(
            data.compatibilities.compactMap { row in row.reason.map { (row.key, $0) } }
        ) { first, _ in first }
    }

    private var isRussian: Bool { language == .russian }

    private func name(_ code: String) -> String {
        ObjectCode(rawValue: code).name(among: names)[language]
    }

    private func parts(_ row: ResultRow) -> [String] {
        (row.key.object?.rawValue ?? "").split(separator: "/").map(String.init)
    }

    /// How many are left after each rule.
    func counts(_ rows: [ResultRow]) -> Listing {
        var listing = Listing(columns: [
            .init("rule", isRussian ? "Правило" : "Rule"),
            .init("left", isRussian ? "осталось" : "left", isNumeric: true),
        ])
        listing.title = isRussian ? "Комбинирование" : "Combining"
        let words = [
            "raw": isRussian ? "объекты × методы × продукты" : "objects by methods by products",
            "after.objectMethod": isRussian ? "объект и метод" : "object and method",
            "after.methodProduct": isRussian ? "метод и продукт" : "method and product",
            "after.objectProduct": isRussian ? "объект и продукт" : "object and product",
            "after.scale": isRussian ? "масштаб" : "scale",
        ]
        for row in rows where row.key.object == nil {
            guard let value = row.outcome.value else { continue }
            listing.rows.append([
                .text(words[row.key.component] ?? row.key.component), .whole(Int(value)),
            ])
        }
        return listing
    }

    /// What is left of each object, with the projects that carry it out.
    func variants(_ rows: [ResultRow]) -> [Listing] {
        var listings: [Listing] = []
        var last = ""
        for row in rows where row.key.component == "projects" {
            let parts = parts(row)
            guard parts.count == 3 else { continue }
            if parts[0] != last {
                last = parts[0]
                var listing = Listing(columns: [
                    .init("method", isRussian ? "Метод" : "Method"),
                    .init("product", isRussian ? "продукт" : "product"),
                    .init("projects", isRussian ? "проекты" : "projects"),
                ])
                listing.title = name(last)
                listings.append(listing)
            }
            let drafted = data.projects.filter {
                $0.object?.rawValue == parts[0] && $0.method?.rawValue == parts[1]
                    && $0.product?.rawValue == parts[2]
            }.map(\.code.rawValue).joined(separator: ", ")
            listings[listings.count - 1].rows.append([
                .text(name(parts[1])), .text(name(parts[2])),
                drafted.isEmpty ? .nothing("—") : .text(drafted),
            ])
        }
        return listings
    }

    /// What was rejected for a reason that somebody gave, a sentence each; the rest is counted.
    func rejections(_ rows: [ResultRow]) -> [String] {
        var others = 0
        var told: [String] = []
        for row in rows where row.key.component.hasPrefix("rejected.") {
            let parts = parts(row)
            guard parts.count == 3 else { continue }
            let key: [String]? =
                switch row.key.component {
                case "rejected.objectMethod": ["object-method", parts[0], parts[1]]
                case "rejected.methodProduct": ["method-product", parts[1], parts[2]]
                case "rejected.objectProduct": ["object-product", parts[0], parts[2]]
                default: nil
                }
            let reason =
                key.map { reasons[$0]?[language] } ?? scale(of: parts[0], for: parts[1])
            guard let reason else {
                others += 1
                continue
            }
            // A pair that does not go together rejects every third thing with it.
            let what = (row.key.component == "rejected.objectMethod" ? [0, 1] : [0, 1, 2])
                .map { name(parts[$0]) }.joined(separator: " · ")
            let line = "\(what): \(reason)."
            if !told.contains(line) { told.append(line) }
        }
        let rest =
            isRussian
            ? "Ещё \(others): не сказано, что они сочетаются (compatibility.csv)."
            : "\(others) more: nothing says that they go together (compatibility.csv)."
        return told + [rest]
    }

    private func scale(of object: String, for method: String) -> String? {
        let there = data.developmentObjects.first { $0.code.rawValue == object }
        let least = data.developmentMethods.first { $0.code.rawValue == method }
        guard let there, let least, let have = there.amount, let need = least.amount else {
            return nil
        }
        func text(_ value: Double, _ unit: Unit?) -> String {
            UnitWording.joined(
                NumberWording.text(value, significant: 3, in: language), unit?.symbol ?? "1",
                in: language)
        }
        return isRussian
            ? "есть \(text(have, there.unit)), методу нужно \(text(need, least.unit))"
            : "there is \(text(have, there.unit)), the method needs \(text(need, least.unit))"
    }
}
