using ControlCli.Output;
using Engine.Core.Events;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>An exact decimal: mantissa / 10^exponent, or nothing.</summary>
internal readonly record struct Exact(long Mantissa, int Exponent)
{
    public static Exact None { get; } = new(FixedPoint.Absent, 0);

    public Cell Cell => Cell.Decimal(Mantissa, Exponent);

    /// <summary>As money: at least two decimals in a table.</summary>
    public Cell Money =>
        Exponent == FixedPoint.MoneyExponent || Mantissa == FixedPoint.Absent ? Cell.Money(Mantissa) : Cell;

    public bool IsNothing => Mantissa is 0 or FixedPoint.Absent;

    public static Exact OfMoney(long money) => new(money, FixedPoint.MoneyExponent);

    /// <exception cref="CliException">The engine sent what is no decimal.</exception>
    public static Exact Of(V1.Decimal? value)
    {
        if (value is null) return None;
        if (value.Exponent is < 0 or > FixedPoint.ExponentMax)
        {
            throw new CliException(ExitCode.Unhealthy,
                $"The engine sent a decimal with exponent {value.Exponent}: use the enginectl of its build.");
        }
        return new Exact(value.Mantissa, value.Exponent);
    }
}
