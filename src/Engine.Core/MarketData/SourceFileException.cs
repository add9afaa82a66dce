namespace Engine.Core.MarketData;

/// <summary>A file that cannot be used as a whole. The message names file, problem and remedy.</summary>
public sealed class SourceFileException : Exception
{
    public SourceFileException(string file, string problem, string remedy, Exception? inner = null)
        : base($"{file}: {problem}; {remedy}.", inner) => File = file;

    public string File { get; }
}
