namespace Engine.Core.Events;

/// <summary>How an order of one type behaves under one time in force, in words.</summary>
/// <param name="Code"><see cref="RiskCode.Accepted"/> if there is such an order, else its refusal.</param>
/// <param name="TriggerSource">What makes it work.</param>
/// <param name="Session">When it works.</param>
/// <param name="GapFill">At which price it fills when the market jumps over its price.</param>
/// <param name="HaltAndAuction">What happens while nothing trades.</param>
/// <param name="TerminalState">How it ends.</param>
public sealed record OrderTypeRow(
    OrderType Type, TimeInForce TimeInForce, RiskCode Code, string TriggerSource, string Session, string GapFill,
    string HaltAndAuction, string TerminalState);
