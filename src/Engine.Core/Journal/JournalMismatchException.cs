namespace Engine.Core.Journal;

/// <summary>
/// The journal belongs to another mode, account, engine or format than the one asked for. Nothing was changed.
/// </summary>
public sealed class JournalMismatchException(string message) : Exception(message);
