internal import Region
import Wording

extension TableSchema {
    /// All tables of a workspace, in the order of `datapackage.json` and of the documentation.
    public static let all: [TableSchema] =
        vocabulary + figures + enterprises + flows + wastes + combination + programmes + watching
        + provenance

    private static let vocabulary = [
        table(
            "places", key: ["code"], en: "a country, region, municipality or settlement",
            ru: "страна, регион, муниципалитет или населённый пункт",
            without: "nothing can be worked out", withoutRu: "ничего нельзя рассчитать",
            [
                code("the place's code: `RU-KEM`", "код места: `RU-KEM`"),
                reference("parent", to: "places", "the place it lies in", "место, в котором лежит"),
            ] + names + [
                choice(
                    "level", levels, required: true, "the kind of place", "вид места"),
                number(
                    "lon", -180, 180, "longitude, degrees of WGS 84", "долгота, градусы WGS 84"),
                number("lat", -90, 90, "latitude, degrees of WGS 84", "широта, градусы WGS 84"),
                number("area_km2", 0, nil, "area, square kilometres", "площадь, кв. км"),
                choice(
                    "settlement_kind", ["city", "township", "village"],
                    "for a settlement: city, urban-type township or village",
                    "для населённого пункта: город, посёлок городского типа или село"),
                text("okato", "code of the Russian territorial classifier", "код ОКАТО"),
                flag(
                    "in_panel",
                    "1 for the places of a level that do not overlap and make up the reference "
                        + "economy; without the column, every place",
                    "1 у мест уровня, которые не пересекаются и вместе составляют базу сравнения; "
                        + "без столбца — все места"),
                sources, note,
            ]),
        table(
            "classifications", key: ["code"], en: "a classification of activities",
            ru: "классификация видов деятельности",
            without: "activities can't be told apart by classification",
            withoutRu: "виды деятельности не разделить по классификациям",
            [code("the classification's code: `okved2`", "код классификации: `okved2`")] + names
                + [sources, note]),
        table(
            "activities", key: ["code"], en: "an industry of a classification",
            ru: "вид деятельности (отрасль) классификации",
            without: "nothing is known by activity, so there is no diagnosis of specialisation",
            withoutRu: "нет данных по видам деятельности и диагноза специализации",
            [
                code("the activity's code: `okved2:B`", "код вида деятельности: `okved2:B`"),
                reference(
                    "classification", to: "classifications", required: true,
                    "its classification", "его классификация"),
                reference(
                    "parent", to: "activities", "the activity it is part of",
                    "вид деятельности, в который входит"),
            ] + names
                + (3...6).map { mode in
                    number(
                        "mode_\(mode)", 0, 1,
                        "share of technological mode \(mode), a fraction",
                        "доля \(mode)-го технологического уклада, доля единицы")
                } + [
                    text(
                        "traits",
                        "what the activity stands for, joined by `;`: `touristic`, `technogenic` "
                            + "(works up waste), `ecological` (green technology), `goods` (makes goods "
                            + "that trade between regions counts); activities below it have the same",
                        "чем является вид деятельности, через `;`: `touristic` — туризм, "
                            + "`technogenic` — переработка отходов, `ecological` — зелёные "
                            + "технологии, `goods` — товары, которые учитывает торговля между "
                            + "регионами; у входящих в него то же"),
                    quality, sources, note,
                ]),
        table(
            "correspondences", key: ["from", "to"],
            en: "two activities of different classifications that answer to each other",
            ru: "соответствие видов деятельности разных классификаций",
            without: "figures of two classifications are never compared",
            withoutRu: "данные двух классификаций не сравниваются",
            [
                reference(
                    "from", to: "activities", required: true, "an activity", "вид деятельности"),
                reference(
                    "to", to: "activities", required: true, "an activity of another classification",
                    "вид деятельности другой классификации"),
                choice(
                    "kind", ["comparable", "broader", "narrower", "part"],
                    "how the second answers to the first", "чем второй является для первого"),
                number(
                    "share", 0, 1,
                    "share of the first's figures that belongs to the second, a fraction; empty is "
                        + "all where nothing else answers to it",
                    "доля данных первого, относящаяся ко второму, доля единицы; пусто — все, если "
                        + "ему больше ничто не соответствует"),
                quality, sources, note,
            ]),
        table(
            "mode_maps", key: ["map", "activity"],
            en: "a further map of activities to technological modes, beside that of `activities`",
            ru: "ещё одна карта технологических укладов, рядом с картой в `activities`",
            without: "modes are accounted by the map of activities alone",
            withoutRu: "уклады считаются только по карте из activities",
            [
                code(
                    "the map's code; one of its rows may name it",
                    "код карты; имя — в одной из строк",
                    name: "map"),
                reference(
                    "activity", to: "activities", required: true,
                    "an activity; those below it have the same shares",
                    "вид деятельности; у входящих в него доли те же"),
            ]
                + (3...6).map { mode in
                    number(
                        "mode_\(mode)", 0, 1,
                        "share of technological mode \(mode), a fraction; what is left of one is none's",
                        "доля \(mode)-го технологического уклада, доля единицы; остаток — ничей")
                } + names + [quality, sources, note]),
        table(
            "measures", key: ["code"], en: "something that is measured",
            ru: "показатель",
            without: "figures have no meaning", withoutRu: "у данных нет смысла",
            [code("the measure's code: `value_added`", "код показателя: `value_added`")] + names + [
                unit(required: true),
                prices("prices of a money measure", "цены денежного показателя"),
                choice(
                    "kind", ["flow", "stock", "ratio"],
                    "amount over a year, amount at a date, or quotient; empty is flow",
                    "за год, на дату или отношение; пусто — за год"),
                Column(
                    name: "formula", content: .formula, isRequired: false,
                    meaning: LocalizedText(
                        en: "how the measure is worked out from others; it then has no figures of "
                            + "its own. A share enters as the number that stands in its table: "
                            + "`share / 100 * grp`",
                        ru: "как показатель рассчитывается из других; своих данных у него тогда "
                            + "нет. Доля входит числом, стоящим в таблице: `share / 100 * grp`")),
                choice(
                    "account", Measure.Account.allCases.map(\.rawValue),
                    "what of production it counts: its figures by activity then follow demand "
                        + "through the flow table",
                    "что в производстве он считает: его данные по видам деятельности "
                        + "прослеживаются по таблице «затраты — выпуск»"),
                note,
            ]),
    ]

