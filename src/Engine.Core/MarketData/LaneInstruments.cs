using System.Runtime.CompilerServices;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// Maps the local instrument ids of a source to the dense ids of the engine. A source numbers its symbols from 0 as it
/// meets them, so its file can be read without knowing what the other sources define.
/// </summary>
public sealed class LaneInstruments
{
    private readonly StateTable<LaneInstrumentState> _table;
    private readonly int _lanesMax;
    private readonly int _localIdsMax;

    public LaneInstruments(StateRegistry registry, EngineLimits limits)
    {
        _lanesMax = limits.LanesMax;
        _localIdsMax = limits.InstrumentsPerLaneMax;
        _table = registry.Add<LaneInstrumentState>(StateParts.LaneInstruments, 1, checked(_lanesMax * _localIdsMax));
    }

    public MarketCode Map(int laneId, int localId, int denseId)
    {
        if ((uint)laneId >= (uint)_lanesMax || (uint)localId >= (uint)_localIdsMax) return MarketCode.LaneIdOutOfRange;
        if (denseId < 0) return MarketCode.UnknownInstrument;

        var index = (laneId * _localIdsMax) + localId;
        var existing = _table[index].DenseIdPlusOne;
        if (existing != 0) return existing == denseId + 1 ? MarketCode.Accepted : MarketCode.LaneIdTaken;

        _table.Edit(index).DenseIdPlusOne = denseId + 1;
        return MarketCode.Accepted;
    }

    /// <summary>The dense id, or -1 if this lane has not defined the local id.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Resolve(int laneId, int localId)
    {
        if ((uint)laneId >= (uint)_lanesMax || (uint)localId >= (uint)_localIdsMax) return -1;
        return (int)_table[(laneId * _localIdsMax) + localId].DenseIdPlusOne - 1;
    }

    /// <summary>How many local ids the lane has mapped: they are used without gaps, from 0.</summary>
    public int CountOf(int laneId)
    {
        var count = 0;
        while (count < _localIdsMax && Resolve(laneId, count) >= 0) count++;
        return count;
    }
}
