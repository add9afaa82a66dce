using System.CommandLine.Parsing;
using System.Globalization;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Exact decimals on the command line.</summary>
internal static class DecimalArgument
{
    private const int DecimalsMax = 9;

    /// <summary>A number above zero.</summary>
    public static V1.Decimal? AboveZero(ArgumentResult result, string name) =>
        TryParse(result.Tokens[0].Value, out var value) && value!.Mantissa > 0
            ? value
            : Refuse(result, $"{name} is '{result.Tokens[0].Value}': give a number above zero with at most "
                + $"{DecimalsMax} decimals, such as 48.51.");

    /// <summary>A number of either sign.</summary>
    public static V1.Decimal? Signed(ArgumentResult result, string name) =>
        TryParse(result.Tokens[0].Value, out var value)
            ? value
            : Refuse(result, $"{name} is '{result.Tokens[0].Value}': give a number with at most {DecimalsMax} "
                + "decimals, such as -120.5.");

    private static V1.Decimal? Refuse(ArgumentResult result, string text)
    {
        result.AddError(text);
        return null;
    }

    private static bool TryParse(string text, out V1.Decimal? value)
    {
        value = null;
        var isNegative = text.StartsWith('-');
        var body = isNegative ? text[1..] : text;
        var point = body.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : body.Length - point - 1;
        var digits = point < 0 ? body : body.Remove(point, 1);
        if (decimals > DecimalsMax || point == 0 || point == body.Length - 1
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var mantissa))
            return false;
        value = new V1.Decimal { Mantissa = isNegative ? -mantissa : mantissa, Exponent = decimals };
        return true;
    }
}
