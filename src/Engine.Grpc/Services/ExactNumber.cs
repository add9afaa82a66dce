using Engine.Core.Events;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Decimals of callers as fixed point: refused rather than rounded.</summary>
internal static class ExactNumber
{
    /// <param name="has">Whose decimals these are, such as <c>money has</c>.</param>
    /// <exception cref="global::Grpc.Core.RpcException">It is missing, not above 0, or does not fit.</exception>
    public static long Of(Wire.Decimal? number, int exponent, string field, string has)
    {
        if (number is null || number.Mantissa <= 0) throw Refusal.Invalid(field, "give a number above 0");
        if (number.Exponent is < 0 or > FixedPoint.ExponentMax)
            throw Refusal.Invalid(field, $"give an exponent from 0 to {FixedPoint.ExponentMax}");

        var scaled = (Int128)number.Mantissa * FixedPoint.PowerOfTen(exponent);
        var divisor = FixedPoint.PowerOfTen(number.Exponent);
        if (scaled % divisor != 0)
            throw Refusal.Invalid(field, $"{has} {exponent} decimals here, and nothing is rounded");
        return scaled / divisor <= long.MaxValue
            ? (long)(scaled / divisor)
            : throw Refusal.Invalid(field, "the number is too large");
    }
}
