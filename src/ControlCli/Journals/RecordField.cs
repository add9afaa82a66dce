namespace ControlCli.Journals;

/// <summary>One field of a record as text; empty if it is absent.</summary>
/// <param name="IsNumber">A whole number, which JSON can hold without loss of meaning.</param>
internal readonly record struct RecordField(string Name, string Value, bool IsNumber);
