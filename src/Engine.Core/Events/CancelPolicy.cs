namespace Engine.Core.Events;

/// <summary>Journaled. What a halt does to the orders that work already.</summary>
public enum CancelPolicy : byte
{
    /// <summary>Nothing was said: what the settings say of a hold.</summary>
    None = 0,

    /// <summary>Opening orders are canceled, protective and reducing ones go on.</summary>
    Opening = 1,

    /// <summary>Every order is canceled, protective ones too.</summary>
    All = 2,

    /// <summary>Every order goes on.</summary>
    Keep = 3,
}
