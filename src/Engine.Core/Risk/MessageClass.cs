namespace Engine.Core.Risk;

/// <summary>What a message to the venue is for; the lower the number, the sooner it leaves when messages are scarce.
/// </summary>
public enum MessageClass
{
    Cancel = 0,
    EmergencyExit = 1,

    /// <summary>New orders and replacements.</summary>
    Order = 2,

    /// <summary>Questions of the reconciliation.</summary>
    Query = 3,
}
