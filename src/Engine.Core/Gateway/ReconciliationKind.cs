namespace Engine.Core.Gateway;

/// <summary>What differs between engine and venue.</summary>
public enum ReconciliationKind
{
    None = 0,

    /// <summary>The engine holds it as working; the venue says nothing, or nothing certain.</summary>
    OrderUnresolved = 1,

    /// <summary>The venue works an order that the engine does not.</summary>
    OrderUnexpected = 2,

    /// <summary>Executions do not sum up to what the venue counts as filled.</summary>
    ExecutionsMissing = 3,

    /// <summary>The position by executions is not the position that the venue reports.</summary>
    Position = 4,

    /// <summary>The cash that executions moved in an instrument is not what the venue says.</summary>
    CashFlow = 5,

    /// <summary>The balance of a currency is not what the venue says.</summary>
    Balance = 6,

    /// <summary>
    /// The venue reports nothing at all, though the engine holds positions: no proof that they are gone.
    /// </summary>
    EmptyView = 7,
}
