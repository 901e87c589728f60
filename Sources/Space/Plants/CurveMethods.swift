internal import Region
internal import Wording

extension CurveMethod {
    /// The component that holds the curve, and its letter in formulas.
    var valueName: String {
        switch kind {
        case .density: "density"
        case .concentration: "ratio"
        case .linear: "linear"
        }
    }

    var letter: String {
        switch kind {
        case .density: "K"
        case .concentration: "M"
        case .linear: "L"
        }
    }

    init(_ kind: Kind) {
        self.kind = kind
        method =
            switch kind {
            case .density: Self.density
            case .concentration: Self.concentration
            case .linear: Self.linear
            }
    }

    private static let bandwidth = Method.Component(
        "bandwidth", name: LocalizedText(en: "bandwidth", ru: "ширина окна"),
        formula: Expression("h"), unit: .fixed(kilometres))

    private static func components(
        _ value: String, _ name: LocalizedText, _ formula: Expression, from first: Int,
        bandwidth: Method.Component? = nil
    ) -> [Method.Component] {
        [
            Method.Component(
                "verdict",
                name: LocalizedText(
                    en: "1 localised, −1 dispersed, 0 as by chance",
                    ru: "1 — сосредоточены, −1 — рассеяны, 0 — случайно"),
                formula: Expression("v")),
            Method.Component(
                "reach",
                name: LocalizedText(en: "localised up to, km", ru: "сосредоточены до, км"),
                formula: Expression("maximum(d * m)"), unit: .fixed(kilometres)),
            Method.Component(
                "plants", name: LocalizedText(en: "plants", ru: "предприятий"),
                formula: Expression("n")),
        ] + (bandwidth.map { [$0] } ?? [])
            + (first...steps).flatMap { step in
                [
                    Method.Component(
                        "distance.\(step)", name: LocalizedText(en: "distance", ru: "расстояние"),
                        formula: Expression("d_max * k / 20"), unit: .fixed(kilometres)),
                    Method.Component("\(value).\(step)", name: name, formula: formula),
                    Method.Component(
                        "lower.\(step)",
                        name: LocalizedText(
                            en: "lower border of the global band",
                            ru: "нижняя граница общей полосы"), formula: Expression("l")),
                    Method.Component(
                        "upper.\(step)",
                        name: LocalizedText(
                            en: "upper border of the global band",
                            ru: "верхняя граница общей полосы"), formula: Expression("u")),
                ]
            }
    }

