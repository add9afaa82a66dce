using Engine.Core.Events;

namespace Engine.Core.Metrics;

/// <summary>
/// Counts of the durable records of one run, by what they say. The follower's thread writes; any thread may read, each
/// count by itself.
/// </summary>
public sealed class RecordTally
{
    private const int KindsMax = 512;
    private const int CodesMax = 256;
    private const int Outcomes = 3;

    private readonly long[] _kinds = new long[KindsMax];
    private readonly long[] _denials = new long[CodesMax];  // By the code without its sign.
    private readonly long[] _rejects = new long[CodesMax];
    private readonly long[] _trips = new long[CodesMax];
    private readonly long[] _commands = new long[KindsMax * Outcomes];

    public void Count(in EngineEvent record)
    {
        Add(_kinds, (int)record.Kind);
        switch (record.Kind)
        {
            case EventKind.OrderDenied or EventKind.CancelDenied or EventKind.ReplaceDenied:
                Add(_denials, -(int)record.Order.Code);
                break;
            case EventKind.OrderRejected:
                Add(_rejects, (int)record.OrderReport.Reason);
                break;
            case EventKind.BreakerTripped:
                Add(_trips, (int)record.Breaker.Breaker);
                break;
            case EventKind.CommandAnswered:
                Add(_commands, IndexOf(record.CommandAnswer.CommandKind, OutcomeOf(in record.CommandAnswer)));
                break;
            default:
                break;
        }
    }

    public long Records(EventKind kind) => Read(_kinds, (int)kind);

    /// <summary>Orders, cancels and replacements that risk denied.</summary>
    public long Denials(RiskCode code) => Read(_denials, -(int)code);

    /// <summary>Orders that the venue rejected.</summary>
    public long Rejects(VenueReason reason) => Read(_rejects, (int)reason);

    public long Trips(BreakerKind breaker) => Read(_trips, (int)breaker);

    /// <summary>Answered commands of operators.</summary>
    public long Commands(EventKind command, CommandOutcome outcome) => Read(_commands, IndexOf(command, outcome));

    private static CommandOutcome OutcomeOf(in CommandAnswerPayload answer) =>
        answer.Code < 0 ? CommandOutcome.Refused
        : answer.IsRepeat != 0 ? CommandOutcome.Repeated : CommandOutcome.Done;

    private static int IndexOf(EventKind command, CommandOutcome outcome) =>
        ((int)command * Outcomes) + (int)outcome;

    // Numbers are below the size of the table for every name there is; a test holds on to it.
    private static void Add(long[] counts, int number)
    {
        if ((uint)number >= (uint)counts.Length) number = 0;
        Volatile.Write(ref counts[number], counts[number] + 1);
    }

    private static long Read(long[] counts, int number) => Volatile.Read(ref counts[number]);
}
