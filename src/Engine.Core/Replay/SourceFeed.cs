using Engine.Core.Events;

namespace Engine.Core.Replay;

/// <summary>One source as a stream of market data.</summary>
/// <param name="LastEventNs">Engine time at which a row of it was last seen to be new; <see
/// cref="FixedPoint.Absent"/> before the first of this run. Not what the source says: its clock may be behind.</param>
/// <param name="Instruments">Indices into <see cref="FeedStatus.Streams"/> of what it brings.</param>
public sealed record SourceFeed(FeedState State, long LastEventNs, long LastRow, IReadOnlyList<int> Instruments);
