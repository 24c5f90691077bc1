import Testing

/// Everything that is tested from outside, one after the other: the tests look for what a run
/// leaves behind, and weigh what it holds.
@Suite(.serialized) enum EndToEnd {}