    private static let figures = [
        table(
            "observations", key: ["place", "activity", "year", "measure"],
            en: "a figure of a place, an activity, a year and a measure",
            ru: "значение показателя для места, вида деятельности и года",
            without: "nothing can be worked out", withoutRu: "ничего нельзя рассчитать",
            [
                place(required: true),
                reference(
                    "activity", to: "activities",
                    "the activity; empty for a published total or a measure without activities",
                    "вид деятельности; пусто у опубликованного итога и у показателя без видов "
                        + "деятельности"),
                year(required: true),
                reference("measure", to: "measures", required: true, "the measure", "показатель"),
                value, unit(required: true), status, quality, sources, note,
                prices(
                    "prices of the figure; empty: those of the measure",
                    "цены значения; пусто — цены показателя"),
            ]),
        table(
            "products", key: ["code"], en: "a product counted in physical units",
            ru: "продукт в натуральном выражении",
            without: "there is no marketability by product",
            withoutRu: "нет товарности по продуктам",
            [code("the product's code", "код продукта")] + names + [
                reference(
                    "activity", to: "activities", "the activity that makes it", "чем производится"),
                unit(), sources, note,
            ]),
        table(
            "production", key: ["place", "product", "year"], en: "output of a product",
            ru: "выпуск продукта",
            without: "there is no marketability by product",
            withoutRu: "нет товарности по продуктам",
            [place(required: true), product(required: true), year(required: true)] + figure),
        table(
            "shipments", key: ["place", "product", "year", "destination"],
            en: "deliveries of a product", ru: "поставки продукта",
            without: "there is no marketability by product",
            withoutRu: "нет товарности по продуктам",
            [
                place(required: true), product(required: true), year(required: true),
                choice(
                    "destination", ["out_of_region", "abroad", "reexport", "stock_change"],
                    required: true,
                    "`out_of_region`: other regions and abroad together; `abroad`; `reexport`: brought "
                        + "in and taken out again; `stock_change`: stocks at the end less at the "
                        + "beginning",
                    "`out_of_region` — в другие регионы и за рубеж вместе; `abroad` — за рубеж; "
                        + "`reexport` — ввезено и вывезено; `stock_change` — прирост запасов"),
            ] + figure),
    ]

    private static let enterprises = [
        table(
            "establishments", key: ["code"], en: "an employer or an organisation",
            ru: "работодатель или организация",
            without: "there are no point patterns and no concentration by plants",
            withoutRu: "нет анализа размещения и концентрации по предприятиям",
            [code("the establishment's code", "код организации")] + names + [
                place(required: true),
                reference("activity", to: "activities", "its activity", "вид деятельности"),
                year(), number("headcount", 0, nil, "people employed", "занятые"),
                number(
                    "headcount_class_low", 0, nil, "lower end of the size class",
                    "нижняя граница группы по занятым"),
                number(
                    "headcount_class_high", 0, nil, "upper end of the size class",
                    "верхняя граница группы по занятым"),
                number("revenue", "revenue", "выручка"),
                unit("revenue_unit", "unit of the revenue", "единица выручки"),
                text(
                    "ownership",
                    "who owns it: `local`, `outside` the region, `state`, or other words, which "
                        + "count as not known",
                    "собственник: `local` — местный, `outside` — из-за пределов региона, `state` — "
                        + "государство; иные слова считаются неизвестным"),
                number(
                    "research", 0, nil, "spending on research, in the unit of the revenue",
                    "затраты на исследования, в единицах выручки"),
                text(
                    "chain_stage", "its stage in the chain of value: `mining`, `processing`",
                    "стадия цепочки стоимости: `mining`, `processing`"),
                choice(
                    "kind", ["enterprise", "science", "zone", "cluster_organisation"],
                    "the kind of organisation; empty is enterprise",
                    "вид организации; пусто — предприятие"),
                number("lon", -180, 180, "longitude, degrees", "долгота, градусы"),
                number("lat", -90, 90, "latitude, degrees", "широта, градусы"),
                reference(
                    "parent", to: "establishments", "the organisation it belongs to",
                    "головная организация"),
                status, quality, sources, note,
            ]),
        table(
            "occupations", key: ["place", "activity", "occupation", "year"],
            en: "people in an occupation and an activity",
            ru: "занятые по профессии и виду деятельности",
            without: "clusters are not linked by occupations, and skilled labour is not judged",
            withoutRu:
                "кластеры не связываются по профессиям, квалифицированный труд не оценивается",
            [
                place(required: true),
                reference(
                    "activity", to: "activities", required: true, "the activity",
                    "вид деятельности"),
                text("occupation", required: true, "the occupation", "профессия"),
                year(required: true),
                flag("creative", "1 for a creative occupation", "1 — творческая профессия"),
            ] + figure),
        table(
            "links", key: ["from", "to", "kind", "year"], en: "a tie between two establishments",
            ru: "связь двух организаций",
            without: "networks of firms are not drawn", withoutRu: "сети предприятий не строятся",
            [
                reference(
                    "from", to: "establishments", required: true, "the one side", "одна сторона"),
                reference(
                    "to", to: "establishments", required: true, "the other side", "другая сторона"),
                choice(
                    "kind", ["supply", "ownership", "joint_project", "research"], required: true,
                    "the kind of tie", "вид связи"),
                number("weight", 0, nil, "how strong the tie is", "сила связи"),
                unit(), year(), quality, sources, note,
            ]),
        table(
            "connections", key: ["from", "to", "mode"],
            en: "a road or a service between two places",
            ru: "дорога или маршрут между двумя местами",
            without: "distances are great circles",
            withoutRu: "расстояния считаются по дуге большого круга",
            [
                reference("from", to: "places", required: true, "one end", "один конец"),
                reference("to", to: "places", required: true, "the other end", "другой конец"),
                choice(
                    "mode", ["road", "rail", "bus", "air"], "the kind of transport",
                    "вид транспорта"),
                number("km", 0, nil, "length, kilometres", "длина, км"),
                number("minutes", 0, nil, "time, minutes", "время, минуты"),
                number("services_per_day", 0, nil, "services a day", "рейсов в день"),
                quality, sources, note,
            ]),
        table(
            "commuting", key: ["from", "to", "year"],
            en: "people who live in one place and work in another, or in the same",
            ru: "живущие в одном месте и работающие в другом или в том же",
            without: "agglomerations are delimited by travel time alone",
            withoutRu: "агломерации выделяются только по времени в пути",
            [
                reference("from", to: "places", required: true, "where they live", "где живут"),
                reference("to", to: "places", required: true, "where they work", "где работают"),
                year(required: true),
            ] + figure),
    ]

