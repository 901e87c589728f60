internal import Consensus
internal import Region
internal import Wording
internal import Workspace

/// The stage "Agreement" (METHODS 9): what experts say, and how far they agree.
struct ConsensusStage: Stage {
    let id = "consensus"
    let name = LocalizedText(en: "Agreement", ru: "Согласие")
    let tables = ["experts", "judgements", "factors"]
    let settings = ["consensus."]

    var methods: [Method] { ConsensusMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = ConsensusContext(
            surveys: data.surveys, competence: data.competence,
            factors: data.outsideFactors.compactMap { factor in
                ExternalFactor.Kind(rawValue: factor.kind).map {
                    ExternalFactor(
                        code: factor.code, kind: $0, weight: factor.weight ?? 1,
                        likelihood: factor.likelihood, impact: factor.impact, shock: factor.shock)
                }
            }, parameters: parameters.consensus)
        return ConsensusMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    /// Surveys in the order of their names.
    var surveys: [Survey] {
        Dictionary(grouping: opinions, by: \.survey).sorted { $0.key < $1.key }.map { name, own in
            Survey(
                name: name,
                judgements: own.map {
                    Survey.Judgement(
                        expert: $0.expert, first: $0.first, second: $0.second, value: $0.value,
                        round: $0.round)
                })
        }
    }
}
