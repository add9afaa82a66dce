using System.Globalization;

namespace ControlCli.Tests;

/// <summary>Books an account from exported rows alone, with decimals instead of the engine's arithmetic.</summary>
internal sealed class ExportedAccount(decimal cash)
{
    private readonly Dictionary<string, Position> _positions = [];

    public decimal Cash { get; private set; } = cash;

    public Position Of(string symbol) => _positions[symbol];

    public void Take(Dictionary<string, string> row)
    {
        if (row["kind"] == "InstrumentDefined")
        {
            _positions[row["symbol"]] = new Position { Multiplier = Number(row["multiplier"]) };
            return;
        }
        var position = _positions[row["symbol"]];
        var signed = row["side"] == "Buy" ? Number(row["quantity"]) : -Number(row["quantity"]);
        var price = Number(row["price"]) * position.Multiplier;
        position.Fill(signed, price);
        position.Commissions += Number(row["commission"]);
        Cash -= (signed * price) + Number(row["commission"]);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    internal sealed class Position
    {
        public required decimal Multiplier { get; init; }

        public decimal Quantity { get; private set; }

        public decimal Cost { get; private set; }

        public decimal Realized { get; private set; }

        public decimal Commissions { get; set; }

        public void Fill(decimal signed, decimal price)
        {
            if (Quantity * signed < 0)
            {
                var closed = Math.Min(Math.Abs(signed), Math.Abs(Quantity)) * Math.Sign(Quantity);
                var part = Math.Round(Cost * closed / Quantity, 8, MidpointRounding.ToEven);
                Realized += (closed * price) - part;
                Cost -= part;
                Quantity -= closed;
                signed += closed;
            }
            Quantity += signed;
            Cost += signed * price;
        }
    }
}
