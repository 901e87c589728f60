import Region
import Tabular
import Wording

/// How a country's cells of a table of many countries become rows of `input_output`: the mapping
/// that an import follows where nobody gives another.
struct FlowDraft {
    /// Whose table it is.
    enum Form {
        case icio, exiobase

        /// Of the country's industries; of final uses with `_final`.
        var classification: String { self == .icio ? "icio" : "exiobase3" }
        var unit: String { self == .icio ? "mln USD" : "mln EUR" }
        var example: String { self == .icio ? "RUS" : "RU" }

        var titles: (industries: LocalizedText, rest: LocalizedText) {
            switch self {
            case .icio:
                (
                    LocalizedText(
                        en: "Industries of the ICIO (ISIC Rev. 4)",
                        ru: "Отрасли ICIO (МСОК, ред. 4)"),
                    LocalizedText(
                        en: "Final uses and primary inputs of the ICIO",
                        ru: "ICIO: конечное использование и первичные затраты")
                )
            case .exiobase:
                (
                    LocalizedText(en: "Sectors of EXIOBASE 3", ru: "Отрасли EXIOBASE 3"),
                    LocalizedText(
                        en: "Final uses and primary inputs of EXIOBASE 3",
                        ru: "EXIOBASE 3: конечное использование и первичные затраты")
                )
            }
        }
    }

    private let form: Form
    private let file: String
    private let heading: FlowHeading
    private let country: String?
    private let place: String?
    private let year: Int?

    init(file: String, form: Form, options: ImportOptions) throws(CancellationError) {
        self.form = form
        let name = TabularSource.file(path: file).name
        switch form {
        case .icio:
            self.file = name
            heading = try ICIOFile(path: file).heading()
        case .exiobase:
            self.file = ExiobaseFolder.name(of: file) + "/" + name
            heading = try ExiobaseFolder(path: file).heading()
        }
        country = options.country
        place = options.place ?? options.country
        year = options.year ?? Self.years(in: self.file).year
    }

    /// The year of the figures, and that of the edition where the file's name has it:
    /// `2018_SML.csv`, `ICIO2018_2010.CSV`, `ICIO2023_2018.csv`.
    static func years(in name: String) -> (year: Int?, edition: Int?) {
        var edition: Int?
        var years: [Int] = []
        var rest = Substring(name)
        while let start = rest.firstIndex(where: \.isNumber) {
            let digits = rest[start...].prefix { $0.isASCII && $0.isNumber }
            if digits.count == 4, let year = Int(digits), TableSchema.years.contains(year) {
                let isEdition = rest[..<start].uppercased().hasSuffix("ICIO")
                if isEdition { edition = year } else { years.append(year) }
            }
            rest = digits.isEmpty ? rest[rest.index(after: start)...] : rest[digits.endIndex...]
        }
        return (years.first, edition)
    }