    private static let flows = [
        table(
            "input_output", key: ["from", "to", "year", "place", "block"],
            en: "a cell of a flow table", ru: "клетка таблицы «затраты — выпуск»",
            without: "there are no multipliers", withoutRu: "нет мультипликаторов",
            [
                text(
                    "from", required: true, "the row: an activity or a component of value added",
                    "строка"),
                text(
                    "to", required: true,
                    "the column: an activity or a kind of final demand, known by the end of its "
                        + "code: "
                        + FlowTable.FinalUse.Kind.allCases.map { "`\($0.rawValue)`" }
                        .joined(separator: ", "),
                    "столбец: вид деятельности или вид конечного спроса, который узнаётся по концу "
                        + "кода"),
                year(required: true), place(),
                choice(
                    "block", ["domestic", "import", "final_demand", "value_added", "output"],
                    "the part of the table", "часть таблицы"),
                value, unit(required: true), prices("prices of the cell", "цены клетки"),
                status, quality, sources, note,
            ]),
        table(
            "trade", key: ["origin", "destination", "year", "product"],
            en: "goods moved from one place to another", ru: "вывоз из одного места в другое",
            without: "trade between places is not analysed",
            withoutRu: "межрегиональная торговля не анализируется",
            [
                text(
                    "origin", required: true, "code of the seller's place, or `abroad`",
                    "код места продавца или `abroad`"),
                text(
                    "destination", required: true, "code of the buyer's place, or `abroad`",
                    "код места покупателя или `abroad`"),
                year(required: true), product(),
            ] + figure),
    ]

