using System.CommandLine;
using ControlCli.Online;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>What a command covers: the account, unless a strategy or an instrument is named.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<string> _strategy = new("--strategy")
    {
        HelpName = "NAME",
        Description = "Only this strategy (default: the account).",
    };

    private readonly Option<string> _instrument = new("--instrument", "-i")
    {
        HelpName = "SYMBOL",
        Description = "Only this instrument (default: the account).",
    };

    public Symbol[] All => [_strategy, _instrument];

    public Symbol Instrument => _instrument;

    public bool IsGiven(OnlineCall call) => call.Get(_strategy) is not null || call.Get(_instrument) is not null;

    /// <exception cref="CliException">Both are given.</exception>
    public V1.Scope Of(OnlineCall call) => (call.Get(_strategy), call.Get(_instrument)) switch
    {
        (null, null) => new V1.Scope { Account = true },
        ({ } strategy, null) => new V1.Scope { Strategy = strategy },
        (null, { } instrument) => new V1.Scope { Instrument = instrument },
        _ => throw new CliException(ExitCode.Usage, "--strategy and --instrument exclude each other: give one."),
    };

    /// <summary>For people: <c>the account</c>, <c>strategy quoting</c>.</summary>
    public string Describe(OnlineCall call) => Of(call) switch
    {
        { ScopeCase: V1.Scope.ScopeOneofCase.Strategy } scope => "strategy " + scope.Strategy,
        { ScopeCase: V1.Scope.ScopeOneofCase.Instrument } scope => "instrument " + scope.Instrument,
        _ => "the account",
    };
}
