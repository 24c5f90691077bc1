import Glibc

extension DatasetError {
    /// A refused system call: what failed, where, and the system's reason.
    ///
    /// Call it before anything else can change `errno`.
    static func system(_ action: String, _ path: String, number: Int32 = errno) -> DatasetError {
        if number == ENOSPC || number == EDQUOT {
            return DatasetError(
                .diskFull,
                "can't \(action) '\(path)': the disk is full; free some space, run"
                    + " 'membudget clean', or set MEMBUDGET_CACHE to a larger disk",
                errorNumber: number)
        }
        let reason = String(cString: strerror(number))
        return DatasetError(
            .inputOutput, "can't \(action) '\(path)': \(reason)", errorNumber: number)
    }
}
