# What the set-up says, in English and Russian. Facts come as arguments; all wording is here.
#
# A problem is told in four parts (DESIGN section 6): what happened, where, what was expected,
# what to do. `words KEY ARGUMENT...` sets them as `what`, `where`, `expected`, `remedy`.
# shellcheck shell=bash disable=SC2034

# The reader's language, by the order POSIX gives the variables: the first that is set decides.
reader_language() {
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
        ru*) echo ru ;;
        *) echo en ;;
    esac
}

language=$(reader_language)

words() {
    local key=$1
    shift
    case "$key.$language" in
        noSwift.en)
            what="Swift is not installed: there is no program \"swift\" on the PATH."
            where="set-up, compiler"
            expected="Swift $1 or newer."
            remedy="Install it as https://www.swift.org/install/linux says, open a new terminal and repeat the command." ;;
        noSwift.ru)
            what="Swift не установлен: программы «swift» нет в PATH."
            where="подготовка, компилятор"
            expected="Swift $1 или новее."
            remedy="Установите его по указаниям https://www.swift.org/install/linux, откройте новый терминал и повторите команду." ;;
        oldSwift.en)
            what="Swift is too old: $2."
            where="set-up, compiler: $3"
            expected="Swift $1 or newer; the package is written for its manifest."
            remedy="Install a newer one (https://www.swift.org/install/linux), or put it first on the PATH." ;;
        oldSwift.ru)
            what="Swift слишком старый: $2."
            where="подготовка, компилятор: $3"
            expected="Swift $1 или новее: под него написан манифест пакета."
            remedy="Установите новую версию (https://www.swift.org/install/linux) или поставьте её первой в PATH." ;;
        brokenSwift.en)
            what="Swift does not start: ${2:-it printed nothing}"
            where="set-up, compiler: $3"
            expected="\"swift --version\" names a version, $1 or newer."
            remedy="Run \"swift --version\" and mend what it complains about, often a missing system library." ;;
        brokenSwift.ru)
            what="Swift не запускается: ${2:-он ничего не напечатал}"
            where="подготовка, компилятор: $3"
            expected="«swift --version» называет версию не ниже $1."
            remedy="Запустите «swift --version» и исправьте то, на что он жалуется; чаще всего не хватает системной библиотеки." ;;
        architecture.en)
            what="This machine's architecture is $1."
            where="set-up, machine"
            expected="x86_64: the only one Uklad has been built and tested on."
            remedy="Use an x86_64 machine, or set UKLAD_ANY_ARCHITECTURE=1 to try at your own risk; numbers are then unverified." ;;
        architecture.ru)
            what="Архитектура этой машины — $1."
            where="подготовка, машина"
            expected="x86_64: только на ней «Уклад» собран и проверен."
            remedy="Возьмите машину x86_64 или задайте UKLAD_ANY_ARCHITECTURE=1, чтобы попробовать на свой риск; числа тогда не проверены." ;;
        littleDisk.en)
            what="Too little free disk space: $1 MiB."
            where="set-up, disk: $3"
            expected="At least $2 MiB for what is still to be built."
            remedy="Free some space (\"make clean\" removes old builds), or clone onto a larger disk." ;;
        littleDisk.ru)
            what="Мало свободного места на диске: $1 МиБ."
            where="подготовка, диск: $3"
            expected="Не меньше $2 МиБ на то, что ещё предстоит собрать."
            remedy="Освободите место («make clean» удаляет старые сборки) или клонируйте на диск побольше." ;;
        notDebian.en)
            what="Libraries are missing, and this system has no apt-get to install them with: $1."
            where="set-up, system libraries"
            expected="Debian 12 or a relative, or the libraries installed by other means and visible to pkg-config."
            remedy="Install the development packages of these libraries with your system's own package manager, then repeat the command." ;;
        notDebian.ru)
            what="Не хватает библиотек, а apt-get, чтобы их поставить, в этой системе нет: $1."
            where="подготовка, системные библиотеки"
            expected="Debian 12 или родственная система, либо библиотеки, поставленные иначе и видимые pkg-config."
            remedy="Поставьте пакеты разработчика этих библиотек средствами своей системы и повторите команду." ;;
        unknownPackages.en)
            what="The package lists of this system do not know: $1."
            where="set-up, Debian packages"
            expected="Every name in Scripts/debian-packages, as in Debian 12 (main)."
            remedy="Check that the section \"main\" is in the apt sources, run \"apt-get update\", and repeat the command." ;;
        unknownPackages.ru)
            what="В списках пакетов этой системы нет: $1."
            where="подготовка, пакеты Debian"
            expected="Все имена из Scripts/debian-packages, как в Debian 12 (main)."
            remedy="Проверьте, что раздел «main» есть в источниках apt, выполните «apt-get update» и повторите команду." ;;
        noSudo.en)
            what="Debian packages are missing, and only an administrator may install them: $1."
            where="set-up, Debian packages"
            expected="To run as root, or a working \"sudo\"."
            remedy="Ask an administrator to run this line, then repeat the command:

    $2