    private static func symbols(
        _ letter: String, _ meaning: LocalizedText, greatest: LocalizedText
    ) -> [Method.Symbol] {
        [
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "the curve against the global band", ru: "кривая относительно общей полосы")
            ),
            Method.Symbol(
                "m",
                LocalizedText(
                    en: "1 where the curve is above the band", ru: "1, где кривая выше полосы")),
            Method.Symbol(
                "n", LocalizedText(en: "plants with coordinates", ru: "предприятий с координатами")),
            Method.Symbol("d_max", greatest),
            Method.Symbol("k", LocalizedText(en: "step", ru: "шаг")),
            Method.Symbol("d", LocalizedText(en: "distances", ru: "расстояния")),
            Method.Symbol(letter, meaning),
            Method.Symbol("l", LocalizedText(en: "of curves by chance", ru: "по случайным кривым")),
            Method.Symbol("u", LocalizedText(en: "of curves by chance", ru: "по случайным кривым")),
        ]
    }

    private static let medianDistance = LocalizedText(
        en: "median distance of all plants", ru: "медианное расстояние всех предприятий")

    private static let density = Method(
        id: "distance-density",
        name: LocalizedText(en: "K-density of plants", ru: "К-плотность предприятий"),
        section: "3.3",
        components: components(
            "density", LocalizedText(en: "K-density", ru: "К-плотность"), Expression("K"), from: 0,
            bandwidth: bandwidth),
        symbols: symbols(
            "K",
            LocalizedText(
                en:
                    "Σ f((d − d_pq) / h) / (h n (n − 1) / 2) over pairs of plants, reflected at 0",
                ru:
                    "Σ f((d − d_pq) / h) / (h n (n − 1) / 2) по парам предприятий, с отражением в нуле"
            ), greatest: medianDistance)
            + [
                Method.Symbol(
                    "h",
                    LocalizedText(
                        en:
                            "0.9 min(sd, IQR / 1.34) of the pair distances, over the fifth root of how many",
                        ru:
                            "0,9 min(ст. откл., межквартильный размах / 1,34) расстояний пар на корень пятой степени из их числа"
                    ))
            ],
        reading: LocalizedText(
            en:
                "Localised: pairs of the industry's plants are at some distance more common than 95 % of draws of as many plants from all sites would ever make them. The band holds over all distances at once. The plants in the data are taken for all there are.",
            ru:
                "Сосредоточены: пары предприятий отрасли на каком-то расстоянии встречаются чаще, чем в 95 % случайных выборок стольких же предприятий из всех площадок. Полоса верна сразу для всех расстояний. Предприятия в данных приняты за все имеющиеся."
        ),
        literature: [
            "Duranton and Overman (2005), Testing for localization using micro-geographic data"
        ],
        paperTag: "P-char")

    private static let concentration = Method(
        id: "plant-concentration",
        name: LocalizedText(en: "M function of plants", ru: "Функция M предприятий"),
        section: "3.4",
        components: components(
            "ratio", LocalizedText(en: "M function", ru: "функция M"), Expression("M"), from: 1),
        symbols: symbols(
            "M",
            LocalizedText(
                en:
                    "share of the industry within the distance around its plants, over its share of all",
                ru:
                    "доля отрасли в пределах расстояния вокруг её предприятий к её доле среди всех"),
            greatest: medianDistance),
        reading: LocalizedText(
            en:
                "1 is as by chance; 2 means that the industry's plants have twice their share of it around them. Where people employed are known for all plants, plants count by them. Unlike K-density M says how much, not only whether; the band holds over all distances at once.",
            ru:
                "1 — как при случайном размещении; 2 — вокруг предприятий отрасли её вдвое больше, чем её доля. Если численность известна у всех, предприятия взвешены по ней. В отличие от К-плотности M говорит, насколько, а не только есть ли сосредоточение; полоса верна сразу для всех расстояний."
        ),
        literature: [
            "Marcon and Puech (2010), Measures of the geographic concentration of industries"
        ],
        paperTag: "P-char")

    private static let linear = Method(
        id: "plant-spacing",
        name: LocalizedText(en: "Ripley's L of plants", ru: "Функция Рипли L предприятий"),
        section: "3.0",
        components: components(
            "linear", LocalizedText(en: "L function", ru: "функция L"), Expression("L"), from: 1),
        symbols: symbols(
            "L",
            LocalizedText(
                en:
                    "√(K / π), K the area times the pairs within the distance, corrected for the border, over all pairs",
                ru:
                    "√(K / π), где K — площадь, умноженная на долю пар в пределах расстояния с поправкой на границу"
            ),
            greatest: LocalizedText(
                en: "a quarter of the shorter side of the box around all plants",
                ru: "четверть короткой стороны прямоугольника вокруг всех предприятий")),
        reading: LocalizedText(
            en:
                "L equals the distance where plants are strewn evenly over the box around all plants, and exceeds it where they clump. Towns alone make plants clump: whether an industry does so more than others is what K-density and M answer.",
            ru:
                "L равна расстоянию, если предприятия рассыпаны равномерно по прямоугольнику вокруг всех, и больше его, если они сгущаются. Уже города сгущают предприятия: сильнее ли прочих сгущена отрасль, отвечают К-плотность и функция M."
        ),
        literature: [
            "Ripley (1977), Modelling spatial patterns",
            "Ohser (1983), On estimators for the reduced second moment measure",
        ],
        paperTag: "P-char")
}
