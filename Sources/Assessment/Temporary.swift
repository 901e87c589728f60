internal import Tabular
internal import Wording

extension FileFailure { var message: Message { fatalError() } }
