internal import Assessment
internal import Region
internal import Wording

extension Page {
    /// Each method used, once: formula, symbols, how to read it, literature.
    var methods: HTML {
        let used = ledger.methods
        let ordered = material.tables.map(\.method).reduce(into: [Method]()) { list, method in
            if used.contains(method.id), !list.contains(where: { $0.id == method.id }) {
                list.append(method)
            }
        }
        if ordered.isEmpty { return .nothing }
        return tag(
            "section", [.id("methods"), .labelled(by: "methods-h")],
            [
                tag("h2", [.id("methods-h")], [.text(text("Methods", "Методы"))]),
                tag("div", [.style("methods")], ordered.map { card($0) }),
            ])
    }

    private func card(_ method: Method) -> HTML {
        let id = EntryName.method(method.id)
        // Components that differ in their number alone, as those of a matrix, share a formula.
        var families: Set<String> = []
        let formulas = method.components.compactMap { component -> HTML? in
            let family = component.id.prefix { $0 != "." }
            let formula = component.formula.text(number: { FormulaText.constant($0, language) })
            guard families.insert(family + "=" + formula).inserted else { return nil }
            let name = component.id.isEmpty ? "" : component.name[language] + " = "
            return tag(
                "p", [.style("f")],
                [
                    .text(name),
                    tag("code", "", .text(formula)),
                ])
        }
        let symbols = method.symbols.map { symbol in
            HTML.group([
                tag("dt", "", .text(symbol.name)), tag("dd", "", .text(symbol.meaning[language])),
            ])
        }
        return tag(
            "article", [.style("card method"), .id(id), .labelled(by: id + "-h")],
            [tag("h3", [.id(id + "-h")], [.text(method.name[language])])] + formulas
                + (symbols.isEmpty ? [] : [tag("dl", [], symbols)])
                + [tag("p", "", .text(method.reading[language]))] + settings(method)
                + method.literature.map { tag("p", "literature", .text($0)) })
    }

    /// The settings that the method's results depend on, in words.
    private func settings(_ method: Method) -> [HTML] {
        let table = material.tables.first { $0.method.id == method.id }
        guard let parameters = table?.parameters, !parameters.isEmpty else { return [] }
        let words = parameters.map { parameter -> String in
            let setting = Setting.all.first { $0.key.hasSuffix("." + parameter.name) }
            return (setting?.meaning[language] ?? parameter.name) + " = " + parameter.value
        }
        return [
            tag(
                "p", "literature",
                .text(text("Settings: ", "Настройки: ") + words.joined(separator: "; ")))
        ]
    }

    /// The sources of the figures used, and what the run was made from.
    var sources: HTML {
        let keys = ledger.sources.sorted()
        let items = keys.compactMap { key -> HTML? in
            guard let source = material.sources[key] else { return nil }
            return tag("li", [.id(EntryName.source(key))], citation(source))
        }
        let list =
            items.isEmpty
            ? HTML.nothing
            : tag(
                "section", [.id("sources"), .labelled(by: "sources-h")],
                [
                    tag("h2", [.id("sources-h")], [.text(text("Sources", "Источники"))]),
                    tag("ul", [.style("card sources")], items),
                ])
        return .group([list, run])
    }

    private func citation(_ source: Source) -> [HTML] {
        var head = source.publisher
        if let year = source.year { head += head.isEmpty ? "\(year)" : " (\(year))" }
        if !head.isEmpty { head += ". " }
        var parts: [HTML] = [
            tag("code", "", .text(source.key.rawValue)), .text(" " + head + source.title),
        ]
        if !source.address.isEmpty {
            parts.append(.text(". "))
            parts.append(address(source.address))
        }
        if !source.licence.isEmpty { parts.append(.text(". " + source.licence)) }
        return parts
    }

    /// A web address as a link; anything else, a script's address among it, as text.
    private func address(_ address: String) -> HTML {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        guard isWeb, !address.contains(where: \.isWhitespace) else { return .text(address) }
        return tag(
            "a", [.data("href", address), .data("rel", "noopener noreferrer")], [.text(address)])
    }

    private var run: HTML {
        let settings = material.parameters.map { parameter in
            HTML.group([
                tag("dt", [], [tag("code", "", .text(parameter.key))]),
                tag("dd", [], [tag("code", "", .text(parameter.value))]),
            ])
        }
        let inputs = material.inputs.map { input in
            HTML.group([
                tag("dt", [], [tag("code", "", .text(input.file))]),
                tag("dd", [], [tag("code", "", .text(String(input.hash.prefix(16))))]),
            ])
        }
        return tag(
            "section", [.id("run"), .labelled(by: "run-h")],
            [
                tag("h2", [.id("run-h")], [.text(text("The run", "Расчёт"))]),
                tag(
                    "div", [.style("card run")],
                    [
                        tag(
                            "p", [],
                            [
                                .text(text("Run ", "Расчёт ")),
                                tag("code", "", .text(material.runID)),
                                .text(text(", program version ", ", версия программы ")),
                                tag("code", "", .text(material.version)),
                                .text(
                                    text(
                                        ". The same data, settings and version give the same numbers.",
                                        ". Те же данные, настройки и версия дают те же числа.")),
                            ]),
                        tag("h3", "", .text(text("Settings", "Настройки"))),
                        tag("dl", [], settings),
                        tag(
                            "h3", "",
                            .text(
                                text(
                                    "Input tables and the beginning of their SHA-256",
                                    "Исходные таблицы и начало их SHA-256"))),
                        tag("dl", [], inputs),
                    ]),
            ])
    }
}
