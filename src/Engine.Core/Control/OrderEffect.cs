namespace Engine.Core.Control;

/// <summary>What becomes of a working order.</summary>
public enum OrderEffect
{
    GoesOn,
    Canceled,

    /// <summary>Canceled if it could increase exposure now, whatever it was when it was submitted.</summary>
    CanceledIfIncreasing,
}
