using Engine.Core.State;

namespace Engine.Core.Tests.MarketData;

/// <summary>What a snapshot does: all used entities of one registry into another with the same tables.</summary>
internal static class StateCopy
{
    public static void Copy(StateRegistry from, StateRegistry to)
    {
        for (var table = 0; table < from.Tables.Count; table++)
        {
            to.Tables[table].Clear();
            for (var i = 0; i < from.Tables[table].Capacity; i++)
            {
                var bytes = from.Tables[table].ReadBytes(i);
                if (!bytes.IsEmpty) to.Tables[table].WriteBytes(i, bytes);
            }
        }
        to.NotifyRestored();
    }
}
