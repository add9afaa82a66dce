namespace Engine.Core.MarketData;

/// <summary>A row that cannot be taken as it is. The message names file, line, column, value and remedy.</summary>
public sealed class BadRowException(string file, long line, string column, string value, string problem, string remedy)
    : Exception($"{file}, line {line}, column {column}: '{value}' {problem}; {remedy}.")
{
    public string File { get; } = file;

    /// <summary>From 1, the header line included.</summary>
    public long Line { get; } = line;

    /// <summary>Name in the header.</summary>
    public string Column { get; } = column;

    public string Value { get; } = value;
}
