namespace Engine.Core.Time;

/// <summary>A sessions file that cannot be used. The message names file, line, problem and remedy.</summary>
public sealed class CalendarFileException : Exception
{
    public CalendarFileException(string file, int line, string problem, string remedy, Exception? inner = null)
        : base(line > 0 ? $"{file}, line {line}: {problem}; {remedy}." : $"{file}: {problem}; {remedy}.", inner)
    {
        File = file;
        Line = line;
    }

    public string File { get; }

    /// <summary>From 1; 0 if the file as a whole is meant.</summary>
    public int Line { get; }
}
