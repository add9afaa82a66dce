namespace InteropClient;

/// <summary>A case saw something else than it must; the message says what.</summary>
internal sealed class CaseFailedException(string message) : Exception(message);
