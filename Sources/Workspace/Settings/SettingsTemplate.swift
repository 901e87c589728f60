import Wording

extension Settings {
    /// `uklad.yaml` of a new workspace: every setting with its meaning; those with a default are
    /// commented out.
    static var template: String {
        var lines = [
            "# Settings of this workspace. Lines that start with # are not in force.",
            "# Настройки рабочей папки. Строки, начинающиеся с #, не действуют.", "",
        ]
        var group = ""
        for setting in known {
            let parts = setting.name.split(separator: ".").map(String.init)
            let isNested = parts.count > 1
            if isNested && parts[0] != group {
                group = parts[0]
                lines.append("# \(group):")
            }
            let indent = isNested ? "#   " : ""
            let comment = isNested ? "#   # " : "# "
            lines.append(comment + setting.meaning.english)
            lines.append(comment + setting.meaning.russian)
            let name = parts[parts.count - 1]
            let value = setting.example.isEmpty ? "" : " " + setting.example
            lines.append("\(indent)\(name):\(value)")
            if !isNested { lines.append("") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