    private static let wastes = [
        table(
            "deposits", key: ["code"], en: "a heap, dump or pond of waste",
            ru: "отвал, золоотвал или хвостохранилище",
            without: "waste is not valued", withoutRu: "отходы не оцениваются",
            [code("the deposit's code", "код месторождения")] + names + [
                place(),
                choice(
                    "kind", ["ash_and_slag", "tailings", "overburden", "metallurgical", "other"],
                    "the kind of waste", "вид отходов"),
                number("stock", 0, nil, "mass that lies there", "накопленная масса"),
                number("inflow_per_year", 0, nil, "mass added a year", "поступление за год"),
                unit("unit", "unit of both", "единица обоих"),
                number("area_ha", 0, nil, "area, hectares", "площадь, га"), year(),
                number("lon", -180, 180, "longitude, degrees", "долгота, градусы"),
                number("lat", -90, 90, "latitude, degrees", "широта, градусы"),
                quality, sources, note,
            ]),
        table(
            "assays", key: ["deposit", "component", "basis", "year"], ranges: ["grade"],
            en: "the grade of a component in a deposit", ru: "содержание компонента",
            without: "waste is not valued", withoutRu: "отходы не оцениваются",
            [
                reference(
                    "deposit", to: "deposits", required: true, "the deposit", "месторождение"),
                text("component", required: true, "the component", "компонент"),
                number("grade", 0, nil, "the likeliest grade", "вероятное содержание"),
                unit(required: true),
                choice(
                    "basis", ["content", "recoverable"], "what the grade counts", "что считается"),
                year(), quality, sources, note,
            ]),
        table(
            "processes", key: ["code"], ranges: ["cost", "investment"],
            en: "a technology that works up waste",
            ru: "технология переработки отходов",
            without: "waste is not valued", withoutRu: "отходы не оцениваются",
            [code("the process's code", "код технологии")] + names + [
                text(
                    "input", required: true, "a deposit, or a kind of deposit",
                    "месторождение или вид месторождений"),
                number("capacity", 0, nil, "input a year at full load", "переработка за год"),
                unit("capacity_unit", "its unit", "её единица"),
                number("cost", 0, nil, "cost of a unit of input", "затраты на единицу входа"),
                unit("cost_unit", "its unit", "их единица"),
                number("investment", 0, nil, "what the plant costs", "инвестиции"),
                unit("investment_unit", "its unit", "их единица"),
                number("build_years", 0, 20, "years of building", "лет строительства"),
                quality, sources, note,
            ]),
        table(
            "transfers", key: ["process", "to", "component"], ranges: ["share"],
            en: "the share of a process's input that goes to a product",
            ru: "доля входа технологии, переходящая в продукт",
            without: "waste is not valued", withoutRu: "отходы не оцениваются",
            [
                reference(
                    "process", to: "processes", required: true, "the process", "технология"),
                text("to", required: true, "the product", "продукт"),
                text(
                    "component", "the component; empty for the mass as a whole",
                    "компонент; пусто — масса в целом"),
                number(
                    "share", 0, 1, "the likeliest share: recovery", "вероятная доля: извлечение"),
                number(
                    "payability", 0, 1, "share of the price that is paid; empty is 1",
                    "оплачиваемая доля цены; пусто — 1"),
                quality, sources, note,
            ]),
        table(
            "cycle_nodes", key: ["code"],
            en: "a process, a stream of waste or an end of the region's resource cycles",
            ru: "процесс, поток отходов или конец ресурсных циклов региона",
            without: "resource cycles are not drawn", withoutRu: "ресурсные циклы не строятся",
            [code("the node's code", "код узла")] + names + [
                choice(
                    "kind", CycleNode.Kind.allCases.map(\.rawValue), required: true,
                    "what it is: waste is on its way, a heap is where it stays",
                    "что это: waste — отходы в пути, heap — где они остаются"),
                reference(
                    "deposit", to: "deposits", "the deposit that a heap is",
                    "месторождение, которым является отвал"),
                quality, sources, note,
            ]),
        table(
            "cycles", key: ["from", "to", "variant", "component"],
            en: "what goes from one node of the resource cycles to another",
            ru: "что переходит из одного узла ресурсных циклов в другой",
            without: "resource cycles are not drawn", withoutRu: "ресурсные циклы не строятся",
            [
                reference(
                    "from", to: "cycle_nodes", "the node it leaves; empty: from outside",
                    "откуда; пусто — извне"),
                reference(
                    "to", to: "cycle_nodes", required: true, "the node it enters", "куда"),
                choice(
                    "variant", ["clusters"],
                    "`clusters`: once the technogenic and ecological clusters act; these rows stand in "
                        + "for all others of the node",
                    "`clusters` — когда действуют техногенный и экологический кластеры; эти строки "
                        + "заменяют все прочие строки узла"),
                text(
                    "component",
                    "a substance that goes its own way; empty: mass. Nodes without rows of the "
                        + "substance pass it on as they do mass",
                    "вещество, которое идёт своим путём; пусто — масса. Узлы без строк "
                        + "вещества передают его как массу"),
                number("share", 0, 1, "share of what enters the node", "доля от входа в узел"),
                number(
                    "amount", 0, nil,
                    "what enters from outside a year; of a flow inside, what was measured",
                    "поступает извне за год; у потока внутри — измеренное"),
                unit("unit", "its unit", "единица"),
                number(
                    "error", 0, nil,
                    "standard error of what was measured, in the same unit; with it the flows are "
                        + "reconciled",
                    "стандартная ошибка измерения, в той же единице; с ней потоки согласуются"),
                quality, sources, note,
            ]),
        table(
            "correlations", key: ["first", "second"],
            en: "two uncertain inputs of a deposit's value that move together",
            ru: "две неопределённые величины оценки месторождения, которые меняются вместе",
            without: "uncertain inputs are drawn apart from each other",
            withoutRu: "неопределённые величины разыгрываются независимо",
            [
                text(
                    "first", required: true,
                    "an input: `price-Ga`, `grade-Ga`, `recovery-Ga`, `cost`, `investment`, `avoided`",
                    "величина: `price-Ga`, `grade-Ga`, `recovery-Ga`, `cost`, `investment`, `avoided`"
                ),
                text("second", required: true, "another input", "другая величина"),
                number("value", -1, 1, "their correlation", "их корреляция"), quality, sources,
                note,
            ]),
        table(
            "prices", key: ["product", "year"], ranges: ["value"], en: "the price of a product",
            ru: "цена продукта",
            without: "waste and projects are not valued",
            withoutRu: "отходы и проекты не оцениваются",
            [
                product(required: true), year(required: true), value,
                unit(required: true), prices("prices it is in", "в каких ценах"), quality, sources,
                note,
            ]),
    ]

