using System.CommandLine;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Options that take a price, exact.</summary>
internal static class DecimalOption
{
    public static Option<V1.Decimal?> Create(string name, string description) => new(name)
    {
        HelpName = "PRICE",
        Description = description,
        CustomParser = result => DecimalArgument.AboveZero(result, name),
    };

    public static string Text(V1.Decimal? value) => Rows.Exact.Of(value).Cell.Text;
}
