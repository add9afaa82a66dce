using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Numbers above zero on the command line, exact.</summary>
internal static class DecimalOption
{
    private const int DecimalsMax = 9;

    public static Option<V1.Decimal?> Create(string name, string description) => new(name)
    {
        HelpName = "PRICE",
        Description = description,
        CustomParser = result => Parse(result, name),
    };

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

    public static string Text(V1.Decimal? value) => Rows.Exact.Of(value).Cell.Text;
}