    private static let combination = [
        table(
            "objects", key: ["code"], en: "something that can be developed", ru: "объект развития",
            without: "variants are not made by combining",
            withoutRu: "варианты не строятся комбинированием",
            [code("the object's code", "код объекта")] + names
                + [
                    place(), text("kind", "the kind of object", "вид объекта"),
                    number("available", 0, nil, "how much there is of it", "сколько его есть"),
                    unit(), quality, sources, note,
                ]),
        table(
            "methods", key: ["code"], en: "a way to develop an object", ru: "метод производства",
            without: "variants are not made by combining",
            withoutRu: "варианты не строятся комбинированием",
            [code("the method's code", "код метода")] + names + [
                number(
                    "smallest", 0, nil, "the least of an object that it can work with",
                    "наименьший объём объекта"),
                unit(), quality, sources, note,
            ]),
        table(
            "project_products", key: ["code"], en: "something that a project makes",
            ru: "продукт проектов",
            without: "variants are not made by combining",
            withoutRu: "варианты не строятся комбинированием",
            [code("the product's code", "код продукта")] + names + [quality, sources, note]),
        table(
            "compatibility", key: ["kind", "first", "second"],
            en: "what can be combined and what cannot", ru: "что сочетается и что нет",
            without: "everything goes with everything", withoutRu: "всё сочетается со всем",
            [
                choice(
                    "kind", ProjectCompatibility.Kind.allCases.map(\.rawValue), required: true,
                    "which two kinds; once a kind has a pair that goes together, its pairs that "
                        + "are not listed do not",
                    "какие два вида; если у вида есть хоть одна сочетающаяся пара, неназванные "
                        + "не сочетаются"),
                text("first", required: true, "an object, or a method", "объект или метод"),
                text("second", required: true, "a method, or a product", "метод или продукт"),
                flag("allowed", "1 if they go together, 0 if not", "1 — сочетаются, 0 — нет"),
                text("reason_en", "why not", "почему нет, по-английски"),
                text("reason_ru", "why not, in Russian", "почему нет"), quality, sources, note,
            ]),
        table(
            "projects", key: ["code"], ranges: ["output"], en: "a candidate project",
            ru: "проект-кандидат",
            without: "no programme is chosen", withoutRu: "программа не выбирается",
            [code("the project's code", "код проекта")] + names + [
                reference("object", to: "objects", "what it develops", "объект"),
                reference("method", to: "methods", "how", "метод"),
                reference("product", to: "project_products", "what it makes", "продукт"), place(),
                reference("activity", to: "activities", "its activity", "вид деятельности"),
                number("investment", 0, nil, "what it costs", "инвестиции"),
                unit("investment_unit", "unit of the investment", "единица инвестиций"),
                number("jobs", 0, nil, "jobs it makes", "рабочие места"),
                number(
                    "output", 0, nil, "sales a year at full load",
                    "продажи за год на полной мощности"),
                unit("output_unit", "unit of the sales", "единица продаж"),
                year("start_year", "first year", "первый год"),
                year("end_year", "last year", "последний год"),
                integer(
                    "build_years", "years from the start of building to work",
                    "лет от начала строительства до работы"),
                integer(
                    "life_years", "years of work; empty: to the end of the programme",
                    "лет работы; пусто — до конца программы"),
                integer(
                    "tier",
                    "its place in the order: 1 technogenic and ecological, 2 processing, "
                        + "3 services, 4 social infrastructure",
                    "очередь: 1 — техногенные и экологические, 2 — переработка, 3 — услуги, "
                        + "4 — социальная инфраструктура"),
                year("earliest", "first year it may start in", "самый ранний год начала"),
                year("latest", "last year it may start in", "самый поздний год начала"),
                text("participant", "who carries it out", "кто осуществляет"),
                text("status", "how far it has come", "состояние"), quality, sources, note,
            ]),
        table(
            "project_flows", key: ["project", "kind", "code", "year"], ranges: ["value"],
            en: "something that a project takes or gives besides its sales",
            ru: "что проект берёт или даёт помимо продаж",
            without: "the ecological effect of projects is that of their industries alone",
            withoutRu: "экологический эффект проектов — только отраслевой",
            [
                reference("project", to: "projects", required: true, "the project", "проект"),
                choice(
                    "kind", ProjectFlow.Kind.allCases.map(\.rawValue), required: true,
                    "what it is: `funding` by source, `labour` taken, `input` and `output` in kind, "
                        + "`emission` (negative: avoided), `waste` used, `land` set free, `service` "
                        + "places, `indicator` of a target",
                    "что это: `funding` — деньги по источникам, `labour` — занятые, `input` и "
                        + "`output` — сырьё и продукция, `emission` — выбросы (минус — "
                        + "предотвращённые), `waste` — использованные отходы, `land` — "
                        + "освобождённая земля, `service` — места обслуживания, `indicator` — "
                        + "целевой показатель"),
                text(
                    "code", required: true,
                    "of what: a source of funds, a kind of labour, a product, a measure",
                    "чего: источник денег, вид труда, продукт, показатель"),
                integer(
                    "year",
                    "year of the project's age, 1 the first of building; empty: every year at work",
                    "год возраста проекта, 1 — первый год строительства; пусто — каждый год работы"),
                plainValue, unit(required: true), quality, sources, note,
            ]),
        table(
            "precedence", key: ["before", "after"], en: "one project that another needs first",
            ru: "очерёдность двух проектов",
            without: "projects do not wait for each other", withoutRu: "проекты не ждут друг друга",
            [
                reference(
                    "before", to: "projects", required: true, "the earlier project", "ранний проект"
                ),
                reference(
                    "after", to: "projects", required: true, "the later project", "поздний проект"),
                integer(
                    "lag_years", "years from the start of the one to the start of the other",
                    "лет от начала одного до начала другого"),
                text(
                    "alternative",
                    "rows of a project with the same word are alternatives: one is enough",
                    "строки проекта с одним словом — на выбор: достаточно одной"),
                quality, sources, note,
            ]),
        table(
            "synergies", key: ["first", "second", "third", "effect"],
            en: "an extra effect of projects done together",
            ru: "добавочный эффект проектов вместе",
            without: "effects of projects add up", withoutRu: "эффекты проектов складываются",
            [
                reference("first", to: "projects", required: true, "a project", "проект"),
                reference("second", to: "projects", required: true, "a project", "проект"),
                reference("third", to: "projects", "a project", "проект"),
                choice(
                    "effect", ["economic", "social", "ecological", "indirect"], required: true,
                    "which effect", "какой эффект"),
                plainValue, unit(), quality, sources, note,
            ]),
    ]

