import Testing

/// The tests of the built programs, which run one after the other, because they look for leftovers
/// and measure memory.
@Suite(.serialized) enum EndToEnd {}
