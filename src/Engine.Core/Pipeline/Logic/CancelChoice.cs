namespace Engine.Core.Pipeline.Logic;

/// <summary>Which of the working orders of a scope are to be canceled.</summary>
internal enum CancelChoice
{
    All,

    /// <summary>Opening ones, and those that could increase exposure now.</summary>
    Opening,

    /// <summary>Those that could increase exposure now, whatever they were when they were submitted.</summary>
    Increasing,

    /// <summary>Those that one operator has submitted.</summary>
    Mine,
}