    private static let programmes = [
        table(
            "programme", key: ["kind", "code", "year"], en: "a frame of the programme",
            ru: "рамка программы",
            without: "no programme is chosen", withoutRu: "программа не выбирается",
            [
                choice(
                    "kind", ProgrammeFrame.Kind.allCases.map(\.rawValue), required: true,
                    "what it frames: `horizon` codes first and last; `budget` of a source in a "
                        + "year, `carry_over` of what is left (value: interest), `co_funding` "
                        + "own/other, `reinvestment` of tax; `labour` there is; `stock`, `inflow`, "
                        + "`capacity` of a resource, `import` of it a year at most, `import_cost` of a "
                        + "unit, `demand` of others; `limit` and `base` of what is given off; "
                        + "`target`, `penalty` of an indicator, `norm` of a service for a "
                        + "thousand people; `starts` a year; `tier` in work before the next; "
                        + "`weight` of an effect; `must` and `ban` of a project",
                    "вид рамки: `horizon` — коды first и last; `budget` источника за год, "
                        + "`carry_over` — остаток переходит (значение — процент), `co_funding` "
                        + "свой/чужой, `reinvestment` — доля налогов; `labour` — сколько людей; "
                        + "`stock`, `inflow`, `capacity` ресурса, `import` — сколько можно ввезти за год, "
                        + "`import_cost` — цена единицы, `demand` — сколько берут другие; `limit` и `base` выбросов; "
                        + "`target`, `penalty` показателя, `norm` мест на тысячу жителей; "
                        + "`starts` в год; `tier` — сколько работает до начала следующей "
                        + "очереди; `weight` эффекта; `must` и `ban` проекта"),
                text("code", required: true, "what it is about", "к чему относится"),
                text("name_en", "what the code stands for", "что означает код, по-английски"),
                text("name_ru", "the same in Russian", "что означает код"),
                year(
                    "year", "the year; of labour, limits and targets: from this year on",
                    "год; для людей, пределов и целей — начиная с него"),
                plainValue, unit(), quality, sources, note,
            ]),
        table(
            "experts", key: ["code"], en: "an expert", ru: "эксперт",
            without: "there are no weights from experts", withoutRu: "нет весов от экспертов",
            [
                code("the expert's code", "код эксперта"), text("name", "name", "имя"),
                text("group", "group", "группа"),
                number(
                    "competence", 0, nil, "coefficient of competence", "коэффициент компетентности"),
                note,
            ]),
        table(
            "judgements", key: ["expert", "survey", "first", "second", "round"],
            en: "a comparison or a score by an expert", ru: "сравнение или оценка эксперта",
            without: "there are no weights from experts", withoutRu: "нет весов от экспертов",
            [
                reference("expert", to: "experts", required: true, "the expert", "эксперт"),
                text("survey", required: true, "the survey", "опрос"),
                text("first", required: true, "what is judged", "что оценивается"),
                text("second", "what it is compared with", "с чем сравнивается"),
                Column(
                    name: "value", content: .number(), isRequired: true,
                    meaning: LocalizedText(en: "the judgement", ru: "оценка")),
                integer("round", "round of the survey", "тур опроса"), note,
            ]),
        table(
            "factors", key: ["code"], en: "an outside factor", ru: "внешний фактор",
            without: "outside factors are not weighed", withoutRu: "внешние факторы не учитываются",
            [code("the factor's code", "код фактора")] + names + [
                choice(
                    "kind",
                    [
                        "political", "economic", "social", "technological", "legal",
                        "environmental", "natural",
                    ],
                    "its kind", "вид"),
                number("weight", 0, nil, "how much it counts; empty is 1", "вес; пусто — 1"),
                number(
                    "likelihood", 0, 5, "likelihood: a fraction, or 1 to 5",
                    "вероятность: доля единицы или от 1 до 5"),
                number("impact", "impact, plus or minus", "влияние, плюс или минус"),
                year("horizon", "until when it acts", "до какого года действует"),
                text("owner", "who watches it", "кто следит"),
                text("response", "what is done about it", "что делается"),
                year("review", "year of the next review", "год следующего пересмотра"),
                text(
                    "shock",
                    "what it does to the programme, as options of what-if: `--price coal=-20%`",
                    "что он делает с программой, параметры what-if: `--price coal=-20%`"),
                quality, sources, note,
            ]),
    ]

