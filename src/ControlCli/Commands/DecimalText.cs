using System.CommandLine.Parsing;
using System.Globalization;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Numbers of the command line, exactly as they were typed.</summary>
internal static class DecimalText
{
    private const int DecimalsMax = 9;

    /// <summary>A number above zero; null with an error for the parser otherwise.</summary>
    public static V1.Decimal? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        var digits = point < 0 ? text : text.Remove(point, 1);
        if (decimals <= DecimalsMax && point != 0 && point != text.Length - 1
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var mantissa) && mantissa > 0)
            return new V1.Decimal { Mantissa = mantissa, Exponent = decimals };

        result.AddError(
            $"{name} is '{text}': give a number above zero with at most {DecimalsMax} decimals, such as 48.51.");
        return null;
    }
}
