using Engine.Core.Control;
using Engine.Core.Events;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Flows of cash as the engine takes them. An amount that money cannot hold is refused, never rounded.
/// </summary>
internal static class CashFlowDrafts
{
    /// <exception cref="global::Grpc.Core.RpcException">A field is missing or cannot be used.</exception>
    public static CommandDraft Draft(Wire.MoveCashRequest request) =>
        new(OperatorVerb.MoveCash, HoldScope.Account, 0)
        {
            FlowKind = request.Kind switch
            {
                Wire.CashFlowKind.Deposit => CashFlowKind.Deposit,
                Wire.CashFlowKind.Withdrawal => CashFlowKind.Withdrawal,
                Wire.CashFlowKind.Dividend => CashFlowKind.Dividend,
                _ => throw Refusal.Invalid("kind", "give deposit, withdrawal or dividend; nothing is assumed"),
            },
            CashAmount = ExactNumber.AboveZero(request.Amount, FixedPoint.MoneyExponent, "amount"),
            Currency = request.Currency is { Length: 3 } code && code.All(c => c is >= 'A' and <= 'Z')
                ? code
                : throw Refusal.Invalid("currency", "give three capital letters, such as USD"),
        };
}