    private static let watching = [
        table(
            "clusters", key: ["code"], en: "a cluster that exists or is proposed",
            ru: "кластер, существующий или предлагаемый",
            without: "clusters are not compared with those on paper",
            withoutRu: "кластеры не сравниваются с объявленными",
            [code("the cluster's code", "код кластера")] + names + [
                text("kind", "its kind", "вид"),
                year("year_created", "year it was made", "год создания"),
                choice("status", ["existing", "proposed"], "whether it exists", "существует ли"),
                text("technological_mode", "technological mode", "технологический уклад"),
                quality, sources, note,
            ]),
        table(
            "cluster_members", key: ["cluster", "establishment"],
            en: "an establishment that belongs to a cluster", ru: "участник кластера",
            without: "clusters of the register have no types and no stages",
            withoutRu: "у кластеров реестра нет видов и этапов",
            [
                reference(
                    "cluster", to: "clusters", required: true, "the cluster", "кластер"),
                reference(
                    "establishment", to: "establishments", required: true, "the participant",
                    "участник"),
                year("year_from", "first year in the cluster", "первый год в кластере"),
                year("year_to", "last year in the cluster", "последний год в кластере"),
                quality, sources, note,
            ]),
        table(
            "thresholds", key: ["name"],
            en: "a bound of the rules for types and stages of clusters, instead of ours",
            ru: "граница правил для типов и этапов кластеров вместо принятой нами",
            without: "the bounds are the default ones", withoutRu: "границы приняты по умолчанию",
            [
                choice("name", bounds, required: true, "the bound", "граница"),
                Column(
                    name: "none", content: .number(), isRequired: true,
                    meaning: LocalizedText(
                        en: "the value at which the condition does not hold at all",
                        ru: "значение, при котором условие совсем не выполнено")),
                Column(
                    name: "full", content: .number(), isRequired: true,
                    meaning: LocalizedText(
                        en: "the value from which it holds entirely",
                        ru: "значение, с которого условие выполнено полностью")),
                quality, sources, note,
            ]),
        table(
            "assumptions", key: ["name"], ranges: ["value"],
            en: "a number that is assumed, because no source has it",
            ru: "принятое число, для которого нет источника",
            without: "multipliers count no households, and waste and projects are not valued",
            withoutRu: "мультипликаторы — без домохозяйств, отходы и проекты не оцениваются",
            [
                choice(
                    "name", Assumption.Name.allCases.map(\.rawValue), required: true,
                    "what is assumed", "что принято"),
                plainValue, unit(required: true),
                prices(
                    "prices it is at; a rate at current ones is nominal",
                    "в каких ценах; ставка в текущих — номинальная"),
                quality, sources,
                text("note", required: true, "why this number", "почему такое число"),
            ]),
        table(
            "indicators", key: ["code"],
            en:
                "an indicator of sustainable development; its figures are those of the indicator, the measure or the product's output of this code",
            ru:
                "показатель устойчивого развития; его данные — данные индикатора, показателя или выпуска продукта с этим кодом",
            without: "development is not looked at by pillars",
            withoutRu: "развитие не рассматривается по опорам",
            [
                code(
                    "the code: an indicator of `facts`, a measure, or `coal-output`, `coal-exports`",
                    "код: индикатор из `facts`, показатель или `coal-output`, `coal-exports`")
            ] + names + [
                choice(
                    "pillar", Pillar.allCases.map(\.rawValue),
                    "the pillar that it belongs to", "опора, к которой он относится"),
                choice(
                    "role", IndicatorRole.allCases.map(\.rawValue),
                    "`output` and `burden` for decoupling, a part of adjusted net savings, or empty",
                    "`output` и `burden` — для декаплинга, часть скорректированных накоплений или пусто"
                ),
                number(
                    "worst", "the value that counts as 0; may be the larger",
                    "значение, которое считается нулём; может быть и большим"),
                number(
                    "best", "the value that counts as 1", "значение, которое считается единицей"),
                number(
                    "weight", 0, nil, "weight within its pillar; empty is 1",
                    "вес в опоре; пусто — 1"),
                quality, sources, note,
            ]),
        table(
            "plan", key: ["indicator", "year"], en: "a planned value of an indicator",
            ru: "плановое значение индикатора",
            without: "there is no monitoring", withoutRu: "нет мониторинга",
            [
                text("indicator", required: true, "the indicator", "индикатор"),
                year(required: true),
                plainValue, unit(required: true),
                choice(
                    "better", ["more", "less"],
                    "which side of the plan is the good one; empty is more",
                    "какая сторона от плана хорошая; пусто — больше"),
                number("base", "the value before the programme", "значение до программы"),
                quality, sources, note,
            ]),
        table(
            "facts", key: ["indicator", "place", "year"], en: "an actual value of an indicator",
            ru: "фактическое значение индикатора",
            without: "there is no monitoring", withoutRu: "нет мониторинга",
            [
                text("indicator", required: true, "the indicator", "индикатор"), place(),
                year(required: true),
            ]
                + figure),
        table(
            "progress", key: ["project", "year"],
            en: "how far a project has come by the end of a year",
            ru: "состояние проекта на конец года",
            without: "there is no earned value", withoutRu: "нет освоенного объёма",
            [
                reference("project", to: "projects", required: true, "the project", "проект"),
                year(required: true),
                number(
                    "planned", 0, 1, "share of the work that was to be done by then",
                    "доля работ по плану к этому времени"),
                number("done", 0, 1, "share of the work that is done", "доля выполненных работ"),
                number("spent", 0, nil, "money spent in the year", "затраты за год"),
                unit("spent_unit"), quality, sources, note,
            ]),
    ]

    private static let provenance = [
        table(
            "sources", key: ["key"], en: "where figures come from", ru: "источник данных",
            without: "no figure says where it comes from", withoutRu: "у данных нет источников",
            [
                Column(
                    name: "key", content: .code, isRequired: true,
                    meaning: LocalizedText(en: "the source's key", ru: "ключ источника")),
                text("title", required: true, "title", "название"),
                text("publisher", "publisher", "издатель"),
                year("year", "year of publication", "год издания"),
                text(
                    "vintage", "date of the release that was read: `2024-03-13`, or its year",
                    "дата прочитанного выпуска данных: `2024-03-13` или год"),
                text("url", "address", "адрес"),
                text("licence", "licence", "лицензия"), note,
            ])
    ]

