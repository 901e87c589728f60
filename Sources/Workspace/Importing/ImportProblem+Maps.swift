import Tabular
import Wording

extension ImportProblem {
    /// What keeps places of a map from being taken.
    var mapWords: (LocalizedText, LocalizedText, LocalizedText)? {
        switch kind {
        case .notGeoJSON(let fault): fault.words
        case .placeTwice(let code, let first):
            Self.said(
                (
                    "The place \(Excerpt.of(code)) is there already: \(first).",
                    "Место \(Excerpt.of(code)) уже встретилось: \(first)."
                ),
                ("each place once", "каждое место один раз"),
                (
                    "Join its parts into one MultiPolygon, or choose another property for `code` in the mapping.",
                    "Объедините его части в один MultiPolygon или выберите для `code` другое свойство в описании импорта."
                ))
        case .placeWithoutCode(let property):
            Self.said(
                (
                    "The place has no code: its \"\(Excerpt.of(property))\" is empty.",
                    "У места нет кода: «\(Excerpt.of(property))» пусто."
                ),
                ("a code for each place", "код у каждого места"),
                (
                    "Fill it in, or choose another property for `code` in the mapping.",
                    "Заполните его или выберите для `code` другое свойство в описании импорта."
                ))
        case .placeWithoutLevel(let code):
            Self.said(
                (
                    "The place \(Excerpt.of(code)) is new, and nothing says its level.",
                    "Место \(Excerpt.of(code)) новое, а его уровень не указан."
                ),
                (
                    "one of: \(TableSchema.levels.joined(separator: ", "))",
                    "один из: \(TableSchema.levels.joined(separator: ", "))"
                ),
                (
                    "Add a rule to the mapping: `new: {places: {\"\(Excerpt.of(code))\": {level: region}}}`; `--draft-mapping` prints one.",
                    "Добавьте правило в описание импорта: `new: {places: {\"\(Excerpt.of(code))\": {level: region}}}`; заготовку выводит `--draft-mapping`."
                ))
        case .pointDiffers(let code, let given, let there):
            Self.said(
                (
                    "The workspace has another point for \(Excerpt.of(code)): \(Self.point(there)), the file has \(Self.point(given)).",
                    "В рабочей папке у места \(Excerpt.of(code)) другая точка: \(Self.point(there)), в файле — \(Self.point(given))."
                ),
                ("the same point, or none yet", "та же точка или её отсутствие"),
                (
                    "Import with --replace to take the file's points, or remove `lon` and `lat` from the mapping to keep those that are there.",
                    "Загрузите с --replace, чтобы взять точки из файла, или уберите `lon` и `lat` из описания импорта, чтобы оставить прежние."
                ))
        case .outlinesDiffer:
            Self.said(
                (
                    "The workspace has other outlines under this name.",
                    "В рабочей папке под этим именем другие границы."
                ),
                ("the same outlines, or none yet", "те же границы или их отсутствие"),
                (
                    "Import with --replace to take the file's outlines, or give the file another name.",
                    "Загрузите с --replace, чтобы взять границы из файла, или переименуйте файл."
                ))
        default: nil
        }
    }

    private static func point(_ degrees: [Double]) -> String {
        degrees.map { NumberText.shortest($0) }.joined(separator: " ")
    }
}

