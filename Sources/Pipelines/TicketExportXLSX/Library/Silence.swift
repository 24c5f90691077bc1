#if XLSX
    import Glibc
    import Synchronization

    /// Runs `body` while the process's standard error is `/dev/null`; one call at a time.
    ///
    /// libxlsxwriter prints lines of its own on errors, but a worker prints only one sentence.
    func silencingStandardError<Result: Sendable>(_ body: () -> Result) -> Result {
        silence.withLock { _ in
            let kept = dup(STDERR_FILENO)
            let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
            if kept >= 0, nowhere >= 0 { dup2(nowhere, STDERR_FILENO) }
            defer {
                if kept >= 0, nowhere >= 0 { dup2(kept, STDERR_FILENO) }
                for descriptor in [kept, nowhere] where descriptor >= 0 { close(descriptor) }
            }
            return body()
        }
    }

    private let silence = Mutex(())
#endif
