/// The watcher's view of the system: clock, processes, signals, control groups.
///
/// Confined to the thread that watches.
protocol WatchedSystem: AnyObject {
    /// The clock, in nanoseconds.
    var now: Int { get }
    /// The gauges that agent and worker keep.
    var gauges: GaugeReading { get }
    /// The state of the tree.
    var tree: TreeState { get }

    /// Waits; returns whether the watch is over.
    func wait(nanoseconds: Int) -> Bool
    /// Reads the resident memory of every process.
    func readResidents() -> Residents
    /// Reads figures that cost more than a few microseconds.
    func readSlowly() -> SlowReading
    /// Reads the memory pressure on the tree; `nil` if the kernel doesn't count it for the tree
    /// alone.
    func readPressure() -> PressureReading?
    /// Reads the proportional set sizes.
    func readProportional() -> ProportionalSum
    /// Returns a signal that reached the harness and affects the trial; `nil` for none.
    func takeSignal() -> IncomingSignal?
    /// Carries out the watcher's decision.
    func perform(_ action: Watcher.Action)
}

/// The loop around the watcher: reads what is due, steps, performs, waits.
struct WatchLoop {
    private var watcher: Watcher
    private let system: any WatchedSystem
    private let memory: LatestMemory?

    /// - Parameter memory: The latest memory, updated every round; `nil` for none.
    init(
        _ settings: Watcher.Settings, system: any WatchedSystem, memory: LatestMemory? = nil
    ) {
        watcher = Watcher(settings, startNanoseconds: system.now)
        self.system = system
        self.memory = memory
    }

    /// Watches until the system reports that the watch is over.
    mutating func run() -> SampledReadings {
        while !system.wait(nanoseconds: watcher.intervalNanoseconds) { takeRound() }
        return watcher.readings
    }

    private mutating func takeRound() {
        let now = system.now
        let isSlow = watcher.isSlowReadingDue(at: now)
        var round = WatchRound(signal: system.takeSignal())
        round.residents = system.readResidents()
        if isSlow { round.slow = system.readSlowly() }
        if watcher.stallWatch?.isDue(at: now) == true { round.pressure = system.readPressure() }
        if watcher.isTreeReadingDue(round.residents, at: now) {
            round.proportional = system.readProportional()
        }
        round.gauges = system.gauges
        round.tree = system.tree
        for action in watcher.step(round, at: now) { system.perform(action) }
        memory?.note(round, by: watcher)
    }
}
