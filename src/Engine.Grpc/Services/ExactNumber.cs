using Engine.Core.Events;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Decimals of callers in the exponent of the engine: refused where they do not fit, never rounded.</summary>
internal static class ExactNumber
{
    /// <exception cref="global::Grpc.Core.RpcException">It is missing, not above zero, or does not fit.</exception>
    public static long AboveZero(Wire.Decimal? number, int exponent, string field) =>
        number is not null && number.Mantissa > 0
            ? Signed(number, exponent, field)
            : throw Refusal.Invalid(field, "give a number above 0");

    /// <exception cref="global::Grpc.Core.RpcException">It is missing or does not fit.</exception>
    public static long Signed(Wire.Decimal? number, int exponent, string field)
    {
        if (number is null) throw Refusal.Invalid(field, "give a number");
        if (number.Exponent is < 0 or > FixedPoint.ExponentMax)
            throw Refusal.Invalid(field, $"give an exponent from 0 to {FixedPoint.ExponentMax}");

        var scaled = (Int128)number.Mantissa * FixedPoint.PowerOfTen(exponent);
        var divisor = FixedPoint.PowerOfTen(number.Exponent);
        if (scaled % divisor != 0)
            throw Refusal.Invalid(field, $"the instrument has {exponent} decimals here, and nothing is rounded");
        return Int128.Abs(scaled / divisor) <= long.MaxValue
            ? (long)(scaled / divisor)
            : throw Refusal.Invalid(field, "the number is too large");
    }
}
