using System.CommandLine;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>Options that say what kind of order it is. The type follows from those that are given.</summary>
internal sealed class TermsOptions
{
    private readonly Option<V1.Decimal?> _stop = DecimalOption.Create(
        "--stop", "A stop: works once the last trade reaches this price; with --limit a stop-limit.");

    private readonly Option<V1.Decimal?> _trail = DecimalOption.Create(
        "--trail", "A trailing stop at this distance; --stop says where it begins.");

    private readonly Option<long?> _trailBps = SharedOptions.WholeNumber(
        "--trail-bps", "BPS", "A trailing stop at a distance in basis points of the market's price.", 1);

    private readonly Option<bool> _onClose = new("--on-close")
    {
        Description = "At the price of the close of the session; with --limit only if that is the limit or better.",
    };

    private readonly Option<long?> _until = new("--until")
    {
        HelpName = "TIME",
        Description = "With --tif gtd: when it ends, in UTC.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (IsoTime.TryParse(text, out var timeNs)) return timeNs;
            result.AddError($"--until is '{text}': give a time in UTC such as 2026-10-08T20:00:00Z.");
            return null;
        },
    };

    private readonly Option<long?> _oco = SharedOptions.WholeNumber(
        "--oco", "ID", "One cancels the other: the working order that this one forms a group with.", 1);

    private readonly Option<V1.Decimal?> _protectStop = DecimalOption.Create(
        "--protect-stop", "A stop that the engine holds for what this order executes.");

    private readonly Option<V1.Decimal?> _protectTarget = DecimalOption.Create(
        "--protect-target", "A profit target that the engine holds for what this order executes.");

    private readonly Option<V1.Decimal?> _protectTrail = DecimalOption.Create(
        "--protect-trail", "The held stop follows the market at this distance.");

    private readonly Option<long?> _protectTrailBps = SharedOptions.WholeNumber(
        "--protect-trail-bps", "BPS", "The same in basis points of the market's price.", 1);

    public Option<V1.Decimal?> Limit { get; } = DecimalOption.Create(
        "--limit", "A limit order at this price (default: a market order).");

    public Symbol[] All =>
    [
        Limit, _stop, _trail, _trailBps, _onClose, _until, _oco, _protectStop, _protectTarget, _protectTrail,
        _protectTrailBps,
    ];

    /// <exception cref="CliException">The options contradict each other.</exception>
    public V1.OrderType TypeOf(OnlineCall call)
    {
        var hasLimit = call.Get(Limit) is not null;
        var isTrailing = call.Get(_trail) is not null || call.Get(_trailBps) is not null;
        var hasStop = isTrailing || call.Get(_stop) is not null;
        if (call.Get(_onClose))
        {
            if (hasStop) throw new CliException(ExitCode.Usage, "An order on the close has no stop: leave one out.");
            return hasLimit ? V1.OrderType.LimitOnClose : V1.OrderType.MarketOnClose;
        }
        if (isTrailing)
        {
            if (hasLimit) throw new CliException(ExitCode.Usage, "A trailing stop has no --limit: leave one out.");
            return V1.OrderType.TrailingStop;
        }
        if (hasStop) return hasLimit ? V1.OrderType.StopLimit : V1.OrderType.Stop;
        return hasLimit ? V1.OrderType.Limit : V1.OrderType.Market;
    }

    public V1.OrderTerms? Of(OnlineCall call)
    {
        var terms = new V1.OrderTerms
        {
            StopPrice = call.Get(_stop),
            Trail = call.Get(_trail),
            TrailBps = checked((int)(call.Get(_trailBps) ?? 0)),
            ExpireTimeNs = call.Get(_until) ?? 0,
            OcoGroup = call.Get(_oco) ?? 0,
            ProtectStop = call.Get(_protectStop),
            ProtectTarget = call.Get(_protectTarget),
            ProtectTrail = call.Get(_protectTrail),
            ProtectTrailBps = checked((int)(call.Get(_protectTrailBps) ?? 0)),
        };
        return terms.Equals(new V1.OrderTerms()) ? null : terms;
    }

    /// <summary>The kind of order in words, for the confirmation.</summary>
    public string Describe(OnlineCall call)
    {
        var price = call.Get(Limit) is { } limit ? "at " + DecimalOption.Text(limit) : "at market";
        if (call.Get(_onClose)) price += " on the close";
        if (call.Get(_stop) is { } stop) price += " from stop " + DecimalOption.Text(stop);
        if (call.Get(_trail) is { } trail) price += " trailing by " + DecimalOption.Text(trail);
        if (call.Get(_trailBps) is { } bps) price += $" trailing by {bps} bps";
        if (call.Get(_oco) is { } oco) price += $" or order {oco}";
        if (call.Get(_protectStop) is { } protectStop) price += ", stop held at " + DecimalOption.Text(protectStop);
        if (call.Get(_protectTarget) is { } target) price += ", target held at " + DecimalOption.Text(target);
        return price;
    }
}
