import FoundationEssentials
import Harness
import MemoryBudget
import RunStore

extension PlanRecord {
    /// Records what requests ask for.
    ///
    /// - Parameters:
    ///   - shard: Which part of it is measured; nil for all.
    ///   - input: The user's own file.
    ///   - against: The absolute path of the folder whose workers run in between; nil for none.
    /// - Throws: `Failure` 66 for a scenario file that can't be read any more.
    init(
        of requests: [BenchRequest], shard: Shard?, input: String?, against: String?
    ) throws {
        self.init(
            shard: shard,
            scenarios: try requests.map { request in
                ScenarioPlanRecord(
                    name: request.scenario.name, text: try request.scenario.fileText,
                    variants: request.selectedVariants,
                    settings: request.settings(input: input, against: against))
            })
    }
}

extension Scenario {
    /// The text of its file.
    fileprivate var fileText: String {
        get throws {
            do {
                return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            } catch {
                throw Failure(.noInput, "can't read \(path) again: \(error)")
            }
        }
    }
}

extension BenchRequest {
    /// All that decides over what is measured beside the scenario's text and the strategies.
    fileprivate func settings(input: String?, against: String?) -> [String: String] {
        var settings = [
            "scales": scenario.scalesInForce(of: selected),
            "trials": "\(scenario.trials)",
            "seed": "\(seed)",
            "allocator": scenario.allocator.rawValue,
            "enforce": limits.enforcement.rawValue,
            "ptrace": limits.traces ? "on" : "off",
            "need": measuresNeed ? "on" : "off",
            "against": against ?? "off",
            "verify-break-point": verifiesBreakPoints ? "on" : "off",
        ]
        settings["require-enforcement"] = limits.requiredEnforcement?.rawValue
        settings["timeout"] = limits.timeout.map { "\($0.wholeNanoseconds) ns" }
        settings["input"] = input
        for strategy in Set(selected.map(\.strategy)) {
            guard let budget = scenario.budget(of: strategy) else { continue }
            settings["budget of \(strategy)"] = "\(budget.metric.rawValue) \(budget.limit.argument)"
        }
        return settings
    }
}

extension Scenario {
    /// Labels and units: a label alone could stand for anything.
    fileprivate func scalesInForce(of cells: [Cell]) -> String {
        Set(cells.map(\.scale)).sorted().map { scale in
            scale.label == "\(scale.units)" ? scale.label : "\(scale.label) (\(scale.units))"
        }.joined(separator: " ")
    }
}
