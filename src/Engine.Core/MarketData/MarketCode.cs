namespace Engine.Core.MarketData;

/// <summary>
/// Why a definition, a market event or a session was taken or refused. Journaled: the numbers are permanent. Negative
/// means refused.
/// </summary>
public enum MarketCode
{
    Accepted = 0,

    /// <summary>The dense id is not that of a defined instrument.</summary>
    UnknownInstrument = -1,

    /// <summary>The symbol is defined already, and differently. The first definition stays in force.</summary>
    DefinitionDiffers = -2,

    /// <summary>limits.InstrumentsMax instruments are defined.</summary>
    InstrumentTableFull = -3,

    /// <summary>No symbol, an exponent above 9, or a tick, lot or multiplier that is not above zero.</summary>
    InvalidDefinition = -4,

    /// <summary>Lane or local id lie outside limits.LanesMax and limits.InstrumentsPerLaneMax.</summary>
    LaneIdOutOfRange = -5,

    /// <summary>The local id of this lane stands for another instrument.</summary>
    LaneIdTaken = -6,

    /// <summary>The traded volume of the instrument would leave 64 bits.</summary>
    VolumeOverflow = -7,

    /// <summary>A session must close after it opens, and belong to a calendar above 0.</summary>
    InvalidSession = -10,

    /// <summary>The calendar has another session at this time or on this date.</summary>
    SessionDiffers = -11,

    /// <summary>limits.CalendarDaysMax sessions are known.</summary>
    CalendarTableFull = -12,
}
