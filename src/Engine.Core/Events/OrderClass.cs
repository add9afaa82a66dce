namespace Engine.Core.Events;

/// <summary>Journaled. What an order does to exposure; the permission table is written in these.</summary>
public enum OrderClass : byte
{
    None = 0,

    /// <summary>May increase the exposure of the account.</summary>
    Opening = 1,

    /// <summary>Only reduces it.</summary>
    Reducing = 2,

    /// <summary>A stop or target leg that guards a position.</summary>
    Protective = 3,

    /// <summary>A flatten, or an order of an administrator that names the hold.</summary>
    EmergencyExit = 4,
}
