public import Wording

/// Words for what the operating system refused.
extension FileFailure: Worded {
    public var message: Message {
        let english = reason.inEnglish
        let russian = reason.inRussian
        return Message(
            what: LocalizedText(
                en: "\(operation.inEnglish): \(english.cause).",
                ru: "\(operation.inRussian): \(russian.cause)."),
            place: LocalizedText(en: Excerpt.ofPath(path), ru: Excerpt.ofPath(path)),
            expected: expected,
            remedy: LocalizedText(
                en: english.remedy + (leavesOldFile ? " The earlier file is as it was." : ""),
                ru: russian.remedy + (leavesOldFile ? " Прежний файл не изменён." : "")))
    }

    private var expected: LocalizedText {
        if let bytesNeeded, reason == .diskFull || reason == .quotaExceeded {
            return LocalizedText(
                en: "room for at least \(SizeWording.text(bytesNeeded, in: .english)).",
                ru: "не меньше \(SizeWording.text(bytesNeeded, in: .russian)) свободного места.")
        }
        switch operation {
        case .open, .read:
            return LocalizedText(
                en: "a file this program may read.", ru: "файл, доступный программе для чтения.")
        case .list:
            return LocalizedText(
                en: "a folder this program may look into.",
                ru: "папка, доступная программе для чтения.")
        case .create, .write, .sync, .rename, .close, .settle:
            return LocalizedText(
                en: "a folder this program may write to, with room for the file.",
                ru: "папка, доступная программе для записи, и место для файла.")
        case .remove:
            return LocalizedText(
                en: "a file this program may remove.", ru: "файл, который программа может удалить.")
        }
    }

    /// A failed write changes nothing: the new file takes the old one's place at the very end.
    private var leavesOldFile: Bool {
        switch operation {
        case .create, .write, .sync, .rename, .close: true
        case .open, .read, .list, .remove, .settle: false
        }
    }
}

extension FileFailure.Operation {
    fileprivate var inEnglish: String {
        switch self {
        case .open: "The file can't be opened"
        case .read: "The file can't be read"
        case .create, .write, .sync, .rename, .close: "The file can't be written"
        case .settle: "The file was written, but may not survive a power cut"
        case .list: "The folder can't be read"
        case .remove: "The file can't be removed"
        }
    }

    fileprivate var inRussian: String {
        switch self {
        case .open: "Файл не открывается"
        case .read: "Файл не читается"
        case .create, .write, .sync, .rename, .close: "Файл не записан"
        case .settle: "Файл записан, но может не пережить отключение питания"
        case .list: "Папка не читается"
        case .remove: "Файл не удалён"
        }
    }
}

extension FileFailure.Reason {
    /// Why, as the end of a sentence, and what to do about it.
    typealias Words = (cause: String, remedy: String)

    var inEnglish: Words {
        switch self {
        case .notFound: ("there is no such file or folder", "Check the path.")
        case .notAllowed:
            ("the system does not allow it", "Change the permissions, or choose another place.")
        case .isDirectory: ("it is a folder", "Give the path of a file.")
        case .notADirectory: ("part of its path is not a folder", "Check the path.")
        case .diskFull: ("the disk is full", "Free some room, or choose another disk.")
        case .quotaExceeded:
            ("your share of the disk is used up", "Free some room, or choose another disk.")
        case .readOnly: ("the disk may only be read", "Choose another place.")
        case .tooLarge:
            ("it is larger than the system allows", "Divide the data, or choose another disk.")
        case .tooManyOpenFiles:
            ("too many files are open", "Close other programs, or raise the limit (ulimit -n).")
        case .nameTooLong: ("its name is too long", "Choose a shorter name.")
        case .device:
            ("the disk reports a fault", "Look after your copies: the disk may be failing.")
        case .other(let code):
            ("the system reports fault \(code)", "Try again; if it stays, ask your administrator.")
        }
    }

    var inRussian: Words {
        switch self {
        case .notFound: ("такого файла или папки нет", "Проверьте путь.")
        case .notAllowed:
            ("система не разрешает этого", "Измените права доступа или выберите другое место.")
        case .isDirectory: ("это папка", "Укажите путь к файлу.")
        case .notADirectory: ("часть пути — не папка", "Проверьте путь.")
        case .diskFull: ("диск полон", "Освободите место или выберите другой диск.")
        case .quotaExceeded:
            ("отведённое вам место на диске занято", "Освободите место или выберите другой диск.")
        case .readOnly: ("диск доступен только для чтения", "Выберите другое место.")
        case .tooLarge:
            ("он больше, чем допускает система", "Разделите данные или выберите другой диск.")
        case .tooManyOpenFiles:
            (
                "открыто слишком много файлов",
                "Закройте другие программы или увеличьте предел (ulimit -n)."
            )
        case .nameTooLong: ("слишком длинное имя", "Выберите имя короче.")
        case .device:
            ("диск сообщает о сбое", "Проверьте резервные копии: диск может быть неисправен.")
        case .other(let code):
            (
                "система сообщает об ошибке \(code)",
                "Повторите; если не поможет, обратитесь к администратору."
            )
        }
    }
}
