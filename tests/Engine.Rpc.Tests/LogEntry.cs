using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Tests;

/// <summary>One line that was logged.</summary>
public sealed record LogEntry(string Category, LogLevel Level, EventId Event, string Text, Exception? Exception);
