using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>The engine's cash in a currency, as the reconciler needs it.</summary>
/// <param name="Number">1-based number of the currency in the ledger.</param>
public readonly record struct EngineBalanceView(int Number, AsciiText8 Currency, long Balance);
