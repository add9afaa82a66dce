namespace Engine.Core.Risk;

/// <summary>Whether anything may leave, as far as arming goes.</summary>
public enum ArmingStatus
{
    /// <summary>The settings ask for no arming.</summary>
    NotRequired,
    Disarmed,
    Armed,
}
