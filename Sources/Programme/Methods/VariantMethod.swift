internal import Region
internal import Wording

/// What could be done with what, and why the rest could not (METHODS 7.2).
struct VariantMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    private static func words(_ filter: Combination.Filter) -> LocalizedText {
        switch filter {
        case .objectMethod:
            LocalizedText(en: "object and method", ru: "объект и метод")
        case .methodProduct:
            LocalizedText(en: "method and product", ru: "метод и продукт")
        case .objectProduct:
            LocalizedText(en: "object and product", ru: "объект и продукт")
        case .scale: LocalizedText(en: "scale", ru: "масштаб")
        }
    }

    let method = Method(
        id: "variants",
        name: LocalizedText(en: "Variants by combining", ru: "Варианты комбинированием"),
        section: "7.2",
        components: [
            Method.Component(
                "raw",
                name: LocalizedText(
                    en: "objects by methods by products", ru: "объекты × методы × продукты"),
                formula: Expression("o * m * p"))
        ]
            + Combination.Filter.allCases.map { filter in
                Method.Component(
                    "after.\(filter.rawValue)",
                    name: LocalizedText(
                        en: "left after: \(words(filter).english)",
                        ru: "осталось после: \(words(filter).russian)"),
                    formula: Expression("k"))
            } + [
                Method.Component(
                    "projects",
                    name: LocalizedText(
                        en: "projects that carry it out", ru: "проектов, которые его осуществляют"),
                    formula: Expression("k"))
            ]
            + Combination.Filter.allCases.map { filter in
                Method.Component(
                    "rejected.\(filter.rawValue)",
                    name: LocalizedText(
                        en: "rejected: \(words(filter).english)",
                        ru: "отклонён: \(words(filter).russian)"),
                    formula: Expression("k"))
            } + [
                Method.Component(
                    "beaten",
                    name: LocalizedText(
                        en: "another variant of its object is better in everything",
                        ru: "другой вариант объекта лучше во всём"),
                    formula: Expression("k"))
            ],
        symbols: [
            Method.Symbol("o", LocalizedText(en: "objects", ru: "объектов")),
            Method.Symbol("m", LocalizedText(en: "methods", ru: "методов")),
            Method.Symbol("p", LocalizedText(en: "products", ru: "продуктов")),
            Method.Symbol("k", LocalizedText(en: "number", ru: "число")),
        ],
        reading: LocalizedText(
            en:
                "A variant is an object developed by a method for a product. What goes together is told by compatibility.csv; a rejected variant names the first rule that it broke and why. A variant that no project carries out is an idea nobody has drafted yet. A project that another variant of its object beats in every effect at no more of anything is named and stays in the choice: it does no harm there.",
            ru:
                "Вариант — объект, развиваемый методом ради продукта. Что сочетается, сказано в compatibility.csv; у отклонённого варианта названо первое нарушенное правило и почему. Вариант без проекта — идея, которую ещё никто не проработал. Проект, который другой вариант того же объекта превосходит по всем эффектам, не требуя больше ничего, назван и остаётся в выборе: вреда от него нет."
        ),
        literature: [
            "Zwicky (1948), The morphological method of analysis and construction"
        ],
        paperTag: "P-comb")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        guard let combination = context.combination else {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs objects, methods and products to combine (objects.csv, methods.csv, project_products.csv).",
                    ru:
                        "Нужны объекты, методы и продукты (objects.csv, methods.csv, project_products.csv)."
                ))
            return findings
        }
        func finding(
            _ component: String, _ subject: String?, _ bindings: [Derivation.Binding]
        ) {
            findings.list.append(
                Finding(
                    method, context.key(component, of: subject), bindings: bindings,
                    quality: .estimate))
        }
        let outcome = combination.outcome
        func counted(_ symbol: String, _ count: Int, _ table: String) -> Derivation.Binding {
            context.answered(symbol, Double(count), table, table)
        }
        finding(
            "raw", nil,
            [
                counted("o", combination.objects.count, "objects.csv"),
                counted("m", combination.methods.count, "methods.csv"),
                counted("p", combination.products.count, "project_products.csv"),
            ])
        for (filter, left) in zip(Combination.Filter.allCases, outcome.remaining) {
            finding(
                "after.\(filter.rawValue)", nil, [counted("k", left, "compatibility.csv")])
        }
        for variant in outcome.variants {
            let drafted = context.drafted[variant] ?? []
            let names = drafted.map(\.rawValue).joined(separator: ", ")
            finding(
                "projects", variant.path,
                [
                    context.answered(
                        "k", Double(drafted.count), drafted.isEmpty ? "none drafted" : names,
                        drafted.isEmpty ? "не проработан" : names)
                ])
        }
        for rejection in outcome.rejections {
            finding(
                "rejected.\(rejection.filter.rawValue)", rejection.variant.path,
                [
                    context.answered(
                        "k", 1, rejection.reason.english, rejection.reason.russian)
                ])
        }
        for (index, better) in context.data.dominated {
            let name = context.data.candidates[better].code.rawValue
            finding(
                "beaten", context.data.candidates[index].code.rawValue,
                [context.answered("k", 1, "by \(name)", "его превосходит \(name)")])
        }
        let known = Set(outcome.variants)
        let odd = context.drafted.filter { !known.contains($0.key) }
            .flatMap { $0.value.map(\.rawValue) }.sorted()
        if !odd.isEmpty {
            let list = odd.joined(separator: ", ")
            findings.notices.append(
                LocalizedText(
                    en:
                        "Projects of variants that compatibility.csv rules out, or of objects without methods (projects.csv): \(list).",
                    ru:
                        "Проекты вариантов, исключённых в compatibility.csv, или объектов без методов (projects.csv): \(list)."
                ))
        }
        return findings
    }
}

extension Combination.Variant {
    /// The three codes: `heap/sorting/filler`.
    public var path: String {
        [object, method, product].map(\.rawValue).joined(separator: "/")
    }
}
