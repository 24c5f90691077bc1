internal import Files
internal import Glibc

/// The system's files about processes, `/proc`, without which nothing can be measured.
package enum ProcessFiles {
    /// Why nothing can be measured with the `/proc` that is mounted, in a sentence that says what to
    /// do; nil if it serves.
    ///
    /// - Parameter read: Reads a file of `/proc`; nil if it can't be read. Default: the machine's.
    package static func objection(
        process: Int32 = getpid(), reading read: (String) -> String? = readText
    ) -> String? {
        let advice = "mount it: mount -t proc proc /proc"
        guard let own = read("/proc/self/stat") else {
            return "/proc can't be read, so no memory can be measured; \(advice)"
        }
        // Numbers of another PID namespace are other processes'.
        guard own.hasPrefix("\(process) (") else {
            return "/proc shows the processes of another PID namespace, so no memory can be"
                + " measured; \(advice) in this one"
        }
        guard read("/proc/\(process)/status")?.contains("\nVmHWM:") == true else {
            return "/proc/\(process)/status tells no memory, so none can be measured; \(advice)"
        }
        return nil
    }
}