    var text: String {
        var lines = [
            "# How \(Excerpt.of(file)) becomes a flow table of the workspace: edit it, then import with --mapping.",
            "# Как \(Excerpt.of(file)) становится таблицей «затраты — выпуск»: исправьте и загрузите с --mapping.",
            "table: input_output",
        ]
        if let country {
            lines.append("country: \(YAMLText.quoted(country))")
        } else {
            let found = heading.countries.prefix(20).joined(separator: ", ")
            lines.append("# country: \(form.example)  # choose / выберите: \(found)")
        }
        lines += [
            "columns:", "  from: FROM", "  to: TO", "  block: BLOCK", "  value: VALUE",
            "  quality: QUALITY", "constants:",
        ]
        lines.append(
            place.map { "  place: \(YAMLText.quoted($0))" } ?? "  # place: \(form.example)")
        lines.append(year.map { "  year: \($0)" } ?? "  # year: 2018")
        let own = form.classification
        let final = own + "_final"
        lines += ["  unit: \(form.unit)", "  prices: current", "codes:", "  from:"]
        for (code, word) in Self.inputs { lines.append("    \(code): \"\(final):\(word)\"") }
        lines.append("  to:")
        let uses = heading.uses + [FlowAccounts.exportsCode]
        for code in uses {
            lines.append("    \(code): \"\(final):\(Self.uses[code] ?? code.lowercased())\"")
        }
        lines += ["prefix:", "  from: \"\(own):\"", "  to: \"\(own):\"", "new:"]
        if let place {
            lines += [
                "  places:", "    \(YAMLText.quoted(place)): {level: country, in_panel: 0}",
            ]
        }
        lines += [
            "  classifications:",
            "    \(own): {\(Self.names(form.titles.industries))}",
            "    \(final): {\(Self.names(form.titles.rest))}",
            "  activities:",
        ]
        let named = Self.inputs.map(\.own) + uses.map { Self.uses[$0] ?? $0.lowercased() }
        let titles = Dictionary(
            heading.uses.compactMap { use in heading.names[use].map { (use.lowercased(), $0) } },
            uniquingKeysWith: { first, _ in first })
        for code in Set(named).sorted() {
            guard
                let names = Self.names[code]
                    ?? titles[code].map({ LocalizedText(en: $0, ru: $0) })
            else { continue }
            lines.append(
                "    \"\(final):\(code)\": {classification: \(final), \(Self.names(names))}")
        }
        lines.append("    \"\(final):*\": {classification: \(final)}")
        for code in heading.industries {
            let known = form == .icio ? ISICDivisions.name(of: code) : nil
            guard let names = known ?? heading.names[code].map({ LocalizedText(en: $0, ru: $0) })
            else { continue }
            lines.append(
                "    \(YAMLText.quoted("\(own):\(code)")): {classification: \(own), \(Self.names(names))}"
            )
        }
        lines.append("    \"*\": {classification: \(own)}")
        let key = ["import_\(own)", country?.lowercased(), year.map(String.init)]
            .compactMap(\.self).joined(separator: "_")
        lines += [
            "source:", "  key: \(YAMLText.quoted(key))",
            "  title: \(YAMLText.quoted("\(form == .icio ? "OECD Inter-Country Input-Output Tables" : "EXIOBASE 3"): \(Excerpt.of(file))"))",
            "  publisher: \(form == .icio ? "OECD" : "EXIOBASE Consortium")",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func names(_ names: LocalizedText) -> String {
        let english = YAMLText.quoted(names.english)
        // A name that is the same in both languages is only the file's own.
        return names.english == names.russian
            ? "name_en: \(english), name_ru: \"\""
            : "name_en: \(english), name_ru: \(YAMLText.quoted(names.russian))"
    }

    private static let inputs = [
        (code: FlowAccounts.addedCode, own: "value_added"),
        (code: FlowAccounts.taxesCode, own: "net_taxes_on_products"),
        (code: FlowAccounts.outputCode, own: "gross_output"),
    ]

    /// Final uses of the file, with the words that the flow table knows them by.
    private static let uses: [String: String] = [
        "HFCE": FlowTable.FinalUse.Kind.households.rawValue,
        "NPISH": FlowTable.FinalUse.Kind.institutions.rawValue,
        "NPS": FlowTable.FinalUse.Kind.institutions.rawValue,
        "GGFC": FlowTable.FinalUse.Kind.government.rawValue,
        "GFCF": FlowTable.FinalUse.Kind.investment.rawValue,
        "INVNT": FlowTable.FinalUse.Kind.inventories.rawValue,
        "INV": FlowTable.FinalUse.Kind.inventories.rawValue,
        "DPABR": "purchases_abroad", "P33": "purchases_abroad", "DIRP": "purchases_abroad",
        "NONRES": "purchases_of_non_residents",
        FlowAccounts.exportsCode: FlowTable.FinalUse.Kind.exports.rawValue,
    ]

    private static let names: [String: LocalizedText] = [
        "household_consumption": LocalizedText(
            en: "Final consumption of households", ru: "Конечное потребление домашних хозяйств"),
        "npish_consumption": LocalizedText(
            en: "Final consumption of non-profit institutions serving households",
            ru: "Конечное потребление НКО, обслуживающих домашние хозяйства"),
        "government_consumption": LocalizedText(
            en: "Final consumption of government", ru: "Конечное потребление государства"),
        "gross_fixed_capital_formation": LocalizedText(
            en: "Gross fixed capital formation", ru: "Валовое накопление основного капитала"),
        "inventory_change": LocalizedText(
            en: "Changes in inventories", ru: "Изменение запасов"),
        "purchases_abroad": LocalizedText(
            en: "Purchases of residents abroad", ru: "Покупки резидентов за рубежом"),
        "purchases_of_non_residents": LocalizedText(
            en: "Purchases of non-residents", ru: "Покупки нерезидентов"),
        "exports": LocalizedText(en: "Exports", ru: "Экспорт"),
        "value_added": LocalizedText(en: "Value added", ru: "Добавленная стоимость"),
        "net_taxes_on_products": LocalizedText(
            en: "Taxes less subsidies on products", ru: "Налоги на продукты за вычетом субсидий"),
        "gross_output": LocalizedText(en: "Gross output", ru: "Валовой выпуск"),
    ]
}

/// Sections and divisions of ISIC Rev. 4 (which NACE Rev. 2 and OKVED 2 share), for codes that put
/// some of them together: `A01_02`, `C10T12`, `62_63`, `D`.
enum ISICDivisions {
    static func name(of code: String) -> LocalizedText? { names[code] ?? names[plain(code)] }

    /// The divisions alone, in one form: `C17_18`, `17T18` and `C17T18` are all `17-18`.
    private static func plain(_ code: String) -> String {
        var text = Substring(code)
        if text.count > 1, text.first?.isLetter == true { text = text.dropFirst() }
        return String(text.map { $0 == "T" || $0 == "_" ? "-" : $0 })
    }

    private static func both(_ en: String, _ ru: String) -> LocalizedText {
        LocalizedText(en: en, ru: ru)
    }

    private static let names: [String: LocalizedText] = [
        "A": both("Agriculture, forestry, fishing", "Сельское, лесное хозяйство, рыболовство"),
        "B": both("Mining and quarrying", "Добыча полезных ископаемых"),
        "C": both("Manufacturing", "Обрабатывающие производства"),
        "H": both("Transport and storage", "Транспортировка и хранение"),
        "J": both("Information and communication", "Информация и связь"),
        "U": both("Extraterritorial organisations", "Экстерриториальные организации"),
        "01": both("Crops, livestock, hunting", "Растениеводство, животноводство, охота"),
        "02": both("Forestry and logging", "Лесоводство и лесозаготовки"),
        "01-02": both("Agriculture, hunting, forestry", "Сельское и лесное хозяйство, охота"),
        "01-03": both(
            "Agriculture, forestry and fishing", "Сельское, лесное хозяйство, рыболовство"),
        "03": both("Fishing and aquaculture", "Рыболовство и рыбоводство"),
        "05": both("Coal mining", "Добыча угля"),
        "06": both("Oil and gas extraction", "Добыча нефти и газа"),
        "05-06": both(
            "Mining of energy products", "Добыча топливно-энергетических полезных ископаемых"),
        "07-08": both(
            "Mining of other products", "Добыча прочих полезных ископаемых"),
        "09": both("Mining support services", "Услуги в области добычи"),
        "10-12": both("Food, beverages, tobacco", "Пищевые продукты, напитки, табак"),
        "13-15": both("Textiles, clothing, leather", "Текстиль, одежда, кожа"),
        "16": both("Wood and cork", "Обработка древесины"),
        "17-18": both("Paper and printing", "Бумага и полиграфия"),
        "19": both("Coke and refined petroleum", "Кокс и нефтепродукты"),
        "20": both("Chemicals", "Химические вещества"),
        "20-21": both("Chemicals and pharmaceuticals", "Химия и фармацевтика"),
        "21": both("Pharmaceuticals", "Лекарственные средства"),
        "22": both("Rubber and plastics", "Резина и пластмассы"),
        "23": both("Other non-metallic minerals", "Прочая неметаллическая минеральная продукция"),
        "24": both("Basic metals", "Металлургия"),
        "24A": both("Iron and steel", "Чёрная металлургия"),
        "24B": both("Non-ferrous metals", "Цветная металлургия"),
        "25": both("Fabricated metal products", "Готовые металлические изделия"),
        "26": both("Computers, electronics, optics", "Компьютеры, электроника, оптика"),
        "27": both("Electrical equipment", "Электрическое оборудование"),
        "28": both("Machinery", "Машины и оборудование"),
        "29": both("Motor vehicles", "Автотранспортные средства"),
        "30": both("Other transport equipment", "Прочие транспортные средства"),
        "301": both("Ships and boats", "Суда и лодки"),
        "302-309": both(
            "Transport equipment other than ships", "Прочие транспортные средства, кроме судов"),
        "31-33": both(
            "Furniture, other manufacturing, repair of machinery",
            "Мебель, прочие изделия, ремонт и монтаж машин"),
        "D": both("Electricity, gas, steam", "Электроэнергия, газ, пар"),
        "35": both("Electricity, gas, steam", "Электроэнергия, газ, пар"),
        "35-39": both(
            "Electricity, gas, water, waste", "Электроэнергия, газ, вода, отходы"),
        "E": both("Water supply, sewerage, waste", "Водоснабжение, водоотведение, отходы"),
        "36-39": both("Water supply, sewerage, waste", "Водоснабжение, водоотведение, отходы"),
        "F": both("Construction", "Строительство"),
        "41-43": both("Construction", "Строительство"),
        "G": both("Trade, repair of vehicles", "Торговля, ремонт автотранспорта"),
        "45-47": both("Trade, repair of vehicles", "Торговля, ремонт автотранспорта"),
        "49": both("Land transport and pipelines", "Сухопутный и трубопроводный транспорт"),
        "49-53": both("Transport and storage", "Транспортировка и хранение"),
        "50": both("Water transport", "Водный транспорт"),
        "51": both("Air transport", "Воздушный транспорт"),
        "52": both("Warehousing, support for transport", "Складское хозяйство, услуги транспорта"),
        "53": both("Post and couriers", "Почта и курьеры"),
        "I": both("Accommodation and food services", "Гостиницы и общественное питание"),
        "55-56": both("Accommodation and food services", "Гостиницы и общественное питание"),
        "58-60": both("Publishing, film, broadcasting", "Издательства, кино, вещание"),
        "61": both("Telecommunications", "Телекоммуникации"),
        "62-63": both("IT and information services", "ИТ и информационные услуги"),
        "K": both("Finance and insurance", "Финансы и страхование"),
        "64-66": both("Finance and insurance", "Финансы и страхование"),
        "L": both("Real estate", "Операции с недвижимостью"),
        "68": both("Real estate", "Операции с недвижимостью"),
        "M": both(
            "Professional, scientific, technical services",
            "Профессиональные, научные, технические услуги"),
        "69-75": both(
            "Professional, scientific, technical services",
            "Профессиональные, научные, технические услуги"),
        "69-82": both("Business services", "Услуги для бизнеса"),
        "N": both("Administrative and support services", "Административные услуги"),
        "77-82": both("Administrative and support services", "Административные услуги"),
        "O": both("Public administration and defence", "Государственное управление и оборона"),
        "84": both("Public administration and defence", "Государственное управление и оборона"),
        "P": both("Education", "Образование"), "85": both("Education", "Образование"),
        "Q": both("Health and social work", "Здравоохранение и социальные услуги"),
        "86-88": both("Health and social work", "Здравоохранение и социальные услуги"),
        "R": both("Arts, entertainment, recreation", "Культура, спорт, досуг"),
        "90-93": both("Arts, entertainment, recreation", "Культура, спорт, досуг"),
        "90-96": both("Arts, recreation, other services", "Культура, досуг, прочие услуги"),
        "S": both("Other services", "Прочие услуги"),
        "94-96": both("Other services", "Прочие услуги"),
        "T": both("Households as employers", "Домашние хозяйства как работодатели"),
        "97-98": both("Households as employers", "Домашние хозяйства как работодатели"),
    ]
}
