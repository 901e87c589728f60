import ArgumentParser
import Assessment
import Wording
import Workspace

/// `uklad run`.
struct RunStages: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: say(
                "Compute the stages and record a run.", "Рассчитать этапы и записать расчёт."),
            discussion: say(
                """
                What has not changed since an earlier run is not computed again.
                Example: uklad run -C my-region --set specialisation.reference=rest

                Where uklad.yaml names microdata, their sums are taken anew first, on the engine given.
                Example: uklad run -C my-region --engine spark://host:15002
                """,
                """
                Что не изменилось с прежнего расчёта, заново не считается.
                Пример: uklad run -C my-region --set specialisation.reference=rest

                Если в uklad.yaml названы микроданные, сначала заново берутся их суммы — на указанном движке.
                Пример: uklad run -C my-region --engine spark://узел:15002
                """))
    }

    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("stage"), parsing: .singleValue,
        help: ArgumentHelp(
            say("Only this stage; may be repeated.", "Только этот этап; можно повторять.")))
    var stages: [String] = []

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            say(
                "A setting in place of uklad.yaml's; may be repeated.",
                "Настройка вместо заданной в uklad.yaml; можно повторять."),
            valueName: "key=value"))
    var settings: [String] = []

    @OptionGroup var engine: EngineOptions

    func run() async throws {
        try await common.perform {
            let stages = try chosenStages()
            let overrides = try overrides()
            // Settings that can't be read are told about with everything else, by the run.
            let named = try? common.workspace().microdata()
            if engine.chosen != nil || named != nil { try await common.gather(engine) }
            tell(try await common.assess(stages: stages, overrides: overrides))
        }
    }

    private func tell(_ answer: Assessor.Answer) {
        common.terminal.print(answer.run.id)
        let notes = answer.notes.notes.count + answer.notes.absences.count
        if notes > 0 {
            common.terminal.note(
                say(
                    "Worth knowing: \(notes) notes, by \"uklad check\".",
                    "Полезно знать: замечаний — \(notes), их покажет «uklad check»."))
        }
        let seconds = NumberWording.text(answer.seconds, decimals: 2, in: terminalLanguage)
        if answer.wasThere {
            common.terminal.note(
                say(
                    "Nothing has changed: run \(answer.run.id) of \(answer.run.made.prefix(10)) stands (\(seconds) s).",
                    "Ничего не изменилось: расчёт \(answer.run.id) от \(answer.run.made.prefix(10)) в силе (\(seconds) с)."
                ))
        } else {
            common.terminal.note(
                say(
                    "Computed \(answer.computed) tables, took over \(answer.reused) unchanged ones (\(seconds) s).",
                    "Рассчитано таблиц: \(answer.computed), взято без изменений: \(answer.reused) (\(seconds) с)."
                ))
        }
    }

    private func chosenStages() throws -> [String] {
        let known = Stages.all.map(\.id)
        for stage in stages where !known.contains(stage) {
            let list = known.joined(separator: ", ")
            throw Failure.usage(
                LocalizedText(en: "There is no stage \"\(stage)\".", ru: "Этапа «\(stage)» нет."),
                expected: LocalizedText(en: "one of: \(list).", ru: "один из: \(list)."),
                remedy: LocalizedText(
                    en: "Choose one of these, or leave --stage out for all.",
                    ru: "Выберите из них или уберите --stage, чтобы рассчитать все."))
        }
        return stages.isEmpty ? known : stages
    }

    private func overrides() throws -> [String: String] {
        var result: [String: String] = [:]
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw Failure.usage(
                    LocalizedText(
                        en: "\"--set \(setting)\" sets nothing.",
                        ru: "«--set \(setting)» ничего не задаёт."),
                    expected: LocalizedText(en: "KEY=VALUE.", ru: "КЛЮЧ=ЗНАЧЕНИЕ."),
                    remedy: LocalizedText(
                        en: "\"uklad show settings\" lists the keys.",
                        ru: "«uklad show settings» покажет ключи."))
            }
            result[parts[0]] = parts[1]
        }
        return result
    }
}

extension Failure {
    init(_ failure: Assessor.Failure) {
        switch failure {
        case .data(let report): self.init(report, limit: 50)
        case .parameters(let failure): self.init(failure.message, code: failure.exitStatus)
        case .workspace(let failure): self.init(failure.message, code: failure.exitStatus)
        case .run(let failure): self.init(failure.message, code: failure.exitStatus)
        case .cancelled: self = .stopped
        }
    }
}
