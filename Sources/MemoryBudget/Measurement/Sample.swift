/// One timed reading of a running trial.
package struct Sample: Hashable, Sendable {
    /// The time since the command started.
    package var timeNanoseconds: Int
    /// The resident memory of the process that has the most of it.
    package var rssBytes: Int
    /// The anonymous memory of that process.
    package var anonymousBytes: Int
    /// The file-backed and shared memory of that process.
    package var fileBytes: Int
    /// jemalloc's allocated bytes; `nil` without the agent.
    package var liveBytes: Int?
    /// The progress reported by the worker; `nil` if it reports none.
    package var unitsDone: Int?

    /// Creates a sample.
    package init(
        timeNanoseconds: Int, rssBytes: Int, anonymousBytes: Int, fileBytes: Int,
        liveBytes: Int? = nil, unitsDone: Int? = nil
    ) {
        self.timeNanoseconds = timeNanoseconds
        self.rssBytes = rssBytes
        self.anonymousBytes = anonymousBytes
        self.fileBytes = fileBytes
        self.liveBytes = liveBytes
        self.unitsDone = unitsDone
    }
}

/// A bounded series of samples, whose own memory use doesn't grow with the length of the trial.
///
/// When the series is full, neighbouring samples are merged, keeping the one with the higher RSS,
/// so that the peak is never lost.
package struct Series: Hashable, Sendable {
    /// The kept samples, by time.
    package private(set) var samples: [Sample] = []
    private let capacity: Int
    private var bucketWidth = 1
    private var bucketFill = 0

    /// Creates an empty series of at most `capacity` samples (even, at least 2; default 2,000).
    package init(capacity: Int = 2_000) {
        precondition(capacity >= 2 && capacity % 2 == 0, "a series halves by pairs")
        self.capacity = capacity
        samples.reserveCapacity(capacity)
    }

    /// Adds the next sample in time order.
    package mutating func append(_ sample: Sample) {
        if bucketFill > 0, let last = samples.last {
            samples[samples.count - 1] = Self.higher(last, sample)
        } else {
            if samples.count == capacity { halve() }
            samples.append(sample)
        }
        bucketFill = (bucketFill + 1) % bucketWidth
    }

    private mutating func halve() {
        for index in 0..<capacity / 2 {
            samples[index] = Self.higher(samples[2 * index], samples[2 * index + 1])
        }
        samples.removeLast(capacity / 2)
        bucketWidth *= 2
    }

    private static func higher(_ left: Sample, _ right: Sample) -> Sample {
        right.rssBytes > left.rssBytes ? right : left
    }
}
