using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Messages to the venue, one bucket for the whole connection whatever the instrument: new orders, replacements,
/// cancels, questions. Each class leaves room for those above it (of a full bucket, emergency exits leave a quarter,
/// orders three eighths, questions half), and none but cancels goes on while a cancel waits.
/// </summary>
internal sealed class MessageBucket(StateTable<RiskAccountState> account)
{
    private const int WholeViewMessages = 3;

    /// <summary>Messages that a question for orders, executions and positions takes; never more than there can be.
    /// </summary>
    public int WholeViewCost => Math.Max(1, Math.Min(WholeViewMessages, account[0].MessageBurst / 2));

    /// <summary>The most that can be taken at once.</summary>
    public int RoomOf(MessageClass messageClass) => account[0].MessageBurst - ReserveOf(messageClass);

    public bool Has(MessageClass messageClass, long nowNs, int count = 1) =>
        Bucket.Has(account[0].MessageFullAgainNs, nowNs, count, ReserveOf(messageClass));

    public void Take(long nowNs, int count = 1) => Bucket.Take(ref account.Edit(0).MessageFullAgainNs, nowNs, count);

    /// <summary>Engine time from which <see cref="Has"/> is true if nothing is taken until then.</summary>
    public long ReadyNs(MessageClass messageClass, int count = 1) =>
        Bucket.ReadyNs(account[0].MessageFullAgainNs, count, ReserveOf(messageClass));

    private TokenBucket Bucket => new()
    {
        IntervalNs = account[0].MessageIntervalNs,
        Burst = account[0].MessageBurst,
    };

    private int ReserveOf(MessageClass messageClass)
    {
        var burst = account[0].MessageBurst;
        return messageClass switch
        {
            MessageClass.Cancel => 0,
            MessageClass.EmergencyExit => burst / 4,
            MessageClass.Order => (burst / 4) + (burst / 8),
            _ => burst / 2,
        };
    }
}