" ;;
        noSudo.ru)
            what="Не хватает пакетов Debian, а ставить их может только администратор: $1."
            where="подготовка, пакеты Debian"
            expected="Запуск от root или работающий «sudo»."
            remedy="Попросите администратора выполнить эту строку, затем повторите команду:

    $2
" ;;
        noNetwork.en)
            what="The network does not answer."
            where="set-up, $1; log: $2"
            expected="To download $3."
            remedy="Check the connection and any proxy settings, then repeat the command: it goes on where it stopped." ;;
        noNetwork.ru)
            what="Сеть не отвечает."
            where="подготовка, $1; журнал: $2"
            expected="Загрузить: $3."
            remedy="Проверьте соединение и настройки прокси и повторите команду: она продолжит с того же места." ;;
        diskFull.en)
            what="The disk filled up."
            where="set-up, $1; log: $2"
            expected="Room to unpack $3."
            remedy="Free some space and repeat the command: nothing half-installed is used." ;;
        diskFull.ru)
            what="На диске кончилось место."
            where="подготовка, $1; журнал: $2"
            expected="Место, чтобы распаковать: $3."
            remedy="Освободите место и повторите команду: недоустановленное не используется." ;;
        checksum.en)
            what="A downloaded file is not the one this version was made with: sha256 $3."
            where="set-up, $1, from $2"
            expected="sha256 $4."
            remedy="Repeat the command. If it happens again, do not use the file: the download was altered on its way or at its source; report it as SECURITY.md says." ;;
        checksum.ru)
            what="Загруженный файл — не тот, с которым сделана эта версия: sha256 $3."
            where="подготовка, $1, из $2"
            expected="sha256 $4."
            remedy="Повторите команду. Если повторится, не пользуйтесь файлом: его подменили в пути или в источнике; сообщите, как сказано в SECURITY.md." ;;
        pythonChecksum.en)
            what="A downloaded Python package is not the one the tests were made with."
            where="set-up, $1; log: $2"
            expected="The sha256 that $3 names."
            remedy="Repeat the command. If it happens again, do not use the package; report it as SECURITY.md says." ;;
        pythonChecksum.ru)
            what="Загруженный пакет Python — не тот, с которым сделаны тесты."
            where="подготовка, $1; журнал: $2"
            expected="Значение sha256, названное в $3."
            remedy="Повторите команду. Если повторится, не пользуйтесь пакетом; сообщите, как сказано в SECURITY.md." ;;
        notInWheel.en)
            what="The library $3 is not in the file that should hold it."
            where="set-up, $1, in $2"
            expected="The path that Scripts/wheels.lock names."
            remedy="Correct Scripts/wheels.lock: the file has the right checksum, so the path is wrong." ;;
        notInWheel.ru)
            what="Библиотеки $3 нет в файле, где ей положено быть."
            where="подготовка, $1, в $2"
            expected="Путь, названный в Scripts/wheels.lock."
            remedy="Исправьте Scripts/wheels.lock: контрольная сумма файла верна, значит, неверен путь." ;;
        oldPython.en)
            what="Python is too old or missing: ${2:-none found}."
            where="set-up, $1"
            expected="Python 3.10 or newer (\"python3\"), for tests and downloads only; Uklad itself runs without Python."
            remedy="Install the Debian package python3, or put a newer python3 first on the PATH." ;;
        oldPython.ru)
            what="Python слишком старый или отсутствует: ${2:-не найден}."
            where="подготовка, $1"
            expected="Python 3.10 или новее («python3»), только для тестов и загрузок; сам «Уклад» работает без Python."
            remedy="Поставьте пакет Debian python3 или поместите новый python3 первым в PATH." ;;
        toolFailed.en)
            what="A step failed: ${3:-no reason given}"
            where="set-up, $1; log: $2"
            expected="The step to end without an error."
            remedy="Read the log; mend what it names and repeat the command." ;;
        toolFailed.ru)
            what="Шаг не удался: ${3:-причина не названа}"
            where="подготовка, $1; журнал: $2"
            expected="Шаг завершается без ошибки."
            remedy="Прочтите журнал, исправьте названное в нём и повторите команду." ;;
        notWritable.en)
            what="Nothing may be written to $1."
            where="installation"
            expected="A folder that you may write to."
            remedy="Build first (make build), then: sudo Scripts/install $1; or choose your own folder: make install PREFIX=\$HOME/.local" ;;
        notWritable.ru)
            what="В $1 нельзя писать."
            where="установка"
            expected="Папка, в которую у вас есть право писать."
            remedy="Сначала соберите (make build), затем: sudo Scripts/install $1; или выберите свою папку: make install PREFIX=\$HOME/.local" ;;
        notBuilt.en)
            what="The program is not built: there is no $1."
            where="installation"
            expected="What \"make build\" leaves."
            remedy="Run \"make install\", which builds first." ;;
        notBuilt.ru)
            what="Программа не собрана: нет $1."
            where="установка"
            expected="То, что оставляет «make build»."
            remedy="Выполните «make install»: он сначала собирает." ;;
        usage.en)
            what="Unknown part of the set-up: \"$1\"."
            where="Scripts/setup, argument"
            expected="build, test, solver, engine, cluster or bench."
            remedy="Run \"make help\" for what there is." ;;
        usage.ru)
            what="Неизвестная часть подготовки: «$1»."
            where="Scripts/setup, аргумент"
            expected="build, test, solver, engine, cluster или bench."
            remedy="Выполните «make help»: там перечислено, что есть." ;;
        *)
            echo "Scripts/lib/words.sh has no words for $key.$language" >&2
            exit 70 ;;
    esac
}

