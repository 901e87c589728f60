/// The methods that the report builds its sentences, pictures and tables on, by their names in
/// files; a run that lacks one has a report without what rests on it.
enum MethodName {
    static let locationQuotient = "location-quotient"
    static let perCapita = "per-capita-production"
    static let marketability = "regional-marketability"
    static let specialisationIndex = "specialisation-index"
    static let specialisationCoefficient = "specialisation-coefficient"
    static let dynamicQuotient = "dynamic-location-quotient"
    static let shiftShare = "shift-share"
    static let krugman = "krugman-index"
    static let herfindahl = "herfindahl-index"
    static let portfolio = "growth-portfolio"
    static let betaConvergence = "beta-convergence"
    static let sigmaConvergence = "sigma-convergence"
    static let incomeMobility = "income-mobility"
    static let marketSpecialisation = "market-specialisation"
    static let presence = "comparative-presence"
    static let density = "relatedness-density"
    static let complexity = "economic-complexity"
    static let opportunity = "opportunity"

    static let localMoran = "local-moran"
    static let productSpace = "product-space"
    static let industryClusters = "industry-clusters"
    static let regionClusters = "region-clusters"
    static let clusterType = "cluster-type"
    static let clusterMembers = "cluster-members"
    static let clusterStage = "cluster-stage"
    static let marshall = "marshall-conditions"
    static let bergmanFeser = "bergman-feser"
    static let diamond = "diamond"
    static let agglomerations = "agglomerations"
    static let preconditions = "agglomeration-preconditions"
    static let poles = "growth-poles"
    static let axes = "development-axes"
    static let potential = "settlement-potential"
    static let distanceDensity = "distance-density"

    static let multipliers = "io-multipliers"
    static let linkages = "industry-linkages"
    static let keySectors = "key-sectors"
    static let projectEffects = "project-effects"
    static let fourEffects = "four-effects"
    static let effectRanges = "effect-ranges"
    static let impactPath = "impact-path"
    static let extensions = "environmental-extension"
    static let stability = "multiplier-accelerator"
    static let heaps = "heap-stocks"
    static let depositValue = "deposit-value"
    static let depositRisk = "deposit-risk"
    static let depositTornado = "deposit-tornado"
    static let forecast = "forecast"
    static let modeShares = "mode-shares"
    static let modeTransition = "mode-transition"
    static let cycles = "resource-cycles"
    static let circularity = "circularity"

    static let programmePlan = "programme-plan"
    static let programmeEffects = "programme-effects"
    static let programmeUse = "programme-use"
    static let risk = "programme-risk"
    static let assumptions = "programme-assumptions"
    static let robustness = "price-of-robustness"
    static let front = "pareto-front"

    /// What the part on the programme reads.
    static let ofProgramme: Set<String> = [
        programmePlan, programmeEffects, programmeUse, risk, assumptions, robustness,
        front,
    ]

    /// What the part on what comes next reads.
    static let ofForesight: Set<String> = [forecast, modeShares, modeTransition]

    static let hierarchy = "ahp"
    static let delphi = "delphi"
    static let concordance = "concordance"
    static let planFact = "plan-fact"
    static let alerts = "early-alerts"

    /// What the part on agreement reads.
    static let ofAgreement: Set<String> = [hierarchy, delphi, concordance]

    /// What the part on tracking reads.
    static let ofTracking: Set<String> = [planFact, alerts]

    /// Methods that few workspaces have the data for: where they found nothing, a report does not
    /// say what they lack.
    static let occasional = ofAgreement.union(ofTracking)

    /// What the part on effects reads.
    static let ofEffects: Set<String> = [
        multipliers, linkages, keySectors, projectEffects, depositValue, depositRisk,
        depositTornado, cycles, circularity, fourEffects, effectRanges, impactPath, extensions,
        stability, heaps,
    ]

    /// What the part on clusters and space reads, in the order it says what is lacking.
    static let ofClusters = [
        productSpace, industryClusters, regionClusters, clusterMembers, clusterType, clusterStage,
        marshall, bergmanFeser, diamond, agglomerations, preconditions, poles, axes, potential,
        distanceDensity,
    ]

    static let ofRelatedness: Set<String> = [presence, density, complexity, opportunity]

    /// The methods that a report reads; a run's other tables stay closed, since some are large.
    static let used: Set<String> = Set(ofClusters).union(ofEffects).union(ofProgramme)
        .union(ofForesight).union(occasional).union([
            localMoran,
            locationQuotient, perCapita, marketability, specialisationIndex,
            specialisationCoefficient,
            dynamicQuotient, shiftShare, krugman, herfindahl, portfolio, betaConvergence,
            sigmaConvergence, incomeMobility, marketSpecialisation, presence, density, complexity,
            opportunity, "theil-index", "hachman-index",
            "quotient-sum",
        ])
}
