using System.Globalization;
using System.Reflection;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class RpcDocumentTests
{
    private const string Start = "| limit | default | at least | at most |\n|---|---|---|---|\n";

    /// <summary>Bounds that are shared, or that a limit gets from another one.</summary>
    private static readonly Dictionary<string, string> Prefixes = new()
    {
        [nameof(RpcLimits.KeepAlivePingDelay)] = "KeepAlivePing",
        [nameof(RpcLimits.KeepAlivePingTimeout)] = "KeepAlivePing",
    };

    [Fact]
    public void The_table_of_limits_is_that_of_the_code()
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "RPC.md"));
        var at = text.IndexOf(Start, StringComparison.Ordinal);
        Assert.True(at >= 0, "docs/RPC.md has no table of limits");
        var end = text.IndexOf("\n\n", at, StringComparison.Ordinal);
        Assert.Equal(Start + Rows(), text[at..end]);
    }

    private static string Rows()
    {
        var values = typeof(RpcLimits).GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => field.Name, field => Text(field.GetValue(null)!));
        return string.Join('\n', values
            .Where(pair => !pair.Key.EndsWith("Max", StringComparison.Ordinal)
                && !pair.Key.EndsWith("Min", StringComparison.Ordinal))
            .Select(pair => $"| {pair.Key} | {pair.Value} | {Bound(values, pair.Key, "Min")} | "
                + $"{Bound(values, pair.Key, "Max")} |"));
    }

    private static string Bound(Dictionary<string, string> values, string name, string suffix) =>
        values.GetValueOrDefault(Prefixes.GetValueOrDefault(name, name) + suffix, "");

    private static string Text(object value) => value switch
    {
        TimeSpan time when time.TotalSeconds < 60 => $"{time.TotalSeconds} s",
        TimeSpan time => $"{time.TotalMinutes} min",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"How is {value.GetType()} written?"),
    };
}
