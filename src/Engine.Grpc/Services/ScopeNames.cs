using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Scopes by the names that people use, and by the ids that the engine uses.</summary>
internal sealed class ScopeNames(EngineSetup setup, StatusBoard board)
{
    private readonly IReadOnlyList<string> _strategies = setup.StrategyNames;

    /// <summary>Absent where nothing is said, as in a release by id.</summary>
    public Wire.Scope? Of(HoldScope scope, int id) => scope switch
    {
        HoldScope.Account => new Wire.Scope { Account = true },
        HoldScope.Strategy => new Wire.Scope { Strategy = StrategyOf(id) },
        HoldScope.Instrument => new Wire.Scope { Instrument = board.Instruments.SymbolOf(id) },
        _ => null,
    };

    /// <summary>Empty for an order of an operator.</summary>
    public string StrategyOf(int id) => id >= 1 && id <= _strategies.Count ? _strategies[id - 1] : "";

    /// <exception cref="global::Grpc.Core.RpcException">It names nothing that this engine has.</exception>
    public (HoldScope Scope, int Id) Find(Wire.Scope? scope, string field)
    {
        switch (scope?.ScopeCase ?? Wire.Scope.ScopeOneofCase.None)
        {
            case Wire.Scope.ScopeOneofCase.Account when scope!.Account:
                return (HoldScope.Account, 0);
            case Wire.Scope.ScopeOneofCase.Strategy:
                return (HoldScope.Strategy, FindStrategy(Checked(scope!.Strategy, field + ".strategy")));
            case Wire.Scope.ScopeOneofCase.Instrument:
                return (HoldScope.Instrument, FindInstrument(Checked(scope!.Instrument, field + ".instrument")));
            default:
                throw Refusal.Invalid(field, "give account = true, a strategy or an instrument; nothing is assumed");
        }
    }

    private static string Checked(string name, string field) =>
        name.Length is > 0 and <= ControlLimits.NameCharactersMax && name.All(c => c is >= ' ' and <= '~')
            ? name
            : throw Refusal.Invalid(
                field, $"give a name of 1 to {ControlLimits.NameCharactersMax} printable ASCII characters");

    private int FindStrategy(string name)
    {
        for (var i = 0; i < _strategies.Count; i++)
            if (_strategies[i] == name) return i + 1;
        throw Refusal.Of(CommandCode.UnknownScope,
            $"This engine has no strategy '{name}'; it has {Listed(_strategies)}.");
    }

    private int FindInstrument(string symbol) => board.Instruments.TryFind(symbol, out var id)
        ? id
        : throw Refusal.Of(CommandCode.UnknownScope,
            $"No source of this engine has brought an instrument '{symbol}' so far; give the symbol as the source "
            + "writes it.");

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names);
}
