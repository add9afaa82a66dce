namespace Engine.Core.Portfolio;

/// <summary>What a bust or a correction did to the account: quantity in the size exponent, the rest money.</summary>
public readonly record struct RestatementEffect(long Quantity, long Cash, long Realized, long Commission);
