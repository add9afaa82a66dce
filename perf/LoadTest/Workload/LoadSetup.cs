using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Gateway;
using Engine.Core.Pipeline;

namespace LoadTest.Workload;

/// <summary>Builds the engine that is measured: every risk limit wide open but in force.</summary>
internal static class LoadSetup
{
    public const string Account = "LOADTEST";

    private const string Build = "loadtest";

    private static readonly (string Key, string Value)[] OpenLimits =
    [
        ("risk.maxOrderQuantity", "1000000"), ("risk.maxOrderNotional", "50000000"), ("risk.maxPosition", "1000000"),
        ("risk.priceCollarBps", "5000"), ("risk.staleQuoteMs", "600000"), ("risk.orderRatePerSecond", "1000000"),
        ("risk.orderBurst", "1000000"), ("risk.maxInFlight", "3000"), ("risk.maxOpenOrders", "10000"),
        ("risk.shortSelling", "true"), ("risk.maxGrossExposure", "50000000000"),
        ("risk.maxNetExposure", "50000000000"), ("risk.maxConcentrationBps", "10000000"),
        ("risk.maxOpenPositions", "1000"), ("risk.marginRateBps", "100"), ("risk.maxOrdersPerMinute", "1000000000"),
        ("risk.maxOrdersPerDay", "1000000000"), ("risk.maxNotionalPerMinute", "90000000000"),
        ("risk.maxNotionalPerDay", "90000000000"), ("risk.repeatWindowMs", "0"),
        ("risk.maxIdenticalRejects", "1000000000"), ("risk.rejectWindowMs", "60000"), ("risk.rejectProbeMs", "60000"),
        ("risk.messagesPerSecond", "1000000"), ("risk.messageBurst", "1000000"), ("risk.rounding", "deny"),
        ("risk.selfCross", "false"), ("account.cash", "1000000000"),
        ("breakers.useDefaults", "true"), ("breakers.drawdown.limit", "100"),
        ("breakers.dailyLoss.limit", "1000000000"),
        ("breakers.orderRate.limit", "1000000000"), ("breakers.consecutiveLosses.limit", "1000000000"),
        ("breakers.volatility.limit", "1000000"),
    ];

    public static EngineSetup Create(
        string mode, string journal, string durability, string strategy, IReadOnlyList<string> files,
        IEnumerable<(string Key, string Value)> more, PipelineHooks hooks,
        Func<IOrderGateway, IOrderGateway>? decorateGateway = null)
    {
        var config = new CanonicalConfig();
        foreach (var (key, value) in OpenLimits) config.Set(key, value);
        config.Set("mode", mode);
        config.Set("account", Account);
        config.Set("journal.directory", journal);
        config.Set("journal.durability", durability);
        config.Set($"strategies.{strategy}.type", strategy);
        for (var i = 0; i < files.Count; i++) config.Set($"data.files.{i}", files[i]);
        foreach (var (key, value) in more) config.Set(key, value);
        return new EngineSetup(config, new AnswerStrategy.Catalog(), Build)
        {
            Hooks = hooks,
            DecorateGateway = decorateGateway ?? (static gateway => gateway),
        };
    }
}
