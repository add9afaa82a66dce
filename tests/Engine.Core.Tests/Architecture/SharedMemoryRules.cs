using Engine.Core.Loading;

namespace Engine.Core.Tests.Architecture;

/// <summary>
/// Memory that threads share, and raw memory, stay in the few folders whose whole task it is. Everything else speaks
/// through lanes and published counters.
/// </summary>
internal sealed class SharedMemoryRules(AssemblyScan scan, string root)
{
    private static readonly string[] Permitted =
    [
        "Sequencing.", "Journal.", "Metrics.", "Pipeline.", "Control.ControlPort", "Control.HaltMarks",
        "Replay.StatusBoard",
    ];

    private static readonly string[] SharedMemory =
        ["System.Threading.Volatile", "System.Threading.Interlocked", "System.Runtime.CompilerServices.IsVolatile"];

    public IEnumerable<string> Violations() =>
        scan.Uses
            .Where(u => IsBelowRoot(u.UserType) && !IsPermitted(u.UserType) && IsSharedOrRaw(u))
            .Select(u => $"{u.Where} uses {u.What}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static bool IsSharedOrRaw(MemberUse use) =>
        use.Kind == UseKind.Pointer
        || (use.Kind == UseKind.Instruction && use.TargetType == "volatile.")
        || SharedMemory.Contains(use.TargetType)
        || (use.TargetType == "System.Threading.Thread" && use.TargetMember is "MemoryBarrier");

    private bool IsBelowRoot(string type) => type.StartsWith(root + ".", StringComparison.Ordinal);

    private bool IsPermitted(string type) =>
        Permitted.Any(p => type.StartsWith(root + "." + p, StringComparison.Ordinal));
}
