internal import Files
internal import Glibc

/// The kernel's files about processes in `/proc`, which every measurement needs.
package enum ProcessFiles {
    /// Returns why the mounted `/proc` is unusable, in a sentence that names the remedy; `nil` if
    /// it is usable.
    ///
    /// - Parameter read: Reads a file of `/proc`; `nil` if that fails. Default: this machine's.
    package static func objection(
        process: Int32 = getpid(), reading read: (String) -> String? = readText
    ) -> String? {
        let advice = "mount it: mount -t proc proc /proc"
        guard let own = read("/proc/self/stat") else {
            return "/proc can't be read, so no memory can be measured; \(advice)"
        }
        // Process IDs of another PID namespace belong to other processes.
        guard own.hasPrefix("\(process) (") else {
            return "/proc shows the processes of another PID namespace, so no memory can be"
                + " measured; \(advice) in this one"
        }
        guard read("/proc/\(process)/status")?.contains("\nVmHWM:") == true else {
            return "/proc/\(process)/status has no memory figures; \(advice)"
        }
        return nil
    }
}
