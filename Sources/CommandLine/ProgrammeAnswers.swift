import ArgumentParser
import Assessment
import Foundation
import Programme
import Region
import Synchronization
import Wording
import Workspace

extension CommonOptions {
    /// The run that a question of the command line is answered by: recorded like any other, so that
    /// its numbers can be explained.
    func asking(_ overrides: [String: String]) async throws -> Run {
        try await assess(overrides: overrides).run
    }

    /// A run with a progress bar and what its searches come to; it stops at Ctrl-C, and a plan found
    /// so far is kept.
    func assess(
        stages: [String] = Stages.all.map(\.id), overrides: [String: String]
    ) async throws -> Assessor.Answer {
        let workspace = try workspace()
        let assessor = Assessor(workspace)
        let bar = terminal.progressBar()
        defer { bar.clear() }
        let kept = Mutex<String?>(nil)
        let watch = SearchWatch(
            progress: { bar.show($0) },
            stopped: { answer, data in
                let folder = RunStore(workspace: workspace.folder).folder
                let file = folder + "/stopped-programme.csv"
                guard let text = Self.table(of: answer, data) else { return }
                try? FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                if (try? text.write(toFile: file, atomically: true, encoding: .utf8)) != nil {
                    kept.withLock { $0 = file }
                }
            })
        let answer: Result<Assessor.Answer, Assessor.Failure> = try await SearchWatch.$current
            .withValue(watch) {
                try await interruptible {
                    do throws(Assessor.Failure) {
                        return .success(
                            try await assessor.run(
                                stages: stages, overrides: overrides,
                                progress: { bar.show($0) }))
                    } catch {
                        return .failure(error)
                    }
                }
            }
        bar.clear()
        if let file = kept.withLock({ $0 }) {
            terminal.note(
                say(
                    "The best plan found so far is kept in \(file).",
                    "Лучший найденный план сохранён: \(file)."))
        }
        switch answer {
        case .failure(let failure): throw Failure(failure)
        case .success(let answer): return answer
        }
    }