# Names of the steps and notes of progress, in the reader's language.
term() {
    case "$1.$language" in
        debian.en) echo "Debian packages" ;;
        debian.ru) echo "набор пакетов Debian" ;;
        testEnvironment.en) echo "Python tools of the tests" ;;
        testEnvironment.ru) echo "набор инструментов для тестов (Python)" ;;
        sailEnvironment.en) echo "Sail, a server to test against (Python)" ;;
        sailEnvironment.ru) echo "Sail — сервер для тестов (Python)" ;;
        sparkEnvironment.en) echo "Apache Spark, a server to test against" ;;
        sparkEnvironment.ru) echo "Apache Spark — сервер для тестов" ;;
        benchEnvironment.en) echo "Python peers of the benchmarks" ;;
        benchEnvironment.ru) echo "набор программ для сравнения скорости (Python)" ;;
        wheel.en) echo "library $2" ;;
        wheel.ru) echo "библиотека $2" ;;
        installing.en) echo "Set-up: installing $2" ;;
        installing.ru) echo "Подготовка: ставится $2" ;;
        installed.en) echo "Installed: $2" ;;
        installed.ru) echo "Установлено: $2" ;;
        report.en) echo "The report is in $2" ;;
        report.ru) echo "Отчёт: $2" ;;
        ready.en) echo "Set-up: ready." ;;
        ready.ru) echo "Подготовка: всё готово." ;;
        *) echo "$1" ;;
    esac
}

note() { printf '%s\n' "$(term "$@")"; }

# problem EXIT-CODE KEY ARGUMENT... — tells the problem and ends the set-up.
problem() {
    local code=$1 what where expected remedy
    shift
    words "$@"
    printf '%s\n  %s\n  %s\n  %s\n' "$what" "$where" "$expected" "$remedy" >&2
    exit "$code"
}
