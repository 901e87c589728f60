public import Consensus

/// Two surveys and a register of region A.
public enum ToyConsensus {
    private static let scores: [(round: Int, expert: String, values: [Double])] = [
        (1, "e1", [8, 6, 3, 7]), (1, "e2", [9, 5, 2, 7]), (1, "e3", [7, 7, 4, 5]),
        (1, "e4", [3, 8, 5, 6]), (1, "e5", [8, 4, 3, 8]),
        (2, "e1", [8, 6, 3, 7]), (2, "e2", [8, 5, 3, 7]), (2, "e3", [7, 6, 4, 6]),
        (2, "e4", [6, 7, 4, 6]), (2, "e5", [8, 5, 3, 7]),
    ]

    public static var context: ConsensusContext {
        func pair(_ expert: String, _ first: String, _ second: String, _ value: Double)
            -> Survey.Judgement
        {
            Survey.Judgement(expert: expert, first: first, second: second, value: value, round: 1)
        }
        let weights = Survey(
            name: "weights",
            judgements: [
                pair("e1", "economic", "social", 3), pair("e1", "economic", "ecological", 5),
                pair("e1", "social", "ecological", 2),
                pair("e2", "economic", "social", 1), pair("e2", "economic", "ecological", 3),
                pair("e2", "social", "ecological", 0.5),
            ])
        let items = ["ash", "tourism", "chemistry", "machines"]
        let clusters = Survey(
            name: "clusters",
            judgements: scores.flatMap { row in
                zip(items, row.values).map {
                    Survey.Judgement(
                        expert: row.expert, first: $0, second: nil, value: $1, round: row.round)
                }
            })
        return ConsensusContext(
            surveys: [clusters, weights], competence: ["e2": 2],
            factors: [
                ExternalFactor(
                    code: "coal-price", kind: .economic, weight: 0.6, likelihood: 0.5, impact: -4,
                    shock: "--price coal=-20%"),
                ExternalFactor(
                    code: "rare-metals", kind: .technological, weight: 0.4, likelihood: 0.3,
                    impact: 3),
            ])
    }

    public static let text = """
        Two experts compare three effects of region A; the second counts twice. How many times more:

        | expert | economic to social | economic to ecological | social to ecological |
        | --- | ---: | ---: | ---: |
        | e1 | 3 | 5 | 2 |
        | e2 | 1 | 3 | 0.5 |

        Five experts score four clusters from 1 to 9 in two rounds (ash, tourism, chemistry, machines):

        | expert | round 1 | round 2 |
        | --- | --- | --- |
        | e1 | 8, 6, 3, 7 | 8, 6, 3, 7 |
        | e2 | 9, 5, 2, 7 | 8, 5, 3, 7 |
        | e3 | 7, 7, 4, 5 | 7, 6, 4, 6 |
        | e4 | 3, 8, 5, 6 | 6, 7, 4, 6 |
        | e5 | 8, 4, 3, 8 | 8, 5, 3, 7 |

        Outside factors: the price of coal may fall (weight 0.6, likelihood 0.5, impact −4), rare metals
        may be in demand (0.4, 0.3, +3).
        """
}
