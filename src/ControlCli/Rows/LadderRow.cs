using System.Globalization;
using ControlCli.Output;
using Engine.Core.Risk;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>A strategy on the size ladder, and the limits that it has there.</summary>
internal sealed record LadderRow
{
    private const int PercentExponent = 2;

    public static IReadOnlyList<Column<LadderRow>> Columns { get; } =
    [
        new("STRATEGY", "strategy", row => Cell.Of(row.Strategy)),
        new("STEP %", "percent", row => Cell.Decimal(row.PerTenThousand, PercentExponent)
            .With(row.PerTenThousand < SizeLadder.Whole ? Paint.Warning : Paint.None)),
        new("FILE %", "configuredPercent", row => Cell.Decimal(row.ConfiguredPerTenThousand, PercentExponent)),
        new("COMMANDED", "isCommanded", row => Cell.Of(row.IsCommanded)),
        new("MAX POSITION", "maxPosition", row => row.MaxPosition.Cell),
        new("MAX OPENING VALUE", "maxOrderNotional", row => row.MaxOrderNotional.Money),
    ];

    public required string Strategy { get; init; }

    public required int PerTenThousand { get; init; }

    public required int ConfiguredPerTenThousand { get; init; }

    public required bool IsCommanded { get; init; }

    /// <summary>In any one instrument; nothing where the strategy has no limit of its own.</summary>
    public required Exact MaxPosition { get; init; }

    public required Exact MaxOrderNotional { get; init; }

    public static LadderRow Of(V1.Ladder.Types.Step step) => new()
    {
        Strategy = step.Strategy,
        PerTenThousand = step.PerTenThousand,
        ConfiguredPerTenThousand = step.ConfiguredPerTenThousand,
        IsCommanded = step.IsCommanded,
        MaxPosition = Exact.Of(step.MaxPosition),
        MaxOrderNotional = Exact.Of(step.MaxOrderNotional),
    };

    public static LadderRow Of(Engine.Core.Replay.LadderFigures figures) => new()
    {
        Strategy = figures.Strategy,
        PerTenThousand = figures.PerTenThousand,
        ConfiguredPerTenThousand = figures.ConfiguredPerTenThousand,
        IsCommanded = figures.IsCommanded,
        MaxPosition = figures.MaxPosition == RiskLimits.None
            ? Exact.None
            : new Exact(figures.MaxPosition, RiskLimits.QuantityExponent),
        MaxOrderNotional = figures.MaxOrderNotional == RiskLimits.None
            ? Exact.None
            : Exact.OfMoney(figures.MaxOrderNotional),
    };

    /// <summary>The steps as people write them: 10, 35, 65, 100.</summary>
    public static string StepsText(IEnumerable<int> perTenThousand) => string.Join(", ", perTenThousand
        .Select(step => ((decimal)step / 100).ToString("0.##", CultureInfo.InvariantCulture)));
}