extension GeoJSONFile.Fault {
    var words: (LocalizedText, LocalizedText, LocalizedText) {
        switch self {
        case .unreadable:
            ImportProblem.said(
                ("The file can't be read.", "Файл не прочесть."),
                (
                    "a file of no more than 256 MB that may be read",
                    "доступный для чтения файл не больше 256 МБ"
                ),
                ("Check the name and the permissions.", "Проверьте имя и права доступа."))
        case .notJSON:
            ImportProblem.said(
                ("The file is not JSON.", "Файл — не JSON."),
                (
                    "GeoJSON: `{\"type\": \"FeatureCollection\", \"features\": […]}`",
                    "GeoJSON: `{\"type\": \"FeatureCollection\", \"features\": […]}`"
                ),
                (
                    "Fetch the file anew; a shapefile or a GeoPackage has to be turned into GeoJSON.",
                    "Получите файл заново; shapefile или GeoPackage нужно преобразовать в GeoJSON."
                ))
        case .tooDeep(let limit):
            ImportProblem.said(
                (
                    "Lists of the file lie in each other more than \(limit) deep.",
                    "Списки в файле вложены глубже \(limit) уровней."
                ),
                ("features with polygons: about ten", "места с границами: около десяти уровней"),
                ("Take the file from its publisher.", "Возьмите файл у издателя."))
        case .notFeatures(let type):
            ImportProblem.said(
                (
                    type.isEmpty
                        ? "This is no feature of GeoJSON: it has no `type`."
                        : "This is no feature of GeoJSON: its `type` is \"\(Excerpt.of(type))\".",
                    type.isEmpty
                        ? "Это не объект GeoJSON: у него нет `type`."
                        : "Это не объект GeoJSON: его `type` — «\(Excerpt.of(type))»."
                ),
                (
                    "a `FeatureCollection` with a list `features`, or a `Feature`",
                    "`FeatureCollection` со списком `features` или `Feature`"
                ),
                (
                    "Save the map as GeoJSON with properties: a place needs a code.",
                    "Сохраните карту в GeoJSON со свойствами: месту нужен код."
                ))
        case .otherReferenceSystem(let name):
            ImportProblem.said(
                (
                    "Coordinates are of another reference system: \"\(Excerpt.of(name))\".",
                    "Координаты в другой системе: «\(Excerpt.of(name))»."
                ),
                (
                    "WGS 84 in degrees: CRS84 or EPSG:4326",
                    "WGS 84 в градусах: CRS84 или EPSG:4326"
                ),
                (
                    "Convert the file to WGS 84: `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson`.",
                    "Переведите файл в WGS 84: `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson`."
                ))
        case .noGeometryOfItsType(let type):
            ImportProblem.said(
                (
                    "A place can't be a \"\(Excerpt.of(type))\".",
                    "Место не может быть «\(Excerpt.of(type))»."
                ),
                (
                    "`Point`, `Polygon`, `MultiPolygon`, or null where it is not known",
                    "`Point`, `Polygon`, `MultiPolygon` или null, если не известно"
                ),
                (
                    "Leave lines and collections of shapes out of the file.",
                    "Уберите из файла линии и наборы фигур."
                ))
        case .notAPosition:
            ImportProblem.said(
                ("This is no list of coordinates.", "Это не список координат."),
                (
                    "[longitude, latitude], as deep in lists as the type of the shape has it",
                    "[долгота, широта] с вложенностью списков по типу фигуры"
                ),
                ("Fetch the file anew.", "Получите файл заново."))
        case .ringNotClosed:
            ImportProblem.said(
                ("The ring is not closed.", "Контур не замкнут."),
                (
                    "a last point that is the first again",
                    "последняя точка, совпадающая с первой"
                ),
                ("Repeat the first point at the end.", "Повторите первую точку в конце."))
        case .ringTooShort(let count):
            ImportProblem.said(
                ("The ring has \(count) points.", "Точек в контуре: \(count)."),
                (
                    "at least four, the last of them the first again",
                    "не меньше четырёх, последняя из которых повторяет первую"
                ),
                ("Remove the ring, or complete it.", "Удалите контур или дополните его."))
        case .notDegrees(let value):
            ImportProblem.said(
                (
                    "The coordinate \(NumberText.shortest(value)) is no degree; it looks like metres of a projection.",
                    "Координата \(NumberText.shortest(value)) — не градусы; похоже на метры проекции."
                ),
                ("degrees of WGS 84, longitude first", "градусы WGS 84, сначала долгота"),
                (
                    "Convert the file to WGS 84: `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson`.",
                    "Переведите файл в WGS 84: `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson`."
                ))
        case .outOfRange(let value, let isLongitude):
            ImportProblem.said(
                (
                    "\(isLongitude ? "Longitude" : "Latitude") is \(NumberText.shortest(value)).",
                    "\(isLongitude ? "Долгота" : "Широта") — \(NumberText.shortest(value))."
                ),
                (
                    isLongitude ? "-180 to 180" : "-90 to 90; longitude stands first",
                    isLongitude ? "от -180 до 180" : "от -90 до 90; сначала стоит долгота"
                ),
                (
                    "Correct the point; where all are so, exchange longitude and latitude.",
                    "Исправьте точку; если так у всех — поменяйте местами долготу и широту."
                ))
        }
    }
}
