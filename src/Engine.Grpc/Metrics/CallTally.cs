using System.Collections.Frozen;
using Engine.Grpc.Access;
using Grpc.Core;

namespace Engine.Grpc.Metrics;

/// <summary>Calls of the control plane by method and end. Any thread counts and reads.</summary>
internal sealed class CallTally
{
    private static readonly int Outcomes = Enum.GetValues<CallOutcome>().Length;

    // The methods are known and few: whatever else is asked for is counted as one.
    private static readonly string[] Names = [.. MethodRoles.Methods.Select(method => method[1..]), "unknown"];

    private static readonly FrozenDictionary<string, int> Indices = Names
        .Select((name, index) => (name, index)).ToFrozenDictionary(p => "/" + p.name, p => p.index);

    private readonly long[] _counts = new long[Names.Length * Outcomes];

    public static IReadOnlyList<string> Methods => Names;

    public void Count(string method, StatusCode end)
    {
        var index = Indices.GetValueOrDefault(method, Names.Length - 1);
        Interlocked.Increment(ref _counts[(index * Outcomes) + (int)OutcomeOf(end)]);
    }

    /// <param name="method">By its place in <see cref="Methods"/>.</param>
    public long Calls(int method, CallOutcome outcome) =>
        Volatile.Read(ref _counts[(method * Outcomes) + (int)outcome]);

    private static CallOutcome OutcomeOf(StatusCode end) => end switch
    {
        StatusCode.OK => CallOutcome.Ok,
        StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.ResourceExhausted =>
            CallOutcome.Denied,
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.Aborted
            or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.Unimplemented =>
            CallOutcome.Refused,
        StatusCode.Cancelled or StatusCode.DeadlineExceeded => CallOutcome.Canceled,
        _ => CallOutcome.Failed,
    };
}
