using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Terminal;

namespace Engine.Grpc.Hosting;

/// <summary>
/// Carries out and tells what the journal says of the edges of this process: the log level that was commanded, and why
/// the venue is away. Looks at published pictures, so nothing is done before it is durable.
/// </summary>
/// <param name="lastSequenceBefore">Last sequence of the runs before: their level and their venue are over.</param>
internal sealed class EdgeWatch(OperatorLog log, long lastSequenceBefore)
{
    private readonly Lock _gate = new();
    private long _sequence = lastSequenceBefore;
    private VenueReason _lostReason;

    /// <summary>From any thread, as often as one likes; null and old pictures are passed over.</summary>
    public void Look(EngineStatus? status)
    {
        if (status is null || status.Sequence <= Volatile.Read(ref _sequence)) return;

        lock (_gate)
        {
            if (status.Sequence <= _sequence) return;

            Volatile.Write(ref _sequence, status.Sequence);
            FollowLevel(status.Edge.LogLevel);
            FollowVenue(status.Edge.VenueLostReason);
        }
    }

    private void FollowLevel(LogVerbosity commanded)
    {
        if (commanded == log.Levels.Commanded) return;

        log.Levels.Commanded = commanded;
        log.Inform($"the log level is {log.Levels.InForce}"
            + (commanded == LogVerbosity.None ? ", as the settings say" : ", as commanded"));
    }

    private void FollowVenue(VenueReason reason)
    {
        if (reason == _lostReason) return;

        _lostReason = reason;
        if (reason == VenueReason.None) log.Inform("the venue is connected");
        else if (VenueLossText.IsFinal(reason)) log.Error(VenueLossText.Of(reason));
        else log.Warn(VenueLossText.Of(reason));
    }
}
