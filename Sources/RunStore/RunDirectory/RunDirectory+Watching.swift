package import Files

extension RunDirectory {
    /// The stamp of `run.json`; `nil` if there is none.
    package var recordStamp: FileStamp? { FileStamp(of: recordPath) }

    /// The stamp of the journal; `nil` if there is none.
    package var journalStamp: FileStamp? { FileStamp(of: journalPath) }

    /// Whether a membudget is writing the run. The lock itself is not tried, because opening the
    /// journal would fail for another process during the attempt.
    package var isInUse: Bool {
        guard let inode = journalStamp?.inode, let locks = readText("/proc/locks") else {
            return false
        }
        // 1: FLOCK  ADVISORY  WRITE 4711 fe:01:1234 0 EOF
        return locks.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.count > 5 && words[1] == "FLOCK" && words[5].hasSuffix(":\(inode)")
        }
    }
}
