namespace LoadTest.Commands;

/// <summary>One halt of the measurement.</summary>
/// <param name="IsVenueStanding">The venue read nothing between the first queued order and the answer.</param>
/// <param name="Sequence">Of the halt's input in the journal.</param>
/// <param name="LatencyNs">From the time at which the halt was due to its answer in the caller's hands.</param>
/// <param name="LogBytes">Length of the venue's log when the answer was there.</param>
/// <param name="FollowerLag">Durable records that the follower had not taken when the halt was due.</param>
internal sealed record HaltRound(
    bool IsVenueStanding, long Sequence, double LatencyNs, long LogBytes, long FollowerLag, int OrdersAffected);
