using Engine.Core.Events;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>From the engine's exact numbers to what meters have: floating point in base units.</summary>
internal static class Units
{
    private const double PerSecond = 1e9;
    private const double PerMillisecond = 1e3;
    private const double PerTenThousand = 1e4;

    private static readonly double PerMoney = Math.Pow(10, FixedPoint.MoneyExponent);

    public static double? Seconds(long? ns) => ns / PerSecond;

    public static double? SecondsOfMs(long? ms) => ms / PerMillisecond;

    public static double Money(long amount) => amount / PerMoney;

    public static double Share(long perTenThousand) => perTenThousand / PerTenThousand;

    public static double Scaled(long value, int exponent) => value / Math.Pow(10, exponent);
}
