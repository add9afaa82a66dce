using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// The newest intents that were let through, chained by their hash: finds an equal one of the last moments exactly,
/// among as many as there are rows.
/// </summary>
internal sealed class RecentIntents(StateRegistry registry, StateTable<RiskRatesState> rates)
{
    /// <summary>Intents remembered; a power of two.</summary>
    public const int Rows = 4_096;

    private readonly StateTable<RecentIntentState> _intents =
        registry.Add<RecentIntentState>(StateParts.RecentIntents, version: 1, Rows);

    /// <summary>Age of the newest equal intent that is younger than the window; false if there is none.</summary>
    public bool TryFind(in IntentKey key, long windowNs, long nowNs, out long ageNs)
    {
        ageNs = 0;
        var oldest = Math.Max(1, rates[0].IntentNumber - Rows + 1);
        var number = _intents[RowOf((long)key.Hash)].ChainNewest;
        while (number >= oldest)
        {
            ref readonly var intent = ref _intents[RowOf(number)];
            ageNs = nowNs - intent.TimeNs;
            if (ageNs >= windowNs) return false; // The ones behind it are older still.
            if (intent.Head == key.Head && intent.Price == key.Price && intent.Quantity == key.Quantity) return true;
            number = intent.Previous;
        }
        return false;
    }

    public void Add(in IntentKey key, long nowNs)
    {
        var number = ++rates.Edit(0).IntentNumber;
        var chain = RowOf((long)key.Hash);
        ref var intent = ref _intents.Edit(RowOf(number));
        intent.Head = key.Head;
        intent.Price = key.Price;
        intent.Quantity = key.Quantity;
        intent.TimeNs = nowNs;
        intent.Previous = _intents[chain].ChainNewest;
        _intents.Edit(chain).ChainNewest = number;
    }

    private static int RowOf(long number) => (int)number & (Rows - 1);
}
