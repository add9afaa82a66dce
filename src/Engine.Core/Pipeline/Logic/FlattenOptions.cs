using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>How positions are closed: the section <c>flatten</c>. Journaled.</summary>
public sealed record FlattenOptions
{
    /// <summary>Market, or a limit across the spread; both immediate or cancel.</summary>
    public required OrderType OrderType { get; init; }

    /// <summary>How far a closing order may go from the price it would meet, or the mid, in basis points.</summary>
    public required int CollarBps { get; init; }

    /// <summary>Closing orders per position after the first.</summary>
    public required int Retries { get; init; }

    public required long RetryAfterNs { get; init; }

    /// <summary>Wait for the session where the market is closed; else what is there remains.</summary>
    public required bool WaitsForSession { get; init; }

    /// <exception cref="ConfigException">A setting cannot be used; the message names it.</exception>
    public static FlattenOptions Parse(ConfigSection section)
    {
        const long retryAfterMinNs = 1_000_000;
        const long retryAfterMaxNs = 3_600_000_000_000;
        return new FlattenOptions
        {
            OrderType = OneOf(section, "orderType", "limit", "market") == "market" ? OrderType.Market : OrderType.Limit,
            CollarBps = (int)section.GetLong("collarBps", 0, 10_000, 200),
            Retries = (int)section.GetLong("retries", 0, 1_000, 5),
            RetryAfterNs = section.GetDurationNs("retryAfter", retryAfterMinNs, retryAfterMaxNs, "1s"),
            WaitsForSession = OneOf(section, "outOfSession", "report", "wait") == "wait",
        };
    }

    private static string OneOf(ConfigSection section, string name, string first, string second)
    {
        var text = section.GetText(name, first);
        return text == first || text == second
            ? text
            : throw ConfigException.Invalid(section.KeyOf(name), text, $"give {first} or {second}");
    }
}
