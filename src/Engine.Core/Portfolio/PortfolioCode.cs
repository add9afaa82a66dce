namespace Engine.Core.Portfolio;

/// <summary>What became of a change to the portfolio. Negative means refused, and nothing changed.</summary>
public enum PortfolioCode
{
    Applied = 0,

    /// <summary>A figure would not fit 64 bits.</summary>
    Overflow = -1,
    UnknownInstrument = -2,
    UnknownStrategy = -3,
    InvalidQuantity = -4,
    InvalidSide = -5,
    InvalidPrice = -6,

    /// <summary>More currencies than <see cref="PortfolioBook.CurrenciesMax"/>.</summary>
    CurrenciesFull = -7,

    /// <summary>The instrument was defined before, otherwise.</summary>
    DefinitionDiffers = -8,

    /// <summary>A day of the account that ends before it starts, or starts before the one under way ends.</summary>
    InvalidDay = -9,

    /// <summary>More days of the account to come than <see cref="AccountDayBook.UpcomingMax"/>.</summary>
    DaysFull = -10,

    /// <summary>The execution is not kept any more, or never was.</summary>
    UnknownExecution = -11,
}
