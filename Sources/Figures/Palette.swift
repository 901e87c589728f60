/// What a colour means. A role has its colour everywhere, light and dark.
public enum Paint: Hashable, Sendable {
    case paper, card, ink, secondInk, grid, action, chosen
    /// A technological mode, 3...6; 0 for none.
    case mode(Int)
    /// A class of a sequence of five, 0...4.
    case sequence(Int)
    /// One of several things without an order, 0...5.
    case series(Int)
    /// A traffic light: 0 green, 1 amber, 2 red.
    case status(Int)

    /// The name in style sheets.
    var name: String {
        switch self {
        case .paper: "paper"
        case .card: "card"
        case .ink: "ink"
        case .secondInk: "ink2"
        case .grid: "grid"
        case .action: "action"
        case .chosen: "chosen"
        case .mode(let mode): "mode\(mode)"
        case .sequence(let step): "seq\(step)"
        case .series(let index): "series\(index)"
        case .status(let light): "status\(light)"
        }
    }
}

/// The colours of the product (chosen so that they stay apart for colour-blind readers).
public enum Palette {
    public enum Theme: String, CaseIterable, Sendable { case light, dark }

    public static let paints: [Paint] =
        [.paper, .card, .ink, .secondInk, .grid, .action, .chosen]
        + [0, 3, 4, 5, 6].map { .mode($0) } + (0..<5).map { .sequence($0) }
        + (0..<6).map { .series($0) }

    /// The colour, `#rrggbb`.
    public static func colour(_ paint: Paint, _ theme: Theme) -> String {
        let (light, dark) = pair(paint)
        return theme == .light ? light : dark
    }

    private static func pair(_ paint: Paint) -> (String, String) {
        switch paint {
        case .paper: ("#f6f5f1", "#10171d")
        case .card: ("#ffffff", "#18222a")
        case .ink: ("#16212b", "#eef2f4")
        case .secondInk: ("#4b5863", "#a9b6bf")
        case .grid: ("#dcdfdd", "#33414b")
        case .action: ("#0b5672", "#6fc3e0")
        case .chosen: ("#c2410c", "#f4813f")
        case .mode(let mode): modes[mode] ?? ("#8a949b", "#77848d")
        case .sequence(let step): sequence[min(max(step, 0), 4)]
        case .series(let index): series[min(max(index, 0), 5)]
        case .status(let light): lights[min(max(light, 0), 2)]
        }
    }

    private static let modes: [Int: (String, String)] = [
        3: ("#6b5b4d", "#9c8a7a"), 4: ("#b9770e", "#f2b84b"), 5: ("#1187b3", "#5cc4ee"),
        6: ("#7d1f6e", "#c0509f"),
    ]

    private static let sequence = [
        ("#eef0ee", "#26323b"), ("#d3e2e6", "#2d4a58"), ("#94c0cf", "#35718a"),
        ("#3f88a5", "#5aa9c6"), ("#0c4a66", "#b5e3f2"),
    ]

    private static let series = [
        ("#0c4a66", "#b5e3f2"), ("#b9770e", "#f2b84b"), ("#1187b3", "#5cc4ee"),
        ("#6b5b4d", "#9c8a7a"), ("#a8328f", "#c0509f"), ("#94a3ab", "#5f6e78"),
    ]

    /// Green leans to blue and amber is the lightest, so that they differ to any eye.
    private static let lights = [
        ("#00796b", "#3fb59f"), ("#c98a00", "#f6c453"), ("#b3261e", "#f2705f"),
    ]

    /// Variables of the two themes and the classes that use them.
    private static func roles(_ paints: [Paint]) -> String {
        func variables(_ theme: Theme) -> String {
            paints.map { "--\($0.name):\(colour($0, theme));" }.joined()
        }
        var css = ":root{\(variables(.light))color-scheme:light}\n"
        css += "@media (prefers-color-scheme:dark){:root:not([data-theme=light]){"
        css += "\(variables(.dark))color-scheme:dark}}\n"
        css += ":root[data-theme=dark]{\(variables(.dark))color-scheme:dark}\n"
        css += "@media print{:root,:root[data-theme=dark],:root:not([data-theme=light])"
        css += "{\(variables(.light))color-scheme:light}}\n"
        for paint in paints {
            css += ".f-\(paint.name){fill:var(--\(paint.name))}"
            css += ".s-\(paint.name){stroke:var(--\(paint.name))}\n"
        }
        return css
    }

    /// What ``TrafficLights`` need besides ``styleSheet``: kept apart, so that a page without them
    /// does not carry it.
    public static let lightsSheet = roles((0..<3).map { .status($0) })

    /// The style sheet of drawings inside a page: variables and the classes that use them.
    public static let styleSheet: String = {
        var css = roles(paints)
        css += "svg text{font-family:\(fontFamily);font-size:13px;user-select:none}"
        css += "svg .strong{font-weight:700}svg .slanted{font-style:italic}"
        css += "svg .nofill{fill:none}"
        css +=
            "svg .halo{paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}"
        // A printer would get outlines in place of letters.
        css += "@media print{svg .halo{stroke:none}}"
        css += "svg [data-mark]:focus-visible{stroke:var(--chosen);stroke-width:2.5}\n"
        return css
    }()

    static let fontFamily = "'PT Sans','Noto Sans',Inter,system-ui,sans-serif"
}
