namespace Engine.Core.Control;

/// <summary>This engine takes no commands at all.</summary>
public sealed class ControlUnavailableException() : ControlException(
    "A backtest takes no commands: nothing follows its journal that could answer them, and an input from outside would "
    + "make two runs differ. Run with --mode paper.");
