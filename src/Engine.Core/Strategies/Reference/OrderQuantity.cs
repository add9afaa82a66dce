using Engine.Core.Config;
using Engine.Core.MarketData;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// A configured quantity, in whole units such as shares, turned into the size exponent of each instrument.
/// </summary>
internal readonly struct OrderQuantity(long quantityE9)
{
    private const int Exponent = 9;

    // A thousand million units; in exponent 9 it is below a tenth of what 64 bits hold.
    private const long QuantityMaxE9 = 1_000_000_000L * 1_000_000_000L;

    public static OrderQuantity Read(ConfigSection parameters, string name, string fallback) =>
        new(parameters.GetFixed(name, Exponent, 1, QuantityMaxE9, fallback));

    /// <summary>Rounded down to whole lots; 0 if the quantity is less than one lot.</summary>
    public long For(in InstrumentState instrument)
    {
        var quantity = quantityE9;
        for (var e = (int)instrument.SizeExponent; e < Exponent; e++) quantity /= 10;
        return instrument.LotSize > 1 ? quantity - (quantity % instrument.LotSize) : quantity;
    }
}
