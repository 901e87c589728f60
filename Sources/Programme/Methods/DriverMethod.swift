internal import Numerics
internal import Region
internal import Wording

/// Which numbers make the worth of the programme unsure (METHODS 8.5).
struct ProgrammeDriverMethod: FindingMethod {
    typealias Context = ProgrammeContext

    let scope = MethodScope.regions

    /// Lines of the tables of draws: effects of all projects are reckoned anew for each number.
    private static let rows = 128

    let method = Method(
        id: "programme-drivers",
        name: LocalizedText(
            en: "What makes the programme's worth unsure",
            ru: "Что делает результат программы ненадёжным"),
        section: "8.5", components: DriverFindings.components, symbols: DriverFindings.symbols,
        reading: DriverFindings.reading, literature: DriverFindings.literature, paperTag: "P-econ")

    func findings(in context: ProgrammeContext) throws(CancellationError) -> Findings {
        var (findings, found) = try context.opening()
        guard let (_, _, plan) = found, context.asks(.risk, &findings) else { return findings }
        guard let outlook = context.outlook else {
            findings.notices.append(RiskMethod.lacking)
            return findings
        }
        findings.parameters += [
            .init("rows", "\(Self.rows)"), .init("seed", "\(context.parameters.seed)"),
            .init("random", RandomStream.algorithmVersion),
        ]
        let (data, weights) = (context.data, context.weights)
        let drivers = outlook.drivers(rows: Self.rows, seed: context.parameters.seed) { scenario in
            data.outcomes(plan, weights, [scenario])[0]
        }
        if Task.isCancelled { throw CancellationError() }
        guard let (codes, drivers) = drivers else { return findings }
        findings.list += DriverFindings.findings(method, drivers, quality: .assumption) {
            context.key($1, of: codes[$0])
        }
        return findings
    }
}
