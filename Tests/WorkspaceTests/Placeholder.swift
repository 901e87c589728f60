import Testing

@Suite("Workspace") struct PlaceholderWorkspace {}
