namespace ControlCli.Output;

/// <summary>One column of a listing.</summary>
/// <param name="Header">Over the table; upper case.</param>
/// <param name="JsonName">Name of the property; camel case.</param>
internal sealed record Column<T>(string Header, string JsonName, Func<T, Cell> Read);
