import Clusters
import Consensus
import Effects
import Foresight
import InputOutput
import Monitoring
import Programme
import Region
import ResourceCycles
import Space
import Specialisation
import Support
import Wording

/// Pages of methods that look at other things than a panel alone: settlements, clusters.
enum OtherPages {
    static let methods: [Method] =
        Space.settlementMethods.map(\.method)
        + (ClusterMethods.ofPanels + ClusterMethods.ofRegions).map(\.method)
        + FlowMethods.all.map(\.method) + DepositMethods.all.map(\.method)
        + EffectMethods.all.map(\.method) + CycleMethods.all.map(\.method)
        + ProgrammeMethods.all.map(\.method) + ConsensusMethods.all.map(\.method)
        + MonitoringMethods.all.map(\.method) + SustainabilityMethods.all.map(\.method)
        + ForesightMethods.ofMarkets.map(\.method)
        + ForesightMethods.ofMeasure.map(\.method) + ForesightMethods.ofModes.map(\.method)

    /// Methods that need villages, ways to work or people employed.
    private static let wide: Set = [
        "gravity-estimate", "growth-poles", "spread-backwash", "agglomerations",
        "plant-concentration",
        "plant-spacing", "plant-colocation", "plant-clusters",
    ]

    static func page(of id: String) throws -> MethodPage? {
        if let method = Space.settlementMethods.first(where: { $0.method.id == id }) {
            let isWide = wide.contains(id)
            return try MethodPage(method, in: isWide ? Valley.wide : Valley.context()) { _ in
                isWide ? Valley.wideText : Valley.text
            }
        }
        let clusters = ClusterMethods.ofPanels + ClusterMethods.ofRegions
        if let method = clusters.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyClusters.context) { _ in ToyClusters.text }
        }
        if let method = FlowMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyFlows.context) { _ in ToyFlows.text }
        }
        if let method = CycleMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyCycles.context) { _ in ToyCycles.text }
        }
        if let method = EffectMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyEffects.context) { _ in ToyEffects.text }
        }
        if let method = DepositMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyDeposits.context) { _ in ToyDeposits.text }
        }
        if let method = ProgrammeMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyProgramme.context) { _ in ToyProgramme.text }
        }
        if let method = MonitoringMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyMonitoring.context) { _ in ToyMonitoring.text }
        }
        if let method = SustainabilityMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToySustainability.context) { _ in
                ToySustainability.text
            }
        }
        if let method = ForesightMethods.ofMarkets.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyForesight.markets) { _ in
                ToyForesight.marketText
            }
        }
        if let method = ConsensusMethods.all.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyConsensus.context) { _ in ToyConsensus.text }
        }
        if let method = ForesightMethods.ofMeasure.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyForesight.context) { _ in ToyForesight.text }
        }
        if let method = ForesightMethods.ofModes.first(where: { $0.method.id == id }) {
            return try MethodPage(method, in: ToyForesight.modes) { _ in ToyForesight.modeText }
        }
        return nil
    }
}
