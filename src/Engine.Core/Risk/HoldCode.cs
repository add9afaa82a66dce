namespace Engine.Core.Risk;

/// <summary>What became of a hold that was to be placed or released. Negative means refused.</summary>
public enum HoldCode
{
    Done = 0,

    /// <summary>An equal hold (scope, kind, reason, permission) is in force; its id is given.</summary>
    AlreadyPlaced = 1,

    /// <summary>No slot left. Whoever meets this must halt the engine: a hold is never dropped.</summary>
    TableFull = -1,
    UnknownHold = -2,
    UnknownScope = -3,
    InvalidKind = -4,
    InvalidPermission = -5,
}