    /// The bounds of the rules for clusters; a test holds them to those of the rules.
    static let bounds = [
        "marshallianConcentration", "marshallianSmallFirms", "marshallianLinks",
        "hubConcentration", "hubCentrality", "hubExternalOwnership",
        "satelliteExternalOwnership", "satelliteOneBuyer", "satelliteLinks", "statePublicShare",
        "innovativeResearch", "creativeOccupations", "touristicServices", "lifeCycleLowLevel",
        "lifeCycleFullLevel", "lifeCycleLinks", "lifeCycleGrowth", "lifeCycleHighGrowth",
        "lifeCycleStability", "lifeCycleDecline", "lifeCycleLinkGrowth",
        "lifeCycleInstitutionGrowth", "lifeCycleNetEntry", "lifeCycleNetExit",
        "lifeCycleSmallMass", "lifeCycleExternalLinks", "lifeCycleProductMix",
        "lifeCycleVarietyChange", "marshallOccupations", "supplierQuotient",
    ]

    static let levels = ["country", "federal_district", "region", "municipality", "settlement"]

    // MARK: Columns that many tables have

    private static let names = [
        text("name_en", "name in English", "название по-английски"),
        text("name_ru", "name in Russian", "название по-русски"),
    ]

    private static let sources = Column(
        name: "source", content: .sources, isRequired: false,
        meaning: LocalizedText(
            en: "keys of `sources`, joined by `;`", ru: "ключи таблицы `sources` через `;`"))

    private static let note = text("note", "free text", "примечание")

    private static let quality = Column(
        name: "quality", content: .quality, isRequired: false,
        meaning: LocalizedText(
            en: "how good the figure is; empty is reported",
            ru: "качество данных; пусто — опубликовано (reported)"))

    private static let status = Column(
        name: "status", content: .status, isRequired: false,
        meaning: LocalizedText(
            en: "letter of SDMX CL_OBS_STATUS; empty is A where a value stands, O where none does",
            ru: "буква SDMX CL_OBS_STATUS; пусто — A, если значение есть, и O, если его нет"))

    private static let value = number(
        "value", "the figure; empty where there is none, 0 for a true zero",
        "значение; пусто, если его нет; 0 — настоящий ноль")

    private static let plainValue = number("value", "the value", "значение")

    private static let figure = [value, unit(required: true), status, quality, sources, note]

    private static func table(
        _ name: String, key: [String], ranges: [String] = [], en: String, ru: String,
        without: String, withoutRu: String, _ columns: [Column]
    ) -> TableSchema {
        TableSchema(
            name: name, meaning: LocalizedText(en: en, ru: ru),
            without: LocalizedText(en: without, ru: withoutRu),
            columns: columns.flatMap { ranges.contains($0.name) ? range($0) : [$0] }, key: key,
            ranges: ranges.map(RangeColumns.init(of:)))
    }

    /// A number, its ends and how likely what is between them.
    private static func range(_ column: Column) -> [Column] {
        let names = RangeColumns(of: column.name)
        func end(_ name: String, _ en: String, _ ru: String) -> Column {
            Column(
                name: name, content: column.content, isRequired: false,
                meaning: LocalizedText(en: en, ru: ru))
        }
        return [
            end(names.low, "lower end of the range", "нижняя граница"), column,
            end(names.high, "upper end of the range", "верхняя граница"),
            Column(
                name: names.distribution, content: .distribution, isRequired: false,
                meaning: LocalizedText(
                    en: "how likely what is: `triangular`, `lognormal(120; 0.3)`; empty is PERT",
                    ru: "распределение: `triangular`, `lognormal(120; 0,3)`; пусто — PERT")),
        ]
    }

    private static func text(
        _ name: String, required: Bool = false, _ en: String, _ ru: String
    ) -> Column {
        Column(
            name: name, content: .text, isRequired: required,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func code(_ en: String, _ ru: String, name: String = "code") -> Column {
        Column(
            name: name, content: .code, isRequired: true,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func reference(
        _ name: String, to table: String, required: Bool = false, _ en: String, _ ru: String
    ) -> Column {
        Column(
            name: name, content: .reference(to: table), isRequired: required,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func place(required: Bool = false) -> Column {
        reference("place", to: "places", required: required, "the place", "место")
    }

    private static func product(required: Bool = false) -> Column {
        reference("product", to: "products", required: required, "the product", "продукт")
    }

    private static func year(
        _ name: String = "year", required: Bool = false, _ en: String = "the year",
        _ ru: String = "год"
    ) -> Column {
        Column(
            name: name, content: .year, isRequired: required,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func integer(_ name: String, _ en: String, _ ru: String) -> Column {
        Column(
            name: name, content: .integer, isRequired: false,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func number(
        _ name: String, _ minimum: Double?, _ maximum: Double?, _ en: String,
        _ ru: String
    ) -> Column {
        Column(
            name: name, content: .number(minimum: minimum, maximum: maximum), isRequired: false,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func number(_ name: String, _ en: String, _ ru: String) -> Column {
        number(name, nil, nil, en, ru)
    }

    private static func unit(
        _ name: String = "unit", required: Bool = false, _ en: String = "the unit: `mln RUB`",
        _ ru: String = "единица измерения: `mln RUB`"
    ) -> Column {
        Column(
            name: name, content: .unit, isRequired: required,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func prices(_ en: String, _ ru: String) -> Column {
        Column(
            name: "prices", content: .prices, isRequired: false,
            meaning: LocalizedText(
                en: en + ": `current` or `constant:2016`",
                ru: ru + ": `current` или `constant:2016`"))
    }

    private static func choice(
        _ name: String, _ words: [String], required: Bool = false, _ en: String, _ ru: String
    ) -> Column {
        Column(
            name: name, content: .choice(words), isRequired: required,
            meaning: LocalizedText(en: en, ru: ru))
    }

    private static func flag(_ name: String, _ en: String, _ ru: String) -> Column {
        Column(
            name: name, content: .flag, isRequired: false,
            meaning: LocalizedText(en: en, ru: ru))
    }
}