    /// A plan that was found before a search was stopped: what starts when, what it comes to and what
    /// no plan can exceed.
    private static func table(of answer: ProgrammeAnswer, _ data: ProgrammeData) -> String? {
        guard let plan = answer.plan else { return nil }
        var lines = ["project,start"]
        for (index, start) in plan.starts.enumerated() {
            guard let start else { continue }
            lines.append("\(data.candidates[index].code.rawValue),\(data.years[start])")
        }
        if let objective = answer.objective { lines.append("effects_by_weight,\(objective)") }
        if let bound = answer.bound, bound.isFinite { lines.append("no_plan_over,\(bound)") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Show {
    /// The plan by year of start, then what it brings and what it uses year by year.
    func showProgramme() throws {
        let run = try common.run(selection.run)
        guard isForPeople else {
            try emitForReader(
                ["programme-plan", "programme-effects", "programme-use"].flatMap {
                    try listings(of: $0, in: run)
                })
            return
        }
        let programme = try RecordedProgramme(run)
        guard !programme.plan.isEmpty else {
            if let lacking = try selection.lacking("programme-plan", in: run) { throw lacking }
            return
        }
        try emit([
            programme.schedule(lang), programme.effects(lang), programme.use("used", lang),
            programme.use("left", lang),
        ])
    }

    /// What could be done with what, with the projects that do so, and why the rest could not.
    func showVariants() async throws {
        let run = try common.run(selection.run)
        let rows =
            try run.manifest.results(method: "variants", measure: nil, classification: nil)
            .first.map { try run.table($0).rows } ?? []
        guard isForPeople, !rows.isEmpty else {
            try emitForReader(listings(of: "variants"))
            return
        }
        let words = VariantWords(try await data(), lang)
        var listings = words.variants(rows)
        // What was rejected stands at the end.
        if let last = listings.indices.last {
            listings[last].notes += words.rejections(rows)
        }
        try emit([words.counts(rows)] + listings)
    }

    /// Asks the question where the latest run has not.
    func answer(_ question: ProgrammeQuestion) async throws {
        let methods =
            switch question {
            case .front: ["pareto-front"]
            case .order: ["price-of-order"]
            case .risk: ["programme-risk", "programme-drivers"]
            case .robustness:
                ["programme-assumptions", "price-of-robustness", "weight-stability"]
            case .shares, .why: ["benefit-shares"]
            }
        let run = try await common.asking(["programme.questions": question.rawValue])
        if isForPeople, question == .risk || question == .robustness {
            func rows(_ method: String) throws -> [ResultRow] {
                try run.manifest.results(method: method, measure: nil, classification: nil)
                    .first.map { try run.table($0).rows } ?? []
            }
            let words = RiskWords(try await data(), lang)
            let first = try rows(methods[0])
            // Without an answer the listings say why.
            if !first.isEmpty {
                try emit(
                    question == .risk
                        ? words.risk(first) + [words.drivers(try rows(methods[1]))]
                        : [
                            words.assumptions(first), words.reserves(try rows(methods[1])),
                            words.weights(try rows(methods[2])),
                        ])
                return
            }
        }
        try emitForReader(
            methods.flatMap { method in
                let listings = try listings(of: method, in: run)
                // Which project starts when in each plan of the front is for programs, and for
                // explain.
                return isForPeople && question == .front ? Array(listings.prefix(1)) : listings
            })
    }
}

/// The tables of a run that tell of its programme.
struct RecordedProgramme {
    struct Row {
        let code: ObjectCode
        let start: Int
        let work: Int
        let cost: Double
        let value: Double
    }

    private let names: ReferenceNames
    let plan: [Row]
    let notices: [LocalizedText]
    private let effects: [ResultRow]
    private let used: [ResultRow]

    init(_ run: Run) throws {
        names = ReferenceNames(run)
        func table(_ method: String) throws -> ResultTable? {
            try run.manifest.results(method: method, measure: nil, classification: nil).first
                .map { try run.table($0) }
        }
        let chosen = try table("programme-plan")
        var found: [ObjectCode: [String: Double]] = [:]
        for row in chosen?.rows ?? [] {
            guard let code = row.key.object, let value = row.outcome.value else { continue }
            found[code, default: [:]][row.key.component] = value
        }
        plan = found.map { code, values in
            Row(
                code: code, start: Int(values["start"] ?? 0), work: Int(values["work"] ?? 0),
                cost: values["cost"] ?? 0, value: values["value"] ?? 0)
        }.sorted { ($0.start, $0.work, $0.code) < ($1.start, $1.work, $1.code) }
        notices = chosen?.notices ?? []
        effects = try table("programme-effects")?.rows ?? []
        used = try table("programme-use")?.rows ?? []
    }

    func name(_ code: ObjectCode, _ language: Language) -> String { names.name(code, language) }

    /// The number of a component without a year.
    func whole(_ component: String) -> Double? {
        effects.first { $0.key.component == component && $0.key.year == nil }?.outcome.value
    }

    private var years: [Int] {
        Array(Set(effects.compactMap(\.key.year))).sorted()
    }

    /// A line a project, a column a year: ░ building, █ at work.
    func schedule(_ language: Language) -> Listing {
        let isRussian = language == .russian
        var listing = Listing(
            columns: [
                .init("project", isRussian ? "Проект" : "Project"),
                .init("start", isRussian ? "начало" : "starts", isNumeric: true),
                .init(
                    "years", "\(years.first ?? 0)–\(years.last ?? 0)"),
                .init("cost", isRussian ? "стоит" : "costs", isNumeric: true),
                .init("value", isRussian ? "приносит" : "brings", isNumeric: true),
            ])
        listing.title = isRussian ? "Программа" : "The programme"
        for row in plan {
            let bar = years.map { $0 < row.start ? "·" : $0 < row.work ? "░" : "█" }.joined()
            listing.rows.append([
                .text(names.name(row.code, language)), .whole(row.start), .text(bar),
                number(row.cost, language), number(row.value, language),
            ])
        }
        listing.notes = [
            isRussian
                ? "░ строится, █ работает; стоимость и польза — приведённые, по весам программы."
                : "░ is built, █ works; cost and what it brings at present value, by the programme's weights."
        ]
        if let objective = whole("objective"), let bound = whole("bound") {
            let gap = max(0, bound - objective) / max(abs(objective), 1e-9) * 100
            let sum = NumberWording.text(objective, decimals: 0, in: language)
            let share = NumberWording.text(gap, significant: 2, in: language)
            listing.notes.append(
                gap < 1e-3
                    ? (isRussian
                        ? "Всего \(sum): доказано, что больше не даст ни один план."
                        : "In all \(sum): proven that no plan comes to more.")
                    : (isRussian
                        ? "Всего \(sum); доказано, что ни один план не даст больше чем на \(share) %."
                        : "In all \(sum); proven that no plan comes to over \(share) % more."))
        }
        listing.notes += notices.map { $0[language] }
        return listing
    }

    func effects(_ language: Language) -> Listing {
        let isRussian = language == .russian
        let titles: [(EffectKind, String)] = [
            (.economic, isRussian ? "экономический, млн" : "economic, millions"),
            (.social, isRussian ? "социальный, мест" : "social, jobs"),
            (.ecological, isRussian ? "экологический, млн" : "ecological, millions"),
            (.indirect, isRussian ? "косвенный, млн" : "indirect, millions"),
        ]
        var listing = Listing(
            columns: [.init("effect", isRussian ? "Эффект" : "Effect")]
                + years.map { .init("year\($0)", "\($0)", isNumeric: true) })
        listing.title = isRussian ? "Эффекты по годам" : "Effects by year"
        for (kind, title) in titles {
            listing.rows.append(
                [.text(title)]
                    + years.map { year in
                        effects.first {
                            $0.key.component == kind.rawValue && $0.key.year == year
                        }?.outcome.value.map { number($0, language) } ?? .nothing("")
                    })
        }
        return listing
    }

    /// What is used, or left, of money, people, limits and targets.
    func use(_ component: String, _ language: Language) -> Listing {
        let isRussian = language == .russian
        let own = used.filter { $0.key.component == component }
        let subjects = Array(Set(own.compactMap(\.key.object))).sorted()
        var listing = Listing(
            columns: [.init("subject", isRussian ? "Чего" : "Of what")]
                + years.map { .init("year\($0)", "\($0)", isNumeric: true) })
        listing.title =
            component == "used"
            ? (isRussian ? "Использовано" : "Used") : (isRussian ? "Остаётся" : "Left")
        for subject in subjects {
            listing.rows.append(
                [.text(names.name(subject, language))]
                    + years.map { year in
                        own.first { $0.key.object == subject && $0.key.year == year }?.outcome.value
                            .map { number($0, language) } ?? .nothing("")
                    })
        }
        return listing
    }

    private func number(_ value: Double, _ language: Language) -> Listing.Cell {
        .number(
            value,
            shown: abs(value) >= 100
                ? NumberWording.text(value, decimals: 0, in: language)
                : NumberWording.text(value, significant: 3, in: language))
    }
}

extension Explain {
    /// Why a project of the programme starts when it does, in sentences, each from a programme that
    /// was solved anew (METHODS 7.6).
    func explainProject() async throws {
        guard let code else {
            throw Failure.usage(
                LocalizedText(en: "Which project?", ru: "Какой проект?"),
                expected: LocalizedText(
                    en: "a code of projects.csv.", ru: "код из projects.csv."),
                remedy: LocalizedText(
                    en: "uklad explain project CODE.", ru: "uklad explain project КОД."))
        }
        // A project that is not in the programme is told at once, without a search.
        if let latest = try? common.run(selection.run), let known = try? RecordedProgramme(latest),
            !known.plan.isEmpty
        {
            _ = try row(of: code, in: known)
        }
        let run = try await common.asking(["programme.questions": "why:\(code)"])
        let programme = try RecordedProgramme(run)
        let row = try row(of: code, in: programme)
        let reasons =
            try run.manifest.results(
                method: "programme-reasons", measure: nil, classification: nil
            ).first.map { try run.table($0).rows } ?? []
        let words = ProjectSentences(row, reasons.filter { $0.key.object == row.code }, programme)
        common.terminal.print(words.text(lang))
    }

    private func row(
        of code: String, in programme: RecordedProgramme
    ) throws -> RecordedProgramme.Row {
        if let row = programme.plan.first(where: { $0.code.rawValue == code }) { return row }
        let chosen = programme.plan.map(\.code.rawValue).joined(separator: ", ")
        throw Failure.usage(
            LocalizedText(
                en: "\"\(code)\" is not in the programme.", ru: "«\(code)» не в программе."),
            expected: LocalizedText(
                en: chosen.isEmpty
                    ? (programme.notices.last?.english ?? "a programme") : "one of: \(chosen).",
                ru: chosen.isEmpty
                    ? (programme.notices.last?.russian ?? "программа") : "один из: \(chosen)."),
            remedy: LocalizedText(
                en: "\"uklad what-if --must \(code)\" says what it would cost to have it.",
                ru: "«uklad what-if --must \(code)» скажет, чего стоило бы его включить."))
    }
}

/// Reasons as sentences.
private struct ProjectSentences {
    let row: RecordedProgramme.Row
    let programme: RecordedProgramme
    private var numbers: [String: Double] = [:]

    init(_ row: RecordedProgramme.Row, _ reasons: [ResultRow], _ programme: RecordedProgramme) {
        self.row = row
        self.programme = programme
        for reason in reasons { numbers[reason.key.component] = reason.outcome.value }
    }

    func text(_ language: Language) -> String {
        let isRussian = language == .russian
        let name = programme.name(row.code, language)
        func amount(_ value: Double) -> String {
            NumberWording.text(value, significant: 3, in: language)
        }
        var lines = [
            isRussian
                ? "\(name): начало в \(row.start), работает с \(row.work) года."
                : "\(name): starts in \(row.start), works from \(row.work)."
        ]
        if let worth = numbers["worth"] {
            lines.append(
                isRussian
                    ? "Без него лучшая программа дала бы на \(amount(worth)) меньше (сам по себе он даёт \(amount(row.value)))."
                    : "Without it the best programme would bring \(amount(worth)) less (by itself it brings \(amount(row.value)))."
            )
        }
        for (when, year) in [("earlier", row.start - 1), ("later", row.start + 1)] {
            let blockers = Breach.Group.allCases.filter { numbers["\(when).\($0.rawValue)"] != nil }
            if let loss = numbers[when] {
                let isNothing = loss < 1e-6 * max(1, programme.whole("objective") ?? 1)
                lines.append(
                    isRussian
                        ? "Начало в \(year): "
                            + (isNothing
                                ? "не хуже."
                                : "можно, но программа дала бы на \(amount(loss)) меньше.")
                        : "A start in \(year): "
                            + (isNothing
                                ? "as good."
                                : "possible, but the programme would bring \(amount(loss)) less."))
            } else if !blockers.isEmpty {
                let list = blockers.map { $0.words[language] }.joined(separator: ", ")
                lines.append(
                    isRussian
                        ? "Начало в \(year) невозможно: мешает — \(list)."
                        : "A start in \(year) is impossible: stopped by \(list).")
            } else {
                lines.append(
                    isRussian
                        ? "Начало в \(year) невозможно: вне программы или его собственных лет, либо мешает несколько условий сразу."
                        : "A start in \(year) is impossible: outside the programme's or its own years, or several rules stop it at once."
                )
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// `uklad what-if`.
struct WhatIf: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "what-if",
            abstract: say(
                "Say how the programme would change.", "Сказать, как изменилась бы программа."),
            discussion: say(
                "Example: uklad what-if --budget regional-2029=+500 --ban dairy --price gallium=+20%",
                "Пример: uklad what-if --budget regional-2029=+500 --ban dairy --price gallium=+20%"
            ))
    }

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            say(
                "A budget: SOURCE-YEAR=+500, =-10%, =1500.",
                "Бюджет: ИСТОЧНИК-ГОД=+500, =-10%, =1500."),
            valueName: "change"))
    var budget: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            say("A price: PRODUCT=+20%.", "Цена: ПРОДУКТ=+20%."), valueName: "change"))
    var price: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(say("A project to be carried out.", "Обязательный проект.")))
    var must: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(say("A project not to be carried out.", "Исключаемый проект.")))
    var ban: [String] = []

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp(say("en or ru.", "en или ru.")))
    var lang = terminalLanguage

    func run() async throws {
        try await common.perform {
            var overrides: [String: String] = [:]
            for (key, changes) in [
                ("scenario.budget", budget), ("scenario.price", price), ("scenario.must", must),
                ("scenario.ban", ban),
            ] where !changes.isEmpty {
                overrides[key] = changes.joined(separator: ",")
            }
            guard !overrides.isEmpty else {
                throw Failure.usage(
                    LocalizedText(en: "What if what?", ru: "Что изменить?"),
                    expected: LocalizedText(
                        en: "at least one of --budget, --price, --must, --ban.",
                        ru: "хотя бы одно из --budget, --price, --must, --ban."),
                    remedy: LocalizedText(
                        en: "uklad what-if --budget regional-2029=+500.",
                        ru: "uklad what-if --budget regional-2029=+500."))
            }
            let other = try await common.asking(overrides)
            // Asked last, so that the programme as it stands stays the latest run.
            let base = try await common.asking([:])
            let (before, after) = (try RecordedProgramme(base), try RecordedProgramme(other))
            guard !after.plan.isEmpty else {
                let words = after.notices.isEmpty ? before.notices : after.notices
                throw Failure.usage(
                    LocalizedText(
                        en: "There is no programme then.", ru: "Программы тогда нет."),
                    expected: LocalizedText(
                        en: words.suffix(4).map(\.english).joined(separator: " "),
                        ru: words.suffix(4).map(\.russian).joined(separator: " ")),
                    remedy: LocalizedText(en: "Ask for less.", ru: "Спросите о меньшем."))
            }
            common.terminal.print(
                try [sums(before, after), moves(before, after)].map { try $0.text(.table) }
                    .joined(separator: "\n"))
            common.terminal.note(
                say("Recorded as run \(other.id).", "Записано как расчёт \(other.id)."))
        }
    }

    private func sums(_ before: RecordedProgramme, _ after: RecordedProgramme) -> Listing {
        let isRussian = lang == .russian
        var listing = Listing(columns: [
            .init("what", isRussian ? "Что" : "What"),
            .init("now", isRussian ? "сейчас" : "now", isNumeric: true),
            .init("then", isRussian ? "тогда" : "then", isNumeric: true),
            .init("change", isRussian ? "изменение" : "change", isNumeric: true),
        ])
        for (component, english, russian) in [
            ("objective", "effects by weight", "эффекты по весам"),
            ("economicPresent", "economic", "экономический"),
            ("socialPresent", "social", "социальный"),
            ("ecologicalPresent", "ecological", "экологический"),
            ("indirectPresent", "indirect", "косвенный"), ("cost", "cost", "стоимость"),
        ] {
            guard let now = before.whole(component), let then = after.whole(component) else {
                continue
            }
            func cell(_ value: Double) -> Listing.Cell {
                .number(value, shown: NumberWording.text(value, decimals: 0, in: lang))
            }
            listing.rows.append([
                .text(isRussian ? russian : english), cell(now), cell(then), cell(then - now),
            ])
        }
        return listing
    }

    /// Projects that come in, go out or move.
    private func moves(_ before: RecordedProgramme, _ after: RecordedProgramme) -> Listing {
        let isRussian = lang == .russian
        var listing = Listing(columns: [
            .init("project", isRussian ? "Проект" : "Project"),
            .init("now", isRussian ? "начало сейчас" : "starts now", isNumeric: true),
            .init("then", isRussian ? "начало тогда" : "starts then", isNumeric: true),
        ])
        let now = Dictionary(uniqueKeysWithValues: before.plan.map { ($0.code, $0.start) })
        let then = Dictionary(uniqueKeysWithValues: after.plan.map { ($0.code, $0.start) })
        for code in Set(now.keys).union(then.keys).sorted() where now[code] != then[code] {
            listing.rows.append([
                .text(after.name(code, lang)), now[code].map { .whole($0) } ?? .nothing("—"),
                then[code].map { .whole($0) } ?? .nothing("—"),
            ])
        }
        if listing.rows.isEmpty {
            listing.notes = [isRussian ? "План тот же." : "The plan is the same."]
        }
        return listing
    }
}
